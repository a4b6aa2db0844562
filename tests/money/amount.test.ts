import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import * as Money from "../../src/money/index.ts"

const decode = Schema.decodeUnknownResult(Money.Money)
const encode = Schema.encodeUnknownResult(Money.Money)

describe("amounts", () => {
  test("L02 whatever is read is written back with the currency's decimals, and means the same", () => {
    const text = fc.stringMatching(/^-?(?:0|[1-9][0-9]{0,6})(?:\.[0-9]{1,4})?$/)
    const currency = fc.constantFrom("CNY", "JPY", "KWD", "CLF")
    fc.assert(
      fc.property(text, currency, (drawn, code) => {
        const read = Money.parse(drawn, code)
        if (Result.isFailure(read)) {
          expect(read.failure._tag).toBe("CurrencyPrecision")
          expect(drawn.split(".")[1]!.length).toBeGreaterThan(Money.exponentOf(code))
          return
        }
        const written = Money.print(read.success)
        expect(written.split(".")[1]?.length ?? 0).toBe(Money.exponentOf(code))
        expect(Number(written)).toBe(Number(drawn) + 0)
      }),
      { numRuns: 2000 }
    )
  })

  test.each([
    ["19.90", "CNY", 1990n, "19.90"],
    ["19.9", "CNY", 1990n, "19.90"],
    ["0.05", "CNY", 5n, "0.05"],
    ["-0.05", "CNY", -5n, "-0.05"],
    ["-0.00", "CNY", 0n, "0.00"],
    ["1980", "JPY", 1980n, "1980"],
    ["1.234", "KWD", 1234n, "1.234"],
    ["38000.1234", "CLF", 380001234n, "38000.1234"],
    ["92233720368547758.07", "CNY", Money.largestAmount, "92233720368547758.07"],
    ["-9223372036854775807", "JPY", -Money.largestAmount, "-9223372036854775807"]
  ])("%s %s is %d minor units, written %s", (text, currency, amount, written) => {
    expect(Money.parse(text, currency)).toEqual(Result.succeed({ amount, currency }))
    expect(Money.print({ amount, currency })).toBe(written)
    expect(decode({ amount: text, currency })).toEqual(Result.succeed({ amount, currency }))
    expect(encode({ amount, currency })).toEqual(Result.succeed({ amount: written, currency }))
  })

  test.each([
    ["an unknown currency, whatever the text", "1e3", "XYZ", { _tag: "CurrencyUnknown", currency: "XYZ" }],
    [
      "an unknown currency of any length, which is told cut",
      "1",
      "XYZ".repeat(1000),
      { _tag: "CurrencyUnknown", currency: "XYZ".repeat(1000).slice(0, Money.longestAmount) }
    ],
    ["a metal", "1", "XAU", { _tag: "CurrencyUnknown", currency: "XAU" }],
    ["a code in lower case", "1", "cny", { _tag: "CurrencyUnknown", currency: "cny" }],
    ["H004 NaN", "NaN", "CNY", { _tag: "AmountMalformed", text: "NaN" }],
    ["H004 Infinity", "Infinity", "CNY", { _tag: "AmountMalformed", text: "Infinity" }],
    ["an exponent", "1e3", "CNY", { _tag: "AmountMalformed", text: "1e3" }],
    ["a space", " 1", "CNY", { _tag: "AmountMalformed", text: " 1" }],
    ["a plus sign", "+1", "CNY", { _tag: "AmountMalformed", text: "+1" }],
    ["a separator", "1,000", "CNY", { _tag: "AmountMalformed", text: "1,000" }],
    ["a leading zero", "01", "CNY", { _tag: "AmountMalformed", text: "01" }],
    ["a bare point", "1.", "CNY", { _tag: "AmountMalformed", text: "1." }],
    ["full-width digits", "\uFF11\uFF12", "CNY", { _tag: "AmountMalformed", text: "\uFF11\uFF12" }],
    ["a hexadecimal number", "0x10", "CNY", { _tag: "AmountMalformed", text: "0x10" }],
    ["nothing", "", "CNY", { _tag: "AmountMalformed", text: "" }],
    [
      "a megabyte of digits",
      "9".repeat(1_000_000),
      "CNY",
      { _tag: "AmountMalformed", text: "9".repeat(Money.longestAmount) }
    ],
    [
      "H011 too many decimals for KWD",
      "1.2345",
      "KWD",
      { _tag: "CurrencyPrecision", currency: "KWD", text: "1.2345", decimals: 3 }
    ],
    [
      "decimals for JPY, zeros too",
      "1.00",
      "JPY",
      { _tag: "CurrencyPrecision", currency: "JPY", text: "1.00", decimals: 0 }
    ],
    [
      "one minor unit too much",
      "9223372036854775808",
      "JPY",
      { _tag: "AmountOutOfRange", amount: 9223372036854775808n, currency: "JPY" }
    ],
    [
      "in range as a number, not as minor units",
      "9223372036854775807",
      "CNY",
      { _tag: "AmountOutOfRange", amount: 922337203685477580700n, currency: "CNY" }
    ]
  ])("refused: %s", (_, text, currency, fact) => {
    expect(Money.parse(text, currency)).toEqual(Result.fail(fact))
    expect(Result.isFailure(decode({ amount: text, currency }))).toBe(true)
  })

  test.each([
    ["H004 a number", { amount: 19.9, currency: "CNY" }],
    ["H004 NaN", { amount: Number.NaN, currency: "CNY" }],
    ["H004 a negative zero", { amount: -0, currency: "CNY" }],
    ["a bigint", { amount: 1990n, currency: "CNY" }],
    ["no currency", { amount: "19.90" }],
    ["a list of one text", { amount: ["19.90"], currency: "CNY" }],
    ["null", null]
  ])("the wire form refuses %s", (_, sent) => {
    expect(Result.isFailure(decode(sent))).toBe(true)
  })

  test("an unknown key is an error where input is closed", () => {
    const closed = Schema.decodeUnknownResult(Money.Money, { onExcessProperty: "error" })
    expect(Result.isSuccess(closed({ amount: "1", currency: "CNY" }))).toBe(true)
    expect(Result.isFailure(closed({ amount: "1", currency: "CNY", exponent: 0 }))).toBe(true)
  })

  test.each([
    ["beyond the range", { amount: Money.largestAmount + 1n, currency: "CNY" }],
    ["below the range", { amount: -Money.largestAmount - 1n, currency: "CNY" }],
    ["a number", { amount: 1990, currency: "CNY" }],
    ["an unknown currency", { amount: 1n, currency: "XXX" }]
  ])("L01 nothing is written that could not be read: %s", (_, money) => {
    expect(Result.isFailure(encode(money))).toBe(true)
  })

  test("an unknown currency past the edge is a defect", () => {
    expect(() => Money.print({ amount: 1n, currency: "XXX" })).toThrow(RangeError)
  })
})
