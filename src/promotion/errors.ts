import * as Schema from "effect/Schema"
import { refusal } from "../kernel/refusal.ts"

/** A promotion cannot be defined so. `path` is a JSON pointer to where, such as `/offer/steps/1/at`. */
export const InvalidPromotion = refusal(
  "InvalidPromotion",
  { promotion: Schema.String, path: Schema.String, why: Schema.String },
  {
    status: 422,
    zh: ({ promotion, path, why }) => `促销 \`${promotion}\` 的 \`${path}\` 无效：${why}`,
    en: ({ promotion, path, why }) => `\`${path}\` of promotion \`${promotion}\` is invalid: ${why}`
  }
)
export type InvalidPromotion = typeof InvalidPromotion.Type

/** Promotions or limits that are each lawful cannot stand in one set. */
export const InvalidRules = refusal(
  "InvalidRules",
  { path: Schema.String, why: Schema.String },
  {
    status: 422,
    zh: ({ path, why }) => `规则集的 \`${path}\` 无效：${why}`,
    en: ({ path, why }) => `\`${path}\` of the rule set is invalid: ${why}`
  }
)
export type InvalidRules = typeof InvalidRules.Type
