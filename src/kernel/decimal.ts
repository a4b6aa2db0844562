import { Decimal } from "decimal.js"
import * as Result from "effect/Result"
import { decimalPattern, longestDecimal, type Ratio } from "./ratio.ts"

/** The text is no plain decimal: sign, digits, point, digits, without exponent, spaces, leading zeros or bare point. */
export interface DecimalMalformed {
  readonly _tag: "DecimalMalformed"
  /** The offending text, at most its first {@link longestDecimal} characters. */
  readonly text: string
}

// Wide enough for every numerator and denominator that a text within the bound can have, so no operation ever rounds.
const Exact = /* @__PURE__ */ Decimal.clone({ precision: 2 * longestDecimal, defaults: true })

/**
 * The exact value of a decimal text such as `"12.5"`, read once and used as a ratio from then on.
 *
 * @returns the ratio in lowest terms, or `DecimalMalformed`
 */
export const decimal = (text: string): Result.Result<Ratio, DecimalMalformed> => {
  if (text.length > longestDecimal || !decimalPattern.test(text)) {
    return Result.fail({ _tag: "DecimalMalformed", text: text.slice(0, longestDecimal) })
  }
  const [numerator, denominator] = new Exact(text).toFraction()
  return Result.succeed({ numerator: BigInt(numerator!.toFixed()), denominator: BigInt(denominator!.toFixed()) })
}
