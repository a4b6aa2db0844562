import type { Flaw } from "../../kernel/reading.ts"
import type { Budget } from "../model.ts"

/** What stands between the name of a budget's account and its period, see `budgetAccount`. */
const sign = "@"

/** The account of a claim without its period: what the limit is stated for. */
export const statedAccount = (account: string): string => {
  const end = account.lastIndexOf(sign)
  return end < 0 ? account : account.slice(0, end)
}

/** Whether a name is no period's, customer's or code's account. */
export const accountFits = (account: string): boolean => !account.includes(sign) && !account.includes("/")

/**
 * Whether the accounts of budgets have names that no period's, customer's or code's account can have: those stand behind
 * `@` and `/`.
 */
export const accountsFit = (budgets: ReadonlyArray<Budget> = []): Flaw | undefined => {
  const wrong = budgets.findIndex(({ account }) => !accountFits(account))
  return wrong < 0 ? undefined : { path: `/budgets/${wrong}/account`, why: "`@` and `/` name periods and customers" }
}
