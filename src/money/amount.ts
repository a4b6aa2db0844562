import * as Result from "effect/Result"
import { decimalPattern, pointed } from "../kernel/ratio.ts"
import { exponentOf, isCurrency } from "./currency.ts"

/** The largest magnitude of an amount, in minor units: 2^63 - 1, what a signed 64-bit column holds. */
export const largestAmount = 9_223_372_036_854_775_807n

/** The longest text of an amount: sign, 19 digits, point. */
export const longestAmount = 21

/** No active currency with a minor unit has this code. */
export interface CurrencyUnknown {
  readonly _tag: "CurrencyUnknown"
  readonly currency: string
}

/** The text is no plain decimal. */
export interface AmountMalformed {
  readonly _tag: "AmountMalformed"
  /** The offending text, at most its first {@link longestAmount} characters. */
  readonly text: string
}

/** The text has more decimals than the currency. */
export interface CurrencyPrecision {
  readonly _tag: "CurrencyPrecision"
  readonly currency: string
  readonly text: string
  /** How many decimals it may have. */
  readonly decimals: number
}

/** The amount, in minor units, is beyond {@link largestAmount} in either direction. */
export interface AmountOutOfRange {
  readonly _tag: "AmountOutOfRange"
  readonly amount: bigint
  readonly currency: string
}

/** Why a text is no amount. */
export type AmountRefusal = CurrencyUnknown | AmountMalformed | CurrencyPrecision | AmountOutOfRange

/** Whether an amount of minor units is within bounds. */
export const inRange = (amount: bigint): boolean => amount <= largestAmount && amount >= -largestAmount

/**
 * Reads an amount in major units, such as `"19.90"`, into minor units. At most as many decimals as the currency has.
 *
 * Law: `amountFrom(amountText(x, c), c) = x` (L02).
 *
 * @returns minor units, or, in this order: `CurrencyUnknown`, `AmountMalformed`, `CurrencyPrecision`, `AmountOutOfRange`
 */
export const amountFrom = (text: string, currency: string): Result.Result<bigint, AmountRefusal> => {
  if (!isCurrency(currency)) return Result.fail({ _tag: "CurrencyUnknown", currency: currency.slice(0, longestAmount) })
  const exponent = exponentOf(currency)
  if (text.length > longestAmount || !decimalPattern.test(text)) {
    return Result.fail({ _tag: "AmountMalformed", text: text.slice(0, longestAmount) })
  }
  const point = text.indexOf(".")
  const decimals = point < 0 ? 0 : text.length - point - 1
  if (decimals > exponent) {
    return Result.fail({ _tag: "CurrencyPrecision", currency, text, decimals: exponent })
  }
  const digits = point < 0 ? text : text.slice(0, point) + text.slice(point + 1)
  const amount = BigInt(digits + "0".repeat(exponent - decimals))
  return inRange(amount) ? Result.succeed(amount) : Result.fail({ _tag: "AmountOutOfRange", amount, currency })
}

/**
 * An amount of minor units as text in major units, with exactly as many decimals as the currency has.
 *
 * @throws RangeError for a currency that is not in the table
 */
export const amountText = (amount: bigint, currency: string): string => {
  const exponent = exponentOf(currency)
  return amount < 0n ? `-${pointed(-amount, exponent)}` : pointed(amount, exponent)
}
