import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import {
  address,
  ann,
  cashier,
  clerk,
  fillCart,
  inSmallShop,
  type Json,
  type SmallShop,
  state
} from "../shop/small-shop.ts"
import type { Actor } from "../../src/command/index.ts"
import { everything, one, sent, ways, waysBack } from "./ways.ts"

/** Each command that makes something, ready to be sent. */
const ready: Readonly<Record<string, (shop: SmallShop) => Effect.Effect<readonly [Actor, Json], Json>>> = {
  "order.place": (shop) =>
    Effect.gen(function* () {
      const cart = yield* fillCart(shop, ann, { cup: 1 }, ["SAVE10"])
      const { id: quote } = yield* shop.as(ann)("cart.quote", { cart })
      return [ann, { cart, quote, address, gateway: "sandbox" }] as const
    }),
  "order.pay": (shop) => Effect.map(ways.placed(shop), ({ id }) => [ann, { order: id, gateway: "sandbox" }] as const),
  "order.cancel": (shop) => Effect.map(ways.paid(shop), ({ id }) => [ann, { order: id }] as const),
  "order.ship": (shop) => Effect.map(ways.paid(shop), (of) => [clerk, sent(of, everything(of))] as const),
  "order.receive": (shop) => Effect.map(ways.shipped(shop), ({ id }) => [ann, { order: id }] as const),
  "payment.refund": (shop) =>
    Effect.map(
      ways.paid(shop),
      ({ payment, total }) => [cashier, { payment, amount: total, reason: "goodwill" }] as const
    ),
  "return.request": (shop) =>
    Effect.map(ways.received(shop), (of) => [ann, { order: of.id, lines: one(of), reason: "other" }] as const),
  "return.approve": (shop) => Effect.map(waysBack.requested(shop), ({ id }) => [clerk, { return: id }] as const),
  "return.receive": (shop) =>
    Effect.map(waysBack.approved(shop), ({ id }) => [clerk, { return: id, place: "hangzhou", scrapped: [] }] as const)
}

describe("a command sent again", () => {
  for (const [name, prepare] of Object.entries(ready)) {
    it(`L38 ${name} under one key, one after another and at once, has one effect and one reply`, () =>
      inSmallShop(
        {},
        Effect.fnUntraced(function* (shop) {
          const [actor, input] = yield* prepare(shop)
          const send = shop.as(actor)(name, input, "once")
          const replies = yield* Effect.all([send, send, send], { concurrency: "unbounded" })
          const after = yield* state(shop)
          replies.push(yield* send)
          expect(yield* state(shop)).toBe(after)
          shop.clock.now += 1000
          replies.push(yield* send)
          for (const reply of replies) expect(reply).toEqual(replies[0])
          const entries = yield* shop.kernel.engine.storage.events(0, 100_000)
          expect(entries.filter(({ key }) => key.endsWith("/once")).length).toBe(1)
        })
      ))
  }
})
