import * as Result from "effect/Result"
import { isObject, type Json, type JsonObject } from "../kernel/json.ts"
import { compareText } from "../kernel/text.ts"
import type { StorageError } from "./errors.ts"
import type { CollectionShape, IndexQuery, Key } from "./model.ts"

/** The fields of a document that one event changed: `set` to new values, `unset` gone. */
export interface FieldChange {
  readonly set: JsonObject
  readonly unset: ReadonlyArray<string>
}

/**
 * What leads from one document to the next, field by field of the top level. `undefined` stands for absence.
 *
 * Law: `evolve(before, difference(before, after))` is `after` (L34).
 */
export const difference = (before: JsonObject | undefined, after: JsonObject | undefined): FieldChange => {
  const set: Record<string, Json> = {}
  const unset: Array<string> = []
  for (const [field, value] of Object.entries(after ?? {})) {
    const former = before?.[field]
    if (former === undefined || (former !== value && JSON.stringify(former) !== JSON.stringify(value))) set[field] = value
  }
  for (const field of Object.keys(before ?? {})) {
    if (after === undefined || !Object.hasOwn(after, field)) unset.push(field)
  }
  return { set, unset }
}

/** Applies one event's change to a document; a document left without fields is absent. */
export const evolve = (before: JsonObject | undefined, change: FieldChange): JsonObject | undefined => {
  const after: Record<string, Json> = { ...before, ...change.set }
  for (const field of change.unset) delete after[field]
  return Object.keys(after).length === 0 ? undefined : after
}

/** How often an intent is lent before it is parked. */
export const lastTry = 10

/** When a lent intent comes back if nothing answers it: 10 s, doubling, at most an hour, in milliseconds. */
export const nextTry = (at: number, tries: number): number => at + Math.min(10_000 * 2 ** (tries - 1), 3_600_000)

/** The order of keys: `null`, then integers, then texts by their UTF-8 bytes. */
export const compareKeys = (left: Key, right: Key): number => {
  if (typeof left === "string" && typeof right === "string") return compareText(left, right)
  if (typeof left === "number" && typeof right === "number") return left - right
  return rank(left) - rank(right)
}

const rank = (key: Key): number => (key === null ? 0 : typeof key === "number" ? 1 : 2)

/** Where a page ended: the keys of its last document, its id last. It means nothing under another query. */
export const encodeCursor = (query: IndexQuery, keys: ReadonlyArray<Key>): string =>
  encodeURIComponent(JSON.stringify([scopeOf(query), ...keys]))

/** The keys of a cursor that {@link encodeCursor} made for the same query; anything else is `BadCursor`. */
export const decodeCursor = (
  query: IndexQuery,
  columns: number,
  cursor: string
): Result.Result<ReadonlyArray<Key>, StorageError> => {
  const bad: StorageError = { _tag: "StorageError", reason: "BadCursor", detail: query.collection }
  const parsed = parse(cursor)
  if (!Array.isArray(parsed) || parsed.length !== columns + 2) return Result.fail(bad)
  const [scope, ...keys] = parsed as ReadonlyArray<Json>
  return scope === scopeOf(query) && keys.every(isKey) ? Result.succeed(keys) : Result.fail(bad)
}

const isKey = (json: Json): json is Key =>
  json === null || typeof json === "string" || (typeof json === "number" && Number.isSafeInteger(json))

const scopeOf = (query: IndexQuery): string =>
  JSON.stringify([query.collection, query.index, query.equals ?? [], query.where ?? {}, query.descending === true])

const parse = (cursor: string): unknown => {
  try {
    return JSON.parse(decodeURIComponent(cursor))
  } catch (cause) {
    // Both throw on malformed input only (URIError, SyntaxError): a cursor is a caller's text.
    if (cause instanceof URIError || cause instanceof SyntaxError) return undefined
    throw cause
  }
}

/** The columns of an index, or `IndexUnknown`. */
export const indexColumns = (
  shape: CollectionShape | undefined,
  query: IndexQuery
): Result.Result<ReadonlyArray<string>, StorageError> => {
  const columns = shape?.indexes[query.index]
  const known = columns !== undefined && Object.keys(query.where ?? {}).every((column) => shape?.columns[column] !== undefined)
  return known
    ? Result.succeed(columns)
    : Result.fail({ _tag: "StorageError", reason: "IndexUnknown", detail: `${query.collection}.${query.index}` })
}

/** Reads a document's JSON text, which is always an object. */
export const parseDocument = (json: string): JsonObject => {
  const parsed: Json = JSON.parse(json)
  if (!isObject(parsed)) throw new Error("a stored document is not a JSON object")
  return parsed
}
