import { beforeAll, describe, expect, test } from "vitest"
import type { JsonObject } from "../../src/kernel/json.ts"
import type { Entry } from "../../src/storage/model.ts"
import { drawPlan, noFaults, play, type Played, presaleEnds } from "../../src/testing/index.ts"
import { rewritten, told } from "./rewritten.ts"

// Everybody buys, and nothing goes wrong: what is told is then what was written into the log here.
const plan = (seed: number) => {
  const drawn = drawPlan(seed, 60)
  const acts = drawn.acts.filter(({ kind }) => kind === "buy" || kind === "cancel")
  const terms = { tailWindow: { opensAfter: 0, lasts: 1 }, late: "keep", withdrawn: "keep", seller: "double" } as const
  return { ...drawn, acts, rates: noFaults, presale: { terms, stock: 100 } }
}

const money = (amount: string) => ({ amount, currency: "CNY" })

/** The deposit of an order as it was placed, written otherwise. */
const placedWith = (log: ReadonlyArray<Entry>, part: JsonObject) =>
  rewritten(log, "order", (set, { reason }) =>
    reason === "order.place" && set["deposit"] !== undefined
      ? { ...set, deposit: { ...(set["deposit"] as JsonObject), ...part } }
      : undefined
  )

const isTail = (log: ReadonlyArray<Entry>, into: JsonObject) =>
  rewritten(log, "payment", (set, { reason }) => (reason === "order.payTail" ? { ...set, ...into } : undefined))

describe("presales in the simulator", () => {
  let played: ReadonlyArray<Played> = []
  let log: ReadonlyArray<Entry> = []
  beforeAll(async () => {
    played = [await play(plan(6)), await play(plan(14))]
    const richest = played.toSorted((left, right) => right.presales.kept - left.presales.kept)
    log = richest[0]?.log ?? []
  }, 120_000)

  test("deposits are paid, tails are paid and missed, deposits are kept, returned and doubled, and the second book-keeper agrees", () => {
    for (const { violations } of played) expect(violations).toEqual([])
    for (const end of Object.keys(presaleEnds) as ReadonlyArray<keyof typeof presaleEnds>) {
      const all = played.reduce((sum, { presales }) => sum + presales[end], 0)
      expect(all, end).toBeGreaterThan(0)
    }
  })

  test("a presale that is not as it was offered is told by the law that it breaks", () => {
    expect(told(log)).toEqual(new Set())
    expect(told(placedWith(log, { tail: money("1.00") }))).toContain("L07")
    expect(told(placedWith(log, { until: 1 }))).toContain("L25")
    expect(told(placedWith(log, { terms: { late: "return" } }))).toContain("L16")
  })

  test("a tail of another amount, or asked for after its time, is told", () => {
    expect(told(isTail(log, { amount: money("1.00") }))).toContain("L16")
    expect(told(isTail(log, { createdAt: 4_000_000_000_000 }))).toContain("L25")
  })

  test("L37 a deposit that is kept in another part than the law has as one is told", () => {
    const more = log.map((entry) => ({
      ...entry,
      lines: entry.lines.map((line) => (line.to === "deposits:CNY" ? { ...line, amount: line.amount + 1n } : line))
    }))
    expect(told(more)).toContain("L37")
  })

  test("L24 goods that are let go while their tail is waited for are told", () => {
    const early = log.map((entry) => ({
      ...entry,
      lines: entry.lines.filter(({ kind, from }) => kind !== "hold" || !from.endsWith("/pot"))
    }))
    expect(told(early)).toContain("L24")
  })
})
