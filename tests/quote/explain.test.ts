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
import { readBack } from "../../src/quote/stored.ts"
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
  expect(zh.next.map(({ text }) => text)).toEqual([
    "店铺满300减50：再买 ¥20.00，立减 ¥50.00（现已减 ¥30.00）",
    "far：再买 ¥50.00，立减 ¥40.00"
  ])
  expect(zh.refused.map(({ text }) => text)).toEqual(["far：还差 ¥50.00，可减 ¥40.00"])
  expect([zh.codes, zh.total]).toEqual([["没有优惠码 `NONE`"], "应付 ¥250.00，其中税 ¥0.00"])
  const en = Quote.explain(quote, "en", [named, coupon])
  expect(en.steps.map(({ text }) => text)).toEqual(["50 off 300: ¥30.00 off (`l-a` ¥30.00)"])
  expect(en.next.map(({ text }) => text)).toEqual([
    "50 off 300: spend ¥20.00 more to get ¥50.00 off (now ¥30.00)",
    "far: spend ¥50.00 more to get ¥40.00 off"
  ])
  expect(en.refused.map(({ text }) => text)).toEqual(["far: ¥50.00 more, for ¥40.00 off"])
  expect([en.codes, en.total]).toEqual([["no code `NONE`"], "¥250.00 to pay, of which tax ¥0.00"])
})

