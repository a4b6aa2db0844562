import * as Result from "effect/Result"
import type { CurrencyMismatch } from "../errors.ts"

/** The refusal that two currencies met. */
export const mismatch = (expected: string, found: string): Result.Result<never, CurrencyMismatch> =>
  Result.fail({ _tag: "CurrencyMismatch", expected, found })
