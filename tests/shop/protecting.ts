/** What tests of price protection (价保) say of a shop. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { expect } from "vitest"
import { ann, clerk, type Json, promotions, type SmallShop, state, system } from "./small-shop.ts"

export const protects = (shop: SmallShop, value: Json = { days: 7 }) =>
  shop.as(system)("settings.change", { section: "order.protection", value })

/** Without offers, so that a price is what is paid. */
export const plain = Effect.fnUntraced(function* (shop: SmallShop) {
  for (const { promotion, currency, limits } of promotions(100)) {
    yield* shop.as(system)("promotion.define", {
      promotion: { ...promotion, version: 2, state: "paused" },
      currency,
      limits
    })
  }
})

export const costs = (shop: SmallShop, sku: string, amount: string) =>
  shop.as(system)("pricing.state", { sku, entries: [{ id: `${sku}-base`, sku, currency: "CNY", amount }] })

export const ask = (shop: SmallShop, order: Json): Effect.Effect<Json, Json> =>
  shop.as(ann)("order.protect", { order: order.id })

/** What an ask gives, or the tag of why it gives nothing, which changes nothing. */
export const heard = Effect.fnUntraced(function* (shop: SmallShop, order: Json) {
  const before = yield* state(shop)
  const told = yield* shop.as(ann)("order.protection", { order: order.id })
  const answer = yield* Effect.result(ask(shop, order))
  if (Result.isFailure(answer)) {
    expect(yield* state(shop)).toBe(before)
    expect(told.why._tag).toBe(answer.failure._tag)
    return answer.failure._tag as string
  }
  yield* shop.work
  const amount = answer.success.protections.at(-1).amount
  expect(told).toMatchObject({ _tag: "Protected", amount })
  return amount.amount as string
})

export const receive = Effect.fnUntraced(function* (shop: SmallShop, order: Json) {
  const lines = order.lines.map(({ id, quantity }: Json) => ({ line: id, quantity }))
  yield* shop.as(clerk)("order.ship", { order: order.id, carrier: "slowboat", place: "hangzhou", lines })
  yield* shop.as(ann)("order.receive", { order: order.id })
})

export const back = Effect.fnUntraced(function* (shop: SmallShop, order: Json, line: number, quantity: number) {
  const lines = [{ line: order.lines[line].id, quantity }]
  const asked = yield* shop.as(ann)("return.request", { order: order.id, lines, reason: "no longer wanted" })
  yield* shop.as(clerk)("return.approve", { return: asked.id })
  const taken = yield* shop.as(clerk)("return.receive", { return: asked.id, place: "hangzhou", scrapped: [] })
  yield* shop.work
  return taken.amount.amount as string
})
