import { type Consequence, type Loading, on, put, type Read } from "../../command/index.ts"
import type { Transfer } from "../../ledger/model.ts"
import type { Claim } from "../../promotion/rules/claim.ts"
import { giftsOf } from "../../promotion/rules/gift.ts"
import {
  type Order,
  OrderClaimsReturned,
  orders,
  type Return,
  ReturnRefunded,
  type ReturnState,
  returns
} from "../model.ts"
import { type Bounds, boundsOf, claimsBack } from "./claims.ts"

/** The returns of an order in a state, however many were asked for before. */
function* returnsIn(state: ReturnState, order: string, read: Read): Loading<ReadonlyArray<Return>> {
  const found = yield* read.everyRow(returns, { index: "order", equals: [order], where: { state } })
  return yield* read.many(
    returns,
    found.map(({ id }) => id)
  )
}

/** The returns of an order whose goods are back and whose money is not. */
export const unpaidReturnsOf = (order: string, read: Read): Loading<ReadonlyArray<Return>> =>
  returnsIn("received", order, read)

/** How many pieces of an order are to come back by returns that are open, by line. */
export function* comingBack(order: string, read: Read): Loading<ReadonlyMap<string, number>> {
  const open = [...(yield* returnsIn("requested", order, read)), ...(yield* returnsIn("approved", order, read))]
  const sums = new Map<string, number>()
  for (const { line, quantity } of open.flatMap(({ lines }) => lines)) sums.set(line, (sums.get(line) ?? 0) + quantity)
  return sums
}

/** Whether every piece of an order has come back; a gift that the buyer keeps by policy need not. */
export const isWhole = ({ lines, giftReturn }: Pick<Order, "lines" | "giftReturn">): boolean =>
  lines.every(
    ({ quantity, refunded, giftOf }) =>
      refunded.quantity === quantity || (giftOf !== undefined && giftReturn === "keep")
  )

/** What is asked before claims come back with the last of the goods. */
export interface Claimed {
  readonly bounds: Bounds
  /** The returns whose money is not back yet. */
  readonly waiting: ReadonlyArray<string>
}

/** Reads it, of an order whose claims may come back. */
export function* withClaims(order: Order, read: Read): Loading<Claimed | undefined> {
  const { returnClaims, claimsReturnedAt, quote, lines } = order
  if (returnClaims !== "whole" || quote.claims.length === 0) return undefined
  if (claimsReturnedAt !== undefined && keptGifts(order).length === 0) return undefined
  const bounds = yield* boundsOf(
    quote.claims,
    lines.map(({ sku }) => sku),
    read
  )
  const back = yield* unpaidReturnsOf(order.id, read)
  return { bounds, waiting: back.map(({ id }) => id) }
}

/** The gifts of an order that have not come back. */
const keptGifts = ({ lines }: Pick<Order, "lines">): Order["lines"] =>
  lines.filter(({ giftOf, quantity, refunded }) => giftOf !== undefined && refunded.quantity < quantity)

/** How much of a claim comes back with an order of which no more than gifts stays: all but the pieces of these. */
const shareBack = (order: Order, { promotions }: Bounds, { unit, by, account, amount }: Claim): bigint => {
  if (unit !== "units") return amount
  const entry = promotions.get(by)
  const named = entry === undefined ? [] : giftsOf(entry.promotion).filter(({ stock }) => stock?.account === account)
  // A later version of the promotion may name other gifts.
  const counts = (sku: string): boolean => named.length === 0 || named.some((gift) => gift.sku === sku)
  const kept = keptGifts(order).reduce(
    (sum, { giftOf, sku, quantity, refunded }) =>
      sum + (giftOf === by && counts(sku) ? BigInt(quantity - refunded.quantity) : 0n),
    0n
  )
  return kept < amount ? amount - kept : 0n
}

/**
 * What comes back once all of an order and all its money has: every claim, but the pieces of gifts that the buyer keeps. Those
 * come back when the gifts do.
 *
 * @param by the return that is over with this decision
 * @param before the order without it, where goods come back with this decision
 * @returns the order with it and the transfers, or `undefined` where something is still to come
 */
export const wholeBack = (
  order: Order,
  claimed: Claimed | undefined,
  by: string,
  now: number,
  before?: Order
): { readonly order: Order; readonly transfers: ReadonlyArray<Transfer> } | undefined => {
  if (claimed === undefined || !isWhole(order) || claimed.waiting.some((one) => one !== by)) return undefined
  const { bounds } = claimed
  const share = (claim: Claim): bigint => shareBack(order, bounds, claim)
  if (order.claimsReturnedAt === undefined) {
    return { order: { ...order, claimsReturnedAt: now }, transfers: claimsBack(order, bounds, share) }
  }
  if (before === undefined) return undefined
  return { order, transfers: claimsBack(order, bounds, (one) => share(one) - shareBack(before, bounds, one), by) }
}

/** The money of a return has arrived: if it was the last of an order of which all is back, its claims come back too. */
export const claimsReturned = on(ReturnRefunded, {
  *load({ data: { order: id } }, read) {
    const order = yield* read.one(orders, id)
    return { order, claimed: yield* withClaims(order, read) }
  },
  decide: ({ order, claimed }, { data }, { now }): Consequence => {
    const back = wholeBack(order, claimed, data.return, now)
    if (back === undefined) return {}
    return {
      changes: [put(orders, back.order, OrderClaimsReturned.of({ order: order.id }))],
      transfers: back.transfers
    }
  }
})
