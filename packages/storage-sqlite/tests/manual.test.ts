// The regions of this file are shown in docs/guide/sqlite.md.
import { DatabaseSync } from "node:sqlite"
import { restore, sqlite } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import type { Commit } from "pannier/storage"
import { expect, test } from "vitest"
import { folder } from "./folder.ts"
import { clock, collections, commit, order, run } from "./shop.ts"

const name = folder()

test("what the guide shows runs", async () => {
  const [file, copy, other] = [name(), name(), name()]
  const options = { clock }
  const placed: Commit = commit("order.place/1", { writes: [order("order-1")] })

  // #region open
  const shop = Effect.gen(function* () {
    const storage = yield* sqlite(file, options).open(collections)
    return yield* storage.commit(placed)
  })

  // The file is closed when the scope ends.
  const { position } = await Effect.runPromise(Effect.scoped(shop))
  // #endregion open
  expect(position).toBe(1)

  const host = new DatabaseSync(file)
  host.exec(
    "CREATE TABLE member (name TEXT PRIMARY KEY, points INTEGER NOT NULL); INSERT INTO member VALUES ('ann', 0)"
  )
  host.close()
  const paid = commit("order.pay/1", { writes: [order("order-1", 1)] })

  const told = await run(
    Effect.gen(function* () {
      const storage = yield* sqlite(file, options).open(collections)
      // #region alongside
      const committed = yield* storage.commitAlongside(paid, (sql) => {
        const changed = sql.run("UPDATE member SET points = points + ? WHERE name = ?", 115, "ann")
        if (changed === 0) throw new Error("no such member")
      })
      // #endregion alongside
      // #region backup
      yield* storage.backup(copy)
      yield* restore(copy, other)
      // #endregion backup
      return committed
    })
  )
  expect(told.position).toBe(2)
  const faults = await run(Effect.flatMap(sqlite(other, options).open(collections), (storage) => storage.integrity))
  expect(faults).toEqual([])
})
