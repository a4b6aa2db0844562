import * as Schema from "effect/Schema"
import { section } from "../../command/index.ts"
import { QuotePolicy as Quoting } from "../../quote/model.ts"

const { combination, priceSelection, rounding, tax, zonePrice, giftShort, addOnLapsed, pointWorth, points } =
  Quoting.fields

/**
 * What a shop may choose of the quote's policy. Its search and limits are the program's, not the settings'. What is not stated
 * has the default of the guide to promotions.
 */
export class QuotePolicy extends Schema.Opaque<QuotePolicy>()(
  Schema.Struct({ combination, priceSelection, rounding, tax, zonePrice, giftShort, addOnLapsed, pointWorth, points })
) {}

/** The section of the settings with the {@link QuotePolicy}. */
export const quotePolicy = section<QuotePolicy>("cart.quote", QuotePolicy, {})
