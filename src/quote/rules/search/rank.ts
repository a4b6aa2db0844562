import { worthIn } from "../benefit.ts"
import type { Cart } from "../cart.ts"
import type { Outcome } from "../choose.ts"
import type { Move } from "../state.ts"
import { payableOf } from "../totals.ts"

/** An outcome and what it is judged by. */
export interface Rated extends Outcome {
  /** What is made least, minor units: the total, or the total less gifts and cashback. */
  readonly figure: number
  /** What gifts and later benefits are worth. */
  readonly worth: number
  readonly claims: number
}

/** Rates an outcome. */
export const rated = (cart: Cart, { state, moves }: Outcome): Rated => {
  const worth = worthIn(cart, { state, moves })
  const payable = payableOf(cart, state)
  return {
    state,
    moves,
    figure: cart.policy.objective === "payable" ? payable : payable - worth.tangible,
    worth: worth.all,
    claims: claimsIn(moves)
  }
}

/** How many claims moves make. */
export const claimsIn = (moves: ReadonlyArray<Move>): number => {
  let claims = 0
  for (const move of moves) claims += move.claims.length
  return claims
}

/** Whether the one is the better: the least figure, then the greatest worth, then the fewest claims, then first by rank. */
export const better = (one: Rated, other: Rated): boolean => {
  if (one.figure !== other.figure) return one.figure < other.figure
  if (one.worth !== other.worth) return one.worth > other.worth
  if (one.claims !== other.claims) return one.claims < other.claims
  return compareByRank(one.moves, other.moves) < 0
}

/**
 * At the first promotion in rank order on which two plans differ, the one that applies it stands first, or the one that lets it
 * have the first group on which they do: below 0 if that is the one, above 0 if the other, 0 if they are the same.
 */
export const compareByRank = (one: ReadonlyArray<Move>, other: ReadonlyArray<Move>): number => {
  const length = Math.min(one.length, other.length)
  for (let index = 0; index < length; index++) {
    const move = one[index]!
    const against = other[index]!
    if (move.at !== against.at) return move.at - against.at
    if (move.closed.size === 0 && against.closed.size === 0) continue
    const lacks = firstOnly(move.closed, against.closed)
    const opposed = firstOnly(against.closed, move.closed)
    if (lacks !== opposed) return opposed < lacks ? -1 : 1
  }
  return other.length - one.length
}

/** The first group that is in the one alone. */
const firstOnly = (one: ReadonlySet<number>, other: ReadonlySet<number>): number => {
  let first = Number.POSITIVE_INFINITY
  for (const group of one) if (group < first && !other.has(group)) first = group
  return first
}
