import { compareText } from "../../kernel/text.ts"
import type { CodeState, Refused } from "../quote.ts"
import type { Cart } from "./cart.ts"
import { type Outcome, permittedTurn } from "./choose.ts"
import { missing } from "./measure.ts"
import { outOf, type Seat, seater } from "./seat.ts"
import { combining, limiting } from "./stack.ts"
import { apply, enter, type Reason, start } from "./state.ts"
import { payableOf } from "./totals.ts"
import { turn } from "./turn.ts"

/** Why promotions are not applied, nearest first, and what became of each code. */
export interface Explained {
  readonly refused: ReadonlyArray<Refused<bigint>>
  readonly codes: ReadonlyArray<CodeState>
}

/**
 * Explains an outcome: for each promotion that is not applied the first reason that holds, as the chosen plan stands with
 * this promotion added at its turn.
 */
export const explained = (cart: Cart, outcome: Outcome): Explained => {
  const applied = new Set(outcome.moves.map(({ at }) => at))
  const reasons = new Map<number, Reason>()
  const seatFor = seater(cart)
  const refused: Array<Refused<bigint>> = []
  for (const [at, rule] of cart.rules.rules.entries()) {
    if (applied.has(at)) continue
    const reason = outOf(cart, rule) ?? reasonFor(cart, seatFor, outcome, seatFor(at))
    reasons.set(at, reason)
    refused.push({ promotion: rule.id, ...reason })
  }
  return { refused: refused.sort(nearer), codes: codesOf(cart, applied, reasons) }
}

const reasonFor = (
  cart: Cart,
  seatFor: (at: number) => Seat,
  { moves, state: chosen }: Outcome,
  seat: Seat
): Reason => {
  const { rule } = seat
  const before = moves.filter(({ at }) => at < seat.at)
  const state = start(cart)
  for (const move of before) {
    enter(state, move.rule.level)
    apply(cart, state, move)
  }
  enter(state, rule.level)
  const own = permittedTurn(cart, state, seat, before)
  if (own._tag === "Refused") {
    if (own.reason.reason !== "ConditionUnmet" || rule.when === undefined) return own.reason
    return { ...own.reason, missing: missing(cart, state, rule, rule.when) }
  }
  for (const may of [combining(cart, moves, own), limiting(cart, moves, own)]) {
    if (may._tag === "Forbidden") return may.reason
  }
  apply(cart, state, own)
  const less: Array<string> = []
  for (const move of moves) {
    if (move.at < seat.at) continue
    enter(state, move.rule.level)
    const next = turn(cart, state, seatFor(move.at))
    if (next._tag === "Refused" || next.total < move.total) less.push(move.rule.id)
    if (next._tag === "Applies") apply(cart, state, next)
  }
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
