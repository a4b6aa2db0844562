import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { expect, test } from "vitest"
import * as Quote from "../../src/quote/index.ts"
import { readBack } from "../../src/quote/stored.ts"
import { at, cartOf, price, quoted, succeeds } from "./sample.ts"

const gst = { id: "gst", rate: "0.05" }
const pst = { id: "pst", rate: "0.07" }
const onTop = (...rates: ReadonlyArray<Quote.TaxRate>): Quote.Tax => ({ included: false, rates })
const inside = (...rates: ReadonlyArray<Quote.TaxRate>): Quote.Tax => ({ included: true, rates })
const taxesOf = (input: Quote.QuoteInput) => Quote.taxes(quoted(input))!
const said = (of: ReadonlyArray<Quote.QuotedRate<bigint>>) =>
  of.map(({ id, rate, amount }) => `${id} ${rate} ${amount}`)

test("two rates on top: each its own part of the rounded tax, the larger remainder takes the cent", () => {
  // 10.05 at 12 percent is 1.206, so 1.21: 0.504166 and 0.705833 of it; 50 and 70 are whole, the cent is the second's.
  const { total, lines } = taxesOf(cartOf([[1_005n, 1, { tax: onTop(gst, pst) }]], []))
  expect(said(total)).toEqual(["gst 0.05 50", "pst 0.07 71"])
  expect(lines).toEqual([{ id: "l-a", rates: total }])
})

test("a tie goes to the smaller id, however the rates are stated", () => {
  // 0.25 at 20 percent is 0.05, of which either half is 2.5 cents.
  const halves = [
    { id: "city", rate: "0.1" },
    { id: "state", rate: "0.1" }
  ]
  for (const rates of [halves, halves.toReversed()])
    expect(said(taxesOf(cartOf([[25n, 1, { tax: onTop(...rates) }]], [])).total)).toEqual(["city 0.1 3", "state 0.1 2"])
})

test("compounded, the second rate by id is on the price and on the tax of the first", () => {
  const rates = [
    { id: "qst", rate: "0.09975" },
    { id: "gst", rate: "0.05" }
  ]
  const input = (tax: Quote.Tax) => cartOf([[10_000n, 1, { tax }]], [], { policy: { tax: { compound: true } } })
  // 5.00, and 9.975 percent of 105.00, 10.47375: 15.47 in all, of which 5.00 and 10.47.
  expect(said(taxesOf(input(onTop(...rates))).total)).toEqual(["gst 0.05 500", "qst 0.09975 1047"])
  // Within 115.47: 15.47 by 1.1547375, the same parts.
  const within = cartOf([[11_547n, 1, { tax: inside(...rates) }]], [], { policy: { tax: { compound: true } } })
  expect(said(taxesOf(within).total)).toEqual(["gst 0.05 500", "qst 0.09975 1047"])
})

test("compounded, a third rate is on the price and on the tax of both before it", () => {
  const rates = [
    { id: "c", rate: "0.3" },
    { id: "a", rate: "0.1" },
    { id: "b", rate: "0.2" }
  ]
  const input = cartOf([[10_000n, 1, { tax: onTop(...rates) }]], [], { policy: { tax: { compound: true } } })
  // 10.00; 20 percent of 110.00; 30 percent of 132.00.
  expect(said(taxesOf(input).total)).toEqual(["a 0.1 1000", "b 0.2 2200", "c 0.3 3960"])
})

test("a fee below zero mirrors the same fee above", () => {
  const fee = (amount: bigint) =>
    said(taxesOf(cartOf([[9_900n, 1]], [], { fees: [{ id: "f", amount, tax: onTop(gst, pst) }] })).fees[0]!.rates)
  expect(fee(1_005n)).toEqual(["gst 0.05 50", "pst 0.07 71"])
  expect(fee(-1_005n)).toEqual(["gst 0.05 -50", "pst 0.07 -71"])
})

