import * as Schema from "effect/Schema"
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
