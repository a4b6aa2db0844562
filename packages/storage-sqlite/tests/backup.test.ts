import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { basename, dirname } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { restore, sqlite, sqlitePortable } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { copyStore } from "pannier/storage"
import { describe, expect, test } from "vitest"
import { folder } from "./folder.ts"
import { clock, collections, commit, order, run, sell, stock } from "./shop.ts"

const file = folder()
const open = (path: string) => sqlite(path, { clock, synchronous: "off" }).open(collections)

/** How a file keeps its journal, by its header: 2 and 2 is a write-ahead log. Source: https://www.sqlite.org/fileformat2.html#file_format_version_numbers */
const journalOf = (path: string): ReadonlyArray<number> => [...readFileSync(path).subarray(18, 20)]

describe("a backup", () => {
  test("is taken while the shop sells, is sound, and can be restored and opened", async () => {
    const [path, copy, restored] = [file(), file(), file()]
    await run(
      Effect.gen(function* () {
        const storage = yield* open(path)
        yield* storage.commit(stock(1_000_000n))
        const fill = Array.from({ length: 2_000 }, (_, n) => sell(`before-${n}`))
        yield* Effect.forEach(fill, storage.commit, { concurrency: 64 })
        const copying = yield* Effect.forkChild(storage.backup(copy))
        let during = 0
        while (copying.pollUnsafe() === undefined) yield* storage.commit(sell(`during-${during++}`))
        yield* Fiber.join(copying)
        expect(during).toBeGreaterThan(0)
        expect(readdirSync(dirname(copy)).filter((name) => name.startsWith(basename(copy)))).toEqual([basename(copy)])
      })
    )
    await Effect.runPromise(restore(copy, restored))
    await run(
      Effect.gen(function* () {
        const storage = yield* open(restored)
        expect(yield* storage.integrity).toEqual([])
        expect(yield* storage.receipt("before-1999")).toMatchObject({ key: "before-1999" })
        yield* storage.commit(sell("after"))
      })
    )
  })

  test("is one file that can be read where nothing can be written, such as a disk that is only read", async () => {
    const [path, copy, moved] = [file(), file(), file()]
    await run(
      Effect.gen(function* () {
        const storage = yield* open(path)
        yield* storage.commit(stock(7n))
        yield* storage.backup(copy)
      })
    )
    await Effect.runPromise(copyStore(sqlitePortable(copy), sqlitePortable(moved)))
    for (const one of [copy, moved]) {
      expect(journalOf(one)).toEqual([1, 1])
      await run(
        Effect.gen(function* () {
          const storage = yield* sqlite(one, { clock, readOnly: true }).open(collections)
          expect(yield* storage.trial).toMatchObject([{ debit: 7n }])
          expect(readdirSync(dirname(one)).filter((name) => name.startsWith(basename(one)))).toEqual([basename(one)])
        })
      )
    }
    // A shop that sells from it keeps its journal as it needs it.
    await run(Effect.flatMap(open(copy), (storage) => storage.commit(sell("o"))))
    expect(journalOf(copy)).toEqual([2, 2])
  })

  test("ends beside another process that never stops writing", async () => {
    const [path, copy] = [file(), file()]
    await run(
      Effect.gen(function* () {
        const storage = yield* open(path)
        yield* storage.commit(stock(1_000_000n))
        // Some 50 MB: to copy them takes far longer than a commit.
        for (let n = 0; n < 60; n++) {
          const json = JSON.stringify({ id: `large-${n}`, text: "x".repeat(800_000) })
          yield* storage.commit(commit(`large-${n}`, { writes: [{ ...order(`large-${n}`), json }] }))
        }
        // What another connection writes is to SQLite what another process writes.
        const other = yield* open(path)
        const copying = yield* Effect.forkChild(storage.backup(copy))
        let during = 0
        while (copying.pollUnsafe() === undefined && during < 3_000) {
          yield* other.commit(sell(`during-${during++}`))
        }
        expect(copying.pollUnsafe()).toBeDefined()
        yield* Fiber.join(copying)
      })
    )
    await run(
      Effect.gen(function* () {
        const storage = yield* open(copy)
        expect(yield* storage.integrity).toEqual([])
        expect(yield* storage.receipt("large-59")).toMatchObject({ key: "large-59" })
      })
    )
  })

  test("never replaces a file, nor does a restore", async () => {
    const [path, there] = [file(), file()]
    writeFileSync(there, "precious")
    const refused = await run(
      Effect.gen(function* () {
        const storage = yield* open(path)
        yield* storage.commit(commit("a"))
        return yield* Effect.flip(storage.backup(there))
      })
    )
    expect(refused).toEqual({ _tag: "StorageError", reason: "Unavailable", detail: `\`${there}\` exists already` })
    expect(await Effect.runPromise(Effect.flip(restore(path, there)))).toEqual(refused)
  })

  test("of two stores at once to one name: the first is there, and the second is refused", async () => {
    const [path, another, copy] = [file(), file(), file()]
    await run(
      Effect.gen(function* () {
        const [one, other] = [yield* open(path), yield* open(another)]
        yield* one.commit(stock(7n))
        yield* other.commit(stock(8n))
        const answers = yield* Effect.all(
          [one, other, one].map((storage) => Effect.result(storage.backup(copy))),
          {
            concurrency: "unbounded"
          }
        )
        const detail = `another copy or backup to \`${copy}\` is under way`
        const refused = { failure: { _tag: "StorageError", reason: "Unavailable", detail } }
        expect(answers).toMatchObject([{ _tag: "Success" }, refused, refused])
        expect(readdirSync(dirname(copy)).filter((name) => name.startsWith(basename(copy)))).toEqual([basename(copy)])
      })
    )
    await run(
      Effect.gen(function* () {
        const storage = yield* open(copy)
        expect(yield* storage.integrity).toEqual([])
        expect(yield* storage.trial).toMatchObject([{ debit: 7n }])
      })
    )
  })

  test("never takes the place of a copy that is under way, and one that a backup before was killed in is free", async () => {
    const [path, copy] = [file(), file()]
    await run(
      Effect.gen(function* () {
        const storage = yield* open(path)
        yield* storage.commit(stock(7n))
        const copying = copyStore(sqlitePortable(path), sqlitePortable(copy), () => {
          const refused = Effect.runSync(Effect.flip(storage.backup(copy)))
          expect(refused).toMatchObject({ reason: "Unavailable", detail: expect.stringMatching(/is under way$/) })
          throw new Error("the power failed")
        })
        expect((yield* Effect.exit(copying))._tag).toBe("Failure")
        expect(existsSync(`${copy}.partial`)).toBe(true)
        writeFileSync(`${copy}.partial.pages`, readFileSync(path).subarray(0, 5_000))
        yield* storage.backup(copy)
        expect(readdirSync(dirname(copy)).filter((name) => name.startsWith(basename(copy)))).toEqual([basename(copy)])
      })
    )
    expect(await run(Effect.flatMap(open(copy), ({ integrity }) => integrity))).toEqual([])
  })

  test("is put beside no journal of a file that is gone: SQLite would write that back into it", async () => {
    const [path, copy, place] = [file(), file(), file()]
    await run(Effect.flatMap(open(path), ({ commit, backup }) => Effect.andThen(commit(stock(7n)), backup(copy))))
    const database = new DatabaseSync(place)
    try {
      database.exec("CREATE TABLE page (a); PRAGMA cache_size = 1; BEGIN")
      const insert = database.prepare("INSERT INTO page VALUES (?)")
      for (let n = 0; n < 100; n++) insert.run("x".repeat(2_000))
      const [to, another] = [file(), file()]
      for (const one of [to, another]) copyFileSync(`${place}-journal`, `${one}-journal`)
      const copying = copyStore(sqlitePortable(copy), sqlitePortable(another))
      const attempts: ReadonlyArray<readonly [string, Effect.Effect<unknown, unknown>]> = [
        [to, restore(copy, to)],
        [another, copying]
      ]
      for (const [one, bringing] of attempts) {
        const detail = `\`${one}-journal\` exists already`
        expect(await run(Effect.flip(bringing))).toMatchObject({ reason: "Unavailable", detail })
        expect(existsSync(one)).toBe(false)
      }
    } finally {
      database.close()
    }
  })

  test("that cannot be written is refused, and leaves nothing", async () => {
    const path = file()
    await run(
      Effect.gen(function* () {
        const storage = yield* open(path)
        const refused = yield* Effect.flip(storage.backup("/nowhere/at/all.db"))
        expect(refused).toMatchObject({ _tag: "StorageError", reason: "Unavailable" })
      })
    )
  })

  test("that is not one is not restored", async () => {
    const [letter, to] = [file(), file()]
    writeFileSync(letter, "a letter, and not a shop. ".repeat(100))
    expect(await Effect.runPromise(Effect.flip(restore(letter, to)))).toMatchObject({ reason: "Corrupt" })
    expect(await Effect.runPromise(Effect.flip(restore(file(), to)))).toMatchObject({ reason: "Unavailable" })
    expect(existsSync(to)).toBe(false)
  })
})

describe("a full disk", () => {
  test("H095 refuses the commit as Full and changes nothing; what fits still goes", async () => {
    const path = file()
    await run(
      Effect.gen(function* () {
        const storage = yield* sqlite(path, { clock, largest: 400_000 }).open(collections)
        yield* storage.commit(stock(9n))
        const large = (key: string) => {
          const write = order(key)
          return commit(key, { writes: [{ ...write, json: JSON.stringify({ id: key, note: "x".repeat(500_000) }) }] })
        }
        const before = yield* storage.events(0, 9)
        const outcomes = yield* Effect.all(
          [large("large-1"), sell("small"), large("large-2")].map((one) => Effect.result(storage.commit(one))),
          { concurrency: "unbounded" }
        )
        expect(outcomes).toMatchObject([
          { failure: { _tag: "StorageError", reason: "Full" } },
          { success: { position: 2 } },
          { failure: { _tag: "StorageError", reason: "Full" } }
        ])
        expect((yield* storage.events(0, 9)).slice(0, 1)).toEqual(before)
        expect(yield* storage.receipt("large-1")).toBeUndefined()
        expect(yield* storage.integrity).toEqual([])
      })
    )
  })
})
