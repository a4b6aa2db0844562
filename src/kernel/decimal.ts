import { Decimal } from "decimal.js"
import * as Result from "effect/Result"

/** An exact rational number in lowest terms: `denominator > 0`, and zero is 0/1. */
export interface Ratio {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** The text is no plain decimal: sign, digits, point, digits, without exponent, spaces, leading zeros or bare point. */
export interface DecimalMalformed {
  readonly _tag: "DecimalMalformed"
  /** The offending text, at most its first {@link longestDecimal} characters. */
  readonly text: string
}

/** A plain decimal, as JSON's grammar of numbers has it, less the exponent (RFC 8259, section 6). */
export const decimalPattern = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/

/** The longest decimal text that is read, in characters: more than any rate needs, and a bound on the work one can ask for. */
export const longestDecimal = 40

// Wide enough for every numerator and denominator that a text within the bound can have, so no operation ever rounds.
const Exact = Decimal.clone({ precision: 2 * longestDecimal, defaults: true })

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

/**
 * The shortest decimal text of a ratio, or `undefined` where it has none (a third) or none within
 * {@link longestDecimal} characters.
 *
 * Law: `decimal(decimalText(r)) = r` wherever there is a text.
 */
export const decimalText = (ratio: Ratio): string | undefined => {
  const places = decimalPlaces(ratio.denominator)
  if (places === undefined) return undefined
  const digits = (magnitude(ratio.numerator) * 10n ** BigInt(places)) / ratio.denominator
  const text = `${ratio.numerator < 0n ? "-" : ""}${pointed(digits, places)}`
  return text.length > longestDecimal ? undefined : text
}

/** A whole number of units of 10^-places as text: `pointed(1990n, 2)` is `"19.90"`. The number must not be negative. */
export const pointed = (digits: bigint, places: number): string => {
  if (places === 0) return digits.toString()
  const text = digits.toString().padStart(places + 1, "0")
  return `${text.slice(0, -places)}.${text.slice(-places)}`
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value)

// The least k such that the denominator divides 10^k: the larger of its powers of two and of five, if it has no other prime.
const decimalPlaces = (denominator: bigint): number | undefined => {
  let rest = denominator
  let twos = 0
  let fives = 0
  for (; rest % 2n === 0n && twos < longestDecimal * 4; rest /= 2n) twos++
  for (; rest % 5n === 0n && fives < longestDecimal * 4; rest /= 5n) fives++
  return rest === 1n ? Math.max(twos, fives) : undefined
}
