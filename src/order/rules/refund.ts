import { paidFor, refundShare } from "../../quote/rules/refund.ts"
import type { Order, Return } from "../model.ts"

/** What of one line comes back, and what goes back for it. */
export interface Share {
  readonly line: string
  readonly quantity: number
  readonly amount: bigint
}

/** What each line gets back: its own share of what was paid, by cumulative difference, so all parts sum to the whole. */
export const sharesOf = (order: Order, { lines }: Return): ReadonlyArray<Share> =>
  lines.flatMap(({ line, quantity }) => {
    const ordered = order.lines.find(({ id }) => id === line)
    const quoted = order.quote.lines.find(({ id }) => id === line)
    if (ordered === undefined) return []
    // Nothing was paid for a gift.
    if (quoted === undefined) return [{ line, quantity, amount: 0n }]
    const { amount } = refundShare(paidFor(quoted), ordered.refunded.quantity, quantity)
    return [{ line, quantity, amount }]
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
