import { readFileSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { sqlite } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import { expect, test } from "vitest"
import { folder } from "./folder.ts"
import { at, clock, collections, commit, order, run, sell, shelf, sold, stock } from "./shop.ts"

const file = folder()

/** Runs a report of tests/reports as somebody with a SQL shell would: on a connection of their own. */
const report = (path: string, name: string, parameters: Record<string, string | number> = {}) => {
  const database = new DatabaseSync(path, { readOnly: true })
  const sql = readFileSync(new URL(`./reports/${name}.sql`, import.meta.url), "utf8")
  const rows = database
    .prepare(sql)
    .all(parameters)
    .map((row) => ({ ...row }))
  database.close()
  return rows
}

test("the reports of the guide answer while the shop is open", async () => {
  const path = file()
  await run(
    Effect.gen(function* () {
      const storage = yield* sqlite(path, { clock }).open(collections)
      yield* storage.commit(stock(10n))
      yield* storage.commit(sell("order-1"))
      yield* storage.commit(
        commit("order-2", {
          writes: [order("order-2")],
          transfers: [
            { kind: "hold", id: "dead", from: shelf, to: sold, amount: 2n, until: at + 1 },
            { kind: "hold", id: "live", from: shelf, to: sold, amount: 4n, until: at + 3_600_000 }
          ]
        })
      )
      expect(report(path, "trial-balance")).toEqual([{ unit: "variant:tea", accounts: 3, balance: 0 }])
      expect(report(path, "documents")).toEqual([{ state: "placed", orders: 2, first: "order-1" }])
      expect(report(path, "statement", { account: "shelf" })).toMatchObject([
        { amount: 10, transfer: "stock", actor: "staff", reason: "test" },
        { amount: -1, transfer: "order-1" }
      ])
      expect(report(path, "history", { collection: "order", id: "order-1" })).toMatchObject([
        { sequence: 1, type: "OrderPlaced", actor: "staff" }
      ])
      const onShelf = { id: "shelf", unit: "variant:tea", on_hand: 9 }
      expect(report(path, "stock", { now: at })).toEqual([{ ...onShelf, held: 6, available: 3 }])
      expect(report(path, "stock", { now: at + 1 })).toEqual([{ ...onShelf, held: 4, available: 5 }])
    })
  )
})
