import { readdirSync, readFileSync } from "node:fs"
import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import { schemaVersionOf } from "../../src/command/index.ts"
import type { JsonObject } from "../../src/kernel/json.ts"
import { memory } from "../../src/memory/index.ts"
import { collections } from "../../src/shop/index.ts"
import { shopQuestions } from "../../src/shop/questions.ts"
import { Auditor } from "../../src/storage/auditor.ts"
import { type Entry, evolve, parseDocument, type Write } from "../../src/storage/index.ts"
import { audit } from "../../src/testing/index.ts"
import { setting, told } from "./history/story.ts"
import { inSmallShop } from "./small-shop.ts"

type Recorded = Pick<Entry, "position" | "at" | "reason" | "events"> & Partial<Entry>

/** Amounts are texts in a file. */
const amounts = (name: string, value: unknown) =>
  name === "amount" && typeof value === "string" ? BigInt(value) : value

const folder = new URL("./history/", import.meta.url)
const histories = readdirSync(folder)
  .toSorted()
  .filter((file) => file.endsWith(".jsonl"))
  .map((file): readonly [string, ReadonlyArray<Recorded>] => [
    file,
    readFileSync(new URL(file, folder), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line, amounts))
  ])

/** Whether what moved was recorded too, as it is since 0.1.0. */
const isWhole = (entry: Recorded): entry is Entry => entry.lines !== undefined

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
  test("there is one of this version, and each is of a whole order: paid, shipped, sent back, refunded; and of one that was cancelled", () => {
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"))
    const repair = `nobody has recorded version ${version} yet: \`npm run history\``
    expect(
      histories.map(([file]) => file).filter((file) => file.endsWith(`-${version}.jsonl`)).length,
      repair
    ).toBeGreaterThan(0)
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
          const queries = [{ collection: "order", index: "id", limit: 100 }]
          const { queries: found } = yield* storage.read({ documents: [], accounts: [], queries, at: now })
          const states = (found[0]?.items ?? []).map(({ json }) => parseDocument(json)["state"])
          expect(states).toEqual(expect.arrayContaining(["cancelled", "received"]))
        })
      )
    )
  )

  test.each(histories.filter(([, entries]) => entries.every(isWhole)))(
    "L04 L23 L35 L36 of %s the books agree, and all that today's shop asks of a log is answered",
    (_, entries) => {
      const documents = new Map<string, JsonObject>()
      const wrong: Array<string> = []
      const auditor = new Auditor({ documents, found: ({ what }) => wrong.push(what) })
      for (const entry of entries.filter(isWhole)) {
        // What bounded the accounts then, the log does not tell.
        auditor.know(
          entry.lines.flatMap(({ from, to, unit }) => [from, to].map((id) => ({ id, owner: "recorded", unit })))
        )
        auditor.take(entry)
      }
      for (const question of shopQuestions) wrong.push(...question(documents, auditor.tallies))
      expect(wrong).toEqual([])
      expect(auditor.read.lines).toBeGreaterThan(100)
      expect(auditor.tallies.size).toBeGreaterThan(40)
    }
  )

  test("the story that the next release records can be told, with all that the newest history has in it", () =>
    inSmallShop(setting, (shop) =>
      Effect.gen(function* () {
        yield* told(shop)
        const log = yield* shop.kernel.engine.storage.events(0, 10_000)
        const typesOf = (entries: ReadonlyArray<Recorded>) =>
          new Set(entries.flatMap(({ events }) => events).map(({ type }) => type))
        const [, newest = []] = histories.at(-1) ?? []
        expect([...typesOf(newest)].filter((type) => !typesOf(log).has(type))).toEqual([])
      })
    ))
})
