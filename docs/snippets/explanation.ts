import * as Result from "effect/Result"
import * as Quote from "pannier/quote"

// #region quote
const tea: Quote.Line = { id: "tea", sku: "longjing", merchant: "shanfang", quantity: 2 }
const input: Quote.QuoteInput = {
  currency: "CNY",
  at: Date.UTC(2026, 10, 11, 2),
  lines: [tea],
  prices: [{ id: "shelf", sku: "longjing", currency: "CNY", amount: 14_000n, list: 15_800n }],
  charges: [{ id: "express", amount: 1_200n }],
  promotions: [
    {
      id: "shop",
      name: { zh: "店铺满减", en: "Money off in the shop" },
      level: "merchant",
      offer: {
        kind: "tiers",
        measure: "amount",
        steps: [
          { at: "200.00", rewards: [{ kind: "amount", amount: "30.00" }] },
          { at: "300.00", rewards: [{ kind: "amount", amount: "50.00" }] }
        ]
      }
    },
    {
      id: "three",
      name: { zh: "买二送一", en: "Three for two" },
      level: "item",
      offer: {
        kind: "buyGet",
        buy: { quantity: 2 },
        get: { quantity: 1, reward: { kind: "percent", percent: "100" } }
      }
    }
  ]
}
const quote = Result.getOrThrow(Quote.of(input))
// #endregion quote

// #region waterfall
const draw = (part?: Quote.Part) =>
  Quote.waterfall(quote, part)
    .map(({ kind, id = kind, version, amount }) => `${id}${version === undefined ? "" : ` v${version}`} ${amount}`)
    .join(", ")
console.log("cart:", draw())
console.log("line:", draw({ line: "tea" }))
console.log("unit:", draw({ unit: "tea#1" }))
// #endregion waterfall

// #region next
for (const { promotion, distance, fraction } of Quote.nextOffers(quote, input.promotions)) {
  console.log(promotion, distance, `${Math.round(fraction * 100)}%`)
}
for (const { text } of Quote.explain(quote, "en", input.promotions).next) console.log(text)
for (const { text } of Quote.explain(quote, "zh", input.promotions).next) console.log(text)
// #endregion next

// #region compare
const three = Result.getOrThrow(Quote.of({ ...input, lines: [{ ...tea, quantity: 3 }] }))
const comparison = Result.getOrThrow(Quote.compare(quote, three))
const said = Quote.explainComparison(comparison, "en", input.promotions)
for (const sentence of [...said.changes, said.total]) console.log(sentence)
console.log(comparison.changes.reduce((sum, { amount }) => sum + amount, 0n) === three.grand - quote.grand)
// #endregion compare
