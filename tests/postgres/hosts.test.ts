import { PgClient } from "@effect/sql-pg"
import { overPg, overSqlClient, postgres } from "@pannier/storage-postgres"
import { startServer } from "@pannier/postgres-server"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as Result from "effect/Result"
import { memory } from "pannier/memory"
import { check, equivalence, storageLaws } from "pannier/testing"
import pg from "pg"
import { afterAll, describe, expect, test } from "vitest"
import { atOnce, clock, collections, commit, onStore, order, poolOf, sell, stock } from "./shop.ts"

const server = await startServer()
const pool = poolOf(server)
afterAll(async () => {
  await pool.end()
  await server.stop()
})

await pool.query("CREATE TABLE member (name text PRIMARY KEY, orders integer NOT NULL)")
const members = async () => (await pool.query("SELECT name, orders FROM member ORDER BY name")).rows

describe("the host's own statements", () => {
  test("stand with the commit, and see what it wrote; a repeated key does not run them again", async () => {
    await onStore(pool, { tenant: "alongside" }, (storage) =>
      Effect.gen(function* () {
        const one = commit("a", { writes: [order("o")] })
        const join = storage.commitAlongside(one, async (query) => {
          const [row] = await query("SELECT count(*)::text FROM pannier.doc_order WHERE tenant = $1::text", [
            "alongside"
          ])
          await query("INSERT INTO member VALUES ($1::text, $2::integer)", ["ann", row?.[0] ?? null])
        })
        expect(yield* join).toEqual({ position: 1, reply: '{"key":"a"}', repeated: false })
        expect(yield* join).toEqual({ position: 1, reply: '{"key":"a"}', repeated: true })
      })
    )
    expect(await members()).toEqual([{ name: "ann", orders: 1 }])
  })

  test("what they throw takes the whole commit back, and spoils no neighbour; a failure they hide does too", async () => {
    await onStore(pool, { tenant: "refused" }, (storage) =>
      Effect.gen(function* () {
        yield* storage.commit(stock(9n))
        const answers = yield* atOnce([
          storage.commit(sell("a")),
          storage.commitAlongside(sell("b"), async (query) => {
            await query("INSERT INTO member VALUES ('bob', 1)", [])
            throw new Error("bob owes us money")
          }),
          storage.commitAlongside(sell("c"), async (query) => {
            // Its name is taken, and the host looks away.
            await query("INSERT INTO member VALUES ('ann', 2)", []).catch(() => [])
          }),
          storage.commit(sell("d"))
        ])
        expect(answers.map((answer) => (Result.isSuccess(answer) ? "Committed" : answer.failure._tag))).toEqual([
          "Committed",
          "HostRefused",
          "HostRefused",
          "Committed"
        ])
        expect((yield* storage.events(1, 9)).map(({ key }) => key)).toEqual(["a", "d"])
      })
    )
    expect(await members()).toEqual([{ name: "ann", orders: 1 }])
  })

  test.each(["40001", "40P01"])("run again after %s, whatever the host's tools made of it", async (code) => {
    let calls = 0
    const committed = await onStore(pool, { tenant: `again ${code}` }, (storage) =>
      storage.commitAlongside(commit("a"), async (query) => {
        calls++
        if (calls > 2) return
        const raise = `DO $$ BEGIN RAISE EXCEPTION 'planted' USING ERRCODE = '${code}'; END $$`
        // Some tools wrap what they hear, and some hosts look away.
        await query(raise, []).catch((cause: unknown) => {
          if (calls === 1) throw new Error("a statement failed", { cause })
        })
      })
    )
    expect(committed).toMatchObject({ position: 1, repeated: false })
    expect(calls).toBe(3)
  })

  test("a commit joins the host's transaction and falls with it; a snapshot that cannot see others is refused", async () => {
    await onStore(pool, { tenant: "joined" }, (storage) =>
      Effect.gen(function* () {
        const client = yield* Effect.promise(() => pool.connect())
        const query = async (sql: string, values: ReadonlyArray<string | null>) =>
          (await client.query({ text: sql, values: [...values], rowMode: "array" })).rows
        const within = (level: string, end: string) =>
          Effect.gen(function* () {
            yield* Effect.promise(() => client.query(`BEGIN ISOLATION LEVEL ${level}`))
            const answer = yield* Effect.result(storage.within(query).commit(commit("one", { writes: [order("one")] })))
            yield* Effect.promise(() => client.query(end))
            return answer
          })
        expect(yield* within("REPEATABLE READ", "ROLLBACK")).toMatchObject({ failure: { reason: "Unsupported" } })
        expect(yield* within("READ COMMITTED", "ROLLBACK")).toMatchObject({ success: { position: 1, repeated: false } })
        expect(yield* storage.events(0, 9)).toEqual([])
        expect(yield* within("READ COMMITTED", "COMMIT")).toMatchObject({ success: { position: 1, repeated: false } })
        expect((yield* storage.events(0, 9)).length).toBe(1)
        client.release()
      })
    )
  })
})

