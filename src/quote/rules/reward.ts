import type { Rule, ShippingRule, UnitRule } from "../../promotion/rules/compile.ts"
import type { Pick as UnitPick } from "../../promotion/model.ts"
import type { Cart } from "./cart.ts"
import { filled, portion, share, spill } from "./spread.ts"
import {
  baseOf,
  baseSum,
  type ChargeTake,
  countOf,
  type Picked,
  type State,
  type Take,
  type Taken,
  unitsOf
} from "./state.ts"

/** A unit with what decides its place in an order. */
export interface Ordered {
  readonly group: number
  readonly unit: number
  readonly value: bigint
}

/** Units from the cheapest up or the dearest down by what the base sees; ties by group, then unit order. */
export const ordered = (
  cart: Cart,
  state: State,
  rule: Rule,
  picked: ReadonlyArray<Picked>,
  order: "cheapest" | "dearest"
): ReadonlyArray<Ordered> => {
  const units: Array<Ordered> = []
  for (const one of picked) {
    for (const unit of unitsOf(cart, one)) {
      units.push({ group: one.group, unit, value: baseOf(cart, state, rule.base, one.group, unit) })
    }
  }
  return units.sort(order === "cheapest" ? cheaper : dearer)
}

/** The cheaper first; ties by group, then unit order. */
export const cheaper = (left: Ordered, right: Ordered): number =>
  left.value === right.value ? left.group - right.group || left.unit - right.unit : left.value < right.value ? -1 : 1

const dearer = (left: Ordered, right: Ordered): number =>
  left.value === right.value ? cheaper(left, right) : cheaper(right, left)

/** Units put back into their groups, both in order. */
export const regroup = (units: Iterable<Pick<Ordered, "group" | "unit">>): ReadonlyArray<Picked> => {
  const groups = new Map<number, Array<number>>()
  for (const { group, unit } of units) {
    const known = groups.get(group)
    if (known === undefined) groups.set(group, [unit])
    else known.push(unit)
  }
  return [...groups].sort(([a], [b]) => a - b).map(([group, found]) => ({ group, units: found.sort((a, b) => a - b) }))
}

/**
 * What one reward takes from the units it is given on, cut at what they can give and at its own `max`. `times` multiplies
 * amounts.
 */
export const takeFromUnits = (
  cart: Cart,
  state: State,
  rule: Rule,
  reward: UnitRule,
  given: ReadonlyArray<Picked>,
  times: bigint
): ReadonlyArray<Take> => {
  const picked = narrowed(cart, state, rule, reward, given)
  const takes = shares(cart, state, rule, reward, picked, times)
  return reward.max === undefined ? takes : lower({ takes, charges: [] }, reward.max).takes
}

const narrowed = (
  cart: Cart,
  state: State,
  rule: Rule,
  { select, units }: UnitRule,
  given: ReadonlyArray<Picked>
): ReadonlyArray<Picked> => {
  const matching = select === undefined ? given : given.filter(({ group }) => select(cart.groups[group]!.subject))
  return units === undefined ? matching : pickedBy(cart, state, rule, matching, units)
}

const pickedBy = (
  cart: Cart,
  state: State,
  rule: Rule,
  given: ReadonlyArray<Picked>,
  { max, pick, per }: UnitPick
): ReadonlyArray<Picked> => {
  const units = ordered(cart, state, rule, given, pick)
  if (per !== "variant") return regroup(units.slice(0, max))
  const seen = new Map<string, number>()
  return regroup(
    units.filter(({ group }) => {
      const { sku } = cart.groups[group]!
      const before = seen.get(sku) ?? 0
      seen.set(sku, before + 1)
      return before < max
    })
  )
}

const shares = (
  cart: Cart,
  state: State,
  rule: Rule,
  reward: UnitRule,
  picked: ReadonlyArray<Picked>,
  times: bigint
): ReadonlyArray<Take> => {
  const mode = cart.policy.discountRounding
  const sumOf = (one: Picked) => baseSum(cart, state, rule.base, one)
  if (reward.kind === "percent") {
    if (reward.per === "unit") {
      return eachUnit(cart, state, picked, (group, unit) =>
        portion(baseOf(cart, state, rule.base, group, unit), reward.share, mode)
      )
    }
    if (reward.per === "line") {
      return eachGroup(cart, state, rule, picked, (one) => portion(sumOf(one), reward.share, mode))
    }
    const weights = picked.map(sumOf)
    return across(cart, state, rule, picked, portion(total(weights), reward.share, mode), weights, byValue)
  }
  if (reward.kind === "amount") {
    const amount = reward.amount * times
    if (reward.per === "unit") return eachUnit(cart, state, picked, () => amount)
    if (reward.per === "line") return eachGroup(cart, state, rule, picked, () => amount)
    if (reward.by === "value") return across(cart, state, rule, picked, amount, picked.map(sumOf), byValue)
    const weights = picked.map((one) => (reward.by === "even" ? 1n : BigInt(countOf(cart, one))))
    return across(cart, state, rule, picked, amount, weights, evenly)
  }
  const { price } = reward
  if (reward.per === "unit") {
    return eachUnit(cart, state, picked, (group, unit) => above(state.running[group]![unit]!, price))
  }
  const running = picked.reduce((sum, one) => sum + baseSum(cart, state, "running", one), 0n)
  return across(cart, state, rule, picked, above(running, price), picked.map(sumOf), byValue)
}

