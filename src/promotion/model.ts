import * as Schema from "effect/Schema"
import { Text } from "../kernel/id.ts"
import { decimalPattern, longestDecimal } from "../kernel/ratio.ts"
import { CurrencyCode } from "../money/model.ts"
import { Key, Moment } from "../pricing/model.ts"

/** Amounts and rates in a promotion are decimal text, read in its currency: no more decimals than the currency has. */
const Decimal = Schema.String.check(Schema.isPattern(decimalPattern), Schema.isMaxLength(longestDecimal))
const Count = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))

/** The levels, in the order in which they act. A shop of one merchant uses `merchant` for its order discounts. */
export const Level = Schema.Literals(["item", "merchant", "platform", "shipping", "payment"])
export type Level = typeof Level.Type

/** What percentages and thresholds see: what is left now, what was left as the level began, the selected or the list price. */
export const Base = Schema.Literals(["running", "level", "price", "list"])
export type Base = typeof Base.Type

/** How a leaf compares a fact, which is a set of values; an absent fact is the empty set. */
export const Comparison = Schema.Literals(["in", "all", "notIn", "atLeast", "atMost", "above", "below"])
export type Comparison = typeof Comparison.Type

/**
 * One comparison of one fact. `in`: some value of the fact is listed. `all`: the fact has values, each of them listed.
 * `notIn`: none is listed, so it holds for an absent fact. The numeric four take one decimal; some value must satisfy.
 */
export interface FactLeaf {
  readonly fact: string
  readonly op: Comparison
  readonly values: ReadonlyArray<string>
}

/** A tree over facts of a unit or of a charge. `all: []` holds, `any: []` does not. */
export type Selector =
  | { readonly all: ReadonlyArray<Selector> }
  | { readonly any: ReadonlyArray<Selector> }
  | { readonly not: Selector }
  | FactLeaf

/** What is counted over units: their amount, their number, how many skus, or the most units of one sku. */
export const Measure = Schema.Literals(["amount", "quantity", "variants", "ofOneVariant"])
export type Measure = typeof Measure.Type

/** Holds if the measure over the merchant's selected units reaches `atLeast`: decimal text for amounts, else a whole number. */
export interface MeasureLeaf {
  readonly measure: Measure
  readonly select?: Selector
  readonly base?: Base
  readonly atLeast: string | number
}

/** Holds if some shipping charge matches. */
export interface ChargeLeaf {
  readonly charge: Selector
}

/** A tree over facts of the context, measures of the cart and charges. */
export type Condition =
  | { readonly all: ReadonlyArray<Condition> }
  | { readonly any: ReadonlyArray<Condition> }
  | { readonly not: Condition }
  | FactLeaf
  | MeasureLeaf
  | ChargeLeaf

export const FactLeaf = Schema.Struct({
  fact: Key,
  op: Comparison,
  values: Schema.Array(Key).check(Schema.isMaxLength(1000))
})

export const Selector: Schema.Codec<Selector> = Schema.Union([
  Schema.Struct({ all: Schema.Array(Schema.suspend((): Schema.Codec<Selector> => Selector)) }),
  Schema.Struct({ any: Schema.Array(Schema.suspend((): Schema.Codec<Selector> => Selector)) }),
  Schema.Struct({ not: Schema.suspend((): Schema.Codec<Selector> => Selector) }),
  FactLeaf
]).annotate({ identifier: "Selector" })

const Threshold = Schema.Union([Decimal, Count])

const MeasureLeaf = Schema.Struct({
  measure: Measure,
  select: Schema.optionalKey(Selector),
  base: Schema.optionalKey(Base),
  atLeast: Threshold
})

export const ChargeLeaf = Schema.Struct({ charge: Selector })

export const Condition: Schema.Codec<Condition> = Schema.Union([
  Schema.Struct({ all: Schema.Array(Schema.suspend((): Schema.Codec<Condition> => Condition)) }),
  Schema.Struct({ any: Schema.Array(Schema.suspend((): Schema.Codec<Condition> => Condition)) }),
  Schema.Struct({ not: Schema.suspend((): Schema.Codec<Condition> => Condition) }),
  FactLeaf,
  MeasureLeaf,
  ChargeLeaf
]).annotate({ identifier: "Condition" })

/** First narrows to so many units, the cheapest or dearest of the cart or of each variant. */
export const Pick = Schema.Struct({
  max: Count,
  pick: Schema.Literals(["cheapest", "dearest"]),
  per: Schema.optionalKey(Schema.Literals(["cart", "variant"]))
})
export type Pick = typeof Pick.Type

