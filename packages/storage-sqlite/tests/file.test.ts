import { chmodSync, closeSync, existsSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { sqlite } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { CollectionShape } from "pannier/storage"
import { describe, expect, test } from "vitest"
import { folder } from "./folder.ts"
import { clock, collections, commit, order, run, sell, shelf, stock, supply } from "./shop.ts"

const file = folder()

const opening = (path: string, shapes = collections, options = {}) =>
  run(Effect.result(sqlite(path, { clock, ...options }).open(shapes)))

const reason = (result: Awaited<ReturnType<typeof opening>>) =>
  Result.isFailure(result) ? `${result.failure.reason}: ${result.failure.detail}` : "opened"

describe("a file of this shop", () => {
  test("what was committed is there when the file is opened again, and one file is all there is", async () => {
    const path = file()
    await run(
      Effect.gen(function* () {
        const storage = yield* sqlite(path, { clock }).open(collections)
        yield* storage.commit(stock(5n))
        yield* storage.commit(sell("order-1"))
      })
    )
    expect(existsSync(`${path}-wal`)).toBe(false)
    await run(
      Effect.gen(function* () {
        const storage = yield* sqlite(path, { clock }).open(collections)
        const { documents, accounts } = yield* storage.read({
          documents: [{ collection: "order", id: "order-1" }],
          accounts: ["shelf"],
          queries: [],
          at: clock()
        })
        expect(documents).toEqual([{ id: "order-1", version: 1, json: '{"id":"order-1"}' }])
        expect(accounts).toEqual([{ account: shelf, posted: 4n, outgoing: 0n, incoming: 0n }])
        expect(yield* storage.commit(sell("order-1"))).toMatchObject({ position: 2, repeated: true })
        expect(yield* storage.integrity).toEqual([])
      })
    )
  })

  test("a commit is synced unless the host says otherwise", async () => {
    const path = file()
    const asked: Array<number> = []
    for (const synchronous of [undefined, "full", "normal", "off"] as const) {
      const options = synchronous === undefined ? {} : { synchronous }
      await run(
        Effect.gen(function* () {
          const storage = yield* sqlite(path, { clock, ...options }).open(collections)
          yield* storage.commitAlongside(commit(`ask-${synchronous}`), (sql) => {
            // The pragma itself is not admitted alongside; its table-valued twin only reads.
            asked.push(Number(sql.all("SELECT synchronous FROM pragma_synchronous")[0]?.["synchronous"]))
          })
        })
      )
    }
    expect(asked).toEqual([2, 2, 1, 0])
  })

  test("amounts up to the largest come back exactly", async () => {
    const largest = 9_223_372_036_854_775_807n
    await run(
      Effect.gen(function* () {
        const storage = yield* sqlite(file(), { clock }).open(collections)
        yield* storage.commit(stock(largest))
        expect(yield* storage.trial).toEqual([{ unit: "variant:tea", accounts: 2, posted: 0n, debit: largest }])
        const [from, to] = [
          { ...supply, id: "else" },
          { ...shelf, id: "there" }
        ]
        yield* storage.commit(commit("more", { transfers: [{ kind: "post", id: "more", from, to, amount: largest }] }))
        // Two such balances together pass 64 bits.
        expect(yield* storage.trial).toMatchObject([{ accounts: 4, posted: 0n, debit: 2n * largest }])
      })
    )
  })
})

describe("collections that change", () => {
  const reshaped = (columns: CollectionShape["columns"], indexes: CollectionShape["indexes"] = {}) => [
    { name: "order", columns, indexes }
  ]

  test("a new index over known columns is built at opening, and a lost one dropped", async () => {
    const path = file()
    await run(
      Effect.flatMap(sqlite(path, { clock }).open(collections), (s) => s.commit(commit("a", { writes: [order("o")] })))
    )
    await run(
      Effect.gen(function* () {
        const storage = yield* sqlite(path, { clock }).open(reshaped({ state: "text" }, { byState: ["state"] }))
        const query = { collection: "order", index: "byState", equals: ["placed"], limit: 5 }
        const { queries } = yield* storage.read({ documents: [], accounts: [], queries: [query], at: 0 })
        expect(queries[0]?.items.map(({ id }) => id)).toEqual(["o"])
      })
    )
    const database = new DatabaseSync(path)
    const indexes = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND name LIKE 'doc_%'").all()
    database.close()
    expect(indexes.map(({ name }) => name)).toEqual(["doc_order:byState"])
  })

  test("columns of an empty collection may change; in one with documents they are added, kept, and never of another type", async () => {
    const path = file()
    expect(reason(await opening(path))).toBe("opened")
    expect(reason(await opening(path, reshaped({ state: "integer", placed: "integer" })))).toBe("opened")
    await run(
      Effect.flatMap(sqlite(path, { clock }).open(reshaped({ state: "integer", placed: "integer" })), (storage) =>
        storage.commit(commit("a", { writes: [{ ...order("o"), columns: { state: 1, placed: 2 } }] }))
      )
    )
    const building = (columns: Readonly<Record<string, "text" | "integer">>) =>
      run(Effect.flatMap(sqlite(path, { clock }).open(reshaped(columns)), (storage) => storage.building))
    const more = { state: "integer", placed: "integer", paid: "integer" } as const
    expect(await building(more)).toEqual([{ collection: "order", column: "paid" }])
    // A program that knows less writes documents without the rest.
    expect(await building({ state: "integer" })).toEqual([
      { collection: "order", column: "paid" },
      { collection: "order", column: "placed" }
    ])
    expect(reason(await opening(path, reshaped(more)))).toBe("opened")
    expect(reason(await opening(path, reshaped({ state: "text" })))).toBe(
      "Unsupported: `order.state` is kept as integer, and was opened as another type"
    )
  })

  test.each([
    ["a column named as one of the table's own", reshaped({ Version: "integer" })],
    ["two collections that differ in case", [...reshaped({}), { name: "Order", columns: {}, indexes: {} }]],
    ["an index over a column that is not there", reshaped({}, { state: ["state"] })],
    ["a name with NUL", reshaped({ "a\u0000b": "text" })]
  ] as const)("%s is refused", async (_, shapes) => {
    expect(reason(await opening(file(), shapes))).toMatch(/^Unsupported/)
  })

  test("names that are words of SQL, or quoted, are kept", async () => {
    const shapes = [
      { name: 'select "x"', columns: { 'order by "y"': "text" }, indexes: { where: ['order by "y"'] } }
    ] as const
    await run(
      Effect.gen(function* () {
        const storage = yield* sqlite(file(), { clock }).open(shapes)
        const write = { ...order("o"), collection: 'select "x"', columns: { 'order by "y"': "z" } }
        yield* storage.commit(commit("a", { writes: [write] }))
        const query = { collection: 'select "x"', index: "where", equals: ["z"], limit: 1 }
        const { queries } = yield* storage.read({ documents: [], accounts: [], queries: [query], at: 0 })
        expect(queries[0]?.items).toHaveLength(1)
      })
    )
  })
})

describe("files that are refused, and stay as they are", () => {
  const unchanged = async (path: string, expected: RegExp, options = {}) => {
    const before = readFileSync(path)
    expect(reason(await opening(path, collections, options))).toMatch(expected)
    expect(readFileSync(path).equals(before)).toBe(true)
  }

  test("what is no database", async () => {
    const path = file()
    writeFileSync(path, "a letter, and not a shop. ".repeat(100))
    await unchanged(path, /^Corrupt/)
  })

  test("another program's database", async () => {
    const path = file()
    new DatabaseSync(path).exec("CREATE TABLE diary (day TEXT)")
    await unchanged(path, /^Unsupported: the file belongs to another program/)
  })

  test("a newer layout", async () => {
    const path = file()
    expect(reason(await opening(path))).toBe("opened")
    const database = new DatabaseSync(path)
    database.exec("PRAGMA user_version = 99")
    database.close()
    await unchanged(path, /^Unsupported: the file has layout 99/)
  })

  test("a shop whose pages are damaged", async () => {
    const path = file()
    await run(
      Effect.flatMap(sqlite(path, { clock }).open(collections), (storage) =>
        Effect.forEach(
          Array.from({ length: 200 }, (_, n) => commit(`c${n}`, { writes: [order(`o${n}`)] })),
          storage.commit
        )
      )
    )
    const descriptor = openSync(path, "r+")
    writeSync(descriptor, Buffer.alloc(20 * 4096, 0x5a), 0, 20 * 4096, 4 * 4096)
    closeSync(descriptor)
    const found = await run(
      Effect.result(Effect.flatMap(sqlite(path, { clock }).open(collections), (storage) => storage.integrity))
    )
    if (Result.isSuccess(found)) expect(found.success).not.toEqual([])
    else expect(found.failure).toMatchObject({ _tag: "StorageError", reason: "Corrupt" })
  })

  test("a path where no file can be", async () => {
    expect(reason(await opening("/nowhere/at/all.db"))).toMatch(/^Unavailable/)
  })
})

describe("a file that is only read", () => {
  test("is read, and refuses to be written", async () => {
    const path = file()
    await run(Effect.flatMap(sqlite(path, { clock }).open(collections), (storage) => storage.commit(stock(5n))))
    chmodSync(path, 0o444)
    await run(
      Effect.gen(function* () {
        const storage = yield* sqlite(path, { clock, readOnly: true }).open(collections)
        expect(yield* storage.trial).toMatchObject([{ debit: 5n }])
        for (const attempt of [storage.commit(sell("o")), storage.take(clock(), 1)]) {
          const refused = yield* Effect.flip(attempt as Effect.Effect<unknown, { readonly _tag: string }>)
          expect(refused).toMatchObject({ _tag: "StorageError", reason: "Unavailable" })
        }
      })
    )
  })

  test("must have the collections that are asked for", async () => {
    const path = file()
    expect(reason(await opening(path))).toBe("opened")
    const shapes = [...collections, { name: "cart", columns: {}, indexes: {} }]
    expect(reason(await opening(path, shapes, { readOnly: true }))).toMatch(/^Unsupported/)
  })
})
