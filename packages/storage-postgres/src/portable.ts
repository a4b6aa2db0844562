import * as Effect from "effect/Effect"
import {
  type CollectionShape,
  type CopiedRow,
  type Landing,
  type LogRows,
  logSections,
  type Origin,
  type Portable,
  refuse,
  type Section
} from "pannier/storage"
import { balanceColumns } from "./accounts.ts"
import { copiedMarks } from "./collections.ts"
import type { Driver, Query, Row } from "./driver.ts"
import { fold, folded, insert, parts, withPart } from "./entering.ts"
import { attempt, endRead, isConnectionLost, persist, telling } from "./failure.ts"
import { layOutFor } from "./layout.ts"
import { placeOf, Session } from "./session.ts"
import { Parameters, quoted } from "./statements.ts"
import { inTurn, type Tell } from "./turn.ts"

/** Which store of a database is copied from or to. */
export interface PortableOptions {
  /** The default is `pannier`. */
  readonly schema?: string
  /** The default is `main`. */
  readonly tenant?: string
}

/**
 * A tenant of a PostgreSQL database that a store is copied from or to, by a role that owns the tables. It is read in one
 * transaction, as it was at one moment. Until a copy to it is complete no shop can be opened for the tenant.
 */
export const postgresPortable = (driver: Driver, options: PortableOptions = {}): Portable => {
  const session = () => new Session(driver, placeOf(options), false)
  return {
    origin: Effect.map(
      Effect.acquireRelease(
        attempt(() =>
          // Nothing was read before, so a connection that is lost until then may be another one.
          persist(async () => {
            const one = session()
            const end = await one.hold()
            try {
              return { origin: await originOf(one), end }
            } catch (cause) {
              await endRead(end)
              throw cause
            }
          })
        ),
        ({ end }) => Effect.promise(() => endRead(end))
      ),
      ({ origin }) => origin
    ),
    landing: (collections) => telling((tell) => landingIn(session(), collections, tell))
  }
}

const originOf = async (session: Session): Promise<Origin> => {
  const { tenant } = session.place
  const absent = () => refuse("Unavailable", `no store of tenant \`${tenant}\``)
  const [laidOut] = await session.read("SELECT to_regclass($1::text)::text", [session.table("head")])
  if (typeof laidOut?.[0] !== "string") absent()
  const [head] = await session.read(`SELECT position::text FROM ${session.table("head")} WHERE tenant = $1::text`, [
    tenant
  ])
  if (head === undefined) absent()
  return {
    head: Number(head?.[0]),
    collections: await shapesOf(session),
    log: (after, until) => attempt(() => logOf(session, after, until)),
    rows: (section, after, limit) => attempt(() => rowsOf(session, section, after, limit))
  }
}

/** The collections as their tables tell them; other tenants may have some that this one has nothing in. */
const shapesOf = async (session: Session): Promise<ReadonlyArray<CollectionShape>> => {
  const rows = await session.read(
    `SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns
     WHERE table_schema = $1::text AND table_name LIKE 'doc\\_%' ORDER BY table_name COLLATE "C", ordinal_position`,
    [session.place.schema]
  )
  const shapes = new Map<string, Record<string, "text" | "integer">>()
  for (const [table, column, type] of rows) {
    const name = (table ?? "").slice("doc_".length)
    const columns = shapes.get(name) ?? {}
    shapes.set(name, columns)
    if (["tenant", "id", "version", "document"].includes(column ?? "")) continue
    columns[column ?? ""] = type === "bigint" ? "integer" : "text"
  }
  return [...shapes].map(([name, columns]) => ({ name, columns, indexes: {} }))
}

const cellsOf =
  ({ columns }: Section) =>
  (row: Row): CopiedRow =>
    columns.map(([, type], index) => {
      const value = row[index] ?? null
      return type === "integer" && value !== null ? BigInt(value) : value
    })

const logOf = async (session: Session, after: number, until: number): Promise<LogRows> => {
  const within = async (section: Section): Promise<ReadonlyArray<CopiedRow>> => {
    const parameters = new Parameters()
    const keys = section.columns.slice(0, section.keys).map(([column]) => `t.${quoted(column)}`)
    const rows = await session.read(
      `SELECT ${section.columns.map(([column]) => `t.${quoted(column)}::text`).join(", ")} FROM ${session.table(section.name)} t
       WHERE t.tenant = ${parameters.text(session.place.tenant)} AND t.position > ${parameters.integer(after)} AND t.position <= ${parameters.integer(until)} ORDER BY ${keys.join(", ")}`,
      parameters.values
    )
    return rows.map(cellsOf(section))
  }
  return {
    log: await within(logSections.log),
    event: await within(logSections.event),
    transfer: await within(logSections.transfer)
  }
}

const rowsOf = async (
  session: Session,
  section: Section,
  after: CopiedRow | undefined,
  limit: number
): Promise<ReadonlyArray<CopiedRow>> => {
  const parameters = new Parameters()
  // An account without bounds keeps no balance: it is what was folded and the lines behind.
  const columns =
    section.name === "account"
      ? balanceColumns(session, undefined)
      : section.columns.map(([column]) => `a.${quoted(column)}`)
  const keys = section.columns.slice(0, section.keys)
  const behind =
    after === undefined
      ? ""
      : ` AND (${keys.map(([column]) => `a.${quoted(column)}`).join(", ")}) > (${after
          .map(
            (key, index) =>
              `${parameters.text(key === null ? null : String(key))}${keys[index]?.[1] === "integer" ? "::bigint" : ""}`
          )
          .join(", ")})`
  const rows = await session.read(
    `SELECT ${columns.map((column) => `(${column})::text`).join(", ")} FROM ${session.table(section.name)} a
     WHERE a.tenant = ${parameters.text(session.place.tenant)}${behind} ORDER BY ${keys.map(([column]) => `a.${quoted(column)}`).join(", ")} LIMIT ${parameters.integer(limit)}`,
    parameters.values
  )
  return rows.map(cellsOf(section))
}

