import { type Ratio, ratio } from "../../../kernel/ratio.ts"
import { divide } from "../../../money/rules/round.ts"
import type { QuotedCustoms } from "../../tax.ts"
import type { Cart } from "../cart.ts"
import type { State } from "../state.ts"
import { exactly, rated, type TaxRule } from "../tax.ts"
import { carriedBy, chargeRules, weightOf } from "../weighted.ts"
import type { CustomsLimits } from "./limits.ts"

/** The goods of one merchant that pass the border together, and how. */
export interface Consignment extends Omit<QuotedCustoms<bigint>, "tax" | "left"> {
  readonly groups: ReadonlyArray<number>
  /** Whether they may not pass so: above the limit, and more than one piece. */
  readonly beyond: boolean
}

/** How all goods pass the border, and how each group is taxed then. */
export interface Assessment {
  readonly consignments: ReadonlyArray<Consignment>
  readonly rules: ReadonlyArray<TaxRule>
}

/**
 * How the goods of a state pass the border. A merchant's retail imports are one transaction, its postal articles one parcel.
 * The dutiable value is the price paid less the tax that it contains, at reduced rates, and for retail imports with the freight
 * of these goods (财关税〔2016〕18号, article 1). One piece above the limit may pass: a retail import at the general taxes
 * (财关税〔2018〕49号, article 2), a parcel at its rate (海关总署公告2010年第43号, article 3). Tax on a parcel up to the free
 * amount is not levied (the same, article 1).
 */
export const assess = (cart: Cart, state: State): Assessment => {
  const rules = cart.groups.map(({ tax }) => tax)
  const limits = cart.customs
  if (limits === undefined) return { consignments: [], rules }
  const parcels = Map.groupBy(
    [...rules.keys()].filter((group) => rules[group]!.customs !== undefined),
    (group) => `${cart.groups[group]!.merchant}\u0000${rules[group]!.customs!.regime}`
  )
  const freight = freightOf(cart, state, rules)
  const consignments = [...parcels.values()].map((groups) => consign(cart, state, rules, limits, groups, freight))
  for (const { groups, treatment } of consignments) {
    for (const group of groups) rules[group] = under(rules[group]!, treatment)
  }
  return { consignments, rules }
}

const under = (rule: TaxRule, treatment: Consignment["treatment"]): TaxRule => {
  const { included } = rule
  const customs = rule.customs!
  if (treatment === "free") return { ...rated(included, { numerator: 0n, denominator: 1n }), customs }
  return treatment === "full" ? { ...rated(included, customs.full), customs } : rule
}

const consign = (
  cart: Cart,
  state: State,
  rules: ReadonlyArray<TaxRule>,
  limits: CustomsLimits,
  groups: ReadonlyArray<number>,
  freight: (groups: ReadonlyArray<number>) => Ratio
): Consignment => {
  const { merchant, size } = cart.groups[groups[0]!]!
  const { regime } = rules[groups[0]!]!.customs!
  const weight = weightOf(state, rules, groups)
  const goods = ratio(weight.net, weight.denominator)
  const one = groups.length === 1 && size === 1
  const shared = { merchant, regime, groups }
  if (regime === "postal") {
    const near = groups.some((group) => rules[group]!.customs!.near)
    const limit = near ? limits.nearParcel : limits.parcel
    const value = divide(goods.numerator, goods.denominator, "ceiling")
    const tax = divide(weight.tax, weight.denominator, cart.policy.taxRounding)
    return { ...shared, treatment: tax <= limits.free ? "free" : "due", value, limit, beyond: value > limit && !one }
  }
  const carried = freight(groups)
  const value = divide(
    goods.numerator * carried.denominator + carried.numerator * goods.denominator,
    goods.denominator * carried.denominator,
    "ceiling"
  )
  const above = value > limits.single
  return { ...shared, treatment: above && one ? "full" : "reduced", value, limit: limits.single, beyond: above && !one }
}

/** What of the charges, without tax, falls on some goods: by their part of the net of all that a charge carries. */
const freightOf = (cart: Cart, state: State, rules: ReadonlyArray<TaxRule>) => {
  const charges = chargeRules(cart, state, rules).map((rule, charge) => {
    const carried = carriedBy(cart, charge)
    const { net, denominator } = exactly(rule, BigInt(state.charges[charge]!))
    return { carried: new Set(carried), net: ratio(net, denominator), all: weightOf(state, rules, carried) }
  })
  return (groups: ReadonlyArray<number>): Ratio => {
    let sum: Ratio = { numerator: 0n, denominator: 1n }
    for (const { carried, net, all } of charges) {
      const some = weightOf(
        state,
        rules,
        groups.filter((group) => carried.has(group))
      )
      if (all.net === 0n || some.net === 0n) continue
      const part = ratio(net.numerator * some.net * all.denominator, net.denominator * some.denominator * all.net)
      sum = ratio(
        sum.numerator * part.denominator + part.numerator * sum.denominator,
        sum.denominator * part.denominator
      )
    }
    return sum
  }
}
