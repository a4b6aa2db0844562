import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import type { Actor } from "../../src/command/index.ts"
import { bothStorages } from "./adapters.ts"
import {
  address,
  ann,
  ben,
  clerk,
  fillCart,
  inSmallShop,
  type Json,
  order,
  orderAndPay,
  product,
  type SmallShop,
  standing,
  state,
  system,
  trial
} from "./small-shop.ts"

const adapters = bothStorages()

/** 满199赠杯: a cup with tea for 199 yuan, counted on an account if one is named. */
const cupFrom199 = (account?: string, amount = "3") => ({
  promotion: {
    id: "cup-from-199",
    level: "merchant",
    select: { fact: "sku", op: "in", values: ["longjing"] },
    offer: {
      kind: "tiers",
      measure: "amount",
      steps: [
        {
          at: "199.00",
          rewards: [
            {
              kind: "gift",
              sku: "cup",
              quantity: 1,
              mode: "add",
              ...(account === undefined ? {} : { stock: { account } })
            }
          ]
        }
      ]
    }
  },
  currency: "CNY",
  limits: account === undefined ? [] : [{ account, amount }]
})

const giftOf = ({ lines }: Json) => lines.find(({ giftOf }: Json) => giftOf !== undefined)
const goodsOf = ({ lines }: Json) => lines.find(({ giftOf }: Json) => giftOf === undefined)

const shelf = (shop: SmallShop) =>
  Effect.map(standing(shop, "shelf/hangzhou/cup"), ({ posted, outgoing }) => [posted, outgoing])

const receiveCups = (shop: SmallShop, quantity: number) =>
  shop.as(system)("inventory.receive", {
    reference: "delivery-note-2",
    place: "hangzhou",
    lines: [{ sku: "cup", quantity }]
  })

const ship = Effect.fnUntraced(function* (shop: SmallShop, order: Json) {
  const lines = order.lines.map(({ id, quantity }: Json) => ({ line: id, quantity }))
  yield* shop.as(clerk)("order.ship", { order: order.id, carrier: "slowboat", place: "hangzhou", lines })
  yield* shop.as(ann)("order.receive", { order: order.id })
})

/** Sends pieces back by line; answers what goes back for them. */
const sendBack = Effect.fnUntraced(function* (shop: SmallShop, order: Json, pieces: Record<string, number>) {
  const lines = Object.entries(pieces).map(([line, quantity]) => ({ line, quantity }))
  const back = yield* shop.as(ann)("return.request", { order: order.id, lines, reason: "no longer wanted" })
  yield* shop.as(clerk)("return.approve", { return: back.id })
  const taken = yield* shop.as(clerk)("return.receive", { return: back.id, place: "hangzhou", scrapped: [] })
  yield* shop.work
  return taken.amount.amount as string
})

