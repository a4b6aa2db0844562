import * as Result from "effect/Result"
import { fractionFrom, longestDecimal, type Ratio, ratio } from "./ratio.ts"

/** The text is no plain decimal: sign, digits, point, digits, without exponent, spaces, leading zeros or bare point. */
export interface DecimalMalformed {
  readonly _tag: "DecimalMalformed"
  /** The offending text, at most its first {@link longestDecimal} characters. */
  readonly text: string
}

/**
 * The exact value of a decimal text such as `"12.5"`, read once and used as a ratio from then on.
 *
 * @returns the ratio in lowest terms, or `DecimalMalformed`
 */
export const decimal = (text: string): Result.Result<Ratio, DecimalMalformed> => {
  const fraction = fractionFrom(text)
  return fraction === undefined
    ? Result.fail({ _tag: "DecimalMalformed", text: text.slice(0, longestDecimal) })
    : Result.succeed(ratio(fraction.numerator, fraction.denominator))
}
