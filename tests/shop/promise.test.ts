import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import {
  address,
  ann,
  ben,
  cashier,
  clerk,
  delivery,
  fillCart,
  hearGateway,
  hour,
  inSmallShop,
  type Json,
  manager,
  minute,
  order,
  orderAndPay,
  promotions,
  type SmallShop,
  standing,
  system
} from "./small-shop.ts"

const position = (shop: SmallShop) =>
  Effect.map(shop.kernel.engine.storage.events(0, 100_000), (entries) => entries.length)

const place = (shop: SmallShop, cart: string, quote: string) =>
  Effect.result(shop.as(ann)("order.place", { cart, quote, address, gateway: "sandbox" }))

/** Everything that a price could depend on, changed. */
const changeAll = Effect.fnUntraced(function* (shop: SmallShop) {
  const run = shop.as(system)
  yield* run("pricing.state", {
    sku: "longjing",
    entries: [{ id: "longjing-base", sku: "longjing", currency: "CNY", amount: "999.00" }]
  })
  for (const { promotion, ...rest } of promotions(100)) {
    yield* run("promotion.define", { ...rest, promotion: { ...promotion, state: "paused" } })
  }
  const [standard] = delivery.options
  yield* run("settings.change", {
    section: "logistics.delivery",
    value: {
      ...delivery,
      options: [
        {
          ...standard,
          rates: [
            { currency: "CNY", regions: [], elsewhere: { kind: "flat", amount: { amount: "88.00", currency: "CNY" } } }
          ]
        }
      ]
    }
  })
  yield* run("inventory.count", { reference: "count-1", place: "hangzhou", lines: [{ sku: "longjing", counted: 3 }] })
})

describe("a quote is what is charged", () => {
  it("L16 whatever prices, offers, freight, settings and stock have become since, to the last millisecond", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const cart = yield* fillCart(shop, ann, { longjing: 3 }, ["SAVE10"])
        const quote = yield* shop.as(ann)("cart.quote", { cart })
        yield* changeAll(shop)
        shop.clock.now = quote.expiresAt - 1
        const now = yield* shop.as(ann)("cart.get", { cart })
        expect(now.quote.grand).not.toEqual(quote.quote.grand)
        const placed = yield* place(shop, cart, quote.id)
        expect(Result.isSuccess(placed) && placed.success.total).toEqual({ amount: quote.quote.grand, currency: "CNY" })
        yield* shop.work
        yield* shop.gateway.pay(Result.getOrThrow(placed).payment)
        yield* hearGateway(shop)
        const { order: paid } = yield* shop.as(ann)("order.full", { order: Result.getOrThrow(placed).id })
        expect(paid).toMatchObject({ state: "paid", total: { amount: quote.quote.grand } })
      })
    ))

  it("L16 at its end it no longer holds, and nothing is changed", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const cart = yield* fillCart(shop, ann, { longjing: 1 })
        const quote = yield* shop.as(ann)("cart.quote", { cart })
        shop.clock.now = quote.expiresAt
        const before = yield* position(shop)
        const refused = { _tag: "QuoteExpired", quote: quote.id, expired: quote.expiresAt }
        expect(yield* place(shop, cart, quote.id)).toMatchObject({ failure: refused })
        expect(yield* position(shop)).toBe(before)
      })
    ))

  it("H021 L16 for another content of the cart it is PriceChanged; put back as it was, it holds again", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const cart = yield* fillCart(shop, ann, { longjing: 1 })
        const run = shop.as(ann)
        const quote = yield* run("cart.quote", { cart })
        const {
          cart: {
            lines: [line]
          }
        } = yield* run("cart.get", { cart })
        const changes: ReadonlyArray<readonly [string, Json]> = [
          ["cart.setQuantity", { cart, line: line.id, quantity: 2 }],
          ["cart.setQuantity", { cart, line: line.id, quantity: 1 }],
          ["cart.enterCode", { cart, code: "SAVE10" }],
          ["cart.dropCode", { cart, code: "SAVE10" }],
          ["cart.addLine", { cart, sku: "cup", quantity: 1 }]
        ]
        const answers: Array<string> = []
        for (const [name, input] of changes) {
          yield* run(name, input)
          const before = yield* position(shop)
          const answer = yield* place(shop, cart, quote.id)
          if (Result.isFailure(answer)) {
            answers.push(answer.failure._tag)
            expect(yield* position(shop)).toBe(before)
          } else {
            answers.push("placed")
            break
          }
        }
        expect(answers).toEqual(["PriceChanged", "placed"])
      })
    ))

  it("L16 L50 a quote of another cart, of another customer and of nobody are refused in the same words", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const mine = yield* fillCart(shop, ann, { longjing: 1 })
        const other = yield* shop.as(ann)("cart.quote", { cart: yield* fillCart(shop, ann, { longjing: 1 }) })
        const foreign = yield* shop.as(ben)("cart.quote", { cart: yield* fillCart(shop, ben, { longjing: 1 }) })
        const before = yield* position(shop)
        for (const quote of [other.id, foreign.id, "quote_0"]) {
          expect(yield* place(shop, mine, quote)).toMatchObject({ failure: { _tag: "PriceChanged", quote } })
        }
        expect(yield* position(shop)).toBe(before)
      })
    ))

  it("L16 a budget that a promotion has dropped since is still the one that was promised, and comes back with the order", () =>
    inSmallShop(
      { uses: 1 },
      Effect.fnUntraced(function* (shop) {
        const cart = yield* fillCart(shop, ann, { longjing: 1 }, ["SAVE10"])
        const quote = yield* shop.as(ann)("cart.quote", { cart })
        const save10 = promotions(1).find(({ promotion }) => promotion.id === "save10")
        const { budgets: _, ...promotion }: Json = { ...save10?.promotion }
        yield* shop.as(manager)("promotion.define", { currency: "CNY", limits: [], promotion })
        const placed = Result.getOrThrow(yield* place(shop, cart, quote.id))
        expect(yield* standing(shop, "uses:SAVE10")).toMatchObject({ posted: 1n, outgoing: 1n })
        yield* shop.work
        yield* shop.gateway.pay(placed.payment)
        yield* hearGateway(shop)
        expect(yield* standing(shop, "uses:SAVE10")).toMatchObject({ posted: 0n, outgoing: 0n })
        yield* shop.as(ann)("order.cancel", { order: placed.id })
        expect(yield* standing(shop, "uses:SAVE10")).toMatchObject({ posted: 1n, outgoing: 0n })
        expect(yield* standing(shop, "uses:SAVE10:each/ann")).toMatchObject({ posted: 0n, incoming: 0n })
      })
    ))
})

