import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { memoryGateway, randomFaults } from "../../src/memory/index.ts"
import {
  refunds,
  requestRefund,
  retryFailedRefund,
  settledAccount,
  settleFailedRefund,
  takenBy
} from "../../src/payment/index.ts"
import { seed } from "../seed.ts"
import {
  capturedOf,
  carry,
  hour,
  kept,
  minute,
  nets,
  numbers,
  openShop,
  outcome,
  paid,
  rest,
  send,
  type SmallShop,
  story,
  yuan
} from "./small-shop.ts"

const settledIn = Effect.fnUntraced(function* ({ engine, clock }: SmallShop) {
  const wants = { documents: [], accounts: [settledAccount("CNY").id], queries: [], at: clock.now }
  const [found] = (yield* engine.storage.read(wants)).accounts
  return found?.posted ?? 0n
})

const acts = fc.array(
  fc.record({
    act: fc.constantFrom("refund", "retry", "settle", "both"),
    /** Which of the refunds, or how much of the payment, 1/1000. */
    pick: fc.nat({ max: 999 }),
    wait: fc.constantFrom(0, minute, 5 * hour, 60 * hour)
  }),
  { maxLength: 14 }
)

describe("refunds that the gateway could not send", () => {
  test(
    "L35 whoever retries and settles whatever, at once or late, no more goes back than was captured, and the books agree",
    () =>
      fc.assert(
        fc.asyncProperty(fc.integer(), acts, (drawn, trace) =>
          story(
            (clock) =>
              Effect.gen(function* () {
                const draw = numbers(drawn)
                const faults = randomFaults(numbers(drawn), clock.now + 20 * minute)
                const bank = memoryGateway({
                  name: "bank",
                  faults: {
                    ...faults,
                    charge: () => 0,
                    refund: () => ({ after: draw() < 0.5 ? 0 : Math.floor(draw() * 48 * hour), fails: draw() < 0.6 })
                  }
                })
                const shop = yield* openShop(clock, bank)
                const payment = yield* paid(shop, bank)
                const known: Array<string> = []
                const learn = (answer: { readonly id?: string }) => {
                  if (answer.id !== undefined && !known.includes(answer.id)) known.push(answer.id)
                }
                const attempt = <A extends { readonly id: string }>(
                  sent: Effect.Effect<A, { readonly _tag: string }>
                ) => Effect.match(sent, { onFailure: () => undefined, onSuccess: learn })
                for (const { act, pick, wait } of trace) {
                  clock.now += wait
                  yield* carry(shop)
                  const refund = known[pick % Math.max(1, known.length)] ?? "ref_none"
                  const again = attempt(send(shop, retryFailedRefund, { refund }))
                  if (act === "retry") yield* again
                  else if (act === "settle") yield* attempt(send(shop, settleFailedRefund, { refund, reference: "r" }))
                  else if (act === "both") yield* Effect.all([again, again], { concurrency: 2 })
                  else {
                    const amount = yuan(BigInt(pick + 1) * 10n)
                    yield* attempt(send(shop, requestRefund, { payment: payment.id, amount, reason: "return" }))
                  }
                  const [book] = yield* bank.book
                  expect(book!.refunded + book!.pending + (yield* settledIn(shop)) <= book!.captured).toBe(true)
                }
                yield* rest(shop, bank)
                const [book] = yield* bank.book
                const settled = yield* settledIn(shop)
                const { posted, outgoing } = yield* capturedOf(shop, payment.id)
                expect({ posted, outgoing }).toEqual({ posted: 10_000n - book!.refunded - settled, outgoing: 0n })
                const all = yield* Effect.forEach(known, (id) => kept(shop, refunds, id))
                expect(all.reduce((sum, one) => sum + takenBy(one), 0n)).toBe(book!.refunded + settled)
                const followed = all.flatMap(({ retryOf }) => (retryOf === undefined ? [] : [retryOf]))
                expect(new Set(followed).size).toBe(followed.length)
                expect(yield* nets(shop, bank)).toMatchObject({ gateway: 10_000n - book!.refunded })
              }),
            drawn
          )
        ),
        { seed, numRuns: 60 }
      ),
    120_000
  )

  test("L35 the worked example: 39.90 fails twice and arrives the third time; each try has an id of its own", () =>
    story((clock) =>
      Effect.gen(function* () {
        let fails = 2
        const bank = memoryGateway({ name: "bank", faults: { refund: () => ({ after: 0, fails: fails-- > 0 }) } })
        const shop = yield* openShop(clock, bank)
        const payment = yield* paid(shop, bank)
        const input = { payment: payment.id, amount: yuan(3_990n), reason: "goodwill" } as const
        const first = yield* send(shop, requestRefund, input)
        yield* rest(shop, bank)
        const second = yield* send(shop, retryFailedRefund, { refund: first.id }, "click-1")
        expect(yield* send(shop, retryFailedRefund, { refund: first.id }, "click-1")).toEqual(second)
        expect(second).toMatchObject({
          retryOf: first.id,
          amount: yuan(3_990n),
          reason: "goodwill",
          state: "requested"
        })
        expect(yield* kept(shop, refunds, first.id)).toMatchObject({ state: "retried", retriedBy: second.id })
        yield* rest(shop, bank)
        const third = yield* send(shop, retryFailedRefund, { refund: second.id })
        yield* rest(shop, bank)
        expect((yield* kept(shop, refunds, third.id)).state).toBe("succeeded")
        expect(new Set([first.id, second.id, third.id]).size).toBe(3)
        expect(yield* nets(shop, bank)).toEqual({ gateway: 6_010n, ledger: 6_010n })
      })
    ))

  test("L35 a retry waits for the gateway's word: a refund that may still arrive is not sent twice", () =>
    story((clock) =>
      Effect.gen(function* () {
        const bank = memoryGateway({ name: "bank", faults: { refund: () => ({ after: 72 * hour }) } })
        const shop = yield* openShop(clock, bank)
        const payment = yield* paid(shop, bank)
        const { id } = yield* send(shop, requestRefund, { payment: payment.id, amount: yuan(100n), reason: "return" })
        yield* carry(shop)
        clock.now += 48 * hour
        const refused = { _tag: "IllegalTransition", machine: "refund", state: "requested" }
        expect(yield* outcome(send(shop, retryFailedRefund, { refund: id }))).toMatchObject(refused)
        const settle = send(shop, settleFailedRefund, { refund: id, reference: "bank-1" })
        expect(yield* outcome(settle)).toMatchObject(refused)
        yield* rest(shop, bank)
        expect((yield* bank.book)[0]).toMatchObject({ refunded: 100n })
      })
    ))

  test("L35 what went back meanwhile is not sent again: 100.00 failed, 30.00 sent by hand, 70.00 left to settle", () =>
    story((clock) =>
      Effect.gen(function* () {
        let fails = 1
        const bank = memoryGateway({ name: "bank", faults: { refund: () => ({ after: 0, fails: fails-- > 0 }) } })
        const shop = yield* openShop(clock, bank)
        const payment = yield* paid(shop, bank)
        const whole = { payment: payment.id, amount: yuan(10_000n), reason: "cancellation" } as const
        const { id } = yield* send(shop, requestRefund, whole)
        yield* rest(shop, bank)
        yield* send(shop, requestRefund, { ...whole, amount: yuan(3_000n), reason: "goodwill" })
        const before = yield* shop.engine.storage.events(0, 1_000)
        expect(yield* outcome(send(shop, retryFailedRefund, { refund: id }))).toEqual({
          _tag: "RefundExceedsCaptured",
          payment: payment.id,
          wanted: yuan(10_000n),
          available: yuan(7_000n)
        })
        expect(yield* shop.engine.storage.events(0, 1_000)).toEqual(before)
        const settled = yield* send(shop, settleFailedRefund, { refund: id, reference: "ICBC 20261126-1" })
        expect(settled.settlement).toEqual({ at: clock.now, amount: yuan(7_000n), reference: "ICBC 20261126-1" })
        yield* rest(shop, bank)
        expect(yield* capturedOf(shop, payment.id)).toEqual({ posted: 0n, outgoing: 0n })
        expect(yield* settledIn(shop)).toBe(7_000n)
        const state = { state: "settled", machine: "refund", _tag: "IllegalTransition" }
        expect(yield* outcome(send(shop, retryFailedRefund, { refund: id }))).toMatchObject(state)
      })
    ))

  test("L50 a refund that does not exist is NotFound", () =>
    story((clock) =>
      Effect.gen(function* () {
        const shop = yield* openShop(clock, memoryGateway({ name: "bank" }))
        const absent = { _tag: "NotFound", collection: "refund", id: "ref_none" }
        expect(yield* outcome(send(shop, retryFailedRefund, { refund: "ref_none" }))).toEqual(absent)
        const settle = send(shop, settleFailedRefund, { refund: "ref_none", reference: "x" })
        expect(yield* outcome(settle)).toEqual(absent)
      })
    ))
})
