import { instantText } from "../../../src/kernel/instant.ts"
import { amountText } from "../../../src/money/index.ts"
import type { QuoteInput } from "../../../src/quote/index.ts"

/**
 * A cart as the document that `pannier quote` reads. Law: `read(documentOf(cart)) = cart`.
 */
export const documentOf = (cart: QuoteInput): object => {
  if ("_tag" in cart.promotions) throw new TypeError("a rule set is no document")
  const { context, at, promotions, accounts, ...rest } = cart
  return {
    ...(written(rest, cart.currency) as object),
    at: instantText(at),
    promotions: promotions.map(({ from, until, offer, ...promotion }) => ({
      ...promotion,
      offer: offer.kind === "deposit" && offer.tail !== undefined ? { ...offer, tail: windowText(offer.tail) } : offer,
      ...(from === undefined ? {} : { from: instantText(from) }),
      ...(until === undefined ? {} : { until: instantText(until) })
    })),
    ...(accounts === undefined ? {} : { accounts: written(accounts, cart.currency) }),
    ...(context === undefined
      ? {}
      : { context: { ...context.facts, ...(context.customer === undefined ? {} : { customer: context.customer }) } })
  }
}

const windowText = ({ from, until }: { readonly from: number; readonly until: number }): object => ({
  from: instantText(from),
  until: instantText(until)
})

const written = (value: unknown, currency: string): unknown => {
  if (typeof value === "bigint") return amountText(value, currency)
  if (Array.isArray(value)) return value.map((one) => written(one, currency))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[key, written(one, currency)]]))
  )
}