describe("effect's PostgreSQL client", () => {
  test("carries the same laws as `pg`", async () => {
    await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const client = yield* Effect.provide(PgClient.make({ url: Redacted.make(server.url) }), Reactivity.layer)
          let tenants = 0
          const fresh = (now: () => number) =>
            postgres(overSqlClient(client), { clock: now, tenant: `effect ${tenants++}` })
          const law = equivalence((now) => memory({ clock: now }), fresh)
          yield* Effect.promise(() => check(law, { runs: 20 }))
          const races = storageLaws(fresh).filter(({ id }) => ["L26", "S03", "S04"].includes(id))
          expect(races.length).toBe(3)
          for (const race of races) yield* Effect.promise(() => check(race, { runs: 5 }))
        })
      )
    )
  })
})

describe("a tenant's rows", () => {
  test("are all that a role of the database sees and writes, whatever it asks, through the store and past it", async () => {
    await onStore(pool, { tenant: "ours" }, (storage) => storage.commit(commit("one", { writes: [order("one")] })))
    await onStore(pool, { tenant: "theirs" }, (storage) => storage.commit(commit("two", { writes: [order("two")] })))
    await pool.query("CREATE ROLE clerk LOGIN")
    await pool.query("GRANT USAGE ON SCHEMA pannier TO clerk")
    await pool.query("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pannier TO clerk")
    await pool.query("REVOKE INSERT, UPDATE, DELETE ON pannier.layout FROM clerk")
    const clerks = new pg.Pool({ ...server.connection, user: "clerk", max: 2 })
    clerks.on("error", () => {})
    // Nobody is told: nothing is seen.
    expect((await clerks.query("SELECT * FROM pannier.doc_order")).rows).toEqual([])
    const client = await clerks.connect()
    await client.query("BEGIN; SET LOCAL pannier.tenant = 'ours'")
    expect((await client.query("SELECT id FROM pannier.doc_order")).rows).toEqual([{ id: "one" }])
    await expect(client.query("UPDATE pannier.head SET tenant = 'theirs'")).rejects.toThrow("row-level security")
    await client.query("ROLLBACK")
    client.release()
    // The store of this role opens without the right to lay out tables, and sells.
    const opened = postgres(overPg(clerks), { clock, tenant: "ours", rowSecurity: true })
    await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const storage = yield* opened.open(collections)
          yield* storage.commit(stock(1n))
          expect(Result.isSuccess(yield* Effect.result(storage.commit(sell("three"))))).toBe(true)
          expect((yield* storage.events(0, 9)).map(({ key }) => key)).toEqual(["one", "stock", "three"])
        })
      )
    )
    // Inside a transaction of the host's the store says whose rows it wants, before it asks for any.
    await overPg(clerks).transaction((query) =>
      Effect.runPromise(
        Effect.scoped(
          Effect.gen(function* () {
            const storage = (yield* opened.open(collections)).within(query)
            expect((yield* storage.receipt("three"))?.position).toBe(3)
            expect(yield* storage.commit(commit("four", { writes: [order("four")] }))).toMatchObject({ position: 4 })
          })
        )
      )
    )
    // Told anew for each: by what is taken back to a savepoint, and for the other tenant of one transaction, it would be untold.
    await overPg(clerks).transaction((query) =>
      Effect.runPromise(
        Effect.scoped(
          Effect.gen(function* () {
            const next = postgres(overPg(clerks), { clock, tenant: "theirs", rowSecurity: true })
            const ours = (yield* opened.open(collections)).within(query)
            const theirs = (yield* next.open(collections)).within(query)
            const keys = (of: typeof ours) => Effect.map(of.events(0, 9), (all) => all.map(({ key }) => key))
            yield* Effect.promise(() => query("SAVEPOINT host", []))
            expect(yield* keys(ours)).toContain("one")
            yield* Effect.promise(() => query("ROLLBACK TO SAVEPOINT host", []))
            expect(yield* keys(ours)).toContain("one")
            const both = yield* Effect.all([keys(theirs), keys(ours), keys(theirs)], { concurrency: "unbounded" })
            expect(both.map(([first]) => first)).toEqual(["two", "one", "two"])
          })
        )
      )
    )
    // Without the word of the tenant the same store finds no log at all.
    const blind = postgres(overPg(clerks), { clock, tenant: "ours" })
    const refused = await Effect.runPromise(Effect.flip(Effect.scoped(blind.open(collections))))
    expect(refused).toMatchObject({ _tag: "StorageError", reason: "Unavailable" })
    await clerks.end()
  })
})
