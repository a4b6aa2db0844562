import * as Schema from "effect/Schema"
import { Wording } from "../kernel/id.ts"
import { decimalPattern, longestDecimal } from "../kernel/ratio.ts"
import { longestAmount } from "../money/amount.ts"
import { Key } from "../pricing/model.ts"

const Decimal = Schema.String.check(Schema.isPattern(decimalPattern), Schema.isMaxLength(longestDecimal))
const AmountText = Schema.String.check(Schema.isPattern(decimalPattern), Schema.isMaxLength(longestAmount))
const kind = Schema.Literals(["exempt", "zeroRated", "reverseCharge", "outOfScope"])

/** Why an amount bears no tax: see `TaxRelief`. */
export const ReliefDocument = Schema.Struct({ kind, code: Key, text: Schema.optionalKey(Wording(400)) }).annotate({
  identifier: "TaxRelief"
})

/** How a good passes the border: see `Customs`. */
export const CustomsDocument = Schema.Union([
  Schema.Struct({ regime: Schema.Literal("retail"), duty: Decimal, consumption: Decimal, vat: Decimal }),
  Schema.Struct({ regime: Schema.Literal("postal"), rate: Decimal, near: Schema.optionalKey(Schema.Boolean) })
]).annotate({ identifier: "Customs" })

/** How a price is taxed, on the wire. */
export const TaxDocument = Schema.Struct({
  included: Schema.Boolean,
  rates: Schema.Array(Schema.Struct({ id: Key, rate: Decimal })).check(Schema.isMaxLength(20)),
  relief: Schema.optionalKey(ReliefDocument),
  customs: Schema.optionalKey(CustomsDocument)
}).annotate({ identifier: "Tax" })

/** The limits of imports, on the wire; amounts are text. */
export const CustomsPolicyDocument = Schema.Struct({
  account: Key,
  single: Schema.optionalKey(AmountText),
  share: Schema.optionalKey(Decimal),
  parcel: Schema.optionalKey(AmountText),
  nearParcel: Schema.optionalKey(AmountText),
  free: Schema.optionalKey(AmountText)
})

/** What a quote says of imports and reliefs, with its amounts in one form or the other. */
export const taxFields = <A extends Schema.Constraint>(Amount: A) => ({
  customs: Schema.optionalKey(
    Schema.Array(
      Schema.Struct({
        merchant: Key,
        regime: Schema.Literals(["retail", "postal"]),
        treatment: Schema.Literals(["reduced", "full", "due", "free"]),
        value: Amount,
        limit: Amount,
        tax: Amount
      })
    )
  ),
  reliefs: Schema.optionalKey(
    Schema.Array(Schema.Struct({ kind, code: Key, text: Wording(400), of: Schema.Array(Key), net: Amount }))
  )
})
