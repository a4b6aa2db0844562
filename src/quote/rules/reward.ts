import { portion, type Proportion } from "../../money/rules/proportion.ts"
import type { Pick as UnitPick } from "../../promotion/model.ts"
import type { Rule, UnitRule } from "../../promotion/rules/compile.ts"
import type { Cart } from "./cart.ts"
import { times as multiplied, total, upTo } from "./exact.ts"
import { asPriced, basis, sharesInBasis } from "./basis.ts"
import { extremes, ordered, regroup } from "./order.ts"
import { share, spill, zeros } from "./spread.ts"
import { inWholeGroups, sums, takeFromGroups } from "./whole.ts"
import { baseOf, baseSum, countOf, inUnits, type Picked, settle, type State, type Taken, unitsOf } from "./state.ts"

/** What is being taken, group by group. Where every group is one unit, `units` and `totals` are one list. */
interface Taking {
  readonly groups: Array<number>
  readonly totals: Array<number>
  readonly units: Array<number>
}

const nothing: Taken["charges"] = []

/**
 * What one reward takes from the units it is given on, cut at what they can give and at its own `max`. `times` multiplies
 * amounts; `leaves` is what a deposit leaves each unit at least, whatever its floor.
 */
export const takeFromUnits = (
  cart: Cart,
  state: State,
  rule: Rule,
  reward: UnitRule,
  given: ReadonlyArray<Picked>,
  times: number,
  leaves = 0
): Taken => {
  const picked =
    reward.select === undefined && reward.units === undefined ? given : narrowed(cart, state, rule, reward, given)
  if (leaves === 0 && inWholeGroups(cart, rule, reward, picked))
    return takeFromGroups(cart, state, rule, reward, picked, times)
  const totals: Array<number> = []
  const taking: Taking = { groups: [], totals, units: cart.single ? totals : [] }
  if (leaves > 0) leave(cart, state, reward, picked, leaves, taking)
  else shares(cart, state, rule, reward, picked, times, taking)
  const taken: Taken = { ...taking, by: "running", charges: nothing }
  return reward.max === undefined ? taken : lower(cart, state, taken, upTo(reward.max))
}

/** An amount off each unit that leaves it what is due now. */
const leave = (
  cart: Cart,
  state: State,
  reward: UnitRule,
  picked: ReadonlyArray<Picked>,
  leaves: number,
  taking: Taking
): void => {
  const amount = reward.kind === "amount" ? upTo(reward.amount) : 0
  eachUnit(cart, state, picked, taking, (group, unit) =>
    Math.min(amount, Math.max(0, baseOf(cart, state, "running", group, unit) - leaves))
  )
}

const narrowed = (
  cart: Cart,
  state: State,
  rule: Rule,
  { select, units }: UnitRule,
  given: ReadonlyArray<Picked>
): ReadonlyArray<Picked> => {
  const matching = select === undefined ? given : given.filter(({ group }) => select(cart.groups[group]!))
  return units === undefined ? matching : pickedBy(cart, state, rule, matching, units)
}

const pickedBy = (
  cart: Cart,
  state: State,
  rule: Rule,
  given: ReadonlyArray<Picked>,
  { max, pick, per }: UnitPick
): ReadonlyArray<Picked> => {
  if (per !== "variant") return extremes(cart, state, rule, given, max, pick)
  const units = ordered(cart, state, rule, given, pick)
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
  times: number,
  taking: Taking
): void => {
  if (reward.kind === "percent") return percent(cart, state, rule, reward.share, reward.per, picked, taking)
  if (reward.kind === "amount") {
    const amount = multiplied(upTo(reward.amount), times)
    if (reward.basis !== "asPriced") return inBasis(cart, state, rule, reward, picked, amount, taking)
    if (reward.per === "unit") return eachUnit(cart, state, picked, taking, () => amount)
    if (reward.per === "line") return eachGroup(cart, state, rule, picked, taking, () => amount)
    const weights =
      reward.by === "value"
        ? sums(cart, state, rule, picked)
        : picked.map((one) => (reward.by === "even" ? 1 : countOf(cart, one)))
    return across(cart, state, rule, picked, amount, weights, reward.by === "value", taking)
  }
  const price = upTo(reward.price)
  if (reward.per === "unit") {
    return eachUnit(cart, state, picked, taking, (group, unit) =>
      Math.max(0, baseOf(cart, state, "running", group, unit) - price)
    )
  }
  let running = 0
  for (const one of picked) running += baseSum(cart, state, "running", one)
  across(cart, state, rule, picked, Math.max(0, running - price), sums(cart, state, rule, picked), true, taking)
}

