import { ratio } from "../../kernel/ratio.ts"
import type { Cart } from "./cart.ts"
import type { State } from "./state.ts"
import { exactly, rated, type TaxRule } from "./tax.ts"

/** The exact net and tax of some goods, as numerators over one denominator. */
export interface Weight {
  readonly net: bigint
  readonly tax: bigint
  readonly denominator: bigint
}

/** The exact net and tax of what is left of some groups. `rules` says how each group of the cart is taxed. */
export const weightOf = (state: State, rules: ReadonlyArray<TaxRule>, groups: Iterable<number>): Weight => {
  const sums = new Map<bigint, { net: bigint; tax: bigint }>()
  for (const group of groups) {
    const rule = rules[group]!
    const exact = exactly(rule, BigInt(state.left[group]!))
    const sum = sums.get(exact.denominator) ?? { net: 0n, tax: 0n }
    sum.net += exact.net
    sum.tax += exact.tax
    sums.set(exact.denominator, sum)
  }
  let denominator = 1n
  for (const divisor of sums.keys()) denominator = ratio(denominator, divisor).numerator * divisor
  let net = 0n
  let tax = 0n
  for (const [divisor, sum] of sums) {
    net += sum.net * (denominator / divisor)
    tax += sum.tax * (denominator / divisor)
  }
  return { net, tax, denominator }
}

/** The groups that a charge carries: its merchant's, or all. */
export const carriedBy = (cart: Cart, charge: number): ReadonlyArray<number> => {
  const { merchant } = cart.charges[charge]!
  const all = [...cart.groups.keys()]
  return merchant === undefined ? all : all.filter((group) => cart.groups[group]!.merchant === merchant)
}

/**
 * How each charge is taxed. Under `weighted`, and wherever it carries goods over the border, its rate is the exact tax of the
 * goods that it carries by their exact net: freight shares the fate of the goods (Directive 2006/112/EC, article 78(b)), and
 * is part of the dutiable value of an import (财关税〔2016〕18号, article 1). Without such goods it is its own.
 */
export const chargeRules = (cart: Cart, state: State, rules: ReadonlyArray<TaxRule>): ReadonlyArray<TaxRule> =>
  cart.charges.map(({ tax, stated }, charge) => {
    if (stated?.relief !== undefined || (cart.policy.taxShipping === "own" && !cart.customs)) return tax
    const carried = carriedBy(cart, charge)
    const imported = carried.some((group) => rules[group]!.customs !== undefined)
    if (cart.policy.taxShipping === "own" && !imported) return tax
    const weight = weightOf(state, rules, carried)
    return weight.net === 0n ? tax : rated(tax.included, ratio(weight.tax, weight.net))
  })
