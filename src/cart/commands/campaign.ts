import * as Result from "effect/Result"
import { type Loading, type Read } from "../../command/index.ts"
import type { PromotionEntry } from "../../promotion/commands.ts"
import type { Limit } from "../../promotion/rules/account.ts"
import { campaignAccount, campaignOf, codeAccount, openedBy, verified } from "../../promotion/rules/campaign/open.ts"
import { codeSeries } from "../../promotion/rules/campaign/series.ts"
import type { Quote } from "../../quote/model.ts"

/** The name of the shop's key that the codes of its campaigns are made with. It never changes, or codes would be lost. */
export const codesKey = "codes"

/** The codes of one campaign that were entered in a cart, in normal form. */
export interface EnteredCodes {
  readonly promotion: string
  readonly campaign: string
  readonly limits: ReadonlyArray<Limit>
}

/** Which of the codes of a cart some campaign has given out. Nothing is read for that but the key. */
export function* enteredCodes(
  entries: ReadonlyArray<PromotionEntry>,
  codes: ReadonlyArray<string>,
  read: Read
): Loading<ReadonlyArray<EnteredCodes>> {
  const campaigns = entries.flatMap(({ promotion, currency }) => {
    const campaign = campaignOf(promotion.codes)
    return campaign === undefined ? [] : [{ promotion: promotion.id, currency, campaign }]
  })
  if (campaigns.length === 0 || codes.length === 0) return []
  const [key] = yield* read.keys([codesKey])
  if (key === undefined) return []
  return campaigns.flatMap(({ promotion, currency, campaign }): ReadonlyArray<EnteredCodes> => {
    const series = codeSeries(campaign, key)
    if (Result.isFailure(series)) return []
    const limits = verified(series.success, codes).map(
      (code): Limit => ({
        account: codeAccount(campaign.campaign, code),
        stated: campaignAccount(campaign.campaign),
        per: "all",
        unit: "uses",
        currency,
        amount: BigInt(campaign.uses ?? 1)
      })
    )
    return limits.length === 0 ? [] : [{ promotion, campaign: campaign.campaign, limits }]
  })
}

/**
 * The promotion as the first of its codes with a use left opens it, or the first at all; else as it is. One order spends one
 * code of a campaign.
 */
export const opened = (
  entry: PromotionEntry,
  entered: ReadonlyArray<EnteredCodes>,
  left: Readonly<Record<string, number | bigint>>
): PromotionEntry => {
  const found = entered.find(({ promotion }) => promotion === entry.promotion.id)
  const limit = found && chosen(found, left)
  return found === undefined || limit === undefined
    ? entry
    : { ...entry, promotion: openedBy(entry.promotion, found.campaign, codeOf(limit)) }
}

/** The codes that campaigns have given out and this order does not spend, each with its promotion. */
export const spare = (
  entered: ReadonlyArray<EnteredCodes>,
  left: Readonly<Record<string, number | bigint>>
): ReadonlyMap<string, string> =>
  new Map(
    entered.flatMap((found) =>
      found.limits
        .filter((limit) => limit !== chosen(found, left))
        .map((limit) => [codeOf(limit), found.promotion] as const)
    )
  )

/** What became of the codes of a quote, the spare ones among them: they are not unknown, there is a better or earlier one. */
export const withSpare = (quote: Quote, codes: ReadonlyMap<string, string>): Quote =>
  codes.size === 0
    ? quote
    : {
        ...quote,
        codes: quote.codes.map((one) => {
          const promotion = one.state === "Unknown" ? codes.get(one.code) : undefined
          return promotion === undefined ? one : { code: one.code, state: "LimitReached", promotion }
        })
      }

const chosen = ({ limits }: EnteredCodes, left: Readonly<Record<string, number | bigint>>): Limit | undefined =>
  limits.find(({ account }) => (left[account] ?? 0) > 0) ?? limits[0]

const codeOf = ({ account, stated }: Limit): string => account.slice(stated.length + 1)
