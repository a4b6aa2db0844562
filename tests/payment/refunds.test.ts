import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { memoryGateway, randomFaults } from "../../src/memory/index.ts"
import { type Payment, payments, refunds, requestRefund } from "../../src/payment/index.ts"
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

const back = (shop: SmallShop, payment: Payment, amount: bigint, key?: string) =>
  send(shop, requestRefund, { payment: payment.id, amount: yuan(amount), reason: "return" }, key)

describe("refunds", () => {
  test(
    "L35 under any trace, refunded and pending refunds together are at most what was captured",
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.integer(),
          fc.bigInt({ min: 1n, max: 1_000n }),
          fc.array(
            fc.record({ amount: fc.bigInt({ min: -5n, max: 1_200n }), wait: fc.constantFrom(0, minute, 5 * hour) }),
            {
              maxLength: 12
            }
          ),
          (seed, amount, trace) =>
            story(
              (clock) =>
                Effect.gen(function* () {
                  const faults = randomFaults(numbers(seed), clock.now + 20 * minute)
                  const bank = memoryGateway({ name: "bank", faults: { ...faults, charge: () => 0 } })
                  const shop = yield* openShop(clock, bank)
                  const payment = yield* paid(shop, bank, amount)
                  let wanted = 0n
                  for (const turn of trace) {
                    clock.now += turn.wait
                    yield* carry(shop)
                    const { posted, outgoing } = yield* capturedOf(shop, payment.id)
                    const { _tag } = yield* outcome(back(shop, payment, turn.amount))
                    const free = posted - outgoing
                    const expected =
                      turn.amount <= 0n ? "AmountNotPositive" : turn.amount > free ? "RefundExceedsCaptured" : "Done"
                    expect(_tag).toBe(expected)
                    if (_tag === "Done") wanted += turn.amount
                    const [book] = yield* bank.book
                    expect(book!.refunded + book!.pending <= book!.captured).toBe(true)
                  }
                  yield* rest(shop, bank)
                  const { posted, outgoing } = yield* capturedOf(shop, payment.id)
                  const [book] = yield* bank.book
                  expect(outgoing).toBe(0n)
                  expect(posted).toBe(book!.captured - book!.refunded)
                  expect(book!.refunded <= wanted).toBe(true)
                }),
              seed
            )
        ),
        { numRuns: 60 }
      ),
    120_000
  )

  test("H049 two refunds of 60 on a capture of 100, at once: one goes, one is RefundExceedsCaptured", () =>
    story((clock) =>
      Effect.gen(function* () {
        const bank = memoryGateway({ name: "bank" })
        const shop = yield* openShop(clock, bank)
        const payment = yield* paid(shop, bank, 100n)
        const both = yield* Effect.all([outcome(back(shop, payment, 60n)), outcome(back(shop, payment, 60n))], {
          concurrency: "unbounded"
        })
        expect(both.map(({ _tag }) => _tag).toSorted()).toEqual(["Done", "RefundExceedsCaptured"])
        expect(both.find(({ _tag }) => _tag !== "Done")).toEqual({
          _tag: "RefundExceedsCaptured",
          payment: payment.id,
          wanted: yuan(60n),
          available: yuan(40n)
        })
        yield* rest(shop, bank)
        expect((yield* bank.book)[0]).toMatchObject({ captured: 100n, refunded: 60n, pending: 0n })
        expect(yield* nets(shop, bank)).toEqual({ gateway: 40n, ledger: 40n })
      })
    ))

  test("H050 a refund whose answer was lost is asked for again under its own id, and is made once", () =>
    story((clock) =>
      Effect.gen(function* () {
        let lost = 3
        const bank = memoryGateway({
          name: "bank",
          faults: { request: (verb) => (verb === "refund" && lost-- > 0 ? "reply lost" : "carried") }
        })
        const shop = yield* openShop(clock, bank)
        const payment = yield* paid(shop, bank, 100n)
        const first = yield* back(shop, payment, 60n, "click-1")
        const again = yield* back(shop, payment, 60n, "click-1")
        expect(again).toEqual(first)
        yield* rest(shop, bank)
        expect(shop.failed.filter(({ kind }) => kind === "payment.refund").length).toBe(3)
        expect((yield* bank.book)[0]).toMatchObject({ refunded: 60n, pending: 0n })
        expect((yield* kept(shop, refunds, first.id)).state).toBe("succeeded")
        expect(yield* nets(shop, bank)).toEqual({ gateway: 40n, ledger: 40n })
      })
    ))

  test("L36 a refund that is pending for two days and then fails frees the money again", () =>
    story((clock) =>
      Effect.gen(function* () {
        const bank = memoryGateway({ name: "bank", faults: { refund: () => ({ after: 48 * hour, fails: true }) } })
        const shop = yield* openShop(clock, bank)
        const payment = yield* paid(shop, bank, 100n)
        const refund = yield* back(shop, payment, 100n)
        yield* carry(shop)
        expect(yield* capturedOf(shop, payment.id)).toEqual({ posted: 100n, outgoing: 100n })
        expect(yield* outcome(back(shop, payment, 1n))).toMatchObject({ _tag: "RefundExceedsCaptured" })
        yield* rest(shop, bank)
        expect((yield* kept(shop, refunds, refund.id)).state).toBe("failed")
        expect(yield* capturedOf(shop, payment.id)).toEqual({ posted: 100n, outgoing: 0n })
        expect(yield* nets(shop, bank)).toEqual({ gateway: 100n, ledger: 100n })
      })
    ))

  test("L35 F9 a refund that is on its way for three days is asked after, and sent once: its gateway forgets keys after a day", () =>
    story((clock) =>
      Effect.gen(function* () {
        const asked: Array<string> = []
        const bank = memoryGateway({
          name: "bank",
          faults: {
            keysLast: 24 * hour,
            refund: () => ({ after: 72 * hour }),
            request: (verb) => {
              asked.push(verb)
              return "carried"
            }
          }
        })
        const shop = yield* openShop(clock, bank)
        const payment = yield* paid(shop, bank, 100n)
        const refund = yield* back(shop, payment, 40n)
        yield* rest(shop, bank)
        expect(asked.filter((verb) => verb === "refund")).toHaveLength(1)
        expect(asked.filter((verb) => verb === "queryRefund").length).toBeGreaterThan(48)
        expect((yield* kept(shop, refunds, refund.id)).state).toBe("succeeded")
        expect((yield* bank.book)[0]).toMatchObject({ captured: 100n, refunded: 40n, pending: 0n })
        expect(yield* nets(shop, bank)).toEqual({ gateway: 60n, ledger: 60n })
      })
    ))

  test("L35 F9 a refund whose request was lost a day ago is asked after, and sent since nobody knows it", () =>
    story((clock) =>
      Effect.gen(function* () {
        const asked: Array<string> = []
        const bank = memoryGateway({
          name: "bank",
          faults: {
            keysLast: 24 * hour,
            request: (verb) => (asked.push(verb) > 0 && clock.now < lostUntil ? "request lost" : "carried")
          }
        })
        let lostUntil = 0
        const shop = yield* openShop(clock, bank)
        const payment = yield* paid(shop, bank, 100n)
        lostUntil = clock.now + 1
        yield* back(shop, payment, 40n)
        yield* carry(shop)
        clock.now += 25 * hour
        asked.length = 0
        yield* rest(shop, bank)
        expect(asked.slice(0, 2)).toEqual(["queryRefund", "refund"])
        expect((yield* bank.book)[0]).toMatchObject({ refunded: 40n })
      })
    ))

  test.each(["other reply", "other amount"] as const)(
    "L36 F9 an answer that is not about the refund it was asked for is not taken in: %s",
    (wrong) =>
      story((clock) =>
        Effect.gen(function* () {
          let lost = 0
          let garbled = 0
          const bank = memoryGateway({
            name: "bank",
            faults: {
              request: (verb) => (verb === "refund" && lost++ === 1 ? "reply lost" : "carried"),
              garbled: (verb) => (verb === "refund" && garbled++ === 0 ? wrong : undefined),
              refund: (_, at) => ({ after: at < clock.now + hour && lost > 1 ? hour : 0, fails: true })
            }
          })
          const shop = yield* openShop(clock, bank)
          const payment = yield* paid(shop, bank, 100n)
          const first = yield* back(shop, payment, 60n)
          yield* carry(shop)
          const second = yield* back(shop, payment, 30n)
          yield* carry(shop)
          clock.now += minute
          yield* carry(shop)
          expect(garbled).toBe(1)
          expect((yield* kept(shop, refunds, second.id)).state).toBe("requested")
          yield* rest(shop, bank)
          const ended = [yield* kept(shop, refunds, first.id), yield* kept(shop, refunds, second.id)]
          expect(ended.map(({ state }) => state)).toEqual(["failed", "failed"])
          expect(shop.failed.filter(({ kind }) => kind === "payment.refund")).toHaveLength(2)
          expect(yield* nets(shop, bank)).toEqual({ gateway: 100n, ledger: 100n })
        })
      )
  )

  test("L35 the worked example: 100.00 paid, 30.00 and 25.50 back, 44.50 left and not a cent more", () =>
    story((clock) =>
      Effect.gen(function* () {
        const bank = memoryGateway({ name: "bank" })
        const shop = yield* openShop(clock, bank)
        const payment = yield* paid(shop, bank, 10_000n)
        yield* back(shop, payment, 3_000n)
        yield* back(shop, payment, 2_550n)
        expect(yield* outcome(back(shop, payment, 4_451n))).toMatchObject({ available: yuan(4_450n) })
        yield* back(shop, payment, 4_450n)
        yield* rest(shop, bank)
        expect(yield* nets(shop, bank)).toEqual({ gateway: 0n, ledger: 0n })
        expect((yield* kept(shop, payments, payment.id)).state).toBe("captured")
      })
    ))

  test.each([
    ["AmountNotPositive", { amount: { amount: 0n, currency: "JPY" }, payment: "o1" }],
    ["CurrencyMismatch", { amount: { amount: 1_000n, currency: "JPY" }, payment: "o1" }],
    ["RefundExceedsCaptured", { amount: { amount: 101n, currency: "CNY" }, payment: "o1" }]
  ])("L35 refused in order of precedence: %s, and nothing is changed", (tag, { amount }) =>
    story((clock) =>
      Effect.gen(function* () {
        const bank = memoryGateway({ name: "bank" })
        const shop = yield* openShop(clock, bank)
        const payment = yield* paid(shop, bank, 100n)
        const before = yield* shop.engine.storage.events(0, 1_000)
        const refused = yield* outcome(send(shop, requestRefund, { payment: payment.id, amount, reason: "return" }))
        expect(refused._tag).toBe(tag)
        expect(yield* shop.engine.storage.events(0, 1_000)).toEqual(before)
      })
    )
  )

  test("L50 a refund of a payment that does not exist is NotFound", () =>
    story((clock) =>
      Effect.gen(function* () {
        const shop = yield* openShop(clock, memoryGateway({ name: "bank" }))
        const input = { payment: "pay_none", amount: yuan(1n), reason: "return" as const }
        expect(yield* outcome(send(shop, requestRefund, input))).toEqual({
          _tag: "NotFound",
          collection: "payment",
          id: "pay_none"
        })
      })
    ))
})
