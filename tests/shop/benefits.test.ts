import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import {
  ann,
  clerk,
  day,
  hearGateway,
  inSmallShop,
  type Json,
  order,
  type SmallShop,
  standing,
  system,
  trial
} from "./small-shop.ts"

/** An order of three cups, paid, that gives 6.00 back and 100 points. */
const earning = Effect.fnUntraced(function* (shop: SmallShop) {
  yield* shop.as(system)("promotion.define", {
    promotion: {
      id: "thanks",
      level: "platform",
      offer: {
        kind: "grant",
        rewards: [
          { kind: "cashback", amount: "6.00" },
          { kind: "points", points: 100 }
        ]
      }
    },
    currency: "CNY",
    limits: []
  })
  const placed = yield* order(shop, ann, { cup: 3 })
  expect(placed.quote.after.map(({ kind }: Json) => kind)).toEqual(["cashback", "points"])
  expect(yield* standing(shop, `pending:benefit:${placed.id}/0`)).toMatchObject({ posted: 0n })
  yield* shop.work
  yield* shop.gateway.pay(placed.payment)
  yield* hearGateway(shop)
  return placed as Json
})

const pending = (shop: SmallShop, order: Json) =>
  Effect.all(
    [0, 1].map((index) => Effect.map(standing(shop, `pending:benefit:${order.id}/${index}`), ({ posted }) => posted))
  )

/** All that ann may spend or owes of a unit. */
const purse = Effect.fnUntraced(function* (shop: SmallShop, unit: string) {
  const { items } = yield* shop.kernel.engine.storage.accounts({
    owner: "customer:ann",
    unit,
    limit: 100,
    at: shop.clock.now
  })
  return items.flatMap(({ account, posted }) =>
    posted !== 0n && /^(benefit|owed)/.test(account.id) ? [[account.id.split(":")[0], posted] as const] : []
  )
})

const ship = Effect.fnUntraced(function* (shop: SmallShop, order: Json) {
  const lines = [{ line: order.lines[0].id, quantity: 3 }]
  yield* shop.as(clerk)("order.ship", { order: order.id, carrier: "slowboat", place: "hangzhou", lines })
  yield* shop.as(ann)("order.receive", { order: order.id })
})

const sendBack = Effect.fnUntraced(function* (shop: SmallShop, order: Json, quantity: number) {
  const lines = [{ line: order.lines[0].id, quantity }]
  const back = yield* shop.as(ann)("return.request", { order: order.id, lines, reason: "no longer wanted" })
  yield* shop.as(clerk)("return.approve", { return: back.id })
  return back as Json
})
const takeIn = (shop: SmallShop, back: Json) =>
  shop.as(clerk)("return.receive", { return: back.id, place: "hangzhou", scrapped: [] })

describe("cashback and points of an order", () => {
  it("L28 wait from payment to the end of the return window, less the share of what came back, and can then be spent", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const of = yield* earning(shop)
        expect(yield* pending(shop, of)).toEqual([600n, 100n])
        yield* ship(shop, of)
        yield* takeIn(shop, yield* sendBack(shop, of, 1))
        expect(yield* pending(shop, of)).toEqual([400n, 67n])
        shop.clock.now += 8 * day - 1
        yield* shop.work
        yield* shop.as(system)("order.releaseBenefits", { order: of.id })
        expect([yield* pending(shop, of), yield* purse(shop, "points")]).toEqual([[400n, 67n], []])
        shop.clock.now += 1
        yield* shop.work
        expect(yield* pending(shop, of)).toEqual([0n, 0n])
        expect([yield* purse(shop, "CNY"), yield* purse(shop, "points")]).toEqual([
          [["benefit", 400n]],
          [["benefit", 67n]]
        ])
        yield* shop.as(system)("order.releaseBenefits", { order: of.id })
        expect(yield* purse(shop, "points")).toEqual([["benefit", 67n]])
        expect(yield* trial(shop)).toEqual([])
      })
    ))

  it("L28 of goods that are taken in after the window go back from where they can be spent, and in all as many as were earned", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const of = yield* earning(shop)
        yield* ship(shop, of)
        const two = yield* sendBack(shop, of, 2)
        const one = yield* sendBack(shop, of, 1)
        shop.clock.now += 8 * day
        yield* shop.work
        yield* takeIn(shop, one)
        expect(yield* purse(shop, "points")).toEqual([["benefit", 67n]])
        yield* takeIn(shop, two)
        expect([yield* purse(shop, "CNY"), yield* purse(shop, "points")]).toEqual([[], []])
        expect(yield* standing(shop, "issued:benefit:points")).toMatchObject({ posted: 0n })
        expect(yield* trial(shop)).toEqual([])
      })
    ))

  it("L28 are nobody's when a paid order is cancelled, and were nobody's while it was not paid", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const of = yield* earning(shop)
        yield* shop.as(ann)("order.cancel", { order: of.id })
        yield* shop.work
        expect(yield* pending(shop, of)).toEqual([0n, 0n])
        expect(yield* standing(shop, "issued:benefit:CNY")).toMatchObject({ posted: 0n })
        expect(yield* trial(shop)).toEqual([])
      })
    ))
})
