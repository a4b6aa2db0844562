import type { JsonObject } from "../../src/kernel/json.ts"
import type { Entry } from "../../src/storage/model.ts"
import { type Books, keepBooks } from "../../src/testing/index.ts"

/** The books of partners who wrote nothing down. */
export const books: Books = {
  gateways: [],
  carriers: [],
  deliveries: [],
  boxes: new Map(),
  waiting: [],
  acknowledged: new Map(),
  refused: new Set<string>(),
  quiet: false
}

/** What the second book-keeper says of a log; at rest it is asked with partners who wrote nothing down. */
export const sentences = (log: ReadonlyArray<Entry>, quiet = false): ReadonlyArray<string> =>
  keepBooks(log, { ...books, quiet }).violations

/** The laws that the second book-keeper says are broken in a log. */
export const told = (log: ReadonlyArray<Entry>): ReadonlySet<string> =>
  new Set(sentences(log).map((wrong) => wrong.split(" ")[0] ?? ""))

/** A log in which the first document of a kind that can be, is written otherwise. */
export const rewritten = (
  log: ReadonlyArray<Entry>,
  collection: string,
  into: (set: JsonObject, entry: Entry) => JsonObject | undefined
): ReadonlyArray<Entry> => {
  let done = false
  const changed = log.map((entry) => ({
    ...entry,
    events: entry.events.map((event) => {
      if (done || event.collection !== collection) return event
      const { set, unset } = JSON.parse(event.change) as { readonly set: JsonObject; readonly unset: unknown }
      const other = into(set, entry)
      if (other === undefined) return event
      done = true
      return { ...event, change: JSON.stringify({ set: other, unset }) }
    })
  }))
  if (!done) throw new Error(`nothing of ${collection} is so in the log`)
  return changed
}
