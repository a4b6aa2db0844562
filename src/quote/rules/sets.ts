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
  let kits = oneByOne(cart, units, parts, max)
  // A part that takes any china may have taken the cup that another part, or another kit, needs.
  const found = new Map(
    parts.map((part) => [part, units.filter(({ group }) => part.select(cart.groups[group]!)).length])
  )
  const scarce = parts.toSorted((a, b) => found.get(a)! - found.get(b)!)
  const size = parts.reduce((sum, { quantity }) => sum + quantity, 0)
  // What can be filled for so many kits can be filled for fewer.
  let most = Math.min(
    max,
    Math.floor(units.length / size),
    ...parts.map((part) => Math.floor(found.get(part)! / part.quantity))
  )
  while (most > kits.length) {
    const count = Math.ceil((kits.length + most) / 2)
    const all = together(cart, units, scarce, count)
    if (all.lacking === 0) kits = all.kits
    else most = count - 1
  }
  return kits.length === 0 ? incomplete(together(cart, units, scarce, 1).lacking) : setsOf(reward, kits)
}

/** Kit after kit, part after part, each from the first units that match and are not taken. */
const oneByOne = (
  cart: Cart,
  units: ReadonlyArray<Ordered>,
  parts: BundleRule["parts"],
  max: number
): ReadonlyArray<ReadonlyArray<Ordered>> => {
  const taken = new Set<number>()
  const next = parts.map(() => 0)
  const kits: Array<ReadonlyArray<Ordered>> = []
  while (kits.length < max) {
    const kit: Array<Ordered> = []
    for (const [part, { select, quantity }] of parts.entries()) {
      for (let wanted = quantity; wanted > 0; wanted--) {
        let at = next[part]!
        while (at < units.length && (taken.has(at) || !select(cart.groups[units[at]!.group]!))) at++
        next[part] = at
        if (at === units.length) return kits
        taken.add(at)
        kit.push(units[at]!)
      }
    }
    kits.push(kit)
  }
  return kits
}

/** So many kits at once: each part from the first units that match and are not taken, and how many units are lacking. */
const together = (cart: Cart, units: ReadonlyArray<Ordered>, parts: BundleRule["parts"], count: number) => {
  const open = new Set(units)
  const kits = Array.from({ length: count }, (): Array<Ordered> => [])
  let lacking = 0
  for (const { select, quantity } of parts) {
    let wanted = count * quantity
    for (const unit of open) {
      if (wanted === 0) break
      if (!select(cart.groups[unit.group]!)) continue
      kits[count - Math.ceil(wanted / quantity)]!.push(unit)
      open.delete(unit)
      wanted--
    }
    lacking += wanted
  }
  return { kits, lacking }
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
