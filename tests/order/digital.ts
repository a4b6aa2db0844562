import * as Effect from "effect/Effect"
import {
  address,
  ann,
  clerk,
  hearGateway,
  type Json,
  minute,
  product,
  type SmallShop,
  standing,
  system
} from "../shop/small-shop.ts"

/** Pieces of an e-book at 36.00 and of a course at 199.00 that a place may give. */
export const licences = 20

/** States an e-book at 36.00 and a course at 199.00: virtual goods outside the offers of tea, kept at a place of their own. */
export const furnishVirtual = Effect.fnUntraced(function* (shop: Pick<SmallShop, "as">) {
  const run = shop.as(system)
  yield* run("inventory.definePlace", { id: "cloud", name: { zh: "线上", en: "online" }, position: 9 })
  const goods = [
    { of: product("ebook", "电子书", "e-book", 0), price: "36.00" },
    { of: product("course", "茶课", "course", 0), price: "199.00" }
  ]
  for (const { of, price } of goods) {
    yield* run("catalog.defineProduct", { ...of, kind: "virtual", tags: [] })
    yield* run("pricing.state", {
      sku: of.id,
      entries: [{ id: `${of.id}-base`, sku: of.id, currency: "CNY", amount: price }]
    })
  }
  yield* run("inventory.receive", {
    reference: "licences",
    place: "cloud",
    lines: goods.map(({ of }) => ({ sku: of.id, quantity: licences }))
  })
})

export const toHangzhou = { option: "standard", region: "CN-ZJ" }

/** Has ann order pieces by sku; with an address and a delivery where something travels, without either where nothing does. */
export const place = Effect.fnUntraced(function* (
  shop: SmallShop,
  pieces: Record<string, number>,
  { codes = [], spend }: { readonly codes?: ReadonlyArray<string>; readonly spend?: Json } = {}
) {
  const run = shop.as(ann)
  const sent = Object.keys(pieces).some((sku) => sku !== "ebook" && sku !== "course")
  const { id: cart } = yield* run("cart.open", { currency: "CNY" })
  for (const [sku, quantity] of Object.entries(pieces)) yield* run("cart.addLine", { cart, sku, quantity })
  for (const code of codes) yield* run("cart.enterCode", { cart, code })
  if (spend !== undefined) yield* run("cart.spend", { cart, ...spend })
  yield* run("cart.choose", { cart, ...(sent ? { delivery: toHangzhou } : {}), paymentMethod: "sandbox" })
  const quote = yield* run("cart.quote", { cart })
  const input = { cart, quote: quote.id, gateway: "sandbox", ...(sent ? { address } : {}) }
  return (yield* run("order.place", input)) as Json
})

/** The same, paid; nothing is delivered before the worker works. */
export const placeAndPay = Effect.fnUntraced(function* (
  shop: SmallShop,
  pieces: Record<string, number>,
  more: Parameters<typeof place>[2] = {}
) {
  const placed = yield* place(shop, pieces, more)
  yield* shop.work
  shop.clock.now += minute
  yield* shop.gateway.pay(placed.payment)
  yield* hearGateway(shop)
  return yield* get(shop, placed.id)
})

export const get = (shop: SmallShop, order: string): Effect.Effect<Json, Json> => shop.as(ann)("order.get", { order })

export const lineOf = (order: Json, sku: string): string => order.lines.find((line: Json) => line.sku === sku).id

/** Sends pieces of an order from Hangzhou, by sku. */
export const send = (shop: SmallShop, order: Json, pieces: Record<string, number>): Effect.Effect<Json, Json> =>
  shop.as(clerk)("order.ship", {
    order: order.id,
    carrier: "slowboat",
    place: "hangzhou",
    lines: Object.entries(pieces).map(([sku, quantity]) => ({ line: lineOf(order, sku), quantity }))
  })

/** Of a line, what waits to be sent or delivered and what is with the buyer. */
export const piecesOf = Effect.fnUntraced(function* (shop: SmallShop, order: Json, sku: string) {
  const line = `${order.id}/${lineOf(order, sku)}`
  const [waiting, away] = [yield* standing(shop, `sold/${line}`), yield* standing(shop, `shipped/${line}`)]
  return { waiting: Number(waiting.posted), away: Number(away.posted) }
})
