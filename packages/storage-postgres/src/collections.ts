import { isStorable } from "pannier/kernel"
import type { CollectionShape } from "pannier/storage"
import type { Query } from "./driver.ts"
import { refuse } from "./failure.ts"
import { tenantTable } from "./schema.ts"
import type { Session } from "./session.ts"
import { quoted } from "./statements.ts"

/** Columns that every collection's table has. */
const own = ["tenant", "id", "version", "document"]

/** PostgreSQL cuts a longer name off. Source: https://www.postgresql.org/docs/current/sql-syntax-lexical.html */
const longestName = 63

/** The table of a collection. */
export const tableOf = (session: Session, collection: string): string => session.table(`doc_${collection}`)

/** What is missing before the collections can be used, in the order in which it has to be done. */
interface Missing {
  /** Statements that make tables; nothing is in them yet. */
  readonly tables: ReadonlyArray<string>
  /** Statements that build or drop indexes while the shop sells; none of them runs in a transaction. */
  readonly indexes: ReadonlyArray<string>
}

/**
 * What the tables lack for these collections. A new index over columns that are there is built beside the sales. A new
 * column of a collection that has documents is refused, since nothing but the next write could fill it.
 */
export const missing = async (
  session: Session,
  query: Query,
  shapes: ReadonlyArray<CollectionShape>
): Promise<Missing> => {
  checkNames(
    "collections",
    shapes.map(({ name }) => `doc_${name}`)
  )
  const tables: Array<string> = []
  const indexes: Array<string> = []
  const columns = await columnsOf(session, query)
  const kept = await indexesOf(session, query)
  for (const shape of shapes) {
    checkNames(`columns of \`${shape.name}\``, [...own, ...Object.keys(shape.columns)])
    const found = columns.get(`doc_${shape.name}`)
    const differs = found !== undefined && differing(shape, found)
    if (differs) await checkEmpty(session, query, shape, found)
    if (differs) tables.push(`DROP TABLE ${tableOf(session, shape.name)} CASCADE`)
    if (differs || found === undefined) tables.push(...tableLaidOut(session, shape))
    const there = differs ? undefined : kept.get(`doc_${shape.name}`)
    const laid = indexesLaidOut(session, shape, there ?? new Map<string, Kept>())
    if (laid.length === 0) continue
    // Where nothing is kept yet, nobody is kept waiting, and all of it is one transaction.
    const empty = differs || found === undefined || (await isEmpty(session, query, shape))
    if (empty) tables.push(...laid.map((sql) => sql.replace(" INDEX CONCURRENTLY ", " INDEX ")))
    else indexes.push(...laid)
  }
  return { tables, indexes }
}

const checkNames = (what: string, names: ReadonlyArray<string>): void => {
  const seen = new Set<string>()
  for (const name of names) {
    if (name === "" || !isStorable(name) || Buffer.byteLength(name) > longestName) {
      refuse("Unsupported", `${what}: \`${name}\` cannot be a name`)
    }
    if (seen.has(name)) refuse("Unsupported", `${what}: \`${name}\` is there twice`)
    seen.add(name)
  }
}

const isEmpty = async (session: Session, query: Query, shape: CollectionShape): Promise<boolean> =>
  (await query(`SELECT '1' FROM ${tableOf(session, shape.name)} LIMIT 1`, [])).length === 0

const checkEmpty = async (
  session: Session,
  query: Query,
  shape: CollectionShape,
  found: ReadonlyMap<string, string>
): Promise<void> => {
  if (await isEmpty(session, query, shape)) return
  refuse(
    "Unsupported",
    `\`${shape.name}\` is kept with columns ${listed(found.keys())}, and was opened with ${listed(Object.keys(shape.columns))}`
  )
}

const listed = (names: Iterable<string>): string =>
  [...names]
    .filter((name) => !own.includes(name))
    .map((name) => `\`${name}\``)
    .join(", ") || "none"

