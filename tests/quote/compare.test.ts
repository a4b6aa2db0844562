import * as fc from "fast-check"
import { expect, test } from "vitest"
import type { Promotion } from "../../src/promotion/index.ts"
import * as Quote from "../../src/quote/index.ts"
import { carts } from "../../src/testing/quote.ts"
import { cartOf, quoted, refuses, succeeds } from "./sample.ts"

test("the changes sum to the difference of the totals, and backwards to its opposite", () => {
  fc.assert(
    fc.property(carts(), carts(), (left, right) => {
      const [a, b] = [quoted(left), quoted(right)]
      const there = succeeds(Quote.compare(a, b))
      const back = succeeds(Quote.compare(b, a))
      expect(there.difference).toBe(b.grand - a.grand)
      expect(there.changes.reduce((sum, { amount }) => sum + amount, 0n)).toBe(there.difference)
      expect(back.changes.reduce((sum, { amount }) => sum + amount, 0n)).toBe(-there.difference)
      expect(there.changes.every(({ amount }) => amount !== 0n)).toBe(true)
    }),
    { numRuns: 300 }
  )
})

test("a quote does not differ from itself", () => {
  fc.assert(
    fc.property(carts(), (input) => {
      const quote = quoted(input)
      expect(succeeds(Quote.compare(quote, quote))).toMatchObject({ difference: 0n, changes: [], offers: [] })
    }),
    { numRuns: 100 }
  )
})

test("what became of an offer is the sum of what changed on lines and charges", () => {
  fc.assert(
    fc.property(carts(), carts(), (left, right) => {
      const { changes, offers } = succeeds(
        Quote.compare(quoted(left), quoted({ ...right, lines: left.lines, prices: left.prices }))
      )
      for (const { promotion, from, to } of offers) {
        const parts = changes.flatMap((one) =>
          one.kind === "offer" && one.promotion === promotion ? [one.amount] : []
        )
        expect(parts.reduce((sum, one) => sum + one, 0n)).toBe(from - to)
      }
    }),
    { numRuns: 200 }
  )
})

test("every change has a sentence in both languages without a hole", () => {
  fc.assert(
    fc.property(carts(), carts(), (left, right) => {
      const comparison = succeeds(Quote.compare(quoted(left), quoted(right)))
      for (const language of ["zh", "en"] as const) {
        const said = Quote.explainComparison(comparison, language)
        expect(said.changes).toHaveLength(comparison.changes.length)
        for (const text of [...said.changes, ...said.offers, said.total]) expect(text).not.toMatch(/undefined|NaN|-¥/)
      }
    }),
    { numRuns: 100 }
  )
})

const half: Promotion = {
  id: "200-30",
  name: { zh: "满200减30", en: "30 off 200" },
  level: "merchant",
  offer: { kind: "tiers", measure: "amount", steps: [{ at: "200.00", rewards: [{ kind: "amount", amount: "30.00" }] }] }
}

test("one piece less: its price, the offer that is lost with it, and why", () => {
  const [a, b] = [quoted(cartOf([[14_000n, 2]], [half])), quoted(cartOf([[14_000n, 1]], [half]))]
  const comparison = succeeds(Quote.compare(a, b))
  expect(comparison.difference).toBe(-11_000n)
  const en = Quote.explainComparison(comparison, "en", [half])
  expect(en.changes).toEqual([
    "`l-a`: quantity 2 to 1, ¥140.00 less",
    "`l-a`: 30 off 200 lost, ¥30.00 off before, ¥30.00 more"
  ])
  expect(en.offers).toEqual(["30 off 200 lost, ¥30.00 off before: ¥60.00 more"])
  expect(en.total).toBe("¥140.00 to pay in place of ¥250.00, ¥110.00 less")
  const zh = Quote.explainComparison(comparison, "zh", [half])
  expect(zh.changes).toEqual(["`l-a`：数量 2 变为 1，少 ¥140.00", "`l-a`：满200减30 不再减 ¥30.00，多 ¥30.00"])
  expect(zh.offers).toEqual(["满200减30 不再减 ¥30.00：还差 ¥60.00"])
  expect(zh.total).toBe("应付从 ¥250.00 变为 ¥140.00，少 ¥110.00")
})

test("another price entry, dearer shipping, a fee and tax on top are told apart", () => {
  const cart = cartOf([[10_000n, 2, { tax: { included: false, rates: [{ id: "gst", rate: "0.10" }] } }]], [])
  const member = cart.prices.map((price) => ({ ...price, id: "member", amount: 9_000n }))
  const comparison = succeeds(
    Quote.compare(
      quoted({ ...cart, charges: [{ id: "s", amount: 800n }] }),
      quoted({ ...cart, prices: member, charges: [{ id: "s", amount: 1_200n }], fees: [{ id: "bag", amount: 50n }] })
    )
  )
  expect(comparison.changes.map(({ kind, place, amount }) => [place.kind, kind, amount])).toEqual([
    ["line", "price", -2_000n],
    ["line", "tax", -200n],
    ["charge", "amount", 400n],
    ["fee", "amount", 50n]
  ])
  expect(Quote.explainComparison(comparison, "zh").changes[0]).toBe("`l-a`：价目 `p-a` 变为 `member`，少 ¥20.00")
})

test("quotes in two currencies are not compared", () => {
  const cart = cartOf([[10_000n, 1]], [])
  const dollars = quoted({
    ...cart,
    currency: "USD",
    prices: cart.prices.map((price) => ({ ...price, currency: "USD" }))
  })
  expect(refuses(Quote.compare(quoted(cart), dollars))).toEqual({
    _tag: "CurrencyMismatch",
    expected: "CNY",
    found: "USD"
  })
})
