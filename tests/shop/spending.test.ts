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
  day,
  fillCart,
  hearGateway,
  hour,
  inSmallShop,
  type Json,
  orderAndPay,
  type SmallShop,
  standing,
  state,
  system,
  trial
} from "./small-shop.ts"

const adapters = bothStorages()

const yuan = (amount: string) => ({ amount, currency: "CNY" })

const issueCard = Effect.fnUntraced(function* (shop: SmallShop, customer: string, amount: string) {
  const { id } = yield* shop.as(system)("payment.issueGiftCard", { customer, amount: yuan(amount) })
  return id as string
})

const cardLeft = (shop: SmallShop, card: string) =>
  Effect.map(standing(shop, `giftCard:${card}`), ({ posted, outgoing }) => [posted, outgoing])

/** 500 points and 6.00 credit with every order of a cup or more. */
const gives = {
  promotion: {
    id: "welcome",
    level: "merchant",
    offer: {
      kind: "grant",
      rewards: [
        { kind: "points", points: 500 },
        { kind: "cashback", amount: "6.00" }
      ]
    }
  },
  currency: "CNY",
  limits: []
}

const ship = Effect.fnUntraced(function* (shop: SmallShop, actor: Actor, order: Json) {
  const lines = order.lines.map(({ id, quantity }: Json) => ({ line: id, quantity }))
  yield* shop.as(clerk)("order.ship", { order: order.id, carrier: "slowboat", place: "hangzhou", lines })
  yield* shop.as(actor)("order.receive", { order: order.id })
})

/** Lets a customer earn 500 points and 6.00 credit, which can be spent afterwards. */
const earn = Effect.fnUntraced(function* (shop: SmallShop, actor: Actor) {
  yield* shop.as(system)("promotion.define", gives)
  const earning = yield* orderAndPay(shop, actor, { cup: 1 })
  yield* ship(shop, actor, earning)
  shop.clock.now += 8 * day
  yield* shop.work
})

const purse = (shop: SmallShop, actor: Actor, unit: string) =>
  Effect.map(shop.as(actor)("promotion.purse", { customer: actor.id, unit }), (found) => found.spendable as string)

/** A cart with what is to be spent, and its quote. */
const spending = Effect.fnUntraced(function* (
  shop: SmallShop,
  actor: Actor,
  pieces: Record<string, number>,
  spend: Json
) {
  const cart = yield* fillCart(shop, actor, pieces)
  yield* shop.as(actor)("cart.spend", { cart, ...spend })
  const { id, quote } = yield* shop.as(actor)("cart.quote", { cart })
  return { cart, id: id as string, quote: quote as Json }
})

const place = (shop: SmallShop, actor: Actor, { cart, id }: { readonly cart: string; readonly id: string }) =>
  shop.as(actor)("order.place", { cart, quote: id, address, gateway: "sandbox" })

/** The refusal of what must change nothing. */
const refused = Effect.fnUntraced(function* (shop: SmallShop, act: Effect.Effect<Json, Json>) {
  const before = yield* state(shop)
  const answer = yield* Effect.result(act)
  expect(yield* state(shop)).toBe(before)
  return Result.isFailure(answer) ? answer.failure : { _tag: "accepted" }
})

