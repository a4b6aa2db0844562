import * as Schema from "effect/Schema"
import { section } from "../../command/index.ts"

const Rounding = Schema.Literals(["halfUp", "halfEven", "halfDown", "down", "up"])

/** Where traders differ in what a cart costs; what is not stated has the default of the guide to promotions. */
export class QuotePolicy extends Schema.Opaque<QuotePolicy>()(
  Schema.Struct({
    combination: Schema.optionalKey(Schema.Literals(["best", "priority"])),
    priceSelection: Schema.optionalKey(Schema.Literals(["specific", "lowest"])),
    rounding: Schema.optionalKey(
      Schema.Struct({ discount: Schema.optionalKey(Rounding), tax: Schema.optionalKey(Rounding) })
    ),
    tax: Schema.optionalKey(
      Schema.Struct({
        rounding: Schema.optionalKey(Schema.Literals(["line", "unit", "order"])),
        compound: Schema.optionalKey(Schema.Boolean)
      })
    )
  })
) {}

/** The section of the settings with the {@link QuotePolicy}. */
export const quotePolicy = section<QuotePolicy>("cart.quote", QuotePolicy, {})
