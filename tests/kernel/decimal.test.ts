import { Decimal } from "decimal.js"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { decimal } from "../../src/kernel/decimal.ts"
import { decimalPattern, decimalText, longestDecimal } from "../../src/kernel/ratio.ts"

const text = fc.stringMatching(/^-?(?:0|[1-9][0-9]{0,18})(?:\.[0-9]{1,18})?$/)

// Wide enough for all that is drawn, so that nothing is rounded.
const Wide = Decimal.clone({ precision: 80, defaults: true })

// The same in whole numbers alone: digits over a power of ten.
const twin = (of: string) => {
  const point = of.indexOf(".")
  const places = point < 0 ? 0 : of.length - point - 1
  return { numerator: BigInt(of.replace(".", "")), denominator: 10n ** BigInt(places) }
}

describe("decimal", () => {
  test("is exact: equal to the digits over their power of ten", () => {
    fc.assert(
      fc.property(text, (drawn) => {
        const { numerator, denominator } = Result.getOrThrow(decimal(drawn))
        const expected = twin(drawn)
        expect(numerator * expected.denominator).toBe(expected.numerator * denominator)
      }),
      { numRuns: 2000 }
    )
  })

  test("is the fraction that decimal.js finds", () => {
    fc.assert(
      fc.property(text, (drawn) => {
        const [numerator, denominator] = new Wide(drawn).toFraction()
        const expected = { numerator: BigInt(numerator!.toFixed()), denominator: BigInt(denominator!.toFixed()) }
        expect(decimal(drawn)).toEqual(Result.succeed(expected))
      }),
      { numRuns: 1000 }
    )
  })

  test("is in lowest terms with a positive denominator", () => {
    fc.assert(
      fc.property(text, (drawn) => {
        const { numerator, denominator } = Result.getOrThrow(decimal(drawn))
        expect(denominator > 0n).toBe(true)
        for (const prime of [2n, 5n]) expect(numerator % prime === 0n && denominator % prime === 0n).toBe(false)
      })
    )
  })

  test("its shortest text reads back as the same ratio", () => {
    fc.assert(
      fc.property(text, (drawn) => {
        const ratio = Result.getOrThrow(decimal(drawn))
        const written = decimalText(ratio)
        expect(written).toMatch(decimalPattern)
        expect(Result.getOrThrow(decimal(written!))).toEqual(ratio)
      })
    )
  })

  test.each([
    ["12.5", 25n, 2n],
    ["0.125", 1n, 8n],
    ["-0.00", 0n, 1n],
    ["100", 100n, 1n],
    ["7.1234", 35617n, 5000n],
    ["0.00000000000000000000000000000000000001", 1n, 10n ** 38n],
    ["-9999999999999999999.999999999999999999", -(10n ** 37n - 1n), 10n ** 18n]
  ])("%s is %d/%d", (of, numerator, denominator) => {
    expect(decimal(of)).toEqual(Result.succeed({ numerator, denominator }))
  })

  test.each([
    "",
    " 1",
    "1 ",
    "+1",
    "1e3",
    "1E3",
    ".5",
    "5.",
    "00",
    "01",
    "-",
    "0x10",
    "1,5",
    "1_000",
    "NaN",
    "Infinity",
    "١"
  ])("`%s` is no plain decimal", (of) => {
    expect(decimal(of)).toEqual(Result.fail({ _tag: "DecimalMalformed", text: of }))
  })

  test("a text beyond the bound is refused unread, and only its beginning kept", () => {
    const long = "1".repeat(1_000_000)
    expect(decimal(long)).toEqual(Result.fail({ _tag: "DecimalMalformed", text: "1".repeat(longestDecimal) }))
  })

  test("a ratio without a finite decimal has no text", () => {
    expect(decimalText({ numerator: 1n, denominator: 3n })).toBeUndefined()
    expect(decimalText({ numerator: 1n, denominator: 2n ** 200n })).toBeUndefined()
  })
})
