import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sqlite } from "@pannier/storage-sqlite"
import { memoryVault } from "pannier/memory"
import { openShop } from "pannier/shop"
import { afterAll, describe, expect, it } from "vitest"
import { pannier } from "./pannier.ts"
import { stock } from "./shop.ts"

const folder = mkdtempSync(join(tmpdir(), "pannier-failure-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe("a store that cannot be opened", () => {
  it("tells an anchor that cannot be written in both languages too", async () => {
    const path = join(folder, "sealed.db")
    await using shop = await openShop({ storage: sqlite(path), vault: memoryVault() })
    await stock(shop)
    const { status, stderr } = await pannier("seal", `sqlite:${path}`, "--anchor", join(folder, "none", "anchor"))
    expect(status).toBe(1)
    expect(stderr).toBe("链头锚定失败：Unavailable · the anchor of the log failed: Unavailable: ENOENT")
  })

  it("is told of in both languages, with why, and not as JSON", async () => {
    const text = join(folder, "letter.db")
    writeFileSync(text, "this is no database, but a letter of some length\n".repeat(40))
    for (const store of [`sqlite:${text}`, `sqlite:${folder}`]) {
      const { status, stdout, stderr } = await pannier("trial", "--store", store)
      expect(status).toBe(1)
      expect(stdout).toBe("")
      expect(stderr).toMatch(/^存储失败：\w+ · storage failed: \w+: .+/)
    }
  })
})
