import * as Schema from "effect/Schema"
import { Text, Wording } from "../kernel/id.ts"
import { decimalPattern, longestDecimal } from "../kernel/ratio.ts"

const Decimal = Schema.String.check(Schema.isPattern(decimalPattern), Schema.isMaxLength(longestDecimal))
const kind = Schema.Literals(["exempt", "zeroRated", "reverseCharge", "outOfScope"])

/** Why a good bears no tax, and what an invoice says of it: `code` is one of the list VATEX of EN 16931, or the host's own. */
export const Relief = Schema.Struct({ kind, code: Text(128), text: Schema.optionalKey(Wording(400)) }).annotate({
  identifier: "TaxRelief"
})

/**
 * How a good passes the border of China for its buyer's own use: `retail` by cross-border retail import, with its general rates
 * of duty, consumption tax and value-added tax; `postal` as a personal article, with its rate of the tax on articles.
 */
export const Customs = Schema.Union([
  Schema.Struct({ regime: Schema.Literal("retail"), duty: Decimal, consumption: Decimal, vat: Decimal }),
  Schema.Struct({ regime: Schema.Literal("postal"), rate: Decimal, near: Schema.optionalKey(Schema.Boolean) })
]).annotate({ identifier: "Customs" })
