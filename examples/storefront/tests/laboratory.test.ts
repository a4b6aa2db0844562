/** The laboratory at the desk: trials that never run out, with margins for those who may know what goods cost. */
import { system } from "pannier/command"
import { Laboratory } from "pannier/quote"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { openedHouse, patience } from "./opened.ts"
import { errorOf, type Visitor } from "./visitor.ts"

const opened = openedHouse("laboratory", () => "http://localhost:1")

/** Begins a trial and waits for it. */
const tried = async (
  visitor: Visitor,
  promotions: ReadonlyArray<unknown>,
  more: Readonly<Record<string, string>> = {}
) => {
  const asked = { first: JSON.stringify(promotions), source: "sample", count: "60", seed: "3", ...more }
  const { status, to } = await visitor.post("/zh/desk/laboratory", asked)
  expect(status).toBe(303)
  for (;;) {
    const { html } = await visitor.get(to)
    if (html.includes('class="plots"')) return { to, html }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const read = Schema.decodeUnknownSync(Laboratory.LabReport, { onExcessProperty: "error" })
const grant = (...rewards: ReadonlyArray<unknown>) => ({ kind: "grant", rewards })
const scarce = [
  {
    id: "monthly",
    level: "merchant",
    budgets: [{ account: "spring", unit: "money", per: "all", period: "month" }],
    offer: grant({ kind: "percent", percent: "10" })
  },
  {
    id: "cups",
    level: "platform",
    offer: grant({ kind: "gift", sku: "tasting-cups", quantity: 1, mode: "add", stock: { account: "few" } })
  },
  { id: "ruinous", level: "platform", priority: -1, offer: grant({ kind: "percent", percent: "70" }) }
]

describe("the laboratory of the desk", { timeout: patience }, () => {
  it("never runs out, not of budgets by period nor of gifts, and says the margin and what falls below its cost", async () => {
    const manager = await opened.as("manager-lin")
    const { to, html } = await tried(manager, scarce)
    for (const said of ["毛利率", "低于成本的行", "其中赠送", "低于成本"]) expect(html).toContain(said)
    const [set] = read(JSON.parse((await manager.get(`${to}/report.json`)).html)).sets
    // A drawn cart may have nothing in it but gift cards, which no offer takes; all others have all three.
    const carts = set?.offers[1]?.carts ?? 0
    expect(carts).toBeGreaterThan(50)
    const reasons = carts === 60 ? [] : [{ reason: "Locked", carts: 60 - carts }]
    expect(set?.offers.map((offer) => [offer.promotion, offer.carts, offer.reasons])).toEqual([
      ["monthly", carts, reasons],
      ["cups", carts, reasons],
      ["ruinous", carts, reasons]
    ])
    // 45.00 with 13 percent in it, and 52 percent of what is left: 20.70 a piece.
    expect(set?.offers[1]?.given.gifts).toEqual({ pieces: carts, amount: ((carts * 2070) / 100).toFixed(2) })
    expect(Number(set?.margin?.margin)).toBeLessThan(0)
    expect(set?.belowCost.lines).toBeGreaterThan(0)
    expect(set?.findings?.map(({ tag }) => tag)).toContain("StacksBelowCost")
    expect((await manager.get(to.replace("/zh/", "/en/"))).html).toContain("Lines below their cost")
  })

  it("shows what was tried with costs to nobody who may not know them", async () => {
    const { to } = await tried(await opened.as("manager-lin"), scarce)
    const cashier = await opened.as("cashier-gu")
    for (const path of [to, `${to}/report.json`]) {
      const { status, html } = await cashier.get(path)
      expect([status, html.includes("毛利")]).toEqual([403, false])
    }
  })

  it("tells in the editor which goods an offer brings below their cost, and what becomes of the margin", async () => {
    const manager = await opened.as("manager-lin")
    const document = JSON.stringify({ promotion: { ...scarce[2], state: "active" } })
    const { html } = await manager.post("/zh/desk/promotions/new", { document, do: "look" })
    for (const said of ["低于成本", "毛利率"]) expect(html).toContain(said)
  })

  it("draws carts at the prices that the shop has stated: what one locks, no offer of a trial touches", async () => {
    const manager = await opened.as("manager-lin")
    const boss = opened.house.shop.as(system)
    const half = (...category: ReadonlyArray<string>) => ({
      id: "half",
      level: "merchant",
      offer: grant({ kind: "percent", percent: "50" }),
      select: { fact: "category", op: "in", values: category }
    })
    const takenBy = async (promotion: unknown) => {
      const { to } = await tried(manager, [promotion], { count: "200" })
      const [set] = read(JSON.parse((await manager.get(`${to}/report.json`)).html)).sets
      return set?.offers[0]?.carts
    }
    expect(await takenBy(half("gift-cards"))).toBe(0)
    expect(await takenBy(half("seals"))).toBeGreaterThan(0)
    const skus = opened.house.goods.under("stationery/seals").flatMap(({ variants }) => variants.map(({ sku }) => sku))
    for (const { sku, entries } of await boss.pricing.sheets({ skus })) {
      await boss.pricing.state({ sku, entries: entries.map((entry) => ({ ...entry, locks: ["all" as const] })) })
    }
    expect(await takenBy(half("seals"))).toBe(0)
  })

  it("knows the shop's policy", async () => {
    const manager = await opened.as("manager-lin")
    const off = grant({ kind: "percent", percent: "5" })
    const stopped = [
      { id: "front", level: "merchant", stack: { stop: "level" }, offer: off },
      { id: "behind", level: "merchant", lane: 1, offer: off }
    ]
    const tagsOf = async () => {
      const { to } = await tried(manager, stopped)
      return read(JSON.parse((await manager.get(`${to}/report.json`)).html)).sets[0]?.findings?.map(({ tag }) => tag)
    }
    expect(await tagsOf()).not.toContain("AlwaysShadowed")
    await opened.house.shop.as(system).settings.change({ section: "cart.quote", value: { combination: "priority" } })
    expect(await tagsOf()).toContain("AlwaysShadowed")
  })

  it("takes no more offers than it can try beside the requests, and says so in both languages", async () => {
    const manager = await opened.as("manager-lin")
    const off = (count: number) =>
      JSON.stringify(Array.from({ length: count }, (_, index) => ({ ...scarce[2], id: `off-${index}` })))
    const asked = { source: "sample", count: "5", seed: "1" }
    for (const [language, said] of [
      ["zh", "最多 200 项"],
      ["en", "together they may have 200"]
    ]) {
      const to = `/${language}/desk/laboratory`
      const alone = await manager.post(to, { ...asked, first: off(201) })
      expect([alone.status, errorOf(alone, "first")]).toEqual([422, expect.stringContaining(said ?? "")])
      const together = await manager.post(to, { ...asked, first: off(150), second: off(51) })
      expect([together.status, errorOf(together, "first")]).toEqual([422, expect.stringContaining(said ?? "")])
      expect((await manager.get(to)).words).toContain("200")
    }
    const long = await manager.post("/en/desk/laboratory", { ...asked, first: `[${" ".repeat(400_000)}]` })
    expect(errorOf(long, "first")).toContain("at most 400000 characters")
  })

  it("lets pages be answered between carts, and while it looks for faults", async () => {
    const manager = await opened.as("manager-lin")
    const many = Array.from({ length: 200 }, (_, index) => ({
      id: `every-${index}`,
      level: "platform",
      offer: { kind: "every", measure: "amount", each: "300.00", rewards: [{ kind: "amount", amount: "50.00" }] }
    }))
    const fields = { first: JSON.stringify(many), source: "sample", count: "60", seed: "1" }
    const { to } = await manager.post("/en/desk/laboratory", fields)
    const told = new Set<string>()
    for (;;) {
      const { html, words } = await manager.get(to)
      if (html.includes('class="plots"')) break
      told.add(/\d+ of 60 carts done/.exec(words)?.[0] ?? "")
    }
    expect(told.size).toBeGreaterThan(2)
    expect(told).toContain("60 of 60 carts done")
  })
})
