import { spawn } from "node:child_process"
import { DatabaseSync } from "node:sqlite"
import { fileURLToPath } from "node:url"
import { sqlite } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import { describe, expect, test, vi } from "vitest"
import { folder } from "./folder.ts"
import { clock, collections, commit, order, run, sell, stock } from "./shop.ts"

// A process takes seconds to start where many share the machine.
vi.setConfig({ testTimeout: 180_000 })

const file = folder()
const script = fileURLToPath(new URL("./seller.ts", import.meta.url))

/** A seller in a process of its own. Its lines arrive as it acknowledges; `killAfter` sales it is killed, if asked. */
const seller = (path: string, name: string, callers: number, killAfter = Number.POSITIVE_INFINITY) =>
  new Promise<ReadonlyArray<string>>((resolve, reject) => {
    const child = spawn(process.execPath, ["--conditions=@pannier/source", script, path, name, String(callers)], {
      stdio: ["ignore", "pipe", "inherit"]
    })
    let text = ""
    child.stdout.setEncoding("utf8").on("data", (more: string) => {
      text += more
      if (text.split("\n").length > killAfter) child.kill("SIGKILL")
    })
    child.on("error", reject)
    child.on("close", () => resolve(text.split("\n").filter((line) => line !== "")))
  })

const stocked = (path: string, amount: bigint) =>
  run(Effect.flatMap(sqlite(path, { clock }).open(collections), (storage) => storage.commit(stock(amount))))

const sales = (lines: ReadonlyArray<string>) =>
  lines.filter((line) => line.startsWith("sold ")).map((line) => line.slice("sold ".length))

describe("several processes on one file", () => {
  test("L26 sell what there is and no more, in turns, and neither hears of the other", async () => {
    const path = file()
    await stocked(path, 60n)
    const told = await Promise.all([seller(path, "left", 4), seller(path, "right", 4)])
    expect(told.map((lines) => sales(lines).length).reduce((a, b) => a + b)).toBe(60)
    for (const lines of told) {
      const ends = lines.filter((line) => line.startsWith("ended "))
      expect(ends).toHaveLength(4)
      for (const end of ends) expect(end).toContain('"BoundExceeded"')
    }
    await run(
      Effect.gen(function* () {
        const storage = yield* sqlite(path, { clock }).open(collections)
        expect(yield* storage.integrity).toEqual([])
        expect((yield* storage.events(0, 500)).map(({ position }) => position)).toEqual(
          Array.from({ length: 61 }, (_, n) => n + 1)
        )
      })
    )
  })

  test("a shop whose file another program has locked says so, and goes on once it is free", async () => {
    const path = file()
    await run(
      Effect.gen(function* () {
        const storage = yield* sqlite(path, { clock, busyTimeout: 20 }).open(collections)
        const other = new DatabaseSync(path)
        other.exec("BEGIN IMMEDIATE")
        const locked = { _tag: "StorageError", reason: "Unavailable", detail: "database is locked (SQLite 5)" }
        expect(yield* Effect.flip(storage.commit(commit("a", { writes: [order("o")] })))).toEqual(locked)
        expect(yield* Effect.flip(Effect.scoped(sqlite(path, { busyTimeout: 20 }).open(collections)))).toEqual(locked)
        // Who only reads does not wait.
        expect(yield* storage.trial).toEqual([])
        other.exec("ROLLBACK")
        other.close()
        expect(yield* storage.commit(commit("a", { writes: [order("o")] }))).toMatchObject({ position: 1 })
      })
    )
  })

  test("two that open a new file at the same moment both find it laid out", async () => {
    const path = file()
    const told = await Promise.all([seller(path, "left", 1), seller(path, "right", 1)])
    for (const lines of told) expect(lines.join()).toContain('"BoundExceeded"')
  })
})

describe("a process that is killed", () => {
  test.each([1, 40])(
    "L39 after %i sales leaves a sound file with every sale that it acknowledged",
    async (killAfter) => {
      const path = file()
      await stocked(path, 1_000_000n)
      const acknowledged = sales(await seller(path, "killed", 16, killAfter))
      expect(acknowledged.length).toBeGreaterThanOrEqual(killAfter)
      await run(
        Effect.gen(function* () {
          const storage = yield* sqlite(path, { clock }).open(collections)
          expect(yield* storage.integrity).toEqual([])
          expect(yield* storage.trial).toMatchObject([{ posted: 0n, debit: 1_000_000n }])
          for (const key of acknowledged) expect(yield* storage.receipt(key)).toMatchObject({ key })
          const again = acknowledged[0] ?? ""
          expect(yield* storage.commit(sell(again))).toMatchObject({ repeated: true })
          yield* storage.commit(sell("after"))
        })
      )
    }
  )
})
