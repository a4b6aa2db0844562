import { portion, proportion, type Proportion } from "../../money/rules/proportion.ts"
import { divide } from "../../money/rules/round.ts"
import { fractionFrom } from "../../promotion/rules/number.ts"
import type { Ratio } from "../../kernel/ratio.ts"
import type { PolicyRounding, Tax } from "../input.ts"
import { type CustomsRule, customsRule } from "./customs/rate.ts"
import { shareByExact, zeros } from "./spread.ts"

/** How an amount is taxed. The tax of an amount is `share` of it: `r / (1 + r)` of what includes it, `r` of what does not. */
export interface TaxRule {
  readonly included: boolean
  readonly share: Proportion
  /** Whether it bears any tax. */
  readonly taxed: boolean
  /** Set for goods that pass the border: what they bear then depends on what else does. */
  readonly customs?: CustomsRule
}

/** Something that bears tax, and what is left of it. */
export interface Taxed {
  readonly rule: TaxRule
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
 * A reader for the taxes of one quote. Rates are added, or each on top of the others; their order does not matter (L22). What
 * passes the border is at the reduced rate, until it is known what passes with it. It answers `undefined` for a rate that is none.
 */
export const taxReader = (compound: boolean, customsShare: Ratio = one): TaxReader => {
  const inside = new Map<string, TaxRule | undefined>()
  const onTop = new Map<string, TaxRule | undefined>()
  return (tax) => {
    if (tax?.customs !== undefined) return borderRule(tax.included, customsRule(tax.customs, customsShare))
    if (tax === undefined || tax.rates.length === 0 || tax.relief !== undefined) return untaxed
    const { included, rates } = tax
    const key = rates.length === 1 ? rates[0]!.rate : rates.map(({ rate }) => rate).join()
    const known = included ? inside : onTop
    let rule = known.get(key)
    if (rule === undefined) {
      rule = taxRule(tax, compound)
      known.set(key, rule)
    }
    return rule
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
  return rated(tax.included, { numerator, denominator })
}

/** How an amount is taxed at a rate. */
export const rated = (included: boolean, { numerator, denominator }: Ratio): TaxRule => {
  if (numerator === 0n) return { ...untaxed, included }
  const whole = denominator + (included ? numerator : 0n)
  return { included, share: proportion({ numerator, denominator: whole }), taxed: true }
}

const one: Ratio = { numerator: 1n, denominator: 1n }

const borderRule = (included: boolean, customs: CustomsRule | undefined): TaxRule | undefined =>
  customs && { ...rated(included, customs.reduced), customs }

/** The exact net and tax of an amount, as numerators over one denominator. */
export const exactly = ({ included, share: { ratio } }: TaxRule, amount: bigint) => ({
  tax: amount * ratio.numerator,
  net: amount * (ratio.denominator - (included ? ratio.numerator : 0n)),
  denominator: ratio.denominator
})

/** {@link taxOf} for amounts of any size. */
export const exactTax = (amount: bigint, { share: { ratio } }: TaxRule, mode: PolicyRounding): bigint =>
  divide(amount * ratio.numerator, ratio.denominator, mode)

/** The tax of an amount, rounded once: in it, `amount * r / (1 + r)`, or on top of it, `amount * r`. */
export const taxOf = (amount: number, { share, taxed }: TaxRule, mode: PolicyRounding): number => {
  if (!taxed) return 0
  // A fee may be below zero; its tax mirrors that of the same fee above.
  return amount < 0 ? -portion(-amount, share, mode) : portion(amount, share, mode)
}

/**
 * The taxes of an order: the exact sum rounded once, prices with and without tax apart, then split by exact tax.
 *
 * Law: they sum to the rounded sum (L20).
 */
export const orderTaxes = (of: ReadonlyArray<Taxed>, mode: PolicyRounding): ReadonlyArray<number> => {
  const totals = zeros(of.length)
  for (const included of [true, false]) {
    const places = [...of.keys()].filter((index) => of[index]!.rule.included === included && of[index]!.rule.taxed)
    // Sums over different divisors have a common one that no double holds.
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
