import type { Account, Balance, Transfer } from "../../ledger/model.ts"
import type { Claim } from "../../storage/model.ts"

/**
 * A limit: so many uses or units, or so much money in minor units of a currency. `account` is the one that a claim names,
 * `stated` the one that the limit is stated for: they differ for the account of a period and for that of a code.
 */
export interface Limit {
  readonly account: string
  readonly stated: string
  readonly per: "all" | "customer"
  readonly unit: "uses" | "units" | "money"
  readonly currency: string
  readonly amount: bigint
}

/**
 * Whether the account counts up to the limit. That of a customer, a period or a code does: it is opened by the first claim,
 * with its bound, so there may be any number of them and nothing is made beforehand. The one account that is shared by
 * all and for ever is given its amount once and counts down.
 */
export const countsUp = ({ account, stated, per }: Limit): boolean => per === "customer" || account !== stated

const unitOf = ({ unit, stated, currency }: Limit): string => (unit === "money" ? currency : `${unit}:${stated}`)

/** Where uses and budgets come from; it is below zero by what was ever given out. */
export const issuedAccount = (limit: Limit): Account => ({
  id: `issued:${limit.stated}`,
  owner: "promotion",
  unit: unitOf(limit)
})

/** Where the uses of a shared limit go. */
export const spentAccount = (limit: Limit): Account => ({
  id: `spent:${limit.stated}`,
  owner: "promotion",
  unit: unitOf(limit)
})

/** The account that bounds a limit: it cannot go below zero where it counts down, nor above the limit where it counts up. */
export const limitAccount = (limit: Limit, customer: string): Account => {
  const id = limit.per === "all" ? limit.account : `${limit.account}/${customer}`
  const owner = limit.per === "all" ? "promotion" : `customer:${customer}`
  return countsUp(limit)
    ? { id, owner, unit: unitOf(limit), ceiling: limit.amount }
    : { id, owner, unit: unitOf(limit), floor: 0n }
}

/** Between which accounts what is claimed moves: from what is left to what is used. */
export const legsOf = (limit: Limit, customer: string): { readonly from: Account; readonly to: Account } =>
  countsUp(limit)
    ? { from: issuedAccount(limit), to: limitAccount(limit, customer) }
    : { from: limitAccount(limit, customer), to: spentAccount(limit) }

/** What is still free on the account of a limit. */
export const free = (limit: Limit, balance: Balance): bigint =>
  countsUp(limit) ? limit.amount - balance.posted - balance.incoming : balance.posted - balance.outgoing

/** Gives the limit that counts down its amount. One that counts up needs nothing. */
export const issue = (limit: Limit, id: string): ReadonlyArray<Transfer> =>
  !countsUp(limit) && limit.amount > 0n
    ? [{ kind: "post", id, from: issuedAccount(limit), to: limitAccount(limit, ""), amount: limit.amount }]
    : []

/**
 * What a stated limit claims for ever, so that no commit ever meets an account that is something else: what its account
 * counts, whoever names it, and where its bound is one of its own, the name.
 *
 * @param holder the promotion or the sku that states it
 */
export const limitClaims = (limit: Limit, holder: string, alone = countsUp(limit)): ReadonlyArray<Claim> => [
  { kind: "claim", scope: "limit.unit", value: limit.stated, holder: unitOf(limit) },
  ...(alone ? [{ kind: "claim" as const, scope: "limit.account", value: limit.stated, holder }] : [])
]
