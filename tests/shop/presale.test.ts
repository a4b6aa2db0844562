import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { depositEnd, depositOf, earnest } from "../../src/order/rules/deposit.ts"
import { bothStorages } from "./adapters.ts"
import { furnishPresale } from "./presale.ts"
import {
  address,
  ann,
  beginning,
  clerk,
  day,
  fillCart,
  hearGateway,
  hour,
  inSmallShop,
  type Json,
  manager,
  minute,
  order,
  orderAndPay,
  type SmallShop,
  standing,
  system,
  trial
} from "./small-shop.ts"

// The shop's clock is moved by hand, and the file's goes along.
let now = beginning
const adapters = bothStorages(() => now)

const moveTo = (shop: SmallShop, instant: number): void => {
  shop.clock.now = instant
  now = instant
}

const yuan = (amount: string) => ({ amount, currency: "CNY" })
const money = fc.bigInt({ min: 0n, max: 1_000_000n })
const terms = fc.record(
  {
    late: fc.constantFrom("keep" as const, "return" as const),
    withdrawn: fc.constantFrom("keep" as const, "return" as const),
    seller: fc.constantFrom("double" as const, "return" as const)
  },
  { requiredKeys: [] }
)
const reasons = fc.constantFrom("buyer" as const, "staff" as const, "unpaid" as const, "lapsed" as const)

describe("what becomes of a deposit", () => {
  it("what is kept and what goes back are all that was left, and no more than a fifth of the whole is kept or owed", () =>
    fc.assert(
      fc.property(money, money, money, terms, reasons, (now, tail, spent, stated, why) => {
        const deposit = depositOf({ deposit: { now, tail: tail + 1n }, currency: "CNY" }, stated, beginning)
        if (deposit === undefined) throw new Error("a tail above zero is a presale")
        const left = now > spent ? now - spent : 0n
        const whole = now + tail + 1n
        const { kept, back, owed } = depositEnd(deposit, whole, why, left)
        expect(kept + back).toBe(left)
        for (const part of [kept, back, owed]) expect(part >= 0n).toBe(true)
        expect(kept * 5n <= whole && owed * 5n <= whole).toBe(true)
        expect(kept === 0n || owed === 0n).toBe(true)
      })
    ))

  it("a tail of nothing is an ordinary order", () =>
    fc.assert(
      fc.property(money, (now) => {
        expect(depositOf({ deposit: { now, tail: 0n }, currency: "CNY" }, {}, beginning)).toBeUndefined()
      })
    ))

  it("of 100.00 paid for 199.00 in all, 39.80 are a deposit in the sense of the law", () => {
    expect(earnest(10_000n, 19_900n)).toBe(3_980n)
    expect(earnest(1_000n, 19_900n)).toBe(1_000n)
  })
})

const tailOf = (shop: SmallShop, id: string) => shop.as(ann)("order.payTail", { order: id, gateway: "sandbox" })
const get = (shop: SmallShop, id: string) => shop.as(ann)("order.get", { order: id })

const settle = Effect.fnUntraced(function* (shop: SmallShop) {
  yield* shop.work
  yield* hearGateway(shop)
  yield* shop.work
  yield* hearGateway(shop)
})

const payThe = Effect.fnUntraced(function* (shop: SmallShop, payment: string) {
  yield* shop.work
  yield* shop.gateway.pay(payment)
  yield* hearGateway(shop)
})

const deposited = Effect.fnUntraced(function* (shop: SmallShop) {
  yield* furnishPresale(shop)
  return yield* orderAndPay(shop, ann, { pot: 1 })
})

const left = (shop: SmallShop, payment: string) =>
  Effect.map(standing(shop, `captured:${payment}`), ({ posted, outgoing }) => [posted, outgoing])
const posted = (shop: SmallShop, account: string) => Effect.map(standing(shop, account), (found) => found.posted)