describe("a code with a limited number of uses", () => {
  it("L27 H027 of 64 buyers at once with one use left, one orders and the others hear CouponExhausted", () =>
    inSmallShop(
      { uses: 1, stock: 100 },
      Effect.fnUntraced(function* (shop) {
        const buyers = Array.from({ length: 64 }, (_, index) => ({ id: `buyer-${index}`, kind: "customer" as const }))
        const ready = yield* Effect.forEach(
          buyers,
          Effect.fnUntraced(function* (buyer) {
            const cart = yield* fillCart(shop, buyer, { longjing: 1 }, ["SAVE10"])
            return { buyer, cart, quote: (yield* shop.as(buyer)("cart.quote", { cart })).id }
          })
        )
        const answers = yield* Effect.forEach(
          ready,
          ({ buyer, cart, quote }) =>
            Effect.result(shop.as(buyer)("order.place", { cart, quote, address, gateway: "sandbox" })),
          { concurrency: "unbounded" }
        )
        expect(answers.filter(Result.isSuccess).length).toBe(1)
        const tags = answers.filter(Result.isFailure).map(({ failure }) => failure._tag)
        expect(new Set(tags)).toEqual(new Set(["CouponExhausted"]))
        expect(yield* standing(shop, "uses:SAVE10")).toMatchObject({ posted: 1n, outgoing: 1n })
      })
    ))

  it("L27 a customer with the one use of a customer hears so before the next order, and has it back when the first ends", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const first = yield* order(shop, ann, { longjing: 1 }, ["SAVE10"])
        const cart = yield* fillCart(shop, ann, { longjing: 1 }, ["SAVE10"])
        const quote = yield* shop.as(ann)("cart.quote", { cart })
        expect(quote.quote.applied).not.toContain("save10")
        expect((yield* order(shop, ben, { longjing: 1 }, ["SAVE10"])).quote.applied).toContain("save10")
        yield* shop.work
        yield* shop.as(ann)("order.cancel", { order: first.id })
        yield* shop.work
        expect((yield* order(shop, ann, { longjing: 1 }, ["SAVE10"])).quote.applied).toContain("save10")
      })
    ))

  it("L27 H032 cancelling and running out of time, in whatever order and however often, return a use once", () =>
    inSmallShop(
      { uses: 5 },
      Effect.fnUntraced(function* (shop) {
        const placed = yield* order(shop, ann, { longjing: 1 }, ["SAVE10"])
        yield* shop.work
        shop.clock.now = placed.expiresAt
        const run = shop.as(ann)
        yield* Effect.all(
          [
            Effect.ignore(run("order.cancel", { order: placed.id })),
            Effect.ignore(shop.as(system)("order.expire", { order: placed.id })),
            Effect.ignore(run("order.cancel", { order: placed.id })),
            shop.work
          ],
          { concurrency: "unbounded" }
        )
        yield* shop.work
        yield* Effect.ignore(run("order.cancel", { order: placed.id }))
        yield* Effect.ignore(shop.as(system)("order.expire", { order: placed.id }))
        yield* shop.work
        expect((yield* run("order.get", { order: placed.id })).state).toBe("cancelled")
        expect(yield* standing(shop, "uses:SAVE10")).toMatchObject({ posted: 5n, outgoing: 0n })
      })
    ))
})

