import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import {
  ann,
  ben,
  clerk,
  day,
  inSmallShop,
  type Json,
  order as place,
  orderAndPay,
  type SmallShop,
  standing,
  system,
  trial
} from "./small-shop.ts"

/** Two coupons of a template with every order. */
const thanks = {
  promotion: {
    id: "thanks",
    level: "platform",
    offer: { kind: "grant", rewards: [{ kind: "coupon", template: "next-10", quantity: 2 }] }
  },
  currency: "CNY",
  limits: []
}

const unit = "coupon:next-10"

const offered = (shop: SmallShop) => shop.as(system)("promotion.define", thanks)

const waiting = (shop: SmallShop, { id }: Json) =>
  Effect.map(standing(shop, `pending:benefit:${id}/0`), ({ posted }) => posted)

const held = (shop: SmallShop) =>
  Effect.map(shop.as(ann)("promotion.purse", { customer: "ann", unit }), ({ spendable }) => spendable as string)

const deliver = Effect.fnUntraced(function* (shop: SmallShop, order: Json) {
  const lines = [{ line: order.lines[0].id, quantity: order.lines[0].quantity }]
  yield* shop.as(clerk)("order.ship", { order: order.id, carrier: "slowboat", place: "hangzhou", lines })
  yield* shop.as(ann)("order.receive", { order: order.id })
})

const ask = Effect.fnUntraced(function* (shop: SmallShop, order: Json, quantity: number) {
  const lines = [{ line: order.lines[0].id, quantity }]
  const { id } = yield* shop.as(ann)("return.request", { order: order.id, lines, reason: "other" })
  yield* shop.as(clerk)("return.approve", { return: id })
  return id as string
})

const takeIn = (shop: SmallShop, id: string) =>
  shop.as(clerk)("return.receive", { return: id, place: "hangzhou", scrapped: [] })

describe("coupons that an order gives", () => {
  it("L28 are the customer's from payment on, and in hand when goods can no longer be sent back, for a year", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* offered(shop)
        const unpaid = yield* place(shop, ann, { cup: 2 })
        expect(unpaid.quote.after).toMatchObject([{ kind: "coupon", template: "next-10", quantity: "2" }])
        expect(yield* waiting(shop, unpaid)).toBe(0n)
        const order = yield* orderAndPay(shop, ann, { cup: 2 })
        expect([yield* waiting(shop, order), yield* held(shop)]).toEqual([2n, "0"])
        yield* deliver(shop, order)
        shop.clock.now += 8 * day - 1
        yield* shop.work
        expect([yield* waiting(shop, order), yield* held(shop)]).toEqual([2n, "0"])
        shop.clock.now += 1
        yield* shop.work
        expect([yield* waiting(shop, order), yield* held(shop)]).toEqual([0n, "2"])
        shop.clock.now += 367 * day
        expect(yield* held(shop)).toBe("0")
        expect(yield* trial(shop)).toEqual([])
      })
    ))

  it("L28 are void when the order is cancelled, and go back one by one with the goods that earned them", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* offered(shop)
        const cancelled = yield* orderAndPay(shop, ann, { cup: 2 })
        yield* shop.as(ann)("order.cancel", { order: cancelled.id })
        expect(yield* waiting(shop, cancelled)).toBe(0n)
        const order = yield* orderAndPay(shop, ann, { cup: 3 })
        yield* deliver(shop, order)
        const left: Array<bigint> = []
        for (const quantity of [1, 1, 1]) {
          yield* takeIn(shop, yield* ask(shop, order, quantity))
          left.push(yield* waiting(shop, order))
        }
        // A third of two is no whole coupon; two thirds are one.
        expect(left).toEqual([2n, 1n, 0n])
        expect(yield* standing(shop, `issued:benefit:${unit}`)).toMatchObject({ posted: 0n })
        expect(yield* trial(shop)).toEqual([])
      })
    ))

  it("L28 in hand are taken back with goods that come late", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* offered(shop)
        const order = yield* orderAndPay(shop, ann, { cup: 2 })
        yield* deliver(shop, order)
        const late = yield* ask(shop, order, 2)
        shop.clock.now += 8 * day
        yield* shop.work
        expect(yield* held(shop)).toBe("2")
        yield* takeIn(shop, late)
        expect(yield* held(shop)).toBe("0")
        expect(yield* trial(shop)).toEqual([])
      })
    ))

  it("L50 are shown to their owner and nobody else, and of a unit that is none to nobody", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const other = yield* Effect.result(shop.as(ben)("promotion.purse", { customer: "ann", unit }))
        expect(other).toMatchObject({ failure: { _tag: "Denied" } })
        const none = yield* Effect.result(shop.as(ann)("promotion.purse", { customer: "ann", unit: "coupon:" }))
        expect(none).toMatchObject({ failure: { _tag: "InvalidInput" } })
      })
    ))
})
