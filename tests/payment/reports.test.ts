import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { execute, system } from "../../src/command/index.ts"
import { memoryGateway } from "../../src/memory/index.ts"
import type { Money } from "../../src/money/model.ts"
import {
  type GatewayReport,
  type Payment,
  payments,
  refunds,
  reportPayment,
  reportRefund,
  requestRefund
} from "../../src/payment/index.ts"
import type { Storage } from "../../src/storage/ports.ts"
import {
  cancelOrder,
  capturedOf,
  carry,
  eventsOf,
  kept,
  openShop,
  orders,
  outcome,
  place,
  receive,
  rest,
  send,
  type SmallShop,
  story,
  yuan
} from "./small-shop.ts"

const bank = () => memoryGateway({ name: "bank" })

type Told = Omit<GatewayReport, "payment" | "amount"> & { readonly redirect?: string }

/** What one gateway may have told of one payment: it never says both captured and closed. */
const history: fc.Arbitrary<ReadonlyArray<Told>> = fc
  .tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.constantFrom("captured", "closed", undefined))
  .map(([unknown, started, declined, end]) => {
    const reference = "bank:1"
    const told: Array<Told> = []
    if (unknown) told.push({ state: "unknown" })
    if (started)
      told.push({ state: "pending", reference, redirect: "https://bank.example/1" }, { state: "pending", reference })
    if (declined) told.push({ state: "declined", reference })
    if (end !== undefined) told.push({ state: end, reference })
    return told
  })

const doubled = history.chain((told) =>
  fc.tuple(...told.map(() => fc.integer({ min: 1, max: 3 }))).chain((times) => {
    const all = told.flatMap((one, index) => Array.from({ length: times[index] ?? 1 }, () => one))
    return fc.tuple(
      fc.shuffledSubarray(all, { minLength: all.length }),
      fc.shuffledSubarray(all, { minLength: all.length }),
      fc.boolean()
    )
  })
)

/** How a payment and its money stand after reports in this order, all heard at one instant. */
const after = (reports: ReadonlyArray<Told>, givenUp: boolean) =>
  story((clock) =>
    Effect.gen(function* () {
      const shop = yield* openShop(clock, bank())
      const payment = yield* place(shop)
      if (givenUp) yield* send(shop, cancelOrder, { order: "o1" })
      for (const told of reports) yield* tell(shop, payment, told)
      const events = yield* eventsOf(shop, payment.id)
      return {
        payment: yield* kept(shop, payments, payment.id),
        order: yield* kept(shop, orders, "o1"),
        money: yield* capturedOf(shop, payment.id),
        captures: events.filter((type) => type === "PaymentCaptured").length
      }
    })
  )

const tell = (shop: SmallShop, { id, amount }: Payment, told: Told, key?: string) =>
  send(shop, reportPayment, { payment: id, amount, ...told }, key)

