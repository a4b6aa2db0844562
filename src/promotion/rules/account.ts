import type { Account, Balance, Transfer } from "../../ledger/model.ts"
import { accountOf, type Claim } from "./claim.ts"

/** A limit of a promotion: so many uses or units, or so much money in minor units of a currency. */
export interface Limit {
  readonly account: string
  readonly per: "all" | "customer"
  readonly unit: "uses" | "units" | "money"
  readonly currency: string
  readonly amount: bigint
}

const unitOf = ({ unit, account, currency }: Limit): string => (unit === "money" ? currency : `${unit}:${account}`)

/** Where uses and budgets come from; it is below zero by what was ever given out. */
export const issuedAccount = (limit: Limit): Account => ({
  id: `issued:${limit.account}`,
  owner: "promotion",
  unit: unitOf(limit)
})

/** Where the uses of a shared limit go. */
export const spentAccount = (limit: Limit): Account => ({
  id: `spent:${limit.account}`,
  owner: "promotion",
  unit: unitOf(limit)
})

/**
 * The account that bounds a limit. Shared by all, it is given its amount once and cannot go below zero; for each customer
 * it counts up from zero and cannot go above the limit, so nothing need be opened for a customer beforehand.
 */
export const limitAccount = (limit: Limit, customer: string): Account => {
  const id = accountOf(limit, customer)
  return limit.per === "all"
    ? { id, owner: "promotion", unit: unitOf(limit), floor: 0n }
    : { id, owner: `customer:${customer}`, unit: unitOf(limit), ceiling: limit.amount }
}

/** Between which accounts a claim moves: from what is left to what is used. */
const legs = (limit: Limit, customer: string): { readonly from: Account; readonly to: Account } =>
  limit.per === "all"
    ? { from: limitAccount(limit, customer), to: spentAccount(limit) }
    : { from: issuedAccount(limit), to: limitAccount(limit, customer) }

/** What is still free on the account of a limit. */
export const free = (limit: Limit, balance: Balance): bigint =>
  limit.per === "all" ? balance.posted - balance.outgoing : limit.amount - balance.posted - balance.incoming

/** Gives a shared limit its amount. A limit for each customer needs nothing. */
export const issue = (limit: Limit, id: string): ReadonlyArray<Transfer> =>
  limit.per === "all" && limit.amount > 0n
    ? [{ kind: "post", id, from: issuedAccount(limit), to: limitAccount(limit, ""), amount: limit.amount }]
    : []

/** Holds a claim at checkout. */
export const holdClaim = (limit: Limit, claim: Claim, customer: string, id: string, until: number): Transfer => ({
  kind: "hold",
  id,
  ...legs(limit, customer),
  amount: claim.amount,
  until
})

/** Takes a claim at once, where there is nothing to wait for. */
export const takeClaim = (limit: Limit, claim: Claim, customer: string, id: string): Transfer => ({
  kind: "post",
  id,
  ...legs(limit, customer),
  amount: claim.amount
})

/** Gives a used claim back, once: the transfer's id is the order's own. */
export const returnClaim = (limit: Limit, claim: Claim, customer: string, id: string): Transfer => {
  const { from, to } = legs(limit, customer)
  return { kind: "post", id, from: to, to: from, amount: claim.amount }
}