/** An amount that is stated with or without tax, unlike the prices: shares are made in its basis and turned into each price's. */
const inBasis = (
  cart: Cart,
  state: State,
  rule: Rule,
  reward: UnitRule & { readonly kind: "amount" },
  picked: ReadonlyArray<Picked>,
  amount: number,
  taking: Taking
): void => {
  const mode = cart.policy.discountRounding
  const basisOf = (group: number) => basis(cart.groups[group]!.tax, reward.basis)
  if (reward.per === "unit") {
    return eachUnit(cart, state, picked, taking, (group) => asPriced(amount, basisOf(group), mode))
  }
  if (reward.per === "line") {
    return eachGroup(cart, state, rule, picked, taking, ({ group }) => asPriced(amount, basisOf(group), mode))
  }
  const bases = picked.map(({ group }) => basisOf(group))
  const seen = (one: Picked): number =>
    reward.by === "value" ? baseSum(cart, state, rule.base, one) : reward.by === "even" ? 1 : countOf(cart, one)
  const parts = sharesInBasis(amount, picked.map(seen), capacities(cart, state, picked), bases, reward.by === "value")
  for (const [index, one] of picked.entries()) {
    const part = Math.min(asPriced(parts[index]!, bases[index]!, mode), capacitySum(cart, state, one))
    inside(cart, state, rule, one, part, reward.by === "value", taking)
  }
}

const percent = (
  cart: Cart,
  state: State,
  rule: Rule,
  part: Proportion,
  per: "unit" | "line" | "total",
  picked: ReadonlyArray<Picked>,
  taking: Taking
): void => {
  const mode = cart.policy.discountRounding
  if (per === "unit") {
    return eachUnit(cart, state, picked, taking, (group, unit) =>
      portion(baseOf(cart, state, rule.base, group, unit), part, mode)
    )
  }
  if (per === "line") {
    return eachGroup(cart, state, rule, picked, taking, (one) =>
      portion(baseSum(cart, state, rule.base, one), part, mode)
    )
  }
  const weights = sums(cart, state, rule, picked)
  across(cart, state, rule, picked, portion(total(weights), part, mode), weights, true, taking)
}

const capacityOf = (cart: Cart, state: State, group: number, unit: number): number => {
  settle(cart, state, group)
  const { first, floor } = cart.groups[group]!
  const left = state.running[first + unit]!
  return left > floor ? left - floor : 0
}

const capacitySum = (cart: Cart, state: State, one: Picked): number => {
  const { floor, size } = cart.groups[one.group]!
  if (one.units === undefined && floor === 0) return state.left[one.group]!
  let sum = 0
  if (one.units === undefined) for (let unit = 0; unit < size; unit++) sum += capacityOf(cart, state, one.group, unit)
  else for (const unit of one.units) sum += capacityOf(cart, state, one.group, unit)
  return sum
}

const eachUnit = (
  cart: Cart,
  state: State,
  picked: ReadonlyArray<Picked>,
  { groups, totals, units }: Taking,
  amountOf: (group: number, unit: number) => number
): void => {
  for (const { group, units: some } of picked) {
    const { size } = cart.groups[group]!
    if (cart.single) {
      const amount = Math.min(amountOf(group, 0), capacityOf(cart, state, group, 0))
      if (amount === 0) continue
      groups.push(group)
      totals.push(amount)
      continue
    }
    const from = units.length
    for (let unit = 0; unit < size; unit++) units.push(0)
    let sum = 0
    for (let index = 0; index < (some?.length ?? size); index++) {
      const unit = some === undefined ? index : some[index]!
      const amount = Math.min(amountOf(group, unit), capacityOf(cart, state, group, unit))
      units[from + unit] = amount
      sum += amount
    }
    if (sum === 0) {
      units.length = from
      continue
    }
    groups.push(group)
    totals.push(sum)
  }
}