test("splitting a line changes no sum, and the lines of a group share what is rounded once", () => {
  const own: Quote.Line = { id: "x", sku: "tea", merchant: "m1", quantity: 3, tax: onTop(gst, pst) }
  const input = { ...cartOf([], []), lines: [own], prices: [price("tea", 9n)] }
  // 0.27 at 12 percent is 0.0324, so 3 cents: 1.25 and 1.75.
  expect(said(taxesOf(input).total)).toEqual(["gst 0.05 1", "pst 0.07 2"])
  const three = ["x1", "x2", "x3"].map((id) => ({ ...own, id, quantity: 1 }))
  const { total, lines } = taxesOf({ ...input, lines: three })
  expect(said(total)).toEqual(["gst 0.05 1", "pst 0.07 2"])
  expect(lines.map(({ id, rates }) => [id, ...said(rates)])).toEqual([
    ["x1", "gst 0.05 1", "pst 0.07 0"],
    ["x2", "gst 0.05 0", "pst 0.07 1"],
    ["x3", "gst 0.05 0", "pst 0.07 1"]
  ])
})

test("one rate on several lines is summed, the same id at another rate stands apart, zero is told", () => {
  const quote = cartOf(
    [
      [11_900n, 1, { tax: inside({ id: "vat", rate: "0.19" }) }],
      [10_700n, 1, { tax: inside({ id: "vat", rate: "0.07" }) }],
      [11_900n, 2, { tax: inside({ id: "vat", rate: "0.19" }) }],
      [500n, 1, { tax: inside({ id: "zero", rate: "0" }) }],
      [500n, 1]
    ],
    [],
    { fees: [{ id: "back", amount: -1_190n, tax: inside({ id: "vat", rate: "0.19" }) }] }
  )
  const { total, lines, charges, fees } = taxesOf(quote)
  // 3 x 19.00 less 1.90 of the fee; 7.00.
  expect(said(total)).toEqual(["vat 0.07 700", "vat 0.19 5510", "zero 0 0"])
  expect(lines.map(({ id }) => id)).toEqual(["l-a", "l-b", "l-c", "l-d"])
  expect([charges, said(fees[0]!.rates)]).toEqual([[], ["vat 0.19 -190"]])
})

test("freight taxed by weight of goods bears their rates", () => {
  const cart = cartOf(
    [
      [10_700n, 1, { tax: inside({ id: "low", rate: "0.07" }) }],
      [11_900n, 3, { tax: inside({ id: "vat", rate: "0.19" }) }]
    ],
    [],
    { charges: [{ id: "post", amount: 1_000n }], policy: { tax: { shipping: "weighted" } } }
  )
  // 7.00 and 57.00 of tax on the goods; of 1.38 on the freight that is 0.151 and 1.229.
  expect(taxesOf(cart).charges.map(({ rates }) => said(rates))).toEqual([["low 0.07 15", "vat 0.19 123"]])
  // 5.00 and 19.00 on 200.00; of the 1.07 in 10.00 that is 0.223 and 0.847.
  const twentieth = cartOf(
    [
      [10_500n, 1, { tax: inside({ id: "low", rate: "0.05" }) }],
      [11_900n, 1, { tax: inside({ id: "vat", rate: "0.19" }) }]
    ],
    [],
    { charges: [{ id: "post", amount: 1_000n }], policy: { tax: { shipping: "weighted" } } }
  )
  expect(taxesOf(twentieth).charges.map(({ rates }) => said(rates))).toEqual([["low 0.05 22", "vat 0.19 85"]])
  const own = { ...cart, charges: [{ id: "post", amount: 1_190n, tax: inside({ id: "vat", rate: "0.19" }) }] }
  expect(said(taxesOf({ ...own, policy: {} }).charges[0]!.rates)).toEqual(["vat 0.19 190"])
})

test("an import bears consumption and value-added tax, and duty above the limit; what is relieved bears none", () => {
  const customs = { regime: "retail", duty: "0.1", consumption: "0.15", vat: "0.13" } as const
  const imported = (amount: bigint) =>
    cartOf([[amount, 1, { tax: { included: false, rates: [], customs } }]], [], {
      context: { customer: "alice", facts: {} },
      customs: { account: "customs:2026" },
      accounts: { "customs:2026": 2_600_000n }
    })
  // 0.7 x 0.28 / 0.85 of 1,000.00 is 230.59, by 15 to 13: 123.53 and 107.06.
  expect(said(taxesOf(imported(100_000n)).total)).toEqual(["customs:consumption 0.15 12353", "customs:vat 0.13 10706"])
  // In full 10,000.00 bears 1,000.00 of duty, and 1.1 x 0.15 / 0.85 and 1.1 x 0.13 / 0.85 of itself.
  expect(said(taxesOf(imported(1_000_000n)).total)).toEqual([
    "customs:consumption 0.15 194118",
    "customs:duty 0.1 100000",
    "customs:vat 0.13 168235"
  ])
  const postal = { regime: "postal", rate: "0.13" } as const
  const parcel = (amount: bigint) => ({
    ...imported(amount),
    lines: cartOf([[amount, 1, { tax: { included: false, rates: [], customs: postal } }]], []).lines
  })
  expect(said(taxesOf(parcel(50_000n)).total)).toEqual(["customs:postal 0.13 6500"])
  expect(taxesOf(parcel(10_000n)).total).toEqual([])
  const relieved = cartOf([[11_900n, 1, { tax: inside({ id: "vat", rate: "0.19" }) }]], [], {
    relief: Quote.standardReliefs["VATEX-EU-AE"]
  })
  expect(taxesOf(relieved)).toEqual({ total: [], lines: [], charges: [], fees: [] })
})

