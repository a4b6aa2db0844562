import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { shopQuestions } from "../../src/shop/questions.ts"
import { audit } from "../../src/storage/audit.ts"
import { furnishPresale } from "./presale.ts"
import {
  address,
  ann,
  beginning,
  cashier,
  clerk,
  fillCart,
  hearGateway,
  hour,
  inSmallShop,
  type Json,
  orderAndPay,
  type SmallShop,
  standing,
  system,
  trial
} from "./small-shop.ts"

/** A gateway that can send nothing back in the first hour. */
const down = { faults: { refund: (_: string, at: number) => ({ after: 0, fails: at < beginning + hour }) } }

const yuan = (amount: string) => ({ amount, currency: "CNY" })

const issueCard = (shop: SmallShop, amount: string): Effect.Effect<string, Json> =>
  Effect.map(shop.as(system)("payment.issueGiftCard", { customer: "ann", amount: yuan(amount) }), ({ id }) => id)

const cardLeft = (shop: SmallShop, card: string) =>
  Effect.map(standing(shop, `giftCard:${card}`), ({ posted, outgoing }) => posted - outgoing)

/** Buys, with what a gift card gives, and pays the rest. */
const buyWith = Effect.fnUntraced(function* (shop: SmallShop, card: string, pieces: Record<string, number>) {
  const cart = yield* fillCart(shop, ann, pieces)
  yield* shop.as(ann)("cart.spend", { cart, cards: [{ card }] })
  const quote = yield* shop.as(ann)("cart.quote", { cart })
  const placed = yield* shop.as(ann)("order.place", { cart, quote: quote.id, address, gateway: "sandbox" })
  yield* shop.work
  if (placed.payment !== undefined) {
    yield* shop.gateway.pay(placed.payment)
    yield* hearGateway(shop)
  }
  return { ...placed, quote: quote.quote } as Json
})

const receive = Effect.fnUntraced(function* (shop: SmallShop, order: Json) {
  const lines = order.lines.map(({ id, quantity }: Json) => ({ line: id, quantity }))
  yield* shop.as(clerk)("order.ship", { order: order.id, carrier: "slowboat", place: "hangzhou", lines })
  yield* shop.as(ann)("order.receive", { order: order.id })
})

/** One piece of the first line comes back. */
const one = Effect.fnUntraced(function* (shop: SmallShop, order: Json) {
  const lines = [{ line: order.lines[0].id, quantity: 1 }]
  const asked = yield* shop.as(ann)("return.request", { order: order.id, lines, reason: "no longer wanted" })
  yield* shop.as(clerk)("return.approve", { return: asked.id })
  const taken = yield* shop.as(clerk)("return.receive", { return: asked.id, place: "hangzhou", scrapped: [] })
  yield* shop.work
  return taken as Json
})

const failed = (shop: SmallShop): Effect.Effect<ReadonlyArray<Json>, Json> =>
  Effect.map(shop.as(cashier)("payment.refunds", { state: "failed" }), ({ items }) => items)

const again = Effect.fnUntraced(function* (shop: SmallShop) {
  for (const { id } of yield* failed(shop)) yield* shop.as(cashier)("payment.retryRefund", { refund: id })
  yield* shop.work
})

const cheaper = (shop: SmallShop, sku: string, amount: string) =>
  shop.as(system)("pricing.state", { sku, entries: [{ id: `${sku}-base`, sku, currency: "CNY", amount }] })

const protects = (shop: SmallShop) =>
  shop.as(system)("settings.change", { section: "order.protection", value: { days: 7 } })

const sound = Effect.fnUntraced(function* (shop: SmallShop) {
  expect(yield* trial(shop)).toEqual([])
  expect((yield* audit(shop.kernel.engine.storage, shopQuestions)).violations).toEqual([])
})

