import * as Schema from "effect/Schema"
import { Customs, Relief } from "../catalog/tax.ts"
import { Wording } from "../kernel/id.ts"
import { decimalPattern, longestDecimal } from "../kernel/ratio.ts"
import { longestAmount } from "../money/amount.ts"
import { Key } from "../pricing/model.ts"

const Decimal = Schema.String.check(Schema.isPattern(decimalPattern), Schema.isMaxLength(longestDecimal))
const AmountText = Schema.String.check(Schema.isPattern(decimalPattern), Schema.isMaxLength(longestAmount))
/** How a price is taxed, on the wire. */
export const TaxDocument = Schema.Struct({
  included: Schema.Boolean,
  rates: Schema.Array(Schema.Struct({ id: Key, rate: Decimal })).check(Schema.isMaxLength(20)),
  relief: Schema.optionalKey(Relief),
  customs: Schema.optionalKey(Customs)
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

const byRate = <A extends Schema.Constraint>(Amount: A) => {
  const rates = Schema.Array(Schema.Struct({ id: Key, rate: Decimal, amount: Amount }))
  const parts = Schema.Array(Schema.Struct({ id: Key, rates }))
  return Schema.Struct({ total: rates, lines: parts, charges: parts, fees: parts })
}

/** What a quote says of imports, reliefs and rates, with its amounts in one form or the other. */
export const taxFields = <A extends Schema.Constraint>(Amount: A) => ({
  customs: Schema.optionalKey(
    Schema.Array(
      Schema.Struct({
        merchant: Key,
        regime: Schema.Literals(["retail", "postal"]),
        treatment: Schema.Literals(["reduced", "full", "due", "free"]),
        value: Amount,
        limit: Amount,
        tax: Amount,
        left: Schema.optionalKey(Amount)
      })
    )
  ),
  reliefs: Schema.optionalKey(
    Schema.Array(Schema.Struct({ ...Relief.fields, text: Wording(400), of: Schema.Array(Key), net: Amount }))
  ),
  taxes: Schema.optionalKey(byRate(Amount))
})
