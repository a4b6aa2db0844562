import type { Budget } from "../../promotion/model.ts"
import { budgetAccount, type Claim } from "../../promotion/rules/claim.ts"
import type { RewardRule, Rule } from "../../promotion/rules/compile.ts"
import type { NextStep, PartialGrant } from "../quote.ts"
import type { Cart } from "./cart.ts"
import { times as multiplied, upTo } from "./exact.ts"
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
  const freeOn = (budget: Budget) => freeFor(cart, state, budget)
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

/** What is free on the account of a budget; `undefined`: whatever is wanted, for now. */
const freeFor = (cart: Cart, state: State, { per, account }: Budget): number | undefined => {
  if (per === "customer" && cart.customer === undefined) {
    return cart.policy.unknownCustomer === "provisional" ? undefined : 0
  }
  return Math.max(0, cart.free(account) - (state.claimed.get(account) ?? 0))
}

/** The most that budgets which grant in part let a promotion take; `undefined`: as much as it wants. */
export const mostOf = (cart: Cart, state: State, rule: Rule): number | undefined => {
  let most: number | undefined
  for (const budget of budgetsAt(rule, cart.at)) {
    if (budget.unit !== "money" || budget.partial !== true) continue
    const free = freeFor(cart, state, budget)
    if (free !== undefined && free < (most ?? Number.POSITIVE_INFINITY)) most = free
  }
  return most
}

/** What rewards take as soon as there is enough to take it from. */
export const statedOf = (rewards: ReadonlyArray<RewardRule>, times: number): number => {
  let sum = 0
  for (const reward of rewards) {
    if (reward.kind !== "amount" || reward.per !== "total") continue
    sum += Math.min(multiplied(upTo(reward.amount), times), upTo(reward.max ?? reward.amount * BigInt(times)))
  }
  return sum
}

/** The next step of an offer as far as budgets reach; `undefined` if they leave nothing more, or would then refuse it. */
export const nextWithin = (
  cart: Cart,
  state: State,
  rule: Rule,
  next: NextStep<bigint>,
  now: number,
  reached: { readonly step?: number; readonly times?: number }
): NextStep<bigint> | undefined => {
  const { offer, cap } = rule
  const stated =
    offer.kind === "tiers"
      ? statedOf(offer.steps[reached.step ?? 0]?.rewards ?? [], 1)
      : offer.kind === "every"
        ? statedOf(offer.rewards, (reached.times ?? 0) + 1)
        : 0
  const wanted = Math.min(stated, upTo(cap ?? BigInt(stated)))
  const funds = afford(cart, state, rule, Math.max(wanted, now))
  const most = mostOf(cart, state, rule)
  if ("refused" in funds || (most !== undefined && most <= now)) return undefined
  return most === undefined ? next : { ...next, most: BigInt(most) }
}

/** The budgets of a rule at an instant: one with a period has an account for each. */
export const budgetsAt = ({ budgets }: Rule, at: number): ReadonlyArray<Budget> =>
  budgets.every(({ period }) => period === undefined)
    ? budgets
    : budgets.map((budget) => ({ ...budget, account: budgetAccount(budget, at) }))
