import * as Result from "effect/Result"
import type { StorageError } from "../storage/errors.ts"
import type { CollectionShape, IndexQuery, Key, Limits, Page, Stored, Write } from "../storage/model.ts"
import { byId, compareKeys, decodeCursor, encodeCursor, indexColumns, pageLimit } from "../storage/rules.ts"
import { firstIndex, Sorted } from "./sorted.ts"

/** A document at its last version; once removed, its text is `null` and its version stays. */
export interface Row {
  readonly version: number
  readonly json: string | null
  readonly columns: Write["columns"]
}

type Keys = ReadonlyArray<Key>

/** The rows of one collection, and the keys of those that are not removed in the order of each index, the id last. */
export class Documents {
  readonly #rows = new Map<string, Row>()
  readonly #indexes = new Map<string, Sorted<Keys>>()
  /** Columns that were declared when there were documents already. */
  readonly building = new Set<string>()
  #shape: CollectionShape

  constructor(shape: CollectionShape) {
    this.#shape = shape
    this.reshape(shape)
  }

  /** Builds every index anew. */
  reshape(shape: CollectionShape): void {
    if ([...this.#rows.values()].some(({ json }) => json !== null)) {
      for (const column of Object.keys(shape.columns)) {
        if (!Object.hasOwn(this.#shape.columns, column)) this.building.add(column)
      }
    }
    this.#shape = shape
    this.#indexes.clear()
    for (const index of [byId, ...Object.keys(shape.indexes)]) this.#indexes.set(index, new Sorted(compareLists))
    for (const [id, row] of this.#rows) this.#file(id, row)
  }

  row(id: string): Row | undefined {
    return this.#rows.get(id)
  }

  read(id: string): Stored | undefined {
    const row = this.#rows.get(id)
    return row === undefined || row.json === null ? undefined : { id, version: row.version, json: row.json }
  }

  set(id: string, row: Row): void {
    const former = this.#rows.get(id)
    if (former !== undefined && former.json !== null) {
      for (const [index, keys] of this.#keysOf(id, former)) index.remove(keys)
    }
    this.#rows.set(id, row)
    this.#file(id, row)
  }

  query(query: IndexQuery, limits: Limits): Result.Result<Page<Stored>, StorageError> {
    return Result.gen(this, function* () {
      const columns = yield* indexColumns(this.#shape, query, this.building)
      const after = query.after === undefined ? undefined : yield* decodeCursor(query, columns.length, query.after)
      return this.#page(query, after, pageLimit(query.limit, limits))
    })
  }

  #page(query: IndexQuery, after: Keys | undefined, limit: number): Page<Stored> {
    const keys = this.#indexes.get(query.index)?.items ?? []
    const equals = query.equals ?? []
    const { from, until, descending } = query
    let first = firstIndex(keys, (entry) => compareStart(entry, from === undefined ? equals : [...equals, from]) >= 0)
    let last =
      until === undefined
        ? firstIndex(keys, (entry) => compareStart(entry, equals) > 0)
        : firstIndex(keys, (entry) => compareStart(entry, [...equals, until]) >= 0)
    if (after !== undefined && descending !== true) {
      first = Math.max(
        first,
        firstIndex(keys, (entry) => compareLists(entry, after) > 0)
      )
    }
    if (after !== undefined && descending === true) {
      last = Math.min(
        last,
        firstIndex(keys, (entry) => compareLists(entry, after) >= 0)
      )
    }
    const range = keys.slice(first, last)
    const items: Array<Stored> = []
    let end: Keys = []
    for (const entry of descending === true ? range.reverse() : range) {
      const found = this.#match(entry, query)
      if (found === undefined) continue
      if (items.length === limit) return { items, next: encodeCursor(query, end) }
      items.push(found)
      end = entry
    }
    return { items }
  }

  #match(entry: Keys, { where = {} }: IndexQuery): Stored | undefined {
    const id = String(entry.at(-1))
    const columns = this.#rows.get(id)?.columns
    const matches = Object.keys(where).every((column) => (columns?.[column] ?? null) === where[column])
    return matches ? this.read(id) : undefined
  }

  #file(id: string, row: Row): void {
    if (row.json === null) return
    for (const [index, keys] of this.#keysOf(id, row)) index.add(keys)
  }

  #keysOf(id: string, row: Row): ReadonlyArray<readonly [Sorted<Keys>, Keys]> {
    return [...this.#indexes].map(([name, index]) => {
      const columns = this.#shape.indexes[name] ?? []
      return [index, [...columns.map((column) => row.columns[column] ?? null), id]]
    })
  }
}

/** Compares as many keys as `start` has. */
const compareStart = (keys: Keys, start: Keys): number => {
  for (const [place, key] of start.entries()) {
    const order = compareKeys(keys[place] ?? null, key)
    if (order !== 0) return order
  }
  return 0
}

const compareLists = (left: Keys, right: Keys): number => compareStart(left, right)
