import { describe, expect, test } from "vitest"
import type { Promotion } from "../../src/promotion/index.ts"
import * as Quote from "../../src/quote/index.ts"
import { amounts, cartOf, discounts, line, price, quoted, reasonOf } from "./sample.ts"

const vat = { included: true, rates: [{ id: "vat", rate: "0.13" }] }

const cross: Promotion = {
  id: "跨店每满300减50",
  level: "platform",
  testBase: "level",
  funding: [
    { party: "platform", share: "0.4" },
    { party: "merchant", share: "0.6" }
  ],
  offer: { kind: "every", measure: "amount", each: "300.00", rewards: [{ kind: "amount", amount: "50.00" }] }
}

const half: Promotion = {
  id: "第二件半价",
  level: "item",
  offer: {
    kind: "buyGet",
    buy: { quantity: 1 },
    get: { quantity: 1, reward: { kind: "percent", percent: "50" } },
    pick: "eachSet"
  }
}

const coupon = (level: "merchant" | "platform", testBase: Promotion["testBase"] = "running"): Promotion => ({
  id: `${level} 满100减20`,
  level,
  testBase,
  when: { measure: "amount", atLeast: "100.00" },
  offer: { kind: "grant", rewards: [{ kind: "amount", amount: "20.00" }] }
})

describe("跨店每满300减50 over three shops, in pieces sent back", () => {
  // 199.00 of the first shop, two at 129.50 of the second, three at 114.00 of the third: 800.00, so twice 50.00 off.
  const quote = quoted(
    cartOf(
      [
        [19_900n, 1, { merchant: "m1", tax: vat }],
        [12_950n, 2, { merchant: "m2", tax: vat }],
        [11_400n, 3, { merchant: "m3", tax: vat }]
      ],
      [cross]
    )
  )
  const parts = (index: number) => Quote.paidFor(quote.lines[index]!)

  test("the shops give 24.88, 32.37 and 42.75, and the platform pays its 40 percent of each", () => {
    expect(discounts(quote)).toEqual([2_488n, 3_237n, 4_275n])
    expect(amounts(quote)).toEqual([17_412n, 22_663n, 29_925n])
    expect(quote.lines[1]!.units.map(({ amount }) => amount)).toEqual([11_331n, 11_332n])
    expect(quote.grand).toBe(70_000n)
    expect(Object.fromEntries(Quote.bills(quote))).toEqual({ platform: 4_000n, m1: 1_493n, m2: 1_942n, m3: 2_565n })
  })

  test("one of two comes back for 113.32, the other later for 113.31; together what was paid, tax included", () => {
    const first = Quote.refundShare(parts(1), 0, 1)
    const second = Quote.refundShare(parts(1), 1, 1)
    expect([first.amount, second.amount]).toEqual([11_332n, 11_331n])
    expect(first.amount + second.amount).toBe(22_663n)
    expect(first.tax + second.tax).toBe(quote.lines[1]!.tax)
    expect(first.net + first.tax).toBe(first.amount)
  })

  test("two of three come back, and the other shops keep their part of the discount", () => {
    expect(Quote.refundShare(parts(2), 0, 2).amount).toBe(19_950n)
    expect(Quote.refundShare(parts(2), 2, 1).amount).toBe(9_975n)
  })

  test("all of it in any pieces is all that was paid", () => {
    const pieces = [[1], [1, 1], [2, 1]].flatMap((counts, index) =>
      counts.map((count, place) =>
        Quote.refundShare(
          parts(index),
          counts.slice(0, place).reduce((sum, one) => sum + one, 0),
          count
        )
      )
    )
    expect(pieces.reduce((sum, { amount }) => sum + amount, 0n)).toBe(quote.grand)
    expect(pieces.reduce((sum, { tax }) => sum + tax, 0n)).toBe(quote.tax)
  })
})

describe("第二件半价 with four units", () => {
  test("four of one sku at 39.90: two at half price, rounded once for the two of them", () => {
    const quote = quoted(cartOf([[3_990n, 4]], [half]))
    expect(quote.grand).toBe(11_970n)
    expect(quote.steps.map(({ target, amount }) => [target, amount])).toEqual([
      ["l-a#2", 1_995n],
      ["l-a#4", 1_995n]
    ])
  })

  test("half of two at 9.99 is 9.99, and the first of them gets the odd cent", () => {
    const quote = quoted(cartOf([[999n, 4]], [half]))
    expect(quote.lines[0]!.units.map(({ amount }) => amount)).toEqual([999n, 499n, 999n, 500n])
    expect(quote.grand).toBe(2_997n)
  })

  test("a fifth unit has no pair, and one of four sent back brings a quarter of what was paid", () => {
    const five = quoted(cartOf([[3_990n, 5]], [half]))
    expect(five.grand).toBe(15_960n)
    const four = quoted(cartOf([[3_990n, 4]], [half]))
    const paid = Quote.paidFor(four.lines[0]!)
    expect([0, 1, 2, 3].map((before) => Quote.refundShare(paid, before, 1).amount)).toEqual([
      2_993n,
      2_992n,
      2_993n,
      2_992n
    ])
  })

  test("two skus, two units each, at 100.00 and 60.00: pairs are made from the dearest down", () => {
    const quote = quoted(
      cartOf(
        [
          [10_000n, 2],
          [6_000n, 2]
        ],
        [half]
      )
    )
    expect(discounts(quote)).toEqual([5_000n, 3_000n])
  })
})

describe("platform and shop coupon together", () => {
  test("both test the sale price: 100.00 with 满100减20 twice is 60.00", () => {
    const both = [coupon("platform", "price"), coupon("merchant", "price")]
    const quote = quoted(cartOf([[10_000n, 1]], both))
    expect(quote.grand).toBe(6_000n)
    expect(quote.applied).toEqual(["merchant 满100减20", "platform 满100减20"])
  })

  test("both test what is left: the platform's lacks 20.00 after the shop's", () => {
    const quote = quoted(cartOf([[10_000n, 1]], [coupon("platform"), coupon("merchant")]))
    expect(quote.grand).toBe(8_000n)
    expect(reasonOf(quote, "platform 满100减20")?.reason).toBe("ConditionUnmet")
    const [missing] = reasonOf(quote, "platform 满100减20")?.missing ?? []
    expect(missing).toMatchObject({ measure: "amount", distance: 2_000n })
  })

  test("a shop coupon takes from its shop alone, the platform's from what that left of both", () => {
    const quote = quoted({
      currency: "CNY",
      at: Date.UTC(2026, 10, 11, 2),
      lines: [line("a", 1, { merchant: "m1" }), line("b", 1, { merchant: "m2" })],
      prices: [price("a", 12_000n), price("b", 10_000n)],
      promotions: [{ ...coupon("merchant"), merchant: "m1" }, coupon("platform")]
    })
    // 20.00 off the first, then 20.00 over 100.00 and 100.00.
    expect(discounts(quote)).toEqual([3_000n, 1_000n])
    expect(Object.fromEntries(Quote.bills(quote))).toEqual({ m1: 2_000n, platform: 2_000n })
  })
})
