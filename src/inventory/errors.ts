import * as Schema from "effect/Schema"
import { refusal } from "../kernel/refusal.ts"

/** There are fewer pieces than wanted. `available` is what all places together could still give. */
export const StockShort = refusal(
  "StockShort",
  { sku: Schema.String, wanted: Schema.Int, available: Schema.Int },
  {
    status: 409,
    zh: ({ sku, wanted, available }) => `\`${sku}\` 库存不足：需要 ${wanted}，可用 ${available}`,
    en: ({ sku, wanted, available }) => `\`${sku}\` is short: ${wanted} wanted, ${available} available`
  }
)
export type StockShort = typeof StockShort.Type

/** A movement has this reference already, and says something else. */
export const ReferenceUsed = refusal(
  "ReferenceUsed",
  { reference: Schema.String },
  {
    status: 409,
    zh: ({ reference }) => `单号 \`${reference}\` 已用于另一次出入库`,
    en: ({ reference }) => `reference \`${reference}\` was used for another movement`
  }
)
export type ReferenceUsed = typeof ReferenceUsed.Type

/** A movement names a sku twice. */
export const SkuTwice = refusal(
  "SkuTwice",
  { sku: Schema.String },
  { status: 400, zh: ({ sku }) => `\`${sku}\` 出现了两次`, en: ({ sku }) => `\`${sku}\` is named twice` }
)
export type SkuTwice = typeof SkuTwice.Type
