import type { Cart } from "./cart.ts"
import type { State } from "./state.ts"
import { type Taxed, taxes, taxOf } from "./tax.ts"

/** The tax of every unit, charge and fee. */
export interface Taxes {
  /** By group, then unit. */
  readonly units: ReadonlyArray<ReadonlyArray<number>>
  readonly charges: ReadonlyArray<number>
  readonly fees: ReadonlyArray<number>
}

/** Taxes of what is left. Goods and charges are rounded together where the policy rounds the order; fees each alone. */
export const taxesOf = (cart: Cart, state: State): Taxes => {
  const { groups, charges, fees, policy } = cart
  const all: Array<Taxed> = []
  for (let index = 0; index < groups.length; index++) {
    const { tax, first, size } = groups[index]!
    const total = state.left[index]!
    const amounts = size === 1 ? [total] : [...state.running.subarray(first, first + size)]
    all.push({ rule: tax, amounts, total })
  }
  for (const [index, { tax }] of charges.entries()) {
    const total = state.charges[index]!
    all.push({ rule: tax, amounts: [total], total })
  }
  const found = taxes(all, policy.taxPlace, policy.taxRounding)
  return {
    units: found,
    charges: charges.map((_, index) => found[groups.length + index]![0]!),
    fees: fees.map(({ amount, tax }) => taxOf(amount, tax, policy.taxRounding))
  }
}

/** The grand total of a state: what is left of goods, charges and fees, and the tax on top of them. */
export const payableOf = (cart: Cart, state: State): number => {
  let sum = feesOf(cart)
  for (const amount of state.left) sum += amount
  for (const amount of state.charges) sum += amount
  if (includesTax(cart)) return sum
  const found = taxesOf(cart, state)
  for (const [index, { tax }] of cart.groups.entries()) {
    if (!tax.included) for (const amount of found.units[index]!) sum += amount
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
