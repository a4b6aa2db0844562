import { isOpen } from "../../kernel/period.ts"
import type { Base, Measure } from "../../promotion/model.ts"
import type { Rule } from "../../promotion/rules/compile.ts"
import type { MeasureTest, Test } from "../../promotion/rules/match.ts"
import type { Missing } from "../quote.ts"
import type { Cart } from "./cart.ts"
import { threshold } from "./exact.ts"
import { chargesOf } from "./shipping.ts"
import { baseSum, countOf, type Picked, type State } from "./state.ts"

/** A measure over picked units: minor units for amounts, else a count. */
export const measured = (
  cart: Cart,
  state: State,
  measure: Measure,
  base: Base,
  picked: ReadonlyArray<Picked>
): number => {
  let sum = 0
  if (measure === "amount") {
    for (let index = 0; index < picked.length; index++) sum += baseSum(cart, state, base, picked[index]!)
    return sum
  }
  if (measure === "quantity") {
    for (let index = 0; index < picked.length; index++) sum += countOf(cart, picked[index]!)
    return sum
  }
  const bySku = new Map<string, number>()
  for (const one of picked) {
    const count = countOf(cart, one)
    const { sku } = cart.groups[one.group]!
    if (count > 0) bySku.set(sku, (bySku.get(sku) ?? 0) + count)
  }
  return measure === "variants" ? bySku.size : Math.max(0, ...bySku.values())
}

/** A distance as it is shown: money as an amount, the others as a count. */
export const shown = (measure: Measure, distance: bigint): bigint | number =>
  measure === "amount" ? distance : Number(distance)

/** All units of the rule's merchant, locked or not, that a selector holds for; its own add-ons count in nothing. */
export const unitsSeen = (cart: Cart, rule: Rule, select: MeasureTest["select"]): ReadonlyArray<Picked> => {
  const seen: Array<Picked> = []
  for (const [group, one] of cart.groups.entries()) {
    if (rule.merchant !== undefined && rule.merchant !== one.merchant) continue
    if (one.addOnOf !== undefined && one.addOnOf === rule.id) continue
    if (select === undefined || select(one)) seen.push({ group, units: undefined })
  }
  return seen
}

const found = (cart: Cart, state: State, rule: Rule, { measure, select, base }: MeasureTest): number => {
  const sees = base ?? rule.testBase
  // What most conditions ask: how much there is in all.
  const whole = select === undefined && rule.merchant === undefined && !cart.addOns
  if (measure === "amount" && whole && sees === "running") {
    let sum = 0
    for (let group = 0; group < state.left.length; group++) sum += state.left[group]!
    return sum
  }
  return measured(cart, state, measure, sees, unitsSeen(cart, rule, select))
}

/** Whether a condition holds. */
export const holds = (cart: Cart, state: State, rule: Rule, test: Test): boolean => {
  switch (test.kind) {
    case "all":
      for (const one of test.of) if (!holds(cart, state, rule, one)) return false
      return true
    case "any":
      for (const one of test.of) if (holds(cart, state, rule, one)) return true
      return false
    case "not":
      return !holds(cart, state, rule, test.of)
    case "fact":
      return test.match(cart.context)
    case "charge":
      return chargesOf(cart, rule).some((index) => test.match(cart.charges[index]!.subject))
    case "hours":
      return isOpen(test.open, cart.at)
    case "measure":
      return found(cart, state, rule, test) >= threshold(test.atLeast)
  }
}

/**
 * What a condition that does not hold lacks. For `all` every leaf that is missing; for `any` those of the branch with the
 * fewest, the first of several; `not` has none to name.
 */
export const missing = (cart: Cart, state: State, rule: Rule, test: Test): ReadonlyArray<Missing<bigint>> => {
  if (holds(cart, state, rule, test)) return []
  switch (test.kind) {
    case "all":
      return test.of.flatMap((one) => missing(cart, state, rule, one))
    case "any": {
      let fewest: ReadonlyArray<Missing<bigint>> | undefined
      for (const one of test.of) {
        const lacks = missing(cart, state, rule, one)
        if (fewest === undefined || lacks.length < fewest.length) fewest = lacks
      }
      return fewest ?? []
    }
    case "not":
      return []
    case "fact":
    case "charge":
    case "hours":
      return [test.leaf]
    case "measure":
      return [{ ...test.leaf, distance: shown(test.measure, test.atLeast - BigInt(found(cart, state, rule, test))) }]
  }
}
