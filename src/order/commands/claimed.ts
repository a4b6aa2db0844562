import * as Result from "effect/Result"
import type { StockShort } from "../../inventory/errors.ts"
import type { Limit } from "../../promotion/rules/account.ts"
import type { Claim } from "../../promotion/rules/claim.ts"
import type { CustomsLimitExceeded } from "../../quote/errors.ts"
import type { Quote } from "../../quote/model.ts"
import { isYearlyClaim } from "../../quote/rules/customs/limits.ts"
import type { CouponExhausted } from "../errors.ts"

/** A claim of the quote with the limit that bounds it. */
export interface Bounded {
  readonly claim: Claim
  readonly limit: Limit
  readonly free: bigint
}

/** Whether all that a quote claims can still be had. */
export const claimable = (
  claims: ReadonlyArray<Bounded>,
  { gifts }: Pick<Quote, "gifts">
): Result.Result<void, CouponExhausted | CustomsLimitExceeded | StockShort> => {
  const spent = claims.find(({ claim, free }) => free < claim.amount)
  if (spent === undefined) return Result.succeed(undefined)
  const { claim, free: allowed } = spent
  const { account, unit, by, amount } = claim
  if (isYearlyClaim(claim)) {
    return Result.fail({ _tag: "CustomsLimitExceeded", limit: "yearly", value: amount, allowed })
  }
  const gift = unit === "units" ? gifts.find(({ promotion }) => promotion === by) : undefined
  return Result.fail(
    gift === undefined
      ? { _tag: "CouponExhausted", account, promotion: by }
      : { _tag: "StockShort", sku: gift.sku, wanted: Number(amount), available: Number(allowed) }
  )
}
