import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite"

/** A value that SQLite takes. */
export type Value = SQLInputValue

/** Most rows that one statement names; longer lists go in several. */
const widest = 32

/** A statement for each number of rows, made when it is first needed. */
export class Family {
  readonly #make: (rows: number) => StatementSync
  readonly #made: Array<StatementSync | undefined> = []

  constructor(make: (rows: number) => StatementSync) {
    this.#make = make
  }

  of(rows: number): StatementSync {
    const made = this.#made[rows]
    if (made !== undefined) return made
    const statement = this.#make(rows)
    this.#made[rows] = statement
    return statement
  }
}

/** Prepared statements of one connection. Rows come as arrays, which costs a quarter less than objects. */
export class Statements {
  readonly database: DatabaseSync
  readonly #prepared = new Map<string, StatementSync>()
  readonly #withAmounts = new Map<string, StatementSync>()

  constructor(database: DatabaseSync) {
    this.database = database
  }

  /** A statement whose integers are numbers. It is kept, so `sql` must come from a bounded set. */
  of(sql: string): StatementSync {
    const known = this.#prepared.get(sql)
    if (known !== undefined) return known
    const statement = this.make(sql, false)
    this.#prepared.set(sql, statement)
    return statement
  }

  /** A statement whose integers are all bigint; kept as well. */
  amounts(sql: string): StatementSync {
    const known = this.#withAmounts.get(sql)
    if (known !== undefined) return known
    const statement = this.make(sql, true)
    this.#withAmounts.set(sql, statement)
    return statement
  }

  /** A new statement; `amounts` makes every integer of its rows a bigint. */
  readonly make = (sql: string, amounts: boolean): StatementSync => {
    const statement = this.database.prepare(sql)
    statement.setReturnArrays(true)
    statement.setReadBigInts(amounts)
    return statement
  }

  /** `sql` is given the marks of a list such as `?,?,?`. */
  readonly listed = (sql: (marks: string) => string, amounts = false): Family =>
    new Family((rows) => this.make(sql(marks(rows)), amounts))

  /** `sql` is given the marks of several rows such as `(?,?),(?,?)`. */
  readonly tabled = (columns: number, sql: (rows: string) => string): Family => {
    const row = `(${marks(columns)})`
    return new Family((rows) => this.make(sql(Array.from({ length: rows }, () => row).join(",")), false))
  }
}

const marks = (count: number): string => Array.from({ length: count }, () => "?").join(",")

/** All rows of a statement. The type of a row is what its columns say; SQLite's STRICT tables keep to it. */
export const rows = <Row extends ReadonlyArray<unknown>>(
  statement: StatementSync,
  parameters: ReadonlyArray<Value>
): ReadonlyArray<Row> => {
  const found: unknown = statement.all(...parameters)
  return found as ReadonlyArray<Row>
}

/** The first row of a statement. */
export const row = <Row extends ReadonlyArray<unknown>>(
  statement: StatementSync,
  ...parameters: ReadonlyArray<Value>
): Row | undefined => {
  const found: unknown = statement.get(...parameters)
  return found as Row | undefined
}

/** Asks for a list in statements of bounded width; `each` is given every row, `rest` follows the list. */
export const ask = <Row extends ReadonlyArray<unknown>>(
  family: Family,
  list: ReadonlyArray<Value>,
  each: (row: Row) => void,
  ...rest: ReadonlyArray<Value>
): void => {
  for (let start = 0; start < list.length; start += widest) {
    const part = list.length <= widest ? list : list.slice(start, start + widest)
    const found: unknown = family.of(part.length).all(...part, ...rest)
    for (const row of found as ReadonlyArray<Row>) each(row)
  }
}

/** Writes rows of `columns` values each, flat in one list, in statements of bounded width. */
export const write = (family: Family, columns: number, values: ReadonlyArray<Value>): void => {
  const step = columns * widest
  for (let start = 0; start < values.length; start += step) {
    const part = start === 0 && values.length <= step ? values : values.slice(start, start + step)
    family.of(part.length / columns).run(...part)
  }
}

/** A name as SQL quotes it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