describe("a gift of an order", () => {
  it("is a line of it at no price, held, sold and shipped with the goods", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* shop.as(system)("promotion.define", cupFrom199())
        const placed = yield* order(shop, ann, { longjing: 2 })
        expect(placed.quote.gifts).toEqual([
          { promotion: "cup-from-199", version: 1, sku: "cup", quantity: "1", value: "39.90" }
        ])
        expect(giftOf(placed)).toMatchObject({ sku: "cup", quantity: 1, giftOf: "cup-from-199" })
        expect(placed.quote.claims).toEqual([])
        expect(yield* shelf(shop)).toEqual([20n, 1n])
        const paid = yield* orderAndPay(shop, ben, { longjing: 2 })
        expect(yield* shelf(shop)).toEqual([19n, 1n])
        const lines = paid.lines.map(({ id, quantity }: Json) => ({ line: id, quantity }))
        const sent = yield* shop.as(clerk)("order.ship", {
          order: paid.id,
          carrier: "slowboat",
          place: "hangzhou",
          lines
        })
        expect(sent.state).toBe("shipped")
        expect(yield* standing(shop, `shipped/${paid.id}/${giftOf(paid).id}`)).toMatchObject({ posted: 1n })
        expect(yield* trial(shop)).toEqual([])
      })
    ))

  it("is not promised beyond what the cart's own pieces leave on the shelf, nor beyond its account", () =>
    inSmallShop(
      { stock: 2 },
      Effect.fnUntraced(function* (shop) {
        const run = shop.as(system)
        yield* run("promotion.define", cupFrom199("gifts:cup", "1"))
        const quoted = Effect.fnUntraced(function* (pieces: Record<string, number>) {
          const cart = yield* fillCart(shop, ann, pieces)
          return (yield* shop.as(ann)("cart.get", { cart })).quote
        })
        expect((yield* quoted({ longjing: 2 })).gifts).toMatchObject([{ quantity: "1" }])
        expect((yield* quoted({ longjing: 2, cup: 1 })).gifts).toMatchObject([{ quantity: "1" }])
        const short = yield* quoted({ longjing: 2, cup: 2 })
        expect(short.gifts).toEqual([])
        expect(short.refused.find(({ promotion }: Json) => promotion === "cup-from-199").reason).toBe("GiftUnavailable")
        const placed = yield* order(shop, ben, { longjing: 2 })
        expect(yield* standing(shop, "gifts:cup")).toMatchObject({ posted: 1n, outgoing: 1n })
        yield* receiveCups(shop, 10)
        expect((yield* quoted({ longjing: 2 })).gifts).toEqual([])
        yield* shop.as(ben)("order.cancel", { order: placed.id })
        yield* shop.work
        expect((yield* quoted({ longjing: 2 })).gifts).toMatchObject([{ quantity: "1" }])
      })
    ))

  it("goes back to the shelf and to its account exactly once, however often the order is cancelled", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* shop.as(system)("promotion.define", cupFrom199("gifts:cup"))
        const cancel = (order: string) => Effect.result(shop.as(system)("order.cancel", { order }))
        const unpaid = yield* order(shop, ann, { longjing: 2 })
        yield* Effect.all([cancel(unpaid.id), cancel(unpaid.id), cancel(unpaid.id)], { concurrency: "unbounded" })
        yield* shop.work
        expect([yield* shelf(shop), yield* standing(shop, "gifts:cup")]).toMatchObject([[20n, 0n], { posted: 3n }])
        const paid = yield* orderAndPay(shop, ann, { longjing: 2 })
        expect([yield* shelf(shop), yield* standing(shop, "gifts:cup")]).toMatchObject([[19n, 0n], { posted: 2n }])
        yield* Effect.all([cancel(paid.id), cancel(paid.id), cancel(paid.id)], { concurrency: "unbounded" })
        yield* shop.work
        expect([yield* shelf(shop), yield* standing(shop, "gifts:cup")]).toMatchObject([[20n, 0n], { posted: 3n }])
        expect(yield* trial(shop)).toEqual([])
      })
    ))

  it("that ran out between quote and order is StockShort and names the gift, and changes nothing", () =>
    inSmallShop(
      { stock: 2 },
      Effect.fnUntraced(function* (shop) {
        yield* shop.as(system)("promotion.define", cupFrom199("gifts:cup", "5"))
        const cart = yield* fillCart(shop, ann, { longjing: 2 })
        const quote = yield* shop.as(ann)("cart.quote", { cart })
        const other = yield* orderAndPay(shop, ben, { cup: 2 })
        const before = yield* state(shop)
        const placing = shop.as(ann)("order.place", { cart, quote: quote.id, address, gateway: "sandbox" })
        const answer = yield* Effect.result(placing)
        expect(Result.isFailure(answer) && answer.failure).toMatchObject({
          _tag: "StockShort",
          sku: "cup",
          wanted: 1,
          available: 0
        })
        expect(yield* state(shop)).toBe(before)
        yield* shop.as(system)("order.cancel", { order: other.id })
        expect((yield* placing).lines).toHaveLength(2)
      })
    ))

  it("needs not be for sale, and one that the shop has given up is not given", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const run = shop.as(system)
        yield* run("promotion.define", cupFrom199())
        yield* run("catalog.defineProduct", { ...product("cup", "茶杯", "cup", 300), state: "draft" })
        expect(giftOf(yield* order(shop, ann, { longjing: 2 })).sku).toBe("cup")
        yield* run("catalog.archiveProduct", { product: "cup" })
        expect(giftOf(yield* order(shop, ann, { longjing: 2 }))).toBe(undefined)
      })
    ))
})

