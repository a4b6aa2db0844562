import * as Effect from "effect/Effect"
import type { OrderState, ReturnState } from "../../src/order/index.ts"
import { furnishPresale } from "../shop/presale.ts"
import { ann, clerk, type Json, order, orderAndPay, type SmallShop, system } from "../shop/small-shop.ts"

export const everything = ({ lines }: Json) => lines.map(({ id, quantity }: Json) => ({ line: id, quantity }))
export const one = ({ lines }: Json) => [{ line: lines[0].id, quantity: 1 }]
export const sent = (of: Json, lines: Json) => ({ order: of.id, carrier: "slowboat", place: "hangzhou", lines })

/** How an order comes into each state. */
export const ways: { readonly [State in OrderState]: (shop: SmallShop) => Effect.Effect<Json, Json> } = {
  placed: (shop) => order(shop, ann, { cup: 3 }),
  cancelling: (shop) => Effect.flatMap(ways.placed(shop), ({ id }) => shop.as(ann)("order.cancel", { order: id })),
  expiring: (shop) =>
    Effect.flatMap(ways.placed(shop), ({ id, expiresAt }) => {
      shop.clock.now = expiresAt
      return shop.as(system)("order.expire", { order: id })
    }),
  deposited: (shop) => Effect.andThen(furnishPresale(shop), orderAndPay(shop, ann, { pot: 1 })),
  payingTail: (shop) =>
    Effect.flatMap(ways.deposited(shop), ({ id }) => shop.as(ann)("order.payTail", { order: id, gateway: "sandbox" })),
  paid: (shop) => orderAndPay(shop, ann, { cup: 3 }),
  partlyShipped: (shop) => Effect.flatMap(ways.paid(shop), (of) => shop.as(clerk)("order.ship", sent(of, one(of)))),
  shipped: (shop) => Effect.flatMap(ways.paid(shop), (of) => shop.as(clerk)("order.ship", sent(of, everything(of)))),
  received: (shop) => Effect.flatMap(ways.shipped(shop), ({ id }) => shop.as(ann)("order.receive", { order: id })),
  cancelled: (shop) => Effect.flatMap(ways.paid(shop), ({ id }) => shop.as(ann)("order.cancel", { order: id }))
}

const back =
  (from: ReturnState, act: (shop: SmallShop, id: string) => Effect.Effect<Json, Json>) => (shop: SmallShop) =>
    Effect.flatMap(waysBack[from](shop), ({ id }) => act(shop, id))

/** How a return comes into each state. */
export const waysBack: { readonly [State in ReturnState]: (shop: SmallShop) => Effect.Effect<Json, Json> } = {
  requested: (shop) =>
    Effect.flatMap(ways.received(shop), (of) =>
      shop.as(ann)("return.request", { order: of.id, lines: one(of), reason: "damaged" })
    ),
  approved: back("requested", (shop, id) => shop.as(clerk)("return.approve", { return: id })),
  declined: back("requested", (shop, id) => shop.as(clerk)("return.decline", { return: id })),
  withdrawn: back("requested", (shop, id) => shop.as(ann)("return.withdraw", { return: id })),
  received: back("approved", (shop, id) =>
    shop.as(clerk)("return.receive", { return: id, place: "hangzhou", scrapped: [] })
  ),
  refunded: back("received", (shop, id) =>
    Effect.andThen(
      shop.work,
      Effect.suspend(() => shop.as(ann)("return.get", { return: id }))
    )
  )
}
