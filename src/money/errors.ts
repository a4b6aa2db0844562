import * as Schema from "effect/Schema"
import { refusal } from "../kernel/refusal.ts"

/** No active currency with a minor unit has this code. */
export const CurrencyUnknown = refusal(
  "CurrencyUnknown",
  { currency: Schema.String },
  { status: 400, zh: ({ currency }) => `没有货币 \`${currency}\``, en: ({ currency }) => `no currency \`${currency}\`` }
)
export type CurrencyUnknown = typeof CurrencyUnknown.Type

/** The text is no amount: a plain decimal without exponent, plus sign, spaces, separators or leading zeros. */
export const AmountMalformed = refusal(
  "AmountMalformed",
  { text: Schema.String },
  { status: 400, zh: ({ text }) => `金额 \`${text}\` 格式不对`, en: ({ text }) => `\`${text}\` is no amount` }
)
export type AmountMalformed = typeof AmountMalformed.Type

/** The text has more decimals than the currency. `decimals` is how many it may have. */
export const CurrencyPrecision = refusal(
  "CurrencyPrecision",
  { currency: Schema.String, text: Schema.String, decimals: Schema.Int },
  {
    status: 400,
    zh: ({ currency, text, decimals }) => `金额 \`${text}\` 的小数位过多，\`${currency}\` 最多 ${decimals} 位`,
    en: ({ currency, text, decimals }) => `amount \`${text}\` has too many decimals, \`${currency}\` has ${decimals}`
  }
)
export type CurrencyPrecision = typeof CurrencyPrecision.Type

/** The amount, in minor units, is beyond 2^63 - 1 in either direction. */
export const AmountOutOfRange = refusal(
  "AmountOutOfRange",
  { amount: Schema.BigIntFromString, currency: Schema.String },
  {
    status: 400,
    zh: ({ amount, currency }) => `金额超出范围：${amount} 个 \`${currency}\` 最小单位`,
    en: ({ amount, currency }) => `amount out of range: ${amount} minor units of \`${currency}\``
  }
)
export type AmountOutOfRange = typeof AmountOutOfRange.Type

/** The text is no plain decimal, such as `12.5`, of at most 40 characters. */
export const DecimalMalformed = refusal(
  "DecimalMalformed",
  { text: Schema.String },
  { status: 400, zh: ({ text }) => `\`${text}\` 不是十进制数`, en: ({ text }) => `\`${text}\` is no decimal` }
)
export type DecimalMalformed = typeof DecimalMalformed.Type

/** Two amounts of different currencies met. Nothing is ever exchanged silently. */
export const CurrencyMismatch = refusal(
  "CurrencyMismatch",
  { expected: Schema.String, found: Schema.String },
  {
    status: 409,
    zh: ({ expected, found }) => `货币不一致：应为 \`${expected}\`，实为 \`${found}\``,
    en: ({ expected, found }) => `currencies differ: expected \`${expected}\`, found \`${found}\``
  }
)
export type CurrencyMismatch = typeof CurrencyMismatch.Type

/** Something is to be split, and every weight is zero. */
export const NothingToAllocate = refusal(
  "NothingToAllocate",
  { total: Schema.BigIntFromString },
  {
    status: 409,
    zh: ({ total }) => `权重全为零，无法分摊 ${total}`,
    en: ({ total }) => `every weight is zero, ${total} cannot be split`
  }
)
export type NothingToAllocate = typeof NothingToAllocate.Type

/** A share has a weight below zero. */
export const NegativeWeight = refusal(
  "NegativeWeight",
  { id: Schema.String, weight: Schema.BigIntFromString },
  {
    status: 400,
    zh: ({ id, weight }) => `\`${id}\` 的权重为负：${weight}`,
    en: ({ id, weight }) => `the weight of \`${id}\` is negative: ${weight}`
  }
)
export type NegativeWeight = typeof NegativeWeight.Type

/** Two shares have one id, so a tie between them could not be broken. */
export const DuplicateId = refusal(
  "DuplicateId",
  { id: Schema.String },
  { status: 400, zh: ({ id }) => `编号 \`${id}\` 重复`, en: ({ id }) => `id \`${id}\` occurs twice` }
)
export type DuplicateId = typeof DuplicateId.Type
