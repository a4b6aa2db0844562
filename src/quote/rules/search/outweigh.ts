import type { UnitRule } from "../../../promotion/rules/compile.ts"
import type { Cart } from "../cart.ts"
import type { Seat } from "../seat.ts"
import { apply, type Move, settle, start, type State } from "../state.ts"
import type { TaxRule } from "../tax.ts"

/** A promotion that takes from goods in every plan that has it. */
export interface Acting {
  readonly seat: Seat
  readonly move: Move
  /** The groups that it may take from. */
  readonly groups: ReadonlyArray<number>
  /** Its one reward, if it goes by what is left. */
  readonly reward: UnitRule | undefined
  /**
   * `finds prices`: nobody has taken from its goods before, in any plan. `by prices`: others may have, but it looks at selected
   * prices alone, and takes the same of each unit as long as so much is left of it.
   */
  readonly how: "finds prices" | "by prices" | "by what is left"
}

/**
 * How far two plans may be apart the wrong way. With `A` the plan of all promotions and `Q` any with fewer, `a <= q + e`
 * group by group and unit by unit: in exact numbers a percentage of what is left, an amount spread by what is left and an amount
 * that is the same in both keep `a <= q` and widen no difference, and each rounding adds its own. The drift is the most that `e` sums to.
 */
interface Drift {
  readonly groups: number
  readonly units: number
}

/** What one promotion does to the difference of two plans that both have it. */
interface Step {
  /** The part of the difference that it takes at most, and how much more by rounding. */
  readonly share: number
  readonly rounded: number
  readonly drift: Drift
  /** Of which of its goods something must be left, so that it takes in every plan what it takes here. */
  readonly leaves: "each" | "some" | undefined
}

const none: Drift = { groups: 0, units: 0 }
const same: Step = { share: 0, rounded: 0, drift: none, leaves: undefined }

/** `undefined`: it is not known what it does. */
const stepOf = (cart: Cart, { seat: { rule }, move, groups, reward, how }: Acting): Step | undefined => {
  if (move.charges.length > 0) return undefined
  if (how === "finds prices") return same
  if (reward === undefined) return { ...same, leaves: "each" }
  const apart = reward.per !== "total"
  if (!cart.whole || rule.cap !== undefined || reward.max !== undefined || reward.kind === "price") return undefined
  if (reward.per === "unit" && groups.some((group) => cart.groups[group]!.size > 1)) return undefined
  // A plan may keep it from some of its goods, and then a spread falls on the others.
  if (rule.scope === "line" && !apart) return undefined
  if (rule.base === "price" || (reward.kind === "amount" && (apart || reward.by !== "value"))) {
    return { ...same, leaves: "each" }
  }
  const units = groups.reduce((sum, group) => sum + cart.groups[group]!.size, 0)
  // By largest remainder `n` parts are above their exact shares by `n / 4` in all at most, in each of the plans.
  const drifts = (groups: number): Drift => ({ groups, units: groups + units / 2 })
  if (reward.kind === "amount") return { ...same, drift: drifts(groups.length / 2), leaves: "some" }
  const share = Number(reward.share.ratio.numerator) / Number(reward.share.ratio.denominator)
  return apart
    ? { share, rounded: groups.length, drift: drifts(groups.length), leaves: undefined }
    : { share, rounded: 1, drift: drifts(groups.length / 2 + 2), leaves: undefined }
}

const stepsOf = (cart: Cart, acting: ReadonlyArray<Acting>): ReadonlyArray<Step> | undefined => {
  const steps: Array<Step> = []
  for (const one of acting) {
    const step = stepOf(cart, one)
    if (step === undefined) return undefined
    steps.push(step)
  }
  return steps
}

const driftOf = (steps: ReadonlyArray<Step>): Drift => {
  let [groups, units] = [0, 0]
  for (const { drift } of steps) {
    groups += drift.groups
    units += drift.units
  }
  return { groups, units }
}

