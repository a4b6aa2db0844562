import type { Cart } from "./cart.ts"
import { share } from "./spread.ts"
import type { State } from "./state.ts"
import { assess } from "./customs/assess.ts"
import { orderTaxes, type Taxed, taxOf, type TaxRule } from "./tax.ts"
import { chargeRules } from "./weighted.ts"

/** The tax of every unit, in the order of all units, and of every charge and fee. */
export interface Taxes {
  readonly units: Float64Array
  readonly charges: Float64Array
  readonly fees: ReadonlyArray<number>
}

/** How goods and charges are taxed where that depends on what is left of them; `undefined` where it does not. */
interface Rules {
  readonly goods: ReadonlyArray<TaxRule>
  readonly charges: ReadonlyArray<TaxRule>
}

const rulesOf = (cart: Cart, state: State): Rules | undefined => {
  if (cart.customs === undefined && cart.policy.taxShipping === "own") return undefined
  const { rules } = assess(cart, state)
  return { goods: rules, charges: chargeRules(cart, state, rules) }
}

/**
 * Taxes of what is left. `line`: rounded once for each group, then split over its units by what is left of them; `unit`: for
 * each unit; `order`: once for goods and charges together, then split over them by exact tax. Fees are rounded each alone.
 *
 * Law: under `line` and `order` the units' taxes sum to the group's (L20).
 */
export const taxesOf = (cart: Cart, state: State): Taxes => {
  const { groups, policy } = cart
  const ruled = rulesOf(cart, state)
  const totals = policy.taxPlace === "order" ? orderTaxes(bearing(cart, state, ruled), policy.taxRounding) : undefined
  const units = new Float64Array(cart.units)
  for (let index = 0; index < groups.length; index++) {
    const { tax: own, first, size } = groups[index]!
    const rule = ruled === undefined ? own : ruled.goods[index]!
    if (!rule.taxed) continue
    if (policy.taxPlace === "unit") {
      for (let unit = first; unit < first + size; unit++) {
        units[unit] = taxOf(state.running[unit]!, rule, policy.taxRounding)
      }
      continue
    }
    const tax = totals === undefined ? taxOf(state.left[index]!, rule, policy.taxRounding) : totals[index]!
    if (size === 1) units[first] = tax
    else if (tax > 0) units.set(share(tax, [...state.running.subarray(first, first + size)]), first)
  }
  const charges = new Float64Array(cart.charges.length)
  for (const [index, { tax: own }] of cart.charges.entries()) {
    const rule = ruled === undefined ? own : ruled.charges[index]!
    charges[index] =
      totals === undefined ? taxOf(state.charges[index]!, rule, policy.taxRounding) : totals[groups.length + index]!
  }
  return { units, charges, fees: cart.fees.map(({ amount, tax }) => taxOf(amount, tax, policy.taxRounding)) }
}

const bearing = ({ groups, charges }: Cart, state: State, ruled: Rules | undefined): ReadonlyArray<Taxed> => [
  ...groups.map(({ tax }, index) => ({ rule: ruled?.goods[index] ?? tax, total: state.left[index]! })),
  ...charges.map(({ tax }, index) => ({ rule: ruled?.charges[index] ?? tax, total: state.charges[index]! }))
]

/** The grand total of a state: what is left of goods, charges and fees, and the tax on top of them. */
export const payableOf = (cart: Cart, state: State): number => {
  let sum = feesOf(cart)
  for (const amount of state.left) sum += amount
  for (const amount of state.charges) sum += amount
  if (includesTax(cart)) return sum
  const found = taxesOf(cart, state)
  for (const { tax, first, size } of cart.groups) {
    if (!tax.included) for (let unit = first; unit < first + size; unit++) sum += found.units[unit]!
  }
  for (const [index, { tax }] of cart.charges.entries()) if (!tax.included) sum += found.charges[index]!
  return sum
}

/** The fees with the tax on top of them; no plan changes it. */
export const feesOf = ({ fees, policy }: Cart): number => {
  let sum = 0
  for (const { amount, tax } of fees) {
    sum += amount
    if (!tax.included) sum += taxOf(amount, tax, policy.taxRounding)
  }
  return sum
}

/** Whether no tax comes on top of any price that promotions change. */
export const includesTax = ({ groups, charges }: Cart): boolean =>
  groups.every(({ tax }) => tax.included) && charges.every(({ tax }) => tax.included)
