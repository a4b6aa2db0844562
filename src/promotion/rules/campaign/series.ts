import * as Result from "effect/Result"
import { deriveKey, hmacWords, macKey } from "../../../kernel/hmac.ts"
import type { CampaignCodes } from "../../campaign.ts"
import type { CodeFormatInvalid, CodesExceedSpace, CodesGuessable } from "../../errors.ts"
import { longestCode } from "../code.ts"
import { codeFormat, feasible, type Format } from "./format.ts"
import { permutation } from "./permutation.ts"

/** The codes of a campaign, none of which is kept anywhere: each is made of the key and its number, and known by them. */
export interface CodeSeries {
  readonly campaign: string
  readonly count: number
  /** One guess in so many finds a code. */
  readonly odds: bigint
  /**
   * The code of a number from 0 to `count - 1`.
   *
   * @throws RangeError for another number
   */
  readonly code: (index: number) => string
  /** The number of a code in normal form; `undefined` for whatever this campaign has not given out. */
  readonly indexOf: (code: string) => number | undefined
}

/**
 * The codes of a campaign under a secret key. The body of a code is its number, scattered by a keyed permutation; the check
 * digits are an HMAC of the code without them. So all codes differ, a batch can be made again at any time, and a typing error or a
 * guess is told from a code without asking anybody.
 *
 * Law: `indexOf(code(i)) = i` for `0 <= i < count`.
 *
 * @param key 32 secret bytes of the shop, from which those of the campaign are derived
 * @returns the codes, or, in this order: `CodeFormatInvalid`, `CodesExceedSpace`, `CodesGuessable`
 */
export const codeSeries = (
  { campaign, count, format: stated = {} }: CampaignCodes,
  key: Uint8Array
): Result.Result<CodeSeries, CodeFormatInvalid | CodesExceedSpace | CodesGuessable> =>
  Result.flatMap(codeFormat(stated), (format) =>
    Result.map(feasible(format, count), (odds) => ({ campaign, count, odds, ...coder(campaign, count, format, key) }))
  )

const coder = (
  campaign: string,
  count: number,
  { pattern, charset, drawn, checks, left, right, tags }: Format,
  key: Uint8Array
): Pick<CodeSeries, "code" | "indexOf"> => {
  const scatter = permutation(macKey(deriveKey(key, `pannier/codes/v1/order/${campaign}`)), left, right)
  const check = macKey(deriveKey(key, `pannier/codes/v1/check/${campaign}`))
  const base = charset.length
  const bodies = drawn.slice(0, drawn.length - checks)
  const checkPlaces = drawn.slice(drawn.length - checks)
  const rightDigits = Math.floor(bodies.length / 2)
  const signs = [...charset].map((sign) => sign.charCodeAt(0))
  const digits = new Map(signs.map((sign, digit) => [sign, digit]))
  const pair = new Float64Array(2)
  const bytes = Uint8Array.from(pattern, (sign) => sign.charCodeAt(0))

  const write = (value: number, places: ReadonlyArray<number>, from: number, to: number): void => {
    let rest = value
    for (let index = to - 1; index >= from; index--) {
      const quotient = Math.floor(rest / base)
      bytes[places[index]!] = signs[rest - quotient * base]!
      rest = quotient
    }
  }
  const tag = (): number => {
    for (const place of checkPlaces) bytes[place] = 35
    const words = hmacWords(check, bytes)
    return ((words[0]! >>> 0) * 0x20_0000 + (words[1]! >>> 11)) % tags
  }
  const read = (code: string, places: ReadonlyArray<number>, from: number, to: number): number => {
    let value = 0
    for (let index = from; index < to; index++) {
      const digit = digits.get(code.charCodeAt(places[index]!))
      if (digit === undefined) return Number.NaN
      value = value * base + digit
    }
    return value
  }
  const body = (): void => {
    write(pair[0]!, bodies, 0, bodies.length - rightDigits)
    write(pair[1]!, bodies, bodies.length - rightDigits, bodies.length)
  }

  return {
    code: (index) => {
      if (!Number.isInteger(index) || index < 0 || index >= count)
        throw new RangeError(`no code has the number ${index}`)
      pair[0] = Math.floor(index / right)
      pair[1] = index % right
      scatter.forth(pair)
      body()
      write(tag(), checkPlaces, 0, checks)
      return String.fromCharCode(...bytes)
    },
    indexOf: (code) => {
      if (code.length !== pattern.length || code.length > longestCode) return undefined
      for (let place = 0; place < pattern.length; place++) {
        if (pattern.charCodeAt(place) !== 35 && pattern.charCodeAt(place) !== code.charCodeAt(place)) return undefined
      }
      pair[0] = read(code, bodies, 0, bodies.length - rightDigits)
      pair[1] = read(code, bodies, bodies.length - rightDigits, bodies.length)
      const shown = read(code, checkPlaces, 0, checks)
      if (Number.isNaN(pair[0] + pair[1] + shown)) return undefined
      body()
      if (tag() !== shown) return undefined
      scatter.back(pair)
      const index = pair[0] * right + pair[1]
      return index < count ? index : undefined
    }
  }
}
