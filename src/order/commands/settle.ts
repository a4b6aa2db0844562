import * as Result from "effect/Result"
import { type Consequence, type DocumentChange, type DomainEvent, type DomainIntent, put } from "../../command/index.ts"
import { releaseStock, settleStock, unsellStock } from "../../inventory/rules/transfers.ts"
import { type EventOf, next } from "../../kernel/machine.ts"
import { orderMachine } from "../machine.ts"
import { DeliverOrder, type Order, type OrderLine, OrderCancelled, OrderPaid, orders } from "../model.ts"
import { isSent } from "../rules/goods.ts"
import { grantBenefits, revokeBenefits } from "./benefits.ts"
import { releaseSpent, settleSpent } from "../rules/spent.ts"
import { waitsNoMore } from "../rules/unpaid.ts"
import { type Bounds, claimId, claimsBack } from "./claims.ts"
import { type Tendered, tenderedBack } from "./spend.ts"

/** The events of an order's life. */
export type OrderEvent = EventOf<typeof orderMachine>

/** An order moved by an event that its state is known to accept, with further fields. */
export const moved = (order: Order, event: OrderEvent, fields: Partial<Order>, told: DomainEvent): DocumentChange => {
  const state = Result.getOrThrowWith(
    next(orderMachine, order.state, event),
    ({ state: from, event: by }) => new Error(`an order that is ${from} was moved by ${by}`)
  )
  return put(orders, { ...order, ...fields, state }, told)
}

const about = ({ id, total }: Order) => ({ order: id, total })

const stockLine = (order: Order, { id, sku }: OrderLine) => ({ order: order.id, line: id, sku })

/** The order is paid: what was held for it is its own. If it was about to end unpaid, it is not any more. */
export const paid = (order: Order, now: number): Consequence => {
  const { cancellation: _, ...going } = order
  return {
    changes: [moved(going, "pay", { paidAt: now }, OrderPaid.of(about(order)))],
    transfers: [
      ...order.lines.flatMap((line) => settleStock(stockLine(order, line), line.places)),
      ...order.quote.claims.map((_claim, index) => ({ kind: "settle" as const, hold: claimId(order.id, index) })),
      ...settleSpent(order),
      ...waitsNoMore(order),
      ...grantBenefits(order)
    ],
    intents: delivering(order)
  }
}

/** Virtual goods are delivered at once, in a commit of their own that hosts hear of and may forbid. */
export const delivering = (order: Order): ReadonlyArray<DomainIntent> =>
  order.lines.every(isSent) ? [] : [DeliverOrder.of({ order: order.id }, { lane: `${order.id}/deliver` })]

/** An order that was never paid ends: what was held for it is anybody's again. */
export const letGo = (
  order: Order,
  event: "closed" | "lapse" | "pay" | "deposit" | "cancel" | "expire",
  why: NonNullable<Order["cancellation"]>,
  now: number,
  fields: Partial<Order> = {}
): Consequence => ({
  changes: [moved(order, event, { ...fields, cancelledAt: now, cancellation: why }, OrderCancelled.of(about(order)))],
  transfers: [
    ...order.lines.flatMap((line) => releaseStock(stockLine(order, line), line.places)),
    ...order.quote.claims.map((_, index) => ({ kind: "release" as const, hold: claimId(order.id, index) })),
    ...releaseSpent(order),
    ...waitsNoMore(order)
  ]
})

/**
 * A paid order is cancelled before anything was shipped: its goods go back on the shelves, its claims come back once, unless
 * the policy it was placed under keeps them, and so does what of its points, credit and gift cards has not gone back before.
 */
export const undo = (
  order: Order,
  { bounds, spent }: { readonly bounds: Bounds; readonly spent: Tendered | undefined },
  why: NonNullable<Order["cancellation"]>,
  now: number
): Consequence => ({
  changes: [moved(order, "cancel", { cancelledAt: now, cancellation: why }, OrderCancelled.of(about(order)))],
  transfers: [
    ...order.lines.flatMap((line) => unsellStock(order.id, stockLine(order, line), line.places)),
    ...(order.returnClaims === "never" ? [] : claimsBack(order, bounds)),
    ...(spent === undefined
      ? []
      : tenderedBack(order, spent, { money: spent.money.posted, points: spent.points.posted }, "cancellation")
          .transfers),
    ...revokeBenefits(order)
  ]
})