const eachGroup = (
  cart: Cart,
  state: State,
  rule: Rule,
  picked: ReadonlyArray<Picked>,
  taking: Taking,
  amountOf: (one: Picked) => number
): void => {
  for (let index = 0; index < picked.length; index++) {
    const one = picked[index]!
    const wanted = amountOf(one)
    const capacity = capacitySum(cart, state, one)
    inside(cart, state, rule, one, wanted < capacity ? wanted : capacity, true, taking)
  }
}

const across = (
  cart: Cart,
  state: State,
  rule: Rule,
  picked: ReadonlyArray<Picked>,
  amount: number,
  weights: ReadonlyArray<number>,
  byValue: boolean,
  taking: Taking
): void => {
  const parts = spill(amount, weights, capacities(cart, state, picked))
  if (!cart.single) {
    for (let index = 0; index < picked.length; index++) {
      inside(cart, state, rule, picked[index]!, parts[index]!, byValue, taking)
    }
    return
  }
  for (let index = 0; index < picked.length; index++) {
    if (parts[index] === 0) continue
    taking.groups.push(picked[index]!.group)
    taking.totals.push(parts[index]!)
  }
}

const capacities = (cart: Cart, state: State, picked: ReadonlyArray<Picked>): ReadonlyArray<number> => {
  const found: Array<number> = []
  for (let index = 0; index < picked.length; index++) found.push(capacitySum(cart, state, picked[index]!))
  return found
}

/** Spreads what a group gives over its picked units, by what the base sees of them or evenly; what one lacks the others give. */
const inside = (
  cart: Cart,
  state: State,
  rule: Rule,
  one: Picked,
  amount: number,
  byValue: boolean,
  { groups, totals, units }: Taking
): void => {
  if (amount === 0) return
  const { group } = one
  const { size } = cart.groups[group]!
  if (size === 1) {
    groups.push(group)
    totals.push(amount)
    if (units !== totals) units.push(amount)
    return
  }
  const some = unitsOf(cart, one)
  const parts = spill(
    amount,
    some.map((unit) => (byValue ? baseOf(cart, state, rule.base, group, unit) : 1)),
    some.map((unit) => capacityOf(cart, state, group, unit))
  )
  const given = total(parts)
  // Units of which the base sees nothing take nothing.
  if (given === 0) return
  const from = units.length
  for (let unit = 0; unit < size; unit++) units.push(0)
  for (let index = 0; index < some.length; index++) units[from + some[index]!] = parts[index]!
  groups.push(group)
  totals.push(given)
}

/** Lowers what is taken to a limit by its own size: groups and charges first, then units. */
export const lower = (cart: Cart, state: State, whole: Taken, limit: number): Taken => {
  const sizes = [...whole.totals, ...whole.charges.map(({ amount }) => amount)]
  if (total(sizes) <= limit) return whole
  const taken = inUnits(cart, state, whole)
  const parts = limit === 0 ? zeros(sizes.length) : share(limit, sizes)
  const groups: Array<number> = []
  const totals: Array<number> = []
  const units: Array<number> = cart.single ? totals : []
  let from = 0
  for (const [index, group] of taken.groups.entries()) {
    const to = from + cart.groups[group]!.size
    const part = parts[index]!
    if (part > 0) {
      groups.push(group)
      totals.push(part)
      if (cart.single) continue
      for (const amount of share(part, taken.units.slice(from, to))) units.push(amount)
    }
    from = to
  }
  const charges = taken.charges
    .map(({ charge }, index) => ({ charge, amount: parts[taken.totals.length + index]! }))
    .filter(({ amount }) => amount > 0)
  return { groups, totals, units, by: taken.by, charges }
}