/**
 * What promotions do to the difference of two plans, if those that go by prices, or take a stated amount of each, take in every
 * plan what they take in the one with all of them; else `undefined`. That one leaves least, but for the drift: if it leaves more
 * than that of each, no plan has too little, nor just enough, which a spread treats as a place that is full.
 *
 * @param acting all promotions that take from goods, in rank order; every plan has some of them
 */
export const takesAlike = (cart: Cart, acting: ReadonlyArray<Acting>): ReadonlyArray<Step> | undefined => {
  const steps = stepsOf(cart, acting)
  if (steps === undefined) return undefined
  const drift = driftOf(steps)
  const byUnit = acting.some(({ how }) => how === "by prices")
  const state = start(cart)
  const alike = acting.every(({ move, groups }, index) => {
    apply(cart, state, move)
    const { leaves } = steps[index]!
    if (leaves === "some" && !groups.some((group) => state.left[group]! > 0)) return false
    if (leaves !== "each") return true
    return groups.every((group) =>
      byUnit ? leastUnit(cart, state, group) >= drift.units + 1 : state.left[group]! >= drift.groups + 1
    )
  })
  return alike ? steps : undefined
}

const leastUnit = (cart: Cart, state: State, group: number): number => {
  settle(cart, state, group)
  const { first, size } = cart.groups[group]!
  let least = Number.POSITIVE_INFINITY
  for (let unit = first; unit < first + size; unit++) least = Math.min(least, state.running[unit]!)
  return least
}

/**
 * Whether what each promotion takes is more than tax on top could rise by for want of it. What is spread over goods leaves
 * less of their sum, the more promotions there are, but rounding may leave more of one of them, and if that one bears the
 * higher rate, more tax. What is left in all is less by `gain` at least: by what the last promotion that `Q` lacks takes, of which
 * later percentages find the less. As tax on top is `r * left`, rounded in `roundings` places,
 *
 *     payable(A) - payable(Q) <= -gain * (1 + lowest r) + (highest r - lowest r) * drift + roundings
 *
 * @param steps of the same promotions, by {@link takesAlike}
 */
export const outweighTax = (cart: Cart, acting: ReadonlyArray<Acting>, steps: ReadonlyArray<Step>): boolean => {
  const rates = cart.groups.map(({ tax }) => rateOnTop(tax))
  const highest = Math.max(...rates)
  if (highest === 0) return true
  const lowest = Math.min(...rates)
  const drift = driftOf(steps).groups
  return gainOf(acting, steps) * (1 + lowest) > (highest - lowest) * drift + roundingsOf(cart, rates) + slack
}

/** For the last digits of the doubles here, of which no more than some thousands are added. */
const slack = 1

const rateOnTop = ({ included, taxed, share: { ratio } }: TaxRule): number =>
  included || !taxed ? 0 : Number(ratio.numerator) / Number(ratio.denominator)

/** How often tax on top is rounded; between two plans each may differ by one minor unit. */
const roundingsOf = ({ groups, policy }: Cart, rates: ReadonlyArray<number>): number => {
  if (policy.taxPlace === "order") return 1
  let count = 0
  for (const [group, { size }] of groups.entries()) {
    if (rates[group]! > 0) count += policy.taxPlace === "unit" ? size : 1
  }
  return count
}

/** The least that goods cost less with all promotions than with fewer. */
const gainOf = (acting: ReadonlyArray<Acting>, steps: ReadonlyArray<Step>): number => {
  let gain = Number.POSITIVE_INFINITY
  for (const [index, { seat, move }] of acting.entries()) {
    const { share, rounded } = steps[index]!
    // Under scope `line` a plan may keep it from one of its goods alone.
    const own = seat.rule.scope === "line" ? Math.min(...move.totals) : move.total
    gain = Math.min(gain * (1 - share) - rounded, own)
  }
  return gain
}
