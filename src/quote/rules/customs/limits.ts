import type { Ratio } from "../../../kernel/ratio.ts"
import { fractionFrom } from "../../../kernel/ratio.ts"
import type { CustomsPolicy } from "../../tax.ts"

/** A {@link CustomsPolicy} with every default filled in. */
export interface CustomsLimits extends Required<Omit<CustomsPolicy, "share">> {
  readonly share: Ratio
}

/** What a person may import by cross-border retail in a calendar year, in minor units of CNY: 26000.00 (财关税〔2018〕49号). */
export const yearlyImports = 2_600_000n

/**
 * The limits in force. Sources: 财关税〔2018〕49号 for retail imports, 海关总署公告2010年第43号 for parcels and the tax that
 * is not levied.
 *
 * @returns undefined if a limit is negative or the share is no decimal from 0 to 1
 */
export const customsLimits = ({ share = "0.7", ...policy }: CustomsPolicy): CustomsLimits | undefined => {
  const read = fractionFrom(share)
  if (read === undefined || read.numerator < 0n || read.numerator > read.denominator) return undefined
  const limits = { single: 500_000n, parcel: 100_000n, nearParcel: 80_000n, free: 5_000n, ...policy, share: read }
  return limits.single < 0n || limits.parcel < 0n || limits.nearParcel < 0n || limits.free < 0n ? undefined : limits
}

// China has had one zone since 1949 and no summer time since 1992, so no table of zones is needed to know its year.
const beijing = 8 * 3_600_000

/** The account of what each customer may import in the calendar year of an instant, by the clock of Beijing: `customs:2026`. */
export const customsAccount = (at: number): string => `customs:${new Date(at + beijing).getUTCFullYear()}`

/** The limit of a year, for the ledger accounts of the promotion domain: it counts up for each customer, to the limit. */
export const yearlyLimit = (account: string, amount: bigint = yearlyImports) =>
  ({ account, stated: account, per: "customer", unit: "money", currency: "CNY", amount }) as const

/** In whose name a quote claims of the yearly account. */
export const customsClaimant = "customs"

/** Whether a claim of a quote is on what its buyer may import in a year. */
export const isYearlyClaim = ({ by, account }: { readonly by: string; readonly account: string }): boolean =>
  by === customsClaimant && /^customs:\d{4}$/.test(account)
