import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { Relief } from "../catalog/tax.ts"
import { Instant, Text } from "../kernel/id.ts"
import { decimalPattern, longestDecimal } from "../kernel/ratio.ts"
import { longestAmount } from "../money/amount.ts"
import { CurrencyCode, MinorUnits } from "../money/model.ts"
import { Key, Lock, Measure, Moment, PriceSelection, TaxZone } from "../pricing/model.ts"
import {
  Base,
  ChargeLeaf,
  FactLeaf,
  Measure as Measured,
  Promotion,
  Reward,
  Schedule,
  Selector
} from "../promotion/model.ts"
import { longestCode } from "../promotion/rules/code.ts"
import { CustomsPolicyDocument, TaxDocument, taxFields } from "./border.ts"
import { mostLines, mostUnits } from "./input.ts"
import { type QuoteOf, reasons } from "./quote.ts"
import { readBack } from "./stored.ts"
import { write } from "./wire.ts"

const AmountText = Schema.String.check(Schema.isPattern(decimalPattern), Schema.isMaxLength(longestAmount))
const Decimal = Schema.String.check(Schema.isPattern(decimalPattern), Schema.isMaxLength(longestDecimal))
const InstantText = Schema.toEncoded(Moment)
const Count = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000 }))
const Free = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }))
const Facts = Schema.Record(Schema.String, Schema.Array(Key))
const Rounding = Schema.Literals(["halfUp", "halfEven", "halfDown", "down", "up"])
const Account = Schema.Struct({ account: Key })
const Tender = Schema.Struct({ id: Key, account: Key, amount: Schema.optionalKey(AmountText) })

/** Where traders differ: named choices with defaults, see `docs/guide/promotions.md`. */
export const QuotePolicy = Schema.Struct({
  combination: Schema.optionalKey(Schema.Literals(["best", "priority"])),
  objective: Schema.optionalKey(Schema.Literals(["payable", "afterBenefits"])),
  priceSelection: Schema.optionalKey(PriceSelection),
  rounding: Schema.optionalKey(
    Schema.Struct({
      discount: Schema.optionalKey(Rounding),
      tax: Schema.optionalKey(Rounding),
      price: Schema.optionalKey(Rounding)
    })
  ),
  tax: Schema.optionalKey(
    Schema.Struct({
      rounding: Schema.optionalKey(Schema.Literals(["line", "unit", "order"])),
      compound: Schema.optionalKey(Schema.Boolean),
      shipping: Schema.optionalKey(Schema.Literals(["own", "weighted"]))
    })
  ),
  zonePrice: Schema.optionalKey(Schema.Literals(["keepGross", "keepNet"])),
  limits: Schema.optionalKey(
    Schema.Array(
      Schema.Struct({
        id: Key,
        classes: Schema.optionalKey(Schema.Union([Schema.Literal("*"), Schema.Array(Key)])),
        promotions: Schema.optionalKey(Schema.Array(Key)),
        max: Count,
        per: Schema.Literals(["cart", "merchant", "line"]),
        pick: Schema.optionalKey(Schema.Literals(["first", "best"]))
      })
    )
  ),
  search: Schema.optionalKey(
    Schema.Struct({ nodes: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))) })
  ),
  onSearchBudget: Schema.optionalKey(Schema.Literals(["bestFound", "refuse"])),
  unknownCustomer: Schema.optionalKey(Schema.Literals(["provisional", "refuse"])),
  giftShort: Schema.optionalKey(Schema.Literals(["skip", "refuse"])),
  addOnLapsed: Schema.optionalKey(Schema.Literals(["confirm", "keep"])),
  pointWorth: Schema.optionalKey(Decimal),
  points: Schema.optionalKey(Schema.Struct({ share: Schema.optionalKey(Decimal) }))
}).annotate({ identifier: "QuotePolicy" })

const PriceDocument = Schema.Struct({
  id: Key,
  sku: Key,
  amount: AmountText,
  per: Schema.optionalKey(Measure),
  currency: Schema.optionalKey(CurrencyCode),
  list: Schema.optionalKey(AmountText),
  kind: Schema.optionalKey(Schema.Literals(["base", "override"])),
  minQuantity: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))),
  tiers: Schema.optionalKey(Schema.Literals(["volume", "graduated"])),
  customerGroup: Schema.optionalKey(Key),
  channel: Schema.optionalKey(Key),
  country: Schema.optionalKey(Key),
  merchant: Schema.optionalKey(Key),
  from: Schema.optionalKey(InstantText),
  until: Schema.optionalKey(InstantText),
  stock: Schema.optionalKey(Account),
  perCustomer: Schema.optionalKey(Account),
  locks: Schema.optionalKey(Schema.Array(Lock)),
  zone: Schema.optionalKey(TaxZone)
})

