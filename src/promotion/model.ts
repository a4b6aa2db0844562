import * as Schema from "effect/Schema"
import { Text } from "../kernel/id.ts"
import { CurrencyCode } from "../money/model.ts"
import { Key, Moment } from "../pricing/model.ts"
import { CampaignCodes } from "./campaign.ts"
import { Base, Condition, Count, Decimal, Measure, Schedule, Selector, Threshold } from "./condition.ts"
import { Reward, UnitReward } from "./reward.ts"
import { promotionModel } from "./version.ts"

export * from "./condition.ts"
export * from "./reward.ts"
export * from "./version.ts"

/** The levels, in the order in which they act. A shop of one merchant uses `merchant` for its order discounts. */
export const Level = Schema.Literals(["item", "merchant", "platform", "shipping", "payment"])
export type Level = typeof Level.Type

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

/** A kit: parts filled in stated order, each from units not yet taken, as many kits as can be filled; the reward on each kit. */
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

/** 加价购: lines of the cart that name this promotion come down to a price, at most `max` units of them, the dearest. */
export const AddOn = Schema.Struct({
  kind: Schema.Literal("addOn"),
  price: Decimal,
  max: Schema.optionalKey(Count)
})
export type AddOn = typeof AddOn.Type

/** When the tail of a presale is paid: from its first instant to the first at which it is too late. */
export const TailWindow = Schema.Struct({ from: Moment, until: Moment })
export type TailWindow = typeof TailWindow.Type

/**
 * 定金膨胀: `pay` now counts for `counts` off each unit; the rest is paid at the tail, within a window if one is stated.
 */
export const Deposit = Schema.Struct({
  kind: Schema.Literal("deposit"),
  pay: Decimal,
  counts: Decimal,
  tail: Schema.optionalKey(TailWindow)
})
export type Deposit = typeof Deposit.Type

/** How a promotion turns units into rewards. */
export const Offer = Schema.Union([Grant, Tiers, Every, Nth, BuyGet, Multi, Bundle, AddOn, Deposit])
export type Offer = typeof Offer.Type

/** Which other promotions it may stand beside, and behind which it closes the door. */
export const Stack = Schema.Struct({
  class: Schema.optionalKey(Key),
  combines: Schema.optionalKey(Schema.Union([Schema.Literals(["all", "none"]), Schema.Array(Key)])),
  scope: Schema.optionalKey(Schema.Literals(["cart", "line"])),
  stop: Schema.optionalKey(Schema.Literals(["level", "all"]))
})
export type Stack = typeof Stack.Type

/** How long a budget lasts: a day, week (from Monday, ISO 8601), month or year of the calendar. */
export const BudgetPeriod = Schema.Literals(["day", "week", "month", "year"])
export type BudgetPeriod = typeof BudgetPeriod.Type

/**
 * A ledger account that bounds the promotion: one use an order, or the money it takes. `partial`: cut to what is free. With a
 * `period` there is an account for each, by the calendar of the `zone` (UTC if not stated).
 */
export const Budget = Schema.Struct({
  account: Key,
  unit: Schema.Literals(["money", "uses"]),
  per: Schema.Literals(["all", "customer"]),
  period: Schema.optionalKey(BudgetPeriod),
  zone: Schema.optionalKey(Key),
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
  /** Of which model it was written; absent: the present one. An older one is read, a newer one refused. */
  model: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: promotionModel }))),
  version: Schema.optionalKey(Count),
  name: Schema.optionalKey(Schema.Struct({ zh: Text(200), en: Text(200) })),
  level: Level,
  /** Sees and touches this merchant's units and charges alone. Absent: all of them. */
  merchant: Schema.optionalKey(Key),
  currency: Schema.optionalKey(CurrencyCode),
  state: Schema.optionalKey(PromotionState),
  from: Schema.optionalKey(Moment),
  until: Schema.optionalKey(Moment),
  /** Acts within these hours alone. */
  schedule: Schema.optionalKey(Schedule),
  /** Absent: automatic. Else one of them, or of the campaign's, must have been entered. */
  codes: Schema.optionalKey(
    Schema.Union([Schema.Array(Key).check(Schema.isMinLength(1), Schema.isMaxLength(10_000)), CampaignCodes])
  ),
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

/** The JSON Schema (draft 2020-12) of a promotion on the wire, for editors: closed, so an unknown key is an error. */
export const jsonSchema = () => Schema.toJsonSchemaDocument(Promotion, { onExcessProperty: "error" })
