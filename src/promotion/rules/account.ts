import type { Transfer } from "../../ledger/model.ts"
import { type Limit, legsOf } from "../../pricing/rules/limit.ts"
import type { Claim } from "./claim.ts"

export {
  countsUp,
  free,
  issue,
  issuedAccount,
  type Limit,
  limitAccount,
  limitClaims,
  spentAccount
} from "../../pricing/rules/limit.ts"

/** Holds a claim at checkout. */
export const holdClaim = (limit: Limit, claim: Claim, customer: string, id: string, until: number): Transfer => ({
  kind: "hold",
  id,
  ...legsOf(limit, customer),
  amount: claim.amount,
  until
})

/** Takes a claim at once, where there is nothing to wait for. */
export const takeClaim = (limit: Limit, claim: Claim, customer: string, id: string): Transfer => ({
  kind: "post",
  id,
  ...legsOf(limit, customer),
  amount: claim.amount
})

/** Gives a used claim back, once: the transfer's id is the order's own. */
export const returnClaim = (limit: Limit, claim: Claim, customer: string, id: string): Transfer => {
  const { from, to } = legsOf(limit, customer)
  return { kind: "post", id, from: to, to: from, amount: claim.amount }
}
