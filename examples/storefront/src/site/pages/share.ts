/** What pieces that come back bring with them. */
import * as Schema from "effect/Schema"
import { Money } from "pannier/money"
import { paidFor, Quote, refundShare } from "pannier/quote"
import type { Commands, Face } from "pannier/shop"
import type { Whole } from "./whole.ts"

export type Return = Awaited<ReturnType<Face<Commands>["return"]["get"]>>

const quoteOf = Schema.decodeUnknownSync(Quote)
const encode = Schema.encodeSync(Money)

/** How many pieces of a line are to come back by returns that are open. */
export const comingBack = ({ returns }: Pick<Whole, "returns">, line: string): number =>
  returns
    .filter(({ state }) => state === "requested" || state === "approved")
    .flatMap(({ lines }) => lines)
    .reduce((sum, one) => (one.line === line ? sum + one.quantity : sum), 0)

/** How many pieces of a line the buyer has and has not asked to send back. */
export const returnable = ({ accounts, returns }: Pick<Whole, "accounts" | "returns">, line: string): number => {
  const out = accounts.find(({ account }) => account.startsWith("shipped/") && account.endsWith(`/${line}`))
  return Math.max(0, Number(out?.posted ?? 0) - comingBack({ returns }, line))
}

/** An amount in the currency of an order. */
export const moneyOf = (amount: bigint, { order }: Pick<Whole, "order">) =>
  encode({ amount, currency: order.total.currency })

/**
 * What so many pieces of a line are paid back after those that came back before, in minor units: by the kernel's own rule, the
 * average to the cent of what was paid for the line, and less what a drop of its price has given back already.
 */
export const shareOf = ({ order }: Pick<Whole, "order">, line: string, before: number, count: number): bigint => {
  const quoted = quoteOf(order.quote).lines.find(({ id }) => id === line)
  if (quoted === undefined) return 0n
  const paid = paidFor(quoted)
  const dropped = (order.protections ?? [])
    .flatMap(({ lines }) => lines)
    .reduce((sum, drop) => (drop.line === line ? sum + BigInt(drop.amount) : sum), 0n)
  const share = (of: bigint): bigint => refundShare({ ...paid, paid: of }, before, count).amount
  return share(paid.paid) - share(dropped)
}

/** What each line of a return is paid back, after what came back before. */
export const sharesOf = (found: Return, whole: Whole): ReadonlyArray<bigint> => {
  const earlier = whole.returns.filter(
    ({ id, receivedAt }) =>
      id !== found.id && receivedAt !== undefined && receivedAt <= (found.receivedAt ?? receivedAt)
  )
  return found.lines.map(({ line, quantity }) => {
    const before = earlier
      .flatMap(({ lines }) => lines)
      .filter((one) => one.line === line)
      .reduce((sum, one) => sum + one.quantity, 0)
    return shareOf(whole, line, before, quantity)
  })
}
