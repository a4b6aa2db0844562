import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { decimalPattern, longestDecimal } from "../kernel/ratio.ts"
import { Instant, Text } from "../kernel/id.ts"
import { instantFrom, instantText } from "../kernel/instant.ts"
import { amountFrom, amountText, longestAmount } from "../money/amount.ts"
import { CurrencyCode, MinorUnits } from "../money/model.ts"
import { unitCodes } from "./unit.ts"

/** A name given by the host: a sku, a merchant, a price, a promotion. Up to 128 UTF-16 units of any script. */
export const Key = Text(128)

/** An instant: milliseconds since 1970; on the wire ISO 8601 in UTC. */
export const Moment = Schema.String.annotate({ format: "date-time" }).pipe(
  Schema.decodeTo(
    Instant,
    SchemaTransformation.transformEffect({
      decode: (text, options) =>
        Result.match(instantFrom(text), {
          onFailure: ({ _tag }) => Effect.fail(new SchemaIssue.InvalidValue({ message: _tag }, text, options)),
          onSuccess: (at) => Effect.succeed(at)
        }),
      encode: (at) => Effect.succeed(instantText(at))
    })
  )
)

/** The levels of promotions, in the order in which they act. `all` locks a unit against every one. */
export const Lock = Schema.Literals(["item", "merchant", "platform", "shipping", "payment", "points", "all"])
export type Lock = typeof Lock.Type

const Decimal = Schema.String.check(Schema.isPattern(decimalPattern), Schema.isMaxLength(longestDecimal))

/** So much of something: decimal text above zero, and the code of a unit. */
export const Measure = Schema.Struct({
  amount: Decimal.check(
    Schema.makeFilter((text: string) => (/[1-9]/.test(text) && !text.startsWith("-")) || "above zero")
  ),
  unit: Schema.Literals(unitCodes)
}).annotate({ identifier: "Measure" })
export type Measure = typeof Measure.Type

/** The place whose taxes a price contains: its id, such as `DE`, and its rates as fractions. */
export const TaxZone = Schema.Struct({
  id: Key,
  rates: Schema.Array(Schema.Struct({ id: Key, rate: Decimal.check(Schema.isPattern(/^\d/u)) })).check(
    Schema.isMaxLength(10)
  )
}).annotate({ identifier: "TaxZone" })
export type TaxZone = typeof TaxZone.Type

const Limit = Schema.Struct({ account: Key })

const shape = <Amount extends Schema.Constraint, At extends Schema.Constraint>(Amount: Amount, At: At) =>
  Schema.Struct({
    id: Key,
    sku: Key,
    /** ISO 4217. Only a quote in this currency can use the entry. */
    currency: CurrencyCode,
    /** The price of one unit, or of `per`. */
    amount: Amount,
    /** For how much of the good the price is: it then prices measured pieces, and no others. */
    per: Schema.optionalKey(Measure),
    /** The price shown struck through. It never enters a total. */
    list: Schema.optionalKey(Amount),
    /** `override` beats every `base` entry. Default `base`. */
    kind: Schema.optionalKey(Schema.Literals(["base", "override"])),
    /** From how many units of the sku on it holds; a measured piece is one. Default 1. */
    minQuantity: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))),
    /** `volume`: every unit has the price of the reached tier. `graduated`: only the units from `minQuantity` on. */
    tiers: Schema.optionalKey(Schema.Literals(["volume", "graduated"])),
    customerGroup: Schema.optionalKey(Key),
    channel: Schema.optionalKey(Key),
    country: Schema.optionalKey(Key),
    merchant: Schema.optionalKey(Key),
    /** First instant at which it holds; absent: from ever. */
    from: Schema.optionalKey(At),
    /** First instant at which it no longer holds; absent: for ever. */
    until: Schema.optionalKey(At),
    /** The account whose free units bound how many units have this price. */
    stock: Schema.optionalKey(Limit),
    /** The same, counted for each customer. */
    perCustomer: Schema.optionalKey(Limit),
    /** The levels whose promotions must leave these units alone. */
    locks: Schema.optionalKey(Schema.Array(Lock)),
    /** Where the price contains the taxes of one place: how it is turned for a buyer elsewhere is a policy. */
    zone: Schema.optionalKey(TaxZone)
  })

const Wire = shape(Schema.String.check(Schema.isPattern(decimalPattern), Schema.isMaxLength(longestAmount)), Moment)
const Typed = shape(MinorUnits.check(Schema.isGreaterThanOrEqualToBigInt(0n)), Instant).check(
  Schema.makeFilter(
    ({ from, until }) => from === undefined || until === undefined || from < until || "until must be after from"
  )
)

/**
 * The price of one sku under stated circumstances. Amounts are minor units in `currency`; stored, they are decimal text.
 * An unstated dimension matches every value.
 */
export const PriceEntry = Wire.pipe(
  Schema.decodeTo(
    Typed,
    SchemaTransformation.transformEffect({
      decode: ({ amount, list, ...rest }, options) => {
        const read = Result.flatMap(amountFrom(amount, rest.currency), (minor) =>
          list === undefined
            ? Result.succeed<typeof Typed.Type>({ ...rest, amount: minor })
            : Result.map(amountFrom(list, rest.currency), (shown): typeof Typed.Type => ({
                ...rest,
                amount: minor,
                list: shown
              }))
        )
        return Result.match(read, {
          onFailure: ({ _tag }) => Effect.fail(new SchemaIssue.InvalidValue({ message: _tag }, amount, options)),
          onSuccess: (entry) => Effect.succeed(entry)
        })
      },
      encode: ({ amount, list, ...rest }) =>
        Effect.succeed({
          ...rest,
          amount: amountText(amount, rest.currency),
          ...(list === undefined ? {} : { list: amountText(list, rest.currency) })
        })
    })
  )
)
export type PriceEntry = typeof PriceEntry.Type

/** Which of several entries wins: the more specific one, or the cheapest. */
export const PriceSelection = Schema.Literals(["specific", "lowest"])
export type PriceSelection = typeof PriceSelection.Type
