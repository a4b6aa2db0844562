import type { PriceContext } from "../../pricing/rules/select.ts"
import { factIn } from "../../promotion/rules/match.ts"
import type { Free, QuoteInput } from "../input.ts"
import type { PriceTerms } from "./shown.ts"

/**
 * What price selection asks of an input: who buys, where and when, and what is free on an account beside what is taken. These
 * are the arguments with which `explainPrice` of the pricing domain says why a price is what it is.
 */
export const pricingOf = (input: Omit<QuoteInput, "prices">) => {
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

/** How the price of an entry becomes that of a unit: the policy, and where the buyer's taxes are due. */
export const termsOf = (
  { policy, context }: Pick<QuoteInput, "policy" | "context">,
  taxOf: PriceTerms["taxOf"]
): PriceTerms => {
  const facts = context?.facts ?? {}
  return {
    taxOf,
    priceRounding: policy?.rounding?.price ?? "halfUp",
    taxRounding: policy?.rounding?.tax ?? "halfUp",
    zonePrice: policy?.zonePrice ?? "keepGross",
    zone: factIn(facts, "taxZone")[0] ?? factIn(facts, "country")[0]
  }
}

/** What is free on an account: nothing, if it is missing. */
export const freeIn = (accounts: Readonly<Record<string, Free>>, account: string): bigint =>
  BigInt((Object.hasOwn(accounts, account) ? accounts[account] : undefined) ?? 0)
