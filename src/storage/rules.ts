import * as Result from "effect/Result"
import { isObject, type Json, type JsonObject } from "../kernel/json.ts"
import { compareText, isStorable } from "../kernel/text.ts"
import type { Account, Transfer } from "../ledger/model.ts"
import type { ClockSkew, HostRefused, StorageError } from "./errors.ts"
import type { CollectionShape, Commit, IndexQuery, Key, Limits, Write } from "./model.ts"

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
export const difference = (before: JsonObject = {}, after: JsonObject = {}): FieldChange => {
  const set: Record<string, Json> = {}
  for (const field of Object.keys(after)) {
    const value = after[field]
    if (value === undefined || (Object.hasOwn(before, field) && isSame(before[field], value))) continue
    // An assignment would not keep a field named `__proto__`.
    if (field === "__proto__") Object.defineProperty(set, field, { value, enumerable: true })
    else set[field] = value
  }
  return { set, unset: Object.keys(before).filter((field) => !Object.hasOwn(after, field)) }
}

/** Whether two values of JSON have one text: the order of keys counts, since the text is what is kept. */
const isSame = (left: Json | undefined, right: Json | undefined): boolean => {
  if (left === right) return true
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false
  const keys = Object.keys(right)
  const former = Object.keys(left)
  return (
    Array.isArray(left) === Array.isArray(right) &&
    former.length === keys.length &&
    former.every((key, index) => key === keys[index]) &&
    keys.every((key) => isSame((left as JsonObject)[key], (right as JsonObject)[key]))
  )
}

/** Applies one event's change to a document; a document left without fields is absent. */
export const evolve = (before: JsonObject | undefined, change: FieldChange): JsonObject | undefined => {
  const after: Record<string, Json> = { ...before, ...change.set }
  for (const field of change.unset) delete after[field]
  return Object.keys(after).length === 0 ? undefined : after
}

/** The limits of an adapter whose host sets none. */
export const usualLimits: Limits = { page: 500, document: 1_000_000, items: 1_000, skew: 5_000 }

/**
 * What no adapter takes, whatever it holds: too many items or too long a text (`TooLarge`); a collection that was not told
 * at opening, a column that it does not have or of another type, text with NUL or a lone surrogate (`Unsupported`).
 */
export const admit = (
  commit: Commit,
  limits: Limits,
  shapes: ReadonlyMap<string, CollectionShape>
): StorageError | undefined => {
  const { guards, writes, claims, transfers, intents, done, revived = [], built = [] } = commit
  for (const list of [guards, writes, claims, transfers, intents, done, revived, built]) {
    if (list.length > limits.items) return storageError("TooLarge", `${list.length} items of ${limits.items}`)
  }
  const text = textUnfit(commit, limits.document)
  if (text !== undefined) return text
  // What is no instant at all is refused for its clock.
  const dated = intents.every(({ due }) => Number.isSafeInteger(due)) && (commit.at % 1 === 0 || !isFinite(commit.at))
  if (!dated) return storageError("Unsupported", "an instant that is no whole number of milliseconds")
  for (const { collection } of guards) {
    if (!shapes.has(collection)) return storageError("Unsupported", `collection \`${collection}\``)
  }
  for (const { collection, column } of built) {
    if (!Object.hasOwn(shapes.get(collection)?.columns ?? {}, column)) {
      return storageError("Unsupported", `column \`${collection}.${column}\``)
    }
  }
  for (const write of writes) {
    const shape = shapes.get(write.collection)
    if (shape === undefined) return storageError("Unsupported", `collection \`${write.collection}\``)
    const column = misfit(shape, write)
    if (column !== undefined) return storageError("Unsupported", `column \`${write.collection}.${column}\``)
  }
  return undefined
}

/** A failure of storage. */
export const storageError = (reason: StorageError["reason"], detail: string): StorageError => ({
  _tag: "StorageError",
  reason,
  detail
})

/** The refusal of a host whose part of a commit threw. */
export const hostRefused = (cause: unknown): HostRefused => ({
  _tag: "HostRefused",
  detail: cause instanceof Error ? cause.message : String(cause),
  cause
})

const misfit = (shape: CollectionShape, { columns }: Write): string | undefined =>
  Object.keys(columns).find((column) => {
    const key = columns[column] ?? null
    const type = Object.hasOwn(shape.columns, column) ? shape.columns[column] : undefined
    return (
      type === undefined || !(key === null || (type === "text" ? typeof key === "string" : Number.isSafeInteger(key)))
    )
  })

