import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import {
  ann,
  ben,
  cashier,
  clerk,
  day,
  hearGateway,
  inSmallShop,
  minute,
  order,
  orderAndPay,
  standing,
  system,
  trial
} from "./small-shop.ts"

describe("one cart all the way down the road", () => {
  it("is quoted, ordered, paid, shipped, received, sent back in part and refunded; the books stay at zero", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const paid = yield* orderAndPay(shop, ann, { longjing: 3, cup: 1 }, ["save10"])
        expect(paid.state).toBe("paid")
        expect(paid.total).toEqual({ amount: "337.70", currency: "CNY" })
        expect(paid.quote.applied).toEqual(["tea-5", "save10", "cross-300-50", "free-ship-99", "pay-200-5"])
        expect(yield* standing(shop, `captured:${paid.payment}`)).toMatchObject({ posted: 33_770n })

        const [tea, cup] = paid.lines
        const lines = [
          { line: tea.id, quantity: 3 },
          { line: cup.id, quantity: 1 }
        ]
        const shipped = yield* shop.as(clerk)("order.ship", {
          order: paid.id,
          carrier: "slowboat",
          place: "hangzhou",
          lines
        })
        expect(shipped.state).toBe("shipped")
        yield* shop.work
        const {
          shipments: [parcel]
        } = yield* shop.as(ann)("order.full", { order: paid.id })
        expect(parcel.trackingNumber).toMatch(/./)
        yield* shop.carrier.advance(parcel.id, "pickedUp")
        yield* shop.carrier.advance(parcel.id, "delivered")
        shop.clock.now += 7 * 60 * minute
        yield* shop.work
        const {
          shipments: [delivered]
        } = yield* shop.as(ann)("order.full", { order: paid.id })
        expect(delivered.state).toBe("delivered")
        expect((yield* shop.as(ann)("order.receive", { order: paid.id })).state).toBe("received")

        const back = yield* shop.as(ann)("return.request", {
          order: paid.id,
          lines: [{ line: tea.id, quantity: 1 }],
          reason: "no longer wanted"
        })
        yield* shop.as(system)("return.approve", { return: back.id })
        const received = yield* shop.as(clerk)("return.receive", { return: back.id, place: "hangzhou", scrapped: [] })
        expect(received.state).toBe("received")
        yield* shop.work
        expect((yield* shop.as(ann)("return.get", { return: back.id })).state).toBe("refunded")
        const teaLine = paid.quote.lines.find(({ id }: { readonly id: string }) => id === tea.id)
        expect(Number(received.amount.amount)).toBeCloseTo(Number(teaLine.gross) / 3, 1)
        expect(yield* standing(shop, "shelf/hangzhou/longjing")).toMatchObject({ posted: 18n })
        expect(yield* trial(shop)).toEqual([])
      })
    ))

  it("L37 an order that is not paid in time ends, and only the gateway's word frees what it held", () =>
    inSmallShop(
      { stock: 3 },
      Effect.fnUntraced(function* (shop) {
        const placed = yield* order(shop, ann, { longjing: 3 })
        yield* shop.work
        expect(yield* standing(shop, "shelf/hangzhou/longjing")).toMatchObject({ posted: 3n, outgoing: 3n })
        shop.clock.now += 31 * minute
        yield* shop.work
        const ended = yield* shop.as(ann)("order.get", { order: placed.id })
        expect(ended).toMatchObject({ state: "cancelled", cancellation: "unpaid" })
        expect(yield* standing(shop, "shelf/hangzhou/longjing")).toMatchObject({ posted: 3n, outgoing: 0n })
        expect(yield* shop.gateway.pay(placed.payment)).toBe("closed")
      })
    ))

  it("L37 a payment that arrives after the buyer cancelled goes back whole", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const placed = yield* order(shop, ann, { longjing: 1 })
        yield* shop.work
        yield* shop.gateway.pay(placed.payment)
        expect((yield* shop.as(ann)("order.cancel", { order: placed.id })).state).toBe("cancelling")
        yield* shop.work
        yield* hearGateway(shop)
        yield* shop.work
        const ended = yield* shop.as(ann)("order.full", { order: placed.id })
        expect(ended.order).toMatchObject({ state: "cancelled", cancellation: "buyer" })
        expect(ended.refunds).toMatchObject([{ state: "succeeded", amount: placed.total }])
        expect(yield* standing(shop, `captured:${placed.payment}`)).toMatchObject({ posted: 0n, outgoing: 0n })
        expect(yield* trial(shop)).toEqual([])
      })
    ))

  it("H032 a paid order that is cancelled gives back goods, money and its coupon, once", () =>
    inSmallShop(
      { uses: 1 },
      Effect.fnUntraced(function* (shop) {
        const paid = yield* orderAndPay(shop, ann, { longjing: 1 }, ["SAVE10"])
        expect(yield* standing(shop, "uses:SAVE10")).toMatchObject({ posted: 0n })
        yield* shop.as(ann)("order.cancel", { order: paid.id }, "once")
        yield* shop.as(ann)("order.cancel", { order: paid.id }, "once")
        yield* shop.work
        expect(yield* standing(shop, "uses:SAVE10")).toMatchObject({ posted: 1n })
        expect(yield* standing(shop, "shelf/hangzhou/longjing")).toMatchObject({ posted: 20n })
        const again = yield* orderAndPay(shop, ann, { longjing: 1 }, ["SAVE10"])
        expect(again.quote.applied).toContain("save10")
      })
    ))

  it("L27 of two buyers with the last use of a code one orders, the other hears that it is used up", () =>
    inSmallShop(
      { uses: 1 },
      Effect.fnUntraced(function* (shop) {
        const tries = [ann, ben].map((buyer) => Effect.result(order(shop, buyer, { longjing: 1 }, ["SAVE10"])))
        // Both are quoted before either orders: carts are filled in lock step.
        const results = yield* Effect.all(tries, { concurrency: "unbounded" })
        expect(results.filter(({ _tag }) => _tag === "Success").length).toBeGreaterThanOrEqual(1)
        expect(yield* standing(shop, "uses:SAVE10")).toMatchObject({ posted: 1n, outgoing: 1n })
      })
    ))

  it("a delivered order counts as received some days later", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const paid = yield* orderAndPay(shop, ann, { cup: 1 })
        const lines = [{ line: paid.lines[0].id, quantity: 1 }]
        yield* shop.as(clerk)("order.ship", { order: paid.id, carrier: "slowboat", place: "hangzhou", lines })
        yield* shop.work
        const {
          shipments: [parcel]
        } = yield* shop.as(ann)("order.full", { order: paid.id })
        yield* shop.carrier.advance(parcel.id, "delivered")
        shop.clock.now += day
        yield* shop.work
        shop.clock.now += 11 * day
        yield* shop.work
        expect((yield* shop.as(ann)("order.get", { order: paid.id })).state).toBe("received")
      })
    ))

  it("L36 what the gateway holds is what the books say, after a refund too", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const paid = yield* orderAndPay(shop, ann, { puer: 2 })
        const amount = { amount: "20.00", currency: "CNY" }
        yield* shop.as(cashier)("payment.refund", { payment: paid.payment, amount, reason: "goodwill" })
        yield* shop.work
        const [booked] = yield* shop.gateway.book
        const net = (booked?.captured ?? 0n) - (booked?.refunded ?? 0n)
        expect(yield* standing(shop, "gateway:sandbox:CNY")).toMatchObject({ posted: -net, incoming: 0n })
      })
    ))
})
