import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startServer } from "@pannier/postgres-server"
import { overPg, postgres } from "@pannier/storage-postgres"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Result from "effect/Result"
import type { StorageError } from "pannier/storage"
import { afterAll, describe, expect, test } from "vitest"
import { pannier } from "../../packages/cli/tests/pannier.ts"
import { collections } from "../../src/shop/index.ts"
import { ann, ben, day, hand, openSmallShop, order, orderAndPay } from "../shop/small-shop.ts"
import { poolOf } from "./shop.ts"

const folder = mkdtempSync(join(tmpdir(), "pannier-check-"))
const server = await startServer()
const pool = poolOf(server)
afterAll(async () => {
  await pool.end()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const clock = hand()

/** What a store says of its own tables, as they are now. */
const integrity = (schema: string): Promise<ReadonlyArray<string>> =>
  Effect.runPromise(
    Effect.scoped(
      Effect.flatMap(
        postgres(overPg(pool), { schema, snapshot: true }).open(collections),
        (storage) => storage.integrity
      )
    )
  )

/** A shop in a schema of its own with orders that are paid, cancelled, forgotten and still waiting, holds of every state. */
const sold = (schema: string): Promise<void> =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const adapter = postgres(overPg(pool), { schema, clock: () => clock.now })
        const shop = yield* openSmallShop({ adapter }, clock)
        yield* orderAndPay(shop, ann, { longjing: 2, cup: 1 }, ["save10"])
        const left = yield* order(shop, ben, { longjing: 1 })
        yield* shop.as(ben)("order.cancel", { order: left.id })
        yield* shop.work
        yield* order(shop, ben, { puer: 3 })
        clock.now += 8 * day
        yield* order(shop, ann, { puer: 1 })
        yield* shop.work
        yield* order(shop, ann, { cup: 2 })
      })
    ).pipe(Effect.provideService(Clock.Clock, clock)) as Effect.Effect<void>
  )

await sold("pannier")

/** Changes a table, tells what is found then, and puts it back. */
const tampered = async (table: string, sql: string): Promise<ReadonlyArray<string>> => {
  await pool.query(`CREATE TABLE kept AS TABLE pannier.${table}`)
  try {
    expect((await pool.query(sql)).rowCount).toBeGreaterThan(0)
    return await integrity("pannier")
  } finally {
    await pool.query(`DELETE FROM pannier.${table}; INSERT INTO pannier.${table} TABLE kept; DROP TABLE kept`)
  }
}

const one = (table: string, where: string) =>
  `ctid = (SELECT ctid FROM pannier.${table} WHERE ${where} ORDER BY id LIMIT 1)`

const holds = "a hold is kept as the journal tells it, and lives until the journal has ended it"
const receipts = "the receipts that are kept are those of the last commits, each under the key of its commit"

describe("the tables of a tenant", () => {
  test("of a shop that sold are as promised, with holds of every state and accounts of both kinds", async () => {
    const states = await pool.query("SELECT DISTINCT state FROM pannier.hold ORDER BY 1")
    expect(states.rows.map(({ state }) => state)).toEqual(["expired", "held", "released", "settled"])
    const kept = await pool.query("SELECT count(posted)::int AS bounded, count(*)::int AS all FROM pannier.account")
    expect(kept.rows[0].bounded).toBeGreaterThan(3)
    expect(kept.rows[0].all).toBeGreaterThan(kept.rows[0].bounded + 3)
    expect(await integrity("pannier")).toEqual([])
  })

  test.each([
    [
      "a document that no event made",
      "doc_category",
      "INSERT INTO pannier.doc_category (tenant, id, version, document) VALUES ('main', 'ghost', 1, '{}')",
      "the stream does not lead to the document: `category/ghost`"
    ],
    [
      "a document of another version",
      "doc_category",
      "UPDATE pannier.doc_category SET version = version + 1",
      "the stream does not lead to the document: `category/tea`"
    ],
    [
      "a head that is further on",
      "head",
      "UPDATE pannier.head SET position = position + 1",
      "the head is where the log ends"
    ],
    [
      "a head that is behind",
      "head",
      "UPDATE pannier.head SET position = position - 1",
      "the head is where the log ends"
    ],
    ["a head of another instant", "head", "UPDATE pannier.head SET at = at + 1", "the head is where the log ends"],
    ["a head without an instant", "head", "UPDATE pannier.head SET at = NULL", "the head is where the log ends"],
    ["a live hold that is gone", "hold", `DELETE FROM pannier.hold WHERE ${one("hold", "state = 'held'")}`, holds],
    ["an ended hold that is gone", "hold", `DELETE FROM pannier.hold WHERE ${one("hold", "state = 'settled'")}`, holds],
    [
      "a hold that nobody made",
      "hold",
      "INSERT INTO pannier.hold SELECT tenant, 'ghost', from_account, to_account, unit, amount, until, 'released' FROM pannier.hold LIMIT 1",
      `${holds}: \`ghost\``
    ],
    [
      "a hold that lives again",
      "hold",
      `UPDATE pannier.hold SET state = 'held' WHERE ${one("hold", "state = 'expired'")}`,
      holds
    ],
    [
      "a hold that was let go by nobody",
      "hold",
      `UPDATE pannier.hold SET state = 'released' WHERE ${one("hold", "state = 'held'")}`,
      holds
    ],
    [
      "a hold of another amount",
      "hold",
      `UPDATE pannier.hold SET amount = amount + 1 WHERE ${one("hold", "state = 'settled'")}`,
      holds
    ],
    [
      "a hold that was settled and says that it was let go",
      "hold",
      `UPDATE pannier.hold SET state = 'released' WHERE ${one("hold", "state = 'settled'")}`,
      holds
    ],
    [
      "a hold that was let go and says that it was settled",
      "hold",
      `UPDATE pannier.hold SET state = 'settled' WHERE ${one("hold", "state = 'released'")}`,
      holds
    ],
    [
      "a receipt that is gone from among the others",
      "receipt",
      "DELETE FROM pannier.receipt WHERE position = (SELECT max(position) - 1 FROM pannier.receipt)",
      receipts
    ],
    [
      "a receipt under another key",
      "receipt",
      "UPDATE pannier.receipt SET key = 'x' WHERE position = (SELECT max(position) FROM pannier.receipt)",
      receipts
    ],
    [
      "a balance",
      "account",
      "UPDATE pannier.account SET posted = posted + 1 WHERE id = 'shelf/hangzhou/cup'",
      "a balance is the sum of what its journal moved: `shelf/hangzhou/cup`"
    ],
    [
      "what is folded of an account without bounds",
      "account",
      "UPDATE pannier.account SET folded = folded + 1 WHERE id = 'supply/cup'",
      "a balance is the sum of what its journal moved: `supply/cup`"
    ],
    [
      "what is held of an account",
      "account",
      "UPDATE pannier.account SET outgoing = outgoing + 1 WHERE id = 'shelf/hangzhou/cup'",
      "what is held of an account is the sum of its live holds: `shelf/hangzhou/cup`"
    ],
    [
      "an intent of no commit",
      "intent",
      "UPDATE pannier.intent SET position = 9999",
      "every event, line, receipt and intent belongs to a commit: `intent 9999`"
    ],
    [
      "an event that is gone",
      "event",
      "DELETE FROM pannier.event WHERE collection = 'category'",
      "the stream does not lead to the document: `category/tea`"
    ]
  ])("%s is found", async (_, table, sql, told) => {
    const found = await tampered(table, sql)
    expect(
      found.some((sentence) => sentence.startsWith(told)),
      found.join("\n")
    ).toBe(true)
    expect(await integrity("pannier")).toEqual([])
  })
})

