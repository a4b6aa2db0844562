import type { BundleRule, MultiRule, Rule, UnitRule } from "../../promotion/rules/compile.ts"
import type { Cart } from "./cart.ts"
import type { Answer, Offered } from "./granted.ts"
import { ordered, type Ordered, regroup } from "./order.ts"
import type { Picked, State } from "./state.ts"

/** A set lacks so many units. */
export const incomplete = (distance: number) => ({ refused: { reason: "SetIncomplete", distance } as const })

export const multi = (
  cart: Cart,
  state: State,
  rule: Rule,
  { quantity, reward, pick, max }: MultiRule,
  qualifying: ReadonlyArray<Picked>
): Answer => {
  const units = ordered(cart, state, rule, qualifying, pick)
  const sets = Math.min(Math.floor(units.length / quantity), max)
  if (sets === 0) return incomplete(quantity - units.length)
  return setsOf(
    reward,
    Array.from({ length: sets }, (_, set) => units.slice(set * quantity, (set + 1) * quantity))
  )
}

export const bundle = (
  cart: Cart,
  state: State,
  rule: Rule,
  { parts, reward, pick, max }: BundleRule,
  qualifying: ReadonlyArray<Picked>
): Answer => {
  const units = ordered(cart, state, rule, qualifying, pick)
  const open = new Set(units)
  // A part that takes anything must not take the only cup from the part that takes cups alone: the scarcest is filled first.
  const scarce = parts
    .map((part) => ({ ...part, found: units.filter(({ group }) => part.select(cart.groups[group]!)).length }))
    .sort((a, b) => a.found - b.found)
  const sets: Array<ReadonlyArray<Ordered>> = []
  let lacking = 0
  while (sets.length < max) {
    const kit: Array<Ordered> = []
    lacking = 0
    for (const { select, quantity } of scarce) {
      let wanted = quantity
      for (const unit of open) {
        if (wanted === 0) break
        if (!select(cart.groups[unit.group]!)) continue
        kit.push(unit)
        open.delete(unit)
        wanted--
      }
      lacking += wanted
    }
    if (lacking > 0) break
    sets.push(kit)
  }
  return sets.length === 0 ? incomplete(lacking) : setsOf(reward, sets)
}

/** So many sets, each with its own reward. */
const setsOf = (reward: UnitRule, sets: ReadonlyArray<ReadonlyArray<Ordered>>): Offered => ({
  granted: sets.map((set) => ({ reward, picked: regroup(set), times: 1 })),
  sets: true
})

/** The places of used units among all units of the cart. */
export const used = (
  cart: Cart,
  rule: Rule,
  triggers: ReadonlyArray<Ordered>,
  rewarded: ReadonlyArray<Ordered>
): ReadonlyArray<number> => {
  if (rule.pool === undefined) return []
  const units = rule.consumes === "all" ? [...triggers, ...rewarded] : rewarded
  return units.map(({ group, unit }) => cart.groups[group]!.first + unit)
}