/** How far a copy has come: its last note, and where its log ends. Every step changes it, and it is never again what it was. */
interface Stand {
  readonly note: string | null
  readonly position: number
}

/** Where the copy to the tenant stands; `undefined` where none is under way. It waits for a step that is on its way. */
const standOf = async ({ place, table }: Session, query: Query): Promise<Stand | undefined> => {
  const [copying] = await query(`SELECT note FROM ${table("copying")} WHERE tenant = $1::text FOR UPDATE`, [
    place.tenant
  ])
  if (copying === undefined) return undefined
  const [top] = await query(
    `SELECT coalesce(max(l.position), 0)::text FROM ${table("log")} l WHERE l.tenant = $1::text`,
    [place.tenant]
  )
  return { note: copying[0] ?? null, position: Number(top?.[0] ?? 0) }
}

const isAt = (one: Stand | undefined, other: Stand | undefined): boolean =>
  one?.note === other?.note && one?.position === other?.position

const landingIn = async (
  session: Session,
  collections: ReadonlyArray<CollectionShape>,
  tell: Tell
): Promise<Landing> => {
  const { place, table } = session
  await layOutFor(session, collections, tell)
  const look = () => persist(() => session.transaction((query) => standOf(session, query)))
  const found = await look()
  if (found === undefined) await begin(session, tell)
  let stand = found ?? (await look())
  const reached = { position: stand?.position ?? 0, note: stand?.note ?? undefined }
  /**
   * A step of this copy, all or nothing. It is taken only from where this copy stands: of two at once one goes on. Where the answer
   * to a COMMIT was lost, the next try sees whether it was carried out.
   */
  const step = (next: (from: Stand) => Stand | undefined, work: (query: Query, from: Stand) => Promise<void>) =>
    attempt(async () => {
      const from = stand ?? elsewhere(session, stand)
      const to = next(from)
      let uncertain = false
      await persist(
        () =>
          session.transaction(async (query) => {
            const now = await standOf(session, query)
            if (uncertain && isAt(now, to)) return
            if (!isAt(now, from)) elsewhere(session, now)
            await work(query, from)
            if (to === undefined || to.note === from.note) return
            await query(`UPDATE ${table("copying")} SET note = $2::text WHERE tenant = $1::text`, [
              place.tenant,
              to.note
            ])
          }),
        (failure) => void (uncertain ||= isConnectionLost(failure))
      )
      stand = to
    })
  return {
    reached,
    log: (after, until) => attempt(() => logOf(session, after, until)),
    enterLog: ({ log, event, transfer }) =>
      step(
        ({ note, position }) => ({ note, position: Number(log.at(-1)?.[0] ?? position) }),
        async (query) => {
          await insert(session, query, logSections.log, log)
          await insert(session, query, logSections.event, event)
          await insert(session, query, withPart(logSections.transfer), parts(transfer))
        }
      ),
    enter: (section, rows, note) =>
      step(
        ({ position }) => ({ note, position }),
        async (query, { position }) => {
          if (section.name === "account") await insert(session, query, folded(section), rows.map(fold(position)))
          else await insert(session, query, section, rows)
        }
      ),
    clear: (sections, note) =>
      step(
        ({ position }) => ({ note, position }),
        async (query) => {
          for (const { name } of sections) {
            await query(`DELETE FROM ${table(name)} WHERE tenant = $1::text`, [place.tenant])
          }
        }
      ),
    finish: step(
      () => undefined,
      async (query) => {
        await query(
          `INSERT INTO ${table("head")} (tenant, position, at) SELECT $1::text, coalesce(max(position), 0), max(at) FROM ${table("log")} WHERE tenant = $1::text`,
          [place.tenant]
        )
        await query(`DELETE FROM ${table("copying")} WHERE tenant = $1::text`, [place.tenant])
        for (const sql of await copiedMarks(session, query, collections)) await query(sql, [])
      }
    )
  }
}

/** The copy stands where this one has not left it. */
const elsewhere = ({ place }: Session, now: Stand | undefined): never =>
  refuse(
    "Unavailable",
    `another copy to tenant \`${place.tenant}\` ${now === undefined ? "was finished meanwhile" : "is under way"}`
  )

/** Takes the place for a copy: nobody may have opened a shop in it that has a log. */
const begin = (session: Session, tell: Tell): Promise<void> =>
  inTurn(session, tell, async (query) => {
    const { place, table } = session
    const [head] = await query(`SELECT position::text FROM ${table("head")} WHERE tenant = $1::text FOR UPDATE`, [
      place.tenant
    ])
    if (head !== undefined && head[0] !== "0") refuse("Unavailable", `tenant \`${place.tenant}\` has a store already`)
    await query(`DELETE FROM ${table("head")} WHERE tenant = $1::text`, [place.tenant])
    await query(`INSERT INTO ${table("copying")} (tenant) VALUES ($1::text) ON CONFLICT DO NOTHING`, [place.tenant])
  })
