import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { memory } from "../../src/memory/index.ts"
import { firstIndex, Sorted } from "../../src/memory/sorted.ts"
import type { Commit } from "../../src/storage/index.ts"

const commit = (key: string, at: number): Commit => ({
  key,
  fingerprint: "f",
  at,
  actor: "staff",
  reason: "test",
  guards: [],
  writes: [],
  claims: [],
  transfers: [],
  intents: [],
  done: [],
  reply: "{}"
})

describe("sorted items", () => {
  const compare = (left: number, right: number) => left - right

  // Enough of them to fill several runs, in an order without a pattern: multiples of a number modulo a prime differ.
  const drawn = fc
    .record({ count: fc.nat({ max: 4_000 }), step: fc.integer({ min: 1, max: 4_000 }) })
    .map(({ count, step }) => Array.from({ length: count }, (_, index) => (index * step) % 4_001))

  test("stand in order after every addition and removal", () => {
    fc.assert(
      fc.property(drawn, fc.nat({ max: 4_000 }), fc.integer({ min: -1, max: 4_001 }), (items, count, limit) => {
        const sorted = new Sorted(compare)
        for (const item of items) sorted.add(item)
        for (const item of items.slice(0, count)) sorted.remove(item)
        for (const item of items.slice(0, 3)) if (count > 3) sorted.remove(item)
        const left = items.slice(count).toSorted(compare)
        const reached = (item: number) => item >= limit
        expect(sorted.first).toBe(left[0])
        expect([...sorted.from()]).toEqual(left)
        expect([...sorted.from(reached)]).toEqual(left.filter(reached))
        expect(sorted.until(reached)).toEqual(left.filter((item) => !reached(item)))
        expect([...sorted.backFrom(reached)]).toEqual(left.filter((item) => !reached(item)).toReversed())
      }),
      { numRuns: 50 }
    )
  })

  test("the first that is reached is found as by looking at each", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), fc.integer({ min: -1, max: 21 }), (drawn, limit) => {
        const items = drawn.toSorted(compare)
        const expected = items.findIndex((item) => item >= limit)
        expect(firstIndex(items, (item) => item >= limit)).toBe(expected < 0 ? items.length : expected)
      })
    )
  })
})

describe("memory", () => {
  test("without a clock of its own it goes by the clock of the fiber that commits", async () => {
    const program = Effect.gen(function* () {
      const storage = yield* memory().open([])
      yield* TestClock.setTime(1_000_000)
      yield* storage.commit(commit("now", 1_000_000))
      const late = yield* Effect.flip(storage.commit(commit("late", 1_000_000 - 5_001)))
      return late._tag
    })
    expect(await Effect.runPromise(Effect.provide(Effect.scoped(program), TestClock.layer()))).toBe("ClockSkew")
  })

  test("limits that the host sets take the place of the usual ones", async () => {
    const program = Effect.gen(function* () {
      const storage = yield* memory({ clock: () => 0, limits: { items: 1, skew: 10 } }).open([])
      const skewed = yield* Effect.flip(storage.commit(commit("skewed", 11)))
      const large = yield* Effect.flip(storage.commit({ ...commit("large", 0), done: ["a", "b"] }))
      return [skewed._tag, large, storage.limits.page]
    })
    expect(await Effect.runPromise(Effect.scoped(program))).toEqual([
      "ClockSkew",
      { _tag: "StorageError", reason: "TooLarge", detail: "2 items of 1" },
      500
    ])
  })

  test("two adapters share nothing, two openings of one share everything, and a new index holds what was there", async () => {
    const notes = { name: "notes", columns: { rank: "integer" }, indexes: {} } as const
    const write = {
      collection: "notes",
      id: "n",
      expected: 0,
      json: "{}",
      columns: { rank: 1 },
      event: { type: "Noted", data: "{}" },
      change: "{}"
    }
    const adapter = memory({ clock: () => 0 })
    const program = Effect.gen(function* () {
      const one = yield* adapter.open([notes])
      yield* one.commit({ ...commit("first", 0), writes: [write] })
      const two = yield* adapter.open([{ ...notes, indexes: { rank: ["rank"] } }])
      const other = yield* memory({ clock: () => 0 }).open([notes])
      const query = { collection: "notes", index: "rank", limit: 1 }
      const found = yield* two.read({ documents: [], accounts: [], queries: [query], at: 0 })
      return [(yield* one.events(0, 9)).length, (yield* other.events(0, 9)).length, found.queries[0]?.items[0]?.id]
    })
    expect(await Effect.runPromise(Effect.scoped(program))).toEqual([1, 0, "n"])
  })
})
