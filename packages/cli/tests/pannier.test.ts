import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, describe, expect, it, vi } from "vitest"
import { run } from "../src/run.ts"

const folder = mkdtempSync(join(tmpdir(), "pannier-cli-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const store = `sqlite:${join(folder, "shop.db")}`

const pannier = async (...argv: ReadonlyArray<string>) => {
  const out = vi.spyOn(console, "log").mockImplementation(() => {})
  const err = vi.spyOn(console, "error").mockImplementation(() => {})
  try {
    const status = await run([...argv, "--store", store])
    const said = (spy: typeof out) => spy.mock.calls.map((words) => words.join(" ")).join("\n")
    return { status, stdout: said(out), stderr: said(err) }
  } finally {
    out.mockRestore()
    err.mockRestore()
  }
}

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
    expect(await pannier("trial")).toMatchObject({ status: 0 })
    expect((await pannier("check")).stdout).toContain("sound")
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
