import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { canonical, type Json } from "../../src/kernel/json.ts"

const json = fc.jsonValue({ stringUnit: "binary" }) as fc.Arbitrary<Json>

const reversed = (value: Json): Json => {
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return value.map(reversed)
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reversed(inner as Json)])
  )
}

describe("canonical JSON (RFC 8785)", () => {
  test("is JSON of the same value", () => {
    fc.assert(
      fc.property(json, (value) => {
        // A negative zero is written as 0, as ECMAScript writes it.
        expect(JSON.stringify(JSON.parse(canonical(value)))).toEqual(
          JSON.stringify(JSON.parse(canonical(JSON.parse(JSON.stringify(value)) as Json)))
        )
      })
    )
  })

  test("does not depend on the order of keys", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonical(reversed(value))).toBe(canonical(value))
      })
    )
  })

  test("section 3.2.2: literals, numbers and strings", () => {
    const input = JSON.parse(
      String.raw`{
        "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
        "literals": [null, true, false]
      }`
    ) as Json
    expect(canonical(input)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`
    )
  })

  test("section 3.2.3: keys are sorted by UTF-16 code units", () => {
    const sorted = canonical({
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\u{1F600}": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis"
    })
    expect(Object.values(JSON.parse(sorted.replace('"1":', '"1 ":')) as object)).toEqual([
      "Carriage Return",
      "One",
      "Control",
      "Latin Small Letter O With Diaeresis",
      "Euro Sign",
      "Emoji: Grinning Face",
      "Hebrew Letter Dalet With Dagesh"
    ])
  })

  test.each([
    [0, "0"],
    [-0, "0"],
    [5e-324, "5e-324"],
    [-5e-324, "-5e-324"],
    [1.7976931348623157e308, "1.7976931348623157e+308"],
    [9007199254740992, "9007199254740992"],
    [295147905179352830000, "295147905179352830000"],
    [1e21, "1e+21"],
    [9.999999999999997e22, "9.999999999999997e+22"],
    [1e-7, "1e-7"],
    [0.000001, "0.000001"],
    [333333333.3333332, "333333333.3333332"]
  ])("appendix B: %d is written %s", (value, written) => {
    expect(canonical(value)).toBe(written)
  })

  test("a key whose value is undefined is absent", () => {
    const holed: { [key: string]: Json } = { a: 1 }
    Reflect.set(holed, "b", undefined)
    expect(canonical(holed)).toBe('{"a":1}')
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("%d is no JSON", (value) => {
    expect(() => canonical({ value })).toThrow(RangeError)
  })
})
