import * as Result from "effect/Result"
import { decimal } from "../../kernel/decimal.ts"
import type { Ratio } from "../../kernel/ratio.ts"
import type { DecimalMalformed } from "../errors.ts"

export type { Ratio } from "../../kernel/ratio.ts"

/**
 * The ratio of two whole numbers, in lowest terms with a positive denominator.
 *
 * @throws RangeError if the denominator is zero
 */
export const ratio = (numerator: bigint, denominator: bigint): Ratio => {
  if (denominator === 0n) throw new RangeError("a denominator of zero")
  const divisor = greatestCommonDivisor(numerator, denominator)
  const sign = denominator < 0n ? -1n : 1n
  return { numerator: (sign * numerator) / divisor, denominator: (sign * denominator) / divisor }
}

/** The ratio that a plain decimal text stands for: `"12.5"` is 25/2. */
export const ratioFrom = (text: string): Result.Result<Ratio, DecimalMalformed> => decimal(text)

/** The ratio that a percentage stands for: `"12.5"` is 1/8. */
export const percent = (text: string): Result.Result<Ratio, DecimalMalformed> =>
  Result.map(decimal(text), ({ numerator, denominator }) => ratio(numerator, denominator * 100n))

// Euclid's algorithm (Elements, book VII, proposition 2).
const greatestCommonDivisor = (left: bigint, right: bigint): bigint => {
  let a = left < 0n ? -left : left
  let b = right < 0n ? -right : right
  while (b !== 0n) [a, b] = [b, a % b]
  return a
}
