import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { system } from "pannier/command"
import { afterAll, describe, expect, it, vi } from "vitest"
import { run } from "../src/run.ts"
import { openStore } from "../src/store.ts"

const folder = mkdtempSync(join(tmpdir(), "pannier-codes-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const store = `sqlite:${join(folder, "shop.db")}`

const codes = async (...argv: ReadonlyArray<string>) => {
  const out = vi.spyOn(console, "log").mockImplementation(() => {})
  const err = vi.spyOn(console, "error").mockImplementation(() => {})
  const bar = vi.spyOn(process.stderr, "write").mockImplementation(() => true)
  try {
    const status = await run(["codes", ...argv, "--store", store])
    const lines = out.mock.calls
      .map((words) => words.join(" "))
      .join("\n")
      .split("\n")
    const told = [...err.mock.calls, ...bar.mock.calls].map((words) => String(words[0])).join("\n")
    return { status, lines, told }
  } finally {
    for (const spy of [out, err, bar]) spy.mockRestore()
  }
}

describe("pannier codes", () => {
  it("makes no store where there is none: a key of its own would make codes that no shop knows", async () => {
    expect(await codes("--campaign", "spring", "--count", "1")).toMatchObject({
      status: 2,
      lines: [""],
      told: expect.stringContaining("no such file")
    })
    expect(existsSync(join(folder, "shop.db"))).toBe(false)
    await (await openStore(store)).close()
  })

  it("prints codes as CSV, the same ones for the same store, whole or in parts, and tells the rest on standard error", async () => {
    const all = await codes("--campaign", "spring", "--count", "50000")
    expect(all).toMatchObject({ status: 0, told: expect.stringContaining("50000/50000 codes") })
    expect(all.told).toContain('"codes": {"campaign":"spring","count":50000}')
    expect(all.lines[0]).toBe("code")
    expect(new Set(all.lines).size).toBe(50_001)
    for (const line of all.lines) expect(line).toMatch(/^[a-zA-Z0-9]+$/)
    const part = await codes("--campaign", "spring", "--from", "49998", "--count", "2")
    expect(part.lines.slice(1)).toEqual(all.lines.slice(-2))
    const other = await codes("--campaign", "summer", "--count", "2")
    expect(other.lines.slice(1)).not.toEqual(all.lines.slice(1, 3))
  })

  it("takes format and number from the promotion that has the campaign, and makes no code that it would not know", async () => {
    await using shop = await openStore(store)
    await shop.as(system).promotion.define({
      promotion: {
        id: "tea",
        level: "merchant",
        state: "draft",
        codes: { campaign: "tea", count: 5, format: { pattern: "TEA-###-####", checks: 4 } },
        offer: { kind: "grant", rewards: [{ kind: "amount", amount: "10.00" }] }
      },
      currency: "CNY",
      limits: []
    })
    const { lines } = await codes("--campaign", "tea")
    expect(lines.length).toBe(6)
    for (const line of lines.slice(1)) expect(line).toMatch(/^TEA-[2-9A-Z]{3}-[2-9A-Z]{4}$/)
    expect((await codes("--campaign", "tea", "--count", "6")).status).toBe(1)
    expect((await codes("--campaign", "tea", "--length", "12")).status).toBe(2)
  })

  it.each([
    [["--campaign", "full", "--count", "31", "--pattern", "A####"], 1, "CodesExceedSpace"],
    [["--campaign", "weak", "--count", "1000", "--pattern", "A######"], 1, "CodesGuessable"],
    [["--campaign", "odd", "--count", "1", "--prefix", "=1+"], 1, "CodeFormatInvalid"],
    [["--campaign", "none", "--count", "0"], 1, "CodesExceedSpace"],
    [["--campaign", "minus", "--count=-1"], 2, "--count"],
    [["--campaign", "half", "--count", "1.5"], 2, "--count"],
    [["--campaign", "Ѕpring", "--count", "1"], 2, "campaign"],
    [["--campaign", "x".repeat(100_000), "--count", "1"], 2, "campaign"],
    [["--campaign", "spring"], 2, "--count"],
    [["--count", "1"], 2, "--campaign"],
    [["--nonsense"], 2, "nonsense"]
  ])("answers %j with exit status %d and what is wrong", async (argv, status, told) => {
    const found = await codes(...argv)
    expect(found.status).toBe(status)
    expect(found.told).toContain(told)
    expect(found.lines).toEqual([""])
  })
})
