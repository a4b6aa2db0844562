import { mostSafe } from "../../money/rules/proportion.ts"

/*
 * Amounts of a quote are whole numbers of minor units in doubles, exact up to 2^53 - 1: a cart whose prices, charges and fees
 * sum to more is refused before any of this runs. A product that would leave that range is made in a bigint instead, so every
 * function here is exact for every amount of a quote. See docs/decisions/safe-integers.md.
 */

/** Minor units as a number. What lies beyond 2^53 - 1 is more than any quote has, and becomes 2^53. */
export const upTo = (amount: bigint): number => {
  const number = Number(amount)
  return number > mostSafe ? mostSafe + 1 : number
}

/** A threshold as a number: what lies beyond 2^53 - 1 is never reached. */
export const threshold = (amount: bigint): number => (amount > mostSafe ? Number.POSITIVE_INFINITY : Number(amount))

/** So many times an amount, at most 2^53 - 1. */
export const times = (amount: number, count: number): number => Math.min(amount * count, mostSafe)

/** The sum of amounts. */
export const total = (amounts: ReadonlyArray<number>): number => {
  let sum = 0
  for (let index = 0; index < amounts.length; index++) sum += amounts[index]!
  return sum
}

/** Small amounts, each made when it is first needed: the larger part of what promotions take from lines. */
const small: Array<bigint | undefined> = /* @__PURE__ */ Array.from({ length: 4_096 })

/** Minor units as they are told. */
export const minor = (amount: number): bigint =>
  amount >= 0 && amount < small.length ? (small[amount] ??= BigInt(amount)) : BigInt(amount)
