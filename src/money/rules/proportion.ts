import type { Ratio } from "../../kernel/ratio.ts"
import { divide, type Rounding } from "./round.ts"

/** The largest whole number below which every whole number is one double: 2^53 - 1. */
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
