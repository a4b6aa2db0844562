import type { Budget } from "../../promotion/model.ts"
import { budgetAccount, type Claim } from "../../promotion/rules/claim.ts"
import type { Rule } from "../../promotion/rules/compile.ts"
import type { PartialGrant } from "../quote.ts"
import type { Cart } from "./cart.ts"
import type { Reason, State } from "./state.ts"

/** What budgets let a promotion take, and what it claims of them. */
export interface Afforded {
  readonly granted: number
  readonly claims: ReadonlyArray<Claim>
  readonly partial: ReadonlyArray<PartialGrant<bigint>>
}

const noClaims: ReadonlyArray<never> = []

/** Asks each budget: uses of all, uses of the customer, then money, which may be granted in part. */
export const afford = (
  cart: Cart,
  state: State,
  rule: Rule,
  wanted: number
): Afforded | { readonly refused: Reason } => {
  if (rule.budgets.length === 0) return { granted: wanted, claims: noClaims, partial: noClaims }
  const budgets = budgetsAt(rule, cart.at)
  const freeOn = (budget: Budget): number | undefined => {
    if (budget.per === "customer" && cart.customer === undefined) {
      return cart.policy.unknownCustomer === "provisional" ? undefined : 0
    }
    return Math.max(0, cart.free(budget.account) - (state.claimed.get(budget.account) ?? 0))
  }
  for (const per of ["all", "customer"] as const) {
    const spent = budgets.find((one) => one.unit === "uses" && one.per === per && (freeOn(one) ?? 1) < 1)
    if (spent !== undefined) return { refused: { reason: per === "all" ? "UsesExhausted" : "CustomerLimitReached" } }
  }
  let granted = wanted
  const money = budgets.filter(({ unit }) => unit === "money")
  for (const budget of money) {
    const free = freeOn(budget)
    if (free === undefined || free >= wanted) continue
    if (budget.partial !== true || free === 0)
      return { refused: { reason: "BudgetSpent", distance: BigInt(wanted - free) } }
    if (free < granted) granted = free
  }
  const partial = money
    .filter((budget) => (freeOn(budget) ?? wanted) < wanted)
    .map(({ account }) => ({ promotion: rule.id, account, wanted: BigInt(wanted), granted: BigInt(granted) }))
  const claims = budgets.flatMap((budget): ReadonlyArray<Claim> => {
    const amount = budget.unit === "uses" ? 1n : BigInt(granted)
    if (amount === 0n) return []
    const provisional = budget.per === "customer" && cart.customer === undefined
    const { account, unit, per } = budget
    return [{ account, unit, per, amount, by: rule.id, ...(provisional ? { provisional } : {}) }]
  })
  return { granted, claims, partial }
}

/** The budgets of a rule at an instant: one with a period has an account for each. */
export const budgetsAt = ({ budgets }: Rule, at: number): ReadonlyArray<Budget> =>
  budgets.every(({ period }) => period === undefined)
    ? budgets
    : budgets.map((budget) => ({ ...budget, account: budgetAccount(budget, at) }))
