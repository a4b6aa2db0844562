import { compareText } from "../../kernel/text.ts"
import type { CodeState, Refused } from "../quote.ts"
import type { Cart } from "./cart.ts"
import { byPriority, type Outcome, permittedTurn } from "./choose.ts"
import { farOf } from "./measure.ts"
import { reaching } from "./reach.ts"
import { outOf, type Seat, seated, seater } from "./seat.ts"
import { forbiddenIn } from "./stack.ts"
import { apply, enter, type Reason, start } from "./state.ts"
import { payableOf } from "./totals.ts"
import { turn } from "./turn.ts"

/** Why promotions are not applied, nearest first, and what became of each code. */
export interface Explained {
  readonly refused: ReadonlyArray<Refused<bigint>>
  readonly codes: ReadonlyArray<CodeState>
}

/**
 * Explains an outcome: for each promotion that is not applied the first reason that holds. Under `priority` that is what its turn
 * came to; under `best`, what becomes of the chosen plan with this promotion added at its turn.
 */
export const explained = (cart: Cart, outcome: Outcome): Explained => {
  const applied = new Set(outcome.moves.map(({ at }) => at))
  const reasons = new Map<number, Reason>()
  const seatFor = seater(cart)
  const { rules } = cart.rules
  for (const [at, rule] of rules.entries()) {
    const out = applied.has(at) ? undefined : outOf(cart, rule)
    if (out !== undefined) reasons.set(at, out)
  }
  const open = [...rules.keys()].filter((at) => !reasons.has(at))
  if (cart.policy.combination === "priority") {
    byPriority(cart, seated(open.map(seatFor)), (seat, reason, state) => {
      reasons.set(seat.at, reaching(cart, state, seat, reason, outcome.moves))
    })
  } else {
    for (const at of open) if (!applied.has(at)) reasons.set(at, reasonFor(cart, seatFor, outcome, seatFor(at)))
  }
  const refused = [...reasons].map(([at, reason]): Refused<bigint> => ({ promotion: rules[at]!.id, ...reason }))
  return { refused: refused.sort(nearer), codes: codesOf(cart, applied, reasons) }
}

const reasonFor = (
  cart: Cart,
  seatFor: (at: number) => Seat,
  { moves, state: chosen }: Outcome,
  seat: Seat
): Reason => {
  const { rule } = seat
  const state = start(cart)
  const set = moves.filter(({ at }) => at < seat.at)
  for (const move of set) {
    enter(state, move.rule.level)
    apply(cart, state, move)
  }
  enter(state, rule.level)
  const own = permittedTurn(cart, state, seat, set)
  if (own._tag === "Refused") return reaching(cart, state, seat, own.reason, moves)
  apply(cart, state, own)
  set.push(own)
  const less: Array<string> = []
  for (const move of moves) {
    if (move.at < seat.at) continue
    enter(state, move.rule.level)
    const next = turn(cart, state, seatFor(move.at), move.closed)
    if (next._tag === "Refused" || next.total < move.total) less.push(move.rule.id)
    if (next._tag === "Refused") continue
    apply(cart, state, next)
    set.push(next)
  }
  const forbidden = forbiddenIn(cart, set, own)
  if (forbidden !== undefined) return forbidden
  return { reason: "Beaten", by: less, saves: BigInt(payableOf(cart, chosen) - payableOf(cart, state)) }
}

const codesOf = (
  { codes, rules }: Cart,
  applied: ReadonlySet<number>,
  reasons: ReadonlyMap<number, Reason>
): ReadonlyArray<CodeState> =>
  [...codes].map((code) => {
    const opened = rules.codes.get(code) ?? []
    const first = opened.find((at) => applied.has(at)) ?? opened[0]
    if (first === undefined) return { code, state: "Unknown" }
    const promotion = rules.rules[first]!.id
    return { code, state: applied.has(first) ? "Applied" : (reasons.get(first)?.reason ?? "Unknown"), promotion }
  })

/** Nearest first: distances in money, then in quantities, then the rest; ties by id. */
const nearer = (left: Refused<bigint>, right: Refused<bigint>): number => {
  const a = distanceOf(left)
  const b = distanceOf(right)
  return a.kind - b.kind || compareAmount(a.far, b.far) || compareText(left.promotion, right.promotion)
}

const compareAmount = (left: bigint, right: bigint): number => (left < right ? -1 : left > right ? 1 : 0)

const distanceOf = ({ reason, distance, lacks, blocked }: Refused<bigint>) => {
  if (blocked !== undefined || reason === "BudgetSpent") return farOf(undefined)
  // A set lacks so many units in all, whatever they are.
  return typeof distance === "number" ? { kind: 1, far: BigInt(distance) } : farOf(lacks)
}
