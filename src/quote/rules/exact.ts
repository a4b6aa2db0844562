import type { Ratio } from "../../kernel/ratio.ts"
import { divide, type Rounding } from "../../money/rules/round.ts"

/**
 * Amounts of a quote are whole numbers of minor units in doubles, exact up to 2^53 - 1: a cart whose prices, charges and
 * fees sum to more is refused before any of this runs. A product that would leave that range is made in a bigint instead, so
 * every function here is exact for every amount of a quote.
 */
export const mostSafe = Number.MAX_SAFE_INTEGER

/** A ratio not below zero in lowest terms, as numbers; terms that are not safe are NaN, and `ratio` speaks for them. */
export interface Proportion {
  readonly numerator: number
  readonly denominator: number
  readonly ratio: Ratio
}

/** A ratio made ready for {@link portion}. */
export const proportion = ({ numerator, denominator }: Ratio): Proportion => {
  let a = numerator
  let b = denominator
  while (b !== 0n) [a, b] = [b, a % b]
  const common = a === 0n ? 1n : a
  const ratio = { numerator: numerator / common, denominator: denominator / common }
  return { numerator: safe(ratio.numerator), denominator: safe(ratio.denominator), ratio }
}

const safe = (value: bigint): number => (value <= BigInt(mostSafe) ? Number(value) : Number.NaN)

/** A ratio of an amount, rounded as named. The amount is not negative. */
export const portion = (amount: number, { numerator, denominator, ratio }: Proportion, mode: Rounding): number => {
  const product = amount * numerator
  // NaN is not below anything, so a ratio beyond doubles goes the long way.
  return product <= mostSafe && denominator <= mostSafe
    ? rounded(product, denominator, mode)
    : Number(divide(BigInt(amount) * ratio.numerator, ratio.denominator, mode))
}

/**
 * A quotient rounded as named, of a product up to 2^53 - 1. The quotient of two such doubles never rounds up to a whole
 * number that it is below: that would take a product of 2^53.
 */
const rounded = (product: number, divisor: number, mode: Rounding): number => {
  const quotient = Math.floor(product / divisor)
  const rest = product - quotient * divisor
  if (rest === 0 || mode === "down" || mode === "floor") return quotient
  if (mode === "up" || mode === "ceiling") return quotient + 1
  const twice = 2 * rest
  if (twice !== divisor) return twice > divisor ? quotient + 1 : quotient
  return mode === "halfUp" || (mode === "halfEven" && quotient % 2 === 1) ? quotient + 1 : quotient
}

/** Minor units as a number. What lies beyond 2^53 - 1 is more than any quote has, and becomes 2^53. */
export const upTo = (amount: bigint): number => (amount > BigInt(mostSafe) ? mostSafe + 1 : Number(amount))

/** A threshold as a number: what lies beyond 2^53 - 1 is never reached. */
export const threshold = (amount: bigint): number =>
  amount > BigInt(mostSafe) ? Number.POSITIVE_INFINITY : Number(amount)

/** So many times an amount, at most 2^53 - 1. */
export const times = (amount: number, count: number): number => Math.min(amount * count, mostSafe)

/** The sum of amounts. */
export const total = (amounts: ReadonlyArray<number>): number => {
  let sum = 0
  for (let index = 0; index < amounts.length; index++) sum += amounts[index]!
  return sum
}
