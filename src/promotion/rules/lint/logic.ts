import * as Result from "effect/Result"
import type { Weekly } from "../../../kernel/period.ts"
import type { Base, Condition, MeasureLeaf, Schedule, Selector } from "../../model.ts"
import { hoursOf } from "../hours.ts"
import { contradictoryFacts, type FactLiteral, skusAllowed } from "./facts.ts"
import { compareDecimals } from "./interval.ts"
import { neverValid, type Validity } from "./moment.ts"

/** What a tree is asked of. */
export type Asked = "unit" | "charge" | "context"

type Branches = { readonly all: unknown } | { readonly any: unknown } | { readonly not: unknown }
type Leaf = Exclude<Condition, Branches>

/** A leaf that has to hold, or must not. */
export interface Literal {
  readonly leaf: Leaf
  readonly holds: boolean
}

/** What a condition stands in: the base its measures have if they state none, the merchant whose goods they see, and when. */
export interface Setting extends Validity {
  readonly testBase: Base
  readonly merchant: string | undefined
  /** Which measures compare: `lasting` are those that no promotion changes; `none`: charges do not either. */
  readonly measures?: "all" | "lasting" | "none"
}

/** Of more measures than these that have to hold together, pairs are not compared. */
const mostPaired = 100

/** More ways than these to make a tree hold are not looked at: such a tree is taken to be able to hold. */
const mostWays = 512

/**
 * Whether no facts, units and charges whatever make a condition hold. `false` may also mean that it could not be told.
 *
 * A fact is a set of values, so `in ["a"]` and `in ["b"]` may both hold; sku, merchant, method and price of a unit or charge
 * are one value each.
 */
export const neverHolds = (condition: Condition, setting: Setting): boolean => {
  const ways = waysOf(condition, true)
  return ways !== undefined && ways.every((way) => contradictory(way, "context", setting))
}

/** Whether no unit, or no charge, of the merchant can match a selector; of any merchant, if none is named. */
export const neverMatches = (selector: Selector, asked: "unit" | "charge", merchant: string | undefined): boolean => {
  const ways = waysOf(of(selector, merchant), true)
  return ways !== undefined && ways.every((way) => contradictory(way, asked, anywhere))
}

/** Whether everything that matches the narrow selector surely matches the wide one; absent: everything does. */
export const covers = (wide: Selector | undefined, narrow: Selector | undefined, asked: "unit" | "charge"): boolean =>
  wide === undefined || neverMatches({ all: [narrow ?? { all: [] }, { not: wide }] }, asked, undefined)

/** Whether one condition surely holds wherever another does. */
export const follows = (from: Condition | undefined, then: Condition | undefined, setting: Setting): boolean =>
  then === undefined || neverHolds({ all: [from ?? { all: [] }, { not: then }] }, setting)

/** How many skus a selector can match at most; `undefined` where it names none. */
export const mostSkus = (selector: Selector | undefined): number | undefined => {
  const skus = new Set<string>()
  for (const way of waysOf(selector ?? { all: [] }, true) ?? [[]]) {
    const allowed = skusAllowed(factsOf(way))
    if (allowed === undefined) return undefined
    for (const sku of allowed) skus.add(sku)
  }
  return skus.size
}

/** The measures that hold whenever a condition does, in every way to make it hold: `undefined` if it could not be told. */
export const measuresIn = (
  condition: Condition
): ReadonlyArray<ReadonlyArray<{ readonly leaf: MeasureLeaf; readonly holds: boolean }>> | undefined =>
  waysOf(condition, true)?.map((way) => way.flatMap(({ leaf, holds }) => ("measure" in leaf ? [{ leaf, holds }] : [])))

const anywhere: Setting = { testBase: "running", merchant: undefined }

const of = (selector: Selector, merchant: string | undefined): Selector =>
  merchant === undefined ? selector : { all: [{ fact: "merchant", op: "in", values: [merchant] }, selector] }

/** The ways to make a tree hold, or not hold: each a list of leaves that must, and must not. */
export const waysOf = (tree: Condition, holds: boolean): ReadonlyArray<ReadonlyArray<Literal>> | undefined => {
  if ("not" in tree) return waysOf(tree.not, !holds)
  if (!("all" in tree) && !("any" in tree)) return [[{ leaf: tree, holds }]]
  const branches = "all" in tree ? tree.all : tree.any
  const together = "all" in tree === holds
  let ways: ReadonlyArray<ReadonlyArray<Literal>> = together ? [[]] : []
  for (const branch of branches) {
    const more = waysOf(branch, holds)
    if (more === undefined) return undefined
    ways = together ? ways.flatMap((way) => more.map((one) => [...way, ...one])) : [...ways, ...more]
    if (ways.length > mostWays) return undefined
  }
  return ways
}

const factsOf = (way: ReadonlyArray<Literal>): ReadonlyArray<FactLiteral> =>
  way.flatMap(({ leaf, holds }) => ("fact" in leaf ? [{ leaf, holds }] : []))

const contradictory = (way: ReadonlyArray<Literal>, asked: Asked, setting: Setting): boolean =>
  contradictoryFacts(factsOf(way), asked) ||
  contradictoryMeasures(way, setting) ||
  contradictoryCharges(way, setting) ||
  contradictoryHours(way, setting)

