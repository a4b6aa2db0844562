import { type Loading, type Read } from "../../command/index.ts"
import type { Transfer } from "../../ledger/model.ts"
import { type PriceSheet, prices } from "../../pricing/commands.ts"
import { type PromotionEntry, promotions } from "../../promotion/commands.ts"
import { type Limit, returnClaim } from "../../promotion/rules/account.ts"
import { campaignAccount, campaignOf } from "../../promotion/rules/campaign/open.ts"
import type { Claim } from "../../promotion/rules/claim.ts"
import { isYearlyClaim, yearlyLimit } from "../../quote/rules/customs/limits.ts"
import { statedAccount } from "../../promotion/rules/period.ts"
import type { Order } from "../model.ts"

/** The id of the transfer that holds the n-th claim of an order. */
export const claimId = (order: string, index: number): string => `claim/${order}/${index}`

/** Where the limits are stated that bound the claims of a quote. */
export interface Bounds {
  readonly promotions: ReadonlyMap<string, PromotionEntry>
  readonly sheets: ReadonlyMap<string, PriceSheet>
}

/** Reads where the limits of claims are stated. Units are claimed by prices and by gifts; of price sheets those of the articles, if a price claims at all. */
export function* boundsOf(claims: ReadonlyArray<Claim>, skus: ReadonlyArray<string>, read: Read): Loading<Bounds> {
  return yield* read.all({
    promotions: read.some(
      promotions,
      claims.map(({ by }) => by)
    ),
    sheets: read.some(prices, claims.some(({ unit }) => unit === "units") ? [...new Set(skus)] : [])
  })
}

/**
 * The claims of an order given back, once: the transfers have ids of their own, whatever undoes the order.
 *
 * @param share how much of each comes back
 * @param later by what a part comes back that stayed the first time
 */
export const claimsBack = (
  { id, customer, quote }: Pick<Order, "id" | "customer" | "quote">,
  bounds: Bounds,
  share: (claim: Claim) => bigint = ({ amount }) => amount,
  later?: string
): ReadonlyArray<Transfer> =>
  quote.claims.flatMap((claim, index) => {
    const part: Claim = { ...claim, amount: share(claim) }
    const name = `${claimId(id, index)}/back${later === undefined ? "" : `/${later}`}`
    return part.amount > 0n ? [returnClaim(limitOf(claim, bounds, quote.currency), part, customer, name)] : []
  })

/**
 * What bounds a claim of a quote, which is the quote's promise: a later version of the promotion may have dropped the
 * budget, the account and its bounds are the same for ever.
 */
export const limitOf = (claim: Claim, bounds: Bounds, currency: string): Limit => {
  const { account, per, unit } = claim
  if (isYearlyClaim(claim)) return yearlyLimit(account)
  const bounded = (stated: string, amount: bigint): Limit => ({ account, stated, per, unit, currency, amount })
  const units = unit === "units" ? unitsOf(account, bounds) : undefined
  if (units !== undefined) return bounded(account, units)
  const entry = bounds.promotions.get(claim.by)
  const campaign = campaignOf(entry?.promotion.codes)
  if (campaign !== undefined && account.startsWith(`${campaignAccount(campaign.campaign)}/`)) {
    return bounded(campaignAccount(campaign.campaign), BigInt(campaign.uses ?? 1))
  }
  const amountOf = (stated: string) => entry?.limits.find((limit) => limit.account === stated)?.amount
  const whole = amountOf(account)
  if (whole !== undefined) return bounded(account, whole)
  const stated = statedAccount(account)
  return bounded(stated, amountOf(stated) ?? 0n)
}

const unitsOf = (account: string, { sheets }: Bounds): bigint | undefined => {
  for (const { limits = [] } of sheets.values()) {
    const found = limits.find((limit) => limit.account === account)
    if (found !== undefined) return BigInt(found.units)
  }
  return undefined
}
