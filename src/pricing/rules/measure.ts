import * as Result from "effect/Result"
import { decimalText, fractionFrom, type Ratio, ratio } from "../../kernel/ratio.ts"
import { divide, type Rounding } from "../../money/rules/round.ts"
import type { MeasureInvalid, UnitMismatch } from "../errors.ts"
import { type Measure, type MeasureUnit, scales, type UnitKind } from "../unit.ts"

/** Why something cannot be priced by measure. */
export type MeasureRefusal = MeasureInvalid | UnitMismatch

/** What the unit of a measure measures. */
export const kindOf = ({ unit }: Measure): UnitKind => scales[unit].kind

/**
 * So many of one unit in another, exactly.
 *
 * Law: `convert(convert(x, a, b), b, a) = x` (L18).
 *
 * @returns the number, in lowest terms, or `UnitMismatch`
 */
export const convert = (amount: Ratio, from: MeasureUnit, to: MeasureUnit): Result.Result<Ratio, UnitMismatch> => {
  const [one, other] = [scales[from], scales[to]]
  if (one.kind !== other.kind) return Result.fail({ _tag: "UnitMismatch", from, to })
  return Result.succeed(
    ratio(amount.numerator * one.numerator * other.denominator, amount.denominator * one.denominator * other.numerator)
  )
}

/** The same measure in another unit; `MeasureInvalid` too where no decimal text says it, as for a third of a metre. */
export const convertMeasure = ({ amount, unit }: Measure, to: MeasureUnit): Result.Result<Measure, MeasureRefusal> =>
  Result.flatMap(positive(amount), (read) =>
    Result.flatMap(convert(read, unit, to), (found): Result.Result<Measure, MeasureInvalid> => {
      const text = decimalText(found)
      return text === undefined
        ? Result.fail({ _tag: "MeasureInvalid", amount })
        : Result.succeed({ amount: text, unit: to })
    })
  )

/**
 * What a measured piece costs at a price for so much of it, in minor units, rounded once at the end.
 *
 * Law: the price of 1 kg is that of 1000 g and of 2 斤, under every rounding (L18).
 *
 * @param amount the price of `per`, in minor units
 * @returns minor units, or, in this order: `MeasureInvalid`, `UnitMismatch`
 */
export const priceOfMeasure = (
  amount: bigint,
  per: Measure,
  measure: Measure,
  mode: Rounding
): Result.Result<bigint, MeasureRefusal> =>
  Result.map(timesOf(measure, per), ({ numerator, denominator }) => divide(amount * numerator, denominator, mode))

/** A price for so much of a good: what is shown beside the price of a package. */
export interface UnitPrice {
  /** Minor units. */
  readonly amount: bigint
  readonly per: Measure
}

/**
 * The unit price to be shown for a package: its price for so much of what is in it, rounded once.
 *
 * Source: Directive 98/6/EC, articles 2(b) and 3, for the European Union; Order 56 (2022) of the State Administration for
 * Market Regulation, which wants the unit of a price stated, for China.
 *
 * @param price of the package, in minor units
 * @returns the unit price, or, in this order: `MeasureInvalid`, `UnitMismatch`
 */
export const unitPrice = (
  price: bigint,
  content: Measure,
  per: Measure = referenceMeasure(kindOf(content)),
  mode: Rounding = "halfUp"
): Result.Result<UnitPrice, MeasureRefusal> =>
  Result.map(priceOfMeasure(price, content, per, mode), (amount) => ({ amount, per }))

/** One kilogram, litre, metre, square metre or piece: what a unit price is for unless custom has another quantity (98/6/EC, article 2(b)). */
export const referenceMeasure = (kind: UnitKind): Measure => ({ amount: "1", unit: references[kind] })

const references: { readonly [K in UnitKind]: MeasureUnit } = {
  mass: "kg",
  volume: "l",
  length: "m",
  area: "m2",
  count: "piece"
}

/** How many times the one measure holds the other, exactly. */
export const timesOf = (measure: Measure, other: Measure): Result.Result<Ratio, MeasureRefusal> =>
  Result.flatMap(positive(measure.amount), (whole) =>
    Result.flatMap(positive(other.amount), (part) =>
      Result.map(convert(whole, measure.unit, other.unit), ({ numerator, denominator }) =>
        ratio(numerator * part.denominator, denominator * part.numerator)
      )
    )
  )

/** Whether a value of the type is a measure indeed: a positive decimal text and a unit that there is. */
export const isMeasure = ({ amount, unit }: Measure): boolean =>
  Object.hasOwn(scales, unit) && Result.isSuccess(positive(amount))

const positive = (amount: string): Result.Result<Ratio, MeasureInvalid> => {
  const read = fractionFrom(amount)
  return read === undefined || read.numerator <= 0n
    ? Result.fail({ _tag: "MeasureInvalid", amount: amount.slice(0, 40) })
    : Result.succeed(read)
}
