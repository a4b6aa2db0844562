import { divide } from "../../../src/money/index.ts"
import type { QuoteInput, Tax } from "../../../src/quote/index.ts"
import { type Exact, fraction, minus, one, over, plus, times, zero } from "./number.ts"

/** The rate of a tax on an amount without it: all its rates as one; under a relief none; of an import that within the limits. */
export const rateOf = (input: QuoteInput, tax: Tax | undefined): Exact => {
  if (tax?.customs !== undefined) return importRates(input, tax.customs).within
  if (tax?.relief !== undefined) return zero
  let sum = zero
  for (const { rate } of tax?.rates ?? []) {
    const next = fraction(rate)
    sum = plus(plus(sum, next), input.policy?.tax?.compound === true ? times(sum, next) : zero)
  }
  return sum
}

/** What a good bears within the limits of imports, and beyond them; consumption tax is part of the value that it is levied on. */
export const importRates = (input: QuoteInput, customs: NonNullable<Tax["customs"]>) => {
  if (customs.regime === "postal") return { within: fraction(customs.rate), beyond: fraction(customs.rate) }
  const [duty, consumption, vat] = [fraction(customs.duty), fraction(customs.consumption), fraction(customs.vat)]
  const general = over(plus(consumption, vat), minus(one, consumption))
  return {
    within: times(fraction(input.customs?.share ?? "0.7"), general),
    beyond: plus(duty, times(plus(one, duty), general))
  }
}

/** The part of an amount that is tax, if it contains it, and the tax that comes on top of it. */
export const partInside = ([n, d]: Exact): Exact => [n, d + n]

const rounded = (input: QuoteInput, [n, d]: Exact): bigint => divide(n, d, input.policy?.rounding?.tax ?? "halfUp")

export const taxInside = (input: QuoteInput, amount: bigint, rate: Exact): bigint =>
  rounded(input, times([amount, 1n], partInside(rate)))

export const taxOnTop = (input: QuoteInput, amount: bigint, rate: Exact): bigint =>
  rounded(input, times([amount, 1n], rate))

/** An amount without the tax that it contains and that a relief takes away. */
export const withoutRelieved = (input: QuoteInput, amount: bigint, tax: Tax | undefined): bigint => {
  if (tax?.relief === undefined || !tax.included) return amount
  const { relief: _, ...due } = tax
  return amount - taxInside(input, amount, rateOf(input, due))
}

/** The input with the buyer's relief on everything that has none of its own and passes no border. */
export const relieved = (input: QuoteInput): QuoteInput => {
  const { relief } = input
  const under = <A extends { readonly tax?: Tax }>(of: A): A =>
    relief === undefined || of.tax === undefined || of.tax.relief !== undefined || of.tax.customs !== undefined
      ? of
      : { ...of, tax: { ...of.tax, relief } }
  const lower = <A extends { readonly amount: bigint; readonly tax?: Tax }>(of: A): A => {
    const found = under(of)
    return { ...found, amount: withoutRelieved(input, found.amount, found.tax) }
  }
  return {
    ...input,
    lines: input.lines.map(under),
    ...(input.charges === undefined ? {} : { charges: input.charges.map(lower) }),
    ...(input.fees === undefined ? {} : { fees: input.fees.map(lower) })
  }
}
