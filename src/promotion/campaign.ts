import * as Schema from "effect/Schema"

/** The name of a campaign. It stands in the names of its accounts, so it is short and plain. */
export const CampaignName = Schema.String.check(Schema.isPattern(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/u))

/** What the codes of a campaign look like. What is not stated has the default of `codeFormat`. */
export const CodeFormat = Schema.Struct({
  /** How many positions are drawn, check digits among them, where no `pattern` says so. Default 10. */
  length: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 32 }))),
  /** What is drawn from: upper-case letters and digits, each once. Default: those that nobody takes for another. */
  charset: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(36))),
  prefix: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(32))),
  postfix: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(32))),
  /** Each `#` is a position that is drawn, all else stands as it is: `TEA-####-####`. It takes the place of the three above. */
  pattern: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(64))),
  /** How many of the drawn positions are check digits. Default 3. */
  checks: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 8 })))
})
export type CodeFormat = typeof CodeFormat.Type

/** The most codes of one campaign. */
export const mostCampaignCodes = 1_000_000_000

/**
 * A promotion opened by any code of a campaign: `count` codes, made of the campaign's key and a number, so that none is
 * stored. Each may be used `uses` times (default 1).
 */
export const CampaignCodes = Schema.Struct({
  campaign: CampaignName,
  count: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: mostCampaignCodes })),
  uses: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))),
  format: Schema.optionalKey(CodeFormat)
})
export type CampaignCodes = typeof CampaignCodes.Type
