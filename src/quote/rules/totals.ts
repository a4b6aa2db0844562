import type { Cart } from "./cart.ts"
import { assess } from "./customs/assess.ts"
import type { State } from "./state.ts"
import { type Taxed, taxes, taxOf, taxRule } from "./tax.ts"
import { chargeRules } from "./weighted.ts"

/** The tax of every unit, charge and fee. */
export interface Taxes {
  /** By group, then unit. */
  readonly units: ReadonlyArray<ReadonlyArray<bigint>>
  readonly charges: ReadonlyArray<bigint>
  readonly fees: ReadonlyArray<bigint>
}

/** Taxes of what is left. Goods and charges are rounded together where the policy rounds the order; fees each alone. */
export const taxesOf = (cart: Cart, state: State): Taxes => {
  const { groups, fees, policy } = cart
  const { rules } = assess(cart, state)
  const goods = groups.map(
    (_, index): Taxed => ({ rule: rules[index]!, amounts: state.running[index]!, total: state.left[index]! })
  )
  const shipped = chargeRules(cart, state, rules).map((rule, index): Taxed => {
    const amount = state.charges[index]!
    return { rule, amounts: [amount], total: amount }
  })
  const all = taxes([...goods, ...shipped], policy.taxPlace, policy.taxRounding)
  return {
    units: all.slice(0, groups.length),
    charges: all.slice(groups.length).map(([tax]) => tax ?? 0n),
    fees: fees.map(({ amount, tax }) => taxOf(amount, taxRule(tax, policy.compound), policy.taxRounding))
  }
}

/** The grand total of a state: what is left of goods, charges and fees, and the tax on top of them. */
export const payableOf = (cart: Cart, state: State): bigint => {
  let sum = 0n
  for (const amount of state.left) sum += amount
  for (const amount of state.charges) sum += amount
  sum += feesOf(cart)
  if (includesTax(cart)) return sum
  const found = taxesOf(cart, state)
  for (const [index, { tax }] of cart.groups.entries()) {
    if (!tax.included) for (const amount of found.units[index]!) sum += amount
  }
  for (const [index, { tax }] of cart.charges.entries()) if (!tax.included) sum += found.charges[index]!
  return sum
}

/** The fees with the tax on top of them; no plan changes it. */
export const feesOf = ({ fees, policy }: Cart): bigint => {
  let sum = 0n
  for (const { amount, tax } of fees) {
    sum += amount
    if (tax?.included === false) sum += taxOf(amount, taxRule(tax, policy.compound), policy.taxRounding)
  }
  return sum
}

/** Whether no tax comes on top of any price that promotions change. */
export const includesTax = ({ groups, charges }: Cart): boolean =>
  groups.every(({ tax }) => tax.included) && charges.every(({ tax }) => tax.included)