/**
 * The input of a quote as JSON: what `read` reads, for OpenAPI and for editors. Amounts are text in the document's currency.
 */
export const QuoteDocument = Schema.Struct({
  currency: CurrencyCode,
  at: InstantText,
  lines: Schema.Array(
    Schema.Struct({
      id: Key,
      sku: Key,
      merchant: Key,
      quantity: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: mostUnits })),
      measure: Schema.optionalKey(Measure),
      facts: Schema.optionalKey(Facts),
      floor: Schema.optionalKey(
        Schema.Struct({ amount: Schema.optionalKey(AmountText), percent: Schema.optionalKey(Decimal) })
      ),
      addOnOf: Schema.optionalKey(Key),
      tax: Schema.optionalKey(TaxDocument)
    })
  ).check(Schema.isMaxLength(mostLines)),
  prices: Schema.Array(PriceDocument),
  promotions: Schema.Array(Schema.toEncoded(Promotion)),
  charges: Schema.optionalKey(
    Schema.Array(
      Schema.Struct({
        id: Key,
        amount: AmountText,
        merchant: Schema.optionalKey(Key),
        method: Schema.optionalKey(Key),
        facts: Schema.optionalKey(Facts),
        tax: Schema.optionalKey(TaxDocument)
      })
    )
  ),
  fees: Schema.optionalKey(
    Schema.Array(
      Schema.Struct({
        id: Key,
        amount: AmountText,
        merchant: Schema.optionalKey(Key),
        tax: Schema.optionalKey(TaxDocument)
      })
    )
  ),
  /** Facts, each a list of values, and under `customer` the customer's id. */
  context: Schema.optionalKey(
    Schema.StructWithRest(Schema.Struct({ customer: Schema.optionalKey(Key) }), [
      Schema.Record(Schema.String.check(Schema.isPattern(/^(?!customer$)/u)), Schema.Array(Key))
    ])
  ),
  codes: Schema.optionalKey(Schema.Array(Text(longestCode * 8)).check(Schema.isMaxLength(1000))),
  accounts: Schema.optionalKey(Schema.Record(Schema.String, Schema.Union([AmountText, Free]))),
  policy: Schema.optionalKey(QuotePolicy),
  relief: Schema.optionalKey(Relief),
  customs: Schema.optionalKey(CustomsPolicyDocument),
  points: Schema.optionalKey(Schema.Struct({ account: Key, spend: Free })),
  tenders: Schema.optionalKey(Schema.Array(Tender).check(Schema.isMaxLength(100)))
}).annotate({ identifier: "QuoteDocument" })

const NetGross = <A extends Schema.Constraint>(Amount: A) => ({ net: Amount, gross: Amount })

const later = { promotion: Key, version: Schema.Int, lines: Schema.optionalKey(Schema.Array(Key)) }

