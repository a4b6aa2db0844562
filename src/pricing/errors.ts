import * as Schema from "effect/Schema"
import { refusal } from "../kernel/refusal.ts"

/** No entry gives this sku a price for this buyer, in this currency, at this moment. */
export const PriceMissing = refusal(
  "PriceMissing",
  { sku: Schema.String, merchant: Schema.String },
  { status: 409, zh: ({ sku }) => `\`${sku}\` 没有适用的价格`, en: ({ sku }) => `no price applies to \`${sku}\`` }
)
export type PriceMissing = typeof PriceMissing.Type