test("every step and every refusal has a sentence in both languages, and neither shows a hole", () => {
  fc.assert(
    fc.property(carts(), (input) => {
      const quote = quoted(input)
      for (const language of ["zh", "en"] as const) {
        const { steps, refused, next, waterfall } = Quote.explain(quote, language, input.promotions)
        expect(refused).toHaveLength(quote.refused.length)
        expect(new Set(steps.map(({ promotion }) => promotion))).toEqual(
          new Set(quote.steps.map(({ promotion }) => promotion))
        )
        for (const { text } of [...steps, ...refused, ...next, ...waterfall])
          expect(text).not.toMatch(/undefined|NaN|: $|:$/)
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

test("the bars of a line are those of its units, the bars of a cart those of its lines, charges and fees", () => {
  fc.assert(
    fc.property(carts(), (input) => {
      const quote = quoted(input)
      const byKind = (bars: ReadonlyArray<Quote.Bar>) => {
        const sums = new Map<string, bigint>()
        for (const { kind, id = "", amount } of bars) {
          sums.set(`${kind} ${id}`, (sums.get(`${kind} ${id}`) ?? 0n) + amount)
        }
        return new Map([...sums].filter(([, amount]) => amount !== 0n))
      }
      for (const line of quote.lines) {
        const bars = Quote.waterfall(quote, { line: line.id })
        expect(bars.at(-1)?.amount).toBe(line.gross)
        const units = line.units.flatMap((_, index) => Quote.waterfall(quote, { unit: Quote.unitName(line.id, index) }))
        expect(units.filter(({ kind }) => kind === "total")).toHaveLength(line.units.length)
        expect(byKind(units)).toEqual(byKind(bars))
      }
      const parts = [
        ...quote.lines.flatMap(({ id }) => Quote.waterfall(quote, { line: id })),
        ...quote.charges.flatMap(({ id }) => Quote.waterfall(quote, { charge: id }))
      ]
      const fees = quote.fees.map(({ id, amount }): Quote.Bar => ({ kind: "fee", id, amount, after: 0n }))
      const onFees = quote.fees.reduce((sum, { gross, amount }) => sum + gross - amount, 0n)
      const ends = quote.fees.reduce((sum, { gross }) => sum + gross, 0n)
      expect(
        byKind([
          ...parts,
          ...fees,
          { kind: "tax", amount: onFees, after: 0n },
          { kind: "total", amount: ends, after: 0n }
        ])
      ).toEqual(byKind(Quote.waterfall(quote)))
    }),
    { numRuns: 200 }
  )
})

test("a part that is not there has no bars", () => {
  const quote = quoted(cartOf([[10_000n, 1]], []))
  for (const part of [{ line: "x" }, { unit: "l-a#2" }, { unit: "l-a" }, { unit: "x#1" }, { charge: "l-a" }]) {
    expect(Quote.waterfall(quote, part)).toEqual([])
  }
})

test("one unit of three: list, selected price, each offer with its version, tax", () => {
  const input = cartOf(
    [[10_000n, 3, { tax: { included: false, rates: [{ id: "gst", rate: "0.10" }] } }]],
    [
      { id: "ten", version: 4, level: "item", offer: { kind: "grant", rewards: [{ kind: "percent", percent: "10" }] } },
      {
        id: "two",
        level: "merchant",
        offer: { kind: "grant", rewards: [{ kind: "amount", amount: "2.00" }] }
      }
    ]
  )
  const quote = quoted({ ...input, prices: input.prices.map((price) => ({ ...price, list: 12_000n })) })
  expect(
    Quote.waterfall(quote, { unit: "l-a#1" }).map(({ kind, id, version, amount }) => [kind, id, version, amount])
  ).toEqual([
    ["list", undefined, undefined, 12_000n],
    ["price", "p-a", undefined, -2_000n],
    ["promotion", "ten", 4, -1_000n],
    ["promotion", "two", 1, -67n],
    ["tax", undefined, undefined, 893n],
    ["total", undefined, undefined, 9_826n]
  ])
})

test("the bars of a line with several prices name each of them, and so do its units", () => {
  const input = cartOf([[10_000n, 3]], [])
  const flash = {
    ...input.prices[0]!,
    id: "flash",
    kind: "override" as const,
    amount: 6_000n,
    stock: { account: "flash" }
  }
  const listed = [...input.prices, flash].map((price) => ({ ...price, list: 12_000n }))
  const quote = quoted({ ...input, prices: listed, accounts: { flash: 1 } })
  const told = (of: Quote.Quote, part?: Quote.Part) =>
    Quote.waterfall(of, part).map(({ kind, id, amount }) => [kind, id, amount])
  // Three at 120.00 are 360.00: one of them for 60.00, two for 100.00 each.
  const bars = [
    ["list", undefined, 36_000n],
    ["price", "flash", -6_000n],
    ["price", "p-a", -4_000n],
    ["total", undefined, 26_000n]
  ]
  expect(told(quote)).toEqual(bars)
  expect(told(quote, { line: "l-a" })).toEqual(bars)
  expect(told(quote, { unit: "l-a#1" })).toEqual([
    ["list", undefined, 12_000n],
    ["price", "flash", -6_000n],
    ["total", undefined, 6_000n]
  ])
  expect(told(quote, { unit: "l-a#3" })[1]).toEqual(["price", "p-a", -2_000n])
  expect(succeeds(readBack(Quote.write(quote)))).toEqual(quote)

  // An earlier program did not keep which unit has which price.
  const units = quote.lines[0]!.units.map(({ price, amount, tax }) => ({ price, amount, tax }))
  const earlier = { ...quote, lines: [{ ...quote.lines[0]!, units }] }
  expect(told(earlier)).toEqual([bars[0], ["price", undefined, -10_000n], bars[3]])
  expect(told(earlier, { unit: "l-a#1" })).toEqual([
    ["list", undefined, 6_000n],
    ["total", undefined, 6_000n]
  ])
})

test("the next step of an applied offer and the first of another, nearest first, with how much of the way is done", () => {
  const quote = quoted(cartOf([[14_000n, 2]], [named, coupon]))
  const next = Quote.nextOffers(quote, [named, coupon])
  expect(next.map(({ promotion, distance, at, now, fraction }) => [promotion, distance, at, now, fraction])).toEqual([
    ["shop-300-50", 2_000n, 30_000n, 3_000n, expect.closeTo(0.933, 3)],
    ["far", 5_000n, 30_000n, 0n, expect.closeTo(0.833, 3)]
  ])
  expect(Quote.nextOffers(quote, [])).toEqual([])
})

test("an offer by every so much measures its way from the last time; sets and conditions are told in their own words", () => {
  const promotions: ReadonlyArray<Promotion> = [
    coupon,
    {
      id: "3 for 2",
      level: "item",
      offer: {
        kind: "buyGet",
        buy: { quantity: 2 },
        get: { quantity: 1, reward: { kind: "percent", percent: "100" } }
      }
    },
    { id: "any 4", level: "item", offer: { kind: "multi", quantity: 4, price: "999.00" } },
    {
      id: "free",
      level: "shipping",
      when: { measure: "amount", atLeast: "999.00" },
      offer: { kind: "grant", rewards: [{ kind: "shipping", percent: "100" }] }
    },
    {
      id: "paid",
      level: "payment",
      when: {
        all: [
          { measure: "amount", atLeast: "999.00" },
          { fact: "paymentMethod", op: "in", values: ["unionpay"] }
        ]
      },
      offer: { kind: "grant", rewards: [{ kind: "amount", amount: "9.00" }] }
    }
  ]
  const quote = quoted(cartOf([[20_000n, 2]], promotions))
  const next = Quote.nextOffers(quote, promotions)
  expect(next.map(({ promotion, distance, at, fraction }) => [promotion, distance, at, fraction])).toEqual([
    ["far", 20_000n, 60_000n, expect.closeTo(1 / 3)],
    ["free", 63_900n, 99_900n, expect.closeTo(0.36, 2)],
    ["3 for 2", 1, 3, expect.closeTo(2 / 3)],
    ["any 4", 2, 4, 0.5]
  ])
  expect(Quote.explain(quote, "en", promotions).next.map(({ text }) => text)).toEqual([
    "far: spend ¥200.00 more to get another ¥40.00 off",
    "free: spend ¥639.00 more to get free shipping",
    "3 for 2: add 1 more item to get 1 item free",
    "any 4: add 2 more items to get 4 for ¥999.00"
  ])
  expect(Quote.explain(quote, "zh", promotions).next.map(({ text }) => text)).toEqual([
    "far：再买 ¥200.00，再减 ¥40.00",
    "free：再买 ¥639.00，免运费",
    "3 for 2：再买 1 件，1 件免费",
    "any 4：再买 2 件，4 件只要 ¥999.00"
  ])
})

test("progress lies from 0 to below 1, nearest first, and of offers in reach alone", () => {
  fc.assert(
    fc.property(carts(), (input) => {
      const quote = quoted(input)
      const next = Quote.nextOffers(quote, input.promotions)
      for (const { fraction, promotion, now } of next) {
        expect(fraction).toBeGreaterThanOrEqual(0)
        expect(fraction).toBeLessThan(1)
        // What takes nothing, as a gift does, has its next step beside the steps.
        const beside = quote.next?.some((one) => one.promotion === promotion) ?? false
        expect(now > 0n || beside).toBe(quote.applied.includes(promotion))
      }
      const money = next.filter(({ distance }) => typeof distance === "bigint")
      expect(next.slice(0, money.length)).toEqual(money)
      for (const [index, { distance }] of next.entries()) {
        const before = next[index - 1]?.distance
        if (typeof before === typeof distance) expect(Number(before)).toBeLessThanOrEqual(Number(distance))
      }
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
    "price p-a -2000",
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