describe("a gift whose goods come back", () => {
  const story = (tell: (shop: SmallShop, paid: Json) => Effect.Effect<void, Json>, giftReturn?: "keep") =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const value = { payWithin: 30, grace: 72, receivedAfter: 10, returnWithin: 7 }
        if (giftReturn !== undefined) {
          yield* shop.as(system)("settings.change", { section: "order.policy", value: { ...value, giftReturn } })
        }
        yield* shop.as(system)("promotion.define", cupFrom199())
        const paid = yield* orderAndPay(shop, ann, { longjing: 2 })
        // Two at 121.60, less 5.00 for the means of payment.
        expect(paid.total.amount).toBe("238.20")
        yield* ship(shop, paid)
        yield* tell(shop, paid)
        expect(yield* trial(shop)).toEqual([])
      })
    )

  it("in part stays, and comes back with the last of them", () =>
    story(
      Effect.fnUntraced(function* (shop, paid) {
        const [tea, cup] = [goodsOf(paid).id, giftOf(paid).id]
        expect(yield* sendBack(shop, paid, { [tea]: 1 })).toBe("119.10")
        expect(yield* sendBack(shop, paid, { [tea]: 1, [cup]: 1 })).toBe("119.10")
        expect(yield* shelf(shop)).toEqual([20n, 0n])
        expect(yield* standing(shop, `captured:${paid.payment}`)).toMatchObject({ posted: 0n, outgoing: 0n })
      })
    ))

  it("is held back at its list value until it comes back too, and paid out then", () =>
    story(
      Effect.fnUntraced(function* (shop, paid) {
        const [tea, cup] = [goodsOf(paid).id, giftOf(paid).id]
        expect(yield* sendBack(shop, paid, { [tea]: 2 })).toBe("198.30")
        const held = yield* shop.as(ann)("order.get", { order: paid.id })
        expect(giftOf(held).withheld).toEqual({ amount: "39.90", currency: "CNY" })
        expect(yield* sendBack(shop, paid, { [cup]: 1 })).toBe("39.90")
        const after = yield* shop.as(ann)("order.get", { order: paid.id })
        expect(giftOf(after).withheld).toEqual({ amount: "0.00", currency: "CNY" })
        expect(yield* standing(shop, `captured:${paid.payment}`)).toMatchObject({ posted: 0n, outgoing: 0n })
      })
    ))

  it("may be sent back by itself, for nothing", () =>
    story(
      Effect.fnUntraced(function* (shop, paid) {
        const [tea, cup] = [goodsOf(paid).id, giftOf(paid).id]
        expect(yield* sendBack(shop, paid, { [cup]: 1 })).toBe("0.00")
        expect(yield* sendBack(shop, paid, { [tea]: 2 })).toBe("238.20")
      })
    ))

  it("is the buyer's to keep where the shop says so", () =>
    story(
      Effect.fnUntraced(function* (shop, paid) {
        expect(yield* sendBack(shop, paid, { [goodsOf(paid).id]: 2 })).toBe("238.20")
      }),
      "keep"
    ))
})

const buyers = Array.from({ length: 32 }, (_, index): Actor => ({ id: `buyer-${index}`, kind: "customer" }))

describe.each(adapters)("on %s, of 32 who order at once", (_, adapter) => {
  it("L24 as many have the last cups along as there are, and the others hear that it is the gift that is short", () =>
    inSmallShop(
      { adapter: adapter(), stock: 0 },
      Effect.fnUntraced(function* (shop) {
        yield* shop.as(system)("inventory.receive", {
          reference: "delivery-note-2",
          place: "hangzhou",
          lines: [
            { sku: "longjing", quantity: 100 },
            { sku: "cup", quantity: 3 }
          ]
        })
        yield* shop.as(system)("promotion.define", cupFrom199())
        const placing: Array<Effect.Effect<Json, Json>> = []
        for (const actor of buyers) {
          const cart = yield* fillCart(shop, actor, { longjing: 2 })
          const { id: quote } = yield* shop.as(actor)("cart.quote", { cart })
          placing.push(shop.as(actor)("order.place", { cart, quote, address, gateway: "sandbox" }))
        }
        const heard = yield* Effect.all(placing.map(Effect.result), { concurrency: "unbounded" })
        const refusals = heard.flatMap((one) => (Result.isFailure(one) ? [one.failure] : []))
        expect(refusals).toHaveLength(29)
        for (const refused of refusals) {
          expect(refused).toMatchObject({ _tag: "StockShort", sku: "cup", wanted: 1, available: 0 })
        }
        expect(yield* shelf(shop)).toEqual([3n, 3n])
        expect(yield* standing(shop, "shelf/hangzhou/longjing")).toMatchObject({ outgoing: 6n })
      })
    ))
})
