import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { allocateSlowly } from "../../src/money/laws.ts"
import { allocate, type Share } from "../../src/money/index.ts"

const shares = (...weights: ReadonlyArray<bigint | number>): ReadonlyArray<Share> =>
  weights.map((weight, index) => ({ id: `line-${String(index).padStart(4, "0")}`, weight: BigInt(weight) }))

const parts = (total: bigint, of: ReadonlyArray<Share>) => Result.getOrThrow(allocate(total, of))

const around = (edge: bigint) => fc.bigInt({ min: edge - 1000n, max: edge + 1000n })

describe("allocate", () => {
  // Sizes on both sides of the ways it is computed: one by one, by threshold, beyond the workspace that is kept.
  test.each([
    [1, 1000],
    [16, 500],
    [17, 500],
    [100, 100],
    [1025, 5]
  ])("L03 agrees with its specification at %d shares", (count, numRuns) => {
    const weight = fc.oneof(
      fc.bigInt({ min: 0n, max: 3n }),
      fc.bigInt({ min: 0n, max: 100_000n }),
      around(2n ** 31n),
      around(2n ** 53n)
    )
    const total = fc.oneof(fc.bigInt({ min: -1000n, max: 100_000n }), around(2n ** 32n), around(2n ** 62n))
    fc.assert(
      fc.property(
        fc.array(weight, { minLength: count, maxLength: count }),
        total,
        fc.boolean(),
        (weights, of, turned) => {
          fc.pre(weights.some((one) => one > 0n))
          const list = turned ? shares(...weights).toReversed() : shares(...weights)
          expect(parts(of, list)).toEqual(allocateSlowly(of, list))
        }
      ),
      { numRuns }
    )
  })

  test("L03 numbers and bigints divide alike at the edge between them", () => {
    // total * sum of weights is just below, at, and just above 2^53.
    const weight = fc.bigInt({ min: 1n, max: 5n })
    fc.assert(
      fc.property(
        fc.array(weight, { minLength: 2, maxLength: 30 }),
        fc.integer({ min: -3, max: 3 }),
        (weights, step) => {
          const whole = weights.reduce((sum, one) => sum + one, 0n)
          const total = 2n ** 53n / whole + BigInt(step)
          expect(parts(total, shares(...weights))).toEqual(allocateSlowly(total, shares(...weights)))
        }
      ),
      { numRuns: 1000 }
    )
  })

  // Weights like these stay in doubles whatever the number of shares, and tie in most remainders.
  test.each([12, 13, 100, 1000, 1023, 1024, 1025])("L03 everyday weights in any order, at %d shares", (count) => {
    const weight = fc.oneof(fc.bigInt({ min: 0n, max: 3n }), fc.bigInt({ min: 0n, max: 2000n }))
    const total = fc.oneof(fc.bigInt({ min: 0n, max: 2000n }), fc.bigInt({ min: 2n ** 32n, max: 2n ** 41n }))
    const turns = fc.constantFrom(1, 2, 7)
    fc.assert(
      fc.property(fc.array(weight, { minLength: count, maxLength: count }), total, turns, (weights, of, turn) => {
        fc.pre(weights.some((one) => one > 0n))
        const list = shares(...weights).toReversed()
        const turned = Array.from({ length: turn }, (_, from) =>
          list.filter((_, index) => index % turn === from)
        ).flat()
        expect(parts(of, turned)).toEqual(allocateSlowly(of, turned))
      }),
      { numRuns: count > 100 ? 10 : 200 }
    )
  })

  test("L03 a share of many that have the same remainder goes to the smaller ids, not to the first in the list", () => {
    const ids = Array.from({ length: 40 }, (_, index) => `line-${String(index).padStart(2, "0")}`)
    const turned = ids.toReversed().map((id) => ({ id, weight: 1n }))
    expect(parts(45n, turned)).toEqual(turned.map(({ id }) => (id < "line-05" ? 2n : 1n)))
    expect(parts(40n, turned)).toEqual(turned.map(() => 1n))
  })

  test("L03 a total beyond 64 bits, and a part of 32 bits and more, are exact", () => {
    expect(parts(2n ** 64n + 3n, shares(1, 1))).toEqual([2n ** 63n + 2n, 2n ** 63n + 1n])
    expect(parts(-(2n ** 64n), shares(1, 3))).toEqual([-(2n ** 62n), -3n * 2n ** 62n])
    expect(parts(2n ** 45n + 1n, shares(1, 2, 1))).toEqual([2n ** 43n, 2n ** 44n + 1n, 2n ** 43n])
    expect(parts(5n, shares(2n ** 64n, 1))).toEqual([5n, 0n])
    expect(parts(2n ** 64n + 3n, shares(2n ** 64n + 1n, 2n ** 64n + 1n))).toEqual([2n ** 63n + 2n, 2n ** 63n + 1n])
    expect(parts(5n, shares(2n ** 32n + 2n ** 31n, 2n ** 32n))).toEqual([3n, 2n])
  })

  test("L03 a pivot that is the smallest every time is given up, and the largest is found all the same", () => {
    // In each round the smallest left stands in the middle, and changes places with the last.
    const count = 400
    const order = Array.from({ length: count }, (_, index) => index)
    const weights = Array.from({ length: count }, () => 0)
    for (let last = count - 1; last >= 0; last--) {
      const middle = last >> 1
      weights[order[middle]!] = count - last
      ;[order[middle], order[last]] = [order[last]!, order[middle]!]
    }
    expect(new Set(weights).size).toBe(count)
    for (const total of [1n, 2n, 3n]) {
      expect(parts(total, shares(...weights))).toEqual(allocateSlowly(total, shares(...weights)))
    }
  })

  test("L03 values made to defeat the choice of pivot are split all the same", () => {
    const organ = Array.from({ length: 2000 }, (_, index) => (index < 1000 ? index : 2000 - index) + 1)
    expect(parts(999_983n, shares(...organ))).toEqual(allocateSlowly(999_983n, shares(...organ)))
  })

  test.each<readonly [string, bigint, ReadonlyArray<Share>, ReadonlyArray<bigint>]>([
    ["100 yen three ways", 100n, shares(1, 1, 1), [34n, 33n, 33n]],
    ["100.00 yuan three ways", 10000n, shares(1, 1, 1), [3334n, 3333n, 3333n]],
    ["1.000 dinar seven ways", 1000n, shares(1, 1, 1, 1, 1, 1, 1), [143n, 143n, 143n, 143n, 143n, 143n, 142n]],
    ["the refund of 100 yen is the mirror image", -100n, shares(1, 1, 1), [-34n, -33n, -33n]],
    ["100.00 off three shops at 199.00, 259.00 and 342.00", 10000n, shares(19900, 25900, 34200), [2488n, 3237n, 4275n]],
    ["40.00 off 90, 170 and 260: the largest remainder first", 4000n, shares(90, 170, 260), [692n, 1308n, 2000n]],
    ["31.00 off less 8.00 on three lines of 25", 2300n, shares(2500, 2500, 2500), [767n, 767n, 766n]],
    ["a share of nothing gets nothing", 10n, shares(0, 3, 0, 7), [0n, 3n, 0n, 7n]],
    ["more shares than units", 2n, shares(1, 1, 1, 1), [1n, 1n, 0n, 0n]],
    ["nothing at all", 0n, shares(1, 2), [0n, 0n]],
    ["nothing among nobody", 0n, [], []],
    ["nothing among weights of zero", 0n, shares(0, 0), [0n, 0n]]
  ])("L03 %s", (_, total, of, expected) => {
    expect(parts(total, of)).toEqual(expected)
  })

  test("L03 a tie goes to the smaller id by UTF-8, wherever it stands in the list", () => {
    const tied = ["\u{1F600}", "\u{FFFD}", "b", "a"].map((id) => ({ id, weight: 1n }))
    expect(parts(1n, tied)).toEqual([0n, 0n, 0n, 1n])
    expect(parts(3n, tied)).toEqual([0n, 1n, 1n, 1n])
  })

  test("refusals in order: a repeated id, a negative weight, nothing to weigh by", () => {
    const all = [
      { id: "a", weight: 0n },
      { id: "b", weight: -1n },
      { id: "a", weight: 0n }
    ]
    expect(allocate(1n, all)).toEqual(Result.fail({ _tag: "DuplicateId", id: "a" }))
    expect(allocate(1n, all.slice(0, 2))).toEqual(Result.fail({ _tag: "NegativeWeight", id: "b", weight: -1n }))
    expect(allocate(1n, all.slice(0, 1))).toEqual(Result.fail({ _tag: "NothingToAllocate", total: 1n }))
    expect(allocate(-1n, [])).toEqual(Result.fail({ _tag: "NothingToAllocate", total: -1n }))
  })

  test("a negative weight is found whatever the others sum to, and an id that stands twice side by side", () => {
    const weighed = [
      { id: "a", weight: 5n },
      { id: "b", weight: -1n }
    ]
    expect(allocate(1n, weighed)).toEqual(Result.fail({ _tag: "NegativeWeight", id: "b", weight: -1n }))
    for (const ids of ["aa", "abb", "baa", "cbaa"]) {
      const twice = [...ids].map((id) => ({ id, weight: 1n }))
      expect(allocate(1n, twice)).toEqual(Result.fail({ _tag: "DuplicateId", id: ids.at(-1) }))
    }
  })

  test("a negative weight beyond 64 bits is still found", () => {
    const wide = [
      { id: "a", weight: 2n ** 64n },
      { id: "b", weight: -(2n ** 64n) }
    ]
    expect(allocate(1n, wide)).toEqual(Result.fail({ _tag: "NegativeWeight", id: "b", weight: -(2n ** 64n) }))
  })

  test("a repeated id is found in any list, sorted or not, short or long", () => {
    const id = fc.oneof(fc.string({ maxLength: 3 }), fc.nat(2000).map(String))
    fc.assert(
      fc.property(fc.array(id, { maxLength: 60, size: "max" }), (ids) => {
        const answer = allocate(
          1n,
          ids.map((one) => ({ id: one, weight: 1n }))
        )
        const repeated = ids.find((one, index) => ids.indexOf(one) < index)
        if (repeated !== undefined) expect(answer).toEqual(Result.fail({ _tag: "DuplicateId", id: repeated }))
        else
          expect(Result.isFailure(answer) ? answer.failure._tag : "split").toBe(
            ids.length === 0 ? "NothingToAllocate" : "split"
          )
      }),
      { numRuns: 500 }
    )
  })

  test("an answer is its own: the next split does not change it", () => {
    const first = parts(100n, shares(1, 1, 1))
    parts(7n, shares(3, 4))
    expect(first).toEqual([34n, 33n, 33n])
  })
})
