import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Schema from "effect/Schema"
import { Laboratory } from "pannier/quote"
import { afterAll, describe, expect, it, vi } from "vitest"
import { run } from "../src/run.ts"

const folder = mkdtempSync(join(tmpdir(), "pannier-lab-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const example = (name: string) => fileURLToPath(new URL(`../../../examples/laboratory/${name}.json`, import.meta.url))
const file = (name: string, json: unknown): string => {
  const path = join(folder, name)
  writeFileSync(path, typeof json === "string" ? json : JSON.stringify(json))
  return path
}

const lab = async (...argv: ReadonlyArray<string>) => {
  const out = vi.spyOn(console, "log").mockImplementation(() => {})
  const err = vi.spyOn(console, "error").mockImplementation(() => {})
  const told = vi.spyOn(process.stderr, "write").mockImplementation(() => true)
  try {
    const status = await run(["lab", ...argv])
    const said = (spy: typeof out) => spy.mock.calls.map((words) => words.join(" ")).join("\n")
    return {
      status,
      stdout: said(out),
      stderr: `${said(err)}\n${told.mock.calls.map(([text]) => String(text)).join("")}`
    }
  } finally {
    out.mockRestore()
    err.mockRestore()
    told.mockRestore()
  }
}

const sampled = ["--carts", example("goods"), "--sample", "250", "--seed", "7"]

describe("pannier lab", () => {
  it("sets two rule sets side by side: tables, progress apart from them, a report that its Schema reads, and plots", async () => {
    const [json, svg] = [join(folder, "report.json"), join(folder, "plots.svg")]
    const against = ["--against", example("calmer"), "--json", json, "--svg", svg, "--language", "en"]
    const found = await lab(example("rules"), ...sampled, ...against)
    expect(found.status).toBe(0)
    expect(found.stdout).toMatch(/cross-300-50 +\d+ +\d+\.\d\d +\d+\.\d\d +0\.00 {2}已使用 · applied/)
    expect(found.stdout).toMatch(/jd-pay +0 +0\.00 +0\.00 +0\.00 {2}从未满足 · never applies {2}ConditionUnmet 250/)
    expect(found.stdout).toContain("error StacksBelowCost")
    expect(found.stderr).toContain("250/250 carts")
    expect(found.stdout).not.toContain("250/250")
    const read = Schema.decodeUnknownSync(Laboratory.LabReport, { onExcessProperty: "error" })
    const report = read(JSON.parse(readFileSync(json, "utf8")))
    expect([report.sets.length, report.difference?.carts]).toEqual([2, 250])
    expect(report.sets[0]?.findings?.map(({ tag }) => tag)).toContain("StacksBelowCost")
    expect(readFileSync(svg, "utf8")).toMatch(/^<svg .*Uptake by offer.*What a cart pays under both sets.*<\/svg>\n$/s)
  })

  it("gives the same report for the same seed", async () => {
    const reports = [join(folder, "one.json"), join(folder, "two.json")]
    for (const json of reports) await lab(example("rules"), ...sampled, "--json", json)
    const [one, two] = reports.map((json) => readFileSync(json, "utf8"))
    expect(one).toBe(two)
  })

  it("tries the carts of a file, and a bare list of promotions", async () => {
    const carts = file("carts.json", {
      currency: "CNY",
      at: "2026-11-11T02:00:00Z",
      prices: [{ id: "p", sku: "tea", amount: "100.00" }],
      carts: [{ lines: [{ id: "l", sku: "tea", merchant: "m", quantity: 2 }] }]
    })
    const offer = { kind: "grant", rewards: [{ kind: "percent", percent: "10" }] }
    const found = await lab(file("list.json", [{ id: "ten", level: "item", offer }]), "--carts", carts)
    expect(found.status).toBe(0)
    expect(found.stdout).toMatch(/ten +1 +100\.00 +20\.00/)
  })

  it("finds nothing below cost that a floor, a limit or another price of the buyer keeps above it", async () => {
    const percent = (id: string, level: string, off: string) => ({
      id,
      level,
      offer: { kind: "grant", rewards: [{ kind: "percent", percent: off }] }
    })
    const goods = (floor: string) =>
      file("floors.json", {
        currency: "CNY",
        at: "2026-11-11T02:00:00Z",
        prices: [
          { id: "m", sku: "a", amount: "71.00", customerGroup: "staff" },
          { id: "p", sku: "a", amount: "100.00" }
        ],
        costs: { a: "70.00" },
        goods: [{ sku: "a", merchant: "m1", floor: { amount: floor } }]
      })
    const forty = file("forty.json", [percent("forty", "merchant", "40")])
    expect((await lab(forty, "--carts", goods("75.00"))).stdout).not.toContain("StacksBelowCost")
    expect((await lab(forty, "--carts", goods("65.00"))).stdout).toContain(
      "`forty` brings `a` (price for staff) from 71.00 to 65.00 (8% off), below its cost of 70.00"
    )
    const rules = [percent("x", "item", "20"), percent("y", "merchant", "20")]
    const limits = [{ id: "one", classes: "*", max: 1, per: "cart" }]
    const one = file("one.json", { policy: { limits }, promotions: rules })
    const others = file("others.json", {
      currency: "CNY",
      prices: [{ id: "p", sku: "a", amount: "100.00" }],
      costs: { a: "70.00" },
      goods: [{ sku: "a", merchant: "m1" }]
    })
    expect((await lab(one, "--carts", others)).stdout).not.toContain("StacksBelowCost")
    expect((await lab(file("both.json", rules), "--carts", others)).stdout).toContain("from 100.00 to 64.00")
  })

  const four = {
    currency: "CNY",
    at: "2026-11-11T02:00:00Z",
    prices: [
      { id: "p", sku: "tea", amount: "100.00" },
      { id: "c", sku: "cup", amount: "39.00" }
    ],
    costs: { tea: "70.00", cup: "20.00" },
    accounts: { bud: "20.00" },
    carts: Array.from({ length: 4 }, () => ({ lines: [{ id: "l", sku: "tea", merchant: "m", quantity: 1 }] }))
  }
  const grant = (...rewards: ReadonlyArray<object>) => ({ kind: "grant", rewards })
  const budget = { account: "bud", unit: "money", per: "all" }

  it("runs budgets down from cart to cart, says what was taken, and leaves them unlimited if asked", async () => {
    const off = grant({ kind: "percent", percent: "10" })
    const path = file("bud.json", [{ id: "bud", level: "merchant", budgets: [budget], offer: off }])
    const down = await lab(path, "--carts", file("four.json", four))
    expect(down.stdout).toMatch(/bud +2 +50\.00 +20\.00 +0\.00 .*BudgetSpent 2/)
    expect(down.stdout).toMatch(/账户 · account.*\n.*\nbud +20\.00/)
    const unlimited = await lab(path, "--carts", file("four.json", four), "--accounts", "unlimited")
    expect(unlimited.stdout).toMatch(/bud +4 +100\.00 +40\.00/)
  })

  it("counts gifts at their cost and cashback in what offers cost and in the margin", async () => {
    const gift = { kind: "gift", sku: "cup", quantity: 1, mode: "add" }
    const both = grant({ kind: "cashback", percent: "50" }, gift)
    const path = file("later.json", [{ id: "later", level: "platform", offer: both }])
    const { stdout } = await lab(path, "--carts", file("four.json", four))
    expect(stdout).toMatch(/later +4 +100\.00 +280\.00 +280\.00/)
    expect(stdout).toMatch(/platform +280\.00 +280\.00/)
    expect(stdout).toContain("margin -160.00 (-40.00%)")
  })

  it("tells the linter the policy, the budgets, and goods with their floors and taxes", async () => {
    const tagsOf = async (rules: unknown, carts: object = four) => {
      const json = join(folder, "found.json")
      await lab(file("set.json", rules), "--carts", file("carts.json", carts), "--json", json)
      const { sets } = Schema.decodeUnknownSync(Laboratory.LabReport)(JSON.parse(readFileSync(json, "utf8")))
      return sets[0]?.findings?.map(({ tag }) => tag)
    }
    const off = (percent: string) => grant({ kind: "percent", percent })
    const stopped = [
      { id: "a", level: "merchant", stack: { stop: "level" }, offer: off("5") },
      { id: "b", level: "merchant", lane: 1, offer: off("5") }
    ]
    const policy = { combination: "priority" }
    expect(await tagsOf(stopped)).toEqual([])
    expect(await tagsOf({ promotions: stopped, policy })).toEqual(["AlwaysShadowed"])
    expect(await tagsOf(stopped, { ...four, policy })).toEqual(["AlwaysShadowed"])
    const capped = [{ id: "c", level: "merchant", cap: "15.00", budgets: [budget], offer: off("5") }]
    expect(await tagsOf(capped)).toEqual([])
    expect(await tagsOf(capped, { ...four, accounts: { bud: "15.00" } })).toEqual(["BudgetOfOneCart"])
    // Of 100.00, 29 percent leave 71.00 and 31 percent 69.00; no promotion goes below the floor.
    const goods = (floor: object) => ({ ...four, carts: [], goods: [{ sku: "tea", merchant: "m", ...floor }] })
    expect(await tagsOf([{ id: "d", level: "merchant", offer: off("29") }], goods({}))).toEqual([])
    const deep = [{ id: "d", level: "merchant", offer: off("31") }]
    expect(await tagsOf(deep, goods({}))).toEqual(["StacksBelowCost"])
    expect(await tagsOf(deep, goods({ floor: { amount: "75.00" } }))).toEqual([])
    expect(await tagsOf(deep, goods({ floor: { percent: "70" } }))).toEqual([])
    // With 13 percent of tax in them, 71.00 are 62.83, which is below 70.00.
    const tax = { included: true, rates: [{ id: "vat", rate: "0.13" }] }
    expect(await tagsOf([{ id: "d", level: "merchant", offer: off("29") }], goods({ tax }))).toEqual([
      "StacksBelowCost"
    ])
  })

  it.each([
    ["a promotion that cannot be defined", [{ id: "x", level: "item" }], "InvalidPromotion"],
    ["an unknown key beside the promotions", { promotions: [], rules: 1 }, "/rules"],
    ["text that is no JSON", "{", "wrong.json"]
  ])("ends with 1 on %s, and says where", async (_, rules, said) => {
    const found = await lab(file("wrong.json", rules), ...sampled)
    expect(found.status).toBe(1)
    expect(found.stderr).toContain(said)
  })

  it.each([
    [[example("rules")]],
    [[example("rules"), "--carts", example("goods"), "--sample", "many"]],
    [[example("rules"), "--carts", example("goods"), "--language", "fr"]],
    [[example("rules"), "--carts", example("goods"), "--accounts", "some"]],
    [["--carts", example("goods")]]
  ])("ends with 2 where it is not understood: %j", async (argv) => {
    expect((await lab(...argv)).status).toBe(2)
  })
})
