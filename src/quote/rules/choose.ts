import type { Cart } from "./cart.ts"
import { combining, limiting, type Permission } from "./stack.ts"
import type { Seat } from "./seat.ts"
import { apply, enter, type Move, start, type State, type Turn } from "./state.ts"
import { type Closed, turn } from "./turn.ts"

/** Where a plan led: the state after the last turn and every move in rank order. */
export interface Outcome {
  readonly state: State
  readonly moves: ReadonlyArray<Move>
}

/**
 * One turn with stacking: the promotion applies if it would apply at its turn and the set stays permitted. Under scope
 * `line` it keeps to the groups still open to it.
 *
 * @param given groups that the plan gives to others
 */
export const permittedTurn = (
  cart: Cart,
  state: State,
  seat: Seat,
  applied: ReadonlyArray<Move>,
  given?: Closed
): Turn => {
  const free = turn(cart, state, seat, given)
  if (free._tag === "Refused" || (cart.rules.open && cart.policy.limits.length === 0)) return free
  const together = confined(cart, state, seat, free, combining(cart, applied, free), given)
  if (together.turn._tag === "Refused") return together.turn
  const within = limiting(cart, applied, together.turn)
  return confined(cart, state, seat, together.turn, within, together.closed).turn
}

interface Confined {
  readonly turn: Turn
  readonly closed: Closed | undefined
}

/** The turn kept to the groups that are open to it; refused with the reason of the first closed one if nothing remains. */
const confined = (
  cart: Cart,
  state: State,
  seat: Seat,
  free: Move,
  may: Permission,
  given: Closed | undefined
): Confined => {
  if (may._tag === "Forbidden") return { turn: { _tag: "Refused", reason: may.reason }, closed: given }
  if (may.closed.size === 0) return { turn: free, closed: given }
  const closed: Closed = { has: (group) => may.closed.has(group) || (given?.has(group) ?? false) }
  const shut = free.groups.find((group) => may.closed.has(group))
  if (shut === undefined) return { turn: free, closed }
  const kept = turn(cart, state, seat, closed)
  return { turn: kept._tag === "Applies" ? kept : { _tag: "Refused", reason: may.closed.get(shut)! }, closed }
}

/** `priority`: one pass in rank order, each taken if it applies and the set stays permitted. */
export const byPriority = (cart: Cart, seats: ReadonlyArray<Seat>): Outcome => {
  const state = start(cart)
  const moves: Array<Move> = []
  for (let index = 0; index < seats.length; index++) {
    const seat = seats[index]!
    enter(state, seat.rule.level)
    const next = permittedTurn(cart, state, seat, moves)
    if (next._tag === "Refused") continue
    apply(cart, state, next)
    moves.push(next)
  }
  return { state, moves }
}
