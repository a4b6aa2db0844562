import { type CollectionShape, refuse } from "pannier/storage"
import { missing } from "./collections.ts"
import type { Query } from "./driver.ts"
import { DriverFailure, persist } from "./failure.ts"
import { migrations } from "./schema.ts"
import type { Session } from "./session.ts"
import { literal, quoted } from "./statements.ts"
import { views } from "./views.ts"

/**
 * Brings the schema up to date and lays out the collections. Where nothing is missing nothing is written, so that a shop can
 * be opened by a role that may not change tables. Nodes that open at once take turns, step by step.
 */
export const openSchema = async (session: Session, shapes: ReadonlyArray<CollectionShape>): Promise<void> => {
  const { place } = session
  if ((await layoutOf(session)) < migrations(session).length) await migrate(session)
  if ((await todo(session, shapes)).tables.length > 0) {
    await locked(session, async (query) => {
      for (const sql of (await missing(session, query, shapes)).tables) await query(sql, [])
      for (const sql of views(session, shapes)) await query(sql, [])
    })
  }
  // An index is built while the shop sells, outside any transaction; one that another node builds is waited for.
  for (let tries = 0; ; tries++) {
    const { indexes } = await todo(session, shapes)
    if (indexes.length === 0) break
    try {
      for (const sql of indexes) await session.read(sql, [])
    } catch (cause) {
      // Another node made, or dropped, the same index a moment before.
      const raced = cause instanceof DriverFailure && ["42P07", "42704", "23505", "40P01"].includes(cause.state ?? "")
      if (!raced || tries === 20) throw cause
    }
  }
  await refuseUnfinished(session)
  await persist(() =>
    session.transaction((query) =>
      query(
        `INSERT INTO ${session.table("head")} (tenant, position) SELECT $1::text, 0 WHERE NOT EXISTS (SELECT 1 FROM ${session.table("head")} WHERE tenant = $1::text) ON CONFLICT DO NOTHING`,
        [place.tenant]
      )
    )
  )
}

/** A copy that was broken off has no head yet, and is no store. */
const refuseUnfinished = async (session: Session): Promise<void> => {
  const copying = session.table("copying")
  // A role that may not read it is not the one that copies.
  const known = await session.read("SELECT '1' WHERE has_table_privilege(to_regclass($1::text)::oid, 'SELECT')", [
    copying
  ])
  if (known.length === 0) return
  const [begun] = await session.read(`SELECT tenant FROM ${copying} WHERE tenant = $1::text`, [session.place.tenant])
  if (begun !== undefined) refuse("Unavailable", `a copy to tenant \`${session.place.tenant}\` is not finished`)
}

/**
 * Lays out what a copy needs: the schema, and those tables that are not there. Indexes of documents are built when a shop is
 * opened, and those that other tenants have are left as they are.
 */
export const layOutFor = async (session: Session, shapes: ReadonlyArray<CollectionShape>): Promise<void> => {
  if ((await layoutOf(session)) < migrations(session).length) await migrate(session)
  await locked(session, async (query) => {
    const rows = await query("SELECT table_name::text FROM information_schema.tables WHERE table_schema = $1::text", [
      session.place.schema
    ])
    const there = new Set(rows.map(([table]) => table))
    const absent = shapes.filter(({ name }) => !there.has(`doc_${name}`))
    if (absent.length === 0) return
    for (const sql of (await missing(session, query, absent)).tables) await query(sql, [])
    for (const sql of views(session, absent)) await query(sql, [])
  })
}

const todo = (session: Session, shapes: ReadonlyArray<CollectionShape>) => missing(session, session.read, shapes)

/** The version of the schema's layout; 0 where there is none. Refuses a newer one. */
const layoutOf = async (session: Session): Promise<number> => {
  const layout = session.table("layout")
  const [known] = await session.read("SELECT to_regclass($1::text)::text", [layout])
  if (known?.[0] === null || known === undefined) return 0
  const [row] = await session.read(`SELECT coalesce(max(version), 0)::text FROM ${layout}`, [])
  const version = Number(row?.[0] ?? 0)
  const newest = migrations(session).length
  if (version > newest) {
    refuse("Unsupported", `the schema has layout ${version}, and this program knows up to ${newest}`)
  }
  return version
}

const migrate = async (session: Session): Promise<void> => {
  const steps = migrations(session)
  for (let version = await layoutOf(session); version < steps.length; version = await layoutOf(session)) {
    const from = version
    await locked(session, async (query) => {
      const run = (sql: string) => query(sql, [])
      if (from === 0) {
        // What a connection remembers of schemas it tests again when it reads their table, not when it gets its turn.
        const there = await query("SELECT nspname::text FROM pg_namespace WHERE nspname = $1::text", [
          session.place.schema
        ])
        if (there.length === 0) await run(`CREATE SCHEMA IF NOT EXISTS ${quoted(session.place.schema)}`)
        await run(`CREATE TABLE IF NOT EXISTS ${session.table("layout")} (version integer PRIMARY KEY)`)
      }
      const taken = await run(`SELECT version::text FROM ${session.table("layout")} WHERE version = ${from + 1}`)
      // Another node took this step while this one waited for its turn.
      if (taken.length > 0) return
      for (const sql of steps[from] ?? []) await run(sql)
      await run(`INSERT INTO ${session.table("layout")} (version) VALUES (${from + 1})`)
    })
  }
}

/** Runs statements in one transaction, one node after another. */
const locked = (session: Session, body: (query: Query) => Promise<void>): Promise<void> =>
  persist(() =>
    session.transaction(async (query) => {
      const name = literal(`pannier ${session.place.schema}`)
      await query(`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))::text`, [])
      await body(query)
    })
  )
