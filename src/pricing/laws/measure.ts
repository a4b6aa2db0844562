import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Ratio, ratio } from "../../kernel/ratio.ts"
import { type Law, law, vacuous, verdict } from "../../kernel/law.ts"
import type { Rounding } from "../../money/rules/round.ts"
import { convert, priceOfMeasure, unitPrice } from "../rules/measure.ts"
import { type Measure, type MeasureUnit, unitCodes, units } from "../unit.ts"

const int = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))
const Unit = Schema.Literals(unitCodes)
const modes: ReadonlyArray<Rounding> = ["halfUp", "halfEven", "halfDown", "up", "down", "ceiling", "floor"]

const Converted = Schema.Struct({
  numerator: int(0, 1_000_000),
  denominator: int(1, 1_000_000),
  a: Unit,
  b: Unit,
  c: Unit
})

/** L18: exact ratios. */
export const conversionIsExact: Law<typeof Converted.Type> = law({
  id: "L18",
  title: "a conversion there and back is nothing, and by way of a third unit is the same; other kinds are refused",
  input: Converted,
  holds: ({ numerator, denominator, a, b, c }) => {
    const amount = ratio(BigInt(numerator), BigInt(denominator))
    const there = convert(amount, a, b)
    const alike = units[a].kind === units[b].kind
    if (Result.isFailure(there)) return verdict(!alike, () => `${a} is no ${b}`)
    const back = Result.getOrThrow(convert(there.success, b, a))
    const about = convert(amount, a, c)
    const by = Result.flatMap(about, (third) => convert(third, c, b))
    const around = Result.isFailure(by) ? units[c].kind !== units[a].kind : same(by.success, there.success)
    return verdict(alike && same(back, amount) && around, () => `${numerator}/${denominator} ${a} in ${b}`)
  }
})

const same = (left: Ratio, right: Ratio): boolean =>
  left.numerator === right.numerator && left.denominator === right.denominator

const Priced = Schema.Struct({
  amount: int(0, 1_000_000),
  thousandths: int(1, 100_000),
  per: Unit,
  unit: Unit,
  mode: Schema.Literals(modes)
})

const decimalOf = (thousandths: number): string =>
  `${Math.floor(thousandths / 1000)}.${String(thousandths % 1000).padStart(3, "0")}`

/** L18: what is measured costs the same in every unit, and is rounded once. */
export const unitsDoNotShow: Law<typeof Priced.Type> = law({
  id: "L18",
  title:
    "the price of a measure does not depend on the unit it is told in, nor on that of the price, and is rounded once at the end",
  input: Priced,
  holds: ({ amount, thousandths, per, unit, mode }) => {
    const measure: Measure = { amount: decimalOf(thousandths), unit }
    const price = priceOfMeasure(BigInt(amount), { amount: "1", unit: per }, measure, mode)
    if (Result.isFailure(price)) return vacuous("of two kinds")
    const smaller = inUnits(per)
    const others = smaller.map((each) => priceOfMeasure(BigInt(amount), each, measure, mode))
    const told = inUnits(unit).map(({ amount: times, unit: code }) => {
      const many = { amount: decimalOf(thousandths * Number(times)), unit: code }
      return priceOfMeasure(BigInt(amount), { amount: "1", unit: per }, many, mode)
    })
    const equal = [...others, ...told].every((each) => Result.isSuccess(each) && each.success === price.success)
    const exact = Result.getOrThrow(convert(ratio(BigInt(thousandths), 1000n), unit, per))
    const off = price.success * exact.denominator - BigInt(amount) * exact.numerator
    return verdict(
      equal && off < exact.denominator && -off < exact.denominator,
      () => `${price.success} for ${measure.amount} ${unit}`
    )
  }
})

// One unit as a whole number of smaller ones.
const inUnits = (unit: MeasureUnit): ReadonlyArray<Measure> =>
  unitCodes.flatMap((other) => {
    const found = convert(ratio(1n, 1n), unit, other)
    return Result.isSuccess(found) && found.success.denominator === 1n && found.success.numerator < 1_000_000_000n
      ? [{ amount: found.success.numerator.toString(), unit: other }]
      : []
  })

/** L18: the unit price of one reference unit is its price. */
export const unitPriceIsPrice: Law<typeof Priced.Type> = law({
  id: "L18",
  title:
    "the unit price of a package that holds just so much is its price, and of n equal packages in one that of each",
  input: Priced,
  holds: ({ amount, thousandths, per, unit, mode }) => {
    const content: Measure = { amount: decimalOf(thousandths), unit }
    const own = unitPrice(BigInt(amount), content, content, mode)
    const one = unitPrice(BigInt(amount), content, { amount: "1", unit: per }, mode)
    const three = unitPrice(
      3n * BigInt(amount),
      { amount: decimalOf(3 * thousandths), unit },
      { amount: "1", unit: per },
      mode
    )
    if (Result.isFailure(one)) return vacuous("of two kinds")
    return verdict(
      Result.isSuccess(own) &&
        own.success.amount === BigInt(amount) &&
        Result.isSuccess(three) &&
        three.success.amount === one.success.amount,
      () => `${one.success.amount} per ${per}`
    )
  }
})

/** The laws of measures. */
export const measureLaws = [conversionIsExact, unitsDoNotShow, unitPriceIsPrice] as const
