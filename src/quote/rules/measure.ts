import { isOpen } from "../../kernel/period.ts"
import type { Base, Measure } from "../../promotion/model.ts"
import type { Rule } from "../../promotion/rules/compile.ts"
import type { MeasureTest, Test } from "../../promotion/rules/match.ts"
import type { Lack, Missing } from "../quote.ts"
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

/** What a condition that does not hold lacks, and what of goods would make it hold. */
interface Lacking {
  readonly missing: ReadonlyArray<Missing<bigint>>
  /** `undefined`: more goods do not help. */
  readonly goods: ReadonlyArray<Lack<bigint>> | undefined
}

/**
 * For `all` every leaf that is missing. For `any` those of the nearest branch that goods can reach, else those of the branch
 * with the fewest, the first of several. What stands under `not` has none to name: more goods never make less of a measure.
 *
 * @param not whether it holds and should not
 */
export const lacking = (cart: Cart, state: State, rule: Rule, test: Test, not = false): Lacking => {
  if (holds(cart, state, rule, test) !== not) return { missing: [], goods: [] }
  switch (test.kind) {
    case "not":
      return lacking(cart, state, rule, test.of, !not)
    case "all":
    case "any": {
      const parts = test.of.map((one) => lacking(cart, state, rule, one, not))
      if ((test.kind === "any") !== not) return nearest(parts)
      const goods = parts.every((one) => one.goods !== undefined) ? parts.flatMap((one) => one.goods ?? []) : undefined
      return { missing: parts.flatMap(({ missing }) => missing), goods }
    }
    case "measure": {
      if (not) return { missing: [], goods: undefined }
      const { measure, leaf, atLeast } = test
      const distance = shown(measure, atLeast - BigInt(found(cart, state, rule, test)))
      const select = leaf.select === undefined ? {} : { select: leaf.select }
      return {
        missing: [{ ...leaf, distance }],
        goods: [{ measure, ...select, at: shown(measure, atLeast), distance }]
      }
    }
    default:
      return { missing: not ? [] : [test.leaf], goods: undefined }
  }
}

const nearest = (branches: ReadonlyArray<Lacking>): Lacking => {
  let found: Lacking | undefined
  for (const one of branches) if (found === undefined || nearer(one, found)) found = one
  return found ?? { missing: [], goods: undefined }
}

const nearer = (one: Lacking, other: Lacking): boolean => {
  const [a, b] = [farOf(one.goods), farOf(other.goods)]
  if (a.kind !== b.kind) return a.kind < b.kind
  if (one.goods !== undefined) return a.far < b.far
  // A branch that has nothing to name tells nobody anything.
  return (one.missing.length || Number.POSITIVE_INFINITY) < (other.missing.length || Number.POSITIVE_INFINITY)
}

/** How far goods are away: money first, then counts, then what is both, then what goods do not reach. */
export const farOf = (
  goods: ReadonlyArray<Lack<bigint>> | undefined
): { readonly kind: number; readonly far: bigint } => {
  const open = goods?.filter(({ distance }) => distance > 0)
  const money = open?.filter(({ measure }) => measure === "amount").length
  const kind = open === undefined ? 3 : money === open.length ? 0 : money === 0 ? 1 : 2
  return { kind, far: (open ?? []).reduce((sum, { distance }) => sum + BigInt(distance), 0n) }
}