describe("a gift card", () => {
  it("pays what is left of it: the rest is due, and is held until that is paid", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const card = yield* issueCard(shop, "ann", "30.00")
        // Two cups are 79.80 less 5 percent, and 10.00 freight.
        const asked = yield* spending(shop, ann, { cup: 2 }, { cards: [{ card }] })
        expect(asked.quote).toMatchObject({ grand: "85.81", due: "55.81" })
        const placed = yield* place(shop, ann, asked)
        expect(placed.total).toEqual(yuan("55.81"))
        expect(yield* cardLeft(shop, card)).toEqual([3000n, 3000n])
        expect(yield* shop.as(ann)("payment.giftCard", { card })).toMatchObject({
          balance: yuan("30.00"),
          free: yuan("0.00")
        })
        yield* shop.work
        yield* shop.gateway.pay(placed.payment)
        yield* hearGateway(shop)
        expect((yield* shop.as(ann)("order.get", { order: placed.id })).state).toBe("paid")
        expect([yield* cardLeft(shop, card), yield* standing(shop, `tendered:CNY:${placed.id}`)]).toMatchObject([
          [0n, 0n],
          { posted: 3000n }
        ])
        expect(yield* trial(shop)).toEqual([])
      })
    ))

  it("that pays all of it needs no gateway, and comes back once when the order is cancelled", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const card = yield* issueCard(shop, "ann", "100.00")
        const { cart, id, quote } = yield* spending(shop, ann, { cup: 2 }, { cards: [{ card, most: "9000" }] })
        expect(quote).toMatchObject({ grand: "85.81", due: "0.00" })
        const placed = yield* shop.as(ann)("order.place", { cart, quote: id, address })
        expect(placed).toMatchObject({ state: "paid", total: yuan("0.00") })
        expect(placed.payment).toBe(undefined)
        expect(yield* cardLeft(shop, card)).toEqual([1419n, 0n])
        const cancel = () => Effect.result(shop.as(system)("order.cancel", { order: placed.id }))
        yield* Effect.all([cancel(), cancel(), cancel()], { concurrency: "unbounded" })
        expect(yield* cardLeft(shop, card)).toEqual([10_000n, 0n])
        expect(yield* trial(shop)).toEqual([])
      })
    ))

  it("is free again once when an unpaid order is cancelled, or its time is over", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const card = yield* issueCard(shop, "ann", "30.00")
        const first = yield* place(shop, ann, yield* spending(shop, ann, { cup: 2 }, { cards: [{ card }] }))
        const cancel = () => Effect.result(shop.as(ann)("order.cancel", { order: first.id }))
        yield* Effect.all([cancel(), cancel()], { concurrency: "unbounded" })
        yield* shop.work
        expect(yield* cardLeft(shop, card)).toEqual([3000n, 0n])
        yield* place(shop, ann, yield* spending(shop, ann, { cup: 2 }, { cards: [{ card }] }))
        expect(yield* cardLeft(shop, card)).toEqual([3000n, 3000n])
        shop.clock.now += hour
        yield* shop.work
        expect(yield* cardLeft(shop, card)).toEqual([3000n, 0n])
      })
    ))

  it("is its customer's alone, of the cart's currency, above zero, and somebody else's is as unknown as one that is none", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const card = yield* issueCard(shop, "ben", "30.00")
        const dollars = yield* shop.as(system)("payment.issueGiftCard", {
          customer: "ann",
          amount: { amount: "30.00", currency: "USD" }
        })
        const cart = yield* fillCart(shop, ann, { cup: 1 })
        const spend = (cards: Json) => refused(shop, shop.as(ann)("cart.spend", { cart, cards }))
        expect(yield* spend([{ card }])).toMatchObject({ _tag: "CardUnknown", card })
        expect(yield* spend([{ card: "nothing" }])).toMatchObject({ _tag: "CardUnknown", card: "nothing" })
        expect((yield* spend([{ card: dollars.id }]))._tag).toBe("CurrencyMismatch")
        expect((yield* refused(shop, shop.as(ann)("payment.giftCard", { card })))._tag).toBe("NotFound")
        const issue = (amount: string) =>
          refused(shop, shop.as(system)("payment.issueGiftCard", { customer: "ann", amount: yuan(amount) }))
        expect((yield* issue("0.00"))._tag).toBe("AmountNotPositive")
        expect((yield* issue("-500.00"))._tag).toBe("AmountNotPositive")
        // The books stand at 30.00 already: with this card what was issued would leave 64 bits.
        expect(yield* issue("92233720368547758.07")).toMatchObject({ _tag: "BalanceOutOfRange", unit: "CNY" })
        expect(
          (yield* refused(shop, shop.as(ann)("payment.issueGiftCard", { customer: "ann", amount: yuan("1.00") })))._tag
        ).toBe("Denied")
      })
    ))

  it("H034 of less than nothing pays nothing: it is no input", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const card = yield* issueCard(shop, "ann", "30.00")
        const cart = yield* fillCart(shop, ann, { cup: 1 })
        for (const most of ["-500", "0"]) {
          const spend = shop.as(ann)("cart.spend", { cart, cards: [{ card, most }] })
          expect((yield* refused(shop, spend))._tag).toBe("InvalidInput")
        }
      })
    ))

  it("H035 that was spent elsewhere after it covered the cart leaves the order unplaced and unpaid", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const card = yield* issueCard(shop, "ann", "100.00")
        const first = yield* spending(shop, ann, { cup: 2 }, { cards: [{ card }] })
        const second = yield* spending(shop, ann, { cup: 2 }, { cards: [{ card }] })
        expect(first.quote.due).toBe("0.00")
        yield* place(shop, ann, second)
        expect(yield* refused(shop, place(shop, ann, first))).toMatchObject({
          _tag: "CardShort",
          card,
          wanted: { amount: 8581n, currency: "CNY" },
          available: { amount: 1419n, currency: "CNY" }
        })
        // Quoted again, the rest is due.
        const { id, quote } = yield* shop.as(ann)("cart.quote", { cart: first.cart })
        expect(quote.due).toBe("71.62")
        const unnamed = shop.as(ann)("order.place", { cart: first.cart, quote: id, address })
        expect(yield* refused(shop, unnamed)).toMatchObject({
          _tag: "GatewayMissing",
          due: { amount: 7162n, currency: "CNY" }
        })
        expect((yield* place(shop, ann, { cart: first.cart, id })).state).toBe("placed")
      })
    ))

  it("comes back with the goods once the gateway has nothing left to give back", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const card = yield* issueCard(shop, "ann", "50.00")
        const placed = yield* place(shop, ann, yield* spending(shop, ann, { cup: 2 }, { cards: [{ card }] }))
        yield* shop.work
        yield* shop.gateway.pay(placed.payment)
        yield* hearGateway(shop)
        yield* ship(shop, ann, placed)
        const back = Effect.fnUntraced(function* () {
          const lines = [{ line: placed.lines[0].id, quantity: 1 }]
          const asked = yield* shop.as(ann)("return.request", { order: placed.id, lines, reason: "no longer wanted" })
          yield* shop.as(clerk)("return.approve", { return: asked.id })
          const taken = yield* shop.as(clerk)("return.receive", {
            return: asked.id,
            place: "hangzhou",
            scrapped: []
          })
          yield* shop.work
          return taken
        })
        // 75.81 were paid for the cups, 35.81 of all through the gateway.
        const one = yield* back()
        expect([one.amount, one.tendered]).toEqual([yuan("37.91"), yuan("2.10")])
        const two = yield* back()
        expect([two.amount, two.tendered, two.state]).toEqual([yuan("37.90"), yuan("37.90"), "refunded"])
        // What is not given back is the freight.
        expect(yield* cardLeft(shop, card)).toEqual([4000n, 0n])
        expect(yield* standing(shop, `captured:${placed.payment}`)).toMatchObject({ posted: 0n })
        expect(yield* trial(shop)).toEqual([])
      })
    ))
})

