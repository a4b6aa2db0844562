import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { address, ann, fillCart, inSmallShop, type Json, order, type SmallShop, state, system } from "./small-shop.ts"

/** 满99加9.9换购: a cup for 9.90 beside tea for 99 yuan. */
const cupFor990 = {
  promotion: {
    id: "cup-9.90",
    level: "merchant",
    when: { measure: "amount", atLeast: "99.00" },
    offer: { kind: "addOn", price: "9.90", max: 1 }
  },
  currency: "CNY",
  limits: []
}

/** A cart of tea with a cup as its add-on. */
const withCup = Effect.fnUntraced(function* (shop: SmallShop, pieces: Record<string, number>) {
  yield* shop.as(system)("promotion.define", cupFor990)
  const cart = yield* fillCart(shop, ann, pieces)
  yield* shop.as(ann)("cart.addLine", { cart, sku: "cup", quantity: 1, addOnOf: "cup-9.90" })
  return cart
})

const addOnIn = ({ lines }: Json) => lines.find(({ addOnOf }: Json) => addOnOf !== undefined)

describe("an add-on", () => {
  it("is a line of its own beside pieces of the article that are bought by themselves, and merges with its like", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const cart = yield* withCup(shop, { longjing: 1, cup: 2 })
        const after = yield* shop.as(ann)("cart.addLine", { cart, sku: "cup", quantity: 1, addOnOf: "cup-9.90" })
        expect(after.lines.map(({ sku, quantity, addOnOf }: Json) => [sku, quantity, addOnOf])).toEqual([
          ["longjing", 1, undefined],
          ["cup", 2, undefined],
          ["cup", 2, "cup-9.90"]
        ])
        const { quote } = yield* shop.as(ann)("cart.get", { cart })
        // One of the two comes down to 9.90, from the 37.90 or 37.91 that 5 percent off has left of it.
        const line = quote.lines.find(({ id }: Json) => id === addOnIn(after).id)
        const [taken] = line.adjustments.filter(({ promotion }: Json) => promotion === "cup-9.90")
        expect(["28.00", "28.01"]).toContain(taken.amount)
      })
    ))

  it("is ordered at its lower price, and the stock of its article is held for both of its lines", () =>
    inSmallShop(
      { stock: 3 },
      Effect.fnUntraced(function* (shop) {
        const cart = yield* withCup(shop, { longjing: 1, cup: 2 })
        const quote = yield* shop.as(ann)("cart.quote", { cart })
        expect(quote.quote.lapsed).toBe(undefined)
        const placed = yield* shop.as(ann)("order.place", { cart, quote: quote.id, address, gateway: "sandbox" })
        expect(placed.lines).toHaveLength(3)
        const cart2 = yield* fillCart(shop, ann, { cup: 1 })
        const other = yield* shop.as(ann)("cart.quote", { cart: cart2 })
        const short = yield* Effect.result(
          shop.as(ann)("order.place", { cart: cart2, quote: other.id, address, gateway: "sandbox" })
        )
        expect(Result.isFailure(short) && short.failure._tag).toBe("StockShort")
      })
    ))

  it("lines of one article that together exceed its stock are StockShort with what is left for the second", () =>
    inSmallShop(
      { stock: 2 },
      Effect.fnUntraced(function* (shop) {
        const cart = yield* withCup(shop, { longjing: 1, cup: 2 })
        const { id: quote } = yield* shop.as(ann)("cart.quote", { cart })
        const answer = yield* Effect.result(shop.as(ann)("order.place", { cart, quote, address, gateway: "sandbox" }))
        expect(Result.isFailure(answer) && answer.failure).toMatchObject({
          _tag: "StockShort",
          sku: "cup",
          wanted: 1,
          available: 0
        })
      })
    ))

  it("whose promotion does not apply is at its normal price, and refused until the buyer agrees to that", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const cart = yield* withCup(shop, { puer: 1 })
        const quote = yield* shop.as(ann)("cart.quote", { cart })
        const line = addOnIn((yield* shop.as(ann)("cart.get", { cart })).cart).id
        expect(quote.quote.lapsed).toEqual([{ line, promotion: "cup-9.90", confirm: true }])
        const wish = { cart, quote: quote.id, address, gateway: "sandbox" }
        const before = yield* state(shop)
        const answer = yield* Effect.result(shop.as(ann)("order.place", wish))
        expect(Result.isFailure(answer) && answer.failure).toMatchObject({ _tag: "AddOnLapsed", lines: [line] })
        expect(yield* state(shop)).toBe(before)
        const placed = yield* shop.as(ann)("order.place", { ...wish, accept: ["lapsed"] })
        expect(placed.quote.lines.find(({ id }: Json) => id === line).before).toBe("39.90")
      })
    ))

  it("simply stays where the shop says so", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* shop.as(system)("settings.change", { section: "cart.quote", value: { addOnLapsed: "keep" } })
        const cart = yield* withCup(shop, { puer: 1 })
        const quote = yield* shop.as(ann)("cart.quote", { cart })
        expect(quote.quote.lapsed).toMatchObject([{ confirm: false }])
        yield* shop.as(ann)("order.place", { cart, quote: quote.id, address, gateway: "sandbox" })
      })
    ))

  it("changes the content of the cart: a quote for pieces bought by themselves is none for add-ons", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* shop.as(system)("promotion.define", cupFor990)
        const cart = yield* fillCart(shop, ann, { longjing: 1, cup: 1 })
        const { id: quote } = yield* shop.as(ann)("cart.quote", { cart })
        const { cart: had } = yield* shop.as(ann)("cart.get", { cart })
        yield* shop.as(ann)("cart.removeLine", { cart, line: had.lines[1].id })
        yield* shop.as(ann)("cart.addLine", { cart, sku: "cup", quantity: 1, addOnOf: "cup-9.90" })
        const answer = yield* Effect.result(shop.as(ann)("order.place", { cart, quote, address, gateway: "sandbox" }))
        expect(Result.isFailure(answer) && answer.failure._tag).toBe("PriceChanged")
        expect((yield* order(shop, ann, { cup: 1 })).state).toBe("placed")
      })
    ))
})
