import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { sqlite } from "@pannier/storage-sqlite"
import { fileVault } from "@pannier/vault-file"
import * as Effect from "effect/Effect"
import { openShop } from "pannier/shop"
import { afterAll, describe, expect, test } from "vitest"
import { pannier } from "./pannier.ts"
import { deliver, stock } from "./shop.ts"
import { tampers } from "./tampers.ts"

const folder = mkdtempSync(join(tmpdir(), "pannier-check-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0

/** A shop with stock of one tea, its log chained and anchored. */
const stocked = async (): Promise<string> => {
  const path = join(folder, `${++files}.db`)
  {
    await using shop = await openShop({ storage: sqlite(path), vault: fileVault(`${path}.keys`) })
    await stock(shop)
  }
  return path
}

const raw = (path: string, sql: string): void => {
  const database = new DatabaseSync(path)
  database.exec(sql)
  database.close()
}

describe("pannier check", () => {
  test("finds a sound store sound, tells what it looked at and draws its balances", async () => {
    const path = await stocked()
    expect((await pannier("seal", `sqlite:${path}`)).stdout).toContain("entries chained")
    const found = await pannier("check", `sqlite:${path}`)
    expect(found.stderr).toBe("")
    expect(found.status).toBe(0)
    expect(found.stdout).toMatch(/violations 0/)
    expect(found.stdout).toMatch(/(\d+) \/ \1 已封 sealed, 锚定至 anchored to \1/)
    expect(found.stdout).toMatch(/variant:tea.*和 sum 0/)
    expect(found.stdout).toMatch(/▇+│.* -45/)
    expect(found.stdout).toMatch(/│▇+.* 45/)
  })

  test("a shop with collections of its host is sound, and so is its copy; a note that is not the fold of its events is not", async () => {
    const path = await stocked()
    const note = JSON.stringify({ id: "n1", state: "new" })
    const notes = { name: "note", columns: { state: "text" }, indexes: { state: ["state"] } } as const
    await Effect.runPromise(
      Effect.scoped(
        Effect.flatMap(sqlite(path).open([notes]), (storage) =>
          storage.commit({
            key: "host",
            fingerprint: "host",
            at: Date.now(),
            actor: "host",
            reason: "note",
            guards: [],
            writes: [
              {
                collection: "note",
                id: "n1",
                expected: 0,
                json: note,
                columns: { state: "new" },
                event: { type: "NoteTaken", data: "{}" },
                change: `{"set":${note},"unset":[]}`
              }
            ],
            claims: [],
            transfers: [],
            intents: [],
            done: [],
            reply: "null"
          })
        )
      )
    )
    expect(await pannier("check", `sqlite:${path}`)).toMatchObject({ status: 0, stderr: "" })
    const copy = join(folder, `${++files}.db`)
    expect(await pannier("copy", `sqlite:${path}`, `sqlite:${copy}`)).toMatchObject({ status: 0, stderr: "" })
    raw(path, `UPDATE doc_note SET document = '{"id":"n1","state":"old"}'`)
    const found = await pannier("check", `sqlite:${path}`)
    expect(found.status).toBe(1)
    expect(found.stderr).toContain("note/n1 is not the fold of its events")
  })

  test.each(tampers({ table: (name) => name, one: "true", own: ["", ""] }))(
    "L58 names the first entry that %s breaks",
    async (_, sql, told) => {
      const path = await stocked()
      await pannier("seal", `sqlite:${path}`)
      raw(path, sql)
      const found = await pannier("check", `sqlite:${path}`)
      expect(found.status).toBe(1)
      expect(found.stderr).toContain(told)
      // What else is wrong follows from it.
      expect(found.stdout.slice(found.stdout.indexOf("the first: "))).toContain(told)
    }
  )

  test.each([
    ["a balance that no line made", "UPDATE account SET posted = posted + 1 WHERE posted > 0", /out|sum/],
    ["a document that no event made", "UPDATE doc_movement SET document = '{}'", /not the fold of its events/],
    [
      "a column that says something else than its document",
      "UPDATE doc_product SET state = 'archived'",
      /the columns of product\/tea are not what the document says/
    ],
    [
      "a column that was emptied",
      "UPDATE doc_place SET position = NULL",
      /the columns of place\/store are not what the document says/
    ],
    ["a document that is no JSON", "UPDATE doc_product SET document = 'oops'", /product\/tea is not the fold/],
    ["a document that is no object", "UPDATE doc_product SET document = '[]'", /product\/tea is not the fold/]
  ])("names %s, and ends with 1", async (_, sql, words) => {
    const path = await stocked()
    await pannier("seal", `sqlite:${path}`)
    raw(path, sql)
    const found = await pannier("check", `sqlite:${path}`)
    expect(found.status).toBe(1)
    expect(found.stderr).toMatch(words)
    expect(found.stdout).toContain("the first:")
  })

  test("makes no file where none is, and tells a target that it cannot read", async () => {
    expect(await pannier("check", `sqlite:${join(folder, "none.db")}`)).toMatchObject({ status: 2 })
    expect(await pannier("check", "mysql://x")).toMatchObject({ status: 2 })
    expect(await pannier("seal", `sqlite:${await stocked()}`, "--limit", "many")).toMatchObject({ status: 2 })
  })

  test("reads a store that cannot be written, as one that somebody else has locked for long", async () => {
    const path = await stocked()
    const other = new DatabaseSync(path)
    other.exec("BEGIN IMMEDIATE")
    try {
      expect(await pannier("check", `sqlite:${path}`)).toMatchObject({ status: 0, stderr: "" })
      const copy = join(folder, `${++files}.db`)
      const keys = ["--keys", `${path}.keys`] as const
      expect(await pannier("copy", `sqlite:${path}`, `sqlite:${copy}`, ...keys)).toMatchObject({ status: 0 })
      const backup = join(folder, `${++files}.db`)
      expect(await pannier("backup", backup, "--store", `sqlite:${path}`)).toMatchObject({ status: 0, stderr: "" })
    } finally {
      other.close()
    }
  }, 60_000)

  test("is not disturbed by sales in the meantime", async () => {
    const path = await stocked()
    await using shop = await openShop({ storage: sqlite(path), vault: fileVault(`${path}.keys`) })
    const sales = async () => {
      for (let number = 10; number < 60; number++) {
        await deliver(shop, `later-${number}`)
      }
    }
    const [found] = await Promise.all([pannier("check", `sqlite:${path}`), sales()])
    expect(found).toMatchObject({ status: 0, stderr: "" })
    expect((await Effect.runPromise(shop.storage.events(0, 1_000))).length).toBe(57)
  })
})
