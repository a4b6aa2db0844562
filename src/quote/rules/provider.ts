import * as Result from "effect/Result"
import type { TaxMissing } from "../errors.ts"
import type { QuoteInput, Tax } from "../input.ts"
import type { Quote } from "../model.ts"
import type { TaxAnswer, TaxPlace, TaxQuestion } from "../provider.ts"

/** What a question needs beside the cart: from where to where, and how prices are stated. */
export interface TaxCircumstances {
  readonly from: TaxPlace
  readonly to: TaxPlace
  readonly included: boolean
  readonly buyer?: { readonly registration: string }
  /** The provider's code of a good, by sku. */
  readonly codes?: ReadonlyMap<string, string>
}

/** The question to put to a provider for a cart; `quote` is the cart's without taxes, whose amounts the taxes may depend on. */
export const taxQuestion = (
  { at, currency, lines }: QuoteInput,
  quote: Quote,
  { codes, ...circumstances }: TaxCircumstances
): TaxQuestion => ({
  at,
  ...circumstances,
  lines: lines.map(({ id, sku, quantity }) => {
    const code = codes?.get(sku)
    const amount = quote.lines.find((line) => line.id === id)?.amount ?? 0n
    return { id, sku, quantity, amount: { amount, currency }, ...(code === undefined ? {} : { code }) }
  }),
  charges: quote.charges.map(({ id, amount }) => ({ id, amount: { amount, currency } }))
})

/** The cart with the taxes that a provider has answered; `TaxMissing` if it left something out. */
export const withTaxes = (input: QuoteInput, answer: TaxAnswer): Result.Result<QuoteInput, TaxMissing> => {
  const lines = taxed(input.lines, answer.lines)
  const charges = taxed(input.charges ?? [], answer.charges)
  const missing = [...lines, ...charges].find(({ tax }) => tax === undefined)
  if (missing !== undefined) return Result.fail({ _tag: "TaxMissing", of: missing.id })
  return Result.succeed({ ...input, lines, charges, ...(answer.relief === undefined ? {} : { relief: answer.relief }) })
}

// What already says how it is taxed keeps it: the host knows, and the provider was not needed.
const taxed = <A extends { readonly id: string; readonly tax?: Tax }>(
  list: ReadonlyArray<A>,
  answers: TaxAnswer["lines"]
): ReadonlyArray<A> => {
  const found = new Map(answers.map(({ id, tax }) => [id, tax]))
  return list.map((one) => {
    const tax = one.tax ?? found.get(one.id)
    return tax === undefined ? one : { ...one, tax }
  })
}
