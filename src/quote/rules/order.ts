import type { Rule } from "../../promotion/rules/compile.ts"
import type { Cart } from "./cart.ts"
import { baseOf, type Picked, type State, unitsOf } from "./state.ts"

/** A unit with what decides its place in an order. */
export interface Ordered {
  readonly group: number
  readonly unit: number
  readonly value: number
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
    if (one.units === undefined && cart.groups[one.group]!.size === 1) {
      units.push({ group: one.group, unit: 0, value: baseOf(cart, state, rule.base, one.group, 0) })
      continue
    }
    for (const unit of unitsOf(cart, one)) {
      units.push({ group: one.group, unit, value: baseOf(cart, state, rule.base, one.group, unit) })
    }
  }
  return units.sort(order === "cheapest" ? cheaper : dearer)
}

/** The cheaper first; ties by group, then unit order. */
const cheaper = (left: Ordered, right: Ordered): number =>
  left.value - right.value || left.group - right.group || left.unit - right.unit

const dearer = (left: Ordered, right: Ordered): number =>
  right.value - left.value || left.group - right.group || left.unit - right.unit

/**
 * So many of the cheapest or dearest units, in their groups: what `ordered` and `regroup` would give, found without sorting
 * units one by one.
 */
export const extremes = (
  cart: Cart,
  state: State,
  rule: Rule,
  picked: ReadonlyArray<Picked>,
  count: number,
  order: "cheapest" | "dearest"
): ReadonlyArray<Picked> => {
  if (!cart.single) return regroup(ordered(cart, state, rule, picked, order).slice(0, count))
  if (count >= picked.length) return picked
  const values = new Float64Array(picked.length)
  const sign = order === "cheapest" ? 1 : -1
  for (let index = 0; index < values.length; index++) {
    values[index] = sign * baseOf(cart, state, rule.base, picked[index]!.group, 0)
  }
  const last = values.toSorted()[count - 1]!
  let ties = count
  for (let index = 0; index < values.length; index++) if (values[index]! < last) ties--
  const found: Array<Picked> = []
  for (let index = 0; index < values.length; index++) {
    if (values[index]! < last || (values[index] === last && ties-- > 0)) found.push(picked[index]!)
  }
  return found
}

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

/** Units of one group that follow each other, and of which the base sees the same. */
export interface Run {
  readonly group: number
  readonly first: number
  readonly count: number
  readonly value: number
}

/** The runs of picked units, in unit order. */
export const runsOf = (cart: Cart, state: State, { base }: Rule, { group, units }: Picked): ReadonlyArray<Run> => {
  const { size } = cart.groups[group]!
  if (units === undefined && (base === "price" || base === "list" || size === 1)) {
    return [{ group, first: 0, count: size, value: baseOf(cart, state, base, group, 0) }]
  }
  const runs: Array<Run> = []
  for (let index = 0; index < (units?.length ?? size); index++) {
    const unit = units === undefined ? index : units[index]!
    const value = baseOf(cart, state, base, group, unit)
    const last = runs.at(-1)
    if (last !== undefined && last.value === value && last.first + last.count === unit) {
      runs[runs.length - 1] = { ...last, count: last.count + 1 }
    } else runs.push({ group, first: unit, count: 1, value })
  }
  return runs
}

export const cheaperRun = (left: Run, right: Run): number =>
  left.value - right.value || left.group - right.group || left.first - right.first

export const dearerRun = (left: Run, right: Run): number =>
  right.value - left.value || left.group - right.group || left.first - right.first

/** Runs put back into their groups, groups and units in order. */
export const gathered = (cart: Cart, runs: ReadonlyArray<Run>): ReadonlyArray<Picked> => {
  const [only] = runs
  if (only !== undefined && runs.length === 1) return [pickedIn(cart, only)]
  return regroup(
    runs.flatMap(({ group, first, count }) =>
      Array.from({ length: count }, (_, unit) => ({ group, unit: first + unit }))
    )
  )
}

const pickedIn = (cart: Cart, { group, first, count }: Run): Picked => {
  if (count === cart.groups[group]!.size) return { group, units: undefined }
  const units: Array<number> = []
  for (let unit = first; unit < first + count; unit++) units.push(unit)
  return { group, units }
}
