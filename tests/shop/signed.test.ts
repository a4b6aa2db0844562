import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { memoryVault } from "../../src/memory/index.ts"
import * as Quote from "../../src/quote/index.ts"
import {
  address,
  ann,
  ben,
  beginning,
  day,
  fillCart,
  hearGateway,
  inSmallShop,
  type Json,
  minute,
  promotions,
  type SmallShop,
  state,
  system,
  trial
} from "./small-shop.ts"

const place = (shop: SmallShop, cart: string, quote: string, actor = ann) =>
  shop.as(actor)("order.place", { cart, quote, address, gateway: "sandbox" })

/** The tag of a refusal that changed nothing. */
const refusal = Effect.fnUntraced(function* (shop: SmallShop, act: Effect.Effect<Json, Json>) {
  const before = yield* state(shop)
  const answer = yield* Effect.result(act)
  expect(yield* state(shop)).toBe(before)
  return Result.isFailure(answer) ? answer.failure._tag : "accepted"
})

/** Makes everything dearer: prices up, offers paused, another policy. */
const dearer = Effect.fnUntraced(function* (shop: SmallShop) {
  const run = shop.as(system)
  yield* run("pricing.state", {
    sku: "longjing",
    entries: [{ id: "longjing-base", sku: "longjing", currency: "CNY", amount: "999.00" }]
  })
  for (const one of promotions(1)) {
    yield* run("promotion.define", { ...one, limits: [], promotion: { ...one.promotion, state: "paused" } })
  }
  yield* run("settings.change", { section: "cart.quote", value: { combination: "priority" } })
})

describe("a signed quote at checkout", () => {
  it("L16 keeps nothing, and is charged at its own amount whatever has changed since", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const cart = yield* fillCart(shop, ann, { longjing: 3, cup: 1 }, ["save10"])
        const before = yield* state(shop)
        const signed = yield* shop.as(ann)("cart.signed", { cart })
        expect(yield* state(shop)).toBe(before)
        expect(signed).toMatchObject({ _tag: "Signed", cart, quote: { grand: "337.70" } })
        yield* dearer(shop)
        const placed = yield* place(shop, cart, signed.token)
        expect(placed).toMatchObject({ total: { amount: "337.70" }, quote: signed.quote })
        yield* shop.work
        yield* shop.gateway.pay(placed.payment)
        yield* hearGateway(shop)
        expect((yield* shop.as(ann)("order.get", { order: placed.id })).state).toBe("paid")
        expect(yield* trial(shop)).toEqual([])
        expect(yield* refusal(shop, place(shop, cart, signed.token))).toBe("CartClosed")
      })
    ))

  it("H017 H021 is refused by what is wrong with it, in this order: the cart, the token, the content, the time", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const cart = yield* fillCart(shop, ann, { longjing: 1 })
        const other = yield* fillCart(shop, ann, { longjing: 1 })
        const foreign = yield* fillCart(shop, ben, { longjing: 1 })
        const { token } = yield* shop.as(ann)("cart.signed", { cart })
        const flipped = token.replace('"grand":"1', '"grand":"0')
        expect(flipped).not.toBe(token)
        expect(yield* refusal(shop, place(shop, cart, flipped))).toBe("QuoteInvalid")
        expect(yield* refusal(shop, place(shop, cart, `${token} `))).toBe("QuoteInvalid")
        expect(yield* refusal(shop, place(shop, cart, "{}"))).toBe("QuoteInvalid")
        expect(yield* refusal(shop, place(shop, cart, "nothing"))).toBe("PriceChanged")
        expect(yield* refusal(shop, place(shop, other, token))).toBe("PriceChanged")
        expect(yield* refusal(shop, place(shop, foreign, token, ben))).toBe("PriceChanged")
        expect(yield* refusal(shop, place(shop, cart, token, ben))).toBe("NotFound")
        shop.clock.now = beginning + 15 * minute - 1
        const line = (yield* shop.as(ann)("cart.get", { cart })).cart.lines[0].id
        yield* shop.as(ann)("cart.setQuantity", { cart, line, quantity: 2 })
        expect(yield* refusal(shop, place(shop, cart, token))).toBe("PriceChanged")
        yield* shop.as(ann)("cart.setQuantity", { cart, line, quantity: 1 })
        shop.clock.now = beginning + 15 * minute
        expect(yield* refusal(shop, place(shop, cart, token))).toBe("QuoteExpired")
        shop.clock.now -= 1
        expect((yield* place(shop, cart, token)).state).toBe("placed")
      })
    ))

  it("made at the edge, with the shop's key and no shop, is placed like one that the shop has signed", () => {
    const vault = memoryVault()
    return inSmallShop(
      { vault },
      Effect.fnUntraced(function* (shop) {
        const cart = yield* fillCart(shop, ann, { cup: 2 })
        const known = yield* shop.as(ann)("cart.signed", { cart })
        const [id] = Quote.quoteKeyIds(shop.clock.now)
        const key = yield* vault.key(`.quote/${id}`)
        const keys = [{ id, key: key ?? new Uint8Array() }]
        const bound = Result.getOrThrow(Quote.verify(known.token, keys, shop.clock.now))
        const later = Quote.sign({ ...bound, quotedAt: bound.quotedAt + 1, expiresAt: bound.expiresAt + 1 }, keys[0]!)
        shop.clock.now = bound.expiresAt
        expect(yield* refusal(shop, place(shop, cart, known.token))).toBe("QuoteExpired")
        expect((yield* place(shop, cart, later)).total).toEqual({ amount: known.quote.grand, currency: "CNY" })
      })
    )
  })

  it("is still known when the key has changed between quote and order, and not when it has changed twice", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const change = Math.ceil(shop.clock.now / (90 * day)) * 90 * day
        shop.clock.now = change - minute
        const cart = yield* fillCart(shop, ann, { cup: 1 })
        const { token } = yield* shop.as(ann)("cart.signed", { cart })
        shop.clock.now = change + 90 * day
        expect(yield* refusal(shop, place(shop, cart, token))).toBe("QuoteInvalid")
        shop.clock.now = change + minute
        expect((yield* place(shop, cart, token)).state).toBe("placed")
      })
    ))

  it("of a cart that cannot be priced there is none, and the answer says why", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const { id: cart } = yield* shop.as(ann)("cart.open", { currency: "CNY" })
        const why = yield* shop.as(ann)("cart.signed", { cart })
        expect(why).toMatchObject({ _tag: "NotPriced", why: { _tag: "CartEmpty" } })
        expect(yield* refusal(shop, shop.as(ben)("cart.signed", { cart }))).toBe("NotFound")
      })
    ))
})
