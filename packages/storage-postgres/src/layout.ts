import { type CollectionShape, refuse } from "pannier/storage"
import { checkShapes, lackingTables, tablesThere } from "./collections.ts"
import { indexSmall } from "./indexes.ts"
import { migrations } from "./schema.ts"
import type { Session } from "./session.ts"
import { quoted } from "./statements.ts"
import { inTurn, type Tell } from "./turn.ts"
import { lackingViews } from "./views.ts"

/** The oldest server whose views can ask as who asks them, which the wall between tenants needs; as `server_version_num` has it. */
const oldest = 150_000

/**
 * Brings the schema up to date and lays out the collections. Where nothing is missing nothing is written, so that a shop can
 * be opened by a role that may not change tables. Nodes that open at once take turns, step by step.
 */
export const openSchema = async (
  session: Session,
  shapes: ReadonlyArray<CollectionShape>,
  tell: Tell
): Promise<void> => {
  await layOut(session, shapes, tell, true)
  await indexSmall(session, shapes, tell)
  await enterTenant(session, tell)
}

/**
 * Tests that a store is there to be read, and writes nothing. What this program would lay out first is not there: a collection without a
 * table, a column that the table does not have.
 */
export const readSchema = async (
  session: Session,
  shapes: ReadonlyArray<CollectionShape>
): Promise<Awaited<ReturnType<typeof tablesThere>>> => {
  const { tenant } = session.place
  await checkServer(session)
  checkShapes(shapes)
  const version = await layoutOf(session)
  const known = version === 0 ? [] : await headOf(session)
  if (known.length === 0) refuse("Unavailable", `no store of tenant \`${tenant}\``)
  const newest = migrations(session).length
  if (version < newest) {
    refuse(
      "Unavailable",
      `the schema has layout ${version}, not ${newest}: a shop of this release has to open it first`
    )
  }
  return tablesThere(session, shapes)
}

const headOf = ({ place, read, table }: Session) =>
  read(`SELECT tenant FROM ${table("head")} WHERE tenant = $1::text`, [place.tenant])

/**
 * Lays out what a copy needs: the schema, and those tables and columns that are not there. Indexes of documents are built when a shop
 * is opened, and those that other tenants have are left as they are.
 */
export const layOutFor = (session: Session, shapes: ReadonlyArray<CollectionShape>, tell: Tell): Promise<void> =>
  layOut(session, shapes, tell, false)

/** @param writes whether this program writes documents of the collections */
const layOut = async (
  session: Session,
  shapes: ReadonlyArray<CollectionShape>,
  tell: Tell,
  writes: boolean
): Promise<void> => {
  await checkServer(session)
  checkShapes(shapes)
  if ((await layoutOf(session)) < migrations(session).length) await migrate(session, tell)
  const lacking = await lackingTables(session, session.read, shapes, writes)
  // Nobody has a table open that is not there: those are one step. A table that others use is a step of its own, so that no lock
  // of one is held while another is waited for.
  const fresh = lacking.filter(({ isNew }) => isNew).map(({ shape }) => shape)
  const steps = [fresh, ...lacking.filter(({ isNew }) => !isNew).map(({ shape }) => [shape])]
  for (const step of steps.filter(({ length }) => length > 0)) {
    await inTurn(session, tell, async (query) => {
      for (const { statements } of await lackingTables(session, query, step, writes)) {
        for (const sql of statements) await query(sql, [])
      }
    })
  }
  if ((await lackingViews(session, session.read, shapes)).length === 0) return
  await inTurn(session, tell, async (query) => {
    for (const statements of await lackingViews(session, query, shapes)) {
      for (const sql of statements) await query(sql, [])
    }
  })
}

const checkServer = async (session: Session): Promise<void> => {
  const [row] = await session.read(
    "SELECT current_setting('server_encoding'), current_setting('server_version_num'), current_setting('server_version'), current_setting('standard_conforming_strings'), current_setting('array_nulls')",
    []
  )
  const [encoding, version, name, conforming, nulls] = row ?? []
  if (Number(version) < oldest) refuse("Unsupported", `PostgreSQL ${name}: 15 or later is needed`)
  if (encoding !== "UTF8") refuse("Unsupported", `a database in ${encoding}, not in UTF8`)
  // Both are `on` unless somebody has set them for programs of the last century; names would not be quoted, and nothing be read as a text.
  if (conforming !== "on") refuse("Unsupported", "standard_conforming_strings is off")
  if (nulls !== "on") refuse("Unsupported", "array_nulls is off")
}

/**
 * Gives the tenant a head of its log, unless a copy to it was broken off: that has none yet, and is no store. In turn, since a copy
 * may be about to begin.
 */
const enterTenant = async (session: Session, tell: Tell): Promise<void> => {
  const { place, table } = session
  if ((await headOf(session)).length > 0) return
  await inTurn(session, tell, async (query) => {
    const [may] = await query("SELECT has_table_privilege($1::text, 'SELECT')::text", [table("copying")])
    if (may?.[0] !== "true") {
      refuse(
        "Unavailable",
        `whether a copy to tenant \`${place.tenant}\` is unfinished stands in \`copying\`, which this role may not read`
      )
    }
    const begun = await query(`SELECT tenant FROM ${table("copying")} WHERE tenant = $1::text`, [place.tenant])
    if (begun.length > 0) refuse("Unavailable", `a copy to tenant \`${place.tenant}\` is not finished`)
    await query(`INSERT INTO ${table("head")} (tenant, position) VALUES ($1::text, 0) ON CONFLICT DO NOTHING`, [
      place.tenant
    ])
  })
}

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

const migrate = async (session: Session, tell: Tell): Promise<void> => {
  const steps = migrations(session)
  for (let version = await layoutOf(session); version < steps.length; version = await layoutOf(session)) {
    const from = version
    await inTurn(session, tell, async (query) => {
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
