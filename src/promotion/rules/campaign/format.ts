import * as Result from "effect/Result"
import { normalCode } from "../code.ts"
import type { CodeFormat } from "../../campaign.ts"
import type { CodeFormatInvalid, CodesExceedSpace, CodesGuessable } from "../../errors.ts"

/** Letters and digits without those that are taken for another: 0 and O, 1, I and L, U and V. */
export const plainCharset = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

/** The longest code, which a cart takes. */
const longest = 64

/** So many values half a code may have at most: sums of two stay whole numbers, and 53 drawn bits are even enough. */
const mostHalf = 2 ** 48

/** How unlikely a guess must be: one in so many. At 10 guesses a minute, 48 days for an even chance. */
export const usualOdds = 1_000_000n

/** A format made ready: where what is drawn, and how much of it there is. */
export interface Format {
  /** The code with `#` at every drawn position. */
  readonly pattern: string
  readonly charset: string
  /** Places of the drawn positions, the check digits last. */
  readonly drawn: ReadonlyArray<number>
  readonly checks: number
  /** How many values the two halves of the body have: all bodies are pairs of them. */
  readonly left: number
  readonly right: number
  /** How many check digits there are to guess. */
  readonly tags: number
  /** How many codes there can be. */
  readonly space: bigint
}

/**
 * Reads a format and fills in what it does not state. Codes are compared in normal form, so a format that is not its own
 * normal form could never be entered.
 *
 * @returns the format, or `CodeFormatInvalid`, in this order: charset, length, pattern, checks
 */
export const codeFormat = (stated: CodeFormat): Result.Result<Format, CodeFormatInvalid> => {
  const { charset = plainCharset, length = 10, prefix = "", postfix = "", checks = 3 } = stated
  if (!/^[A-Z0-9]{2,36}$/.test(charset)) return invalid("/charset", "2 to 36 upper-case letters and digits")
  if (new Set(charset).size !== charset.length) return invalid("/charset", "a character stands twice")
  if (!whole(length) || length < 2 || length > longest) return invalid("/length", `a whole number from 2 to ${longest}`)
  const pattern = stated.pattern ?? `${prefix}${"#".repeat(length)}${postfix}`
  if (pattern.length > longest) return invalid("/pattern", `longer than ${longest}`)
  // A text that begins with another sign is a formula to a spreadsheet, or a blank that nobody sees.
  if (!/^[A-Z0-9#][A-Z0-9#._/-]*$/.test(pattern) || normalCode(pattern) !== pattern) {
    return invalid("/pattern", "upper-case letters, digits, `#` and . _ / -, a letter, a digit or `#` first")
  }
  const drawn = [...pattern].flatMap((sign, place) => (sign === "#" ? [place] : []))
  if (!whole(checks) || checks < 1 || checks > 8) return invalid("/checks", "1 to 8 check digits")
  const body = drawn.length - checks
  if (body < 1) return invalid("/checks", `${drawn.length} drawn positions leave none beside ${checks} check digits`)
  const left = charset.length ** Math.ceil(body / 2)
  const right = charset.length ** Math.floor(body / 2)
  if (left > mostHalf) return invalid("/pattern", `${drawn.length} drawn positions are more than anybody types`)
  const space = BigInt(left) * BigInt(right)
  return Result.succeed({ pattern, charset, drawn, checks, left, right, tags: charset.length ** checks, space })
}

/**
 * Whether so many codes can be given out: there must be so many, and a guess must be unlikely.
 *
 * @param least a guess finds a code with a chance of one in so many, or less
 * @returns the odds of one guess, or, in this order: `CodesExceedSpace`, `CodesGuessable`
 */
export const feasible = (
  { space, tags }: Format,
  count: number,
  least = usualOdds
): Result.Result<bigint, CodesExceedSpace | CodesGuessable> => {
  if (!whole(count) || count < 1 || BigInt(count) > space) {
    return Result.fail({ _tag: "CodesExceedSpace", count: String(count).slice(0, 40), space })
  }
  const odds = (space * BigInt(tags)) / BigInt(count)
  return odds < least
    ? Result.fail({ _tag: "CodesGuessable", count: String(count), odds, least })
    : Result.succeed(odds)
}

const whole = (value: number): boolean => Number.isSafeInteger(value)

const invalid = (path: string, why: string): Result.Result<never, CodeFormatInvalid> =>
  Result.fail({ _tag: "CodeFormatInvalid", path, why })