const reader = (tenant: string, schema = "pannier") => {
  const url = new URL(server.url)
  url.username = "reader"
  return [`${url.href}?schema=${schema}&tenant=${tenant}`, "--keys", join(folder, "keys")] as const
}

describe("pannier check by a role that may only read", () => {
  test("finds the shop sound, and what is wrong with its tables", async () => {
    await pool.query(
      "CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA pannier TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA pannier TO reader"
    )
    const sound = await pannier("check", ...reader("main"))
    expect(sound).toMatchObject({ status: 0, stderr: "" })
    expect(sound.stdout).toMatch(/违反 violations 0/)
    await pool.query("UPDATE pannier.head SET at = at + 1")
    const moved = await pannier("check", ...reader("main"))
    await pool.query("UPDATE pannier.head SET at = at - 1")
    expect(moved.status).toBe(1)
    expect(moved.stdout).toContain("the first: the head is where the log ends")
  })

  test("a tenant that is not there is refused", async () => {
    const nobody = await pannier("check", ...reader("nobody"))
    expect(nobody.status).toBe(2)
    expect(nobody.stderr).toContain("no such store")
  })
})

/** What there is in a schema, as the catalogue tells it. */
const laidOut = async (schema: string): Promise<ReadonlyArray<string>> =>
  (
    await pool.query(
      "SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = $1 ORDER BY 1",
      [schema]
    )
  ).rows.map(({ name }) => name)

describe("a snapshot", () => {
  /** What a query of orders is answered, or why it cannot be opened. */
  const asked = (schema: string): Promise<Result.Result<unknown, StorageError>> =>
    Effect.runPromise(
      Effect.scoped(
        Effect.flatMap(postgres(overPg(pool), { schema, snapshot: true }).open(collections), (storage) =>
          storage.read({
            documents: [],
            accounts: [],
            queries: [{ collection: "order", index: "state", equals: ["paid"], limit: 5 }],
            at: clock.now
          })
        )
      ).pipe(Effect.result)
    )

  test("lays nothing out: what a former release has not is not there, and the rest can be read", async () => {
    await sold("former")
    await pool.query(
      "DROP VIEW former.orders CASCADE; DROP TABLE former.doc_batch; ALTER TABLE former.doc_order DROP COLUMN state CASCADE"
    )
    const before = await laidOut("former")
    expect(await asked("former")).toMatchObject({ failure: { reason: "IndexBuilding" } })
    expect(await integrity("former")).toEqual([])
    expect(await laidOut("former")).toEqual(before)
  })

  test("of no schema, of no tenant and of an older layout is refused, and makes none", async () => {
    expect(await asked("nowhere")).toMatchObject({
      failure: { reason: "Unavailable", detail: "no store of tenant `main`" }
    })
    expect(await laidOut("nowhere")).toEqual([])
    await sold("older")
    await pool.query("DELETE FROM older.layout WHERE version = 3")
    expect(await asked("older")).toMatchObject({
      failure: { reason: "Unavailable", detail: expect.stringContaining("layout 2, not 3") }
    })
  })
})
