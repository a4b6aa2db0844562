import * as Result from "effect/Result"
import { isStorable } from "pannier/kernel"
import {
  type CollectionShape,
  compareKeys,
  decodeCursor,
  encodeCursor,
  indexColumns,
  type IndexQuery,
  type Key,
  type Limits,
  type Page,
  pageLimit,
  type Stored
} from "pannier/storage"
import { tableOf } from "./collections.ts"
import { Refused } from "./failure.ts"
import { quoted, rows, type Statements } from "./statements.ts"

/** One end of a range of keys. */
interface End {
  readonly key: Key
  readonly inclusive: boolean
}

/** A run of the index: the first columns equal, then the next between two ends. */
interface Run {
  readonly equal: ReadonlyArray<Key>
  readonly lower?: End
  readonly upper?: End
}

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

const orRefuse = <A>(result: Result.Result<A, Refused["failure"]>): A => {
  if (Result.isFailure(result)) throw new Refused(result.failure)
  return result.success
}

const asStored = ([id, version, json]: ReadonlyArray<Key>): Stored => ({
  id: String(id),
  version: Number(version),
  json: String(json)
})

/**
 * The runs that make up what is asked for, in order. Behind a cursor (a, b, c) lie the keys that start with (a, b) and go
 * on behind c, then those that start with (a) and go on behind b, then those behind a: each a plain range of the index,
 * where one comparison of tuples would lose the keys that are null.
 */
const runs = (query: IndexQuery, equals: ReadonlyArray<Key>, after: ReadonlyArray<Key> | undefined): Array<Run> => {
  const lower: End | undefined = query.from === undefined ? undefined : { key: query.from, inclusive: true }
  const upper: End | undefined = query.until === undefined ? undefined : { key: query.until, inclusive: false }
  if (after === undefined) return [between(equals, lower, upper)]
  const found: Array<Run> = []
  const first = after[equals.length] ?? null
  const inRange =
    (lower === undefined || compareKeys(first, lower.key) >= 0) &&
    (upper === undefined || compareKeys(first, upper.key) < 0)
  for (let length = after.length - 1; length > equals.length && inRange; length--) {
    const end: End = { key: after[length] ?? null, inclusive: false }
    const equal = after.slice(0, length)
    found.push(query.descending === true ? between(equal, undefined, end) : between(equal, end, undefined))
  }
  const end: End = { key: first, inclusive: false }
  if (query.descending === true) {
    found.push(between(equals, lower, upper !== undefined && compareKeys(upper.key, first) < 0 ? upper : end))
  } else {
    found.push(between(equals, lower !== undefined && compareKeys(lower.key, first) > 0 ? lower : end, upper))
  }
  return found
}

const between = (equal: ReadonlyArray<Key>, lower: End | undefined, upper: End | undefined): Run => ({
  equal,
  ...(lower !== undefined && { lower }),
  ...(upper !== undefined && { upper })
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
  if (exact.some(([column, key]) => !fits(shape.columns[column] ?? "text", key))) return []
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

// SQL would turn the one type into the other; a key of the wrong type equals nothing, and text that no file keeps neither.
const fits = (type: "text" | "integer", key: Key): boolean =>
  key === null || (typeof key === "number" ? type === "integer" : type === "text" && isStorable(key))
