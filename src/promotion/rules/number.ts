import * as Result from "effect/Result"
import type { Flaw } from "../../kernel/reading.ts"
import { fractionFrom, type Ratio } from "../../kernel/ratio.ts"
import { amountFrom } from "../../money/amount.ts"
import type { Measure } from "../model.ts"

export { fractionFrom } from "../../kernel/ratio.ts"

/** A percentage as a ratio: refused outside 0 to 100. */
export const percentIn = (path: string, text: string): Result.Result<Ratio, Flaw> => {
  const found = fractionFrom(text)
  if (found === undefined) return Result.fail({ path: `/${path}`, why: "expected a decimal such as 12.5" })
  const ratio = { numerator: found.numerator, denominator: found.denominator * 100n }
  return ratio.numerator < 0n || ratio.numerator > ratio.denominator
    ? Result.fail({ path: `/${path}`, why: "a percentage lies from 0 to 100" })
    : Result.succeed(ratio)
}

/** An amount in minor units: refused below zero. */
export const moneyIn = (path: string, text: string, currency: string): Result.Result<bigint, Flaw> => {
  const amount = amountFrom(text, currency)
  if (Result.isFailure(amount)) return Result.fail({ path: `/${path}`, why: amount.failure._tag })
  return amount.success < 0n
    ? Result.fail({ path: `/${path}`, why: "an amount is not negative" })
    : Result.succeed(amount.success)
}

/** A threshold: decimal text in the currency for amounts, else a whole number of at least 1. */
export const amountIn = (
  path: string,
  measure: Measure,
  value: string | number,
  currency: string
): Result.Result<bigint, Flaw> => {
  if (measure === "amount") {
    return typeof value === "string"
      ? moneyIn(path, value, currency)
      : Result.fail({ path: `/${path}`, why: "an amount is decimal text, in quotes" })
  }
  return typeof value === "number"
    ? Result.succeed(BigInt(value))
    : Result.fail({ path: `/${path}`, why: "a quantity is a whole number, without quotes" })
}
