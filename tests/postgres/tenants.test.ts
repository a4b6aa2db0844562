import { overPg, postgres } from "@pannier/storage-postgres"
import { startServer } from "@pannier/postgres-server"
import { memoryGateway, memoryVault } from "pannier/memory"
import { openShop } from "pannier/shop"
import pg from "pg"
import { afterAll, describe, expect, test } from "vitest"
import { poolOf } from "./shop.ts"

const server = await startServer()
const pool = poolOf(server)
afterAll(async () => {
  await pool.end()
  await server.stop()
})

// Every collection of a shop has a table; what is read here is what stands in the database, whichever step laid it out.
const gateways = [memoryGateway({ name: "sandbox" })]
await (await openShop({ storage: postgres(overPg(pool)), vault: memoryVault(), gateways })).close()

/** The steps of the layout are of the schema, not of a tenant. */
const ofNobody = ["layout"]

const guard = "(tenant = current_setting('pannier.tenant'::text, true))"

/** What of the schema has rows, and how it is guarded. */
const tables = async (): Promise<ReadonlyArray<{ readonly name: string; readonly [column: string]: unknown }>> =>
  (
    await pool.query(`
      SELECT c.relname AS name, c.relrowsecurity AS guarded,
        (SELECT a.attcollation = '"C"'::regcollation AND a.attnotnull FROM pg_attribute a
          WHERE a.attrelid = c.oid AND a.attname = 'tenant') AS tenant,
        (SELECT json_agg(json_build_object('permissive', p.permissive, 'roles', p.roles, 'cmd', p.cmd, 'qual', p.qual,
            'check', p.with_check))
          FROM pg_policies p WHERE p.schemaname = 'pannier' AND p.tablename = c.relname) AS policies
      FROM pg_class c WHERE c.relnamespace = 'pannier'::regnamespace AND c.relkind IN ('r', 'p', 'f', 'm') ORDER BY 1`)
  ).rows

const walled = {
  guarded: true,
  tenant: true,
  policies: [{ permissive: "PERMISSIVE", roles: ["public"], cmd: "ALL", qual: guard, check: guard }]
}

/** The tables of tenants that are not behind the wall. */
const unguarded = async () => {
  const kept = (await tables()).filter(({ name }) => !ofNobody.includes(name))
  return kept
    .filter((one) => JSON.stringify(one) !== JSON.stringify({ name: one.name, ...walled }))
    .map(({ name }) => name)
}

describe("the wall between tenants", () => {
  test("stands around every table there is, for reading and for writing, with no second door", async () => {
    const names = (await tables()).map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining(["account", "claim", "doc_order", "event", "head", "intent", "transfer"])
    )
    expect(names.length).toBeGreaterThan(20)
    expect(await unguarded()).toEqual([])
  })

  test.each([
    ["without a guard", "CREATE TABLE pannier.later (tenant text)", "DROP TABLE pannier.later"],
    [
      "with a guard that is not on",
      `CREATE TABLE pannier.later (LIKE pannier.claim); CREATE POLICY tenant ON pannier.later USING ${guard} WITH CHECK ${guard}`,
      "DROP TABLE pannier.later"
    ],
    [
      "with a second policy, since one that lets in is enough",
      "CREATE POLICY door ON pannier.claim USING (true)",
      "DROP POLICY door ON pannier.claim"
    ],
    [
      "that keeps what it was shown",
      "CREATE MATERIALIZED VIEW pannier.later AS SELECT * FROM pannier.claim",
      "DROP MATERIALIZED VIEW pannier.later"
    ]
  ])("is found open at a table %s", async (_, open, close) => {
    await pool.query(open)
    const found = await unguarded()
    await pool.query(close)
    expect([found.length, await unguarded()]).toEqual([1, []])
  })

  test("is asked by every view as who asks the view, and no function asks as its owner", async () => {
    const { rows: open } = await pool.query(`
      SELECT relname FROM pg_class WHERE relnamespace = 'pannier'::regnamespace AND relkind = 'v'
        AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)
      UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'pannier'::regnamespace AND prosecdef`)
    expect(open).toEqual([])
  })

  test("leaves a role that named no tenant, or a stranger's, with nothing of any table or view", async () => {
    await pool.query("CREATE ROLE clerk LOGIN")
    await pool.query("GRANT USAGE ON SCHEMA pannier TO clerk")
    await pool.query("GRANT SELECT ON ALL TABLES IN SCHEMA pannier TO clerk")
    const { rows: readable } = await pool.query<{ name: string; count: number }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c
        WHERE c.relnamespace = 'pannier'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND NOT c.relname = ANY ($1)`,
      [ofNobody]
    )
    expect((await pool.query("SELECT FROM pannier.head")).rowCount).toBe(1)
    const clerk = new pg.Client({ ...server.connection, user: "clerk" })
    await clerk.connect()
    for (const { name } of readable) expect((await clerk.query(`SELECT FROM ${name}`)).rowCount, name).toBe(0)
    await clerk.query("SET pannier.tenant = 'stranger'")
    for (const { name } of readable) expect((await clerk.query(`SELECT FROM ${name}`)).rowCount, name).toBe(0)
    await clerk.query("SET pannier.tenant = 'main'")
    expect((await clerk.query("SELECT FROM pannier.head")).rowCount).toBe(1)
    await clerk.end()
  })
})
