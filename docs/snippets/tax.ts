import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { Memory, Money, Quote } from "pannier"

const dollars = (amount: bigint) => Money.amountText(amount, "USD")

// #region provider
// An adapter of yours in place of the table.
const provider: Quote.TaxProvider = Memory.memoryTaxProvider({
  name: "table",
  tables: [{ place: "US-NY", rates: [{ id: "US-NY", rate: "0.04" }], codes: { clothing: [] }, shipping: true }]
})

const cart: Quote.QuoteInput = {
  currency: "USD",
  at: Date.UTC(2026, 10, 11),
  lines: [
    { id: "l1", sku: "kettle", merchant: "m1", quantity: 1 },
    { id: "l2", sku: "scarf", merchant: "m1", quantity: 2 }
  ],
  prices: [
    { id: "p1", sku: "kettle", currency: "USD", amount: 5_000n },
    { id: "p2", sku: "scarf", currency: "USD", amount: 4_500n }
  ],
  charges: [{ id: "parcel", amount: 800n }],
  promotions: []
}

const where = {
  from: { country: "US", region: "US-OR" },
  to: { country: "US", region: "US-NY", postalCode: "10001" },
  included: false,
  codes: new Map([["scarf", "clothing"]])
}
const question = Quote.taxQuestion(cart, Result.getOrThrow(Quote.of(cart)), where)
const answer = await Effect.runPromise(provider.rates(question))
const quote = Result.getOrThrow(Result.flatMap(Quote.withTaxes(cart, answer), Quote.of))
console.log(`${dollars(quote.tax)} tax in ${dollars(quote.grand)}`)
// #endregion provider

// #region refund
const returns: ReadonlyArray<Quote.GoodsBack> = [
  { lines: [{ line: "l2", quantity: 1 }] },
  {
    lines: [
      { line: "l1", quantity: 1 },
      { line: "l2", quantity: 1 }
    ]
  }
]
for (const { amount, goods, shipping } of Result.getOrThrow(Quote.refunds(quote, returns))) {
  console.log(`${dollars(amount)} back, ${dollars(goods.tax + shipping.tax)} of it tax`)
}
// #endregion refund