const differing = ({ columns }: CollectionShape, found: ReadonlyMap<string, string>): boolean => {
  const wanted = Object.entries(columns)
  const types = { text: "text", integer: "bigint" }
  return wanted.length + own.length !== found.size || wanted.some(([column, type]) => found.get(column) !== types[type])
}

/** The columns of each collection's table and their types. */
const columnsOf = async (session: Session, query: Query): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> => {
  const rows = await query(
    "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns WHERE table_schema = $1::text AND table_name LIKE 'doc\\_%'",
    [session.place.schema]
  )
  const tables = new Map<string, Map<string, string>>()
  for (const [table, column, type] of rows) {
    const known = tables.get(table ?? "") ?? new Map<string, string>()
    known.set(column ?? "", type ?? "")
    tables.set(table ?? "", known)
  }
  return tables
}

/** An index as it stands: the comment tells what it was made for, and a build that was broken off leaves it invalid. */
interface Kept {
  readonly comment: string | null
  readonly valid: boolean
}

const indexesOf = async (session: Session, query: Query): Promise<ReadonlyMap<string, ReadonlyMap<string, Kept>>> => {
  const rows = await query(
    `SELECT t.relname::text, i.relname::text, obj_description(i.oid, 'pg_class'), x.indisvalid::text
     FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
     JOIN pg_namespace n ON n.oid = t.relnamespace
     WHERE n.nspname = $1::text AND NOT x.indisprimary AND t.relname LIKE 'doc\\_%'`,
    [session.place.schema]
  )
  const tables = new Map<string, Map<string, Kept>>()
  for (const [table, index, comment, valid] of rows) {
    const known = tables.get(table ?? "") ?? new Map<string, Kept>()
    known.set(index ?? "", { comment: comment ?? null, valid: valid === "true" })
    tables.set(table ?? "", known)
  }
  return tables
}

const tableLaidOut = (session: Session, shape: CollectionShape): ReadonlyArray<string> => {
  const types = { text: `text COLLATE "C"`, integer: "bigint" }
  return tenantTable(tableOf(session, shape.name), [
    `id text COLLATE "C" NOT NULL`,
    "version bigint NOT NULL CHECK (version > 0)",
    "document text",
    ...Object.entries(shape.columns).map(([column, type]) => `${quoted(column)} ${types[type]}`),
    "PRIMARY KEY (tenant, id)"
  ])
}

const indexesLaidOut = (
  session: Session,
  shape: CollectionShape,
  kept: ReadonlyMap<string, Kept>
): ReadonlyArray<string> => {
  const table = tableOf(session, shape.name)
  const statements: Array<string> = []
  const wanted = new Set<string>()
  for (const [index, columns] of Object.entries(shape.indexes)) {
    const unknown = columns.find((column) => shape.columns[column] === undefined)
    if (unknown !== undefined) {
      refuse("Unsupported", `index \`${index}\` of \`${shape.name}\` names no column \`${unknown}\``)
    }
    const name = `doc_${shape.name}:${index}`
    checkNames(`indexes of \`${shape.name}\``, [name])
    wanted.add(name)
    // Nulls first, as keys compare; backwards it is the order of a descending page.
    const keys = ["tenant", ...[...columns, "id"].map((column) => `${quoted(column)} NULLS FIRST`)].join(", ")
    const found = kept.get(name)
    if (found?.valid === true && found.comment === keys) continue
    if (found !== undefined) statements.push(`DROP INDEX CONCURRENTLY ${session.table(name)}`)
    statements.push(`CREATE INDEX CONCURRENTLY ${quoted(name)} ON ${table} (${keys})`)
    statements.push(`COMMENT ON INDEX ${session.table(name)} IS '${keys.replaceAll("'", "''")}'`)
  }
  for (const name of kept.keys()) {
    if (!wanted.has(name) && name.startsWith(`doc_${shape.name}:`)) {
      statements.push(`DROP INDEX CONCURRENTLY ${session.table(name)}`)
    }
  }
  return statements
}
