import { instantText } from "../kernel/instant.ts"
import { amountText } from "../money/amount.ts"
import type { QuoteOf } from "./quote.ts"
import { turned } from "./stored.ts"

/**
 * A quote as JSON: amounts as text with all the currency's decimals, counts as whole numbers in quotes, instants as ISO 8601 in
 * UTC.
 */
export const write = (quote: QuoteOf<bigint, number>): QuoteOf<string, string> =>
  turned(quote, {
    amount: (amount) => amountText(amount, quote.currency),
    count: (count) => count.toString(),
    at: instantText
  })
