/** What goes in and comes out: text as PostgreSQL writes it, or `NULL`. Numbers are cast in the statement, so none is ever rounded. */
export type Value = string | null

/** A row, in the order of its columns. Every column that this package asks for is text. */
export type Row = ReadonlyArray<Value>

/** Runs one statement; `$1` is the first parameter. Rejects with what the client throws, its SQLSTATE under `code`. */
export type Query = (sql: string, parameters: ReadonlyArray<Value>) => Promise<ReadonlyArray<Row>>

/** All that this package asks of a PostgreSQL client. */
export interface Driver {
  /** One statement on any connection. */
  readonly query: Query
  /**
   * Runs `body` in one transaction on one connection, READ COMMITTED, and commits when it is done. What `body` rejects with
   * takes everything back and comes out unchanged. When COMMIT itself fails, its failure comes out.
   */
  readonly transaction: <A>(body: (query: Query) => Promise<A>) => Promise<A>
}