const narrowed = {
  units: Schema.optionalKey(Pick),
  select: Schema.optionalKey(Selector),
  max: Schema.optionalKey(Decimal)
}

/** A percentage off. `per` says at what it is rounded: `line` by default at item level, `total` elsewhere. */
export const PercentReward = Schema.Struct({
  kind: Schema.Literal("percent"),
  percent: Decimal,
  per: Schema.optionalKey(Schema.Literals(["unit", "line", "total"])),
  ...narrowed
})
export type PercentReward = typeof PercentReward.Type

/** An amount off each unit (default at item level), each line, or once, spread `by` value, quantity or evenly. */
export const AmountReward = Schema.Struct({
  kind: Schema.Literal("amount"),
  amount: Decimal,
  per: Schema.optionalKey(Schema.Literals(["unit", "line", "total"])),
  by: Schema.optionalKey(Schema.Literals(["value", "quantity", "even"])),
  ...narrowed
})
export type AmountReward = typeof AmountReward.Type

/** Brings each unit, or the sum of the selection, down to a price. It never raises one. */
export const PriceReward = Schema.Struct({
  kind: Schema.Literal("price"),
  price: Decimal,
  per: Schema.optionalKey(Schema.Literals(["unit", "total"])),
  ...narrowed
})
export type PriceReward = typeof PriceReward.Type

/** Takes from shipping charges: exactly one of `percent`, `amount` and `price`. */
export const ShippingReward = Schema.Struct({
  kind: Schema.Literal("shipping"),
  percent: Schema.optionalKey(Decimal),
  amount: Schema.optionalKey(Decimal),
  price: Schema.optionalKey(Decimal),
  per: Schema.optionalKey(Schema.Literals(["total", "charge"])),
  select: Schema.optionalKey(Selector)
})
export type ShippingReward = typeof ShippingReward.Type

/** What takes from units. */
export const UnitReward = Schema.Union([PercentReward, AmountReward, PriceReward])
export type UnitReward = typeof UnitReward.Type

/** What an offer gives. Several rewards of one promotion act in order, each seeing what the former left. */
export const Reward = Schema.Union([PercentReward, AmountReward, PriceReward, ShippingReward])
export type Reward = typeof Reward.Type

const Rewards = Schema.Array(Reward).check(Schema.isMinLength(1), Schema.isMaxLength(20))
const PickOrder = Schema.Literals(["cheapest", "dearest"])

/** The rewards, once. */
export const Grant = Schema.Struct({ kind: Schema.Literal("grant"), rewards: Rewards })
export type Grant = typeof Grant.Type

/** The rewards of the highest step reached; steps do not add up. */
export const Tiers = Schema.Struct({
  kind: Schema.Literal("tiers"),
  measure: Measure,
  of: Schema.optionalKey(Selector),
  steps: Schema.Array(Schema.Struct({ at: Threshold, rewards: Rewards })).check(
    Schema.isMinLength(1),
    Schema.isMaxLength(100)
  )
})
export type Tiers = typeof Tiers.Type

/** The rewards as many times as `each` goes into the measure, at most `max` times. */
export const Every = Schema.Struct({
  kind: Schema.Literal("every"),
  measure: Measure,
  of: Schema.optionalKey(Selector),
  each: Threshold,
  max: Schema.optionalKey(Count),
  rewards: Rewards
})
export type Every = typeof Every.Type

/** Units in order; the i-th gets the i-th step. `max`: at most so many units are rewarded. */
export const Nth = Schema.Struct({
  kind: Schema.Literal("nth"),
  steps: Schema.Array(Schema.NullOr(UnitReward)).check(Schema.isMinLength(1), Schema.isMaxLength(100)),
  then: Schema.Literals(["cycle", "last", "stop"]),
  per: Schema.optionalKey(Schema.Literals(["selection", "variant"])),
  order: Schema.optionalKey(PickOrder),
  wholeSets: Schema.optionalKey(Schema.Boolean),
  max: Schema.optionalKey(Count)
})
export type Nth = typeof Nth.Type

/** Buy x, get the reward on y others. */
export const BuyGet = Schema.Struct({
  kind: Schema.Literal("buyGet"),
  buy: Schema.Struct({ quantity: Count, select: Schema.optionalKey(Selector) }),
  get: Schema.Struct({ quantity: Count, select: Schema.optionalKey(Selector), reward: UnitReward }),
  pick: Schema.optionalKey(Schema.Literals(["cheapest", "dearest", "eachSet"])),
  max: Schema.optionalKey(Count)
})
export type BuyGet = typeof BuyGet.Type

