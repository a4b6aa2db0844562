import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { seed } from "../seed.ts"
import {
  ann,
  clerk,
  day,
  fillCart,
  hearGateway,
  inSmallShop,
  type Json,
  address,
  minute,
  order as place,
  orderAndPay,
  type SmallShop,
  state,
  system,
  trial
} from "./small-shop.ts"

/** 100 points and a coupon with every order. */
const thanks = {
  promotion: {
    id: "thanks",
    level: "platform",
    offer: {
      kind: "grant",
      rewards: [
        { kind: "points", points: 100 },
        { kind: "coupon", template: "next-10" }
      ]
    }
  },
  currency: "CNY",
  limits: []
}

const expired = (shop: SmallShop, unit: string) =>
  Effect.map(
    shop.kernel.engine.storage.accounts({ owner: "promotion", unit, limit: 100, at: shop.clock.now }),
    ({ items }) =>
      items.reduce((sum, { account, posted }) => (account.id.startsWith("expired:") ? sum + posted : sum), 0n)
  )

/** An order that gave what it gives: points that expire in a year and eight days. */
const earned = Effect.fnUntraced(function* (shop: SmallShop) {
  yield* shop.as(system)("promotion.define", thanks)
  const order = yield* orderAndPay(shop, ann, { cup: 1 })
  const lines = [{ line: order.lines[0].id, quantity: 1 }]
  yield* shop.as(clerk)("order.ship", { order: order.id, carrier: "slowboat", place: "hangzhou", lines })
  yield* shop.as(ann)("order.receive", { order: order.id })
  shop.clock.now += 8 * day
  yield* shop.work
  const { benefits } = yield* shop.as(ann)("order.get", { order: order.id })
  return benefits.expires as number
})

describe("points and coupons that expire", () => {
  it("L29 are cleared by the worker at the instant at which they can no longer be spent, by themselves", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const expires = yield* earned(shop)
        shop.clock.now = expires - 1
        yield* shop.work
        expect([yield* expired(shop, "points"), yield* expired(shop, "coupon:next-10")]).toEqual([0n, 0n])
        shop.clock.now = expires
        yield* shop.work
        expect([yield* expired(shop, "points"), yield* expired(shop, "coupon:next-10")]).toEqual([100n, 1n])
        const before = yield* state(shop)
        yield* shop.work
        expect(yield* state(shop)).toBe(before)
        expect(yield* trial(shop)).toEqual([])
      })
    ))

  it("L29 but for what an unpaid order holds: 60 of 100 are cleared, and 40 a day after the order has ended", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* shop.as(system)("promotion.define", { ...thanks, promotion: { ...thanks.promotion, state: "active" } })
        const expires = yield* earned(shop)
        shop.clock.now = expires - 20 * minute
        const cart = yield* fillCart(shop, ann, { cup: 1 })
        yield* shop.as(ann)("cart.spend", { cart, points: 40 })
        const quote = yield* shop.as(ann)("cart.quote", { cart })
        const input = { cart, quote: quote.id, address, gateway: "sandbox" }
        const order: Json = yield* shop.as(ann)("order.place", input)
        expect(order.spent).toMatchObject([{ unit: "points", amount: "40" }])
        shop.clock.now = expires
        yield* shop.work
        expect(yield* expired(shop, "points")).toBe(60n)
        shop.clock.now += day
        yield* shop.work
        yield* hearGateway(shop)
        yield* shop.work
        expect((yield* shop.as(ann)("order.get", { order: order.id })).state).toBe("cancelled")
        shop.clock.now += 2 * day
        yield* shop.work
        expect(yield* expired(shop, "points")).toBe(100n)
        expect(yield* trial(shop)).toEqual([])
      })
    ))

  it("L29 what expires in all does not depend on how often anybody clears it", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 8 }), (days) =>
        inSmallShop(
          {},
          Effect.fnUntraced(function* (shop) {
            const expires = yield* earned(shop)
            for (const at of days.toSorted((left, right) => left - right)) {
              shop.clock.now = expires + at * day
              yield* shop.as(system)("promotion.expireLots", { customer: "ann", unit: "points" })
              expect(yield* expired(shop, "points")).toBe(at < 0 ? 0n : 100n)
            }
            shop.clock.now = expires + 4 * day
            yield* shop.work
            expect(yield* expired(shop, "points")).toBe(100n)
          })
        )
      ),
      { seed, numRuns: 12 }
    ))

  it("refused, changes nothing: to whom it is not granted, and for a unit that is none", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* place(shop, ann, { cup: 1 })
        const before = yield* state(shop)
        for (const [actor, unit, tag] of [
          [ann, "points", "Denied"],
          [clerk, "points", "Denied"],
          [system, "coupon:", "InvalidInput"]
        ] as const) {
          const answer = yield* Effect.result(shop.as(actor)("promotion.expireLots", { customer: "ann", unit }))
          expect(Result.isFailure(answer) && answer.failure._tag).toBe(tag)
        }
        expect(yield* state(shop)).toBe(before)
      })
    ))
})