test("units of one line with two prices are two groups, and their rates are summed", () => {
  const cart = cartOf([[1_000n, 3, { tax: onTop(gst, pst) }]], [])
  const flash = price("a", 5n, { id: "flash", kind: "override", stock: { account: "flash" } })
  const quote = quoted({ ...cart, prices: [...cart.prices, flash], accounts: { flash: 1 } })
  // 2 x 10.00 bear 1.00 and 1.40; one at 0.05 bears 0.6 of a cent, so one cent, which is the larger rate's.
  expect(quote.lines[0]?.tax).toBe(241n)
  expect(said(Quote.taxes(quote)!.total)).toEqual(["gst 0.05 100", "pst 0.07 141"])
})

test("what is answered, written and stored has them; a quote kept without them is read as it was", () => {
  const input = cartOf([[11_900n, 1, { tax: inside({ id: "vat", rate: "0.19" }) }]], [])
  const quote = quoted(input)
  expect([quote.taxes, Quote.write(quote).taxes]).toEqual([undefined, undefined])
  const whole = Quote.itemized(quote)
  const vat = [{ id: "vat", rate: "0.19", amount: "19.00" }]
  expect(Quote.write(whole).taxes).toEqual({ total: vat, lines: [{ id: "l-a", rates: vat }], charges: [], fees: [] })
  expect(Quote.answerOf(Result.succeed(quote))).toEqual(Quote.write(whole))
  const stored = succeeds(readBack(Quote.write(whole)))
  expect([stored, Quote.taxes(stored), Quote.itemized(stored)]).toEqual([whole, Quote.taxes(quote), stored])
  const former = succeeds(readBack(Quote.write(quote)))
  expect([former, Quote.taxes(former), Quote.itemized(former)]).toEqual([quote, undefined, former])
  const untaxed = quoted(cartOf([[100n, 1]], [], { at }))
  expect([Quote.taxes(untaxed)?.total, Quote.itemized(untaxed)]).toEqual([[], untaxed])
})

test("the Schema of quotes keeps every rate of goods, freight and fees, and refuses what is none", () => {
  const tax = onTop(gst, pst)
  const input = cartOf([[1_005n, 1, { tax }]], [], {
    charges: [{ id: "s", amount: 1_000n, tax }],
    fees: [{ id: "f", amount: 200n, tax }]
  })
  const quote = Quote.itemized(quoted(input))
  const stored = Schema.encodeSync(Quote.Quote)(quote)
  const rates = (first: string, second: string) => [
    { id: "gst", rate: "0.05", amount: first },
    { id: "pst", rate: "0.07", amount: second }
  ]
  expect(stored.taxes).toEqual({
    total: rates("1.10", "1.55"),
    lines: [{ id: "l-a", rates: rates("0.50", "0.71") }],
    charges: [{ id: "s", rates: rates("0.50", "0.70") }],
    fees: [{ id: "f", rates: rates("0.10", "0.14") }]
  })
  const decode = Schema.decodeUnknownResult(Quote.Quote)
  expect(succeeds(decode(JSON.parse(JSON.stringify(stored)))).taxes).toEqual(quote.taxes)
  const { taxes } = stored
  for (const damaged of [
    { ...taxes, total: [{ id: "gst", rate: "0.05" }] },
    { ...taxes, lines: [{ id: "l-a" }] },
    { total: taxes?.total }
  ]) {
    expect(Result.isFailure(decode({ ...stored, taxes: damaged }))).toBe(true)
  }
})
