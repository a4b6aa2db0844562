import type * as Result from "effect/Result"
import { exponentOf } from "../currency.ts"
import type { AmountOutOfRange, CurrencyMismatch } from "../errors.ts"
import type { ExchangeRate, Money } from "../model.ts"
import { money } from "./arithmetic.ts"
import { mismatch } from "./mismatch.ts"
import { divide, type Rounding } from "./round.ts"

/**
 * What an amount is worth in another currency at a named rate, rounded once, as named. The rate counts major units, so the
 * exponents of both currencies enter: 1.00 USD at 149.5 is 150 JPY (`halfUp`).
 *
 * @returns money in `rate.to`; `CurrencyMismatch` if the amount is not in `rate.from`; `AmountOutOfRange`
 */
export const exchange = (
  of: Money,
  rate: ExchangeRate,
  mode: Rounding
): Result.Result<Money, CurrencyMismatch | AmountOutOfRange> => {
  if (of.currency !== rate.from) return mismatch(rate.from, of.currency)
  const numerator = of.amount * rate.ratio.numerator * 10n ** BigInt(exponentOf(rate.to))
  const denominator = rate.ratio.denominator * 10n ** BigInt(exponentOf(rate.from))
  return money(divide(numerator, denominator, mode), rate.to)
}
