/**
 * How a quotient that falls between two whole numbers is rounded. `halfUp` and `up` go away from zero, `halfDown` and
 * `down` toward it, so that a refund mirrors its charge; `ceiling` and `floor` go by the number line.
 */
export type Rounding = "halfUp" | "halfEven" | "halfDown" | "up" | "down" | "ceiling" | "floor"

/**
 * The quotient as a whole number, rounded once, as named. Exact at every size.
 *
 * Law: |result * denominator - numerator| < |denominator|, and 2 * that <= |denominator| for the half modes.
 *
 * @throws RangeError if the denominator is zero, as bigint division does
 */
export const divide = (numerator: bigint, denominator: bigint, mode: Rounding): bigint => {
  const quotient = numerator / denominator
  const remainder = numerator - quotient * denominator
  if (remainder === 0n) return quotient
  const negative = numerator < 0n !== denominator < 0n
  return awayFromZero(quotient, remainder, denominator, negative, mode) ? quotient + (negative ? -1n : 1n) : quotient
}

const awayFromZero = (
  quotient: bigint,
  remainder: bigint,
  denominator: bigint,
  negative: boolean,
  mode: Rounding
): boolean => {
  switch (mode) {
    case "up":
      return true
    case "down":
      return false
    case "ceiling":
      return !negative
    case "floor":
      return negative
    default: {
      const twice = 2n * magnitude(remainder)
      const whole = magnitude(denominator)
      if (twice !== whole) return twice > whole
      return mode === "halfUp" || (mode === "halfEven" && quotient % 2n !== 0n)
    }
  }
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value)
