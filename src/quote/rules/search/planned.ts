import type { Cart } from "../cart.ts"
import type { Outcome } from "../choose.ts"
import { apply, enter, type Move, start } from "../state.ts"
import { turn } from "../turn.ts"
import { type Chosen, takenBy } from "./choices.ts"
import type { Nodes } from "./hunt.ts"
import { selected } from "./selection.ts"
import type { Table } from "./table.ts"
import { firstOf } from "./tie.ts"

/** The outcome of a search and the least that any plan leaves payable, as far as is proven. */
export interface Planned {
  readonly outcome: Outcome
  /** How much less payable than the outcome another plan could at most be. */
  readonly gap: number
}

/** The best plan over a table, which knows what every plan takes; it begins with the plan of `priority`. */
export const planned = (cart: Cart, table: Table, ranked: Outcome, nodes: Nodes): Planned => {
  const { choices } = table
  const begun = chosenIn(table, ranked.moves)
  const above = takenBy(choices, begun)
  const found = selected(choices, nodes, { above })
  const gap = found.most - found.taken
  const plan = gap > 0 ? (found.plan ?? begun) : firstOf(choices, nodes, found.plan ?? begun, found)
  return { outcome: walked(cart, table, plan), gap }
}

/** The choices that moves come to. */
const chosenIn = ({ choices, groups, seats }: Table, moves: ReadonlyArray<Move>): Chosen => {
  const touching = new Map<number, number>()
  for (const { at, groups: touched } of moves) {
    const bit = 1 << seats.findIndex((seat) => seat.at === at)
    for (const group of touched) touching.set(group, (touching.get(group) ?? 0) | bit)
  }
  return Int32Array.from(groups, (group, line) => {
    const wanted = touching.get(group) ?? 0
    const [from, to] = [choices.first[line]!, choices.first[line + 1]!]
    for (let choice = from; choice < to; choice++) if (choices.offers[choice] === wanted) return choice
    return from
  })
}

/** Every promotion at its turn, on the lines whose choice has it. */
const walked = (cart: Cart, { choices, groups, seats }: Table, plan: Chosen): Outcome => {
  const state = start(cart)
  const moves: Array<Move> = []
  for (const [offer, seat] of seats.entries()) {
    const given = new Set(groups.filter((_, line) => (choices.offers[plan[line]!]! & (1 << offer)) !== 0))
    if (given.size === 0) continue
    enter(state, seat.rule.level)
    // It is kept from what it would take alone, so that no plan keeps it from a line for nothing.
    const whole = turn(cart, state, { ...seat, rule: { ...seat.rule, cap: undefined } })
    const closed = new Set(whole._tag === "Applies" ? whole.groups.filter((group) => !given.has(group)) : [])
    const next = turn(cart, state, seat, closed)
    if (next._tag === "Refused") continue
    apply(cart, state, next)
    moves.push(next)
  }
  return { state, moves }
}