/** The first text, in the order of the commit, that is too long or that no adapter keeps. */
const textUnfit = (commit: Commit, longest: number): StorageError | undefined => {
  let found: StorageError | undefined
  const ask = (text: string): void => {
    if (found !== undefined) return
    if (text.length > longest) found = storageError("TooLarge", `text of ${text.length} of ${longest}`)
    else if (!isStorable(text)) found = storageError("Unsupported", "text with NUL or a lone surrogate")
  }
  const {
    key,
    fingerprint,
    actor,
    reason,
    reply,
    done,
    guards,
    writes,
    claims,
    transfers,
    intents,
    revived = []
  } = commit
  ask(key)
  ask(fingerprint)
  ask(actor)
  ask(reason)
  ask(reply)
  for (const id of done) ask(id)
  for (const id of revived) ask(id)
  for (const { id } of guards) ask(id)
  for (const { id, json, columns, event, change } of writes) {
    ask(id)
    ask(event.type)
    ask(event.data)
    ask(change)
    // A reply is often a document just written, and then one text with it.
    if (json !== null && json !== reply) ask(json)
    for (const column of Object.keys(columns)) {
      const value = columns[column]
      if (typeof value === "string") ask(value)
    }
  }
  for (const { scope, value, holder } of claims) {
    ask(scope)
    ask(value)
    ask(holder)
  }
  for (const transfer of transfers) askTransfer(ask, transfer)
  for (const { id, lane, kind, payload } of intents) {
    ask(id)
    ask(lane)
    ask(kind)
    ask(payload)
  }
  return found
}

const askTransfer = (ask: (text: string) => void, transfer: Transfer): void => {
  if (transfer.kind === "settle" || transfer.kind === "release") return ask(transfer.hold)
  ask(transfer.id)
  askAccount(ask, transfer.from)
  askAccount(ask, transfer.to)
  if (transfer.kind === "post" && transfer.short !== undefined) askAccount(ask, transfer.short)
}

const askAccount = (ask: (text: string) => void, { id, owner, unit }: Account): void => {
  ask(id)
  ask(owner)
  ask(unit)
}

/**
 * The instant that a commit is given in the log: its own, or the last entry's where that is later. So time never goes back
 * there, and a hold that was dead at one entry is dead at every later one (L60). `ClockSkew` if the commit's own instant is
 * more than `skew` off the adapter's clock, or that far behind the last entry: a clock has jumped.
 *
 * @param last the last entry's instant; `undefined` while the log is empty
 */
export const instantOf = (
  at: number,
  clock: number,
  last: number | undefined,
  skew: number
): Result.Result<number, ClockSkew> => {
  if (!(Math.abs(at - clock) <= skew)) return Result.fail({ _tag: "ClockSkew", at, clock })
  if (last === undefined || at >= last) return Result.succeed(at)
  return last - at <= skew ? Result.succeed(last) : Result.fail({ _tag: "ClockSkew", at, clock: last })
}

/** A page's length in the range that the adapter serves. */
export const pageLimit = (limit: number, limits: Limits): number => Math.min(Math.max(1, limit), limits.page)

/** How long a receipt is kept at least, in milliseconds: 7 days. */
export const receiptsFor = 7 * 24 * 60 * 60 * 1_000

/** Most receipts that are cleared away at once. */
export const receiptsAtOnce = 64

/** How often an intent is lent: the last time it is parked. */
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
  json === null ||
  (typeof json === "string" ? isStorable(json) : typeof json === "number" && Number.isSafeInteger(json))

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

/** The index that every collection has: the order of its ids. */
export const byId = "id"

/**
 * The columns of an index; `IndexUnknown`, or `IndexBuilding` where the query needs a column that not every document has its
 * value for.
 *
 * @param building such columns of the collection
 */
export const indexColumns = (
  shape: CollectionShape | undefined,
  query: IndexQuery,
  building: ReadonlySet<string> = none
): Result.Result<ReadonlyArray<string>, StorageError> => {
  const { index, collection } = query
  const columns = shape !== undefined && Object.hasOwn(shape.indexes, index) ? shape.indexes[index] : undefined
  const indexed = columns ?? (shape !== undefined && index === byId ? [] : undefined)
  const wheres = Object.keys(query.where ?? {})
  if (indexed === undefined || !wheres.every((column) => Object.hasOwn(shape?.columns ?? {}, column))) {
    return Result.fail(storageError("IndexUnknown", `${collection}.${index}`))
  }
  return building.size > 0 && [...indexed, ...wheres].some((column) => building.has(column))
    ? Result.fail(storageError("IndexBuilding", `${collection}.${index}`))
    : Result.succeed(indexed)
}

const none: ReadonlySet<string> = new Set()

/** Reads a document's JSON text, which is always an object. */
export const parseDocument = (json: string): JsonObject => {
  const parsed: Json = JSON.parse(json)
  if (!isObject(parsed)) throw new Error("a stored document is not a JSON object")
  return parsed
}
