/** An exact rational number in lowest terms: `denominator > 0`, and zero is 0/1. */
export interface Ratio {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** A plain decimal, as JSON's grammar of numbers has it, less the exponent (RFC 8259, section 6). `u`, so that JSON Schema has it too. */
export const decimalPattern = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/u

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

// Euclid's algorithm (Elements, book VII, proposition 2).
const greatestCommonDivisor = (left: bigint, right: bigint): bigint => {
  let a = left < 0n ? -left : left
  let b = right < 0n ? -right : right
  while (b !== 0n) [a, b] = [b, a % b]
  return a
}

/** The exact value of decimal text as tenths, hundredths and so on, not in lowest terms; `undefined` if it is none. */
export const fractionFrom = (text: string): Ratio | undefined => {
  if (text.length > longestDecimal || !decimalPattern.test(text)) return undefined
  const point = text.indexOf(".")
  if (point < 0) return { numerator: BigInt(text), denominator: 1n }
  return {
    numerator: BigInt(text.slice(0, point) + text.slice(point + 1)),
    denominator: 10n ** BigInt(text.length - point - 1)
  }
}

/** The longest decimal text that is read, in characters: more than any rate needs, and a bound on the work one can ask for. */
export const longestDecimal = 40

/**
 * The shortest decimal text of a ratio, or `undefined` where it has none (a third) or none within
 * {@link longestDecimal} characters.
 *
 * Law: `decimal(decimalText(r)) = r` wherever there is a text.
 */
export const decimalText = (ratio: Ratio): string | undefined => {
  const places = decimalPlaces(ratio.denominator)
  if (places === undefined) return undefined
  const negative = ratio.numerator < 0n
  const digits = ((negative ? -ratio.numerator : ratio.numerator) * 10n ** BigInt(places)) / ratio.denominator
  const text = `${negative ? "-" : ""}${pointed(digits, places)}`
  return text.length > longestDecimal ? undefined : text
}

/** A whole number of units of 10^-places as text: `pointed(1990n, 2)` is `"19.90"`. The number must not be negative. */
export const pointed = (digits: bigint, places: number): string => {
  if (places === 0) return digits.toString()
  const text = digits.toString().padStart(places + 1, "0")
  return `${text.slice(0, -places)}.${text.slice(-places)}`
}

// The least k such that the denominator divides 10^k: the larger of its powers of two and of five, if it has no other prime.
const decimalPlaces = (denominator: bigint): number | undefined => {
  let rest = denominator
  let twos = 0
  let fives = 0
  for (; rest % 2n === 0n && twos < longestDecimal; rest /= 2n) twos++
  for (; rest % 5n === 0n && fives < longestDecimal; rest /= 5n) fives++
  return rest === 1n ? Math.max(twos, fives) : undefined
}
