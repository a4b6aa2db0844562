import * as Result from "effect/Result"
import { canonical } from "../../../kernel/json.ts"
import type { Flaw } from "../../../kernel/reading.ts"
import type { CampaignCodes } from "../../campaign.ts"
import type { Promotion } from "../../model.ts"
import { normalCode } from "../code.ts"
import { codeFormat, feasible } from "./format.ts"
import type { CodeSeries } from "./series.ts"

type Codes = Promotion["codes"]

/** The campaign that opens a promotion, if one does. */
export const campaignOf = (codes: Codes): CampaignCodes | undefined => (isList(codes) ? undefined : codes)

const isList = (codes: Codes): codes is ReadonlyArray<string> | undefined => codes === undefined || Array.isArray(codes)

/** The account of one code of a campaign: it counts up from nothing to the uses that a code has. */
export const codeAccount = (campaign: string, code: string): string => `${campaignAccount(campaign)}/${code}`

/** What the accounts of a campaign's codes have in common: the unit that they count, and where it comes from. */
export const campaignAccount = (campaign: string): string => `uses:${campaign}`

/**
 * The codes of a promotion in normal form. A campaign lists none: whoever prices a cart puts in the one that was entered, see
 * {@link openedBy}, for the pure quote has no key to know it by.
 *
 * @returns the codes, or what is wrong with the campaign's format or number
 */
export const listedCodes = (codes: Codes): Result.Result<ReadonlySet<string> | undefined, Flaw> => {
  if (isList(codes)) return Result.succeed(codes && new Set(codes.map(normalCode)))
  const format = codeFormat(codes.format ?? {})
  if (Result.isFailure(format)) return Result.fail({ path: `/format${format.failure.path}`, why: format.failure.why })
  const odds = feasible(format.success, codes.count)
  if (Result.isSuccess(odds)) return Result.succeed(new Set())
  const why =
    odds.failure._tag === "CodesExceedSpace"
      ? `the format has room for ${odds.failure.space} codes`
      : `one guess in ${odds.failure.odds} would be right, not one in ${odds.failure.least}`
  return Result.fail({ path: "/count", why })
}

/** Those of the entered codes that the campaign has given out, in normal form and in order, each once. */
export const verified = (series: CodeSeries, entered: ReadonlyArray<string>): ReadonlyArray<string> => [
  ...new Set(entered.map(normalCode).filter((code) => series.indexOf(code) !== undefined))
]

/**
 * The promotion of a campaign as a code that was entered opens it: as if it listed this code alone, and with the code's own
 * uses as one budget more. The quote, which is pure and has no key, prices that.
 */
export const openedBy = (promotion: Promotion, campaign: string, code: string): Promotion => ({
  ...promotion,
  codes: [code],
  budgets: [...(promotion.budgets ?? []), { account: codeAccount(campaign, code), unit: "uses", per: "all" }]
})

/**
 * A campaign stays what it was in every later version of its promotion, or codes that are out would become unknown, or
 * count other uses than their accounts were opened with. It may have more codes.
 */
export const campaignStays = (former: Codes, next: Codes): Flaw | undefined => {
  const before = campaignOf(former)
  if (before === undefined) return undefined
  const after = campaignOf(next)
  if (after === undefined || after.campaign !== before.campaign) {
    return { path: "/codes", why: `the promotion keeps its campaign \`${before.campaign}\`` }
  }
  if ((after.uses ?? 1) !== (before.uses ?? 1)) return { path: "/codes/uses", why: "the uses of a code stay the same" }
  if (canonical(after.format ?? {}) !== canonical(before.format ?? {})) {
    return { path: "/codes/format", why: "the format of a campaign stays the same" }
  }
  return after.count < before.count ? { path: "/codes/count", why: "a campaign does not take codes back" } : undefined
}
