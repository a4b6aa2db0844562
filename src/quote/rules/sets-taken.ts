import type { Rule } from "../../promotion/rules/compile.ts"
import type { Cart } from "./cart.ts"
import type { Granted } from "./granted.ts"
import { baseOf, inUnits, type State, type Taken, unitsOf } from "./state.ts"

/** What sets take, and those that take anything. */
export interface SetsTaken {
  readonly taken: Taken
  readonly gained: ReadonlyArray<Granted>
}

/**
 * What each set takes from units that no other set has, hence from the same state. Sets of the same goods at the same prices
 * take the same, so it is worked out once for all of them: a cart may hold tens of thousands.
 */
export const takenBySets = (
  cart: Cart,
  state: State,
  rule: Rule,
  sets: ReadonlyArray<Granted>,
  takeOf: (set: Granted) => Taken
): SetsTaken => {
  const rows = new Map<number, Array<number>>()
  const known = new Map<string, ReadonlyArray<number>>()
  const gained: Array<Granted> = []
  for (const set of sets) {
    const key = likeness(cart, state, rule, set)
    const amounts = known.get(key) ?? amountsOf(cart, set, inUnits(cart, state, takeOf(set)))
    known.set(key, amounts)
    if (amounts.every((amount) => amount === 0)) continue
    gained.push(set)
    let at = 0
    for (const one of set.picked) {
      const row = rows.get(one.group) ?? Array<number>(cart.groups[one.group]!.size).fill(0)
      rows.set(one.group, row)
      for (const unit of unitsOf(cart, one)) row[unit]! += amounts[at++]!
    }
  }
  const touched = [...rows]
    .map(([group, units]) => ({ group, units, total: units.reduce((sum, amount) => sum + amount, 0) }))
    .filter(({ total }) => total > 0)
    .sort((a, b) => a.group - b.group)
  const totals = touched.map(({ total }) => total)
  const units = cart.single ? totals : touched.flatMap((row) => row.units)
  return { taken: { groups: touched.map(({ group }) => group), totals, units, by: "running", charges: [] }, gained }
}

/** What decides what a set takes: the groups of its units, what is left of each, and what the base sees. */
const likeness = (cart: Cart, state: State, rule: Rule, { picked }: Granted): string => {
  let key = ""
  for (const one of picked) {
    key += `${one.group}:`
    for (const unit of unitsOf(cart, one)) {
      key += `${baseOf(cart, state, "running", one.group, unit)}/${baseOf(cart, state, rule.base, one.group, unit)},`
    }
  }
  return key
}

/** What is taken from each unit of a set, in its order. */
const amountsOf = (
  cart: Cart,
  { picked }: Granted,
  { groups, units }: Taken & { readonly units: ReadonlyArray<number> }
): ReadonlyArray<number> => {
  const rows = new Map<number, ReadonlyArray<number>>()
  let from = 0
  for (const group of groups) {
    const { size } = cart.groups[group]!
    rows.set(group, units.slice(from, from + size))
    from += size
  }
  return picked.flatMap((one) => unitsOf(cart, one).map((unit) => rows.get(one.group)?.[unit] ?? 0))
}
