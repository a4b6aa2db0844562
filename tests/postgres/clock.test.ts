import { type Driver, overPg, postgres, type PostgresOptions } from "@pannier/storage-postgres"
import { startServer } from "@pannier/postgres-server"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Storage } from "pannier/storage"
import { afterAll, describe, expect, test } from "vitest"
import { collections, commit, order, poolOf } from "./shop.ts"

const server = await startServer()
const pool = poolOf(server)
afterAll(async () => {
  await pool.end()
  await server.stop()
})

/** The server, as a machine sees it whose own clock is so many milliseconds behind; ahead, where that is negative. */
const seenFrom = (behind: number): Driver => {
  const moved = (sql: string) =>
    sql.replaceAll("clock_timestamp()", `(clock_timestamp() + interval '${behind} milliseconds')`)
  const driver = overPg(pool)
  return {
    query: (sql, parameters) => driver.query(moved(sql), parameters),
    transaction: (body) => driver.transaction((query) => body((sql, parameters) => query(moved(sql), parameters)))
  }
}

/** The same instant for the machine and for whoever asks: a machine whose clock is off believes it. */
const on = <A, E>(
  tenant: string,
  behind: number,
  body: (storage: Storage) => Effect.Effect<A, E>,
  options: PostgresOptions = {}
) =>
  Effect.runPromise(
    Effect.scoped(
      Effect.flatMap(postgres(seenFrom(behind), { tenant, schema: "clocks", ...options }).open(collections), body)
    )
  )

const outcome = Effect.fnUntraced(function* <A, E extends { readonly _tag: string }>(asked: Effect.Effect<A, E>) {
  const answer = yield* Effect.result(asked)
  return Result.isSuccess(answer) ? "done" : answer.failure._tag
})

const hour = 3_600_000

/** What a machine does whose clock says now: it sells, and its worker asks for what is due. */
const sellAndWork = (name: string) => (storage: Storage) =>
  Effect.gen(function* () {
    const at = yield* Clock.currentTimeMillis
    const sale = commit(name, {
      at,
      writes: [order(name)],
      intents: [{ id: name, lane: name, kind: "k", payload: "{}", due: at }]
    })
    return [yield* outcome(storage.commit(sale)), yield* outcome(storage.take(at, 10))]
  })

describe("clocks of several machines on one database", () => {
  test("L60 the server's clock counts: a machine that is an hour off is refused, and stops no other", async () => {
    expect(await on("a", -hour, sellAndWork("ahead"))).toEqual(["ClockSkew", "ClockSkew"])
    expect(await on("a", hour, sellAndWork("behind"))).toEqual(["ClockSkew", "ClockSkew"])
    expect(await on("a", 0, sellAndWork("right"))).toEqual(["done", "done"])
    const [told] = await on("a", 0, (storage) => storage.events(0, 10))
    expect(Math.abs((told?.at ?? 0) - Date.now())).toBeLessThan(60_000)
  })

  test("L60 a machine that is a second off sells as every other", async () => {
    expect(await on("b", -1_000, sellAndWork("ahead"))).toEqual(["done", "done"])
    expect(await on("b", 1_000, sellAndWork("behind"))).toEqual(["done", "done"])
  })

  test("a clock that the host gives takes the place of the server's", async () => {
    const options = { clock: () => Date.now() }
    expect(await on("c", -hour, sellAndWork("ahead"), options)).toEqual(["done", "done"])
  })

  test("receipts are let go by the server's time, not by that of a machine a month ahead", async () => {
    const again = (storage: Storage) => outcome(storage.commit(commit("kept", { at: Date.now() })))
    expect(await on("d", 0, again)).toBe("done")
    expect(await on("d", -30 * 24 * hour, sellAndWork("ahead"))).toEqual(["ClockSkew", "ClockSkew"])
    expect(await on("d", 0, (storage) => Effect.map(storage.receipt("kept"), (kept) => kept?.position))).toBe(1)
    expect(await on("d", 0, again)).toBe("done")
  })
})
