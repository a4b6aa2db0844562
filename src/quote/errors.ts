import * as Schema from "effect/Schema"
import { Instant } from "../kernel/id.ts"
import { refusal } from "../kernel/refusal.ts"

/** The quantity of a line is no whole number from 1 to the most units of a quote. */
export const InvalidQuantity = refusal(
  "InvalidQuantity",
  { line: Schema.String, quantity: Schema.String },
  {
    status: 400,
    zh: ({ line, quantity }) => `行 \`${line}\` 的数量 \`${quantity}\` 无效`,
    en: ({ line, quantity }) => `quantity \`${quantity}\` of line \`${line}\` is invalid`
  }
)
export type InvalidQuantity = typeof InvalidQuantity.Type

/** More than a quote can hold. */
export const TooLarge = refusal(
  "TooLarge",
  {
    what: Schema.Literals(["lines", "units", "prices", "promotions", "charges", "fees", "codes", "token"]),
    limit: Schema.Int
  },
  {
    status: 413,
    zh: ({ what, limit }) => `\`${what}\` 超过上限 ${limit}`,
    en: ({ what, limit }) => `more than ${limit} ${what}`
  }
)
export type TooLarge = typeof TooLarge.Type

/** The text is no quote that this shop has signed, or is one no longer: a letter of it is another. */
export const QuoteInvalid = refusal(
  "QuoteInvalid",
  {},
  { status: 422, zh: () => "报价无效", en: () => "the quote is not one that was given here" }
)
export type QuoteInvalid = typeof QuoteInvalid.Type

/** The quote is past its validity. `expired` is the first instant at which it no longer holds, milliseconds. */
export const QuoteExpired = refusal(
  "QuoteExpired",
  { quote: Schema.String, expired: Schema.Int },
  { status: 409, zh: () => "报价已过期", en: () => "the quote has expired" }
)
export type QuoteExpired = typeof QuoteExpired.Type

/** A negative fee is larger than all there is to pay. Minor units. */
export const NegativeTotal = refusal(
  "NegativeTotal",
  { total: Schema.BigIntFromString, currency: Schema.String },
  {
    status: 422,
    zh: ({ total, currency }) => `应付总额为负：${total} 个 \`${currency}\` 最小单位`,
    en: ({ total, currency }) => `the total is negative: ${total} minor units of \`${currency}\``
  }
)
export type NegativeTotal = typeof NegativeTotal.Type

/** The search for the best combination needs more nodes than it may visit, and the policy is to refuse. */
export const SearchBudgetExceeded = refusal(
  "SearchBudgetExceeded",
  { nodes: Schema.Int },
  {
    status: 422,
    zh: ({ nodes }) => `在 ${nodes} 个节点内无法证明最优组合`,
    en: ({ nodes }) => `no combination was proven best within ${nodes} nodes`
  }
)
export type SearchBudgetExceeded = typeof SearchBudgetExceeded.Type

/**
 * Goods may not pass the border of China as stated: more than one piece in a retail transaction or a parcel above its limit, or
 * more than the buyer may still import this year. Minor units of CNY; `merchant` is that of the transaction or parcel.
 */
export const CustomsLimitExceeded = refusal(
  "CustomsLimitExceeded",
  {
    limit: Schema.Literals(["single", "parcel", "yearly"]),
    merchant: Schema.optionalKey(Schema.String),
    value: Schema.BigIntFromString,
    allowed: Schema.BigIntFromString
  },
  {
    status: 422,
    zh: ({ limit, value, allowed }) => `完税价格 ${value} 分超过进口限额（\`${limit}\`）${allowed} 分`,
    en: ({ limit, value, allowed }) =>
      `the dutiable value of ${value} fen is above the \`${limit}\` limit of imports, ${allowed} fen`
  }
)
export type CustomsLimitExceeded = typeof CustomsLimitExceeded.Type

/** The days in which the price of an order is protected are over. Milliseconds since 1970. */
export const ProtectionEnded = refusal(
  "ProtectionEnded",
  { until: Instant },
  { status: 409, zh: () => "价格保护期已结束", en: () => "the price is protected no longer" }
)
export type ProtectionEnded = typeof ProtectionEnded.Type

/** Nothing costs less today than what counts as paid. */
export const PriceNotLower = refusal(
  "PriceNotLower",
  { until: Instant },
  { status: 409, zh: () => "当前价格不低于已付价格", en: () => "nothing is cheaper today than what was paid" }
)
export type PriceNotLower = typeof PriceNotLower.Type

/** More units come back than the line still has; none are left of a line that was never bought. */
export const ReturnExceedsBought = refusal(
  "ReturnExceedsBought",
  { line: Schema.String, wanted: Schema.Int, available: Schema.Int },
  {
    status: 422,
    zh: ({ line, wanted, available }) => `行 \`${line}\` 最多可退 ${available} 件，申请了 ${wanted} 件`,
    en: ({ line, wanted, available }) => `${wanted} of line \`${line}\` cannot come back, ${available} can`
  }
)
export type ReturnExceedsBought = typeof ReturnExceedsBought.Type

/** What a provider of taxes was asked for and did not answer: the id of a line or a charge. */
export const TaxMissing = refusal(
  "TaxMissing",
  { of: Schema.String },
  { status: 502, zh: ({ of }) => `\`${of}\` 没有税率`, en: ({ of }) => `no tax was found for \`${of}\`` }
)
export type TaxMissing = typeof TaxMissing.Type

/** A provider of taxes gave no answer. */
export const TaxProviderError = refusal(
  "TaxProviderError",
  {
    provider: Schema.String,
    reason: Schema.Literals(["Unreachable", "TimedOut", "Refused", "Malformed", "PlaceUnknown"]),
    /** Names the place or the question, never a person. */
    detail: Schema.String
  },
  {
    status: 502,
    zh: ({ provider, reason }) => `税务服务 \`${provider}\`：${reason}`,
    en: ({ provider, reason }) => `tax provider \`${provider}\`: ${reason}`
  }
)
export type TaxProviderError = typeof TaxProviderError.Type
