import { sqlite } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Result from "effect/Result"
import { DatabaseSync } from "node:sqlite"
import type { Trace } from "pannier/storage"
import { describe, expect, test } from "vitest"
import { folder } from "./folder.ts"
import { answers, at, clock, collections, commit, order, run, sell, shelf, sold, stock } from "./shop.ts"

const file = folder()

/** The groups that the adapter carried: how many commits each. */
const groups = () => {
  const begun: Array<number> = []
  const trace: Trace = (moment, keys) => void (moment === "begin" && begun.push(keys.length))
  return { begun, trace }
}

describe("commits that come together", () => {
  test("L26 of 64 callers for 20 units 20 win, and 44 hear that nothing is left; all in one transaction", async () => {
    const { begun, trace } = groups()
    await run(
      Effect.gen(function* () {
        const storage = yield* sqlite(file(), { clock, trace }).open(collections)
        yield* storage.commit(stock(20n))
        const outcomes = yield* answers(Array.from({ length: 64 }, (_, n) => storage.commit(sell(`order-${n}`))))
        const won = outcomes.filter(Result.isSuccess)
        expect(won.map(({ success }) => success.position)).toEqual(Array.from({ length: 20 }, (_, n) => n + 2))
        for (const lost of outcomes.filter(Result.isFailure)) {
          expect(lost.failure).toEqual({
            _tag: "BoundExceeded",
            account: "shelf",
            bound: "floor",
            wanted: 1n,
            available: 0n
          })
        }
        expect(outcomes).toHaveLength(64)
        expect(yield* storage.integrity).toEqual([])
      })
    )
    expect(begun).toEqual([1, 64])
  })

  test("L39 a refused neighbour spoils nobody, whatever it was refused for", async () => {
    await run(
      Effect.gen(function* () {
        const storage = yield* sqlite(file(), { clock }).open(collections)
        yield* storage.commit(stock(9n))
        yield* storage.commit(commit("first", { writes: [order("first")] }))
        const outcomes = yield* answers([
          storage.commit(sell("a")),
          storage.commit(commit("stale", { writes: [order("first", 7)] })),
          storage.commit(sell("b")),
          storage.commit(commit("skewed", { at: at + 60_000 })),
          storage.commit(commit("exists", { writes: [order("new"), order("first")] })),
          storage.commit(sell("c")),
          storage.commit({ ...sell("a"), fingerprint: "another" }),
          storage.commit(
            commit("greedy", {
              writes: [order("g")],
              transfers: [{ kind: "post", id: "g", from: shelf, to: sold, amount: 7n }]
            })
          ),
          storage.commit(sell("d"))
        ])
        const told = outcomes.map((one) => (Result.isSuccess(one) ? one.success.position : one.failure._tag))
        expect(told).toEqual([
          3,
          "StaleVersion",
          4,
          "ClockSkew",
          "AlreadyExists",
          5,
          "IdempotencyKeyReuse",
          "BoundExceeded",
          6
        ])
        expect((yield* storage.events(0, 99)).map(({ key }) => key)).toEqual(["stock", "first", "a", "b", "c", "d"])
        expect(yield* storage.integrity).toEqual([])
      })
    )
  })

  test("what SQLite itself refuses strikes one commit, and its neighbours are carried without it", async () => {
    const path = file()
    const { begun, trace } = groups()
    await run(
      Effect.gen(function* () {
        const storage = yield* sqlite(path, { clock, trace }).open(collections)
        yield* storage.commit(stock(9n))
        // A fault that no check can foresee: a trigger of the host's that aborts.
        const host = new DatabaseSync(path)
        host.exec(
          "CREATE TRIGGER no_b BEFORE INSERT ON doc_order WHEN new.id = 'b' BEGIN SELECT raise(ABORT, 'no b'); END"
        )
        host.close()
        const outcomes = yield* answers(["a", "b", "c"].map((id) => storage.commit(sell(id))))
        const told = outcomes.map((one) => (Result.isSuccess(one) ? one.success.position : one.failure))
        expect(told).toEqual([2, { _tag: "StorageError", reason: "Corrupt", detail: "no b (SQLite 1811)" }, 3])
        expect(yield* storage.integrity).toEqual([])
      })
    )
    expect(begun).toEqual([1, 3, 1, 1, 1])
  })

  test("a caller that is interrupted before its turn leaves nothing", async () => {
    await run(
      Effect.gen(function* () {
        const storage = yield* sqlite(file(), { clock }).open(collections)
        const gone = yield* Effect.forkChild(storage.commit(commit("gone", { writes: [order("gone")] })))
        yield* Effect.yieldNow
        yield* Fiber.interrupt(gone)
        yield* storage.commit(commit("stays", { writes: [order("stays")] }))
        expect((yield* storage.events(0, 9)).map(({ key }) => key)).toEqual(["stays"])
      })
    )
  })

  test("more callers than one group takes are all answered", async () => {
    const { begun, trace } = groups()
    await run(
      Effect.gen(function* () {
        const storage = yield* sqlite(file(), { clock, trace, synchronous: "off" }).open(collections)
        const outcomes = yield* answers(Array.from({ length: 600 }, (_, n) => storage.commit(commit(`c${n}`))))
        expect(outcomes.every(Result.isSuccess)).toBe(true)
      })
    )
    expect(begun).toEqual([256, 256, 88])
  })

  test("what waits when the shop closes is carried before the file is closed", async () => {
    const path = file()
    const waiting = await run(
      Effect.gen(function* () {
        const storage = yield* sqlite(path, { clock }).open(collections)
        const fiber = Effect.runFork(storage.commit(commit("last", { writes: [order("last")] })))
        yield* Effect.yieldNow
        return fiber
      })
    )
    expect(await Effect.runPromise(Fiber.join(waiting))).toMatchObject({ position: 1 })
  })
})

describe("receipts", () => {
  test("L38 are kept for 7 days and then cleared away a few at a time; a transfer's id is never free again", async () => {
    const day = 86_400_000
    let now = at
    await run(
      Effect.gen(function* () {
        const storage = yield* sqlite(file(), { clock: () => now, synchronous: "off" }).open(collections)
        const old = Array.from({ length: 100 }, (_, n) => commit(`old-${n}`))
        yield* storage.commit(stock(5n))
        yield* answers(old.map(storage.commit))
        now = at + 7 * day
        yield* storage.commit(commit("seventh", { at: now }))
        expect(yield* storage.receipt("stock")).toBeDefined()
        now = at + 7 * day + 1
        yield* storage.commit(commit("eighth", { at: now }))
        expect(yield* storage.receipt("stock")).toBeUndefined()
        expect(yield* storage.receipt("old-99")).toBeDefined()
        yield* storage.commit(commit("ninth", { at: now }))
        expect(yield* storage.receipt("old-99")).toBeUndefined()
        expect(yield* storage.receipt("seventh")).toBeDefined()
        const late = yield* Effect.flip(storage.commit({ ...stock(5n), at: now }))
        expect(late).toEqual({ _tag: "AlreadyDone", transfer: "stock" })
        expect(yield* storage.integrity).toEqual([])
      })
    )
  })
})
