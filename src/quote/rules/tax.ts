import { divide } from "../../money/rules/round.ts"
import { fractionFrom } from "../../promotion/rules/number.ts"
import type { PolicyRounding, Tax } from "../input.ts"
import type { CustomsRule } from "./customs/rate.ts"
import { share } from "./spread.ts"

/** How an amount is taxed: the rates as one ratio. An exempt amount has the ratio zero. */
export interface TaxRule {
  readonly included: boolean
  readonly numerator: bigint
  readonly denominator: bigint
  /** Set for goods that pass the border: what they bear then depends on what else does. */
  readonly customs?: CustomsRule
}

/** Something that bears tax: amounts that are rounded together, one a unit. */
export interface Taxed {
  readonly rule: TaxRule
  /** What is left of each unit, in unit order. */
  readonly amounts: ReadonlyArray<bigint>
  /** Their sum. */
  readonly total: bigint
}

const untaxed: TaxRule = { included: true, numerator: 0n, denominator: 1n }

/** The rates as one: added, or each on top of the others. Their order does not matter (L22). */
export const taxRule = (tax: Tax | undefined, compound: boolean): TaxRule => {
  if (tax === undefined || tax.relief !== undefined || tax.rates.length === 0) return untaxed
  let numerator = 0n
  let denominator = 1n
  for (const { rate } of tax.rates) {
    const next = fractionFrom(rate) ?? { numerator: 0n, denominator: 1n }
    const both = compound ? numerator * next.numerator : 0n
    numerator = numerator * next.denominator + next.numerator * denominator + both
    denominator *= next.denominator
  }
  return { included: tax.included, numerator, denominator }
}

/** The tax of an amount, rounded once: in it, `amount * r / (1 + r)`, or on top of it, `amount * r`. */
export const taxOf = (amount: bigint, rule: TaxRule, mode: PolicyRounding): bigint => {
  if (rule.numerator === 0n) return 0n
  return divide(amount * rule.numerator, divisorOf(rule), mode)
}

// The exact tax of an amount is amount * numerator / divisor.
export const divisorOf = ({ included, numerator, denominator }: TaxRule): bigint =>
  denominator + (included ? numerator : 0n)

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
): ReadonlyArray<ReadonlyArray<bigint>> => {
  if (rounding === "unit") return of.map(({ rule, amounts }) => amounts.map((amount) => taxOf(amount, rule, mode)))
  const totals = rounding === "order" ? orderTaxes(of, mode) : of.map(({ total, rule }) => taxOf(total, rule, mode))
  return of.map(({ amounts, total }, index) => (total === 0n ? amounts.map(() => 0n) : share(totals[index]!, amounts)))
}

const orderTaxes = (of: ReadonlyArray<Taxed>, mode: PolicyRounding): ReadonlyArray<bigint> => {
  const totals = of.map(() => 0n)
  for (const included of [true, false]) {
    const places = [...of.keys()].filter(
      (index) => of[index]!.rule.included === included && of[index]!.rule.numerator > 0n
    )
    const common = [...new Set(places.map((index) => divisorOf(of[index]!.rule)))].reduce(
      (product, one) => product * one,
      1n
    )
    const exact = places.map((index) => {
      const { rule, total } = of[index]!
      return total * rule.numerator * (common / divisorOf(rule))
    })
    const sum = exact.reduce((whole, one) => whole + one, 0n)
    const parts = share(divide(sum, common, mode), exact)
    for (const [place, index] of places.entries()) totals[index] = parts[place]!
  }
  return totals
}
