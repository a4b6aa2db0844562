import { calendarName } from "../../kernel/period.ts"
import type { Budget } from "../model.ts"

/**
 * What a quote will hold on a ledger account at checkout: a use of a coupon, money of a budget, units at a price of their
 * own. `amount` is minor units for `money`, else a count.
 */
export interface Claim {
  readonly account: string
  readonly unit: "uses" | "money" | "units"
  readonly per: "all" | "customer"
  readonly amount: bigint
  /** The promotion or the price entry that claims. */
  readonly by: string
  /** Set where the customer is not known yet: the claim is tested again at placement. */
  readonly provisional?: true
}

/**
 * The id of the ledger account of a claim: the account that the promotion names, and for a limit per customer the
 * customer behind it, as in `uses:SAVE10/alice`.
 */
export const accountOf = (claim: Pick<Claim, "account" | "per">, customer: string): string =>
  claim.per === "all" ? claim.account : `${claim.account}/${customer}`

/** The account of a budget at an instant: with a period there is one for each, as in `budget:spring@2026-11`. */
export const budgetAccount = ({ account, period, zone = "UTC" }: Budget, at: number): string =>
  period === undefined ? account : `${account}@${calendarName(period, at, zone)}`
