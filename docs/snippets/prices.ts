import * as Result from "effect/Result"
import { Money, Pricing, Quote } from "pannier"

const yuan = (amount: bigint) => Money.amountText(amount, "CNY")
const day = 86_400_000

// #region unit
// 250 g of tea for 128.00, for one kilogram and for a 斤.
const tea: Pricing.Measure = { amount: "250", unit: "g" }
const perKilogram = Result.getOrThrow(Pricing.unitPrice(12_800n, tea))
const perJin = Result.getOrThrow(Pricing.unitPrice(12_800n, tea, { amount: "1", unit: "jin" }))
console.log(`${yuan(perKilogram.amount)} a kilogram, ${yuan(perJin.amount)} a 斤`)
// #endregion unit

// #region prior
const entry = { id: "tea", sku: "tea", currency: "CNY" }
const stated: ReadonlyArray<Pricing.StatedPrices> = [
  { from: Date.UTC(2026, 5, 1), entries: [{ ...entry, amount: 14_800n }] },
  { from: Date.UTC(2026, 9, 20), entries: [{ ...entry, amount: 13_200n }] },
  { from: Date.UTC(2026, 10, 1), entries: [{ ...entry, amount: 14_800n }] },
  { from: Date.UTC(2026, 10, 11), entries: [{ ...entry, amount: 11_800n, list: 14_800n }] }
]
const now = Date.UTC(2026, 10, 12)
const anybody = { currency: "CNY", customerGroup: [], channel: [], country: [] }
const points = Pricing.pricePoints(stated, { sku: "tea", merchant: "shanfang" }, anybody, now)
const reduction = Pricing.reductionAt(points, now)
console.log(`lowest of 30 days ${yuan(reduction?.prior ?? 0n)}, ${reduction?.percent}% off that`)
// #endregion prior

// #region protection
const quoteAt = (amount: bigint, at: number) =>
  Result.getOrThrow(
    Quote.of({
      currency: "CNY",
      at,
      lines: [{ id: "l1", sku: "tea", merchant: "shanfang", quantity: 2 }],
      prices: [{ ...entry, amount }],
      promotions: []
    })
  )
const placedAt = Date.UTC(2026, 10, 11, 2)
const paid = quoteAt(11_800n, placedAt).lines.map(Quote.paidUnits)
const today = placedAt + 3 * day
const back = Quote.protectPrice(paid, { placedAt, currency: "CNY" }, quoteAt(10_900n, today), today, {
  days: 7,
  zone: "Asia/Shanghai"
})
if (Result.isSuccess(back)) console.log(`${yuan(back.success.amount)} back`)
// #endregion protection
