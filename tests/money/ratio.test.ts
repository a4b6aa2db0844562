import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { percent, ratio, ratioFrom } from "../../src/money/index.ts"

describe("a ratio", () => {
  test.each<readonly [bigint, bigint, readonly [bigint, bigint]]>([
    [4n, 6n, [2n, 3n]],
    [6n, 4n, [3n, 2n]],
    [-6n, 4n, [-3n, 2n]],
    [6n, -4n, [-3n, 2n]],
    [-6n, -4n, [3n, 2n]],
    [-4n, 6n, [-2n, 3n]],
    [0n, -5n, [0n, 1n]],
    [7n, 7n, [1n, 1n]]
  ])("of %d and %d is in lowest terms, its denominator positive", (numerator, denominator, [n, d]) => {
    expect(ratio(numerator, denominator)).toEqual({ numerator: n, denominator: d })
  })

  test("has the value of what it was made of, and no common divisor", () => {
    const whole = fc.bigInt({ min: -1000n, max: 1000n })
    fc.assert(
      fc.property(
        whole,
        whole.filter((one) => one !== 0n),
        (n, d) => {
          const { numerator, denominator } = ratio(n, d)
          expect(numerator * d).toBe(n * denominator)
          expect(denominator > 0n).toBe(true)
          for (const prime of [2n, 3n, 5n, 7n, 11n]) {
            expect(numerator % prime === 0n && denominator % prime === 0n).toBe(false)
          }
        }
      )
    )
  })

  test("is read from a decimal, and from a percentage", () => {
    expect(ratioFrom("12.5")).toEqual(Result.succeed({ numerator: 25n, denominator: 2n }))
    expect(percent("12.5")).toEqual(Result.succeed({ numerator: 1n, denominator: 8n }))
    expect(ratioFrom("1e3")).toEqual(Result.fail({ _tag: "DecimalMalformed", text: "1e3" }))
    expect(percent("12,5")).toEqual(Result.fail({ _tag: "DecimalMalformed", text: "12,5" }))
  })

  test("over zero is a defect", () => {
    expect(() => ratio(1n, 0n)).toThrow("a denominator of zero")
  })
})
