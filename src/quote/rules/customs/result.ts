import type { Claim } from "../../../promotion/rules/claim.ts"
import type { CustomsLimitExceeded } from "../../errors.ts"
import type { QuotedCustoms } from "../../tax.ts"
import type { Cart } from "../cart.ts"
import type { State } from "../state.ts"
import type { Taxes } from "../totals.ts"
import { assess } from "./assess.ts"
import { customsClaimant } from "./limits.ts"

/** What a quote says of goods that pass the border; nothing where none do. */
export const customsOf = (
  cart: Cart,
  state: State,
  taxes: Taxes
): { readonly customs?: ReadonlyArray<QuotedCustoms<bigint>> } => {
  if (cart.customs === undefined) return {}
  const free = cart.customer === undefined ? undefined : BigInt(cart.free(cart.customs.account))
  return {
    customs: assess(cart, state).consignments.map(({ merchant, regime, treatment, value, limit, groups }) => ({
      merchant,
      regime,
      treatment,
      value,
      limit,
      tax: BigInt(groups.reduce((sum, group) => sum + taxes.groups[group]!, 0)),
      ...(regime === "postal" || free === undefined ? {} : { left: free })
    }))
  }
}

/** The dutiable value of all retail imports is claimed of what the buyer may still import this year. */
export const customsClaims = (cart: Cart, state: State): ReadonlyArray<Claim> => {
  if (cart.customs === undefined) return []
  const amount = yearly(cart, state)
  if (amount === 0n) return []
  const provisional = cart.customer === undefined
  const claim = { account: cart.customs.account, unit: "money", per: "customer", amount, by: customsClaimant } as const
  return [{ ...claim, ...(provisional ? { provisional } : {}) }]
}

/** Why goods may not pass the border so: too many of one merchant, or too much for the year. */
export const beyondCustoms = (cart: Cart, state: State): CustomsLimitExceeded | undefined => {
  if (cart.customs === undefined) return undefined
  const over = assess(cart, state).consignments.find(({ beyond }) => beyond)
  if (over !== undefined) {
    const { merchant, regime, value, limit } = over
    return {
      _tag: "CustomsLimitExceeded",
      limit: regime === "retail" ? "single" : "parcel",
      merchant,
      value,
      allowed: limit
    }
  }
  const value = yearly(cart, state)
  // Whoever is not known yet is asked again when the claim is held.
  if (cart.customer === undefined && cart.policy.unknownCustomer === "provisional") return undefined
  const allowed = cart.customer === undefined ? 0n : BigInt(cart.free(cart.customs.account))
  return value > allowed ? { _tag: "CustomsLimitExceeded", limit: "yearly", value, allowed } : undefined
}

const yearly = (cart: Cart, state: State): bigint =>
  assess(cart, state).consignments.reduce((sum, { regime, value }) => (regime === "retail" ? sum + value : sum), 0n)
