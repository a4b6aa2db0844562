import type { Cart } from "./cart.ts"
import { share, zeros } from "./spread.ts"
import { settle, type State } from "./state.ts"
import { assess } from "./customs/assess.ts"
import { orderTaxes, type Taxed, taxOf, type TaxRule } from "./tax.ts"
import { chargeRules } from "./weighted.ts"

/** The tax of every group, charge and fee. */
export interface Taxes {
  readonly groups: ReadonlyArray<number>
  readonly charges: ReadonlyArray<number>
  readonly fees: ReadonlyArray<number>
  /** How goods and charges are taxed where that depends on what is left of them. */
  readonly ruled: Rules | undefined
}

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
 * Taxes of what is left. `line`: rounded once for each group; `unit`: for each unit; `order`: once for goods and charges together,
 * then split over them by exact tax. Fees are rounded each alone.
 */
export const taxesOf = (cart: Cart, state: State): Taxes => {
  const { policy } = cart
  const ruled = rulesOf(cart, state)
  const totals = policy.taxPlace === "order" ? orderTaxes(bearing(cart, state, ruled), policy.taxRounding) : undefined
  const groups = zeros(cart.groups.length)
  for (let index = 0; index < groups.length; index++) {
    const rule = ruled === undefined ? cart.groups[index]!.tax : ruled.goods[index]!
    if (!rule.taxed) continue
    if (totals !== undefined) groups[index] = totals[index]!
    else if (policy.taxPlace === "line") groups[index] = taxOf(state.left[index]!, rule, policy.taxRounding)
    else for (const tax of eachTaxed(cart, state, index, rule)) groups[index]! += tax
  }
  const charges = zeros(cart.charges.length)
  for (const [index, { tax: own }] of cart.charges.entries()) {
    const rule = ruled === undefined ? own : ruled.charges[index]!
    charges[index] =
      totals === undefined ? taxOf(state.charges[index]!, rule, policy.taxRounding) : totals[groups.length + index]!
  }
  return { groups, charges, fees: cart.fees.map(({ amount, tax }) => taxOf(amount, tax, policy.taxRounding)), ruled }
}

/**
 * The tax of each unit of a group: its own, or the group's split over its units by what is left of them, once they are settled.
 *
 * Law: they sum to the group's (L20).
 */
export const unitTaxes = (cart: Cart, state: State, { groups, ruled }: Taxes, group: number): ReadonlyArray<number> => {
  const { size, first, tax: own } = cart.groups[group]!
  const rule = ruled === undefined ? own : ruled.goods[group]!
  settle(cart, state, group)
  if (size === 1) return [groups[group]!]
  if (!rule.taxed || groups[group] === 0) return zeros(size)
  if (cart.policy.taxPlace === "unit") return eachTaxed(cart, state, group, rule)
  return share(groups[group]!, state.running.slice(first, first + size))
}

const eachTaxed = (cart: Cart, state: State, group: number, rule: TaxRule): ReadonlyArray<number> => {
  const { first, size } = cart.groups[group]!
  settle(cart, state, group)
  return state.running.slice(first, first + size).map((left) => taxOf(left, rule, cart.policy.taxRounding))
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
  for (const [index, { tax }] of cart.groups.entries()) {
    if (!tax.included) sum += found.groups[index]!
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

/** Whether less of one thing may cost more tax on top of others: freight taxed by the weight of goods, or goods at a border. */
export const taxesMeet = (cart: Cart): boolean =>
  !includesTax(cart) && (cart.policy.taxShipping === "weighted" || cart.customs !== undefined)
