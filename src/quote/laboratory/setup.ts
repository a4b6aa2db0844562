import type * as Result from "effect/Result"
import type { Policy, QuoteInput, Rules } from "../input.ts"
import type { Quote } from "../model.ts"
import { of } from "../rules/quote.ts"
import type { RecordedCart } from "./cart.ts"

/** What is tried: a rule set, and what its outcome is held against. */
export interface Setup {
  readonly rules: Rules
  /** In place of the policy of each cart. */
  readonly policy?: Policy
  /** What a unit of a sku costs, net of tax, minor units. Gifts without a cost count at their list value. */
  readonly costs?: Readonly<Record<string, bigint>>
  /** What a coupon of a template is taken to cost the shop, minor units; those that are not stated count nothing. */
  readonly coupons?: Readonly<Record<string, bigint>>
  /** A line below this percentage of its selected price is counted, decimal text. */
  readonly floor?: string
  /**
   * What carts find on the accounts that they state. `runDown` (default): what the carts before them left, as in a shop; a
   * budget with a period that is stated by its account alone begins each period with that. `asStated`: each finds all of it.
   * `unlimited`: budgets, uses and gifts never run out, stated or not; stock and limits of prices, points and gift cards are as
   * stated.
   */
  readonly accounts?: "runDown" | "asStated" | "unlimited"
}

/** A quote, or why there is none. */
export type Quoted = Result.Result<Quote, { readonly _tag: string }>

/** A quote of a recorded cart under a setup, with what it finds on accounts. */
export const quoteCart = (
  { rules, policy }: Setup,
  { input }: RecordedCart,
  accounts: QuoteInput["accounts"]
): Quoted =>
  of({
    ...input,
    promotions: rules,
    ...(policy === undefined ? {} : { policy }),
    ...(accounts === undefined ? {} : { accounts })
  })
