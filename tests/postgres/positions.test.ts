import { once } from "node:events"
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { overPg, postgres } from "@pannier/storage-postgres"
import * as Effect from "effect/Effect"
import { afterAll, describe, expect, test } from "vitest"
import { startServer } from "@pannier/postgres-server"
import { clock, collections, commit, onStore, order, poolOf, sell, stock } from "./shop.ts"

const server = await startServer()
const pool = poolOf(server, 30)
afterAll(async () => {
  await pool.end()
  await server.stop()
})

/** Polls a log until it is told to stop, and tells every position in the order in which it was seen. */
const watch = (read: (after: number) => Promise<ReadonlyArray<number>>) => {
  const seen: Array<number> = []
  let going = true
  const watching = (async () => {
    while (going) {
      seen.push(...(await read(seen.at(-1) ?? 0)))
      await new Promise((resume) => setTimeout(resume, 1))
    }
    seen.push(...(await read(seen.at(-1) ?? 0)))
  })()
  return async () => {
    going = false
    await watching
    return seen
  }
}

const dense = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index + 1)

describe("positions of the log", () => {
  test("S05 L05 24 writers with connections of their own, and a reader who polls: he sees 1, 2, 3 without a gap, and in every prefix the shelf is covered", async () => {
    const [writers, each] = [24, 20]
    const stores = Array.from({ length: writers }, () => postgres(overPg(pool), { clock, tenant: "dense" }))
    await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const opened = yield* Effect.forEach(stores, (store) => store.open(collections))
          const [first] = opened
          if (first === undefined) throw new Error("nobody writes")
          yield* first.commit(stock(BigInt(writers * each - 30)))
          const stop = watch((after) =>
            Effect.runPromise(Effect.map(first.events(after, 50), (page) => page.map(({ position }) => position)))
          )
          const outcomes = yield* Effect.forEach(
            opened,
            (storage, writer) =>
              Effect.forEach(dense(each), (number) => Effect.result(storage.commit(sell(`o-${writer}-${number}`)))),
            { concurrency: "unbounded" }
          )
          const seen = yield* Effect.promise(stop)
          const sold = outcomes.flat().filter(({ _tag }) => _tag === "Success").length
          expect(sold).toBe(writers * each - 30)
          expect(seen).toEqual(dense(sold + 1))
          let left = 0n
          for (const { lines } of yield* first.events(0, 1_000)) {
            for (const { amount, to } of lines) left += to === "shelf" ? amount : -amount
            expect(left).toBeGreaterThanOrEqual(0n)
          }
          expect(left).toBe(0n)
        })
      )
    )
  })

  test("the same reader finds a log whose positions come from a sequence broken: some commit overtakes another and is lost to him", async () => {
    await pool.query("CREATE TABLE naive (position bigserial PRIMARY KEY)")
    const stop = watch(async (after) => {
      const { rows } = await pool.query<{ position: string }>(
        "SELECT position FROM naive WHERE position > $1 ORDER BY position",
        [after]
      )
      return rows.map(({ position }) => Number(position))
    })
    const writer = async (number: number) => {
      for (let turn = 0; turn < 20; turn++) {
        const client = await pool.connect()
        await client.query("BEGIN")
        await client.query("INSERT INTO naive DEFAULT VALUES")
        await new Promise((resume) => setTimeout(resume, (number + turn) % 5))
        // One in seven is refused after it has drawn its position.
        await client.query((number + turn) % 7 === 0 ? "ROLLBACK" : "COMMIT")
        client.release()
      }
    }
    await Promise.all(Array.from({ length: 24 }, (_, number) => writer(number)))
    const seen = await stop()
    const { rows } = await pool.query<{ count: string }>("SELECT count(*) FROM naive")
    expect(seen.length).toBeLessThan(Number(rows[0]?.count))
    expect(seen).not.toEqual(dense(seen.length))
  })

  test("several processes write into one log, each document once", async () => {
    const child = fileURLToPath(new URL("seller.ts", import.meta.url))
    await onStore(pool, { tenant: "processes" }, (storage) =>
      Effect.gen(function* () {
        yield* storage.commit(stock(100n))
        const ended = yield* Effect.promise(() =>
          Promise.all(
            ["a", "b", "c"].map(async (name) => {
              const options = ["--conditions=@pannier/source", child, JSON.stringify(server.connection), name]
              const process_ = spawn(process.execPath, options, { stdio: "inherit" })
              const [code] = await once(process_, "exit")
              return code
            })
          )
        )
        expect(ended).toEqual([0, 0, 0])
        const entries = yield* storage.events(0, 1_000)
        expect(entries.map(({ position }) => position)).toEqual(dense(101))
        const [balance] = (yield* storage.read({ documents: [], accounts: ["shelf"], queries: [], at: clock() }))
          .accounts
        expect(balance?.posted).toBe(0n)
        yield* storage.commit(commit("after", { writes: [order("after")] }))
      })
    )
  })
})
