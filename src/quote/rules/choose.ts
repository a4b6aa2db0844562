import type { Cart } from "./cart.ts"
import { combining, limiting, type Permission } from "./stack.ts"
import { noPicks, type Picks, picksOf } from "./pick.ts"
import type { Seat, Seats } from "./seat.ts"
import { standingFor } from "./standing.ts"
import { apply, enter, type Move, type Reason, start, type State, type Turn } from "./state.ts"
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
  given?: Closed,
  picks = noPicks
): Turn => {
  const free = turn(cart, state, seat, given)
  if (free._tag === "Refused" || (cart.rules.open && cart.policy.limits.length === 0)) return free
  const together = confined(cart, state, seat, free, combining(cart, applied, free), given)
  if (together.turn._tag === "Refused") return together.turn
  const within = limiting(cart, applied, together.turn)
  const limited = confined(cart, state, seat, together.turn, within, together.closed)
  if (picks === noPicks || limited.turn._tag === "Refused") return limited.turn
  return confined(cart, state, seat, limited.turn, picking(seat, limited.turn, picks), limited.closed).turn
}

/** Which groups of a move its promotion has lost to better ones. */
const picking = (seat: Seat, move: Move, picks: Picks): Permission => {
  const reason = picks.lost(seat, move.groups)
  if (reason === undefined) return { _tag: "Permitted", closed: new Map() }
  if (seat.rule.scope === "cart") return { _tag: "Forbidden", reason }
  const lost = seat.open.filter(({ group }) => picks.lost(seat, [group]) !== undefined)
  return { _tag: "Permitted", closed: new Map(lost.map(({ group }) => [group, reason])) }
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
  const closed: Closed = new Set([...may.closed.keys(), ...(given ?? [])])
  const shut = free.groups.find((group) => may.closed.has(group))
  if (shut === undefined) return { turn: free, closed }
  const kept = turn(cart, state, seat, closed)
  return { turn: kept._tag === "Applies" ? kept : { _tag: "Refused", reason: may.closed.get(shut)! }, closed }
}

/**
 * `priority`: one pass in rank order, each taken if it applies and the set stays permitted.
 *
 * @param refused told of each seat that is not taken, and why
 */
export const byPriority = (
  cart: Cart,
  seats: Seats,
  refused?: (seat: Seat, reason: Reason, state: State) => void
): Outcome => {
  const state = start(cart)
  const moves: Array<Move> = []
  const picks = picksOf(cart, seats)
  // Who asks why has every turn taken, and every pair looked at.
  const unlimited = refused === undefined && cart.policy.limits.length === 0
  const standing = unlimited && !cart.rules.open ? standingFor(cart) : undefined
  for (let index = 0; index < seats.length; index++) {
    if (standing?.late(seats.ruleAt(index), seats.openAt(index)) === true) continue
    const seat = seats.at(index)
    picks.decide(state, seat.at)
    enter(state, seat.rule.level)
    const next = standing?.turn(state, seat) ?? permittedTurn(cart, state, seat, moves, undefined, picks)
    if (next._tag === "Refused") {
      refused?.(seat, next.reason, state)
      continue
    }
    apply(cart, state, next)
    moves.push(next)
    standing?.add(next)
  }
  return { state, moves }
}
