import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { decimal } from "../kernel/decimal.ts"
import { type Direct, direct } from "../kernel/direct.ts"
import { decimalPattern, decimalText, longestDecimal } from "../kernel/ratio.ts"
import { amountFrom, amountText, inRange, largestAmount, longestAmount } from "./amount.ts"
import { isCurrency } from "./currency.ts"

/** The alphabetic code of an active ISO 4217 currency that has a minor unit, upper case. */
export const CurrencyCode = Schema.String.check(
  Schema.makeFilter((code: string) => isCurrency(code) || "an ISO 4217 currency code with a minor unit", {
    toJsonSchema: () => [{ pattern: "^[A-Z]{3}$" }, true]
  })
).annotate({ examples: ["CNY", "JPY", "KWD", "USD", "EUR", "CLF"] })

/** An amount of minor units, at most 2^63 - 1 in either direction. */
export const MinorUnits = Schema.BigInt.check(
  Schema.isBetweenBigInt({ minimum: -largestAmount, maximum: largestAmount })
)

const Wire = Schema.Struct({
  amount: Schema.String.check(Schema.isPattern(decimalPattern), Schema.isMaxLength(longestAmount)),
  currency: CurrencyCode
})

const Amount = Schema.Struct({ amount: MinorUnits, currency: CurrencyCode })

const transformation = SchemaTransformation.transformEffect<typeof Amount.Type, typeof Wire.Type>({
  decode: ({ amount, currency }, options) =>
    Result.match(amountFrom(amount, currency), {
      onFailure: ({ _tag }) => Effect.fail(new SchemaIssue.InvalidValue({ message: _tag }, amount, options)),
      onSuccess: (minor) => Effect.succeed({ amount: minor, currency })
    }),
  encode: ({ amount, currency }) => Effect.succeed({ amount: amountText(amount, currency), currency })
})

const isStruct = (value: unknown): value is { readonly amount?: unknown; readonly currency?: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const isAmount = (value: unknown): value is typeof Amount.Type =>
  isStruct(value) &&
  typeof value.amount === "bigint" &&
  typeof value.currency === "string" &&
  inRange(value.amount) &&
  isCurrency(value.currency)

const plainly: Direct = {
  transformation,
  decode: (wire) => {
    if (!isStruct(wire)) return undefined
    const { amount, currency } = wire
    if (typeof amount !== "string" || typeof currency !== "string") return undefined
    const minor = amountFrom(amount, currency)
    return Result.isSuccess(minor) ? { amount: minor.success, currency } : undefined
  },
  encode: (money) =>
    isAmount(money) ? { amount: amountText(money.amount, money.currency), currency: money.currency } : undefined,
  text: (money) =>
    isAmount(money)
      ? `{"amount":"${amountText(money.amount, money.currency)}","currency":"${money.currency}"}`
      : undefined
}

/**
 * Money: minor units and a currency. On the wire `{ "amount": "19.90", "currency": "CNY" }`: at most as many decimals as
 * the currency has on the way in, exactly as many on the way out.
 *
 * Law: `decode(encode(m)) = m`, and |amount| <= 2^63 - 1 on both sides (L01, L02).
 */
export class Money extends Schema.Opaque<Money>()(
  Wire.pipe(Schema.decodeTo(Amount, transformation), Schema.annotate({ [direct]: plainly }))
) {}

/** A rate, percentage or factor as a plain decimal text, such as `"12.5"`; rules read it once into a ratio. */
export const DecimalText = Schema.String.check(Schema.isPattern(decimalPattern), Schema.isMaxLength(longestDecimal))

const PositiveBigInt = Schema.BigInt.check(Schema.isGreaterThanBigInt(0n))

/** A positive ratio; on the wire its decimal text, so a ratio without a finite decimal cannot be encoded. */
const RateRatio = DecimalText.pipe(
  Schema.decodeTo(
    Schema.Struct({ numerator: PositiveBigInt, denominator: PositiveBigInt }),
    SchemaTransformation.transformEffect({
      decode: (text, options) =>
        Result.match(decimal(text), {
          onFailure: ({ _tag }) => Effect.fail(new SchemaIssue.InvalidValue({ message: _tag }, text, options)),
          onSuccess: (ratio) => Effect.succeed(ratio)
        }),
      encode: (ratio, options) => {
        const text = decimalText(ratio)
        return text === undefined
          ? Effect.fail(new SchemaIssue.InvalidValue({ expected: "a ratio with a finite decimal" }, ratio, options))
          : Effect.succeed(text)
      }
    })
  )
)

/**
 * A named exchange rate of one day: how many major units of `to` one major unit of `from` is worth. Whoever exchanges keeps
 * it beside the result, so that the figure can be explained later.
 */
export class ExchangeRate extends Schema.Opaque<ExchangeRate>()(
  Schema.Struct({
    /** Where the rate comes from, such as `PBOC central parity`. */
    name: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(100)),
    from: CurrencyCode,
    to: CurrencyCode,
    ratio: RateRatio,
    /** The day the rate is of, ISO 8601, such as `2026-11-11`. */
    date: Schema.String.check(Schema.isPattern(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/u))
  })
) {}