describe("reports", () => {
  test("L41 any permutation of the same reports, with duplicates, leads to the same payment, order and money", () =>
    fc.assert(
      fc.asyncProperty(doubled, async ([one, other, givenUp]) => {
        const left = await after(one, givenUp)
        expect(await after(other, givenUp)).toEqual(left)
        expect(left.captures).toBe(left.payment.state === "captured" ? 1 : 0)
      }),
      { numRuns: 150 }
    ))

  test("L41 the buyer's page is learned although a question about the payment was answered first", () =>
    story((clock) =>
      Effect.gen(function* () {
        const shop = yield* openShop(clock, bank())
        const payment = yield* place(shop)
        yield* tell(shop, payment, { state: "pending", reference: "bank:1" })
        yield* tell(shop, payment, { state: "pending", reference: "bank:1", redirect: "https://bank.example/1" })
        expect(yield* kept(shop, payments, payment.id)).toMatchObject({
          state: "pending",
          redirect: "https://bank.example/1"
        })
        expect(yield* eventsOf(shop, payment.id)).toEqual(["PaymentCreated", "PaymentStarted", "PaymentReferred"])
      })
    ))

  test("H058 captured before started, declined after captured: it stays captured", () =>
    story((clock) =>
      Effect.gen(function* () {
        const shop = yield* openShop(clock, bank())
        const payment = yield* place(shop)
        for (const state of ["captured", "pending", "declined", "unknown"] as const)
          yield* tell(shop, payment, { state })
        expect((yield* kept(shop, payments, payment.id)).state).toBe("captured")
        expect((yield* capturedOf(shop, payment.id)).posted).toBe(10_000n)
      })
    ))

  test("H058 a refund reported before its payment's capture is heard of is NotFound, and the capture still comes in", () =>
    story((clock) =>
      Effect.gen(function* () {
        const shop = yield* openShop(clock, bank())
        const payment = yield* place(shop)
        const early = yield* outcome(send(shop, reportRefund, { refund: "ref_unheard", state: "succeeded" }))
        expect(early._tag).toBe("NotFound")
        yield* tell(shop, payment, { state: "captured" })
        const refund = yield* send(shop, requestRefund, { payment: payment.id, amount: yuan(40n), reason: "return" })
        for (const state of ["succeeded", "pending", "failed", "succeeded"] as const) {
          yield* send(shop, reportRefund, { refund: refund.id, state })
        }
        expect((yield* kept(shop, refunds, refund.id)).state).toBe("succeeded")
        expect(yield* capturedOf(shop, payment.id)).toEqual({ posted: 9_960n, outgoing: 0n })
      })
    ))

  test("H057 the same callback five times, two of them at once: all are taken, and one transition is made", () =>
    story((clock) =>
      Effect.gen(function* () {
        const gateway = bank()
        const shop = yield* openShop(clock, gateway)
        const payment = yield* place(shop)
        yield* carry(shop)
        yield* gateway.pay(payment.id)
        const [callback] = yield* gateway.callbacks
        yield* Effect.all([receive(shop, callback!), receive(shop, callback!)], { concurrency: "unbounded" })
        for (let times = 0; times < 3; times++) yield* receive(shop, callback!)
        const events = yield* eventsOf(shop, payment.id)
        expect(events).toEqual(["PaymentCreated", "PaymentStarted", "PaymentCaptured"])
        expect((yield* capturedOf(shop, payment.id)).posted).toBe(10_000n)
      })
    ))

  const mismatches: ReadonlyArray<readonly [string, Money, object]> = [
    [
      "H014 the same number in JPY is CurrencyMismatch",
      { amount: 10_000n, currency: "JPY" },
      {
        _tag: "CurrencyMismatch",
        expected: "CNY",
        found: "JPY"
      }
    ],
    [
      "H014 another number in JPY is CurrencyMismatch first",
      { amount: 1n, currency: "JPY" },
      {
        _tag: "CurrencyMismatch",
        expected: "CNY",
        found: "JPY"
      }
    ],
    [
      'H060 "paid 0.01" for an order of 100.00 is AmountMismatch',
      yuan(1n),
      {
        _tag: "AmountMismatch",
        due: yuan(10_000n),
        told: yuan(1n)
      }
    ],
    ["H060 one cent too much is AmountMismatch as well", yuan(10_001n), { _tag: "AmountMismatch" }]
  ]
  test.each(mismatches)("%s: nothing is changed, and the order is not paid", (_, amount, fact) =>
    story((clock) =>
      Effect.gen(function* () {
        const shop = yield* openShop(clock, bank())
        const payment = yield* place(shop)
        yield* tell(shop, payment, { state: "pending" })
        const before = yield* shop.engine.storage.events(0, 1_000)
        const report = { payment: payment.id, state: "captured" as const, amount }
        expect(yield* outcome(send(shop, reportPayment, report))).toMatchObject(fact)
        expect(yield* shop.engine.storage.events(0, 1_000)).toEqual(before)
        expect((yield* kept(shop, orders, "o1")).state).toBe("placed")
        // The lawful twin: the same report with the amount that is due.
        yield* tell(shop, payment, { state: "captured" })
        expect((yield* kept(shop, orders, "o1")).state).toBe("paid")
      })
    )
  )

  test("H060 a gateway that insists on another amount is asked again and at last set aside, where staff see it", () =>
    story((clock) =>
      Effect.gen(function* () {
        const gateway = bank()
        const other = {
          ...gateway,
          query: (asked: Parameters<typeof gateway.query>[0]) =>
            Effect.map(gateway.query(asked), (report) => ({ ...report, amount: yuan(1n) }))
        }
        const shop = yield* openShop(clock, other)
        const payment = yield* place(shop)
        yield* carry(shop)
        yield* gateway.pay(payment.id)
        yield* gateway.callbacks
        yield* rest(shop, gateway)
        expect(new Set(shop.failed.map(({ cause }) => cause))).toEqual(new Set(["AmountMismatch"]))
        const left = yield* shop.engine.storage.waiting(10)
        expect(left.map(({ kind, state }) => ({ kind, state }))).toEqual([{ kind: "payment.check", state: "parked" }])
        expect((yield* kept(shop, payments, payment.id)).state).toBe("pending")
      })
    ))

  test("H048 cancel and capture race, in every order: captured money goes back, or the payment is closed with nothing taken", () =>
    fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom("cancel", "capture", "both"), (seed, first) =>
        story(
          (clock) =>
            Effect.gen(function* () {
              const gateway = bank()
              const shop = yield* openShop(clock, gateway)
              const payment = yield* place(shop)
              yield* carry(shop)
              const cancel = send(shop, cancelOrder, { order: "o1" })
              const capture = Effect.gen(function* () {
                yield* gateway.pay(payment.id)
                for (const callback of yield* gateway.callbacks) yield* receive(shop, callback)
              })
              if (first === "both") yield* Effect.all([cancel, capture], { concurrency: "unbounded" })
              else yield* first === "cancel" ? Effect.andThen(cancel, capture) : Effect.andThen(capture, cancel)
              yield* rest(shop, gateway)
              const { state } = yield* kept(shop, payments, payment.id)
              expect((yield* kept(shop, orders, "o1")).state).toBe("cancelled")
              expect(["captured", "closed"]).toContain(state)
              expect(yield* capturedOf(shop, payment.id)).toEqual({ posted: 0n, outgoing: 0n })
              const [book] = yield* gateway.book
              expect(book!.captured - book!.refunded).toBe(0n)
            }),
          seed
        )
      ),
      { numRuns: 40 }
    ))
})

