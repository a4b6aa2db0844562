import { DatabaseSync } from "node:sqlite"
import { sqlite } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, test } from "vitest"
import { folder } from "./folder.ts"
import { answers, clock, collections, commit, order, run, sell, stock } from "./shop.ts"

const file = folder()

/** A shop on a file in which the host keeps a table of its own. */
const withMembers = () => {
  const path = file()
  const open = Effect.gen(function* () {
    const storage = yield* sqlite(path, { clock }).open(collections)
    const host = new DatabaseSync(path)
    host.exec("CREATE TABLE member (name TEXT PRIMARY KEY, orders INTEGER NOT NULL)")
    host.close()
    return storage
  })
  const members = () => {
    const host = new DatabaseSync(path)
    const rows = host
      .prepare("SELECT name, orders FROM member ORDER BY name")
      .all()
      .map((row) => ({ ...row }))
    host.close()
    return rows
  }
  return { open, members }
}

describe("the host's own statements", () => {
  test("stand with the commit, and see what it wrote", async () => {
    const { open, members } = withMembers()
    await run(
      Effect.gen(function* () {
        const storage = yield* open
        const committed = yield* storage.commitAlongside(commit("a", { writes: [order("o")] }), (sql) => {
          const orders = sql.all("SELECT count(*) AS made FROM doc_order WHERE state = ?", "placed")[0]?.["made"]
          expect(sql.run("INSERT INTO member VALUES (?, ?)", "ann", orders ?? 0)).toBe(1)
        })
        expect(committed).toEqual({ position: 1, reply: '{"key":"a"}', repeated: false })
      })
    )
    expect(members()).toEqual([{ name: "ann", orders: 1 }])
  })

  test("what they throw takes the whole commit back, and spoils no neighbour", async () => {
    const { open, members } = withMembers()
    await run(
      Effect.gen(function* () {
        const storage = yield* open
        yield* storage.commit(stock(9n))
        const outcomes = yield* answers([
          storage.commitAlongside(sell("a"), (sql) => void sql.run("INSERT INTO member VALUES ('ann', 1)")),
          storage.commitAlongside(sell("b"), (sql) => {
            sql.run("INSERT INTO member VALUES ('bob', 1)")
            throw new Error("bob owes us money")
          }),
          storage.commitAlongside(sell("c"), (sql) => void sql.run("INSERT INTO member VALUES ('ann', 2)")),
          storage.commit(sell("d"))
        ])
        const told = outcomes.map((one) => (Result.isSuccess(one) ? one.success.position : one.failure._tag))
        expect(told).toEqual([2, "HostRefused", "HostRefused", 3])
        expect(outcomes[1]).toMatchObject({ failure: { cause: { message: "bob owes us money" } } })
        const { documents } = yield* storage.read({
          documents: ["a", "b", "c", "d"].map((id) => ({ collection: "order", id })),
          accounts: [],
          queries: [],
          at: clock()
        })
        expect(documents.map((one) => one?.id)).toEqual(["a", undefined, undefined, "d"])
        expect(yield* storage.integrity).toEqual([])
      })
    )
    expect(members()).toEqual([{ name: "ann", orders: 1 }])
  })

  test("are not run for a repeated key, nor for a commit that is refused", async () => {
    const { open, members } = withMembers()
    await run(
      Effect.gen(function* () {
        const storage = yield* open
        const count = commit("a", { writes: [order("o")] })
        const enter = () => {
          throw new Error("must not run")
        }
        yield* storage.commit(count)
        expect(yield* storage.commitAlongside(count, enter)).toMatchObject({ repeated: true })
        const refused = yield* Effect.flip(storage.commitAlongside(commit("b", { writes: [order("o")] }), enter))
        expect(refused._tag).toBe("AlreadyExists")
      })
    )
    expect(members()).toEqual([])
  })

  test.each(["COMMIT", "  -- done\n rollback", "/* a */ SAVEPOINT x", "PRAGMA synchronous = off", ";END"])(
    "`%s` is not admitted",
    async (sql) => {
      const { open } = withMembers()
      await run(
        Effect.gen(function* () {
          const storage = yield* open
          const refused = yield* Effect.flip(storage.commitAlongside(commit("a"), (runner) => void runner.run(sql)))
          expect(refused).toMatchObject({
            _tag: "HostRefused",
            cause: { message: `not alongside a commit: \`${sql}\`` }
          })
          expect(yield* storage.events(0, 9)).toEqual([])
        })
      )
    }
  )
})
