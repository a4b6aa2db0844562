import {
  type CollectionShape,
  compareKeys,
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
  refuse,
  type Run,
  runs,
  type Stored
} from "pannier/storage"
import type { Building } from "./building.ts"
import { tableOf } from "./names.ts"
import type { Row } from "./driver.ts"
import type { Session } from "./session.ts"
import { arm, numberIn, type Parameters, quoted, textIn } from "./statements.ts"

/** A page that is asked: the arms of the statement that find its rows, and how it is made of them. */
export interface Asked {
  readonly arms: ReadonlyArray<string>
  readonly page: (rows: ReadonlyArray<Row>) => Page<Stored>
}

/**
 * One page of an index. Its runs are arms of one statement, each of which finds at most a page; what they find is put in the
 * order of the keys here, since the arms of a statement come in no order that SQL promises.
 *
 * @param number which query it is among those of the statement
 */
export const askPage = (
  session: Session,
  shape: CollectionShape,
  query: IndexQuery,
  limits: Limits,
  building: Building,
  number: number,
  parameters: Parameters
): Asked => {
  const limit = pageLimit(query.limit, limits)
  const indexed = orRefuse(indexColumns(shape, query, building.of(query.collection)))
  if (building.lacks(query.collection, query.index)) refuse("IndexBuilding", `${query.collection}.${query.index}`)
  const equals = query.equals ?? []
  const columns = [...indexed, "id"]
  const after = query.after === undefined ? undefined : orRefuse(decodeCursor(query, indexed.length, query.after))
  const empty: Asked = { arms: [], page: () => ({ items: [] }) }
  if (equals.length > columns.length || (after !== undefined && equals.length === columns.length)) return empty
  const arms: Array<string> = []
  for (const run of runs(query, equals, after)) {
    const column = columns[run.equal.length]
    const ends = column === undefined ? [() => []] : endsOf(column, shape.columns[column] ?? "text", run)
    for (const one of ends) {
      const found = select(session, shape, query, columns, run, one, limit + 1, number, parameters)
      if (found !== undefined) arms.push(found)
    }
  }
  const sign = query.descending === true ? -1 : 1
  return {
    arms,
    page: (rows) => {
      const found = rows
        .map((row) => ({ stored: storedOf(row), keys: keysOf(row, shape, columns) }))
        .toSorted((left, right) => sign * compareAll(left.keys, right.keys))
      const items = found.slice(0, limit).map(({ stored }) => stored)
      const last = found.length > limit ? found[limit - 1] : undefined
      return last === undefined ? { items } : { items, next: encodeCursor(query, last.keys) }
    }
  }
}

const storedOf = (row: Row): Stored => ({ id: textIn(row, 2), version: numberIn(row, 3), json: textIn(row, 4) })

/** The keys of a row come as one text, since an index may have any number of them. */
const keysOf = (row: Row, shape: CollectionShape, columns: ReadonlyArray<string>): ReadonlyArray<Key> => {
  const texts: ReadonlyArray<string | null> = JSON.parse(textIn(row, 5))
  return columns.map((column, index) => {
    const text = texts[index] ?? null
    return text !== null && shape.columns[column] === "integer" ? Number(text) : text
  })
}

const compareAll = (left: ReadonlyArray<Key>, right: ReadonlyArray<Key>): number => {
  for (const [index, key] of left.entries()) {
    const order = compareKeys(key, right[index] ?? null)
    if (order !== 0) return order
  }
  return 0
}

const select = (
  session: Session,
  shape: CollectionShape,
  query: IndexQuery,
  columns: ReadonlyArray<string>,
  run: Run,
  ends: Ends,
  limit: number,
  number: number,
  parameters: Parameters
): string | undefined => {
  const typeOf = (column: string) => shape.columns[column] ?? "text"
  const exact = [
    ...run.equal.map((key, index) => [columns[index] ?? "id", key] as const),
    ...Object.entries(query.where ?? {})
  ]
  if (exact.some(([column, key]) => !keyFits(typeOf(column), key))) return undefined
  const clauses = [
    `tenant = ${parameters.text(session.place.tenant)}`,
    "document IS NOT NULL",
    ...exact.map(([name, key]) =>
      key === null ? `${quoted(name)} IS NULL` : `${quoted(name)} = ${mark(key, parameters)}`
    ),
    ...ends(parameters)
  ]
  const order = columns
    .slice(run.equal.length)
    .map((name) => `${quoted(name)} ${query.descending === true ? "DESC NULLS LAST" : "ASC NULLS FIRST"}`)
  const keys = `json_build_array(${columns.map((name) => `${quoted(name)}::text`).join(", ")})`
  return arm(
    "query",
    [String(number), "id", "version", "document", keys],
    `FROM ${tableOf(session, shape.name)} WHERE ${clauses.join(" AND ")}` +
      `${order.length === 0 ? "" : ` ORDER BY ${order.join(", ")}`} LIMIT ${parameters.integer(limit)}`
  )
}

const mark = (key: string | number, parameters: Parameters): string =>
  typeof key === "string" ? parameters.text(key) : parameters.integer(key)

/** Conditions on one column, once their keys are parameters. */
type Ends = (parameters: Parameters) => ReadonlyArray<string>

/** The conditions on the column behind the equal ones: none where nothing can be between the ends, two where nulls are as well. */
const endsOf = (column: string, type: "text" | "integer", { lower, upper }: Run): ReadonlyArray<Ends> => {
  const name = quoted(column)
  // Nulls sort before every key, and no comparison of SQL finds them.
  const withNulls = lower === undefined || (lower.key === null && lower.inclusive)
  if (upper === undefined) return withNulls ? [() => []] : [(parameters) => above(name, type, lower, parameters)]
  const { key } = upper
  if (key === null) return []
  const until: Ends = (parameters) => below(name, type, key, parameters)
  if (withNulls) return [() => [`${name} IS NULL`], until]
  return [(parameters) => [...above(name, type, lower, parameters), ...until(parameters)]]
}

const above = (
  name: string,
  type: "text" | "integer",
  { key, inclusive }: End,
  parameters: Parameters
): ReadonlyArray<string> => {
  if (key === null) return [`${name} IS NOT NULL`]
  // Integers sort before texts, so all of a column of the other type is on one side of the key.
  if (typeof key === "number" && type === "text") return [`${name} IS NOT NULL`]
  if (typeof key === "string" && type === "integer") return ["false"]
  return [`${name} ${inclusive ? ">=" : ">"} ${mark(key, parameters)}`]
}

const below = (
  name: string,
  type: "text" | "integer",
  key: string | number,
  parameters: Parameters
): ReadonlyArray<string> => {
  if (typeof key === "number" && type === "text") return ["false"]
  if (typeof key === "string" && type === "integer") return [`${name} IS NOT NULL`]
  return [`${name} < ${mark(key, parameters)}`]
}
