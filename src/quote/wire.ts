import { instantText } from "../kernel/instant.ts"
import { amountText } from "../money/amount.ts"
import type { QuoteOf } from "./quote.ts"

/** A value with every amount as text. */
type Written<A> = A extends bigint
  ? string
  : A extends ReadonlyArray<infer One>
    ? ReadonlyArray<Written<One>>
    : A extends object
      ? { readonly [K in keyof A]: Written<A[K]> }
      : A

/** A quote as JSON: amounts as text with all the currency's decimals, instants as ISO 8601 in UTC. */
export const write = (quote: QuoteOf<bigint, number>): QuoteOf<string, string> => {
  const written = <A>(value: A): Written<A> => {
    const text: unknown =
      typeof value === "bigint"
        ? amountText(value, quote.currency)
        : Array.isArray(value)
          ? value.map(written)
          : typeof value === "object" && value !== null
            ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, written(one)]))
            : value
    return text as Written<A>
  }
  // Claims of uses and units count things, not money.
  const claims = quote.claims.map((claim) =>
    claim.unit === "money" ? written(claim) : { ...claim, amount: claim.amount.toString() }
  )
  const { proof, ...rest } = written({ ...quote, claims: [] })
  return { ...rest, at: instantText(quote.at), gifts: [], after: [], claims, proof }
}
