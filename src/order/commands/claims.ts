import type { PromotionEntry } from "../../promotion/commands.ts"
import type { Limit } from "../../promotion/rules/account.ts"
import type { Claim } from "../../promotion/rules/claim.ts"
import { isYearlyClaim, yearlyLimit } from "../../quote/rules/customs/limits.ts"

/** The id of the transfer that holds the n-th claim of an order. */
export const claimId = (order: string, index: number): string => `claim/${order}/${index}`

/**
 * What bounds a claim of a quote, which is the quote's promise: a later version of the promotion may have dropped the
 * budget, the account and its bounds are the same for ever.
 */
export const limitOf = (claim: Claim, entry: PromotionEntry | undefined, currency: string): Limit => {
  const { account, per, unit } = claim
  if (isYearlyClaim(claim)) return yearlyLimit(account)
  const amount = entry?.limits.find((limit) => limit.account === account)?.amount ?? 0n
  return { account, per, unit, currency, amount }
}
