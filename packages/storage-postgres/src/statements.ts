import { compareText, isStorable } from "pannier/kernel"
import type { Row, Value } from "./driver.ts"

/** Bytes. PostgreSQL cuts a longer name off. Source: https://www.postgresql.org/docs/current/sql-syntax-lexical.html */
export const longestName = 63

/** A name as SQL quotes it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A text as SQL quotes it; for names of this package only, never for what a caller sends. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** The parameters of one statement. The text that is built beside them depends on what is asked, never on its values. */
export class Parameters {
  readonly values: Array<Value> = []

  /** Takes a value and gives the mark that stands for it. */
  readonly text = (value: Value): string => {
    this.values.push(value)
    return `$${this.values.length}::text`
  }

  readonly integer = (value: number): string => {
    this.values.push(String(value))
    return `$${this.values.length}::bigint`
  }

  readonly texts = (values: ReadonlyArray<Value>): string => {
    this.values.push(arrayOf(values))
    return `$${this.values.length}::text[]`
  }

  readonly integers = (values: ReadonlyArray<bigint | number | null>): string => {
    this.values.push(arrayOf(values.map((value) => (value === null ? null : String(value)))))
    return `$${this.values.length}::bigint[]`
  }
}

/** An array as PostgreSQL reads it. Source: https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
const arrayOf = (values: ReadonlyArray<Value>): string =>
  `{${values.map((value) => (value === null ? "NULL" : `"${value.replace(/["\\]/g, "\\$&")}"`)).join(",")}}`

/** The ids that a database can have, each once, in the order of their UTF-8 bytes. */
export const sortedIds = (ids: Iterable<string>): ReadonlyArray<string> =>
  [...new Set(ids)].filter(isStorable).toSorted(compareText)

/** How many columns the arms of one statement have: the kind of the row, then what the kind needs. */
const widest = 10

/** One arm of a statement that asks for rows of several kinds: `SELECT kind, columns ...`, all of it text. */
export const arm = (kind: string, columns: ReadonlyArray<string>, from: string): string => {
  const padding = Array.from({ length: widest - 1 - columns.length }, () => "NULL::text")
  // Named, since `ORDER BY position` would else mean the text of it.
  const texts = columns.map((column, index) => `(${column})::text AS c${index}`)
  return `(SELECT ${[literal(kind), ...texts, ...padding].join(", ")} ${from})`
}

/** The text in a column that is never null. */
export const textIn = (row: Row, column: number): string => {
  const value = row[column]
  if (typeof value !== "string") throw new Error(`column ${column} of a \`${row[0]}\` row is missing`)
  return value
}

export const numberIn = (row: Row, column: number): number => Number(textIn(row, column))

export const amountIn = (row: Row, column: number): bigint => BigInt(textIn(row, column))

/** The amount in a column that may be null. */
export const maybeAmount = (row: Row, column: number): bigint | undefined => {
  const value = row[column]
  return typeof value === "string" ? BigInt(value) : undefined
}

/** One part of the statement that writes a group: what it does, and how many rows it must touch. */
export interface Part {
  readonly sql: string
  readonly rows: number
}
