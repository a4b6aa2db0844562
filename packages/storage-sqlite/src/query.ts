import {
  type CollectionShape,
  decodeCursor,
  encodeCursor,
  type End,
  indexColumns,
  type IndexQuery,
  type Key,
  keyFits,
  type Limits,
  orRefuse,
  type Page,
  pageLimit,
  type Run,
  runs,
  type Stored
} from "pannier/storage"
import { tableOf } from "./collections.ts"
import { quoted, rows, type Statements } from "./statements.ts"

/** A condition on one column and its parameters. */
interface Condition {
  readonly sql: string
  readonly keys: ReadonlyArray<Key>
}

/** One page of an index, and the cursor behind it. */
export const page = (
  statements: Statements,
  shape: CollectionShape,
  query: IndexQuery,
  limits: Limits,
  building?: ReadonlySet<string>
): Page<Stored> => {
  const limit = pageLimit(query.limit, limits)
  const indexed = orRefuse(indexColumns(shape, query, building))
  const equals = query.equals ?? []
  const columns = [...indexed, "id"]
  const after = query.after === undefined ? undefined : orRefuse(decodeCursor(query, indexed.length, query.after))
  const items: Array<ReadonlyArray<Key>> = []
  if (equals.length > columns.length || (after !== undefined && equals.length === columns.length)) return { items: [] }
  for (const run of runs(query, equals, after)) {
    for (const conditions of conditionsOf(columns, run, query.descending === true)) {
      const missing = limit + 1 - items.length
      if (missing > 0) items.push(...select(statements, shape, query, columns, run.equal, conditions, missing))
    }
  }
  const shown = items.slice(0, limit).map(asStored)
  const last = items.length > limit ? items[limit - 1] : undefined
  return last === undefined
    ? { items: shown }
    : { items: shown, next: encodeCursor(query, [...last.slice(3), last[0] ?? null]) }
}

const asStored = ([id, version, json]: ReadonlyArray<Key>): Stored => ({
  id: String(id),
  version: Number(version),
  json: String(json)
})

/** The conditions on the column behind the equal ones: none, one or two lists, in the order of the page. */
const conditionsOf = (
  columns: ReadonlyArray<string>,
  run: Run,
  descending: boolean
): ReadonlyArray<ReadonlyArray<Condition>> => {
  const column = columns[run.equal.length]
  if (column === undefined) return [[]]
  const name = quoted(column)
  const lower = run.lower === undefined ? undefined : above(name, run.lower)
  if (run.upper === undefined) return [lower === undefined ? [] : [lower]]
  // Nothing sorts before null.
  if (run.upper.key === null) return []
  const upper = { sql: `${name} < ?`, keys: [run.upper.key] }
  if (lower !== undefined) return [[lower, upper]]
  // Nulls sort first, and no comparison of SQL finds them.
  const nulls = [[{ sql: `${name} IS NULL`, keys: [] }], [upper]]
  return descending ? nulls.toReversed() : nulls
}

const above = (name: string, { key, inclusive }: End): Condition | undefined => {
  if (key === null) return inclusive ? undefined : { sql: `${name} IS NOT NULL`, keys: [] }
  return { sql: `${name} ${inclusive ? ">=" : ">"} ?`, keys: [key] }
}

const select = (
  statements: Statements,
  shape: CollectionShape,
  query: IndexQuery,
  columns: ReadonlyArray<string>,
  equal: ReadonlyArray<Key>,
  conditions: ReadonlyArray<Condition>,
  limit: number
): ReadonlyArray<ReadonlyArray<Key>> => {
  const where = Object.entries(query.where ?? {})
  const exact = [...equal.map((key, index) => [columns[index] ?? "id", key] as const), ...where]
  const keys = [...exact.map(([, key]) => key), ...conditions.flatMap((condition) => condition.keys)]
  if (exact.some(([column, key]) => !keyFits(shape.columns[column] ?? "text", key))) return []
  const clauses = [
    "document IS NOT NULL",
    ...exact.map(([column]) => `${quoted(column)} IS ?`),
    ...conditions.map((condition) => condition.sql)
  ]
  const direction = query.descending === true ? " DESC" : ""
  const order = columns.slice(equal.length).map((column) => `${quoted(column)}${direction}`)
  const sql =
    `SELECT id, version, document, ${columns
      .slice(0, -1)
      .map((column) => `${quoted(column)}, `)
      .join("")}1 ` +
    `FROM ${tableOf(shape.name)} WHERE ${clauses.join(" AND ")} ` +
    `${order.length === 0 ? "" : `ORDER BY ${order.join(", ")} `}LIMIT ?`
  return rows<ReadonlyArray<Key>>(statements.of(sql), [...keys, limit]).map((found) => found.slice(0, -1))
}
