import { portion, proportion, type Proportion } from "../../money/rules/proportion.ts"
import { divide } from "../../money/rules/round.ts"
import { fractionFrom } from "../../promotion/rules/number.ts"
import type { PolicyRounding, Tax } from "../input.ts"
import { share, shareByExact, zeros } from "./spread.ts"

/** How an amount is taxed. The tax of an amount is `share` of it: `r / (1 + r)` of what includes it, `r` of what does not. */
export interface TaxRule {
  readonly included: boolean
  readonly share: Proportion
  /** Whether it bears any tax. */
  readonly taxed: boolean
}

/** Something that bears tax: amounts that are rounded together, one a unit. */
export interface Taxed {
  readonly rule: TaxRule
  /** What is left of each unit, in unit order. */
  readonly amounts: ReadonlyArray<number>
  /** Their sum. */
  readonly total: number
}

const untaxed: TaxRule = {
  included: true,
  share: proportion({ numerator: 0n, denominator: 1n }),
  taxed: false
}

/** Reads taxes, each kind once. */
export type TaxReader = (tax: Tax | undefined) => TaxRule | undefined

/**
 * A reader for the taxes of one quote. Rates are added, or each on top of the others; their order does not matter (L22). It
 * answers `undefined` for a rate that is none.
 */
export const taxReader = (compound: boolean): TaxReader => {
  const known = new Map<string, TaxRule | undefined>()
  return (tax) => {
    if (tax === undefined || tax.rates.length === 0) return untaxed
    const key = tax.rates.length === 1 ? tax.rates[0]!.rate : tax.rates.map(({ rate }) => rate).join()
    const kind = tax.included ? `=${key}` : `+${key}`
    if (known.has(kind)) return known.get(kind)
    const made = taxRule(tax, compound)
    known.set(kind, made)
    return made
  }
}

const taxRule = (tax: Tax, compound: boolean): TaxRule | undefined => {
  let numerator = 0n
  let denominator = 1n
  for (const { rate } of tax.rates) {
    const next = fractionFrom(rate)
    if (next === undefined || next.numerator < 0n) return undefined
    const both = compound ? numerator * next.numerator : 0n
    numerator = numerator * next.denominator + next.numerator * denominator + both
    denominator *= next.denominator
  }
  if (numerator === 0n) return { ...untaxed, included: tax.included }
  const whole = denominator + (tax.included ? numerator : 0n)
  return { included: tax.included, share: proportion({ numerator, denominator: whole }), taxed: true }
}

/** The tax of an amount, rounded once: in it, `amount * r / (1 + r)`, or on top of it, `amount * r`. */
export const taxOf = (amount: number, { share, taxed }: TaxRule, mode: PolicyRounding): number => {
  if (!taxed) return 0
  // A fee may be below zero; its tax mirrors that of the same fee above.
  return amount < 0 ? -portion(-amount, share, mode) : portion(amount, share, mode)
}

/**
 * The tax of each unit. `line`: rounded once for each group, then split over its units by what is left of them; `unit`: for
 * each unit; `order`: the exact sum rounded once, prices with and without tax apart, then split over groups by their exact
 * tax.
 *
 * Law: under `line` and `order` the units' taxes sum to the group's, under `order` the groups' to the rounded sum (L20).
 */
export const taxes = (
  of: ReadonlyArray<Taxed>,
  rounding: "line" | "unit" | "order",
  mode: PolicyRounding
): ReadonlyArray<ReadonlyArray<number>> => {
  if (rounding === "unit") return of.map(({ rule, amounts }) => amounts.map((amount) => taxOf(amount, rule, mode)))
  const totals = rounding === "order" ? orderTaxes(of, mode) : undefined
  return of.map(({ amounts, total, rule }, index) => {
    const tax = totals === undefined ? taxOf(total, rule, mode) : totals[index]!
    return tax === 0 ? zeros(amounts.length) : share(tax, amounts)
  })
}

// Sums over different divisors have a common one that no double holds.
const orderTaxes = (of: ReadonlyArray<Taxed>, mode: PolicyRounding): ReadonlyArray<number> => {
  const totals = zeros(of.length)
  for (const included of [true, false]) {
    const places = [...of.keys()].filter((index) => of[index]!.rule.included === included && of[index]!.rule.taxed)
    const common = [...new Set(places.map((index) => of[index]!.rule.share.ratio.denominator))].reduce(
      (product, one) => product * one,
      1n
    )
    const exact = places.map((index) => {
      const { rule, total } = of[index]!
      return BigInt(total) * rule.share.ratio.numerator * (common / rule.share.ratio.denominator)
    })
    const sum = exact.reduce((whole, one) => whole + one, 0n)
    const parts = shareByExact(Number(divide(sum, common, mode)), exact)
    for (const [place, index] of places.entries()) totals[index] = parts[place]!
  }
  return totals
}
