import { expect, test } from "vitest"
import type { PriceEntry } from "../../src/pricing/index.ts"
import { lint, type Promotion } from "../../src/promotion/index.ts"
import * as Quote from "../../src/quote/index.ts"
import { price, succeeds } from "./sample.ts"

const { Laboratory } = Quote
const costs = { a: 7_000n }

const catalog = (
  entries: ReadonlyArray<PriceEntry>,
  good: Partial<Quote.Laboratory.SampleGood> = {},
  accounts: Record<string, number> = {}
): Quote.Laboratory.SampleCatalog => ({
  currency: "CNY",
  at: 0,
  goods: [{ sku: "a", merchant: "m1", demand: 1, ...good }],
  prices: succeeds(Quote.priceBook(entries)),
  contexts: [],
  charges: [],
  codes: [],
  accounts
})
const told = (...args: Parameters<typeof catalog>) =>
  Laboratory.costedGoods(catalog(...args), costs).map(
    ({ price: amount, buyer, others, from, until, stock, floor }) => ({
      amount,
      ...(buyer?.customerGroup === undefined ? {} : { group: buyer.customerGroup }),
      ...(others === undefined ? {} : { others }),
      ...(from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
      ...(stock === undefined ? {} : { stock }),
      ...(floor === undefined ? {} : { floor })
    })
  )

test("every price with whom it is for, however they are listed", () => {
  const staff = price("a", 6_000n, { id: "staff", customerGroup: "staff" })
  const all = [
    { amount: 6_000n, group: "staff" },
    { amount: 10_000n, others: [{ customerGroup: "staff" }] }
  ]
  expect(told([staff, price("a", 10_000n)])).toEqual(all)
  expect(told([price("a", 10_000n), staff])).toEqual(all)
})

test("a dated price beats the shelf while it holds, a tier from its quantity on, and what is sold out never", () => {
  expect(told([price("a", 10_000n), price("a", 9_000n, { id: "sale", from: 10, until: 20 })])).toEqual([
    { amount: 9_000n, from: 10, until: 20 },
    { amount: 10_000n, until: 10 },
    { amount: 10_000n, from: 10, until: 20, others: [{}] },
    { amount: 10_000n, from: 20 }
  ])
  expect(told([price("a", 10_000n), price("a", 8_000n, { id: "many", minQuantity: 10 })])).toEqual([
    { amount: 8_000n },
    { amount: 10_000n, others: [{ minQuantity: 10 }] }
  ])
  const flash = price("a", 5_000n, { id: "flash", kind: "override", stock: { account: "flash" } })
  expect(told([price("a", 10_000n), flash])).toEqual([{ amount: 10_000n }])
  expect(told([price("a", 10_000n), flash], {}, { flash: 3 })).toEqual([
    { amount: 5_000n, stock: 3 },
    { amount: 10_000n }
  ])
})

test("floors are amounts or shares of the price, the higher of the two; prices elsewhere are left out", () => {
  expect(told([price("a", 10_001n)], { floor: { amount: 1_000n, percent: "75" } })).toEqual([
    // 75 percent of 100.01 are 75.0075, rounded up.
    { amount: 10_001n, floor: 7_501n }
  ])
  expect(told([price("a", 10_000n, { currency: "USD" }), price("a", 9_000n, { id: "m2", merchant: "m2" })])).toEqual([])
})

test("a cost is net of tax and is compared with it where the price includes it", () => {
  const tax: Quote.Tax = { included: true, rates: [{ id: "vat", rate: "0.13" }] }
  const promotion: Promotion = {
    id: "p",
    level: "merchant",
    offer: { kind: "grant", rewards: [{ kind: "percent", percent: "21" }] }
  }
  // 70.00 with 13 percent are 79.10; 79.00 are 69.91 without.
  const goods = (included: boolean) =>
    Laboratory.costedGoods(catalog([price("a", 10_000n)], { tax: { ...tax, included } }), costs)
  expect(lint([promotion], { currency: "CNY", goods: goods(true) }).map(({ en }) => en)).toEqual([
    "`p` brings `a` from 100.00 to 79.00 (21% off), below its cost of 79.10 with tax"
  ])
  expect(lint([promotion], { currency: "CNY", goods: goods(false) })).toEqual([])
})
