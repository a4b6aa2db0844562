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

  test("stand in order after every addition and removal", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { maxLength: 50 }), fc.integer({ min: 0, max: 50 }), (items, count) => {
        const sorted = new Sorted(compare)
        for (const item of items) sorted.add(item)
        for (const item of items.slice(0, count)) sorted.remove(item)
        expect(sorted.items).toEqual(items.slice(count).toSorted(compare))
      })
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
