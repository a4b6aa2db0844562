import { createServer } from "node:net"
import { type Driver, overPg, postgres } from "@pannier/storage-postgres"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import pg from "pg"
import { afterAll, describe, expect, test } from "vitest"
import { startServer } from "@pannier/postgres-server"
import { atOnce, clock, collections, commit, onStore, order, poolOf, sell, stock } from "./shop.ts"

const server = await startServer()
const pool = poolOf(server)
afterAll(async () => {
  await pool.end()
  await server.stop()
})

/** Fails as a server would: a failure with its SQLSTATE, or a connection that is gone and gives none. */
const failure = (code?: string): Error =>
  Object.assign(new Error(`planted ${code}`), code === undefined ? {} : { code })

/** Opens a store over a driver that is spoiled once it is open. */
const onSpoiled = (tenant: string, spoil: (driver: Driver) => Driver, count = 20) => {
  const driver = overPg(pool)
  let current = driver
  const switched: Driver = {
    query: (sql, parameters) => current.query(sql, parameters),
    transaction: (body) => current.transaction(body)
  }
  return Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const storage = yield* postgres(switched, { clock, tenant }).open(collections)
        yield* storage.commit(stock(BigInt(count)))
        current = spoil(driver)
        const answers = yield* atOnce(Array.from({ length: count }, (_, number) => storage.commit(sell(`o-${number}`))))
        current = driver
        return { answers, entries: yield* storage.events(1, 1_000), trial: yield* storage.trial }
      })
    )
  )
}