const above = (amount: bigint, price: bigint): bigint => (amount > price ? amount - price : 0n)

type Inside = "value" | "even"
const byValue: Inside = "value"
const evenly: Inside = "even"

const capacityOf = (cart: Cart, state: State, group: number, unit: number): bigint =>
  above(state.running[group]![unit]!, cart.groups[group]!.floor)

const capacitySum = (cart: Cart, state: State, one: Picked): bigint => {
  if (one.units === undefined && cart.groups[one.group]!.floor === 0n) return state.left[one.group]!
  let sum = 0n
  for (const unit of unitsOf(cart, one)) sum += capacityOf(cart, state, one.group, unit)
  return sum
}

const eachUnit = (
  cart: Cart,
  state: State,
  picked: ReadonlyArray<Picked>,
  amountOf: (group: number, unit: number) => bigint
): ReadonlyArray<Take> =>
  picked.map((one) => {
    const amounts = filled(cart.groups[one.group]!.size, 0n)
    let sum = 0n
    for (const unit of unitsOf(cart, one)) {
      const amount = least(amountOf(one.group, unit), capacityOf(cart, state, one.group, unit))
      amounts[unit] = amount
      sum += amount
    }
    return { group: one.group, amounts, total: sum }
  })

const eachGroup = (
  cart: Cart,
  state: State,
  rule: Rule,
  picked: ReadonlyArray<Picked>,
  amountOf: (one: Picked) => bigint
): ReadonlyArray<Take> =>
  picked.map((one) => inside(cart, state, rule, one, least(amountOf(one), capacitySum(cart, state, one)), byValue))

const across = (
  cart: Cart,
  state: State,
  rule: Rule,
  picked: ReadonlyArray<Picked>,
  amount: bigint,
  weights: ReadonlyArray<bigint>,
  by: Inside
): ReadonlyArray<Take> => {
  const parts = spill(
    amount,
    weights,
    picked.map((one) => capacitySum(cart, state, one))
  )
  return picked.map((one, index) => inside(cart, state, rule, one, parts[index]!, by))
}

/** Spreads what a group gives over its picked units, by what the base sees of them or evenly; what one lacks the others give. */
const inside = (cart: Cart, state: State, rule: Rule, one: Picked, amount: bigint, by: Inside): Take => {
  const { group } = one
  const size = cart.groups[group]!.size
  if (size === 1) return { group, amounts: [amount], total: amount }
  const amounts = filled(size, 0n)
  if (amount === 0n) return { group, amounts, total: 0n }
  const units = unitsOf(cart, one)
  const parts = spill(
    amount,
    units.map((unit) => (by === "even" ? 1n : baseOf(cart, state, rule.base, group, unit))),
    units.map((unit) => capacityOf(cart, state, group, unit))
  )
  for (const [index, unit] of units.entries()) amounts[unit] = parts[index]!
  return { group, amounts, total: total(parts) }
}

/** What a shipping reward takes from the charges of the rule's merchant. */
export const takeFromCharges = (
  cart: Cart,
  state: State,
  rule: Rule,
  { takes, per, select }: ShippingRule,
  times: bigint
): ReadonlyArray<ChargeTake> => {
  const mode = cart.policy.discountRounding
  const places = chargesOf(cart, rule).filter((index) => select === undefined || select(cart.charges[index]!.subject))
  const seen = places.map((index) => chargeBase(cart, state, rule, index))
  const left = places.map((index) => state.charges[index]!)
  const wanted = (base: bigint, running: bigint): bigint => {
    if (takes.kind === "percent") return portion(base, takes.share, mode)
    return takes.kind === "amount" ? takes.amount * times : above(running, takes.price)
  }
  const parts =
    per === "charge"
      ? places.map((_, place) => least(wanted(seen[place]!, left[place]!), left[place]!))
      : spill(wanted(total(seen), total(left)), seen, left)
  return places.map((charge, place) => ({ charge, amount: parts[place]! }))
}

/** The places of the charges that a rule sees: its merchant's, or all. */
export const chargesOf = (cart: Cart, { merchant }: Rule): ReadonlyArray<number> =>
  [...cart.charges.keys()].filter((index) => merchant === undefined || cart.charges[index]!.merchant === merchant)

/** What the base of a rule sees of a charge. */
export const chargeBase = (cart: Cart, state: State, { base }: Rule, index: number): bigint => {
  if (base === "running") return state.charges[index]!
  return base === "level" ? state.levelCharges[index]! : cart.charges[index]!.price
}

/** Lowers what is taken to a limit by its own size: groups and charges first, then units. */
export const lower = ({ takes, charges }: Taken, limit: bigint): Taken => {
  const sizes = [...takes.map((take) => take.total), ...charges.map(({ amount }) => amount)]
  if (total(sizes) <= limit) return { takes, charges }
  const parts = share(limit, sizes)
  return {
    takes: takes.map(({ group, amounts }, index) => ({
      group,
      amounts: share(parts[index]!, amounts),
      total: parts[index]!
    })),
    charges: charges.map(({ charge }, index) => ({ charge, amount: parts[takes.length + index]! }))
  }
}

const total = (amounts: ReadonlyArray<bigint>): bigint => {
  let sum = 0n
  for (const amount of amounts) sum += amount
  return sum
}

const least = (left: bigint, right: bigint): bigint => (left < right ? left : right)
