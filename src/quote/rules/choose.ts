import type { Cart } from "./cart.ts"
import { permission } from "./stack.ts"
import { after, enter, type Move, start, type State, type Turn } from "./state.ts"
import { type Closed, type Seat, turn } from "./turn.ts"

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
  if (free._tag === "Refused") return free
  const may = permission(cart, applied, free.move)
  if (may._tag === "Forbidden") return { _tag: "Refused", reason: may.reason }
  const shut = free.move.takes.find(({ group }) => may.closed.has(group))
  if (shut === undefined) return free
  const kept = turn(cart, state, seat, { has: (group) => may.closed.has(group) || (given?.has(group) ?? false) })
  return kept._tag === "Applies" ? kept : { _tag: "Refused", reason: may.closed.get(shut.group)! }
}

/** `priority`: one pass in rank order, each taken if it applies and the set stays permitted. */
export const byPriority = (cart: Cart, seats: ReadonlyArray<Seat>): Outcome => {
  let state = start(cart)
  const moves: Array<Move> = []
  for (const seat of seats) {
    if (seat.out !== undefined) continue
    state = enter(state, seat.rule.level)
    const next = permittedTurn(cart, state, seat, moves)
    if (next._tag === "Refused") continue
    state = after(state, next.move)
    moves.push(next.move)
  }
  return { state, moves }
}
