import { readdirSync, readFileSync } from "node:fs"
import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import { schemaVersionOf } from "../../src/command/index.ts"
import type { JsonObject } from "../../src/kernel/json.ts"
import { memory } from "../../src/memory/index.ts"
import { collections } from "../../src/shop/index.ts"
import { type Entry, evolve, parseDocument, type Write } from "../../src/storage/index.ts"
import { audit } from "../../src/testing/index.ts"

type Recorded = Pick<Entry, "position" | "at" | "reason" | "events">

const folder = new URL("./history/", import.meta.url)
const histories = readdirSync(folder)
  .filter((file) => file.endsWith(".jsonl"))
  .map((file): readonly [string, ReadonlyArray<Recorded>] => [
    file,
    readFileSync(new URL(file, folder), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
  ])

const named = new Map(collections.map((one) => [one.name, one]))

/** The entries of a history as this version reads them: every document at every version, with the columns of today. */
const readBack = (entries: ReadonlyArray<Recorded>) => {
  const documents = new Map<string, JsonObject>()
  return entries.map(({ position, at, reason, events }) => {
    const writes = events.map(({ collection, id, sequence, type, data, change }): Write => {
      const from = named.get(collection)
      if (from === undefined) throw new Error(`no collection \`${collection}\` any more`)
      const name = `${collection}/${id}`
      const told = evolve(documents.get(name), JSON.parse(change))
      const write = { collection, id, expected: sequence - 1, event: { type, data }, change }
      if (told === undefined) {
        documents.delete(name)
        return { ...write, json: null, columns: {} }
      }
      documents.set(name, told)
      expect(schemaVersionOf(told)).toBeLessThanOrEqual(from.version)
      const document: unknown = from.decode(told)
      // What this version would write of it, it reads as the same.
      expect(from.decode(from.encode(document))).toEqual(document)
      expect(from.id(document)).toBe(id)
      return { ...write, json: JSON.stringify(told), columns: from.columnsOf(document) }
    })
    return { position, at, reason, writes }
  })
}

describe("logs that former versions wrote", () => {
  test("there is one at least, of a whole order: paid, shipped, sent back, refunded; and of one that was cancelled", () => {
    expect(histories.length).toBeGreaterThan(0)
    for (const [, entries] of histories) {
      const types = new Set(entries.flatMap(({ events }) => events).map(({ type }) => type))
      expect(types.size).toBeGreaterThan(20)
      expect(entries.length).toBeGreaterThan(30)
    }
  })

  test.each(histories)("F16 L34 %s is read document by document, and stands in a store of today", (_, entries) =>
    Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          let now = 0
          const storage = yield* memory({ clock: () => now }).open(collections)
          for (const { position, at, reason, writes } of readBack(entries)) {
            now = at
            yield* storage.commit({
              key: `entry ${position}`,
              fingerprint: "recorded",
              at,
              actor: "staff",
              reason,
              guards: [],
              writes,
              claims: [],
              transfers: [],
              intents: [],
              done: [],
              reply: "null"
            })
          }
          const { violations, documents, events } = yield* audit(storage)
          expect(violations).toEqual([])
          expect(events).toBe(entries.flatMap((entry) => entry.events).length)
          expect(documents).toBeGreaterThan(20)
          const queries = [{ collection: "order", index: "id", limit: 10 }]
          const { queries: found } = yield* storage.read({ documents: [], accounts: [], queries, at: now })
          const states = (found[0]?.items ?? []).map(({ json }) => parseDocument(json)["state"])
          expect(new Set(states)).toEqual(new Set(["cancelled", "received"]))
        })
      )
    )
  )
})
