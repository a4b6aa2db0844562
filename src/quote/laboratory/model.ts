import * as Schema from "effect/Schema"
import { Key } from "../../pricing/model.ts"
import { findingTags } from "../../promotion/rules/lint/finding.ts"
import { reasons } from "../quote.ts"

const Amount = Schema.String
const Percent = Schema.String
const Count = Schema.Int

const Quantiles = Schema.Array(Schema.Struct({ percent: Schema.Number, amount: Amount }))
/** What each party pays: `amount = off + given`, what was taken off at once, and what is given in goods or later. */
const Funders = Schema.Array(Schema.Struct({ party: Schema.String, amount: Amount, off: Amount, given: Amount }))
const Low = Schema.Struct({
  carts: Count,
  lines: Count,
  /** The first of them by cart and line, at most 20. */
  first: Schema.Array(Schema.Struct({ cart: Schema.String, line: Schema.String, left: Amount, least: Amount }))
})

/** What one promotion did. */
export const OfferReport = Schema.Struct({
  promotion: Key,
  version: Schema.Int,
  /** `beaten`: it would have applied somewhere, and always gave way. `never`: it would not have applied anywhere. */
  verdict: Schema.Literals(["applied", "beaten", "never"]),
  /** Carts to which it was applied, and their percentage. */
  carts: Count,
  uptake: Percent,
  /** All that it costs: `goods + shipping`, which it took off at once, and `given.amount`. */
  amount: Amount,
  goods: Amount,
  shipping: Amount,
  /** In goods, or pending until the return window has ended. `amount` is the sum of the amounts. */
  given: Schema.Struct({
    amount: Amount,
    /** At their cost, or at their list value where no cost is known. */
    gifts: Schema.Struct({ pieces: Count, amount: Amount }),
    cashback: Amount,
    /** At what they pay by the policy. */
    points: Schema.Struct({ points: Count, amount: Amount }),
    /** At what the setup says that they cost. */
    coupons: Schema.Struct({ coupons: Count, amount: Amount })
  }),
  funders: Funders,
  /** The most frequent first. */
  reasons: Schema.Array(Schema.Struct({ reason: Schema.Literals(reasons), carts: Count })),
  nearestAmount: Schema.optionalKey(Amount),
  nearestCount: Schema.optionalKey(Schema.Number),
  beatenBy: Schema.Array(Schema.Struct({ promotion: Key, carts: Count }))
})
export type OfferReport = typeof OfferReport.Type

/** What the linter found in a rule set. */
const Found = Schema.Struct({
  tag: Schema.Literals(findingTags),
  severity: Schema.Literals(["error", "warning", "notice"]),
  promotions: Schema.Array(Key),
  path: Schema.String,
  zh: Schema.String,
  en: Schema.String
})

/** What a rule set did. */
export const SetReport = Schema.Struct({
  carts: Count,
  refused: Schema.Array(Schema.Struct({ tag: Schema.String, carts: Count })),
  units: Count,
  /** Goods and shipping at selected prices, all discounts, and all totals. */
  before: Amount,
  discount: Amount,
  grand: Amount,
  /** What offers give in goods and later; in no discount and no total. */
  given: Amount,
  /** Discount of `before`. */
  rate: Percent,
  /** Of the discount of a cart. */
  quantiles: Quantiles,
  /** Carts by their rate of discount, in percent; the last step includes its end. */
  histogram: Schema.Array(Schema.Struct({ from: Schema.Number, until: Schema.Number, carts: Count })),
  /** Of the lines whose cost is known, net of tax: `margin = net - cost - given`, the last of carts that have such a line. */
  margin: Schema.optionalKey(
    Schema.Struct({ lines: Count, net: Amount, cost: Amount, given: Amount, margin: Amount, rate: Percent })
  ),
  funders: Funders,
  /** In order of rank. */
  offers: Schema.Array(OfferReport),
  /** What was taken of each account: money as an amount, the others as a count. `customer`: each has one, all together. */
  accounts: Schema.Array(
    Schema.Struct({
      account: Schema.String,
      unit: Schema.Literals(["uses", "money", "units", "points"]),
      per: Schema.Literals(["all", "customer"]),
      taken: Schema.String
    })
  ),
  belowCost: Low,
  belowFloor: Low,
  /** Where the set was looked at by the linter. */
  findings: Schema.optionalKey(Schema.Array(Found))
})
export type SetReport = typeof SetReport.Type

const Pair = Schema.Struct({ cart: Schema.String, from: Amount, to: Amount, difference: Amount })

/** How the second rule set differs from the first on the same carts; below zero the second asks less. */
export const DifferenceReport = Schema.Struct({
  carts: Count,
  sum: Amount,
  cheaper: Count,
  same: Count,
  dearer: Count,
  quantiles: Quantiles,
  mostCheaper: Schema.Array(Pair),
  mostDearer: Schema.Array(Pair),
  /** Some carts to be drawn, at most 300, the same in every run. */
  drawn: Schema.Array(Pair)
})
export type DifferenceReport = typeof DifferenceReport.Type

/** What a laboratory found, as JSON. Amounts and percentages are decimal text. */
export const LabReport = Schema.Struct({
  currency: Schema.String,
  sets: Schema.Array(SetReport),
  difference: Schema.optionalKey(DifferenceReport)
}).annotate({ identifier: "LabReport" })
export type LabReport = typeof LabReport.Type
