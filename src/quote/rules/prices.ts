import { factIn } from "../../promotion/rules/match.ts"
import { explainPrice, type PriceExplanation } from "../../pricing/rules/explain.ts"
import type { QuoteInput } from "../input.ts"

/** Why a sku of one merchant has the price it has: the entries that won, those they beat, and those that were none. */
export const explainPrices = (input: QuoteInput, sku: string, merchant: string): PriceExplanation => {
  const facts = input.context?.facts ?? {}
  const customer = input.context?.customer
  const refuse = input.policy?.unknownCustomer === "refuse"
  const quantity = input.lines.reduce(
    (sum, line) => sum + (line.sku === sku && line.merchant === merchant ? line.quantity : 0),
    0
  )
  return explainPrice(
    input.prices,
    { sku, merchant, quantity },
    {
      currency: input.currency,
      at: input.at,
      customerGroup: factIn(facts, "customerGroup"),
      channel: factIn(facts, "channel"),
      country: factIn(facts, "country")
    },
    input.policy?.priceSelection ?? "specific",
    (account, per) => {
      if (per === "customer" && customer === undefined) return refuse ? 0 : undefined
      const { accounts = {} } = input
      return Number((Object.hasOwn(accounts, account) ? accounts[account] : undefined) ?? 0)
    }
  )
}
