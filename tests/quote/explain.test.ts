import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { expect, test } from "vitest"
import { explainPrice } from "../../src/pricing/index.ts"
import type { Promotion } from "../../src/promotion/index.ts"
import * as Quote from "../../src/quote/index.ts"
import { bytesOf } from "../../src/quote/laws/index.ts"
import { carts } from "../../src/testing/quote.ts"
import { cartOf, quoted, succeeds } from "./sample.ts"

const named: Promotion = {
  id: "shop-300-50",
  name: { zh: "店铺满300减50", en: "50 off 300" },
  level: "merchant",
  offer: {
    kind: "tiers",
    measure: "amount",
    steps: [
      { at: "200.00", rewards: [{ kind: "amount", amount: "30.00" }] },
      { at: "300.00", rewards: [{ kind: "amount", amount: "50.00" }] }
    ]
  }
}
const coupon: Promotion = {
  id: "far",
  level: "platform",
  offer: { kind: "every", measure: "amount", each: "300.00", rewards: [{ kind: "amount", amount: "40.00" }] }
}

test("a quote in words, in both languages", () => {
  const quote = quoted(cartOf([[14_000n, 2]], [named, coupon], { codes: ["none"] }))
  const zh = Quote.explain(quote, "zh", [named, coupon])
  expect(zh.steps.map(({ text }) => text)).toEqual(["店铺满300减50：减 ¥30.00（`l-a` ¥30.00）"])
  expect(zh.next.map(({ text }) => text)).toEqual(["店铺满300减50：再买 ¥20.00，减 ¥50.00"])
  expect(zh.refused.map(({ text }) => text)).toEqual(["far：还差 ¥50.00，可减 ¥40.00"])
  expect([zh.codes, zh.total]).toEqual([["没有优惠码 `NONE`"], "应付 ¥250.00，其中税 ¥0.00"])
  const en = Quote.explain(quote, "en", [named, coupon])
  expect(en.steps.map(({ text }) => text)).toEqual(["50 off 300: ¥30.00 off (`l-a` ¥30.00)"])
  expect(en.next.map(({ text }) => text)).toEqual(["50 off 300: ¥20.00 more for ¥50.00 off"])
  expect(en.refused.map(({ text }) => text)).toEqual(["far: ¥50.00 more, for ¥40.00 off"])
  expect([en.codes, en.total]).toEqual([["no code `NONE`"], "¥250.00 to pay, of which tax ¥0.00"])
})

test("every step and every refusal has a sentence in both languages, and neither shows a hole", () => {
  fc.assert(
    fc.property(carts(), (input) => {
      const quote = quoted(input)
      for (const language of ["zh", "en"] as const) {
        const { steps, refused, next } = Quote.explain(quote, language)
        expect(refused).toHaveLength(quote.refused.length)
        expect(new Set(steps.map(({ promotion }) => promotion))).toEqual(
          new Set(quote.steps.map(({ promotion }) => promotion))
        )
        for (const { text } of [...steps, ...refused, ...next]) expect(text).not.toMatch(/undefined|NaN|: $|:$/)
      }
    }),
    { numRuns: 200 }
  )
})

test("the waterfall begins at list prices, adds up bar by bar and ends at the total", () => {
  fc.assert(
    fc.property(carts(), (input) => {
      const quote = quoted(input)
      const bars = Quote.waterfall(quote)
      let after = 0n
      for (const bar of bars.slice(0, -1)) {
        after += bar.amount
        expect(bar.after).toBe(after)
      }
      expect([bars[0]?.kind, bars.at(-1)]).toEqual(["list", { kind: "total", amount: quote.grand, after: quote.grand }])
      expect(after).toBe(quote.grand)
    }),
    { numRuns: 200 }
  )
})

test("the bars of a cart with list prices, shipping, a fee and tax on top", () => {
  const input = cartOf(
    [[10_000n, 1, { tax: { included: false, rates: [{ id: "gst", rate: "0.10" }] } }]],
    [
      { id: "ten", level: "item", offer: { kind: "grant", rewards: [{ kind: "percent", percent: "10" }] } },
      { id: "ship", level: "shipping", offer: { kind: "grant", rewards: [{ kind: "shipping", percent: "100" }] } }
    ]
  )
  const quote = quoted({
    ...input,
    prices: input.prices.map((price) => ({ ...price, list: 12_000n })),
    charges: [{ id: "s1", amount: 800n }],
    fees: [{ id: "bag", amount: 50n }]
  })
  expect(Quote.waterfall(quote).map(({ kind, id, amount }) => `${kind} ${id ?? ""} ${amount}`)).toEqual([
    "list  12000",
    "price  -2000",
    "promotion ten -1000",
    "shipping  800",
    "promotion ship -800",
    "fee bag 50",
    "tax  900",
    "total  9950"
  ])
})

test("the entries of the document say why its price is what it is", () => {
  const document: unknown = JSON.parse(readFileSync(new URL("../../examples/quote/cart.json", import.meta.url), "utf8"))
  const input = succeeds(Quote.read(document))
  const { context, freeOn } = Quote.pricingOf(input)
  const wanted = { sku: "longjing-250", merchant: "shanfang", quantity: 3 }
  expect(explainPrice(input.prices, wanted, context, "specific", freeOn)).toEqual({
    won: [{ price: "p2", units: 3 }],
    beaten: [{ price: "p1", by: "p2", decided: "specificity" }],
    passedOver: []
  })
})

test("L09 another process, in another locale and time zone, gives the same bytes", () => {
  const inputs = fc.sample(carts(), { numRuns: 40, seed: 7 })
  const here = inputs.map((input) => bytesOf(quoted(input)))
  const script = new URL("./elsewhere.ts", import.meta.url)
  // The Node of the repository runs TypeScript as it is; the oldest that the core promises does not.
  const node = fileURLToPath(new URL("../../node_modules/node/bin/node", import.meta.url))
  const there: unknown = JSON.parse(
    execFileSync(node, ["--conditions=@pannier/source", script.pathname], {
      env: { ...process.env, TZ: "Asia/Kathmandu", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", NODE_OPTIONS: "" },
      encoding: "utf8",
      maxBuffer: 2 ** 28
    })
  )
  expect(there).toEqual(here)
  expect(inputs.every((input) => Result.isSuccess(Quote.of(input)))).toBe(true)
})
