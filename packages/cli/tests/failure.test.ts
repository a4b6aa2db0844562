import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { pannier } from "./pannier.ts"

const folder = mkdtempSync(join(tmpdir(), "pannier-failure-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe("a store that cannot be opened", () => {
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
