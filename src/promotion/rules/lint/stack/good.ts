import type { Condition } from "../../../model.ts"
import { levels, type Rule } from "../../compile.ts"
import type { Facts, Subject } from "../../match.ts"

/** Whom a price is for: a buyer of this group, channel and country who takes at least so many. Unstated: anybody. */
export interface PricedFor {
  readonly customerGroup?: string
  readonly channel?: string
  readonly country?: string
  readonly minQuantity?: number
}

/** A good with one of its prices and what it costs, minor units; no promotion brings it below `floor`. */
export interface CostedGood {
  readonly sku: string
  readonly merchant: string
  readonly facts: Facts
  readonly price: bigint
  readonly list?: bigint
  /** What a unit costs; with tax if the price includes it. */
  readonly cost: bigint
  /** Whether price and cost include tax. */
  readonly withTax?: boolean
  readonly floor?: bigint
  /** Whom the price is for; absent: everybody who has no other. */
  readonly buyer?: PricedFor
  /** Who has another price. */
  readonly others?: ReadonlyArray<PricedFor>
  /** First instant at which it is the price, and the first at which it no longer is. */
  readonly from?: number
  readonly until?: number
  /** At most so many units have this price. */
  readonly stock?: number
  /** The levels whose promotions leave it alone; `all`: every one. */
  readonly locks?: ReadonlyArray<string>
}

/** What selectors see of a good. */
export const subjectOf = ({ sku, merchant, facts, price }: CostedGood): Subject => ({ sku, merchant, facts, price })

/** Whether a promotion may take from a good at its price. */
export const touches = ({ level, merchant, select }: Rule, good: CostedGood): boolean =>
  level !== levels.indexOf("shipping") &&
  (merchant === undefined || merchant === good.merchant) &&
  good.locks?.includes("all") !== true &&
  good.locks?.includes(levels[level] ?? "") !== true &&
  (select === undefined || select(subjectOf(good)))

/** Who pays the price of a good for so many units, as a condition over the context; `undefined`: nobody. */
export const payers = (
  { buyer = {}, others = [], stock = Number.POSITIVE_INFINITY }: CostedGood,
  units: number
): Condition | undefined => {
  if (units > stock || units < (buyer.minQuantity ?? 1)) return undefined
  const rivals = others.filter(({ minQuantity = 1 }) => units >= minQuantity)
  return { all: [dimensions(buyer), ...rivals.map((rival): Condition => ({ not: dimensions(rival) }))] }
}

const dimensions = ({ customerGroup, channel, country }: PricedFor): Condition => ({
  all: Object.entries({ customerGroup, channel, country }).flatMap(
    ([fact, value]): ReadonlyArray<Condition> => (value === undefined ? [] : [{ fact, op: "in", values: [value] }])
  )
})

/** Whom a price is for, as it stands in a sentence. */
export const forWhom = ({ buyer = {} }: CostedGood): string =>
  [buyer.customerGroup, buyer.channel, buyer.country].filter((one) => one !== undefined).join(", ")