/** A storage that loses the answer of every commit, before or after it stands. */
const doubtful = (storage: Storage, lost: (number: number) => "before" | "after" | undefined): Storage => {
  let number = 0
  return {
    ...storage,
    commit: (commit) => {
      const fate = lost(number++)
      const unknown = Effect.fail({ _tag: "Unknown", key: commit.key } as const)
      if (fate === undefined) return storage.commit(commit)
      return fate === "before" ? unknown : Effect.andThen(storage.commit(commit), unknown)
    }
  }
}

describe("repeating a report", () => {
  test("L38 the same report k times under one key, one after another and at once, has one effect and one reply", () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom("pending", "captured", "declined", "closed", "unknown"),
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.constantFrom("before", "after", undefined), { maxLength: 4 }),
        (state, times, fates) =>
          story((clock) =>
            Effect.gen(function* () {
              let watching = false
              const left = [...fates]
              const around = (storage: Storage) => doubtful(storage, () => (watching ? left.shift() : undefined))
              const shop = yield* openShop(clock, bank(), { around })
              const payment = yield* place(shop)
              watching = true
              const call = () =>
                execute(
                  shop.engine,
                  reportPayment,
                  { payment: payment.id, amount: payment.amount, state },
                  { actor: system, key: "evt-1" }
                )
              const atOnce = yield* Effect.all(Array.from({ length: times }, call), { concurrency: "unbounded" })
              const later = yield* call()
              expect(later.repeated).toBe(true)
              for (const one of atOnce) {
                expect({ reply: one.reply, position: one.position }).toEqual({
                  reply: later.reply,
                  position: later.position
                })
              }
              const entries = yield* shop.engine.storage.events(0, 100)
              expect(entries.filter(({ key }) => key === "payment.report/system/evt-1").length).toBe(1)
            })
          )
      ),
      { numRuns: 100 }
    ))

  test("L38 the same key with another report is IdempotencyKeyReuse, and a refusal does not burn its key", () =>
    story((clock) =>
      Effect.gen(function* () {
        const shop = yield* openShop(clock, bank())
        const payment = yield* place(shop)
        const wrong = { payment: payment.id, amount: yuan(1n), state: "captured" as const }
        const right = { payment: payment.id, amount: payment.amount, state: "captured" as const }
        expect((yield* outcome(send(shop, reportPayment, wrong, "evt-1")))._tag).toBe("AmountMismatch")
        expect((yield* outcome(send(shop, reportPayment, right, "evt-1")))._tag).toBe("Done")
        const other = yield* outcome(send(shop, reportPayment, { ...right, state: "closed" }, "evt-1"))
        expect(other._tag).toBe("IdempotencyKeyReuse")
      })
    ))
})
