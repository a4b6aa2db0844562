import * as Schema from "effect/Schema"
import { refusal } from "../kernel/refusal.ts"

/** No entry gives this sku a price for this buyer, in this currency, at this moment. */
export const PriceMissing = refusal(
  "PriceMissing",
  { sku: Schema.String, merchant: Schema.String },
  { status: 409, zh: ({ sku }) => `\`${sku}\` 没有适用的价格`, en: ({ sku }) => `no price applies to \`${sku}\`` }
)
export type PriceMissing = typeof PriceMissing.Type

/** The amount of a measure is no positive decimal text of at most 40 characters. */
export const MeasureInvalid = refusal(
  "MeasureInvalid",
  { amount: Schema.String },
  {
    status: 400,
    zh: ({ amount }) => `计量数 \`${amount}\` 无效`,
    en: ({ amount }) => `\`${amount}\` is no measure`
  }
)
export type MeasureInvalid = typeof MeasureInvalid.Type

/** The two units measure different things, as gram and litre do. */
export const UnitMismatch = refusal(
  "UnitMismatch",
  { from: Schema.String, to: Schema.String },
  {
    status: 400,
    zh: ({ from, to }) => `单位 \`${from}\` 不能换算为 \`${to}\``,
    en: ({ from, to }) => `\`${from}\` cannot be turned into \`${to}\``
  }
)
export type UnitMismatch = typeof UnitMismatch.Type
