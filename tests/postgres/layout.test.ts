import { type Driver, overPg, postgres, postgresPortable } from "@pannier/storage-postgres"
import { startServer } from "@pannier/postgres-server"
import * as Effect from "effect/Effect"
import type { CollectionShape } from "pannier/storage"
import pg from "pg"
import { afterAll, describe, expect, test } from "vitest"
import { clock, collections, commit, onStore, order, poolOf } from "./shop.ts"

const server = await startServer()
const pool = poolOf(server)
afterAll(async () => {
  await pool.end()
  await server.stop()
})

const opening = (driver: Driver, schema: string, shapes: ReadonlyArray<CollectionShape>) =>
  Effect.runPromise(Effect.result(Effect.scoped(postgres(driver, { clock, schema }).open(shapes))))

describe("the layout", () => {
  test("is laid out once by nodes that open at the same time", async () => {
    // A connection remembers that a schema is not there, so they have to come across each other a few times.
    for (let round = 0; round < 40; round++) {
      const nodes = await Promise.all(Array.from({ length: 6 }, () => opening(overPg(pool), "crowd", collections)))
      expect(nodes).toEqual(nodes.map(() => expect.objectContaining({ _tag: "Success" })))
      await pool.query("DROP SCHEMA crowd CASCADE")
    }
  })

  test("goes on where it was broken off, at whatever statement that was", async () => {
    const shapes: ReadonlyArray<CollectionShape> = [
      {
        name: "thing",
        columns: { kind: "text", size: "integer" },
        indexes: { by_kind: ["kind"], by_size: ["size", "kind"] }
      }
    ]
    let broken = 0
    for (let statement = 1; ; statement++) {
      let left = statement
      const driver = overPg(pool)
      const stop = Object.assign(new Error("pulled the plug"), { code: "58000" })
      const limited: Driver = {
        query: (sql, parameters) => (left-- > 0 ? driver.query(sql, parameters) : Promise.reject(stop)),
        transaction: (body) =>
          driver.transaction((query) =>
            body((sql, parameters) => (left-- > 0 ? query(sql, parameters) : Promise.reject(stop)))
          )
      }
      const answer = await opening(limited, "broken", shapes)
      if (answer._tag === "Success") break
      broken++
    }
    expect(broken).toBeGreaterThan(20)
    const { rows } = await pool.query(
      "SELECT indexname FROM pg_indexes WHERE schemaname = 'broken' AND tablename = 'doc_thing' ORDER BY 1"
    )
    expect(rows).toEqual(
      ["doc_thing:by_kind", "doc_thing:by_size", "doc_thing_pkey"].map((indexname) => ({ indexname }))
    )
  })

  test("takes a new index over columns that are there, and keeps one that is no longer declared", async () => {
    const shape = (indexes: CollectionShape["indexes"]): ReadonlyArray<CollectionShape> => [
      { name: "thing", columns: { kind: "text", size: "integer" }, indexes }
    ]
    expect((await opening(overPg(pool), "indexes", shape({ one: ["kind"] })))._tag).toBe("Success")
    expect((await opening(overPg(pool), "indexes", shape({ two: ["size"] })))._tag).toBe("Success")
    const { rows } = await pool.query(
      "SELECT indexname FROM pg_indexes WHERE schemaname = 'indexes' AND indexname LIKE '%:%' ORDER BY 1"
    )
    expect(rows).toEqual([{ indexname: "doc_thing:one" }, { indexname: "doc_thing:two" }])
  })

  test("is refused on a server whose views cannot ask as who asks them", async () => {
    const driver = overPg(pool)
    const older: Driver = {
      ...driver,
      query: async (sql, parameters) =>
        (await driver.query(sql, parameters)).map((row) =>
          sql.includes("server_version_num") ? ["UTF8", "140023", "14.23"] : row
        )
    }
    const answer = await opening(older, "older", collections)
    expect(answer).toMatchObject({
      _tag: "Failure",
      failure: { reason: "Unsupported", detail: "PostgreSQL 14.23: 15 or later is needed" }
    })
    const { rows } = await pool.query("SELECT FROM pg_namespace WHERE nspname = 'older'")
    expect(rows).toEqual([])
  })

  test.each(["standard_conforming_strings", "array_nulls"])("is refused where %s is off", async (setting) => {
    const old = new pg.Pool({ ...server.connection, max: 1, options: `-c ${setting}=off` })
    expect(await opening(overPg(old), "old", collections)).toMatchObject({
      failure: { _tag: "StorageError", reason: "Unsupported", detail: `${setting} is off` }
    })
    await old.end()
  })

  test("is of a schema whose name PostgreSQL would not cut off: it would be that of another", async () => {
    const longest = "店".repeat(21)
    for (const round of [1, 2])
      expect([round, (await opening(overPg(pool), longest, collections))._tag]).toEqual([round, "Success"])
    const refused = {
      reason: "Unsupported",
      detail: expect.stringMatching(/cannot be a name: it has more than 63 bytes/)
    }
    const schema = `${longest}a`
    expect(await opening(overPg(pool), schema, collections)).toMatchObject({ failure: refused })
    const { landing, origin } = postgresPortable(overPg(pool), { schema })
    expect(await Effect.runPromise(Effect.flip(Effect.scoped(landing(collections))))).toMatchObject(refused)
    expect(await Effect.runPromise(Effect.flip(Effect.scoped(origin)))).toMatchObject(refused)
  })

  test("refuses columns of another type, a newer layout, and names that PostgreSQL would cut off", async () => {
    await onStore(pool, { schema: "kept" }, (storage) => storage.commit(commit("one", { writes: [order("one")] })))
    const refused = async (schema: string, shapes: ReadonlyArray<CollectionShape>) => {
      const answer = await opening(overPg(pool), schema, shapes)
      return answer._tag === "Failure" ? `${answer.failure.reason}: ${answer.failure.detail}` : "opened"
    }
    const more = [{ name: "order", columns: { state: "text", total: "integer" }, indexes: {} }] as const
    expect(await refused("kept", more)).toBe("opened")
    expect(await refused("kept", [{ name: "order", columns: { state: "integer" }, indexes: {} }])).toBe(
      "Unsupported: `order.state` is kept as text, and was opened as another type"
    )
    // Nor may an empty table be made anew: others have it open.
    const bare = (type: "text" | "integer") => [{ name: "bare", columns: { size: type }, indexes: {} }]
    expect([await refused("empty", bare("text")), await refused("empty", bare("integer"))]).toEqual([
      "opened",
      "Unsupported: `bare.size` is kept as text, and was opened as another type"
    ])
    expect(await refused("empty", [{ name: "x".repeat(60), columns: {}, indexes: {} }])).toMatch(/cannot be a name/)
    await pool.query("INSERT INTO kept.layout (version) VALUES (1000)")
    expect(await refused("kept", collections)).toMatch(/^Unsupported: the schema has layout 1000/)
  })
})