const shape = <A extends Schema.Constraint, T extends Schema.Constraint>(Amount: A, At: T) => {
  const far = Schema.Union([Amount, Schema.Int])
  const upward = { at: far, distance: far, gains: Schema.Array(Reward), most: Schema.optionalKey(Amount) }
  const adjustments = Schema.Array(Schema.Struct({ promotion: Key, version: Schema.Int, amount: Amount }))
  return Schema.Struct({
    currency: CurrencyCode,
    at: At,
    grand: Amount,
    subtotal: Schema.Struct(NetGross(Amount)),
    shipping: Schema.Struct(NetGross(Amount)),
    tax: Amount,
    discount: Amount,
    lines: Schema.Array(
      Schema.Struct({
        id: Key,
        price: Key,
        prices: Schema.optionalKey(Schema.Array(Key)),
        list: Schema.optionalKey(Amount),
        before: Amount,
        discount: Amount,
        amount: Amount,
        tax: Amount,
        ...NetGross(Amount),
        points: Schema.optionalKey(Amount),
        adjustments,
        units: Schema.Array(
          Schema.Struct({
            price: Amount,
            amount: Amount,
            tax: Amount,
            points: Schema.optionalKey(Amount),
            entry: Schema.optionalKey(Key),
            list: Schema.optionalKey(Amount)
          })
        )
      })
    ),
    charges: Schema.Array(
      Schema.Struct({ id: Key, before: Amount, amount: Amount, tax: Amount, ...NetGross(Amount), adjustments })
    ),
    fees: Schema.Array(Schema.Struct({ id: Key, amount: Amount, tax: Amount, ...NetGross(Amount) })),
    ...taxFields(Amount),
    gifts: Schema.Array(
      Schema.Struct({
        promotion: Key,
        version: Schema.Int,
        sku: Key,
        merchant: Schema.optionalKey(Key),
        quantity: Amount,
        value: Amount,
        short: Schema.optionalKey(Amount)
      })
    ),
    after: Schema.Array(
      Schema.Union([
        Schema.Struct({ kind: Schema.Literal("cashback"), ...later, amount: Amount }),
        Schema.Struct({ kind: Schema.Literal("points"), ...later, points: Amount }),
        Schema.Struct({ kind: Schema.Literal("coupon"), ...later, template: Key, quantity: Amount })
      ])
    ),
    next: Schema.optionalKey(Schema.Array(Schema.Struct({ promotion: Key, ...upward }))),
    lapsed: Schema.optionalKey(Schema.Array(Schema.Struct({ line: Key, promotion: Key, confirm: Schema.Boolean }))),
    applied: Schema.Array(Key),
    claims: Schema.Array(
      Schema.Struct({
        account: Key,
        unit: Schema.Literals(["uses", "money", "units"]),
        per: Schema.Literals(["all", "customer"]),
        amount: Amount,
        by: Key,
        provisional: Schema.optionalKey(Schema.Literal(true))
      })
    ),
    partial: Schema.Array(Schema.Struct({ promotion: Key, account: Key, wanted: Amount, granted: Amount })),
    refused: Schema.Array(
      Schema.Struct({
        promotion: Key,
        reason: Schema.Literals(reasons),
        missing: Schema.optionalKey(Schema.Array(missing(far))),
        measure: Schema.optionalKey(Measured),
        distance: Schema.optionalKey(far),
        by: Schema.optionalKey(Schema.Array(Key)),
        with: Schema.optionalKey(Schema.Array(Key)),
        limit: Schema.optionalKey(Key),
        saves: Schema.optionalKey(Amount),
        lacks: Schema.optionalKey(
          Schema.Array(
            Schema.Struct({ measure: Measured, select: Schema.optionalKey(Selector), at: far, distance: far })
          )
        ),
        blocked: Schema.optionalKey(Schema.Literals(reasons)),
        most: Schema.optionalKey(Amount),
        instead: Schema.optionalKey(Amount)
      })
    ),
    codes: Schema.Array(
      Schema.Struct({
        code: Schema.String,
        state: Schema.Literals(["Applied", "Unknown", ...reasons]),
        promotion: Schema.optionalKey(Key)
      })
    ),
    steps: Schema.Array(
      Schema.Struct({
        promotion: Key,
        version: Schema.Int,
        step: Schema.optionalKey(Schema.Int),
        times: Schema.optionalKey(Schema.Int),
        target: Schema.String,
        amount: Amount,
        base: Amount,
        running: Amount,
        funding: Schema.Array(Schema.Struct({ party: Schema.String, amount: Amount })),
        next: Schema.optionalKey(Schema.Struct(upward))
      })
    ),
    proof: Schema.Union([
      Schema.Struct({ exact: Schema.Literal(true) }),
      Schema.Struct({ exact: Schema.Literal(false), payable: Amount, bound: Amount, gap: Amount, nodes: Schema.Int })
    ]),
    points: Schema.optionalKey(Schema.Struct({ account: Key, spent: Amount, amount: Amount })),
    tenders: Schema.optionalKey(Schema.Array(Schema.Struct({ id: Key, account: Key, amount: Amount }))),
    due: Schema.optionalKey(Amount),
    deposit: Schema.optionalKey(
      Schema.Struct({
        now: Amount,
        tail: Amount,
        beside: Schema.optionalKey(Schema.Int),
        from: Schema.optionalKey(At),
        until: Schema.optionalKey(At)
      })
    )
  })
}

const missing = <A extends Schema.Constraint>(far: A) =>
  Schema.Union([
    Schema.Struct({
      measure: Measured,
      select: Schema.optionalKey(Selector),
      base: Schema.optionalKey(Base),
      atLeast: Schema.Union([Decimal, Schema.Int]),
      distance: far
    }),
    FactLeaf,
    ChargeLeaf,
    Schedule
  ])

const Wire = shape(AmountText, InstantText)
const Typed = shape(MinorUnits, Instant)

/**
 * A quote, as an order keeps it: minor units and milliseconds here, decimal text and ISO 8601 when stored.
 *
 * Law: decode(encode(q)) = q.
 */
export const Quote = Wire.pipe(
  Schema.decodeTo(
    Typed,
    SchemaTransformation.transformEffect({
      decode: (quote, options) =>
        Result.match(readBack(quote), {
          onFailure: (why) => Effect.fail(new SchemaIssue.InvalidValue({ message: why }, quote.grand, options)),
          onSuccess: (typed) => Effect.succeed(typed)
        }),
      encode: (quote) => Effect.succeed(write(quote))
    })
  )
)
export type Quote = QuoteOf<bigint, number>

/** A quote as JSON: amounts as decimal text, instants as ISO 8601 in UTC. */
export type QuoteJson = QuoteOf<string, string>

/** The Schema of {@link QuoteJson}, for OpenAPI. */
export const QuoteJson = Schema.toEncoded(Quote)
