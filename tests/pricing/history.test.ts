import { describe, expect, test } from "vitest"
import { type PriceEntry, type PricePoint, pricePoints, recentPrices, reductionAt } from "../../src/pricing/index.ts"
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

  test("goes on where a cut is no deeper than the one before, and knows no price where there was none", () => {
    // Back from 70.00 to 80.00 is no deeper cut: what was 70.00 then counts as a price before.
    const back = [point("2026-06-01", 10_000n), point("2026-11-01", 7_000n, true), point("2026-11-08", 8_000n, true)]
    expect(reductionAt(back, on("2026-11-11"))).toEqual({
      since: on("2026-11-08"),
      prior: 7_000n,
      complete: true,
      percent: 0
    })
    const fresh = [point("2026-11-01", 7_000n, true)]
    expect(reductionAt(fresh, on("2026-11-11"))).toStrictEqual({ since: on("2026-11-01"), complete: false, percent: 0 })
    // For some days it was not on sale at all.
    const gap = [
      point("2026-06-01", 10_000n),
      { from: on("2026-11-01"), reduced: false },
      point("2026-11-05", 9_000n, true)
    ]
    expect(reductionAt(gap, on("2026-11-11"))).toMatchObject({ prior: 10_000n, complete: false, percent: 10 })
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

describe("the prices that were shown, step by step", () => {
  const entry = (amount: bigint, more: Partial<PriceEntry> = {}): PriceEntry => ({
    id: `p${amount}`,
    sku: "tea",
    currency: "CNY",
    amount,
    ...more
  })
  const wanted = { sku: "tea", merchant: "m1" }
  const nobody = { currency: "CNY", customerGroup: [], channel: [], country: [] }

  test("come in the order of time, however they are given, and none from after the end", () => {
    const stated = [
      { from: 300, entries: [entry(3n)] },
      { from: 100, entries: [entry(1n)] },
      { from: 200, entries: [entry(2n, { list: 5n })] }
    ]
    const points = [
      { from: 100, amount: 1n, reduced: false },
      { from: 200, amount: 2n, reduced: true },
      { from: 300, amount: 3n, reduced: false }
    ]
    expect(pricePoints(stated, wanted, nobody, 300)).toEqual(points)
    expect(pricePoints(stated, wanted, nobody, 299)).toEqual(points.slice(0, 2))
  })

  test("of one statement change where its periods begin and end, and only while it holds", () => {
    const sale = entry(1n, { kind: "override", from: 150, until: 180 })
    const late = entry(2n, { kind: "override", from: 250 })
    const stated = [
      { from: 100, entries: [entry(9n), late, sale] },
      { from: 200, entries: [entry(8n, { list: 8n })] }
    ]
    expect(pricePoints(stated, wanted, nobody, 400)).toEqual([
      { from: 100, amount: 9n, reduced: false },
      { from: 150, amount: 1n, reduced: false },
      { from: 180, amount: 9n, reduced: false },
      { from: 200, amount: 8n, reduced: false }
    ])
  })

  test("of one statement come in the order of time too, none from after the end, and what has a period goes first", () => {
    const second = entry(2n, { kind: "override", from: 170, until: 180 })
    const first = entry(1n, { kind: "override", from: 130, until: 140 })
    const stated = [
      { from: 100, entries: [entry(9n), second, first, entry(12n, { from: 210 })] },
      { from: 300, entries: [] }
    ]
    const points = [
      { from: 100, amount: 9n, reduced: false },
      { from: 130, amount: 1n, reduced: false },
      { from: 140, amount: 9n, reduced: false },
      { from: 170, amount: 2n, reduced: false },
      { from: 180, amount: 9n, reduced: false },
      { from: 210, amount: 12n, reduced: false },
      { from: 300, reduced: false }
    ]
    expect(pricePoints(stated, wanted, nobody, 300)).toEqual(points)
    expect(pricePoints(stated, wanted, nobody, 200)).toEqual(points.slice(0, 5))
  })

  test("are those of the measure that is asked for, and none that only some can have", () => {
    const kilo = entry(7n, { per: { amount: "1", unit: "kg" } })
    const own = entry(1n, { perCustomer: { account: "own" } })
    const flash = entry(2n, { stock: { account: "flash" } })
    const stated = [{ from: 100, entries: [entry(9n), kilo, own, flash] }]
    expect(pricePoints(stated, wanted, nobody, 100)).toEqual([{ from: 100, amount: 9n, reduced: false }])
    expect(pricePoints(stated, { ...wanted, measured: "mass" }, nobody, 100)).toEqual([
      { from: 100, amount: 7n, reduced: false }
    ])
    expect(pricePoints([{ from: 100, entries: [own] }], wanted, nobody, 100)).toEqual([{ from: 100, reduced: false }])
  })

  test("are kept for as many days as are asked for: the one that held then, and all since", () => {
    const stated = [0, 1, 2, 3].map((number) => ({ from: number * day, entries: [entry(BigInt(number + 1))] }))
    expect(recentPrices(stated, 4 * day, 2)).toEqual(stated.slice(2))
    expect(recentPrices(stated, 4 * day - 1, 2)).toEqual(stated.slice(1))
    expect(recentPrices(stated, 4 * day, 30)).toEqual(stated)
    expect(recentPrices([], 4 * day, 2)).toEqual([])
  })
})