describe("failures of the database", () => {
  test.each(["40001", "40P01", "55P03", "53300", "57P01", "EPIPE", undefined])(
    "F3 what fails with %s before COMMIT is carried out again, and stands once",
    async (code) => {
      let planted = 0
      const { answers, entries, trial } = await onSpoiled(`before ${code}`, (driver) => ({
        ...driver,
        transaction: (body) =>
          driver.transaction((query) =>
            body((sql, parameters) => {
              const isLast = sql.startsWith("WITH p0")
              if (!isLast || planted++ >= 3) return query(sql, parameters)
              return Promise.reject(failure(code))
            })
          )
      }))
      expect(planted).toBeGreaterThanOrEqual(4)
      expect(answers.every(Result.isSuccess)).toBe(true)
      expect(entries.length).toBe(20)
      expect(trial).toEqual([{ unit: "variant:tea", accounts: 3, posted: 0n, debit: 20n }])
    }
  )

  test("F2 where COMMIT was carried out and its answer lost, the key settles it: one effect, the first reply", async () => {
    let lost = 0
    const { answers, entries } = await onSpoiled("after", (driver) => ({
      ...driver,
      transaction: async (body) => {
        const answer = await driver.transaction(body)
        if (lost++ < 2) throw failure()
        return answer
      }
    }))
    expect(lost).toBeGreaterThan(0)
    expect(answers.map((answer) => (Result.isSuccess(answer) ? answer.success.reply : answer.failure))).toEqual(
      Array.from({ length: 20 }, (_, number) => JSON.stringify({ key: `o-${number}` }))
    )
    expect(entries.length).toBe(20)
  })

  test("F2 where nobody answers any more after a COMMIT, the outcome is `Unknown`, and the same key settles it later", async () => {
    let committed = false
    const driver = overPg(pool)
    const gone: Driver = {
      query: (sql, parameters) => (committed ? Promise.reject(failure()) : driver.query(sql, parameters)),
      transaction: async (body) => {
        const answer = await driver.transaction(body)
        committed = true
        throw Object.assign(failure(), { answer })
      }
    }
    let current = driver
    const switched: Driver = {
      query: (sql, parameters) => current.query(sql, parameters),
      transaction: (body) => current.transaction(body)
    }
    await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const storage = yield* postgres(switched, { clock, tenant: "unknown" }).open(collections)
          current = gone
          expect(yield* Effect.flip(storage.commit(commit("one", { writes: [order("one")] })))).toEqual({
            _tag: "Unknown",
            key: "one"
          })
          current = driver
          expect(yield* storage.commit(commit("one", { writes: [order("one")] }))).toMatchObject({ repeated: true })
        })
      )
    )
  })

  test("F2 where a lost COMMIT is followed by a refusal to connect, every commit of the group is `Unknown`", async () => {
    let committed = false
    const { answers, entries } = await onSpoiled("shut out", (driver) => ({
      query: (sql, parameters) => (committed ? Promise.reject(failure("28000")) : driver.query(sql, parameters)),
      transaction: async (body) => {
        if (committed) throw failure("28000")
        await driver.transaction(body)
        committed = true
        throw failure()
      }
    }))
    // All of them stand, so nobody may be told that nothing does.
    expect(entries.length).toBe(20)
    expect(answers.map((answer) => (Result.isSuccess(answer) ? "Committed" : answer.failure._tag))).toEqual(
      answers.map(() => "Unknown")
    )
  })

  test("F3 connections that are cut off under load lose nothing and repeat nothing", async () => {
    const cutter = poolOf(server, 1)
    let [cut, rounds, cuts] = [0, 0, 0]
    const timer = setInterval(() => {
      // On a slow machine nothing would ever be done between two cuts.
      if (cuts++ >= 4) return
      void cutter
        .query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        .then(({ rowCount }) => (cut += rowCount ?? 0))
    }, 120)
    const entries = await onStore(pool, { tenant: "cut" }, (storage) =>
      Effect.gen(function* () {
        yield* storage.commit(stock(1_000_000n))
        for (; rounds < 20 || cut < 6; rounds++) {
          const round = rounds
          cuts = 0
          const answers = yield* atOnce(
            Array.from({ length: 20 }, (_, number) => storage.commit(sell(`o-${round}-${number}`)))
          )
          expect(answers.filter(Result.isFailure)).toEqual([])
        }
        return yield* storage.events(1, 1_000_000)
      })
    ).finally(() => clearInterval(timer))
    await cutter.end()
    expect(cut).toBeGreaterThan(5)
    expect(new Set(entries.map(({ key }) => key)).size).toBe(20 * rounds)
    expect(entries.map(({ position }) => position)).toEqual(entries.map((_, index) => index + 2))
  })

  test("F3 a snapshot whose connection is cut off answers that the server is out of reach, and is closed like any other", async () => {
    const tenant = "cut snapshot"
    await onStore(pool, { tenant }, (storage) => storage.commit(stock(1n)))
    const lone = poolOf(server, 1)
    const answer = await onStore(lone, { tenant, snapshot: true }, (storage) =>
      Effect.gen(function* () {
        expect(yield* storage.trial).toMatchObject([{ debit: 1n }])
        yield* Effect.promise(() =>
          pool.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'")
        )
        return yield* Effect.flip(storage.trial)
      })
    )
    expect(answer).toMatchObject({ _tag: "StorageError", reason: "Unavailable" })
    // Its connection went nowhere else, and another moment can be looked at.
    expect(await onStore(lone, { tenant, snapshot: true }, ({ trial }) => trial)).toMatchObject([{ debit: 1n }])
    await lone.end()
  })

  test("F3 a snapshot whose connection is lost before anything was read is taken once more", async () => {
    const tenant = "cut opening"
    await onStore(pool, { tenant }, (storage) => storage.commit(stock(1n)))
    const driver = overPg(pool)
    for (const nth of [1, 2, 4]) {
      let asked = 0
      const losing: Driver = {
        ...driver,
        transaction: (body) =>
          driver.transaction((query) =>
            body((sql, parameters) => (++asked === nth ? Promise.reject(failure()) : query(sql, parameters)))
          )
      }
      const opened = postgres(losing, { clock, tenant, snapshot: true }).open(collections)
      const trial = await Effect.runPromise(Effect.scoped(Effect.flatMap(opened, (storage) => storage.trial)))
      expect(trial).toMatchObject([{ debit: 1n }])
      expect(asked).toBeGreaterThan(nth)
    }
  })

  test("F3 a server whose first word on a connection is followed at once by its last ends a statement, not the process", async () => {
    // One packet: logged in, ready, and what the children of a killed server say.
    const fatal = "SFATAL\0VFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0"
    const message = (type: string, body: Buffer | string) => {
      const head = Buffer.from(`${type}0000`, "latin1")
      head.writeInt32BE(4 + body.length, 1)
      return Buffer.concat([head, Buffer.from(body)])
    }
    const packet = Buffer.concat([message("R", Buffer.alloc(4)), message("Z", "I"), message("E", fatal)])
    const dying = createServer((socket) => void socket.once("data", () => void socket.end(packet)))
    await new Promise<void>((resume) => dying.listen(0, "127.0.0.1", resume))
    const address = dying.address()
    const port = typeof address === "object" && address !== null ? address.port : 0
    const lone = new pg.Pool({ host: "127.0.0.1", port, user: "shop", database: "shop" })
    await expect(overPg(lone).query("SELECT 1", [])).rejects.toThrow(/not queryable|terminating connection/)
    await lone.end()
    dying.close()
  })

  test("callers who wait together for a lock past the `statement_timeout` hear so together, not one after the other", async () => {
    const impatient = new pg.Pool({ ...server.connection, max: 4, options: "-c statement_timeout=400ms" })
    const other = new pg.Client(server.connection)
    await other.connect()
    const tenant = "impatient"
    await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const storage = yield* postgres(overPg(impatient), { clock, tenant }).open(collections)
          yield* storage.commit(stock(20n))
          yield* Effect.promise(() => other.query("BEGIN"))
          yield* Effect.promise(() => other.query("SELECT FROM pannier.head WHERE tenant = $1 FOR UPDATE", [tenant]))
          const since = performance.now()
          const sales = Array.from({ length: 20 }, (_, number) => storage.commit(sell(`o-${number}`)))
          const answers = yield* atOnce(sales)
          // All together, then the first of them alone: one after the other would be 8 seconds.
          expect(performance.now() - since).toBeLessThan(4_000)
          expect(answers.map((answer) => Result.isFailure(answer) && answer.failure)).toEqual(
            answers.map(() => expect.objectContaining({ _tag: "StorageError", reason: "Unavailable" }))
          )
          yield* Effect.promise(() => other.query("ROLLBACK"))
          expect((yield* atOnce(sales)).every(Result.isSuccess)).toBe(true)
          expect(yield* storage.events(0, 99)).toHaveLength(21)
        })
      )
    )
    await other.end()
    await impatient.end()
  })

  test("a key longer than an index takes is refused as `TooLarge`, and its neighbours stand", async () => {
    const long = "x".repeat(3_000)
    await onStore(pool, { tenant: "long" }, (storage) =>
      Effect.gen(function* () {
        const answers = yield* atOnce([
          storage.commit(commit("one", { writes: [order("one")] })),
          storage.commit(commit("two", { writes: [order(long)] })),
          storage.commit(commit("three", { claims: [{ kind: "claim", scope: "s", value: long, holder: "h" }] })),
          storage.commit(commit(long))
        ])
        const told = answers.map((answer) => (Result.isSuccess(answer) ? "Committed" : answer.failure))
        const refused = { _tag: "StorageError", reason: "TooLarge" }
        expect(told).toMatchObject(["Committed", refused, refused, refused])
      })
    )
  })
})
