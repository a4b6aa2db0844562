import type { ColumnName } from "pannier/storage"
import { row, rows, type Statements } from "./statements.ts"

/** The columns that not every document has its value for. */
export class Building {
  readonly #statements: Statements
  readonly #there: boolean
  #columns = new Map<string, Set<string>>()

  constructor(statements: Statements) {
    this.#statements = statements
    // A file that is opened read-only may be of a time before there was this table.
    this.#there = row(statements.make("SELECT 1 FROM sqlite_schema WHERE name = 'building'", false)) !== undefined
    this.look()
  }

  /** All of them, as the file has them now. */
  look(): ReadonlyArray<ColumnName> {
    if (!this.#there) return []
    const found = rows<[string, string]>(this.#statements.of('SELECT collection, "column" FROM building'), [])
    this.#columns = new Map()
    for (const [collection, column] of found) {
      const known = this.#columns.get(collection)
      if (known === undefined) this.#columns.set(collection, new Set([column]))
      else known.add(column)
    }
    return found.map(([collection, column]) => ({ collection, column }))
  }

  /** Those of a collection. The file is asked only while there are any: another process may have built them. */
  of(collection: string): ReadonlySet<string> | undefined {
    if (this.#columns.size > 0) this.look()
    return this.#columns.get(collection)
  }

  /** In a write transaction: every document has its value for these. */
  built(columns: ReadonlyArray<ColumnName>): void {
    const statement = this.#statements.of('DELETE FROM building WHERE collection = ? AND "column" = ?')
    for (const { collection, column } of columns) statement.run(collection, column)
  }
}
