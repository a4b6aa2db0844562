import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, describe, expect, it } from "vitest"
import { openStore } from "../src/store.ts"
import { pannier as told } from "./pannier.ts"
import { stock } from "./shop.ts"

const folder = mkdtempSync(join(tmpdir(), "pannier-cli-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const store = `sqlite:${join(folder, "shop.db")}`

const pannier = (...argv: ReadonlyArray<string>) => told(...argv, "--store", store)

const file = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe("the pannier command", () => {
  it("imports a taxonomy whose children stand before their parents, twice", async () => {
    const path = file("taxonomy.txt", "# a comment\n3 - Tea > Green > Longjing\n2 - Tea > Green\n1 - Tea\n")
    expect(await pannier("categories", "import", path)).toMatchObject({ status: 0 })
    expect((await pannier("categories", "import", path)).stdout).toContain("3 categories imported")
    expect((await pannier("check")).stdout).toContain("sound")
  })

  it("takes no file without categories for an import, and opens no store for it", async () => {
    const fresh = join(folder, "fresh.db")
    for (const text of ["", "\n\n", "# a comment alone\n"]) {
      const path = file("empty.txt", text)
      const { status, stdout, stderr } = await told("categories", "import", path, "--store", `sqlite:${fresh}`)
      expect({ status, stdout, stderr }).toEqual({
        status: 1,
        stdout: "",
        stderr: `文件里没有分类 · no categories in \`${path}\``
      })
    }
    expect(existsSync(fresh)).toBe(false)
  })

  it("holds no trial over a store that is not there, and none over books without an account", async () => {
    const typo = join(folder, "typo.db")
    const missing = await told("trial", "--store", `sqlite:${typo}`)
    expect([missing.status, missing.stderr.includes(`no such file: \`${typo}\``)]).toEqual([2, true])
    expect(existsSync(typo)).toBe(false)
    const empty = await pannier("trial")
    expect(empty).toMatchObject({ status: 1, stderr: expect.stringContaining("nothing was checked") })
    expect(empty.stdout).toContain("0 units, 0 accounts, 0 out of balance")
    const stocked = `sqlite:${join(folder, "stocked.db")}`
    const shop = await openStore(stocked)
    await stock(shop)
    await shop.close()
    // One unit, the pieces of the tea: what came in, and what stands on the shelf.
    const { status, stdout } = await told("trial", "--store", stocked)
    expect([status, stdout.includes("1 units, 2 accounts, 0 out of balance")]).toEqual([0, true])
  })

  it("names the line of a file that is wrong, and changes nothing", async () => {
    const found = await pannier("categories", "import", file("wrong.txt", "1 - Tea\n2 - Coffee > Beans\n"))
    expect(found.status).toBe(1)
    expect(found.stderr).toContain("wrong.txt:2: parent missing")
  })

  it("copies the store under a new name, and no name that is taken", async () => {
    expect((await pannier("backup", join(folder, "copy.db"))).status).toBe(0)
    const again = await pannier("backup", join(folder, "copy.db"))
    expect(again.status).toBe(1)
    expect(again.stderr).toContain("Unavailable")
  })

  it.each([[[]], [["nonsense"]], [["categories", "import"]], [["trial", "x", "y"]], [["--nonsense"]]])(
    "explains itself when it is not understood: %j",
    async (argv) => {
      const found = await pannier(...argv)
      expect(found.status).toBe(2)
      expect(found.stderr).toContain("pannier categories import FILE")
    }
  )

  it("starts from its launcher", { timeout: 60_000 }, () => {
    const bin = fileURLToPath(new URL("../bin/pannier.mjs", import.meta.url))
    const { status, stdout } = spawnSync(process.execPath, [bin, "--help"], { encoding: "utf8" })
    expect({ status, told: stdout.includes("pannier trial") }).toEqual({ status: 0, told: true })
  })
})
