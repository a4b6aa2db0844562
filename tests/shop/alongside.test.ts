import { DatabaseSync } from "node:sqlite"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sqlite, type SqlRunner } from "@pannier/storage-sqlite"
import { afterAll, expect, test } from "vitest"
import { memory } from "../../src/memory/index.ts"
import { type Host, hostStories, inHost, quoted, standing } from "./hosting.ts"
import { ann } from "./small-shop.ts"

const folder = mkdtempSync(join(tmpdir(), "pannier-alongside-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0

/** A file with a table of the host's own in it. */
const fresh = async (): Promise<Host<SqlRunner>> => {
  const file = join(folder, `${files++}.db`)
  return {
    adapter: sqlite(file, { synchronous: "off" }),
    enter: (sql, { number, order }, afterwards) => {
      sql.run("CREATE TABLE IF NOT EXISTS purchase (number TEXT PRIMARY KEY, made TEXT NOT NULL)")
      sql.run("INSERT INTO purchase VALUES (?, ?)", number, order)
      afterwards?.()
    },
    purchases: async () => {
      const database = new DatabaseSync(file, { readOnly: true })
      const [known] = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'purchase'").all()
      const rows = known === undefined ? [] : database.prepare("SELECT * FROM purchase ORDER BY number").all()
      database.close()
      return rows.map(({ number, made }) => ({ number: String(number), order: String(made) }))
    }
  }
}

hostStories(fresh)

test("a part that waits is refused on SQLite, and what it asks afterwards reaches no transaction of somebody else", async () =>
  inHost(await fresh(), async (shop, host) => {
    const before = await standing(shop, host)
    let late: unknown
    let resume = () => {}
    const woken = new Promise<void>((resolve) => (resume = resolve))
    const ended = new Promise<void>((resolve, reject) => {
      const refused = quoted(shop).then((input) =>
        shop.as(ann).order.place.result(input, {
          alongside: async (sql) => {
            sql.run("CREATE TABLE purchase (number TEXT PRIMARY KEY, made TEXT NOT NULL)")
            await woken
            try {
              sql.run("INSERT INTO purchase VALUES ('PO-1', 'late')")
            } catch (cause) {
              late = cause
            }
            resolve()
          }
        })
      )
      refused.then((answer) => {
        expect(answer).toMatchObject({
          failure: { _tag: "HostRefused", detail: expect.stringContaining("synchronous") }
        })
        resume()
      }, reject)
    })
    await ended
    expect(String(late)).toContain("after the commit")
    expect(await standing(shop, host)).toMatchObject({ orders: before.orders, purchases: [] })
  }))

test("where a storage shares no transaction the call is refused before anything is done, and none is joined", async () =>
  inHost({ adapter: memory(), enter: () => {}, purchases: async () => [] }, async (shop, host) => {
    const input = await quoted(shop)
    const before = await standing(shop, host)
    const refused = await shop.as(ann).order.place.result(input, { alongside: () => {} })
    expect(refused).toMatchObject({ failure: { _tag: "StorageError", reason: "Unsupported" } })
    expect(() => shop.within("a transaction")).toThrow("joins no transaction")
    expect(await standing(shop, host)).toEqual(before)
  }))
