import { type CollectionShape, type ColumnName, refuse } from "pannier/storage"
import type { Query } from "./driver.ts"
import { indexLaidOut, wantedOf } from "./indexes.ts"
import { markCopied, markedIn, markForeign, markLate } from "./marks.ts"
import { checkNames, tableOf } from "./names.ts"
import { tenantTable } from "./schema.ts"
import type { Session } from "./session.ts"
import { quoted } from "./statements.ts"

/** Columns that every collection's table has. */
const own = ["tenant", "id", "version", "document"]

/** What a collection's table lacks before it can be used. */
interface Lacking {
  readonly shape: CollectionShape
  /** Whether there is no table, so that nobody has it open. */
  readonly isNew: boolean
  /** Statements for one transaction, which lacks no index of a new table. */
  readonly statements: ReadonlyArray<string>
}

/** Refuses collections that cannot have a table and indexes. */
export const checkShapes = (shapes: ReadonlyArray<CollectionShape>): void => {
  checkNames(
    "collections",
    shapes.map(({ name }) => `doc_${name}`)
  )
  for (const shape of shapes) {
    checkNames(`columns of \`${shape.name}\``, [...own, ...Object.keys(shape.columns)])
    wantedOf(shape)
  }
}

/**
 * What the tables lack for these collections. A new column of a collection that has documents is `building` until a batch has
 * written all of them; so is one that this program does not declare, since it writes documents without it.
 *
 * @param writes whether this program writes documents
 */
export const lackingTables = async (
  session: Session,
  query: Query,
  shapes: ReadonlyArray<CollectionShape>,
  writes = true
): Promise<ReadonlyArray<Lacking>> => {
  const columns = await columnsOf(session, query)
  const known = await markedIn(session, query)
  return shapes
    .map((shape) => {
      const found = columns.get(`doc_${shape.name}`)
      const isNew = found === undefined
      return {
        shape,
        isNew,
        statements: isNew ? laidOut(session, shape) : changes(session, shape, found, writes ? known : undefined)
      }
    })
    .filter(({ statements }) => statements.length > 0)
}

/** The collections that have a table, and the columns that those lack or keep as another type. */
export const tablesThere = async (
  session: Session,
  shapes: ReadonlyArray<CollectionShape>
): Promise<{ readonly shapes: ReadonlyArray<CollectionShape>; readonly absent: ReadonlyArray<ColumnName> }> => {
  const columns = await columnsOf(session, session.read)
  const there = shapes.filter(({ name }) => columns.has(`doc_${name}`))
  const absent = there.flatMap((shape) =>
    lacking(shape, columns.get(`doc_${shape.name}`) ?? new Map()).map((column) => ({ collection: shape.name, column }))
  )
  return { shapes: there, absent }
}

/** Statements that mark what the tables have and a copy of these collections has not. */
export const copiedMarks = async (
  session: Session,
  query: Query,
  shapes: ReadonlyArray<CollectionShape>
): Promise<ReadonlyArray<string>> => {
  const columns = await columnsOf(session, query)
  return shapes.flatMap((shape) => markCopied(session, shape, foreignTo(shape, columns.get(`doc_${shape.name}`))))
}

const laidOut = (session: Session, shape: CollectionShape): ReadonlyArray<string> => [
  ...tableLaidOut(session, shape),
  ...wantedOf(shape).map((one) => indexLaidOut(session, { ...one, name: `doc_${one.collection}:${one.index}` }))
]

const changes = (
  session: Session,
  shape: CollectionShape,
  found: ReadonlyMap<string, string>,
  known: ReadonlyArray<ColumnName> | undefined
): ReadonlyArray<string> => {
  const late = lacking(shape, found)
  const marked = known?.filter(({ collection }) => collection === shape.name).map(({ column }) => column)
  const foreign = foreignTo(shape, found).filter((column) => marked?.includes(column) === false)
  return [
    ...columnsAdded(session, shape, found, late),
    ...markLate(session, shape, late),
    ...markForeign(session, shape, foreign)
  ]
}

/** Nobody who has the table open loses a row, a right or a view of it. */
const columnsAdded = (
  session: Session,
  shape: CollectionShape,
  found: ReadonlyMap<string, string>,
  late: ReadonlyArray<string>
): ReadonlyArray<string> => {
  const added = late.map((column) => {
    if (found.has(column)) {
      refuse(
        "Unsupported",
        `\`${shape.name}.${column}\` is kept as ${found.get(column)}, and was opened as another type`
      )
    }
    return `ADD COLUMN IF NOT EXISTS ${quoted(column)} ${columnTypes[shape.columns[column] ?? "text"]}`
  })
  return added.length === 0 ? [] : [`ALTER TABLE ${tableOf(session, shape.name)} ${added.join(", ")}`]
}

const columnTypes = { text: `text COLLATE "C"`, integer: "bigint" } as const

/** The declared columns that the table does not have, or has of another type. */
const lacking = ({ columns }: CollectionShape, found: ReadonlyMap<string, string>): ReadonlyArray<string> => {
  const types = { text: "text", integer: "bigint" }
  return Object.entries(columns)
    .filter(([column, type]) => found.get(column) !== types[type])
    .map(([column]) => column)
}

/** The columns of the table that this program does not declare. */
const foreignTo = (
  { columns }: CollectionShape,
  found: ReadonlyMap<string, string> = new Map()
): ReadonlyArray<string> => [...found.keys()].filter((name) => !own.includes(name) && !Object.hasOwn(columns, name))

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

const tableLaidOut = (session: Session, shape: CollectionShape): ReadonlyArray<string> =>
  tenantTable(tableOf(session, shape.name), [
    `id text COLLATE "C" NOT NULL`,
    "version bigint NOT NULL CHECK (version > 0)",
    "document text",
    ...Object.entries(shape.columns).map(([column, type]) => `${quoted(column)} ${columnTypes[type]}`),
    "PRIMARY KEY (tenant, id)"
  ])