for (const [name, adapter] of adapters) {
  const tell = (story: (shop: SmallShop) => Effect.Effect<unknown, Json>) => {
    now = beginning
    return inSmallShop({ adapter: adapter() }, (shop) =>
      Effect.gen(function* () {
        yield* story(shop)
        expect(yield* trial(shop)).toEqual([])
      })
    )
  }

  describe(`a presale, on ${name}`, () => {
    it("定金 100 抵 200: 100.00 now and 99.00 at the tail pay 199.00, and all of it goes back on cancelling", () =>
      tell(
        Effect.fnUntraced(function* (shop) {
          const of = yield* deposited(shop)
          expect(of).toMatchObject({
            state: "deposited",
            total: yuan("199.00"),
            deposit: {
              amount: yuan("100.00"),
              tail: yuan("99.00"),
              from: beginning,
              until: beginning + 3 * day,
              paidAt: beginning
            }
          })
          expect(of.heldUntil).toBe(of.deposit.until + 72 * hour)
          const paying = yield* tailOf(shop, of.id)
          expect(paying.state).toBe("payingTail")
          yield* payThe(shop, paying.deposit.payment)
          expect((yield* get(shop, of.id)).state).toBe("paid")
          yield* shop.as(ann)("order.cancel", { order: of.id })
          yield* settle(shop)
          expect(yield* left(shop, of.payment)).toEqual([0n, 0n])
          expect(yield* left(shop, paying.deposit.payment)).toEqual([0n, 0n])
        })
      ))

    it("a return gives back from the tail first, then from the deposit, and is over when both have arrived", () =>
      tell(
        Effect.fnUntraced(function* (shop) {
          const of = yield* deposited(shop)
          const paying = yield* tailOf(shop, of.id)
          yield* payThe(shop, paying.deposit.payment)
          const lines = [{ line: of.lines[0].id, quantity: 1 }]
          yield* shop.as(clerk)("order.ship", { order: of.id, carrier: "slowboat", place: "hangzhou", lines })
          const back = yield* shop.as(ann)("return.request", { order: of.id, lines, reason: "damaged" })
          yield* shop.as(clerk)("return.approve", { return: back.id })
          const received = yield* shop.as(clerk)("return.receive", {
            return: back.id,
            place: "hangzhou",
            scrapped: []
          })
          expect(received).toMatchObject({ state: "received", amount: yuan("199.00") })
          const { refunds } = yield* shop.as(ann)("order.full", { order: of.id })
          const amounts = new Map(refunds.map(({ id, amount }: Json) => [id, amount.amount]))
          expect([amounts.get(received.refund), amounts.get(received.depositRefund)]).toEqual(["99.00", "100.00"])
          yield* shop.as(system)("payment.reportRefund", { refund: received.refund, state: "succeeded" })
          expect((yield* shop.as(ann)("return.get", { return: back.id })).state).toBe("received")
          yield* shop.as(system)("payment.reportRefund", { refund: received.depositRefund, state: "succeeded" })
          expect((yield* shop.as(ann)("return.get", { return: back.id })).state).toBe("refunded")
        })
      ))

    it("a buyer who cancels loses 39.80 and gets 60.20 back", () =>
      tell(
        Effect.fnUntraced(function* (shop) {
          const of = yield* deposited(shop)
          const after = yield* shop.as(ann)("order.cancel", { order: of.id })
          expect(after).toMatchObject({ state: "cancelled", cancellation: "buyer", deposit: { kept: yuan("39.80") } })
          yield* settle(shop)
          expect(yield* left(shop, of.payment)).toEqual([0n, 0n])
          expect(yield* posted(shop, "deposits:CNY")).toBe(3_980n)
        })
      ))

    it("a shop that cancels gives 100.00 back and owes 39.80 more", () =>
      tell(
        Effect.fnUntraced(function* (shop) {
          const of = yield* deposited(shop)
          const after = yield* shop.as(manager)("order.cancel", { order: of.id })
          expect(after).toMatchObject({ state: "cancelled", cancellation: "staff", deposit: { owed: yuan("39.80") } })
          yield* settle(shop)
          expect(yield* left(shop, of.payment)).toEqual([0n, 0n])
          expect(yield* posted(shop, "owed:ann:CNY")).toBe(3_980n)
        })
      ))

    it("a tail not paid in time ends the order, by the terms of the day it was placed", () =>
      tell(
        Effect.fnUntraced(function* (shop) {
          yield* shop.as(system)("settings.change", { section: "order.presale", value: { late: "return" } })
          const of = yield* deposited(shop)
          yield* shop.as(system)("settings.change", { section: "order.presale", value: {} })
          moveTo(shop, of.deposit.until - 1)
          yield* shop.as(system)("order.expire", { order: of.id })
          expect((yield* get(shop, of.id)).state).toBe("deposited")
          moveTo(shop, of.deposit.until)
          yield* settle(shop)
          const after = yield* get(shop, of.id)
          expect(after).toMatchObject({ state: "cancelled", cancellation: "unpaid" })
          expect(after.deposit.kept).toBeUndefined()
          expect(yield* left(shop, of.payment)).toEqual([0n, 0n])
        })
      ))

    it("a tail payment that the gateway closes leaves the order deposited, and another try pays it", () =>
      tell(
        Effect.fnUntraced(function* (shop) {
          const of = yield* deposited(shop)
          const first = yield* tailOf(shop, of.id)
          const amount = of.deposit.tail
          yield* shop.as(system)("payment.report", { payment: first.deposit.payment, state: "closed", amount })
          expect((yield* get(shop, of.id)).state).toBe("deposited")
          const second = yield* tailOf(shop, of.id)
          const report = { payment: second.deposit.payment, state: "captured", amount }
          yield* shop.as(system)("payment.report", report)
          yield* shop.as(system)("payment.report", report)
          expect((yield* get(shop, of.id)).state).toBe("paid")
          expect(yield* left(shop, second.deposit.payment)).toEqual([9_900n, 0n])
        })
      ))

    it("of two tries at the tail one pays, and the other's money goes back", () =>
      tell(
        Effect.fnUntraced(function* (shop) {
          const of = yield* deposited(shop)
          const first = yield* tailOf(shop, of.id)
          const second = yield* tailOf(shop, of.id)
          for (const { deposit } of [first, second]) {
            const report = { payment: deposit.payment, state: "captured", amount: deposit.tail }
            yield* shop.as(system)("payment.report", report)
          }
          expect((yield* get(shop, of.id)).state).toBe("paid")
          expect(yield* left(shop, first.deposit.payment)).toEqual([9_900n, 9_900n])
          expect(yield* left(shop, second.deposit.payment)).toEqual([9_900n, 0n])
        })
      ))

    it("who cancels while the tail is being paid gets a tail that arrives back, and loses the deposit", () =>
      tell(
        Effect.fnUntraced(function* (shop) {
          const of = yield* deposited(shop)
          const { deposit } = yield* tailOf(shop, of.id)
          expect((yield* shop.as(ann)("order.cancel", { order: of.id })).state).toBe("cancelling")
          yield* shop.as(system)("payment.report", {
            payment: deposit.payment,
            state: "captured",
            amount: deposit.tail
          })
          expect(yield* get(shop, of.id)).toMatchObject({ state: "cancelled", deposit: { kept: yuan("39.80") } })
          expect(yield* left(shop, deposit.payment)).toEqual([9_900n, 9_900n])
        })
      ))

    it("a tail that arrives after its time is honoured while the goods are held, and goes back with the deposit later", () =>
      tell(
        Effect.fnUntraced(function* (shop) {
          yield* furnishPresale(shop)
          const late = [false, true].map((lapsed) =>
            Effect.gen(function* () {
              const of = yield* orderAndPay(shop, ann, { pot: 1 })
              const { deposit } = yield* tailOf(shop, of.id)
              moveTo(shop, of.deposit.until)
              expect((yield* shop.as(system)("order.expire", { order: of.id })).state).toBe("expiring")
              if (lapsed) moveTo(shop, of.heldUntil)
              const report = { payment: deposit.payment, state: "captured", amount: deposit.tail }
              yield* shop.as(system)("payment.report", report)
              const after = yield* get(shop, of.id)
              expect(after.state).toBe(lapsed ? "cancelled" : "paid")
              expect(yield* left(shop, of.payment)).toEqual([10_000n, lapsed ? 10_000n : 0n])
            })
          )
          for (const one of late) yield* one
        })
      ))

    it("a deposit that arrives after its time is honoured, but not after the tail's", () =>
      tell(
        Effect.fnUntraced(function* (shop) {
          yield* furnishPresale(shop)
          for (const over of [false, true]) {
            const of = yield* order(shop, ann, { pot: 1 })
            moveTo(shop, of.expiresAt)
            expect((yield* shop.as(system)("order.expire", { order: of.id })).state).toBe("expiring")
            if (over) moveTo(shop, of.deposit.until)
            const report = { payment: of.payment, state: "captured", amount: of.deposit.amount }
            yield* shop.as(system)("payment.report", report)
            expect((yield* get(shop, of.id)).state).toBe(over ? "cancelled" : "deposited")
            expect(yield* left(shop, of.payment)).toEqual([10_000n, over ? 10_000n : 0n])
          }
        })
      ))
  })

  describe(`what order.payTail and order.place refuse, on ${name}`, () => {
    it("IllegalTransition before TailNotOpen before TailOver; a placement after the window is TailOver", () =>
      tell(
        Effect.fnUntraced(function* (shop) {
          const tail = { from: beginning + hour, until: beginning + 2 * hour }
          yield* furnishPresale(shop, { tail })
          const of = yield* order(shop, ann, { pot: 1 })
          const refused = (state: string) => ({ _tag: "IllegalTransition", state, event: "payTail" })
          expect(yield* Effect.flip(tailOf(shop, of.id))).toMatchObject(refused("placed"))
          yield* payThe(shop, of.payment)
          expect(yield* Effect.flip(tailOf(shop, of.id))).toEqual({ _tag: "TailNotOpen", from: tail.from })
          moveTo(shop, tail.until - 10 * minute)
          const cart = yield* fillCart(shop, ann, { pot: 1 })
          const quote = yield* shop.as(ann)("cart.quote", { cart })
          moveTo(shop, tail.until)
          expect(yield* Effect.flip(tailOf(shop, of.id))).toEqual({ _tag: "TailOver", until: tail.until })
          const placing = { cart, quote: quote.id, address, gateway: "sandbox" }
          expect(yield* Effect.flip(shop.as(ann)("order.place", placing))).toEqual({
            _tag: "TailOver",
            until: tail.until
          })
          yield* settle(shop)
          expect(yield* Effect.flip(tailOf(shop, of.id))).toMatchObject(refused("cancelled"))
        })
      ))
  })
}
