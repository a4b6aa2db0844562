import * as Result from "effect/Result"
import { broken, law, type Law, vacuous, verdict } from "../../kernel/law.ts"
import type { QuoteInput } from "../input.ts"
import type { Quote } from "../model.ts"
import { taxes } from "../rules/by-rate.ts"
import type { QuotedRate } from "../tax.ts"
import { TaxCase, taxInputOf, type TaxPricing } from "./tax.ts"

const sum = (rates: ReadonlyArray<QuotedRate<bigint>>): bigint =>
  rates.reduce((whole, { amount }) => whole + amount, 0n)

/** L20 by rate: what an invoice states of each rate. */
export const ratesSum = (price: TaxPricing): Law<TaxCase> =>
  law({
    id: "L20",
    title:
      "the rates of a line and of a charge sum to its tax, those of all to the whole; none is below zero or out of order",
    input: TaxCase,
    holds: (drawn) => {
      const input = taxInputOf(drawn)
      const priced = price(input)
      if (Result.isFailure(priced)) return vacuous(priced.failure._tag)
      const quote = priced.success
      const found = taxes(quote)
      if (found === undefined) return broken("no taxes")
      if (quote.tax === 0n) return vacuous("nothing is taxed")
      const parts = [...found.lines, ...found.charges]
      const whole = [...quote.lines, ...quote.charges].every(({ id, tax }) => {
        const own = parts.find((part) => part.id === id)
        return sum(own?.rates ?? []) === tax
      })
      const ordered = parts.every(({ rates }) =>
        rates.every((rate, index) => index === 0 || rates[index - 1]!.id < rate.id)
      )
      const negative = parts.some(({ rates }) => rates.some(({ amount }) => amount < 0n))
      const turned = turnedTotal(price, input)
      return verdict(
        whole && ordered && !negative && sum(found.total) === quote.tax && turned === said(quote),
        () => `${said(quote)} of ${quote.tax}, turned ${turned}`
      )
    }
  })

const said = (quote: Quote): string => (taxes(quote)?.total ?? []).map(({ id, amount }) => `${id} ${amount}`).join(", ")

/** The same with lines and rates in another order. */
const turnedTotal = (price: TaxPricing, input: QuoteInput): string => {
  const lines = input.lines
    .toReversed()
    .map((line) =>
      line.tax === undefined ? line : { ...line, tax: { ...line.tax, rates: line.tax.rates.toReversed() } }
    )
  const other = price({ ...input, lines })
  return Result.isSuccess(other) ? said(other.success) : other.failure._tag
}