/** Any m units for a price; a set that would not gain is left alone. */
export const Multi = Schema.Struct({
  kind: Schema.Literal("multi"),
  quantity: Count,
  price: Decimal,
  pick: Schema.optionalKey(PickOrder),
  max: Schema.optionalKey(Count)
})
export type Multi = typeof Multi.Type

/** A kit: parts filled in stated order, each from units not yet taken; the reward on each kit. */
export const Bundle = Schema.Struct({
  kind: Schema.Literal("bundle"),
  parts: Schema.Array(Schema.Struct({ select: Selector, quantity: Count })).check(
    Schema.isMinLength(1),
    Schema.isMaxLength(20)
  ),
  reward: UnitReward,
  pick: Schema.optionalKey(PickOrder),
  max: Schema.optionalKey(Count)
})
export type Bundle = typeof Bundle.Type

/** How a promotion turns units into rewards. */
export const Offer = Schema.Union([Grant, Tiers, Every, Nth, BuyGet, Multi, Bundle])
export type Offer = typeof Offer.Type

/** Which other promotions it may stand beside, and behind which it closes the door. */
export const Stack = Schema.Struct({
  class: Schema.optionalKey(Key),
  combines: Schema.optionalKey(Schema.Union([Schema.Literals(["all", "none"]), Schema.Array(Key)])),
  scope: Schema.optionalKey(Schema.Literals(["cart", "line"])),
  stop: Schema.optionalKey(Schema.Literals(["level", "all"]))
})
export type Stack = typeof Stack.Type

/** A ledger account that bounds the promotion: one use an order, or the money it takes. `partial`: cut to what is free. */
export const Budget = Schema.Struct({
  account: Key,
  unit: Schema.Literals(["money", "uses"]),
  per: Schema.Literals(["all", "customer"]),
  partial: Schema.optionalKey(Schema.Boolean)
})
export type Budget = typeof Budget.Type

/** Who pays for what share; the shares sum to 1. `merchant` is the merchant of the unit. */
export const Funding = Schema.Array(Schema.Struct({ party: Key, share: Decimal })).check(
  Schema.isMinLength(1),
  Schema.isMaxLength(20)
)
export type Funding = typeof Funding.Type

/** Where a promotion is in its life. Only an active one acts. */
export const PromotionState = Schema.Literals(["draft", "active", "paused"])
export type PromotionState = typeof PromotionState.Type

/**
 * An offer of the trade as plain data: coupon, 满减, multi-buy, bundle, shipping or payment offer. Instants are ISO 8601 in
 * UTC on the wire, milliseconds here. What a field means: `docs/guide/promotions.md`.
 */
export const Promotion = Schema.Struct({
  id: Key,
  version: Schema.optionalKey(Count),
  name: Schema.optionalKey(Schema.Struct({ zh: Text(200), en: Text(200) })),
  level: Level,
  /** Sees and touches this merchant's units and charges alone. Absent: all of them. */
  merchant: Schema.optionalKey(Key),
  currency: Schema.optionalKey(CurrencyCode),
  state: Schema.optionalKey(PromotionState),
  from: Schema.optionalKey(Moment),
  until: Schema.optionalKey(Moment),
  /** Absent: automatic. Else one of them must have been entered. */
  codes: Schema.optionalKey(Schema.Array(Key).check(Schema.isMinLength(1), Schema.isMaxLength(10_000))),
  when: Schema.optionalKey(Condition),
  select: Schema.optionalKey(Selector),
  offer: Offer,
  lane: Schema.optionalKey(Schema.Int),
  priority: Schema.optionalKey(Schema.Int),
  base: Schema.optionalKey(Base),
  testBase: Schema.optionalKey(Base),
  stack: Schema.optionalKey(Stack),
  /** Units used by one promotion of a pool are not free for the next. */
  pool: Schema.optionalKey(Key),
  consumes: Schema.optionalKey(Schema.Literals(["all", "rewards"])),
  /** The most it may take in all. */
  cap: Schema.optionalKey(Decimal),
  budgets: Schema.optionalKey(Schema.Array(Budget).check(Schema.isMaxLength(20))),
  onNothing: Schema.optionalKey(Schema.Literals(["skip", "claim"])),
  funding: Schema.optionalKey(Funding),
  note: Schema.optionalKey(Text(2000))
}).annotate({ identifier: "Promotion" })
export type Promotion = typeof Promotion.Type
