import * as Schema from "effect/Schema"
import { decimalPattern, longestDecimal } from "../kernel/ratio.ts"
import { Key } from "../pricing/model.ts"

/** Amounts and rates in a promotion are decimal text, read in its currency: no more decimals than the currency has. */
export const Decimal = Schema.String.check(Schema.isPattern(decimalPattern), Schema.isMaxLength(longestDecimal))

/** So many units, uses or points, from 1. */
export const Count = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))

/** What percentages and thresholds see: what is left now, what was left as the level began, the selected or the list price. */
export const Base = Schema.Literals(["running", "level", "price", "list"])
export type Base = typeof Base.Type

/** How a leaf compares a fact, which is a set of values; an absent fact is the empty set. */
export const Comparison = Schema.Literals(["in", "all", "notIn", "atLeast", "atMost", "above", "below"])
export type Comparison = typeof Comparison.Type

/**
 * One comparison of one fact. `in`: some value of the fact is listed. `all`: the fact has values, each of them listed.
 * `notIn`: none is listed, so it holds for an absent fact. The numeric four take one decimal; some value must satisfy.
 */
export interface FactLeaf {
  readonly fact: string
  readonly op: Comparison
  readonly values: ReadonlyArray<string>
}

/** A tree over facts of a unit or of a charge. `all: []` holds, `any: []` does not. */
export type Selector =
  | { readonly all: ReadonlyArray<Selector> }
  | { readonly any: ReadonlyArray<Selector> }
  | { readonly not: Selector }
  | FactLeaf

/** What is counted over units: their amount, their number, how many skus, or the most units of one sku. */
export const Measure = Schema.Literals(["amount", "quantity", "variants", "ofOneVariant"])
export type Measure = typeof Measure.Type

/** Holds if the measure over the merchant's selected units reaches `atLeast`: decimal text for amounts, else a whole number. */
export interface MeasureLeaf {
  readonly measure: Measure
  readonly select?: Selector
  readonly base?: Base
  readonly atLeast: string | number
}

/** Holds if some shipping charge matches. */
export interface ChargeLeaf {
  readonly charge: Selector
}

/** Hours on some weekdays, half-open; an end not after the start is on the next day. */
export const Hours = Schema.Struct({
  /** ISO 8601 weekdays: Monday 1 to Sunday 7. */
  days: Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 7 }))).check(
    Schema.isMinLength(1),
    Schema.isMaxLength(7)
  ),
  /** `HH:MM`, from `00:00` to `24:00`. */
  from: Schema.String.check(Schema.isMaxLength(5)),
  until: Schema.String.check(Schema.isMaxLength(5))
})

/** Hours by the wall clock of a zone of the IANA time zone database, such as `Asia/Shanghai`. Holds within them. */
export const Schedule = Schema.Struct({
  zone: Key,
  hours: Schema.Array(Hours).check(Schema.isMinLength(1), Schema.isMaxLength(100))
})
export type Schedule = typeof Schedule.Type

/** A tree over facts of the context, measures of the cart, charges and the time of the week. */
export type Condition =
  | { readonly all: ReadonlyArray<Condition> }
  | { readonly any: ReadonlyArray<Condition> }
  | { readonly not: Condition }
  | FactLeaf
  | MeasureLeaf
  | ChargeLeaf
  | Schedule

export const FactLeaf = Schema.Struct({
  fact: Key,
  op: Comparison,
  values: Schema.Array(Key).check(Schema.isMaxLength(1000))
})

export const Selector: Schema.Codec<Selector> = Schema.Union([
  Schema.Struct({ all: Schema.Array(Schema.suspend((): Schema.Codec<Selector> => Selector)) }),
  Schema.Struct({ any: Schema.Array(Schema.suspend((): Schema.Codec<Selector> => Selector)) }),
  Schema.Struct({ not: Schema.suspend((): Schema.Codec<Selector> => Selector) }),
  FactLeaf
]).annotate({ identifier: "Selector" })

/** What a measure must reach: decimal text for amounts, else a whole number. */
export const Threshold = Schema.Union([Decimal, Count])

const MeasureLeaf = Schema.Struct({
  measure: Measure,
  select: Schema.optionalKey(Selector),
  base: Schema.optionalKey(Base),
  atLeast: Threshold
})

export const ChargeLeaf = Schema.Struct({ charge: Selector })

export const Condition: Schema.Codec<Condition> = Schema.Union([
  Schema.Struct({ all: Schema.Array(Schema.suspend((): Schema.Codec<Condition> => Condition)) }),
  Schema.Struct({ any: Schema.Array(Schema.suspend((): Schema.Codec<Condition> => Condition)) }),
  Schema.Struct({ not: Schema.suspend((): Schema.Codec<Condition> => Condition) }),
  FactLeaf,
  MeasureLeaf,
  ChargeLeaf,
  Schedule
]).annotate({ identifier: "Condition" })
