import { portion } from "../../money/rules/proportion.ts"
import type { Rule, UnitRule } from "../../promotion/rules/compile.ts"
import type { Cart } from "./cart.ts"
import { times as multiplied, total, upTo } from "./exact.ts"
import { spill } from "./spread.ts"
import { baseSum, countOf, type Picked, type State, type Taken } from "./state.ts"

/** Whether units need not be looked at one by one to know what their groups give. */
export const inWholeGroups = (cart: Cart, { base }: Rule, reward: UnitRule, picked: ReadonlyArray<Picked>): boolean => {
  if (!cart.whole || base === "list" || reward.kind === "price" || reward.per === "unit" || reward.max !== undefined)
    return false
  if (reward.kind === "amount" && reward.basis !== "asPriced") return false
  for (let index = 0; index < picked.length; index++) if (picked[index]!.units !== undefined) return false
  return true
}

/** What most offers do on most carts. Without floors a group can give all that is left of it. */
export const takeFromGroups = (
  cart: Cart,
  state: State,
  rule: Rule,
  reward: UnitRule,
  picked: ReadonlyArray<Picked>,
  times: number
): Taken => {
  const groups: Array<number> = []
  const totals: Array<number> = []
  const { left } = state
  const mode = cart.policy.discountRounding
  const even = (reward.kind === "amount" && reward.by !== "value") || rule.base === "price"
  const seen = rule.base === "running" ? undefined : sums(cart, state, rule, picked)
  if (reward.per === "line") {
    const fixed = reward.kind === "amount" ? multiplied(upTo(reward.amount), times) : 0
    for (let index = 0; index < picked.length; index++) {
      const { group } = picked[index]!
      const running = left[group]!
      const wanted = reward.kind === "percent" ? portion(seen?.[index] ?? running, reward.share, mode) : fixed
      const amount = wanted < running ? wanted : running
      if (amount === 0) continue
      groups.push(group)
      totals.push(amount)
    }
  } else {
    const running: Array<number> = []
    for (let index = 0; index < picked.length; index++) running.push(left[picked[index]!.group]!)
    const values = seen ?? running
    const wanted =
      reward.kind === "percent"
        ? portion(total(values), reward.share, mode)
        : reward.kind === "amount"
          ? multiplied(upTo(reward.amount), times)
          : 0
    const weights =
      reward.kind !== "amount" || reward.by === "value"
        ? values
        : picked.map((one) => (reward.by === "even" ? 1 : countOf(cart, one)))
    const parts = spill(wanted, weights, running)
    for (let index = 0; index < picked.length; index++) {
      if (parts[index] === 0) continue
      groups.push(picked[index]!.group)
      totals.push(parts[index]!)
    }
  }
  return { groups, totals, units: cart.single ? totals : undefined, by: even ? "even" : "running", charges: [] }
}

/** What the base sees of each. */
export const sums = (cart: Cart, state: State, rule: Rule, picked: ReadonlyArray<Picked>): ReadonlyArray<number> => {
  const found: Array<number> = []
  for (let index = 0; index < picked.length; index++) found.push(baseSum(cart, state, rule.base, picked[index]!))
  return found
}