describe("what a refund that failed is still to give", () => {
  it("L21 is not given to the next return: that has its money from the gift card, and both get all of it", () =>
    inSmallShop(
      down,
      Effect.fnUntraced(function* (shop) {
        const card = yield* issueCard(shop, "100.00")
        const order = yield* buyWith(shop, card, { longjing: 2 })
        const { grand, shipping, due } = order.quote
        const cents = (amount: string) => BigInt(amount.replace(".", ""))
        yield* receive(shop, order)
        const former = yield* one(shop, order)
        expect(former.tendered).toBeUndefined()
        shop.clock.now += 2 * hour
        const latter = yield* one(shop, order)
        expect(cents(former.amount.amount) + cents(latter.amount.amount)).toBe(
          cents(grand) - cents(shipping?.gross ?? "0.00")
        )
        yield* again(shop)
        expect(yield* failed(shop)).toEqual([])
        const kept = cents(shipping?.gross ?? "0.00")
        const { posted: captured } = yield* standing(shop, `captured:${order.payment}`)
        const { posted: tendered } = yield* standing(shop, `tendered:CNY:${order.id}`)
        expect(captured + tendered).toBe(kept)
        expect(cents(due) - captured + (yield* cardLeft(shop, card))).toBe(cents(grand) - kept)
        yield* sound(shop)
      })
    ))

  it("L37 of the tail of a presale is not given from it for the next pot: that is given from the deposit", () =>
    inSmallShop(
      down,
      Effect.fnUntraced(function* (shop) {
        yield* furnishPresale(shop)
        const placed = yield* orderAndPay(shop, ann, { pot: 2 })
        const { deposit } = yield* shop.as(ann)("order.payTail", { order: placed.id, gateway: "sandbox" })
        yield* shop.work
        yield* shop.gateway.pay(deposit.payment)
        yield* hearGateway(shop)
        const order = yield* shop.as(ann)("order.get", { order: placed.id })
        yield* receive(shop, order)
        yield* one(shop, order)
        shop.clock.now += 2 * hour
        yield* one(shop, order)
        yield* again(shop)
        yield* again(shop)
        expect(yield* failed(shop)).toEqual([])
        expect(yield* standing(shop, `captured:${placed.payment}`)).toMatchObject({ posted: 0n, outgoing: 0n })
        expect(yield* standing(shop, `captured:${deposit.payment}`)).toMatchObject({ posted: 0n, outgoing: 0n })
        yield* sound(shop)
      })
    ))

  it("L37 for a drop of prices stays a task that can be done when the order is cancelled, and no money goes twice", () =>
    inSmallShop(
      down,
      Effect.fnUntraced(function* (shop) {
        yield* protects(shop)
        const order = yield* orderAndPay(shop, ann, { longjing: 1 })
        yield* cheaper(shop, "longjing", "100.00")
        yield* shop.as(ann)("order.protect", { order: order.id })
        yield* shop.work
        const [task] = yield* failed(shop)
        shop.clock.now += 2 * hour
        yield* shop.as(ann)("order.cancel", { order: order.id })
        yield* shop.work
        const kept = yield* standing(shop, `captured:${order.payment}`)
        expect(kept).toMatchObject({ posted: BigInt(task.amount.amount.replace(".", "")), outgoing: 0n })
        yield* sound(shop)
        yield* again(shop)
        expect(yield* standing(shop, `captured:${order.payment}`)).toMatchObject({ posted: 0n, outgoing: 0n })
        yield* sound(shop)
      })
    ))
})

describe("a paid order that is cancelled", () => {
  it("L37 after a drop of prices gave a gift card something back, gives it the rest", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* protects(shop)
        const card = yield* issueCard(shop, "200.00")
        const order = yield* buyWith(shop, card, { longjing: 1 })
        expect(order.state).toBe("paid")
        yield* cheaper(shop, "longjing", "100.00")
        const before = yield* cardLeft(shop, card)
        yield* shop.as(ann)("order.protect", { order: order.id })
        expect((yield* cardLeft(shop, card)) > before).toBe(true)
        yield* shop.as(ann)("order.cancel", { order: order.id })
        expect(yield* cardLeft(shop, card)).toBe(20_000n)
        yield* sound(shop)
      })
    ))

  it("L27 and was placed under `never`, keeps its use of a code, which the audit knows", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* shop.as(system)("settings.change", {
          section: "order.policy",
          value: { payWithin: 30, grace: 72, receivedAfter: 10, returnWithin: 7, returnClaims: "never" }
        })
        const cart = yield* fillCart(shop, ann, { longjing: 1 })
        yield* shop.as(ann)("cart.enterCode", { cart, code: "SAVE10" })
        const quote = yield* shop.as(ann)("cart.quote", { cart })
        const placed = yield* shop.as(ann)("order.place", { cart, quote: quote.id, address, gateway: "sandbox" })
        yield* shop.work
        yield* shop.gateway.pay(placed.payment)
        yield* hearGateway(shop)
        yield* shop.as(ann)("order.cancel", { order: placed.id })
        yield* shop.work
        expect(yield* standing(shop, "spent:uses:SAVE10")).toMatchObject({ posted: 1n })
        yield* sound(shop)
      })
    ))
})
