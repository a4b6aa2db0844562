import { isStorable } from "../kernel/text.ts"
import type { IndexQuery, Key } from "./model.ts"
import { compareKeys } from "./rules.ts"

/** One end of a range of keys. */
export interface End {
  readonly key: Key
  readonly inclusive: boolean
}

/** A run of the index: the first columns equal, then the next between two ends. The upper end is never inclusive. */
export interface Run {
  readonly equal: ReadonlyArray<Key>
  readonly lower?: End
  readonly upper?: End
}

/**
 * The runs of an index that a page may come from. Behind a cursor (a, b, c) those are the keys that start with (a, b) and go
 * on behind c, then those that start with (a) and go on behind b, then those behind a: each a plain range of the index,
 * where one comparison of tuples would lose the keys that are null.
 */
export const runs = (
  query: IndexQuery,
  equals: ReadonlyArray<Key>,
  after: ReadonlyArray<Key> | undefined
): ReadonlyArray<Run> => {
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

/** Whether a column of a type can hold a key: of the wrong type it equals nothing, and so does text that no adapter keeps. */
export const keyFits = (type: "text" | "integer", key: Key): boolean =>
  key === null || (typeof key === "number" ? type === "integer" : type === "text" && isStorable(key))
