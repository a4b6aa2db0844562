import { paidFor, refundShare } from "../../quote/rules/refund.ts"
import type { Order, Return } from "../model.ts"
import { pointsShare } from "./spent.ts"

/** What of one line comes back, and what goes back for it. */
export interface Share {
  readonly line: string
  readonly quantity: number
  /** Money, minor units. */
  readonly amount: bigint
  /** What points paid of it, minor units. */
  readonly points: bigint
}

const pointsOf = (quoted: Order["quote"]["lines"][number], before: number, now: number): Pick<Share, "points"> => {
  const { points = 0n } = quoted
  return { points: refundShare({ ...paidFor(quoted), paid: points, tax: 0n }, before, now).amount }
}

/**
 * How many points go back: the share of what points paid for these pieces, after all that came back before. Its order is the
 * one before the return.
 */
export const pointsBack = (order: Order, shares: ReadonlyArray<Share>): bigint => {
  if (order.quote.points === undefined) return 0n
  const before = order.lines.reduce((sum, { id, refunded }) => {
    const quoted = order.quote.lines.find((line) => line.id === id)
    return quoted === undefined ? sum : sum + pointsOf(quoted, 0, refunded.quantity).points
  }, 0n)
  const now = shares.reduce((sum, { points }) => sum + points, 0n)
  return pointsShare(order.quote.points, before, now)
}

/** What each line gets back: its own share of what was paid, by cumulative difference, so all parts sum to the whole. */
export const sharesOf = (order: Order, { lines }: Return): ReadonlyArray<Share> =>
  lines.flatMap(({ line, quantity }) => {
    const ordered = order.lines.find(({ id }) => id === line)
    const quoted = order.quote.lines.find(({ id }) => id === line)
    if (ordered === undefined) return []
    // Nothing was paid for a gift.
    if (quoted === undefined) return [{ line, quantity, amount: 0n, points: 0n }]
    const { gross, points = 0n } = quoted
    const before = ordered.refunded.quantity
    const { amount } = refundShare({ ...paidFor(quoted), paid: gross - points }, before, quantity)
    return [{ line, quantity, amount, ...pointsOf(quoted, before, quantity) }]
  })

/** What is still with the buyer when the goods of a return are back, by line. */
export const keptOf = (out: ReadonlyMap<string, number>, { lines }: Return): ReadonlyMap<string, number> =>
  new Map(
    [...out].map(([line, count]) => [line, count - (lines.find((back) => back.line === line)?.quantity ?? 0)] as const)
  )

/** The lines of the order with these shares counted as paid back. */
export const withRefunded = (order: Order, shares: ReadonlyArray<Share>): Order["lines"] =>
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
