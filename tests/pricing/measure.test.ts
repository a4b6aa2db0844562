import * as Result from "effect/Result"
import { describe, expect, test } from "vitest"
import { type Law, ratio } from "../../src/kernel/index.ts"
import {
  convert,
  convertMeasure,
  explainPrice,
  isMeasure,
  kindOf,
  type Measure,
  type PriceEntry,
  priceOfMeasure,
  selectPrice,
  unitCodes,
  unitPrice,
  units
} from "../../src/pricing/index.ts"
import { measureLaws } from "../../src/pricing/laws/index.ts"
import { check, title } from "../../src/testing/index.ts"

const holds = <Input>(law: Law<Input>) =>
  test(title(law), async () => {
    expect((await check(law, { runs: 1000 })).held).toBeGreaterThan(50)
  })

const [conversionIsExact, ...ofPrices] = measureLaws
holds(conversionIsExact)
for (const law of ofPrices) holds(law)

const m = (amount: string, unit: Measure["unit"]): Measure => ({ amount, unit })
const price = (amount: bigint, per: Measure, measure: Measure) =>
  Result.getOrThrow(priceOfMeasure(amount, per, measure, "halfUp"))

describe("units", () => {
  test("斤 is 500 g and ten 两, a 尺 is a third of a metre, a pound is 453.59237 g", () => {
    expect(convertMeasure(m("1", "jin"), "g")).toEqual(Result.succeed(m("500", "g")))
    expect(convertMeasure(m("1", "jin"), "liang")).toEqual(Result.succeed(m("10", "liang")))
    expect(convertMeasure(m("1", "lb"), "g")).toEqual(Result.succeed(m("453.59237", "g")))
    expect(convertMeasure(m("16", "oz"), "lb")).toEqual(Result.succeed(m("1", "lb")))
    expect(convert(ratio(1n, 1n), "chi", "m")).toEqual(Result.succeed({ numerator: 1n, denominator: 3n }))
  })

  test("have a name in both languages", () => {
    for (const code of unitCodes) {
      const { zh, en } = units[code].name
      expect([zh, en]).toEqual([expect.stringMatching(/^[\u4e00-\u9fff]+$/), expect.stringMatching(/^[a-z]+[²³]?$/)])
    }
    expect(units.jin.name).toEqual({ zh: "斤", en: "jin" })
  })

  test("are of five kinds, and only those of one kind are turned into each other", () => {
    const byKind = Object.groupBy(unitCodes, (unit) => kindOf(m("1", unit)))
    expect(byKind).toEqual({
      mass: ["mg", "g", "kg", "t", "qian", "liang", "jin", "oz", "lb"],
      volume: ["ml", "cl", "dl", "l", "m3"],
      length: ["mm", "cm", "m", "chi", "in", "ft", "yd"],
      area: ["cm2", "m2"],
      count: ["piece"]
    })
    for (const from of unitCodes) {
      for (const to of unitCodes) {
        expect(Result.isSuccess(convert(ratio(1n, 1n), from, to))).toBe(units[from].kind === units[to].kind)
      }
    }
  })

  test("are shown a kilogram, a litre, a metre, a square metre or a piece at a time", () => {
    const shown = (unit: Measure["unit"]) => Result.getOrThrow(unitPrice(1_000n, m("2", unit)))
    expect(shown("kg")).toEqual({ amount: 500n, per: m("1", "kg") })
    expect(shown("l")).toEqual({ amount: 500n, per: m("1", "l") })
    expect(shown("m")).toEqual({ amount: 500n, per: m("1", "m") })
    expect(shown("m2")).toEqual({ amount: 500n, per: m("1", "m2") })
    expect(shown("piece")).toEqual({ amount: 500n, per: m("1", "piece") })
    // 10.00 for 3 kg is 3.333... a kilogram, for 1.6 kg 6.25: halves go up.
    expect(Result.getOrThrow(unitPrice(1_000n, m("3", "kg"))).amount).toBe(333n)
    expect(Result.getOrThrow(unitPrice(25n, m("10", "kg"))).amount).toBe(3n)
  })

  test("a measure that is none is told cut to forty characters", () => {
    const long = `${"9".repeat(60)}x`
    expect(convertMeasure(m(long, "g"), "kg")).toEqual(Result.fail({ _tag: "MeasureInvalid", amount: "9".repeat(40) }))
  })

  test("a measure is so much above zero of a unit that there is", () => {
    for (const unit of unitCodes) expect(isMeasure(m("0.5", unit))).toBe(true)
    for (const amount of ["0", "-1", "", "1e3", "half"]) expect(isMeasure(m(amount, "kg"))).toBe(false)
    for (const unit of ["stone", "toString", "__proto__", ""]) {
      expect(isMeasure({ amount: "1", unit: unit as Measure["unit"] })).toBe(false)
    }
  })

  test.each([
    ["no number", m("a", "g"), { _tag: "MeasureInvalid", amount: "a" }],
    ["nothing", m("0", "g"), { _tag: "MeasureInvalid", amount: "0" }],
    ["less than nothing", m("-1", "g"), { _tag: "MeasureInvalid", amount: "-1" }],
    ["grams as litres", m("1", "g"), { _tag: "UnitMismatch", from: "g", to: "l" }],
    ["a third", m("1", "ml"), { _tag: "MeasureInvalid", amount: "1" }]
  ])("refuse %s", (what, measure, fact) => {
    const found = what === "a third" ? convertMeasure(m("1", "chi"), "m") : convertMeasure(measure, "l")
    expect(Result.isFailure(found) && found.failure).toEqual(fact)
  })
})

