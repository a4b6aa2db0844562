import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { canonical, type JsonObject } from "../../src/kernel/json.ts"
import { isStorable } from "../../src/kernel/text.ts"
import {
  compareKeys,
  decodeCursor,
  difference,
  encodeCursor,
  evolve,
  type IndexQuery,
  instantOf,
  type Key,
  lastTry,
  nextTry,
  pageLimit,
  usualLimits
} from "../../src/storage/index.ts"

const fields = fc.dictionary(fc.constantFrom("a", "b", "c", "__proto__", "toString"), fc.jsonValue({ maxDepth: 2 }), {
  minKeys: 1
})
const document: fc.Arbitrary<JsonObject> = fields.map((drawn) => JSON.parse(JSON.stringify(drawn)))

const text = (json: JsonObject | undefined): string => (json === undefined ? "absent" : canonical(json))

describe("what an event changed", () => {
  test("L34 evolve(before, difference(before, after)) is after, through JSON text and from or to nothing", () => {
    const maybe = fc.option(document, { nil: undefined })
    fc.assert(
      fc.property(maybe, maybe, (before, after) => {
        const change: ReturnType<typeof difference> = JSON.parse(JSON.stringify(difference(before, after)))
        expect(text(evolve(before, change))).toBe(text(after))
      })
    )
  })

  test("a field that stays is not repeated", () => {
    const before = { id: "o-1", state: "placed", lines: [{ sku: "tea-250g", quantity: 2 }] }
    const after = { ...before, state: "paid", paidAt: 1 }
    expect(difference(before, after)).toEqual({ set: { state: "paid", paidAt: 1 }, unset: [] })
  })
})

const key: fc.Arbitrary<Key> = fc.oneof(
  fc.constant(null),
  fc.maxSafeInteger(),
  fc.string({ unit: "binary", maxLength: 4 })
)

describe("keys", () => {
  test("texts compare as their UTF-8 bytes do", () => {
    const wellFormed = fc.string({ unit: "binary", maxLength: 6 }).filter((drawn) => drawn.isWellFormed())
    fc.assert(
      fc.property(wellFormed, wellFormed, (left, right) => {
        expect(Math.sign(compareKeys(left, right))).toBe(Buffer.compare(Buffer.from(left), Buffer.from(right)))
      })
    )
  })

  test("the order is total: null, then integers, then texts", () => {
    fc.assert(
      fc.property(key, key, key, (a, b, c) => {
        expect(Math.sign(compareKeys(a, b))).toBe(-Math.sign(compareKeys(b, a)) + 0)
        if (compareKeys(a, b) <= 0 && compareKeys(b, c) <= 0) expect(compareKeys(a, c)).toBeLessThanOrEqual(0)
      })
    )
    expect(["b", 10, null, "a", -1].toSorted(compareKeys)).toEqual([null, -1, 10, "a", "b"])
  })
})

describe("cursors", () => {
  const query: IndexQuery = { collection: "goods", index: "shelf", limit: 10 }

  test("a cursor gives back the keys it was made of, whatever they are", () => {
    const storable = fc
      .array(key, { minLength: 1, maxLength: 4 })
      .filter((keys) => keys.every((one) => isStorable(String(one))))
    fc.assert(
      fc.property(storable, (keys) => {
        expect(decodeCursor(query, keys.length - 1, encodeCursor(query, keys))).toEqual(Result.succeed(keys))
      })
    )
  })

  test.each<readonly [string, string]>([
    ["nothing", ""],
    ["no text of a URL", "%E0%A4%A"],
    ["no JSON", "x"],
    ["another number of keys", encodeCursor(query, ["a", 1, "b"])],
    [
      "a key that is no key",
      encodeURIComponent(JSON.stringify([JSON.parse(decodeURIComponent(encodeCursor(query, ["a"])))[0], {}]))
    ],
    ["a text with NUL", encodeCursor(query, ["a\0"])],
    ["half of a surrogate pair", encodeCursor(query, ["a"]).replace("a%22%5D", "%5Cud800%22%5D")],
    ["another index", encodeCursor({ ...query, index: "name" }, ["a"])],
    ["other equals", encodeCursor({ ...query, equals: ["s1"] }, ["a"])],
    ["another direction", encodeCursor({ ...query, descending: true }, ["a"])]
  ])("a cursor of %s is bad", (_, cursor) => {
    const expected = { _tag: "StorageError", reason: "BadCursor", detail: "goods" } as const
    expect(decodeCursor(query, 0, cursor)).toEqual(Result.fail(expected))
  })

  test("a page is 1 to the adapter's longest", () => {
    expect([-5, 0, 1, 500, 501].map((limit) => pageLimit(limit, usualLimits))).toEqual([1, 1, 1, 500, 500])
  })
})

describe("time", () => {
  const skew = 5_000

  test("L60 the instants of a log never go back, whatever the commits say", () => {
    const step = fc.record({
      clock: fc.integer({ min: -20_000, max: 20_000 }),
      off: fc.integer({ min: -9_000, max: 9_000 })
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let clock = 1_000_000
        let last: number | undefined
        for (const { clock: jump, off } of steps) {
          clock += jump
          const at = instantOf(clock + off, clock, last, skew)
          const expected = Math.abs(off) <= skew && (last === undefined || clock + off >= last - skew)
          expect(Result.isSuccess(at)).toBe(expected)
          if (Result.isFailure(at)) continue
          expect(at.success).toBeGreaterThanOrEqual(last ?? 0)
          last = at.success
        }
      })
    )
  })

  test.each<readonly [string, number, number, number | undefined, Result.Result<number, object>]>([
    ["5 s ahead of the clock", 105_000, 100_000, undefined, Result.succeed(105_000)],
    [
      "5.001 s ahead of the clock",
      105_001,
      100_000,
      undefined,
      Result.fail({ _tag: "ClockSkew", at: 105_001, clock: 100_000 })
    ],
    [
      "5.001 s behind the clock",
      94_999,
      100_000,
      undefined,
      Result.fail({ _tag: "ClockSkew", at: 94_999, clock: 100_000 })
    ],
    ["5 s behind the last entry", 95_000, 95_000, 100_000, Result.succeed(100_000)],
    [
      "5.001 s behind the last entry",
      94_999,
      95_000,
      100_000,
      Result.fail({ _tag: "ClockSkew", at: 94_999, clock: 100_000 })
    ],
    ["no time at all", Number.NaN, 95_000, undefined, Result.fail({ _tag: "ClockSkew", at: Number.NaN, clock: 95_000 })]
  ])("a commit %s", (_, at, clock, last, expected) => {
    expect(instantOf(at, clock, last, skew)).toEqual(expected)
  })

  test("an intent is tried 10 times: after 10 s, doubling, at most an hour", () => {
    const waits = Array.from({ length: lastTry }, (_, index) => nextTry(0, index + 1) / 1_000)
    expect(waits).toEqual([10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 3_600])
  })
})
