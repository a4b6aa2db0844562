/** What each line of a return brings back. */
import * as Schema from "effect/Schema"
import { Money } from "pannier/money"
import { paidFor, Quote, refundShare } from "pannier/quote"
import type { Commands, Face } from "pannier/shop"
import type { Whole } from "./whole.ts"

export type Return = Awaited<ReturnType<Face<Commands>["return"]["get"]>>

const quoteOf = Schema.decodeUnknownSync(Quote)
const encode = Schema.encodeSync(Money)

/** An amount in the currency of an order. */
export const moneyOf = (amount: bigint, { order }: Whole) => encode({ amount, currency: order.total.currency })

/** What each line is paid back, in minor units: by the kernel's own rule, after what came back before. */
export const sharesOf = (found: Return, { order, returns: all }: Whole): ReadonlyArray<bigint> => {
  const quote = quoteOf(order.quote)
  const earlier = all.filter(
    ({ id, receivedAt }) =>
      id !== found.id && receivedAt !== undefined && receivedAt <= (found.receivedAt ?? receivedAt)
  )
  return found.lines.map(({ line, quantity }) => {
    const quoted = quote.lines.find(({ id }) => id === line)
    const before = earlier
      .flatMap(({ lines }) => lines)
      .filter((one) => one.line === line)
      .reduce((sum, one) => sum + one.quantity, 0)
    return quoted === undefined ? 0n : refundShare(paidFor(quoted), before, quantity).amount
  })
}
