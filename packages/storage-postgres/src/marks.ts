import type { CollectionShape, ColumnName } from "pannier/storage"
import type { Query } from "./driver.ts"
import { tableOf } from "./names.ts"
import type { Session } from "./session.ts"
import { literal, Parameters, textIn } from "./statements.ts"

/** The table of columns that not every document of a tenant has its value for. */
const marksOf = (session: Session): string => session.table("building")

/** What is marked for the tenant. */
export const markedIn = async (session: Session, query: Query): Promise<ReadonlyArray<ColumnName>> => {
  const rows = await query(
    `SELECT collection::text, "column"::text FROM ${marksOf(session)} WHERE tenant = $1::text ORDER BY 1, 2`,
    [session.place.tenant]
  )
  return rows.map((row) => ({ collection: textIn(row, 0), column: textIn(row, 1) }))
}

/** Every document has its value for these: to be run in the transaction of the commit that says so. */
export const built = async (session: Session, query: Query, columns: ReadonlyArray<ColumnName>): Promise<void> => {
  const parameters = new Parameters()
  const collections = parameters.texts(columns.map(({ collection }) => collection))
  const names = parameters.texts(columns.map(({ column }) => column))
  await query(
    `DELETE FROM ${marksOf(session)} WHERE tenant = ${parameters.text(session.place.tenant)} AND (collection, "column") IN (SELECT * FROM unnest(${collections}, ${names}))`,
    parameters.values
  )
}

/** Statements that mark columns which the session's tenant does not fill. */
export const markForeign = (
  session: Session,
  { name: collection }: CollectionShape,
  columns: ReadonlyArray<string>
): ReadonlyArray<string> =>
  columns.map((column) =>
    mark(session, `VALUES (${[session.place.tenant, collection, column].map(literal).join(", ")})`)
  )

/** Statements that mark new columns for every tenant that has documents. They ask for each tenant, and read no table through. */
export const markLate = (
  session: Session,
  shape: CollectionShape,
  columns: ReadonlyArray<string>
): ReadonlyArray<string> =>
  markFilled(
    session,
    shape,
    columns,
    `SELECT tenant FROM ${session.table("head")} UNION SELECT tenant FROM ${session.table("copying")}`
  )

/** Statements that mark columns which the documents that were copied to the session's tenant have no value for. */
export const markCopied = (
  session: Session,
  shape: CollectionShape,
  columns: ReadonlyArray<string>
): ReadonlyArray<string> =>
  markFilled(session, shape, columns, `SELECT ${literal(session.place.tenant)}::text AS tenant`)

const markFilled = (
  session: Session,
  { name: collection }: CollectionShape,
  columns: ReadonlyArray<string>,
  tenants: string
): ReadonlyArray<string> => {
  const documents = `SELECT FROM ${tableOf(session, collection)} d WHERE d.tenant = t.tenant AND d.document IS NOT NULL`
  return columns.map((column) =>
    mark(
      session,
      `SELECT t.tenant, ${literal(collection)}, ${literal(column)} FROM (${tenants}) t WHERE EXISTS (${documents})`
    )
  )
}

const mark = (session: Session, rows: string): string =>
  `INSERT INTO ${marksOf(session)} (tenant, collection, "column") ${rows} ON CONFLICT DO NOTHING`
