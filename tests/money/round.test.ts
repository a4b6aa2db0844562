import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { divide, type Rounding } from "../../src/money/index.ts"
import { roundings } from "../../src/money/laws.ts"

const whole = fc.oneof(fc.bigInt({ min: -50n, max: 50n }), fc.bigInt({ min: -(2n ** 130n), max: 2n ** 130n }))
const divisor = whole.filter((value) => value !== 0n)
const mode = fc.constantFrom(...roundings)
const magnitude = (value: bigint) => (value < 0n ? -value : value)

describe("divide", () => {
  test("is exact where the quotient is whole, and off by less than one elsewhere", () => {
    fc.assert(
      fc.property(whole, divisor, mode, (numerator, denominator, of) => {
        const off = divide(numerator, denominator, of) * denominator - numerator
        expect(magnitude(off) < magnitude(denominator)).toBe(true)
        expect(divide(numerator * denominator, denominator, of)).toBe(numerator)
      }),
      { numRuns: 2000 }
    )
  })

  test("the half modes are off by at most a half", () => {
    fc.assert(
      fc.property(
        whole,
        divisor,
        fc.constantFrom<Rounding>("halfUp", "halfEven", "halfDown"),
        (numerator, denominator, of) => {
          const off = divide(numerator, denominator, of) * denominator - numerator
          expect(2n * magnitude(off) <= magnitude(denominator)).toBe(true)
        }
      ),
      { numRuns: 2000 }
    )
  })

  test("modes that go by distance mirror at zero; ceiling and floor change places", () => {
    const mirror = (of: Rounding): Rounding => (of === "ceiling" ? "floor" : of === "floor" ? "ceiling" : of)
    fc.assert(
      fc.property(whole, divisor, mode, (numerator, denominator, of) => {
        expect(divide(-numerator, denominator, of)).toBe(-divide(numerator, denominator, mirror(of)))
        expect(divide(-numerator, -denominator, of)).toBe(divide(numerator, denominator, of))
      })
    )
  })

  test.each<readonly [Rounding, ReadonlyArray<bigint>]>([
    // of -25, -15, -11, -5, 5, 11, 15, 25, 19 tenths
    ["halfUp", [-3n, -2n, -1n, -1n, 1n, 1n, 2n, 3n, 2n]],
    ["halfEven", [-2n, -2n, -1n, 0n, 0n, 1n, 2n, 2n, 2n]],
    ["halfDown", [-2n, -1n, -1n, 0n, 0n, 1n, 1n, 2n, 2n]],
    ["up", [-3n, -2n, -2n, -1n, 1n, 2n, 2n, 3n, 2n]],
    ["down", [-2n, -1n, -1n, 0n, 0n, 1n, 1n, 2n, 1n]],
    ["ceiling", [-2n, -1n, -1n, 0n, 1n, 2n, 2n, 3n, 2n]],
    ["floor", [-3n, -2n, -2n, -1n, 0n, 1n, 1n, 2n, 1n]]
  ])("%s", (of, expected) => {
    expect([-25n, -15n, -11n, -5n, 5n, 11n, 15n, 25n, 19n].map((tenths) => divide(tenths, 10n, of))).toEqual(expected)
  })

  test("division by zero is a defect", () => {
    expect(() => divide(1n, 0n, "halfUp")).toThrow(RangeError)
  })
})
