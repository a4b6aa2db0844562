import type { Promotion } from "../../../model.ts"
import { levels, type Rule } from "../../compile.ts"
import { neverHolds, type Setting } from "../logic.ts"
import { neverValid, together, type Validity } from "../moment.ts"

/** At most `max` promotions of these classes or ids; a limit of a quote's policy. */
export interface StackLimit {
  readonly classes?: ReadonlyArray<string> | "*"
  readonly promotions?: ReadonlyArray<string>
  readonly max: number
  readonly per: "cart" | "merchant" | "line"
  readonly pick?: "first" | "best"
}

/** When a promotion acts. */
export const validityOf = ({ from, until, schedule }: Rule): Validity => ({
  from,
  until,
  open: schedule === undefined ? [] : [schedule]
})

/** Whether two classes admit each other; two that do not may not stand together on the same goods. */
export const agree = (left: Rule, right: Rule): boolean => admits(left, right.class) && admits(right, left.class)

const admits = ({ combines }: Rule, other: string): boolean =>
  combines === "all" || (combines !== "none" && combines.has(other))

/** Whether the one, earlier in rank, closes the door on the other. */
export const stops = ({ stop, level }: Rule, other: Rule): boolean =>
  stop === "all" || (stop === "level" && level === other.level)

/** Whether a limit counts a promotion. */
export const concerns = ({ classes, promotions }: StackLimit, { id, class: own }: Rule): boolean =>
  classes === "*" || classes?.includes(own) === true || promotions?.includes(id) === true

/** Whether limits leave a place beside those that have one already, all of them on the same goods. */
export const leavePlace = (limits: ReadonlyArray<StackLimit>, chosen: ReadonlyArray<Rule>, rule: Rule): boolean =>
  limits.every((limit) => {
    if (!concerns(limit, rule)) return true
    const rivals = chosen.filter(
      (one) => concerns(limit, one) && (limit.per !== "merchant" || one.merchant === rule.merchant)
    )
    return rivals.length < limit.max
  })

/** Whether the later one may take from the same goods as the earlier, at some moment and from some buyer. */
export const standsBeside = (earlier: Rule, later: Rule): boolean =>
  earlier.currency === later.currency &&
  !stops(earlier, later) &&
  agree(earlier, later) &&
  (earlier.pool === undefined || earlier.pool !== later.pool) &&
  meet(earlier, later)

/** Whether there may be a moment at which both act, and a cart that both conditions hold for. */
const meet = (one: Rule, other: Rule): boolean =>
  !neverValid(together([validityOf(one), validityOf(other)])) &&
  !neverHolds({ all: [conditionOf(one.promotion), conditionOf(other.promotion)] }, settingOf(one, other))

const conditionOf = ({ when }: Promotion) => when ?? { all: [] }

// Measures of two promotions compare only where both see the same goods.
const settingOf = (one: Rule, other: Rule): Setting => {
  const same = one.merchant === other.merchant && one.offer.kind !== "addOn" && other.offer.kind !== "addOn"
  return {
    testBase: one.testBase,
    merchant: one.merchant === other.merchant ? one.merchant : undefined,
    measures: same ? "lasting" : "none",
    ...together([validityOf(one), validityOf(other)])
  }
}

/** Whether it takes from goods. */
export const takesGoods = ({ level, offer }: Rule): boolean => {
  if (level === levels.indexOf("shipping")) return false
  if (offer.kind === "tiers") return offer.steps.some(({ rewards }) => rewards.some(({ kind }) => kind !== "shipping"))
  if (offer.kind === "grant" || offer.kind === "every") return offer.rewards.some(({ kind }) => kind !== "shipping")
  return true
}

/** Pairs are asked about many times. */
export const remembered = (stand: (earlier: Rule, later: Rule) => boolean) => {
  const known = new Map<Rule, Map<Rule, boolean>>()
  return (earlier: Rule, later: Rule): boolean => {
    const of = known.get(earlier) ?? new Map<Rule, boolean>()
    known.set(earlier, of)
    const before = of.get(later)
    if (before !== undefined) return before
    const found = stand(earlier, later)
    of.set(later, found)
    return found
  }
}
