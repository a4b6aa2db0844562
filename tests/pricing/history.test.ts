import { describe, expect, test } from "vitest"
import { type PricePoint, pricePoints, reductionAt } from "../../src/pricing/index.ts"
import { historyLaws } from "../../src/pricing/laws/index.ts"
import { check, title } from "../../src/testing/index.ts"

for (const law of historyLaws) {
  test(title(law), async () => {
    expect((await check(law, { runs: 1000 })).held).toBeGreaterThan(50)
  })
}

const day = 86_400_000
const on = (date: string) => Date.parse(`${date}T00:00:00Z`)
const point = (date: string, amount: bigint, reduced = false): PricePoint => ({ from: on(date), amount, reduced })

describe("the prior price of a reduction (98/6/EC, article 6a)", () => {
  test("is the lowest of the 30 days before, not the price of the day before", () => {
    const points = [
      point("2026-06-01", 10_000n),
      point("2026-10-20", 8_000n),
      point("2026-10-25", 12_000n),
      point("2026-11-11", 9_000n, true)
    ]
    // From 120.00 to 90.00, but it was 80.00 three weeks ago: no reduction at all.
    expect(reductionAt(points, on("2026-11-11"))).toEqual({
      since: on("2026-11-11"),
      prior: 8_000n,
      complete: true,
      percent: 0
    })
  })

  test("does not count what was before the 30 days, to the millisecond", () => {
    const points = [point("2026-06-01", 8_000n), point("2026-10-12", 10_000n), point("2026-11-11", 7_500n, true)]
    expect(reductionAt(points, on("2026-11-11"))).toMatchObject({ prior: 10_000n, percent: 25 })
    const later = points.map((one, index) => (index === 1 ? { ...one, from: one.from + 1 } : one))
    expect(reductionAt(later, on("2026-11-11"))).toMatchObject({ prior: 8_000n, percent: 6 })
  })

  test("of reductions one upon another is the price before the first", () => {
    const points = [
      point("2026-06-01", 10_000n),
      point("2026-11-01", 8_000n, true),
      point("2026-11-08", 7_000n, true),
      point("2026-11-15", 5_000n, true)
    ]
    expect(reductionAt(points, on("2026-11-20"))).toMatchObject({
      since: on("2026-11-01"),
      prior: 10_000n,
      percent: 50
    })
    // A state that does not allow this measures each by itself.
    expect(reductionAt(points, on("2026-11-20"), { progressive: false })).toMatchObject({ prior: 7_000n, percent: 28 })
  })

  test("begins anew where a reduction ended, and where a cut was not announced", () => {
    const ended = [
      point("2026-06-01", 10_000n),
      point("2026-11-01", 8_000n, true),
      point("2026-11-05", 10_000n),
      point("2026-11-11", 7_000n, true)
    ]
    expect(reductionAt(ended, on("2026-11-11"))).toMatchObject({ since: on("2026-11-11"), prior: 8_000n })
    const silent = [point("2026-06-01", 10_000n), point("2026-09-01", 8_000n), point("2026-11-11", 7_000n, true)]
    expect(reductionAt(silent, on("2026-11-11"))).toMatchObject({ prior: 8_000n, percent: 12 })
  })

  test("is not known of goods that are new, and there is none without a reduction", () => {
    const young = [point("2026-11-01", 10_000n), point("2026-11-11", 9_000n, true)]
    expect(reductionAt(young, on("2026-11-11"))).toMatchObject({ prior: 10_000n, complete: false })
    expect(reductionAt([point("2026-11-11", 9_000n, true)], on("2026-11-11"))).toEqual({
      since: on("2026-11-11"),
      complete: false,
      percent: 0
    })
    expect(reductionAt(young, on("2026-11-05"))).toBeUndefined()
  })

  test("in China, of 7 days (Order 32 of 2020, article 21)", () => {
    const points = [point("2026-06-01", 8_000n), point("2026-11-01", 10_000n), point("2026-11-11", 7_500n, true)]
    expect(reductionAt(points, on("2026-11-11"), { days: 7 })).toMatchObject({ prior: 10_000n, percent: 25 })
  })
})

describe("what a shop showed", () => {
  test("is read off what it stated and when: periods inside, no price of limited stock, none of another currency", () => {
    const entry = { sku: "tea", currency: "CNY" }
    const stated = [
      {
        from: 0,
        entries: [
          { ...entry, id: "base", amount: 100n },
          { ...entry, id: "sale", amount: 80n, list: 100n, from: 10 * day, until: 12 * day },
          { ...entry, id: "flash", amount: 1n, kind: "override" as const, stock: { account: "flash" } },
          { ...entry, id: "usd", currency: "USD", amount: 2n }
        ]
      },
      { from: 20 * day, entries: [{ ...entry, id: "base", amount: 110n }] },
      { from: 30 * day, entries: [] }
    ]
    const context = { currency: "CNY", customerGroup: [], channel: [], country: [] }
    expect(pricePoints(stated, { sku: "tea", merchant: "m" }, context, 40 * day)).toEqual([
      { from: 0, amount: 100n, reduced: false },
      { from: 10 * day, amount: 80n, reduced: true },
      { from: 12 * day, amount: 100n, reduced: false },
      { from: 20 * day, amount: 110n, reduced: false },
      { from: 30 * day, reduced: false }
    ])
  })
})
