import { agree } from "./agree.ts"
import type { Cart } from "./cart.ts"
import { concerns } from "./limit.ts"
import type { Move, Reason } from "./state.ts"

/** What stands against a move beside those already applied: a reason, or groups that are closed to it, each with one. */
export type Permission =
  | { readonly _tag: "Forbidden"; readonly reason: Reason }
  | { readonly _tag: "Permitted"; readonly closed: ReadonlyMap<number, Reason> }

/** What stacking looks at of a move. */
export type Stacked = Pick<Move, "at" | "rule" | "groups" | "total">

const permitted: Permission = { _tag: "Permitted", closed: new Map() }

/**
 * Whether the set stays permitted by stop and matrix, in this order, with this move in it. Every clause is a property of the
 * set alone, so the order in which it was built does not matter.
 */
export const combining = (cart: Cart, applied: ReadonlyArray<Move>, move: Stacked): Permission => {
  if (cart.rules.open) return permitted
  const stopper = applied.find((other) => stops(other, move) || stops(move, other))
  if (stopper !== undefined) return forbidden({ reason: "Stopped", by: [stopper.rule.id] })
  const { rule } = move
  const opposed = applied.filter((other) => !agree(other.rule, rule))
  const wholly = opposed.filter((other) => other.rule.scope === "cart" || rule.scope === "cart")
  if (wholly.length > 0) return forbidden({ reason: "NotCombinable", with: wholly.map((other) => other.rule.id) })
  const closed = new Map<number, Reason>()
  for (const other of opposed) {
    for (const group of other.groups) closed.set(group, { reason: "NotCombinable", with: [other.rule.id] })
  }
  return closed.size === 0 ? permitted : { _tag: "Permitted", closed }
}

/** Whether the set stays within the limits with this move in it; of scope `line`, on which groups it does not. */
export const limiting = (cart: Cart, applied: ReadonlyArray<Move>, { rule, groups }: Stacked): Permission => {
  const closed = new Map<number, Reason>()
  for (const limit of cart.policy.limits) {
    if (!concerns(limit, rule)) continue
    const others = applied.filter((other) => concerns(limit, other.rule))
    const reason: Reason = { reason: "LimitReached", limit: limit.id }
    if (limit.per === "line") {
      const full = fullGroups(others, limit.max, cart.groups.length)
      if (rule.scope === "cart" && groups.some((group) => full.includes(group))) return forbidden(reason)
      if (rule.scope === "line") for (const group of full) closed.set(group, reason)
      continue
    }
    const rivals = limit.per === "cart" ? others : others.filter((other) => other.rule.merchant === rule.merchant)
    if (rivals.length >= limit.max) return forbidden(reason)
  }
  return closed.size === 0 ? permitted : { _tag: "Permitted", closed }
}

// The groups that as many of these moves touch as may.
const fullGroups = (moves: ReadonlyArray<Move>, max: number, groups: number): ReadonlyArray<number> => {
  const touching = new Int32Array(groups)
  for (const move of moves) for (const group of move.groups) touching[group]! += 1
  return [...touching.keys()].filter((group) => touching[group]! >= max)
}

const forbidden = (reason: Reason): Permission => ({ _tag: "Forbidden", reason })

// Whether the one closes the door behind it on the other. One that took nothing stops nothing.
const stops = (one: Stacked, other: Stacked): boolean => {
  const { stop, level } = one.rule
  if (stop === undefined || one.total === 0 || one.at >= other.at) return false
  return stop === "all" || level === other.rule.level
}

/** Why a set may not stand, in the words of one of its moves where that is the reason; `undefined` if it may. */
export const forbiddenIn = (cart: Cart, set: ReadonlyArray<Move>, own: Move): Reason | undefined => {
  const others = set.filter((move) => move !== own)
  const pairs = [[others, own] as const, ...set.map((move, index) => [set.slice(0, index), move] as const)]
  const found: Array<Reason> = []
  for (const check of [combining, limiting]) {
    for (const [beside, move] of pairs) {
      const may = check(cart, beside, move)
      if (may._tag === "Forbidden") found.push(may.reason)
      else for (const group of move.groups) if (may.closed.has(group)) found.push(may.closed.get(group)!)
    }
  }
  return found.find(({ reason }) => reason === "Stopped") ?? found[0]
}
