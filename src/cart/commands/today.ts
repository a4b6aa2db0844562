import * as Result from "effect/Result"
import type { Variant } from "../../catalog/model.ts"
import type { Promotion } from "../../promotion/model.ts"
import { budgetAccount } from "../../promotion/rules/claim.ts"
import type { QuoteInput } from "../../quote/input.ts"
import type { Quote } from "../../quote/model.ts"
import { customsAccount } from "../../quote/rules/customs/limits.ts"
import { freeIn } from "../../quote/rules/prices.ts"
import { of } from "../../quote/rules/quote.ts"
import type { Cart } from "../model.ts"
import { shelfName } from "./gift.ts"
import { type Circumstances, quoteInput } from "./price.ts"

/** Which offers and limited prices count: what the order has claimed, prices alone, or all that there is today. */
export type TodayOffers = "claimed" | "none" | "all"

/** What an order took of what is scarce, and when. */
export type Taken = Pick<Quote, "at" | "claims" | "gifts">

/**
 * What the goods of an order cost as things stand, to somebody who buys these very goods. Offers that need a code never count.
 * What is scarce (uses, budgets, pieces at a price of their own, gifts, imports of a year) is there as far as the order itself
 * took of it and no further, since nobody claims anything by asking; for `all` what is free today is there beside.
 *
 * What is no longer for sale, has no price or could not be imported so is left out; so is everything if nothing can be priced.
 *
 * @param cart the order's cart, with the pieces that are kept
 */
export const priceToday = (
  cart: Cart,
  all: Circumstances,
  at: number,
  offers: TodayOffers,
  taken: Taken
): Pick<Quote, "currency" | "lines"> => {
  const open = all.promotions.flatMap(({ promotion }) => (promotion.codes === undefined ? [promotion] : []))
  const own = takenToday(taken, open, at)
  const promotions = offers === "none" ? [] : offers === "all" ? open : open.map(asFarAsThereIs)
  const accounts = offers === "all" ? together(all.free, own) : own
  let left: Cart = {
    ...cart,
    codes: [],
    lines: cart.lines.filter(({ sku }) => all.variants.get(sku)?.state === "active")
  }
  const leaveOut = (is: (variant: Variant | undefined) => boolean): void => {
    left = { ...left, lines: left.lines.filter(({ sku }) => !is(all.variants.get(sku))) }
  }
  // Each round leaves a good or the delivery out, so there are not many.
  while (left.lines.length > 0) {
    const input = quoteInput(left, all, at)
    if (Result.isFailure(input)) {
      if (left.delivery === undefined) break
      const { delivery: _, ...anywhere } = left
      left = anywhere
      continue
    }
    const free = { ...accounts, ...imports(accounts, customsAccount(at), input.success) }
    const priced = of({ ...input.success, promotions, codes: [], accounts: free })
    if (Result.isSuccess(priced)) return priced.success
    const why = priced.failure
    if (why._tag === "PriceMissing") leaveOut((variant) => variant?.sku === why.sku)
    else if (why._tag !== "CustomsLimitExceeded") break
    else {
      const { limit, merchant } = why
      const regime = limit === "parcel" ? "postal" : "retail"
      leaveOut(
        (variant) =>
          variant?.tax.customs?.regime === regime && (merchant === undefined || variant.merchant === merchant)
      )
    }
  }
  return { currency: cart.currency, lines: [] }
}

/** What the order took, under the names that the accounts of days, months and years have today. */
const takenToday = (
  { at: then, claims, gifts }: Taken,
  promotions: ReadonlyArray<Promotion>,
  at: number
): Readonly<Record<string, bigint>> => {
  const own = new Map<string, bigint>()
  for (const { account, amount } of claims) own.set(account, (own.get(account) ?? 0n) + amount)
  for (const { sku, quantity } of gifts) own.set(shelfName(sku), (own.get(shelfName(sku)) ?? 0n) + quantity)
  const names = promotions.flatMap(({ budgets = [] }) =>
    budgets.map((budget) => [budgetAccount(budget, then), budgetAccount(budget, at)] as const)
  )
  const today = [[customsAccount(then), customsAccount(at)] as const, ...names].map(
    ([before, now]) => [now, own.get(before) ?? 0n] as const
  )
  return Object.fromEntries([...own, ...today])
}

// An offer that has grown since takes no more of its budget than the order has of it.
const asFarAsThereIs = (promotion: Promotion): Promotion => {
  const { budgets } = promotion
  if (budgets === undefined) return promotion
  return {
    ...promotion,
    budgets: budgets.map((budget) => (budget.unit === "money" ? { ...budget, partial: true } : budget))
  }
}

const together = (
  left: Circumstances["free"],
  right: Readonly<Record<string, bigint>>
): Readonly<Record<string, bigint>> =>
  Object.fromEntries([
    ...Object.keys(left).map((account) => [account, freeIn(left, account)] as const),
    ...Object.entries(right).map(([account, amount]) => [account, freeIn(left, account) + amount] as const)
  ])

// The freight in the value of imports may be more today, where other goods of the parcel came back; it is claimed no further.
const imports = (
  accounts: Readonly<Record<string, bigint>>,
  account: string,
  { charges = [] }: Pick<QuoteInput, "charges">
): Readonly<Record<string, bigint>> => {
  const had = freeIn(accounts, account)
  return had === 0n ? {} : { [account]: charges.reduce((sum, { amount }) => sum + amount, had) }
}
