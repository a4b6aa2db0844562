import * as Schema from "effect/Schema"
import { Key } from "../pricing/model.ts"
import { Count, Decimal, Selector } from "./condition.ts"

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

/** Whether an amount is stated as the prices are, without tax, or with it. */
export const Basis = Schema.Literals(["asPriced", "net", "gross"])
export type Basis = typeof Basis.Type

/** An amount off each unit (default at item level), each line, or once, spread `by` value, quantity or evenly. */
export const AmountReward = Schema.Struct({
  kind: Schema.Literal("amount"),
  amount: Decimal,
  per: Schema.optionalKey(Schema.Literals(["unit", "line", "total"])),
  by: Schema.optionalKey(Schema.Literals(["value", "quantity", "even"])),
  basis: Schema.optionalKey(Basis),
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

/**
 * Goods given along: a line of the quote, not of the cart. `add`: always so many; `topUp`: units of the sku in the cart count
 * and become free, only the missing ones are added. `stock` names the account of what there is to give; absent: plenty.
 */
export const GiftReward = Schema.Struct({
  kind: Schema.Literal("gift"),
  sku: Key,
  quantity: Count,
  mode: Schema.Literals(["add", "topUp"]),
  stock: Schema.optionalKey(Schema.Struct({ account: Key }))
})
export type GiftReward = typeof GiftReward.Type

/** Money that comes back when the return window has ended: one of `percent` of what was paid, and `amount`. */
export const CashbackReward = Schema.Struct({
  kind: Schema.Literal("cashback"),
  percent: Schema.optionalKey(Decimal),
  amount: Schema.optionalKey(Decimal),
  select: Schema.optionalKey(Selector),
  max: Schema.optionalKey(Decimal)
})
export type CashbackReward = typeof CashbackReward.Type

/** Points earned: so many, so many `per` an amount paid, or points worth a `percent` of what was paid. */
export const PointsReward = Schema.Struct({
  kind: Schema.Literal("points"),
  points: Schema.optionalKey(Count),
  per: Schema.optionalKey(Decimal),
  percent: Schema.optionalKey(Decimal),
  select: Schema.optionalKey(Selector),
  max: Schema.optionalKey(Count)
})
export type PointsReward = typeof PointsReward.Type

/** A coupon of a template for a later order. */
export const CouponReward = Schema.Struct({
  kind: Schema.Literal("coupon"),
  template: Key,
  quantity: Schema.optionalKey(Count)
})
export type CouponReward = typeof CouponReward.Type

/** What an offer gives. Several rewards of one promotion act in order, each seeing what the former left. */
export const Reward = Schema.Union([
  PercentReward,
  AmountReward,
  PriceReward,
  ShippingReward,
  GiftReward,
  CashbackReward,
  PointsReward,
  CouponReward
])
export type Reward = typeof Reward.Type
