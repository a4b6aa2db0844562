import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, describe, expect, it, vi } from "vitest"
import { run } from "../src/run.ts"

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
const bin = at("packages/cli/bin/pannier.mjs")
const cart = at("examples/quote/cart.json")

const folder = mkdtempSync(join(tmpdir(), "pannier-quote-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Golden {
  readonly input: unknown
  readonly answer: unknown
}
const golden = (name: string): Golden => JSON.parse(readFileSync(at(`tests/quote/golden/${name}.json`), "utf8"))

/** In a process of its own, with this on standard input. */
const started = (input: string, ...argv: ReadonlyArray<string>) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, "quote", ...argv], { encoding: "utf8", input })
  return { status, stdout, stderr }
}

const pannier = async (...argv: ReadonlyArray<string>) => {
  const out = vi.spyOn(console, "log").mockImplementation(() => {})
  const err = vi.spyOn(console, "error").mockImplementation(() => {})
  try {
    const status = await run(["quote", ...argv])
    const said = (spy: typeof out) => spy.mock.calls.map((words) => `${words.join(" ")}\n`).join("")
    return { status, stdout: said(out), stderr: said(err) }
  } finally {
    out.mockRestore()
    err.mockRestore()
  }
}

const file = (name: string, text: string | Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const printed = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

describe("pannier quote", { timeout: 60_000 }, () => {
  it("answers a file with the bytes of the case that is kept", () => {
    expect(started("", cart)).toEqual({ status: 0, stdout: printed(golden("example").answer), stderr: "" })
  })

  it.each([[["-"]], [[]]])("answers standard input, given as %j", (argv) => {
    const { input, answer } = golden("tiers")
    expect(started(JSON.stringify(input), ...argv)).toEqual({ status: 0, stdout: printed(answer), stderr: "" })
  })

  it("ends with 1 on a refusal of all of it, which it prints as JSON", async () => {
    const { input, answer } = golden("refused-negative")
    expect(started(JSON.stringify(input), "-")).toEqual({ status: 1, stdout: printed(answer), stderr: "" })
    expect(await pannier(file("broken.json", "{"))).toEqual({
      status: 1,
      stdout: printed({ error: { _tag: "InvalidInput", path: "", reason: "expected JSON" } }),
      stderr: ""
    })
  })

  it("refuses what two readers would read as two documents, and passes over a byte order mark", async () => {
    const text = JSON.stringify(golden("example").input)
    const refused = async (name: string, written: string | Uint8Array) => {
      const { status, stdout } = await pannier(file(name, written))
      return [status, JSON.parse(stdout).error]
    }
    const invalid = (path: string, reason: string) => [1, { _tag: "InvalidInput", path, reason }]
    const twice = text.replace('"lines":[{', '"lines":[{"quantity":9,')
    expect(await refused("twice.json", twice)).toEqual(invalid("/lines/0/quantity", "a key that occurs twice"))
    const latin = Buffer.from(text.replace("CNY", "CN\u00dd"), "latin1")
    expect(await refused("latin.json", latin)).toEqual(invalid("", "expected UTF-8"))
    expect((await pannier(file("marked.json", `\ufeff${text}`))).stdout).toBe(printed(golden("example").answer))
  })

  it.each(["zh", "en"])(
    "says the reasons in %s on standard error, and the same on standard output",
    async (language) => {
      const { status, stdout, stderr } = await pannier(cart, "--explain", language)
      expect({ status, stdout }).toEqual({ status: 0, stdout: printed(golden("example").answer) })
      expect(stderr).toContain(language === "zh" ? "应付 ¥493.00" : "¥493.00 to pay")
      const missing = file("missing.json", JSON.stringify(golden("refused-no-price").input))
      const refused = await pannier(missing, "--explain", language)
      expect(refused.stderr).toBe(language === "zh" ? "`zzz` 没有适用的价格\n" : "no price applies to `zzz`\n")
    }
  )

  it.each(["input", "output", "promotion"])("prints the published JSON Schema of `%s`", async (kind) => {
    const file = kind === "promotion" ? "promotion.schema.json" : `quote.${kind}.schema.json`
    expect((await pannier("--schema", kind)).stdout).toBe(readFileSync(at(`docs/reference/${file}`), "utf8"))
  })

  it.each([
    [["no-such-file.json"]],
    [[cart, "--explain", "fr"]],
    [["--schema", "order"]],
    [[cart, "--schema", "input"]],
    [[cart, cart]]
  ])("ends with 2 and prints no answer when it is not understood: %j", async (argv) => {
    const { status, stdout, stderr } = await pannier(...argv)
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    expect(stderr).toContain("pannier quote FILE")
  })
})
