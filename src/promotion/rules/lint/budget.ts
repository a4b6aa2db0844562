import type { RewardRule, Rule } from "../compile.ts"
import { type Finding, finding } from "./finding.ts"

/** Budgets of money that one cart alone may use up: nothing bounds what it takes, or not below what there is. */
export const thinBudgets = (
  rule: Rule,
  accounts: Readonly<Record<string, bigint | number>> | undefined
): ReadonlyArray<Finding> =>
  rule.budgets.flatMap(({ account, unit }, index) => {
    if (unit !== "money") return []
    const most = mostTaken(rule)
    const has = accounts !== undefined && Object.hasOwn(accounts, account) ? accounts[account] : undefined
    if (most !== undefined && (has === undefined || most < BigInt(has))) return []
    return [
      finding("BudgetOfOneCart", [rule.id], `/budgets/${index}`, {
        zh: `一个购物车就可能用完促销 \`${rule.id}\` 的预算 \`${account}\``,
        en: `one cart alone may use up the budget \`${account}\` of \`${rule.id}\``
      })
    ]
  })

/** The most a promotion takes from one cart, minor units; `undefined` where nothing bounds it. */
const mostTaken = ({ cap, offer }: Rule): bigint | undefined => {
  const of = (rewards: ReadonlyArray<RewardRule>, times: bigint): bigint | undefined => {
    let sum = 0n
    for (const reward of rewards) {
      const whole = reward.kind === "amount" && reward.per === "total" ? reward.amount * times : undefined
      const most = reward.kind === "shipping" ? undefined : (reward.max ?? whole)
      if (most === undefined) return undefined
      sum += most
    }
    return sum
  }
  const stated = (): bigint | undefined => {
    if (offer.kind === "grant") return of(offer.rewards, 1n)
    if (offer.kind === "every") return Number.isFinite(offer.max) ? of(offer.rewards, BigInt(offer.max)) : undefined
    if (offer.kind !== "tiers") return undefined
    const steps = offer.steps.map(({ rewards }) => of(rewards, 1n))
    return steps.includes(undefined)
      ? undefined
      : steps.reduce<bigint>((most, one) => (one !== undefined && one > most ? one : most), 0n)
  }
  const most = stated()
  return cap !== undefined && (most === undefined || cap < most) ? cap : most
}
