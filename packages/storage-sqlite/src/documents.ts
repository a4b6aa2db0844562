import type { StatementSync } from "node:sqlite"
import type { CollectionShape, DocumentId, Guard, Stored, Write } from "pannier/storage"
import { tableOf } from "./collections.ts"
import { ask, type Family, quoted, type Statements, type Value } from "./statements.ts"

/** How a document's row stands. A removed document keeps its row and its version, so that its stream is numbered on. */
export interface Standing {
  readonly version: number
  readonly removed: boolean
}

/** The table of one collection. */
export class Documents {
  readonly shape: CollectionShape
  readonly #columns: ReadonlyArray<string>
  readonly #standings: Family
  readonly #read: Family
  readonly #insert: StatementSync
  readonly #update: StatementSync

  constructor(statements: Statements, shape: CollectionShape) {
    const table = tableOf(shape.name)
    this.shape = shape
    this.#columns = Object.keys(shape.columns)
    this.#standings = statements.listed(
      (ids) => `SELECT id, version, document IS NULL FROM ${table} WHERE id IN (${ids})`
    )
    this.#read = statements.listed((ids) => `SELECT id, version, document FROM ${table} WHERE id IN (${ids})`)
    const names = ["document", ...this.#columns].map(quoted)
    this.#insert = statements.make(
      `INSERT INTO ${table} (version, ${names.join(", ")}, id) VALUES (?, ${names.map(() => "?").join(", ")}, ?)`,
      false
    )
    this.#update = statements.make(
      `UPDATE ${table} SET version = ?, ${names.map((name) => `${name} = ?`).join(", ")} WHERE id = ? AND version = ?`,
      false
    )
  }

  /** The documents that are there, by id. */
  read(ids: ReadonlyArray<string>, each: (stored: Stored) => void): void {
    ask<[string, number, string | null]>(this.#read, ids, ([id, version, json]) => {
      if (json !== null) each({ id, version, json })
    })
  }

  standings(ids: ReadonlyArray<string>, each: (id: string, standing: Standing) => void): void {
    ask<[string, number, number]>(this.#standings, ids, ([id, version, removed]) =>
      each(id, { version, removed: removed === 1 })
    )
  }

  /** Writes a document over the version that was found, 0 for no row. */
  write({ id, json, columns }: Write, found: number): void {
    const values: Array<Value> = [found + 1, json]
    for (const column of this.#columns) values.push(json === null ? null : (columns[column] ?? null))
    values.push(id)
    if (found > 0) values.push(found)
    const { changes } = (found === 0 ? this.#insert : this.#update).run(...values)
    if (changes !== 1) throw new Error(`\`${this.shape.name}/${id}\` changed under the lock`)
  }
}

/** The standings of every document that guards and writes name, read in one statement a collection. */
export class Standings {
  readonly #found = new Map<string, Map<string, Standing | undefined>>()

  constructor(collections: ReadonlyMap<string, Documents>, guards: ReadonlyArray<Guard>, writes: ReadonlyArray<Write>) {
    for (const { collection, id } of guards) this.#in(collection).set(id, undefined)
    for (const { collection, id } of writes) this.#in(collection).set(id, undefined)
    for (const [collection, found] of this.#found) {
      collections.get(collection)?.standings([...found.keys()], (id, standing) => found.set(id, standing))
    }
  }

  of({ collection, id }: DocumentId): Standing | undefined {
    return this.#found.get(collection)?.get(id)
  }

  /** The version that a command sees: 0 for what is absent or removed. */
  seen(document: DocumentId): number {
    const standing = this.of(document)
    return standing === undefined || standing.removed ? 0 : standing.version
  }

  set({ collection, id }: DocumentId, standing: Standing): void {
    this.#in(collection).set(id, standing)
  }

  #in(collection: string): Map<string, Standing | undefined> {
    const known = this.#found.get(collection)
    if (known !== undefined) return known
    const made = new Map<string, Standing | undefined>()
    this.#found.set(collection, made)
    return made
  }
}