describe("money and goods that come back", () => {
  it("L35 a return after the money went back out of goodwill is taken in, and gives back what is left and no more", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const paid = yield* orderAndPay(shop, ann, { cup: 2 })
        const lines = [{ line: paid.lines[0].id, quantity: 2 }]
        yield* shop.as(clerk)("order.ship", { order: paid.id, carrier: "slowboat", place: "hangzhou", lines })
        const most = { ...paid.total, amount: (Number(paid.total.amount) - 1).toFixed(2) }
        yield* shop.as(cashier)("payment.refund", { payment: paid.payment, amount: most, reason: "goodwill" })
        const back = yield* shop.as(ann)("return.request", { order: paid.id, lines, reason: "damaged" })
        yield* shop.as(clerk)("return.approve", { return: back.id })
        const received = yield* shop.as(clerk)("return.receive", { return: back.id, place: "hangzhou", scrapped: [] })
        expect(received).toMatchObject({ state: "received", amount: { amount: "1.00" } })
        yield* shop.work
        expect((yield* shop.as(ann)("return.get", { return: back.id })).state).toBe("refunded")
        expect(yield* standing(shop, `captured:${paid.payment}`)).toMatchObject({ posted: 0n, outgoing: 0n })
      })
    ))

  it("L24 goods go to places that there are, and nowhere else", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const paid = yield* orderAndPay(shop, ann, { cup: 2 })
        const lines = [{ line: paid.lines[0].id, quantity: 2 }]
        const nowhere = { failure: { _tag: "NotFound", collection: "place", id: "nowhere" } }
        const parcel = { order: paid.id, carrier: "slowboat", lines }
        expect(yield* Effect.result(shop.as(clerk)("order.ship", { ...parcel, place: "nowhere" }))).toMatchObject(
          nowhere
        )
        yield* shop.as(clerk)("order.ship", { ...parcel, place: "hangzhou" })
        const back = yield* shop.as(ann)("return.request", { order: paid.id, lines, reason: "damaged" })
        yield* shop.as(clerk)("return.approve", { return: back.id })
        const into = (place: string) => shop.as(clerk)("return.receive", { return: back.id, place, scrapped: [] })
        expect(yield* Effect.result(into("nowhere"))).toMatchObject(nowhere)
        yield* into("hangzhou")
        expect(yield* standing(shop, "shelf/hangzhou/cup")).toMatchObject({ posted: 20n })
      })
    ))

  it("L25 L37 money that comes when the goods were let go at their last instant goes back, and they are free once", () =>
    inSmallShop(
      { stock: 2 },
      Effect.fnUntraced(function* (shop) {
        const placed = yield* order(shop, ann, { cup: 2 })
        shop.clock.now = placed.heldUntil
        yield* order(shop, ben, { cup: 2 })
        const told = { payment: placed.payment, state: "captured", amount: placed.total }
        yield* shop.as(system)("payment.report", told)
        const { order: ended, refunds } = yield* shop.as(ann)("order.full", { order: placed.id })
        expect(ended).toMatchObject({ state: "cancelled", cancellation: "lapsed" })
        expect(refunds).toMatchObject([{ amount: placed.total }])
        expect(yield* standing(shop, "shelf/hangzhou/cup")).toMatchObject({ posted: 2n, outgoing: 2n })
      })
    ))
})

describe("the clock of the host", () => {
  it("L60 H094 moved back and forth, nothing that has ended revives", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const cart = yield* fillCart(shop, ann, { longjing: 1 })
        const quote = yield* shop.as(ann)("cart.quote", { cart })
        const placed = yield* order(shop, ben, { longjing: 1 })
        yield* shop.work
        shop.clock.now = placed.expiresAt + minute
        yield* shop.work
        expect((yield* shop.as(ben)("order.get", { order: placed.id })).state).toBe("cancelled")
        shop.clock.now -= 3 * hour
        expect(yield* Effect.flip(shop.work)).toMatchObject({ _tag: "ClockSkew" })
        expect((yield* shop.as(ben)("order.get", { order: placed.id })).state).toBe("cancelled")
        const paying = Effect.result(shop.as(ben)("order.pay", { order: placed.id, gateway: "sandbox" }))
        expect(yield* paying).toMatchObject({ failure: { _tag: "IllegalTransition" } })
        expect(yield* place(shop, cart, quote.id)).toMatchObject({ failure: { _tag: "ClockSkew" } })
        const instants = (yield* shop.kernel.engine.storage.events(0, 100_000)).map(({ at }) => at)
        expect(instants).toEqual(instants.toSorted((left, right) => left - right))
      })
    ))
})
