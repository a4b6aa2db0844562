import * as Result from "effect/Result"
import type { StorageError } from "../storage/errors.ts"
import type { CollectionShape, IndexQuery, Key, Limits, Page, Stored, Write } from "../storage/model.ts"
import { byId, compareKeys, decodeCursor, encodeCursor, indexColumns, pageLimit } from "../storage/rules.ts"
import { Sorted } from "./sorted.ts"

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
    for (const name of [byId, ...Object.keys(shape.indexes)]) {
      const index = new Sorted(compareStart)
      this.#indexes.set(name, index)
      for (const [id, row] of this.#rows) move(index, undefined, this.#keysOf(name, id, row))
    }
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
    this.#rows.set(id, row)
    for (const [name, index] of this.#indexes) move(index, this.#keysOf(name, id, former), this.#keysOf(name, id, row))
  }

  query(query: IndexQuery, limits: Limits): Result.Result<Page<Stored>, StorageError> {
    return Result.gen(this, function* () {
      const columns = yield* indexColumns(this.#shape, query, this.building)
      const after = query.after === undefined ? undefined : yield* decodeCursor(query, columns.length, query.after)
      return this.#page(query, after, pageLimit(query.limit, limits))
    })
  }

  #page(query: IndexQuery, after: Keys | undefined, limit: number): Page<Stored> {
    const index = this.#indexes.get(query.index)
    const items: Array<Stored> = []
    let end: Keys = []
    for (const entry of index === undefined ? [] : within(index, query, after)) {
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

  /** Where a row stands in an index; nowhere once it is removed. */
  #keysOf(name: string, id: string, row: Row | undefined): Keys | undefined {
    if (row === undefined || row.json === null) return undefined
    const keys: Array<Key> = (this.#shape.indexes[name] ?? []).map((column) => row.columns[column] ?? null)
    keys.push(id)
    return keys
  }
}

/** What of an index a query asks for, in its order, as far as `after` was not told already. */
const within = (index: Sorted<Keys>, query: IndexQuery, after: Keys | undefined): Iterable<Keys> => {
  const { equals = [], from, until, descending } = query
  const first = from === undefined ? equals : [...equals, from]
  const end = until === undefined ? equals : [...equals, until]
  const begun = (keys: Keys): boolean => compareStart(keys, first) >= 0
  const ended = (keys: Keys): boolean => compareStart(keys, end) >= (until === undefined ? 1 : 0)
  return descending === true
    ? takeWhile(
        index.backFrom((keys) => ended(keys) || (after !== undefined && compareStart(keys, after) >= 0)),
        begun
      )
    : takeWhile(
        index.from((keys) => begun(keys) && (after === undefined || compareStart(keys, after) > 0)),
        (keys) => !ended(keys)
      )
}

function* takeWhile<A>(items: Iterable<A>, holds: (item: A) => boolean): Iterable<A> {
  for (const item of items) {
    if (!holds(item)) return
    yield item
  }
}

const move = (index: Sorted<Keys>, from: Keys | undefined, to: Keys | undefined): void => {
  if (from !== undefined && to !== undefined && compareStart(from, to) === 0) return
  if (from !== undefined) index.remove(from)
  if (to !== undefined) index.add(to)
}

/** Compares as many keys as `start` has. */
const compareStart = (keys: Keys, start: Keys): number => {
  for (let place = 0; place < start.length; place++) {
    const order = compareKeys(keys[place] ?? null, start[place] ?? null)
    if (order !== 0) return order
  }
  return 0
}
