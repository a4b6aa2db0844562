import * as Result from "effect/Result"
import type { QuoteInput } from "../../quote/input.ts"
import { type GoodsBack, type Refund, refunds, type ReturnPolicy } from "../../quote/rules/returns.ts"
import type { Order, Return } from "../model.ts"
import { giftsEarned, withheldBy } from "./gift.ts"
import { isSent } from "./goods.ts"
import { type Given, givenBy, type Giving } from "./given.ts"
import { pointsShare } from "./spent.ts"

/** What of one line comes back, and what goes back for it. */
export interface Share {
  readonly line: string
  readonly quantity: number
  /** Money, minor units: what was paid for these pieces beside points. */
  readonly amount: bigint
}

/** What goes back for one return. Amounts are minor units. */
export interface OrderRefund {
  /** Through the gateway, to gift cards and to credit. */
  readonly money: bigint
  /** Whole points. */
  readonly points: bigint
  /** What of it is freight. */
  readonly freight: bigint
  readonly shares: ReadonlyArray<Share>
  /** The order with the return counted. */
  readonly order: Order
}

type Returned = NonNullable<Order["returned"]>[number]

/** What is still with the buyer when the goods of a return are back, by line. */
const keptOf = (out: ReadonlyMap<string, number>, { lines }: Return): ReadonlyMap<string, number> =>
  new Map(
    [...out].map(([line, count]) => [line, count - (lines.find((back) => back.line === line)?.quantity ?? 0)] as const)
  )

/** An order of an earlier program tells how many pieces came back, and not in which returns. */
const earlier = ({ lines, returned }: Order): ReadonlyArray<Returned> => {
  if (returned !== undefined) return returned
  const back = lines.flatMap(({ id, giftOf, refunded }) =>
    giftOf === undefined && refunded.quantity > 0 ? [{ line: id, quantity: refunded.quantity }] : []
  )
  const gifts = lines.flatMap(({ id, giftOf, refunded }) =>
    giftOf === undefined ? [] : [{ gift: id, quantity: refunded.quantity }]
  )
  return back.length === 0 && gifts.every(({ quantity }) => quantity === 0) ? [] : [{ lines: back, gifts }]
}

const atFault = new Set<Return["reason"]>(["damaged", "wrong item", "not as described"])

/** Whether goods come back because they are not as they should be. */
export const isFault = (reason: Return["reason"]): boolean => atFault.has(reason)

/** The goods of a return, and how many gifts have stopped being with the buyer since the one before. */
const returnedBy = (order: Order, found: Return, kept: ReadonlyMap<string, number>): Returned => {
  const isGift = (line: string) => order.lines.find(({ id }) => id === line)?.giftOf !== undefined
  const gifts = order.lines.flatMap(({ id, giftOf, quantity }) => {
    if (giftOf === undefined) return []
    const before = earlier(order).reduce(
      (sum, one) => sum + (one.gifts?.find(({ gift }) => gift === id)?.quantity ?? 0),
      0
    )
    const now = quantity - (kept.get(id) ?? 0) - before
    return now === 0 ? [] : [{ gift: id, quantity: now }]
  })
  return {
    return: found.id,
    lines: found.lines.filter(({ line }) => !isGift(line)),
    ...(gifts.length === 0 ? {} : { gifts }),
    ...(isFault(found.reason) ? { fault: true as const } : {})
  }
}

/** The policy of a quote's returns that an order was placed under. */
const policyOf = (
  { lines, returns = {}, giftReturn = "return" }: Order,
  terms: QuoteInput | undefined
): ReturnPolicy => ({
  giftReturn,
  // What was delivered without a parcel has paid no freight, and may stay.
  sent: lines.filter(isSent).map(({ id }) => id),
  shippingRefund: returns.shippingRefund ?? "never",
  clawback: returns.clawback === "retest" && terms !== undefined ? { retest: terms } : "none"
})