describe("the price of a measure", () => {
  test("735 g of pork at 23.80 a 斤 are 34.99, and 0.735 kg too", () => {
    // 23.80 * 735 / 500 = 34.986
    expect(price(2_380n, m("1", "jin"), m("735", "g"))).toBe(3_499n)
    expect(price(2_380n, m("1", "jin"), m("0.735", "kg"))).toBe(3_499n)
  })

  test("2.5 尺 of silk at 66.00 a metre are 55.00, exactly", () => {
    expect(price(6_600n, m("1", "m"), m("2.5", "chi"))).toBe(5_500n)
  })
})

describe("the unit price of a package", () => {
  test("is for one kilogram, litre or metre where nothing else is customary", () => {
    expect(unitPrice(12_800n, m("250", "g"))).toEqual(Result.succeed({ amount: 51_200n, per: m("1", "kg") }))
    expect(unitPrice(350n, m("330", "ml"))).toEqual(Result.succeed({ amount: 1_061n, per: m("1", "l") }))
  })

  test("is for 100 g, 50 g or a 斤 where the shop says so", () => {
    expect(unitPrice(12_800n, m("250", "g"), m("100", "g"))).toEqual(
      Result.succeed({ amount: 5_120n, per: m("100", "g") })
    )
    expect(unitPrice(12_800n, m("250", "g"), m("1", "jin"))).toEqual(
      Result.succeed({ amount: 25_600n, per: m("1", "jin") })
    )
  })
})

describe("prices by measure", () => {
  const entry = (id: string, amount: bigint, more: Partial<PriceEntry> = {}): PriceEntry => ({
    id,
    sku: "pork",
    currency: "CNY",
    amount,
    ...more
  })
  const context = { currency: "CNY", at: 0, customerGroup: [], channel: [], country: [] }
  const byJin = entry("jin", 2_380n, { per: m("1", "jin") })
  const byKilogram = entry("kg", 4_600n, { per: m("1", "kg") })
  const byPiece = entry("piece", 1_990n)
  const wanted = { sku: "pork", merchant: "m1", quantity: 1 }
  const winner = (entries: ReadonlyArray<PriceEntry>, measured?: "mass" | "volume") =>
    Result.map(
      selectPrice(
        entries,
        { ...wanted, ...(measured === undefined ? {} : { measured }) },
        context,
        "specific",
        () => undefined
      ),
      ({ runs }) => runs[0]?.entry.id
    )

  test("are for measured pieces alone, and no others are", () => {
    expect(winner([byJin, byPiece], "mass")).toEqual(Result.succeed("jin"))
    expect(winner([byJin, byPiece])).toEqual(Result.succeed("piece"))
    expect(Result.isFailure(winner([byJin, byPiece], "volume"))).toBe(true)
    const why = explainPrice([byJin, byPiece], { ...wanted, measured: "mass" }, context, "specific", () => undefined)
    expect(why.passedOver).toEqual([{ price: "piece", reason: { _tag: "OtherMeasure", wanted: "mass" } }])
  })

  test("compare for the same measure: 46.00 a kilogram is less than 23.80 a 斤", () => {
    expect(winner([byJin, byKilogram], "mass")).toEqual(Result.succeed("kg"))
  })
})