describe("points and credit", () => {
  it("are spent from the lots that expire first, and come back to them with an order that is not paid", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* earn(shop, ann)
        shop.clock.now += 30 * day
        yield* earn(shop, ann)
        expect([yield* purse(shop, ann, "points"), yield* purse(shop, ann, "CNY")]).toEqual(["1000", "1200"])
        const asked = yield* spending(shop, ann, { cup: 2 }, { points: 700, credit: { most: "1000" } })
        expect(asked.quote).toMatchObject({ points: { spent: "700", amount: "7.00" }, due: "68.81" })
        const placed = yield* place(shop, ann, asked)
        expect(placed.spent.map(({ unit, amount }: Json) => `${amount} ${unit}`)).toEqual([
          "500 points",
          "200 points",
          "600 CNY",
          "400 CNY"
        ])
        expect([yield* purse(shop, ann, "points"), yield* purse(shop, ann, "CNY")]).toEqual(["300", "200"])
        yield* shop.as(ann)("order.cancel", { order: placed.id })
        yield* shop.work
        expect([yield* purse(shop, ann, "points"), yield* purse(shop, ann, "CNY")]).toEqual(["1000", "1200"])
        expect(yield* trial(shop)).toEqual([])
      })
    ))

  it("L21 of a paid order go back share by share with the goods, and in all as many as were spent", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* earn(shop, ann)
        const placed = yield* place(shop, ann, yield* spending(shop, ann, { cup: 3 }, { points: 500 }))
        yield* shop.work
        yield* shop.gateway.pay(placed.payment)
        yield* hearGateway(shop)
        yield* ship(shop, ann, placed)
        let [points, money] = [0, 0]
        for (const _ of [1, 2, 3]) {
          const lines = [{ line: placed.lines[0].id, quantity: 1 }]
          const asked = yield* shop.as(ann)("return.request", { order: placed.id, lines, reason: "no longer wanted" })
          yield* shop.as(clerk)("return.approve", { return: asked.id })
          const taken = yield* shop.as(clerk)("return.receive", {
            return: asked.id,
            place: "hangzhou",
            scrapped: []
          })
          points += taken.points
          money += Number(taken.amount.amount.replace(".", ""))
          yield* shop.work
        }
        expect(points).toBe(500)
        // Three cups at 5 percent off are 113.71, of which points paid 5.00; freight is free.
        expect([money, placed.total.amount]).toEqual([10_871, "108.71"])
        expect(yield* standing(shop, `captured:${placed.payment}`)).toMatchObject({ posted: 0n, outgoing: 0n })
        expect(yield* purse(shop, ann, "points")).toBe("500")
        expect(yield* trial(shop)).toEqual([])
      })
    ))

  it("H037 that the order itself will earn pay nothing of it", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* shop.as(system)("promotion.define", gives)
        const asked = yield* spending(shop, ann, { cup: 1 }, { points: 500, credit: {} })
        expect(asked.quote.after).toHaveLength(2)
        expect(asked.quote).toMatchObject({ points: { spent: "0", amount: "0.00" }, tenders: [{ amount: "0.00" }] })
        expect(asked.quote.due).toBe(asked.quote.grand)
        const paid = yield* orderAndPay(shop, ann, { cup: 1 })
        expect(paid.state).toBe("paid")
        const again = yield* spending(shop, ann, { cup: 1 }, { points: 500 })
        expect(again.quote.points.spent).toBe("0")
      })
    ))

  it("that have expired between quote and order are BenefitShort", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* earn(shop, ann)
        const { lots } = yield* shop.as(ann)("promotion.purse", { customer: "ann", unit: "points" })
        shop.clock.now = lots[0].expires - 1
        const asked = yield* spending(shop, ann, { cup: 1 }, { points: 500 })
        expect(asked.quote.points.spent).toBe("500")
        shop.clock.now += 1
        expect(yield* refused(shop, place(shop, ann, asked))).toMatchObject({
          _tag: "BenefitShort",
          unit: "points",
          wanted: 500n,
          available: 0n
        })
        expect((yield* refused(shop, shop.as(ben)("promotion.purse", { customer: "ann", unit: "points" })))._tag).toBe(
          "Denied"
        )
      })
    ))
})

describe.each(adapters)("on %s", (_, adapter) => {
  it("H033 of many carts that spend one card at once exactly one has it, and its balance is never below zero", () =>
    inSmallShop(
      { adapter: adapter(), stock: 100 },
      Effect.fnUntraced(function* (shop) {
        const card = yield* issueCard(shop, "ann", "85.81")
        const asked: Array<Effect.Effect<Json, Json>> = []
        for (let index = 0; index < 16; index++) {
          asked.push(place(shop, ann, yield* spending(shop, ann, { cup: 2 }, { cards: [{ card }] })))
        }
        const heard = yield* Effect.all(asked.map(Effect.result), { concurrency: "unbounded" })
        const failures = heard.flatMap((one) => (Result.isFailure(one) ? [one.failure._tag] : []))
        expect(failures).toEqual(Array.from({ length: 15 }, () => "CardShort"))
        expect(yield* cardLeft(shop, card)).toEqual([0n, 0n])
        expect(yield* trial(shop)).toEqual([])
      })
    ))
})
