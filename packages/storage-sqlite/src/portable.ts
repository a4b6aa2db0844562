import * as Effect from "effect/Effect"
import {
  type Cell,
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
import { attempt } from "./failure.ts"
import { closeFile, inTransaction, openFile } from "./file.ts"
import { absent, claimed, letGo, name, partialOf, patience } from "./partial.ts"
import { quoted, row, rows, type Statements } from "./statements.ts"

/**
 * A SQLite file that a store is copied from or to. A copy is made in `FILE.partial` and has its name only when it is complete. Until
 * then nobody else can open it: a second copy or backup to the same name fails with `Unavailable`.
 */
export const sqlitePortable = (file: string): Portable => ({
  origin: Effect.map(
    opened(file, () => openFile(file, { snapshot: true }, [])),
    originOf
  ),
  landing: (collections) =>
    Effect.flatMap(
      opened(file, () =>
        claimed(
          file,
          (partial) => openFile(partial, { busyTimeout: patience }, collections, true),
          ({ database }) => database
        )
      ),
      (statements) => attempt(() => landingIn(statements, file))
    )
})

const opened = (file: string, open: () => Statements) =>
  Effect.acquireRelease(
    attempt(() => (file === ":memory:" ? refuse("Unsupported", "a store in memory cannot be copied") : open())),
    (statements) => Effect.sync(() => closeFile(statements))
  )

const originOf = (statements: Statements): Origin => ({
  head: headOf(statements),
  collections: shapesOf(statements),
  log: (after, until) => attempt(() => logOf(statements, after, until)),
  rows: (section, after, limit) => attempt(() => rowsOf(statements, section, after, limit))
})

const headOf = (statements: Statements): number =>
  row<[number | null]>(statements.of("SELECT max(position) FROM log"))?.[0] ?? 0

/** The collections as their tables tell them. */
const shapesOf = (statements: Statements): ReadonlyArray<CollectionShape> =>
  rows<[string]>(
    statements.of(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'doc\\_%' ESCAPE '\\' ORDER BY name"
    ),
    []
  ).map(([table]) => ({
    name: table.slice("doc_".length),
    columns: Object.fromEntries(
      rows<[string, string]>(statements.of("SELECT name, type FROM pragma_table_info(?) ORDER BY cid"), [table])
        .filter(([name]) => !["id", "version", "document"].includes(name))
        .map(([name, type]) => [name, type === "INTEGER" ? "integer" : "text"] as const)
    ),
    indexes: {}
  }))

/** The table and the expressions of a section's columns in this layout. */
const columnsOf = ({ name, columns }: Section): ReadonlyArray<string> =>
  columns.map(([column]) =>
    name === "intent" && column === "position"
      ? "0"
      : name === "intent" && column === "ordinal"
        ? "number"
        : quoted(column)
  )

const logOf = (statements: Statements, after: number, until: number): LogRows => {
  const within = (columns: string, table: string, order: string) =>
    rows<ReadonlyArray<Cell>>(
      statements.amounts(`SELECT ${columns} FROM ${table} WHERE position > ? AND position <= ? ORDER BY ${order}`),
      [after, until]
    )
  const named = (section: Section) => section.columns.map(([column]) => quoted(column)).join(", ")
  const events = within("position, collection, id, sequence, type, data, change", "event", "position, number")
  let [position, ordinal]: [Cell, bigint] = [null, 0n]
  return {
    log: within(named(logSections.log), "log", "position"),
    event: events.map(([at = null, ...rest]) => {
      ordinal = at === position ? ordinal + 1n : 1n
      position = at
      return [at, ordinal, ...rest]
    }),
    transfer: within(named(logSections.transfer), "transfer", "position, line")
  }
}

const rowsOf = (
  statements: Statements,
  section: Section,
  after: CopiedRow | undefined,
  limit: number
): ReadonlyArray<CopiedRow> => {
  const columns = columnsOf(section)
  const keys = columns.slice(0, section.keys).join(", ")
  const behind = after === undefined ? "" : `WHERE (${keys}) > (${after.map(() => "?").join(", ")})`
  // A key of constants orders nothing, and the next one does.
  const order = columns.slice(section.name === "intent" ? 1 : 0, section.keys).join(", ")
  return rows<ReadonlyArray<Cell>>(
    statements.amounts(`SELECT ${columns.join(", ")} FROM ${quoted(section.name)} ${behind} ORDER BY ${order} LIMIT ?`),
    [...(after ?? []), limit]
  )
}

/** Where a row's own columns stand: what the layout numbers by itself is left out. */
const kept = ({ name, columns }: Section): ReadonlyArray<number> =>
  columns.flatMap(([column], index) =>
    (name === "intent" && index < 2) || (name === "event" && column === "ordinal") ? [] : [index]
  )

const landingIn = (statements: Statements, file: string): Landing => {
  const { database } = statements
  database.exec("CREATE TABLE IF NOT EXISTS copying (note TEXT)")
  const insert = (section: Section, added: ReadonlyArray<CopiedRow>): void => {
    const places = kept(section)
    const names = places.map((place) => quoted(section.columns[place]?.[0] ?? ""))
    const statement = statements.of(
      `INSERT INTO ${quoted(section.name)} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`
    )
    for (const one of added) statement.run(...places.map((place) => one[place] ?? null))
  }
  const keep = (note: string): void => {
    statements.of("DELETE FROM copying").run()
    statements.of("INSERT INTO copying (note) VALUES (?)").run(note)
  }
  const write = (work: () => void) => attempt(() => inTransaction(database, work))
  return {
    reached: {
      position: headOf(statements),
      note: row<[string]>(statements.of("SELECT note FROM copying"))?.[0]
    },
    log: (after, until) => attempt(() => logOf(statements, after, until)),
    enterLog: (added) =>
      write(() => {
        insert(logSections.log, added.log)
        insert(logSections.event, added.event)
        insert(logSections.transfer, added.transfer)
      }),
    enter: (section, added, note) =>
      write(() => {
        insert(section, added)
        keep(note)
      }),
    clear: (sections, note) =>
      write(() => {
        for (const { name } of sections) database.exec(`DELETE FROM ${quoted(name)}`)
        keep(note)
      }),
    finish: attempt(() => {
      absent(file)
      database.exec("DROP TABLE copying")
      letGo(database, () => name(partialOf(file), file))
    })
  }
}
