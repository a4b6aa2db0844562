import { isStorable } from "pannier/kernel"
import { type CollectionShape, type ColumnName, refuse } from "pannier/storage"
import { markedIn } from "./building.ts"
import type { Query } from "./driver.ts"
import { tenantTable } from "./schema.ts"
import type { Session } from "./session.ts"
import { literal, quoted } from "./statements.ts"

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
 * column of a collection that has documents is `building` until a batch has written all of them; so is one that this program
 * does not declare, since it writes documents without it.
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
  const marks = new Marks(session, await markedIn(session, query))
  for (const shape of shapes) {
    checkNames(`columns of \`${shape.name}\``, [...own, ...Object.keys(shape.columns)])
    const found = columns.get(`doc_${shape.name}`)
    const late = found === undefined ? [] : lacking(shape, found)
    const foreign = found === undefined ? [] : foreignTo(shape, found)
    marks.foreign(shape, foreign)
    const differs = late.length > 0 && (await isEmpty(session, query, shape))
    if (found !== undefined && late.length > 0 && !differs) {
      tables.push(...columnsAdded(session, shape, found, late))
      marks.late(shape, late)
    }
    if (differs) tables.push(`DROP TABLE ${tableOf(session, shape.name)} CASCADE`)
    if (differs || found === undefined) tables.push(...tableLaidOut(session, shape))
    const there = differs ? undefined : kept.get(`doc_${shape.name}`)
    const laid = indexesLaidOut(session, shape, there ?? new Map<string, Kept>(), foreign.length > 0 && !differs)
    if (laid.length === 0) continue
    // Where nothing is kept yet, nobody is kept waiting, and all of it is one transaction.
    const empty = differs || found === undefined || (await isEmpty(session, query, shape))
    if (empty) tables.push(...laid.map((sql) => sql.replace(" INDEX CONCURRENTLY ", " INDEX ")))
    else indexes.push(...laid)
  }
  return { tables: [...tables, ...marks.statements], indexes }
}

/** Statements that mark columns as `building`. */
class Marks {
  readonly statements: Array<string> = []
  readonly #session: Session
  readonly #known: ReadonlyArray<ColumnName>

  constructor(session: Session, known: ReadonlyArray<ColumnName>) {
    this.#session = session
    this.#known = known
  }

  /** Columns that this program does not fill, for its own tenant. */
  foreign({ name: collection }: CollectionShape, columns: ReadonlyArray<string>): void {
    const known = this.#known.filter((one) => one.collection === collection).map(({ column }) => column)
    for (const column of columns) {
      if (known.includes(column)) continue
      const { tenant } = this.#session.place
      this.#mark(`VALUES (${[tenant, collection, column].map(literal).join(", ")})`)
    }
  }

  /** Columns that are new, for every tenant that has documents. */
  late({ name: collection }: CollectionShape, columns: ReadonlyArray<string>): void {
    for (const column of columns) {
      this.#mark(
        `SELECT DISTINCT tenant, ${literal(collection)}, ${literal(column)} FROM ${tableOf(this.#session, collection)} WHERE document IS NOT NULL`
      )
    }
  }

  #mark(rows: string): void {
    const table = this.#session.table("building")
    this.statements.push(`INSERT INTO ${table} (tenant, collection, "column") ${rows} ON CONFLICT DO NOTHING`)
  }
}

const columnsAdded = (
  session: Session,
  shape: CollectionShape,
  found: ReadonlyMap<string, string>,
  late: ReadonlyArray<string>
): ReadonlyArray<string> =>
  late.map((column) => {
    if (found.has(column)) {
      refuse(
        "Unsupported",
        `\`${shape.name}.${column}\` is kept as ${found.get(column)}, and was opened as another type`
      )
    }
    const type = columnTypes[shape.columns[column] ?? "text"]
    return `ALTER TABLE ${tableOf(session, shape.name)} ADD COLUMN IF NOT EXISTS ${quoted(column)} ${type}`
  })

const columnTypes = { text: `text COLLATE "C"`, integer: "bigint" } as const

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

/** The declared columns that the table does not have, or has of another type. */
const lacking = ({ columns }: CollectionShape, found: ReadonlyMap<string, string>): ReadonlyArray<string> => {
  const types = { text: "text", integer: "bigint" }
  return Object.entries(columns)
    .filter(([column, type]) => found.get(column) !== types[type])
    .map(([column]) => column)
}

/** The columns of the table that this program does not declare. */
const foreignTo = ({ columns }: CollectionShape, found: ReadonlyMap<string, string>): ReadonlyArray<string> =>
  [...found.keys()].filter((name) => !own.includes(name) && !Object.hasOwn(columns, name))

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
  return tenantTable(tableOf(session, shape.name), [
    `id text COLLATE "C" NOT NULL`,
    "version bigint NOT NULL CHECK (version > 0)",
    "document text",
    ...Object.entries(shape.columns).map(([column, type]) => `${quoted(column)} ${columnTypes[type]}`),
    "PRIMARY KEY (tenant, id)"
  ])
}

const indexesLaidOut = (
  session: Session,
  shape: CollectionShape,
  kept: ReadonlyMap<string, Kept>,
  foreign: boolean
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
  // A newer program that shares the tables needs its own.
  if (foreign) return statements
  for (const name of kept.keys()) {
    if (!wanted.has(name) && name.startsWith(`doc_${shape.name}:`)) {
      statements.push(`DROP INDEX CONCURRENTLY ${session.table(name)}`)
    }
  }
  return statements
}
