import { isOpen } from "../../kernel/period.ts"
import type { Base, Measure } from "../../promotion/model.ts"
import type { Rule } from "../../promotion/rules/compile.ts"
import type { MeasureTest, Test } from "../../promotion/rules/match.ts"
import type { Missing } from "../quote.ts"
import type { Cart } from "./cart.ts"
import { chargesOf } from "./reward.ts"
import { baseSum, countOf, type Picked, type State } from "./state.ts"

/** A measure over picked units: minor units for amounts, else a count. */
export const measured = (
  cart: Cart,
  state: State,
  measure: Measure,
  base: Base,
  picked: ReadonlyArray<Picked>
): bigint => {
  if (measure === "amount") return picked.reduce((sum, one) => sum + baseSum(cart, state, base, one), 0n)
  if (measure === "quantity") return BigInt(picked.reduce((sum, one) => sum + countOf(cart, one), 0))
  const bySku = new Map<string, number>()
  for (const one of picked) {
    const count = countOf(cart, one)
    const { sku } = cart.groups[one.group]!
    if (count > 0) bySku.set(sku, (bySku.get(sku) ?? 0) + count)
  }
  return BigInt(measure === "variants" ? bySku.size : Math.max(0, ...bySku.values()))
}

/** A distance as it is shown: money as an amount, the others as a count. */
export const shown = (measure: Measure, distance: bigint): bigint | number =>
  measure === "amount" ? distance : Number(distance)

/** All units of the rule's merchant, locked or not, that a selector holds for. */
export const unitsSeen = (cart: Cart, rule: Rule, select: MeasureTest["select"]): ReadonlyArray<Picked> => {
  const seen: Array<Picked> = []
  for (const [group, { merchant, subject }] of cart.groups.entries()) {
    if (rule.merchant !== undefined && rule.merchant !== merchant) continue
    if (select === undefined || select(subject)) seen.push({ group, units: undefined })
  }
  return seen
}

/**
 * What a condition lacks: `undefined` if it holds. For `all` every leaf that is missing; for `any` those of the branch with
 * the fewest, the first of several; `not` has none to name.
 */
export const missing = (
  cart: Cart,
  state: State,
  rule: Rule,
  test: Test
): ReadonlyArray<Missing<bigint>> | undefined => {
  switch (test.kind) {
    case "all": {
      const lacks = test.of.map((one) => missing(cart, state, rule, one)).filter((one) => one !== undefined)
      return lacks.length === 0 ? undefined : lacks.flat()
    }
    case "any": {
      let fewest: ReadonlyArray<Missing<bigint>> | undefined
      for (const one of test.of) {
        const lacks = missing(cart, state, rule, one)
        if (lacks === undefined) return undefined
        if (fewest === undefined || lacks.length < fewest.length) fewest = lacks
      }
      return fewest ?? []
    }
    case "not":
      return missing(cart, state, rule, test.of) === undefined ? [] : undefined
    case "fact":
      return test.match(cart.context) ? undefined : [test.leaf]
    case "charge":
      return chargesOf(cart, rule).some((index) => test.match(cart.charges[index]!.subject)) ? undefined : [test.leaf]
    case "hours":
      return isOpen(test.open, cart.at) ? undefined : [test.leaf]
    case "measure": {
      const { measure, select, base, atLeast, leaf } = test
      const found = measured(cart, state, measure, base ?? rule.testBase, unitsSeen(cart, rule, select))
      return found >= atLeast ? undefined : [{ ...leaf, distance: shown(measure, atLeast - found) }]
    }
  }
}
