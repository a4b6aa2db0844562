import { spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { type Driver, dropUndeclaredIndexes, overPg, postgres, type PostgresOptions } from "@pannier/storage-postgres"
import { startServer } from "@pannier/postgres-server"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { audit, type CollectionShape, type Storage } from "pannier/storage"
import pg from "pg"
import { afterAll, describe, expect, test } from "vitest"
import { clock, collections, commit, order, poolOf } from "./shop.ts"

const server = await startServer()
const pool = poolOf(server, 12)
afterAll(async () => {
  await pool.end()
  await server.stop()
})

/** A shape of a later release: another column, or another index over those that are there. */
const later = (parts: Partial<CollectionShape>): ReadonlyArray<CollectionShape> => [
  { name: "order", columns: { state: "text" }, indexes: { by_state: ["state"] }, ...parts }
]
const wider = later({ columns: { state: "text", more: "text" } })

const open = (options: PostgresOptions, shapes = collections, driver: Driver = overPg(pool)) =>
  postgres(driver, { clock, ...options }).open(shapes)

const run = <A, E>(effect: Effect.Effect<A, E>): Promise<A> => Effect.runPromise(effect)

const find = (storage: Storage, index: string) =>
  Effect.map(
    Effect.result(
      storage.read({
        documents: [],
        accounts: [],
        queries: [{ collection: "order", index, equals: ["placed"], limit: 3 }],
        at: 0
      })
    ),
    (answer) => (Result.isSuccess(answer) ? answer.success.queries[0]?.items.length : answer.failure.reason)
  )

const indexesOf = async (schema: string): Promise<ReadonlyArray<string>> => {
  const { rows } = await pool.query(
    "SELECT indexname FROM pg_indexes WHERE schemaname = $1 AND indexname LIKE '%:%' ORDER BY 1",
    [schema]
  )
  return rows.map(({ indexname }) => indexname)
}

/** A driver that tells of every statement of a transaction before it is sent, and of every one that failed. */
const watched = (before: (sql: string) => Promise<void>, failed: (sql: string) => void = () => {}): Driver => {
  const driver = overPg(pool)
  return {
    query: driver.query,
    transaction: (body) =>
      driver.transaction((query) =>
        body(async (sql, parameters) => {
          await before(sql)
          return query(sql, parameters).catch((cause: unknown) => {
            failed(sql)
            throw cause
          })
        })
      )
  }
}

describe("a release that adds a column, beside nodes that sell", () => {
  test("loses no document that is committed into an empty collection a moment before, and no right or view of its table", async () => {
    await run(
      Effect.scoped(
        Effect.gen(function* () {
          const old = yield* open({ schema: "moment" })
          yield* Effect.promise(() =>
            pool.query(
              "CREATE ROLE till LOGIN; GRANT USAGE ON SCHEMA moment TO till; GRANT SELECT ON moment.doc_order TO till; CREATE VIEW moment.host AS SELECT id FROM moment.doc_order"
            )
          )
          let sold = 0
          const late = watched(async (sql) => {
            if (!/^(ALTER|DROP)/.test(sql) || sold++ > 0) return
            await run(old.commit(commit("one", { writes: [order("one")] })))
          })
          const storage = yield* open({ schema: "moment" }, wider, late)
          expect(sold).toBe(1)
          const { documents } = yield* storage.read({
            documents: [{ collection: "order", id: "one" }],
            accounts: [],
            queries: [],
            at: 0
          })
          expect(documents[0]?.version).toBe(1)
          expect((yield* audit(storage)).violations).toEqual([])
          expect(yield* storage.building).toEqual([{ collection: "order", column: "more" }])
          // The old node sells on, and so does whoever had a right or a view.
          yield* old.commit(commit("two", { writes: [order("two")] }))
          const { rows } = yield* Effect.promise(() => pool.query("SELECT id FROM moment.host ORDER BY id"))
          expect(rows).toEqual([{ id: "one" }, { id: "two" }])
          const { rows: rights } = yield* Effect.promise(() =>
            pool.query("SELECT has_table_privilege('till', 'moment.doc_order', 'SELECT') AS may")
          )
          expect(rights).toEqual([{ may: true }])
        })
      )
    )
  })

  test("waits for a snapshot that is open, while everybody else reads and sells", async () => {
    const told: Array<string> = []
    await run(
      Effect.scoped(
        Effect.gen(function* () {
          const old = yield* open({ schema: "online" })
          yield* old.commit(commit("one", { writes: [order("one")] }))
          const reader = yield* Effect.promise(() => pool.connect())
          yield* Effect.promise(() =>
            reader.query("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM online.doc_order")
          )
          let refusals = 0
          let refused = () => {}
          const twice = new Promise<void>((resume) => {
            refused = resume
          })
          const driver = watched(
            async () => {},
            (sql) => {
              if (sql.startsWith("ALTER") && ++refusals === 2) refused()
            }
          )
          const opening = run(Effect.scoped(Effect.as(open({ schema: "online" }, wider, driver), undefined))).then(() =>
            told.push("opened")
          )
          // The lock was asked for and given up, and is asked for again by now.
          yield* Effect.promise(() => twice)
          yield* old.commit(commit("two", { writes: [order("two")] }))
          expect(yield* find(old, "by_state")).toBe(2)
          told.push("sold")
          yield* Effect.promise(() => reader.query("COMMIT"))
          reader.release()
          yield* Effect.promise(() => opening)
        })
      )
    )
    expect(told).toEqual(["sold", "opened"])
  })
})

describe("a release that adds an index over columns that are there", () => {
  const many = (schema: string) =>
    pool.query(
      `INSERT INTO ${schema}.doc_order (tenant, id, version, document, state) SELECT 'main', 'o' || n, 1, '{}', 'placed' FROM generate_series(1, 1500) n`
    )
  const newer = later({ indexes: { by_state: ["state"], again: ["state"] } })
  const other = later({
    columns: { state: "text", more: "text" },
    indexes: { by_state: ["state", "more"], newest: ["more"] }
  })

  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    while (!(await holds())) await new Promise((resume) => setTimeout(resume, 50))
  }

  test("serves it from the index that is there already, whatever its name", async () => {
    await run(Effect.scoped(Effect.asVoid(open({ schema: "same" }))))
    await run(
      Effect.scoped(
        Effect.gen(function* () {
          const storage = yield* open({ schema: "same" }, newer)
          expect(yield* find(storage, "again")).toBe(0)
        })
      )
    )
    expect(await indexesOf("same")).toEqual(["doc_order:by_state"])
  })

  test("sells while it is built, and the index answers `IndexBuilding` until it is ready", async () => {
    await run(
      Effect.scoped(
        Effect.gen(function* () {
          const old = yield* open({ schema: "built" }, wider)
          yield* Effect.promise(() => many("built"))
          // Whoever builds an index waits for transactions that are older than it.
          const reader = yield* Effect.promise(() => pool.connect())
          yield* Effect.promise(() =>
            reader.query("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM built.doc_order")
          )
          const one = yield* open({ schema: "built" }, other)
          const two = yield* open({ schema: "built" }, other)
          const checking = yield* open({ schema: "built", snapshot: true }, other)
          expect(yield* find(one, "newest")).toBe("IndexBuilding")
          expect(yield* find(two, "by_state")).toBe("IndexBuilding")
          expect(yield* find(one, "id")).toBe(0)
          expect(yield* find(checking, "by_state")).toBe(3)
          yield* one.commit(commit("one", { writes: [order("one")] }))
          expect(yield* find(old, "by_state")).toBe(3)
          yield* Effect.promise(() => reader.query("COMMIT"))
          reader.release()
        })
      )
    )
    await run(
      Effect.scoped(
        Effect.gen(function* () {
          const [one, two] = [yield* open({ schema: "built" }, other), yield* open({ schema: "built" }, other)]
          yield* Effect.promise(() => until(async () => (await run(find(one, "by_state"))) === 3))
          yield* Effect.promise(() => until(async () => (await run(find(two, "newest"))) === 0))
        })
      )
    )
    expect(await indexesOf("built")).toEqual(["doc_order:by_state", "doc_order:by_state:2", "doc_order:newest"])
    // A node of the former release that starts again leaves all of them.
    await run(Effect.scoped(Effect.asVoid(open({ schema: "built" }, wider))))
    expect(await indexesOf("built")).toEqual(["doc_order:by_state", "doc_order:by_state:2", "doc_order:newest"])
    // Until somebody says that it has none any more.
    const dropped = await run(dropUndeclaredIndexes(overPg(pool), other, { schema: "built" }))
    expect(dropped).toEqual(["doc_order:by_state"])
    expect(await indexesOf("built")).toEqual(["doc_order:by_state:2", "doc_order:newest"])
  })

  test("takes a build back when it is closed, and the next node begins it anew and can wait for it", async () => {
    await run(Effect.scoped(Effect.asVoid(open({ schema: "closed" }, wider))))
    await many("closed")
    const reader = await pool.connect()
    await reader.query("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM closed.doc_order")
    await run(
      Effect.scoped(
        Effect.gen(function* () {
          yield* open({ schema: "closed" }, other)
          yield* Effect.promise(() =>
            until(async () => {
              const { rows } = await pool.query("SELECT FROM pg_stat_progress_create_index")
              return rows.length > 0
            })
          )
        })
      )
    )
    // Closing did not wait for the reader.
    const { rows } = await pool.query("SELECT FROM pg_stat_progress_create_index")
    expect(rows).toEqual([])
    await reader.query("COMMIT")
    reader.release()
    await run(
      Effect.scoped(
        Effect.gen(function* () {
          const storage = yield* open({ schema: "closed", indexesFirst: true }, other)
          expect(yield* find(storage, "by_state")).toBe(3)
        })
      )
    )
    const { rows: broken } = await pool.query("SELECT FROM pg_index WHERE NOT indisvalid")
    expect(broken).toEqual([])
  })

  test("that the server ends each time is told to whoever waits for it, not begun anew for ever", async () => {
    await run(Effect.scoped(Effect.asVoid(open({ schema: "ended" }, wider))))
    await many("ended")
    const reader = await pool.connect()
    await reader.query("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM ended.doc_order")
    const hasty = new pg.Pool({ ...server.connection, max: 2, options: "-c statement_timeout=500ms" })
    const refused = await run(
      Effect.flip(Effect.scoped(open({ schema: "ended", indexesFirst: true }, other, overPg(hasty))))
    )
    expect(refused).toMatchObject({ reason: "Unavailable", detail: expect.stringContaining("statement timeout") })
    await reader.query("COMMIT")
    reader.release()
    await hasty.end()
  })

  test("that another node builds is waited for by a program that has nothing else to do", async () => {
    await run(Effect.scoped(Effect.asVoid(open({ schema: "waited" }, wider))))
    await many("waited")
    const builder = await pool.connect()
    await builder.query("BEGIN; LOCK TABLE waited.doc_order IN SHARE UPDATE EXCLUSIVE MODE")
    const told = ["--conditions=@pannier/source", fileURLToPath(new URL("deployment.ts", import.meta.url))]
    const given = [JSON.stringify(server.connection), "waited", JSON.stringify(other)]
    const program = spawn(process.execPath, [...told, ...given], { stdio: ["ignore", "pipe", "inherit"] })
    const [begun, ended] = [once(program.stdout, "data"), once(program, "close")]
    // Once its pool has let its connections go nothing but the wait holds it.
    await begun
    await new Promise((resume) => setTimeout(resume, 1_500))
    expect(program.exitCode).toBeNull()
    await builder.query("ROLLBACK")
    builder.release()
    expect(await ended).toEqual([0, null])
    expect(await indexesOf("waited")).toContain("doc_order:newest")
  })

  test("opens for a role that may not build it, which finds it once another role has built it", async () => {
    const indexed = later({ columns: { state: "text", more: "text" }, indexes: { newest: ["more"] } })
    await run(Effect.scoped(Effect.asVoid(open({ schema: "apart" }, wider))))
    await many("apart")
    await pool.query(
      "CREATE ROLE seller LOGIN; GRANT USAGE ON SCHEMA apart TO seller; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA apart TO seller"
    )
    const sellers = new pg.Pool({ ...server.connection, user: "seller", max: 3 })
    sellers.on("error", () => {})
    const options = { schema: "apart", rowSecurity: true }
    await run(
      Effect.scoped(
        Effect.gen(function* () {
          const storage = yield* open(options, indexed, overPg(sellers))
          expect(yield* find(storage, "newest")).toBe("IndexBuilding")
          yield* storage.commit(commit("one", { writes: [order("one")] }))
          const waiting = yield* Effect.flip(open({ ...options, indexesFirst: true }, indexed, overPg(sellers)))
          expect(waiting).toMatchObject({ reason: "Unavailable" })
          // The owner's step of the deployment, with the wall and without.
          yield* Effect.scoped(Effect.asVoid(open({ ...options, indexesFirst: true }, indexed)))
          expect(yield* find(storage, "newest")).toBe(0)
        })
      )
    )
    await sellers.end()
    expect(await indexesOf("apart")).toEqual(["doc_order:by_state", "doc_order:newest"])
  })
})
