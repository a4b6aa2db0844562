import { copyFileSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import * as Effect from "effect/Effect"
import { audit } from "pannier/storage"
import { describe, expect, test } from "vitest"
import { sqlite } from "../src/index.ts"
import { folder } from "./folder.ts"
import { at, collections, commit, order, run, shelf, sold, stock } from "./shop.ts"

const file = folder()

const hold = (id: string, until: number) =>
  commit(id, { transfers: [{ kind: "hold", id, from: shelf, to: sold, amount: 1n, until }] })

/** A shop with holds of every state, two of which live, a document that was removed, and its receipts. */
const shopWithHolds = async (): Promise<string> => {
  const path = file()
  let now = at
  await run(
    Effect.gen(function* () {
      const storage = yield* sqlite(path, { clock: () => now }).open(collections)
      yield* storage.commit(stock(9n))
      for (const id of ["settled", "released", "lives", "lives too"]) yield* storage.commit(hold(id, at + 9_000_000))
      yield* storage.commit(hold("expired", at + 1))
      yield* storage.commit(commit("end 1", { transfers: [{ kind: "settle", hold: "settled" }] }))
      yield* storage.commit(commit("end 2", { transfers: [{ kind: "release", hold: "released" }] }))
      now += 2
      yield* storage.commit({ ...hold("next", at + 9_000_000), at: now })
      yield* storage.commit(commit("made", { writes: [order("gone"), order("stays")] }))
      const change = JSON.stringify({ set: {}, unset: ["id"] })
      const removed = { ...order("gone", 1), json: null, columns: {}, change }
      yield* storage.commit(commit("removed", { writes: [removed] }))
    })
  )
  return path
}

const sound = await shopWithHolds()

/** What the file and a second book-keeper say, after somebody has changed it past Pannier. */
const found = async (sql?: string): Promise<ReadonlyArray<string>> => {
  const path = file()
  copyFileSync(sound, path)
  const database = new DatabaseSync(path)
  if (sql !== undefined) expect(Number(database.prepare(sql).run().changes)).toBeGreaterThan(0)
  database.close()
  return run(
    Effect.gen(function* () {
      const storage = yield* sqlite(path, { clock: () => at, snapshot: true }).open(collections)
      return [...(yield* storage.integrity), ...(yield* audit(storage)).violations]
    })
  )
}

const holds = "a hold is kept as the journal tells it, and lives until the journal has ended it"
const receipts = "the receipts that are kept are those of the last commits, each under the key of its commit"

describe("what somebody has done to the tables of a file", () => {
  test("is nothing at first, with holds of every state", async () => {
    const database = new DatabaseSync(sound, { readOnly: true })
    const states = database.prepare("SELECT DISTINCT state FROM hold ORDER BY state").all()
    database.close()
    expect(states.map(({ state }) => state)).toEqual(["expired", "held", "released", "settled"])
    expect(await found()).toEqual([])
  })

  test.each([
    ["an ended hold that is gone", "DELETE FROM hold WHERE id = 'settled'", `${holds}: \`settled\``],
    [
      "a hold that nobody made",
      "INSERT INTO hold SELECT 'ghost', from_account, to_account, unit, amount, until, 'released' FROM hold LIMIT 1",
      `${holds}: \`ghost\``
    ],
    ["a hold under another name", "UPDATE hold SET id = 'x' WHERE id = 'lives'", `${holds}: \`x\``],
    ["a hold of another amount", "UPDATE hold SET amount = 2 WHERE id = 'expired'", `${holds}: \`expired\``],
    ["a hold of another unit", "UPDATE hold SET unit = 'x' WHERE id = 'lives'", `${holds}: \`lives\``],
    [
      "a hold that was settled and says that it was let go",
      "UPDATE hold SET state = 'released' WHERE id = 'settled'",
      `${holds}: \`settled\``
    ],
    [
      "a hold that was let go and says that it was settled",
      "UPDATE hold SET state = 'settled' WHERE id = 'released'",
      `${holds}: \`released\``
    ],
    [
      "a receipt that is gone from among the others",
      "DELETE FROM receipt WHERE key = 'end 1'",
      `${receipts}: \`end 1\``
    ],
    ["the last receipt that is gone", "DELETE FROM receipt WHERE key = 'removed'", `${receipts}: \`removed\``],
    ["a receipt under another key", "UPDATE receipt SET key = 'x' WHERE key = 'end 1'", `${receipts}: \`end 1\``],
    [
      "a document that was removed and is there again",
      `UPDATE doc_order SET document = '{"id":"gone"}' WHERE id = 'gone'`,
      "order/gone is in the store, and its stream ends with nothing left of it"
    ]
  ])("%s is found", async (_, sql, told) => {
    expect(await found(sql)).toContain(told)
  })
})
