import { compareText } from "../../kernel/text.ts"
import type { CodeState, Refused } from "../quote.ts"
import type { Cart } from "./cart.ts"
import { type Outcome, permittedTurn } from "./choose.ts"
import { combining, limiting } from "./stack.ts"
import { after, enter, type Move, type Reason, start } from "./state.ts"
import { payableOf } from "./totals.ts"
import { type Seat, turn } from "./turn.ts"

/** Why promotions are not applied, nearest first, and what became of each code. */
export interface Explained {
  readonly refused: ReadonlyArray<Refused<bigint>>
  readonly codes: ReadonlyArray<CodeState>
}

/**
 * Explains an outcome: for each promotion that is not applied the first reason that holds, as the chosen plan stands with
 * this promotion added at its turn.
 */
export const explained = (cart: Cart, seats: ReadonlyArray<Seat>, outcome: Outcome): Explained => {
  const applied = new Set(outcome.moves.map(({ at }) => at))
  const reasons = new Map<number, Reason>()
  for (const seat of seats) {
    if (!applied.has(seat.at)) reasons.set(seat.at, seat.out ?? reasonFor(cart, seats, outcome, seat))
  }
  const refused = seats
    .filter(({ at }) => reasons.has(at))
    .map(({ at, rule }): Refused<bigint> => ({ promotion: rule.id, ...reasons.get(at)! }))
  return { refused: refused.sort(nearer), codes: codesOf(cart, applied, reasons) }
}

const reasonFor = (cart: Cart, seats: ReadonlyArray<Seat>, { moves, state: chosen }: Outcome, seat: Seat): Reason => {
  const before = moves.filter(({ at }) => at < seat.at)
  let state = start(cart)
  for (const move of before) state = after(enter(state, move.rule.level), move)
  state = enter(state, seat.rule.level)
  const own = permittedTurn(cart, state, seat, before)
  if (own._tag === "Refused") return own.reason
  for (const may of [combining(cart, moves, own.move), limiting(cart, moves, own.move)]) {
    if (may._tag === "Forbidden") return may.reason
  }
  state = after(state, own.move)
  const set: Array<Move> = [...before, own.move]
  const less: Array<string> = []
  for (const move of moves) {
    if (move.at < seat.at) continue
    state = enter(state, move.rule.level)
    const next = turn(cart, state, seats[move.at]!)
    if (next._tag === "Refused" || next.move.total < move.total) less.push(move.rule.id)
    if (next._tag === "Refused") continue
    state = after(state, next.move)
    set.push(next.move)
  }
  return { reason: "Beaten", by: less, saves: payableOf(cart, chosen) - payableOf(cart, state) }
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

const distanceOf = ({
  reason,
  distance,
  missing = []
}: Refused<bigint>): { readonly kind: number; readonly far: bigint } => {
  const unknown = { kind: 2, far: 0n }
  if (reason === "ConditionUnmet") {
    // All leaves are missing together, so the way is as long as the longest of them, if they count the same thing.
    const distances = missing.map((leaf) => ("distance" in leaf ? leaf.distance : undefined))
    const money = distances.filter((one) => typeof one === "bigint")
    const counts = distances.filter((one) => typeof one === "number")
    if (distances.length === 0 || (money.length < distances.length && counts.length < distances.length)) return unknown
    return money.length > 0
      ? { kind: 0, far: money.reduce((most, one) => (one > most ? one : most)) }
      : { kind: 1, far: BigInt(Math.max(...counts)) }
  }
  if (reason !== "ThresholdUnmet" && reason !== "SetIncomplete") return unknown
  return typeof distance === "bigint" ? { kind: 0, far: distance } : { kind: 1, far: BigInt(distance ?? 0) }
}
