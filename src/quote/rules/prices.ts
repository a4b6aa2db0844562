import { explainPrice, type PriceExplanation } from "../../pricing/rules/explain.ts"
import type { PriceContext } from "../../pricing/rules/select.ts"
import { factIn } from "../../promotion/rules/match.ts"
import type { Free, QuoteInput } from "../input.ts"

/** What price selection asks of an input: who buys, where and when, and what is free on an account beside what is taken. */
export const pricingOf = (input: QuoteInput) => {
  const { currency, at, accounts = {}, policy } = input
  const facts = input.context?.facts ?? {}
  const context: PriceContext = {
    currency,
    at,
    customerGroup: factIn(facts, "customerGroup"),
    channel: factIn(facts, "channel"),
    country: factIn(facts, "country")
  }
  const freeOn = (account: string, per: "all" | "customer", taken = 0): number | undefined => {
    if (per === "customer" && input.context?.customer === undefined) {
      return policy?.unknownCustomer === "refuse" ? 0 : undefined
    }
    return Math.max(0, Number(freeIn(accounts, account)) - taken)
  }
  return { context, freeOn }
}

/** What is free on an account: nothing, if it is missing. */
export const freeIn = (accounts: Readonly<Record<string, Free>>, account: string): bigint =>
  BigInt((Object.hasOwn(accounts, account) ? accounts[account] : undefined) ?? 0)

/** Why a sku of one merchant has the price it has: the entries that won, those they beat, and those that were none. */
export const explainPrices = (input: QuoteInput, sku: string, merchant: string): PriceExplanation => {
  const { context, freeOn } = pricingOf(input)
  let quantity = 0
  for (const line of input.lines) if (line.sku === sku && line.merchant === merchant) quantity += line.quantity
  return explainPrice(
    input.prices,
    { sku, merchant, quantity },
    context,
    input.policy?.priceSelection ?? "specific",
    freeOn
  )
}
