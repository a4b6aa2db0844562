import { portion } from "../../money/rules/proportion.ts"
import type { Rule, UnitRule } from "../../promotion/rules/compile.ts"
import type { PolicyRounding } from "../input.ts"
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
  const { left } = state
  const mode = cart.policy.discountRounding
  const even = (reward.kind === "amount" && reward.by !== "value") || rule.base === "price"
  const running = picked.length === left.length ? left : leftOf(left, picked)
  const seen = rule.base === "running" ? running : sums(cart, state, rule, picked)
  const amounts =
    reward.per === "line"
      ? ofEach(reward, seen, running, times, mode)
      : across(cart, reward, picked, seen, running, times, mode)
  const { groups, totals } = aboveZero(cart, picked, amounts)
  return { groups, totals, units: cart.single ? totals : undefined, by: even ? "even" : "running", charges: noCharges }
}

const leftOf = (left: ReadonlyArray<number>, picked: ReadonlyArray<Picked>): ReadonlyArray<number> => {
  const found = Array<number>(picked.length)
  for (let index = 0; index < found.length; index++) found[index] = left[picked[index]!.group]!
  return found
}

const noCharges: Taken["charges"] = []

const ofEach = (
  reward: UnitRule,
  seen: ReadonlyArray<number>,
  running: ReadonlyArray<number>,
  times: number,
  mode: PolicyRounding
): Array<number> => {
  const fixed = reward.kind === "amount" ? multiplied(upTo(reward.amount), times) : 0
  const amounts = Array<number>(running.length)
  for (let index = 0; index < amounts.length; index++) {
    const wanted = reward.kind === "percent" ? portion(seen[index]!, reward.share, mode) : fixed
    amounts[index] = wanted < running[index]! ? wanted : running[index]!
  }
  return amounts
}

const across = (
  cart: Cart,
  reward: UnitRule,
  picked: ReadonlyArray<Picked>,
  seen: ReadonlyArray<number>,
  running: ReadonlyArray<number>,
  times: number,
  mode: PolicyRounding
): Array<number> => {
  if (reward.kind !== "amount") {
    return spill(reward.kind === "percent" ? portion(total(seen), reward.share, mode) : 0, seen, running)
  }
  const wanted = multiplied(upTo(reward.amount), times)
  if (reward.by === "value") return spill(wanted, seen, running)
  return spill(
    wanted,
    picked.map((one) => (reward.by === "even" ? 1 : countOf(cart, one))),
    running
  )
}

/** Only what is taken counts; most often that is something from every group. */
const aboveZero = (
  { everyGroup }: Cart,
  picked: ReadonlyArray<Picked>,
  amounts: Array<number>
): Pick<Taken, "groups" | "totals"> => {
  let taken = 0
  for (let index = 0; index < amounts.length; index++) if (amounts[index] !== 0) taken++
  if (taken === everyGroup.length) return { groups: everyGroup, totals: amounts }
  const groups = Array<number>(taken)
  const totals = taken === amounts.length ? amounts : Array<number>(taken)
  for (let index = 0, place = 0; index < amounts.length; index++) {
    if (amounts[index] === 0) continue
    groups[place] = picked[index]!.group
    totals[place++] = amounts[index]!
  }
  return { groups, totals }
}

/** What the base sees of each. */
export const sums = (cart: Cart, state: State, rule: Rule, picked: ReadonlyArray<Picked>): ReadonlyArray<number> => {
  const found = Array<number>(picked.length)
  for (let index = 0; index < picked.length; index++) found[index] = baseSum(cart, state, rule.base, picked[index]!)
  return found
}
