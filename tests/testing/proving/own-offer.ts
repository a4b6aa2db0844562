import test from "node:test"
import { verdict } from "pannier/kernel"
import type { Promotion } from "pannier/promotion"
import { type Assortment, offerLaw, offerLaws, testLaws } from "pannier/testing"

/** Two goods, and the offer as somebody has written it down. */
const shop = (offer: Promotion): Assortment => ({
  currency: "CNY",
  at: Date.UTC(2026, 10, 11),
  goods: ["tea", "cup"].map((sku) => ({ sku, merchant: "shanfang", facts: { kind: [sku] } })),
  prices: [
    { id: "tea", sku: "tea", currency: "CNY", amount: 64_00n },
    { id: "cup", sku: "cup", currency: "CNY", amount: 39_90n }
  ],
  promotions: [offer]
})

const half = { kind: "percent", percent: "50" } as const
const offer = (then: "cycle" | "stop"): Promotion => ({
  id: "second-half-price",
  level: "item",
  select: { fact: "kind", op: "in", values: ["tea"] },
  offer: { kind: "nth", per: "variant", then, steps: [null, half] }
})

/** What the posters say, counted without the engine. */
const asPromised = (assortment: Assortment) =>
  offerLaw(assortment, {
    id: "POSTER",
    title: "every second tea is half price",
    holds: ({ discount }, { lines }) => {
      const teas = lines.reduce((sum, { sku, quantity }) => sum + (sku === "tea" ? quantity : 0), 0)
      return verdict(discount === BigInt(Math.floor(teas / 2)) * 32_00n, () => `${discount} off ${teas} teas`)
    }
  })

const [right, wrong] = [shop(offer("cycle")), shop(offer("stop"))]
testLaws(test, [...offerLaws(right), asPromised(right)])
// Each law of quotes holds of this one too, and it gives half price once in a cart.
testLaws(test, [asPromised(wrong)])
