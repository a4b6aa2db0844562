/** The laboratory at the desk: trials that never run out, with margins for those who may know what goods cost. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { system } from "pannier/command"
import { Laboratory } from "pannier/quote"
import * as Schema from "effect/Schema"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { appOf } from "../src/site/app.ts"
import { type House, openHouse } from "../src/site/house.ts"

const patience = 240_000
const folder = mkdtempSync(join(tmpdir(), "laboratory-"))
const origin = "http://localhost:1"
let house: House
let app: ReturnType<typeof appOf>

beforeAll(async () => {
  house = await openHouse(`sqlite:${join(folder, "shop.db")}`, origin)
  app = appOf(house)
}, patience)

afterAll(async () => {
  await house.close()
  rmSync(folder, { recursive: true, force: true })
}, patience)

/** Somebody of the staff who asks the shop itself. */
const entered = async (person: string) => {
  const cookies = new Map<string, string>()
  const ask = async (path: string, fields?: Readonly<Record<string, string>>) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ")
    const answer = await app.fetch(
      new Request(origin + path, {
        headers: { cookie, origin },
        ...(fields === undefined ? {} : { method: "POST", body: new URLSearchParams(fields) })
      })
    )
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    return { status: answer.status, to: answer.headers.get("location") ?? "", text: await answer.text() }
  }
  await ask("/zh/sign-in", { person })
  return ask
}

type Ask = Awaited<ReturnType<typeof entered>>

/** Begins a trial and waits for it. */
const tried = async (ask: Ask, promotions: ReadonlyArray<unknown>, more: Readonly<Record<string, string>> = {}) => {
  const asked = { first: JSON.stringify(promotions), source: "sample", count: "60", seed: "3", ...more }
  const { status, to } = await ask("/zh/desk/laboratory", asked)
  expect(status).toBe(303)
  for (;;) {
    const { text } = await ask(to)
    if (text.includes('class="plots"')) return { to, text }
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
    const manager = await entered("manager-lin")
    const { to, text } = await tried(manager, scarce)
    for (const said of ["毛利率", "低于成本的行", "其中赠送", "低于成本"]) expect(text).toContain(said)
    const [set] = read(JSON.parse((await manager(`${to}/report.json`)).text)).sets
    const verdicts = set?.offers.map(({ promotion, carts, reasons }) => [promotion, carts, reasons])
    expect(verdicts).toEqual([
      ["monthly", 60, []],
      ["cups", 60, []],
      ["ruinous", 60, []]
    ])
    // 45.00 with 13 percent in it, and 52 percent of what is left: 20.70 a piece.
    expect(set?.offers[1]?.given.gifts).toEqual({ pieces: 60, amount: "1242.00" })
    expect(Number(set?.margin?.margin)).toBeLessThan(0)
    expect(set?.belowCost.lines).toBeGreaterThan(0)
    expect(set?.findings?.map(({ tag }) => tag)).toContain("StacksBelowCost")
    expect((await manager(to.replace("/zh/", "/en/"))).text).toContain("Lines below their cost")
  })

  it("shows what was tried with costs to nobody who may not know them", async () => {
    const { to } = await tried(await entered("manager-lin"), scarce)
    const cashier = await entered("cashier-gu")
    for (const path of [to, `${to}/report.json`]) {
      const { status, text } = await cashier(path)
      expect([status, text.includes("毛利")]).toEqual([403, false])
    }
  })

  it("tells in the editor which goods an offer brings below their cost, and what becomes of the margin", async () => {
    const manager = await entered("manager-lin")
    const document = JSON.stringify({ promotion: { ...scarce[2], state: "active" } })
    const { text } = await manager("/zh/desk/promotions/new", { document, do: "look" })
    for (const said of ["低于成本", "毛利率"]) expect(text).toContain(said)
  })

  it("knows the shop's policy", async () => {
    const manager = await entered("manager-lin")
    const off = grant({ kind: "percent", percent: "5" })
    const stopped = [
      { id: "front", level: "merchant", stack: { stop: "level" }, offer: off },
      { id: "behind", level: "merchant", lane: 1, offer: off }
    ]
    const tagsOf = async () => {
      const { to } = await tried(manager, stopped)
      return read(JSON.parse((await manager(`${to}/report.json`)).text)).sets[0]?.findings?.map(({ tag }) => tag)
    }
    expect(await tagsOf()).not.toContain("AlwaysShadowed")
    await house.shop.as(system).settings.change({ section: "cart.quote", value: { combination: "priority" } })
    expect(await tagsOf()).toContain("AlwaysShadowed")
  })
})
