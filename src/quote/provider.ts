import * as Schema from "effect/Schema"
import { Instant } from "../kernel/id.ts"
import { Money } from "../money/model.ts"
import { Key } from "../pricing/model.ts"
import { Relief } from "../catalog/tax.ts"
import { TaxDocument } from "./border.ts"

/** A place as tax law sees it: ISO 3166-1 alpha-2, and as much more as is known. */
export const TaxPlace = Schema.Struct({
  country: Schema.String.check(Schema.isPattern(/^[A-Z]{2}$/u)),
  /** ISO 3166-2, such as `US-CA`. */
  region: Schema.optionalKey(Schema.String.check(Schema.isPattern(/^[A-Z]{2}-[A-Z0-9]{1,3}$/u))),
  postalCode: Schema.optionalKey(Key),
  city: Schema.optionalKey(Key)
})
export type TaxPlace = typeof TaxPlace.Type

/** What a provider of taxes is asked: who sells what to whom, from where to where. No name and no street is needed. */
export const TaxQuestion = Schema.Struct({
  at: Instant,
  from: TaxPlace,
  to: TaxPlace,
  /** Whether the amounts contain the tax. */
  included: Schema.Boolean,
  buyer: Schema.optionalKey(
    Schema.Struct({
      /** A number for value-added tax, or the certificate of an exemption. */
      registration: Key
    })
  ),
  lines: Schema.Array(
    Schema.Struct({
      id: Key,
      sku: Key,
      /** What kind of good it is in the provider's list of codes. */
      code: Schema.optionalKey(Key),
      quantity: Schema.Int.check(Schema.isGreaterThanOrEqualTo(1)),
      /** After promotions: some taxes depend on the price. */
      amount: Money
    })
  ),
  charges: Schema.Array(Schema.Struct({ id: Key, amount: Money }))
}).annotate({ identifier: "TaxQuestion" })
export type TaxQuestion = typeof TaxQuestion.Type

const Taxed = Schema.Array(Schema.Struct({ id: Key, tax: TaxDocument }))

/** The taxes of every line and every charge of a question, and a relief of the buyer if there is one. */
export const TaxAnswer = Schema.Struct({
  lines: Taxed,
  charges: Taxed,
  relief: Schema.optionalKey(Relief)
}).annotate({ identifier: "TaxAnswer" })
export type TaxAnswer = typeof TaxAnswer.Type