const goodsBack = ({ returns = {} }: Order, { lines, gifts, fault }: Returned): GoodsBack => ({
  lines,
  ...(gifts === undefined ? {} : { gifts }),
  ...(fault === undefined || returns.faultShippingRefund === undefined
    ? {}
    : { shippingRefund: returns.faultShippingRefund })
})

const total = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((sum, amount) => sum + amount, 0n)

/** What has been given for an order, event by event, after which a further one is counted. */
export const eventsOf = (
  order: Order,
  terms: QuoteInput | undefined,
  history: ReadonlyArray<Returned> = earlier(order)
): { readonly parts: ReadonlyArray<Refund>; readonly retest: boolean; readonly events: ReadonlyArray<Giving> } => {
  const policy = policyOf(order, terms)
  const parts = Result.getOrThrowWith(
    refunds(
      order.quote,
      history.map((one) => goodsBack(order, one)),
      policy,
      giftsEarned(order)
    ),
    ({ line }) => new Error(`more of ${line} came back than was bought`)
  )
  const protectedAfter = (count: number): ReadonlyArray<Giving> =>
    (order.protections ?? []).flatMap(({ after, lines }) => (after === count ? [{ kind: "protection", lines }] : []))
  const events = parts.flatMap(
    (part, index): ReadonlyArray<Giving> => [
      ...protectedAfter(index),
      { kind: "return", goods: history[index]?.lines ?? [], part }
    ]
  )
  return { parts, retest: policy.clawback !== "none", events: [...events, ...protectedAfter(parts.length)] }
}

/**
 * What goes back for a return: what `Quote.refunds` says of it after all that came back before, under the policy that the
 * order was placed under. What points paid of it goes back as points, the rest as money.
 *
 * Law: no return gives less than nothing; all of them give what was paid for goods, and freight by its policy, however the
 * goods are divided into returns (L21).
 *
 * @param out by line, how many pieces are with the buyer
 * @param terms what the order's quote was made of, where thresholds are tested again
 */
export const refundOf = (
  order: Order,
  found: Return,
  out: ReadonlyMap<string, number>,
  terms: QuoteInput | undefined
): OrderRefund => {
  const kept = keptOf(out, found)
  const history = [...earlier(order), returnedBy(order, found, kept)]
  const { parts, retest, events } = eventsOf(order, terms, history)
  const given = givenBy(order, retest, events)
  const [now, part] = [given.at(-1), parts.at(-1)]
  if (now === undefined || part === undefined) throw new Error("a return gives something back, or nothing")
  const shares = found.lines.map(({ line, quantity }): Share => ({ line, quantity, amount: now.lines.get(line) ?? 0n }))
  const freight = total(parts.map(({ shipping }) => shipping.amount))
  const { currency } = order.quote
  const counted: Order = { ...order, lines: withRefunded(order, shares), returned: history }
  return {
    money: now.amount - now.points,
    points: pointsFor(order, given),
    freight: part.shipping.amount,
    shares,
    order: {
      ...counted,
      lines: withheldBy(counted, kept, now.held),
      ...(freight === 0n ? {} : { freightRefunded: { amount: freight, currency } })
    }
  }
}

/** The points that the last of several events gives. */
export const pointsFor = ({ quote }: Order, given: ReadonlyArray<Given>): bigint => {
  const worth = given.at(-1)?.points ?? 0n
  return quote.points === undefined
    ? 0n
    : pointsShare(quote.points, total(given.map(({ points }) => points)) - worth, worth)
}

/** The lines of the order with these shares counted as paid back. */
const withRefunded = (order: Order, shares: ReadonlyArray<Share>): Order["lines"] =>
  order.lines.map((line) => {
    const share = shares.find((one) => one.line === line.id)
    if (share === undefined) return line
    const { quantity, amount } = line.refunded
    return {
      ...line,
      refunded: {
        quantity: quantity + share.quantity,
        amount: { amount: amount.amount + share.amount, currency: amount.currency }
      }
    }
  })
