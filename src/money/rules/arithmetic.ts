import * as Result from "effect/Result"
import { type AmountRefusal, amountFrom, amountText, inRange } from "../amount.ts"
import type { AmountOutOfRange, CurrencyMismatch } from "../errors.ts"
import type { Money } from "../model.ts"
import { mismatch } from "./mismatch.ts"
import type { Ratio } from "./ratio.ts"
import { divide, type Rounding } from "./round.ts"

/**
 * Reads an amount in major units: `parse("19.90", "CNY")`.
 *
 * @returns money, or, in this order: `CurrencyUnknown`, `AmountMalformed`, `CurrencyPrecision`, `AmountOutOfRange`
 */
export const parse = (text: string, currency: string): Result.Result<Money, AmountRefusal> =>
  Result.map(amountFrom(text, currency), (amount) => ({ amount, currency }))

/** The amount in major units, with exactly the currency's decimals: `"19.90"`. */
export const print = (money: Money): string => amountText(money.amount, money.currency)

/** Money of minor units: `AmountOutOfRange` beyond 2^63 - 1 in either direction. */
export const money = (amount: bigint, currency: string): Result.Result<Money, AmountOutOfRange> =>
  inRange(amount) ? Result.succeed({ amount, currency }) : Result.fail({ _tag: "AmountOutOfRange", amount, currency })

/** Nothing, in a currency. */
export const zero = (currency: string): Money => ({ amount: 0n, currency })

/** The sum. Refuses `CurrencyMismatch` before `AmountOutOfRange`. */
export const add = (left: Money, right: Money): Result.Result<Money, CurrencyMismatch | AmountOutOfRange> =>
  left.currency === right.currency
    ? money(left.amount + right.amount, left.currency)
    : mismatch(left.currency, right.currency)

/** The difference. Refuses `CurrencyMismatch` before `AmountOutOfRange`. */
export const subtract = (left: Money, right: Money): Result.Result<Money, CurrencyMismatch | AmountOutOfRange> =>
  left.currency === right.currency
    ? money(left.amount - right.amount, left.currency)
    : mismatch(left.currency, right.currency)

/** The sum of any number of amounts of one currency; nothing at all sums to zero. */
export const sum = (
  currency: string,
  parts: Iterable<Money>
): Result.Result<Money, CurrencyMismatch | AmountOutOfRange> => {
  let total = 0n
  for (const part of parts) {
    if (part.currency !== currency) return mismatch(currency, part.currency)
    total += part.amount
  }
  return money(total, currency)
}

/** The same amount with the other sign. */
export const negate = (of: Money): Money => ({ amount: -of.amount, currency: of.currency })

/** The order of two amounts of one currency: negative, zero or positive. */
export const compare = (left: Money, right: Money): Result.Result<number, CurrencyMismatch> => {
  if (left.currency !== right.currency) return mismatch(left.currency, right.currency)
  return Result.succeed(left.amount < right.amount ? -1 : left.amount > right.amount ? 1 : 0)
}

/** The amount taken a whole number of times, exactly. */
export const times = (of: Money, count: bigint): Result.Result<Money, AmountOutOfRange> =>
  money(of.amount * count, of.currency)

/** The amount times a ratio, rounded once, as named. */
export const multiply = (of: Money, by: Ratio, mode: Rounding): Result.Result<Money, AmountOutOfRange> =>
  money(divide(of.amount * by.numerator, by.denominator, mode), of.currency)