const contradictoryHours = (way: ReadonlyArray<Literal>, { from, until, open = [], shut = [] }: Setting): boolean =>
  way.some(({ leaf }) => "hours" in leaf) &&
  neverValid({ from, until, open: [...open, ...hours(way, true)], shut: [...shut, ...hours(way, false)] })

/** The hours that a way to make a condition hold asks for, or keeps out of. */
export const hours = (way: ReadonlyArray<Literal>, wanted: boolean): ReadonlyArray<Weekly> =>
  way.flatMap(({ leaf, holds }) => ("hours" in leaf && holds === wanted ? ready(leaf) : []))

const ready = (schedule: Schedule): ReadonlyArray<Weekly> => {
  const made = hoursOf(schedule)
  return Result.isSuccess(made) ? [made.success] : []
}

interface Measured {
  readonly leaf: MeasureLeaf
  readonly holds: boolean
}

const contradictoryMeasures = (way: ReadonlyArray<Literal>, setting: Setting): boolean => {
  const { measures: which = "all" } = setting
  const measures = way.flatMap(
    ({ leaf, holds }): ReadonlyArray<Measured> => ("measure" in leaf ? [{ leaf, holds }] : [])
  )
  if (measures.some((one) => impossible(one, setting))) return true
  if (which === "none" || measures.length > mostPaired) return false
  const compared = which === "all" ? measures : measures.filter(({ leaf }) => lasts(leaf))
  return compared.some((one) => compared.some((other) => opposed(one, other, setting)) || tooMany(one, compared))
}

// How many units there are, and their prices, are the same for every promotion.
const lasts = ({ measure, base }: MeasureLeaf): boolean => measure !== "amount" || base === "price" || base === "list"

// What is counted is never below zero, and over nothing it is zero.
const impossible = ({ leaf, holds }: Measured, { merchant }: Setting): boolean => {
  const above = compareDecimals(leaf.atLeast, "0") > 0
  if (!holds) return !above
  if (above && leaf.select !== undefined && neverMatches(leaf.select, "unit", merchant)) return true
  const most = leaf.measure === "variants" ? mostSkus(leaf.select) : undefined
  return most !== undefined && compareDecimals(leaf.atLeast, String(most)) > 0
}

/** At least m over some goods, and below n over all of them and perhaps more, where m of the one is n of the other. */
const opposed = (lower: Measured, upper: Measured, setting: Setting): boolean =>
  lower.holds && !upper.holds && outgrows(lower.leaf, upper.leaf, setting)

/** Whether whatever reaches the one measure surely reaches the other. */
export const outgrows = (lower: MeasureLeaf, upper: MeasureLeaf, { testBase }: Pick<Setting, "testBase">): boolean =>
  (atLeastAs(lower, upper, testBase) || (isOne(upper) && compareDecimals(lower.atLeast, "0") > 0)) &&
  covers(upper.select, lower.select, "unit")

const atLeastAs = (lower: MeasureLeaf, upper: MeasureLeaf, testBase: Base): boolean => {
  if (compareDecimals(lower.atLeast, upper.atLeast) < 0) return false
  if (lower.measure !== "amount") {
    // There are no more skus than units, nor more units of one.
    return lower.measure === upper.measure || (upper.measure === "quantity" && isCount(lower))
  }
  return upper.measure === "amount" && noMore(lower.base ?? testBase, upper.base ?? testBase)
}

const isCount = ({ measure }: MeasureLeaf): boolean => measure !== "amount"

// Where anything is counted, there is one unit.
const isOne = (leaf: MeasureLeaf): boolean => isCount(leaf) && compareDecimals(leaf.atLeast, "1") <= 0

// What is left only falls.
const falling: ReadonlyArray<Base> = ["running", "level", "price"]
const noMore = (one: Base, other: Base): boolean =>
  one === other || (falling.includes(one) && falling.indexOf(one) <= falling.indexOf(other))

/** More units than so many skus can have of which none has more than so many. */
const tooMany = ({ leaf, holds }: Measured, measures: ReadonlyArray<Measured>): boolean => {
  if (!holds || leaf.measure !== "quantity") return false
  const below = (measure: MeasureLeaf["measure"]): number =>
    Math.min(
      ...measures
        .filter((one) => !one.holds && one.leaf.measure === measure && covers(one.leaf.select, leaf.select, "unit"))
        .map((one) => Number(one.leaf.atLeast) - 1)
    )
  const ofOne = below("ofOneVariant")
  if (!Number.isFinite(ofOne)) return false
  return Number(leaf.atLeast) > ofOne * Math.min(below("variants"), mostSkus(leaf.select) ?? Number.POSITIVE_INFINITY)
}

const contradictoryCharges = (way: ReadonlyArray<Literal>, { merchant, measures = "all" }: Setting): boolean => {
  const charges = way.flatMap(({ leaf, holds }) => ("charge" in leaf ? [{ select: leaf.charge, holds }] : []))
  return charges.some(
    (one) =>
      one.holds &&
      (neverMatches(one.select, "charge", merchant) ||
        (measures !== "none" && charges.some((other) => !other.holds && covers(other.select, one.select, "charge"))))
  )
}
