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

/** The codes of a campaign cannot look so. `path` is a JSON pointer into the format, such as `/charset`. */
export const CodeFormatInvalid = refusal(
  "CodeFormatInvalid",
  { path: Schema.String, why: Schema.String },
  {
    status: 422,
    zh: ({ path, why }) => `券码格式的 \`${path}\` 无效：${why}`,
    en: ({ path, why }) => `\`${path}\` of the codes' format is invalid: ${why}`
  }
)
export type CodeFormatInvalid = typeof CodeFormatInvalid.Type

/** A campaign has from one code to as many as its format has room for, which is `space`. */
export const CodesExceedSpace = refusal(
  "CodesExceedSpace",
  { count: Schema.String, space: Schema.BigIntFromString },
  {
    status: 422,
    zh: ({ count, space }) => `该格式最多 ${space} 个券码，无法生成 \`${count}\` 个`,
    en: ({ count, space }) => `the format has room for 1 to ${space} codes, not for \`${count}\``
  }
)
export type CodesExceedSpace = typeof CodesExceedSpace.Type

/** So many codes of this format would be found by guessing: one guess in `odds` is a code, and `least` are asked for. */
export const CodesGuessable = refusal(
  "CodesGuessable",
  { count: Schema.String, odds: Schema.BigIntFromString, least: Schema.BigIntFromString },
  {
    status: 422,
    zh: ({ count, odds, least }) => `${count} 个券码太容易猜中：每 ${odds} 次猜中一次，至少应为 ${least} 次`,
    en: ({ count, odds, least }) =>
      `${count} codes are too easy to guess: one guess in ${odds} is right, not one in ${least}`
  }
)
export type CodesGuessable = typeof CodesGuessable.Type

/** Fewer points, or less credit, can be spent than is wanted. Minor units of the unit, or whole points. */
export const BenefitShort = refusal(
  "BenefitShort",
  { unit: Schema.String, wanted: Schema.BigIntFromString, available: Schema.BigIntFromString },
  {
    status: 409,
    zh: ({ available }) => `可用余额只有 ${available}`,
    en: ({ wanted, available }) => `only ${available} of ${wanted} can be spent`
  }
)
export type BenefitShort = typeof BenefitShort.Type
