import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Promotion } from "../../src/promotion/index.ts"
import * as Quote from "../../src/quote/index.ts"
import { histogram, quantiles } from "../../src/quote/laboratory/distribution.ts"
import { carts } from "../../src/testing/quote.ts"
import { at, quoted, refuses, succeeds } from "./sample.ts"

const { Laboratory } = Quote

const rulesOf = (promotions: ReadonlyArray<Promotion>): Quote.Rules => succeeds(Quote.compile(promotions, "CNY"))
const recorded = (inputs: ReadonlyArray<Quote.QuoteInput>): ReadonlyArray<Quote.Laboratory.RecordedCart> =>
  inputs.map(({ promotions: _aside, ...input }, index) => ({
    id: `c${index}`,
    input: { ...input, prices: succeeds(Quote.priceBook(input.prices)) }
  }))
const few = fc.array(carts(), { minLength: 2, maxLength: 8 })
const textOf = (lab: Quote.Laboratory.Lab, trial: Quote.Laboratory.Trial) =>
  JSON.stringify(Laboratory.reportOf(lab, trial))
const labOf = (first: Quote.QuoteInput, second: Quote.QuoteInput): Quote.Laboratory.Lab | undefined => {
  const sets = [first, second].map(({ promotions }) => Quote.compile("_tag" in promotions ? [] : promotions, "CNY"))
  const [one, other] = sets.map((set) => (Result.isSuccess(set) ? set.success : undefined))
  return one === undefined || other === undefined
    ? undefined
    : {
        first: { rules: one, costs: { a: 500n, b: 50n }, floor: "80", accounts: "asStated" },
        second: { rules: other, accounts: "unlimited" }
      }
}

describe("a trial", () => {
  test("is the same however the carts are split, joined and ordered", () => {
    fc.assert(
      fc.property(few, fc.nat(), (inputs, cut) => {
        const lab = labOf(inputs[0]!, inputs[1]!)
        fc.pre(lab !== undefined)
        const all = recorded(inputs)
        const [left, right] = [all.slice(0, cut % all.length), all.slice(cut % all.length)]
        const whole = textOf(lab, Laboratory.runTrial(lab, all))
        const parts = Laboratory.mergeTrials(Laboratory.runTrial(lab, right), Laboratory.runTrial(lab, left))
        expect(textOf(lab, parts)).toBe(whole)
        expect(textOf(lab, Laboratory.mergeTrials(Laboratory.emptyTrial, parts))).toBe(whole)
        expect(textOf(lab, Laboratory.runTrial(lab, all.toReversed()))).toBe(whole)
        expect(textOf(lab, Laboratory.runTrial(lab, right, Laboratory.runTrial(lab, left)))).toBe(whole)
      }),
      { numRuns: 40 }
    )
  })

  test("adds up what the quotes say: totals, discounts, what each offer took and each party paid", () => {
    fc.assert(
      fc.property(few, (inputs) => {
        const drawn = labOf(inputs[0]!, inputs[1]!)
        fc.pre(drawn !== undefined)
        const lab = { ...drawn, second: { ...drawn.second!, accounts: "asStated" as const } }
        const all = recorded(inputs)
        const { first, differences } = Laboratory.runTrial(lab, all)
        const sum = (amounts: Iterable<bigint>) => [...amounts].reduce((whole, one) => whole + one, 0n)
        const quotes = all.map(({ input }) =>
          Result.getOrUndefined(Quote.of({ ...input, promotions: lab.first.rules }))
        )
        const others = all.map(({ input }) =>
          Result.getOrUndefined(Quote.of({ ...input, promotions: lab.second.rules }))
        )
        const made = quotes.filter((quote) => quote !== undefined)
        expect([first.carts, first.grand, first.discount]).toEqual([
          made.length,
          sum(made.map(({ grand }) => grand)),
          sum(made.map(({ discount }) => discount))
        ])
        const offers = [...first.offers.values()]
        expect(sum(offers.map(({ goods, shipping }) => goods + shipping))).toBe(first.discount)
        const paid = offers.flatMap(({ funders }) => [...funders.values()])
        expect(sum(paid.map(({ off }) => off))).toBe(first.discount)
        expect(sum(paid.map(({ given }) => given))).toBe(first.given)
        expect(sum(offers.map(({ given }) => given.cashback))).toBe(
          sum(made.flatMap(({ after }) => after.map((one) => (one.kind === "cashback" ? one.amount : 0n))))
        )
        expect(offers.reduce((pieces, { given }) => pieces + given.pieces, 0)).toBe(
          Number(sum(made.flatMap(({ gifts }) => gifts.map(({ quantity }) => quantity))))
        )
        for (const [id, { carts: applied, reasons }] of first.offers) {
          expect(applied).toBe(made.filter((quote) => quote.applied.includes(id)).length)
          const refused = [...reasons.values()].reduce((whole, one) => whole + one, 0)
          expect(applied + refused).toBe(first.carts)
        }
        const both = quotes.flatMap((quote, index) => {
          const other = others[index]
          return quote === undefined || other === undefined ? [] : [other.grand - quote.grand]
        })
        expect([differences.carts, differences.sum]).toEqual([both.length, sum(both)])
      }),
      { numRuns: 40 }
    )
  })

  test("is told as JSON that its Schema reads", () => {
    fc.assert(
      fc.property(few, (inputs) => {
        const lab = labOf(inputs[0]!, inputs[1]!)
        fc.pre(lab !== undefined)
        const text = textOf(lab, Laboratory.runTrial(lab, recorded(inputs)))
        const read = Schema.decodeUnknownResult(Laboratory.LabReport, { onExcessProperty: "error" })(JSON.parse(text))
        expect(JSON.stringify(succeeds(read))).toBe(text)
      }),
      { numRuns: 30 }
    )
  })
})

const tea = { sku: "tea", merchant: "m1", quantity: 1 }
const file = (more: object) => ({
  currency: "CNY",
  at: "2026-11-11T02:00:00Z",
  prices: [{ id: "p", sku: "tea", amount: "100.00" }],
  ...more
})
const shop = file({
  costs: { tea: "65.00" },
  floor: "75",
  carts: [
    { id: "one", lines: [{ ...tea, id: "l1" }] },
    { id: "two", lines: [{ ...tea, id: "l1", quantity: 3 }] },
    { id: "three", lines: [{ ...tea, id: "l1" }], promotions: ["set aside"], context: { paymentMethod: ["unionpay"] } }
  ]
})
const offers: ReadonlyArray<Promotion> = [
  {
    id: "200-60",
    level: "merchant",
    priority: 1,
    stack: { combines: "none" },
    offer: {
      kind: "tiers",
      measure: "amount",
      steps: [{ at: "200.00", rewards: [{ kind: "amount", amount: "100.00" }] }]
    }
  },
  {
    id: "five",
    level: "merchant",
    stack: { combines: "none" },
    when: { measure: "quantity", atLeast: 2 },
    offer: { kind: "grant", rewards: [{ kind: "percent", percent: "5" }] }
  },
  {
    id: "far",
    level: "platform",
    offer: { kind: "every", measure: "amount", each: "400.00", rewards: [{ kind: "amount", amount: "40.00" }] }
  },
  {
    id: "pay",
    level: "payment",
    funding: [
      { party: "bank", share: "0.5" },
      { party: "platform", share: "0.5" }
    ],
    when: { fact: "paymentMethod", op: "in", values: ["unionpay"] },
    offer: { kind: "grant", rewards: [{ kind: "amount", amount: "10.01" }] }
  }
]

describe("a report of three carts", () => {
  const { carts: all, costs, floor } = succeeds(Laboratory.readLabFile(shop))
  const lab: Quote.Laboratory.Lab = {
    first: { rules: rulesOf(offers), costs, floor: floor! },
    second: { rules: rulesOf(offers.filter(({ id }) => id !== "200-60")) }
  }
  const report = Laboratory.reportOf(lab, Laboratory.runTrial(lab, all))
  const [first] = report.sets

  test("says what was given, by offer and by funder, and what the goods bring", () => {
    expect(first).toMatchObject({
      carts: 3,
      units: 5,
      before: "500.00",
      discount: "110.01",
      grand: "389.99",
      rate: "22.00",
      funders: [
        { party: "bank", amount: "5.01", off: "5.01", given: "0.00" },
        { party: "m1", amount: "100.00", off: "100.00", given: "0.00" },
        { party: "platform", amount: "5.00", off: "5.00", given: "0.00" }
      ],
      given: "0.00",
      margin: { lines: 3, net: "389.99", cost: "325.00", given: "0.00", margin: "64.99", rate: "16.66" }
    })
  })

  test("says which offers are applied, which always give way and to whom, and which are out of reach and how far", () => {
    const told = first!.offers.map(({ promotion, verdict, carts: count, uptake }) => [
      promotion,
      verdict,
      count,
      uptake
    ])
    expect(told).toEqual([
      ["200-60", "applied", 1, "33.33"],
      ["five", "beaten", 0, "0.00"],
      ["far", "never", 0, "0.00"],
      ["pay", "applied", 1, "33.33"]
    ])
    expect(first!.offers[1]).toMatchObject({
      reasons: [
        { reason: "ConditionUnmet", carts: 2 },
        { reason: "NotCombinable", carts: 1 }
      ],
      beatenBy: [{ promotion: "200-60", carts: 1 }]
    })
    expect(first!.offers[2]).toMatchObject({
      reasons: [{ reason: "ThresholdUnmet", carts: 3 }],
      nearestAmount: "200.00"
    })
  })

  test("names the lines that fall below their cost or below the floor", () => {
    expect(first).toMatchObject({
      belowCost: { carts: 0, lines: 0, first: [] },
      belowFloor: { carts: 1, lines: 1, first: [{ cart: "two", line: "l1", left: "200.00", least: "225.00" }] }
    })
    const dear = { ...lab.first, costs: { tea: 7_000n } }
    expect(Laboratory.reportOf({ first: dear }, Laboratory.runTrial({ first: dear }, all)).sets[0]?.belowCost).toEqual({
      carts: 1,
      lines: 1,
      first: [{ cart: "two", line: "l1", left: "200.00", least: "210.00" }]
    })
  })

  test("sets two rule sets side by side", () => {
    expect(report.difference).toMatchObject({
      carts: 3,
      sum: "85.00",
      cheaper: 0,
      same: 2,
      dearer: 1,
      mostDearer: [{ cart: "two", from: "200.00", to: "285.00", difference: "85.00" }]
    })
  })

  test("is drawn: every label escaped, both languages, one file", () => {
    for (const language of ["zh", "en"] as const) {
      const plots = Laboratory.charts(report, language, { promotion: (id) => `<${id}> & "co"` })
      expect(plots).toHaveLength(6)
      const svg = Laboratory.plotFile(plots)
      expect(svg).not.toMatch(/NaN|undefined|Infinity|<200-60>/)
      expect(svg).toContain("&#60;200-60&#62; &#38; &#34;co&#34;")
      expect(Laboratory.plotSvg(plots[0]!)).toMatch(/^<svg [^>]*viewBox="0 0 360 172"[^>]*role="img"/)
    }
  })
})

describe("carts drawn from a catalog", () => {
  const goods = ["tea", "cup", "pot"].map((sku, index) => ({ sku, merchant: "m1", demand: index + 1 }))
  const prices = goods.map(({ sku }) => ({ id: sku, sku, amount: "10.00" }))
  const contexts = [{ paymentMethod: ["unionpay"] }, { customer: "c1" }]
  const { catalog } = succeeds(Laboratory.readLabFile(file({ prices, goods, contexts })))

  test("depend on the seed and their place alone, so any stretch can be drawn anywhere", () => {
    const all = Laboratory.sampleCarts(catalog, { seed: 7, count: 50 })
    expect(Laboratory.sampleCarts(catalog, { seed: 7, first: 20, count: 10 })).toEqual(all.slice(20, 30))
    expect(Laboratory.sampleCarts(catalog, { seed: 8, count: 50 })).not.toEqual(all)
  })

  test("have the accounts and the policy of the file, or of the first cart that states any", () => {
    const stated = { accounts: { bud: "20.00" }, policy: { combination: "priority" } }
    const own = { accounts: { bud: 2000n }, policy: { combination: "priority" } }
    const cart = { lines: [{ ...tea, id: "l1" }] }
    for (const more of [
      { ...stated, goods },
      { ...stated, carts: [cart] },
      { carts: [cart, { ...cart, ...stated }] }
    ]) {
      const { catalog: drawn } = succeeds(Laboratory.readLabFile(file({ prices, ...more })))
      expect(Laboratory.sampleCarts(drawn, { seed: 1, count: 1 })[0]?.input).toMatchObject(own)
    }
  })

  test("can all be priced, have the goods in proportion to the demand, and every context", () => {
    const all = Laboratory.sampleCarts(catalog, { seed: 1, count: 2_000 })
    const bought = new Map<string, number>()
    for (const { input } of all) {
      expect(input.at).toBe(at)
      expect(quoted({ ...input, prices: input.prices.entries, promotions: [] }).grand).toBeGreaterThan(0n)
      for (const { sku, quantity } of input.lines) bought.set(sku, (bought.get(sku) ?? 0) + quantity)
    }
    expect(bought.get("pot")!).toBeGreaterThan(bought.get("cup")!)
    expect(bought.get("cup")!).toBeGreaterThan(bought.get("tea")!)
    expect(new Set(all.map(({ input }) => JSON.stringify(input.context)))).toEqual(
      new Set(['{"facts":{"paymentMethod":["unionpay"]}}', '{"customer":"c1","facts":{}}'])
    )
  })

  test("of recorded carts have their goods, contexts and codes", () => {
    const { carts: all, catalog: drawn } = succeeds(Laboratory.readLabFile(shop))
    expect(drawn.goods).toEqual([{ sku: "tea", merchant: "m1", demand: 3 }])
    expect(Laboratory.catalogOf("CNY", all)).toEqual(drawn)
    expect(Laboratory.sampleCarts(drawn, { seed: 3, count: 20 }).every(({ input }) => input.lines.length === 1)).toBe(
      true
    )
    expect(Laboratory.sampleCarts({ ...drawn, goods: [] }, { seed: 3, count: 2 })[0]?.input.lines).toEqual([])
  })
})

test.each([
  ["no object", [], { _tag: "InvalidInput", path: "" }],
  ["an unknown key", file({ basket: [] }), { _tag: "InvalidInput", path: "/basket" }],
  ["a cost that is no amount", file({ costs: { tea: 65 } }), { _tag: "InvalidInput", path: "/costs/tea" }],
  ["a cost below zero", file({ costs: { tea: "-1.00" } }), { _tag: "InvalidInput", path: "/costs/tea" }],
  ["a coupon that costs no amount", file({ coupons: { next: 5 } }), { _tag: "InvalidInput", path: "/coupons/next" }],
  ["an unknown key in a cart", file({ carts: [{ lines: [], x: 1 }] }), { _tag: "InvalidInput", path: "/carts/0/x" }],
  [
    "a quantity in quotes",
    file({ carts: [{ lines: [{ ...tea, id: "l", quantity: "0" }] }] }),
    { _tag: "InvalidQuantity", line: "l" }
  ],
  [
    "two carts of one id",
    file({
      carts: [
        { id: "a", lines: [] },
        { id: "a", lines: [] }
      ]
    }),
    { _tag: "DuplicateId", id: "a" }
  ],
  ["a good without a merchant", file({ goods: [{ sku: "tea" }] }), { _tag: "InvalidInput" }],
  ["a demand below zero", file({ goods: [{ sku: "tea", merchant: "m", demand: -1 }] }), { path: "/goods/0/demand" }],
  ["no currency", { carts: [] }, { _tag: "InvalidInput" }]
])("a file with %s is refused", (_, json, refusal) => {
  expect(refuses(Laboratory.readLabFile(json))).toMatchObject(refusal)
})

test("quantiles by nearest rank, and steps of a histogram that keep every value", () => {
  const counts = new Map([
    [3n, 1],
    [1n, 2],
    [9n, 1]
  ])
  expect(quantiles(counts, [0, 50, 75, 100]).map(({ value }) => value)).toEqual([1n, 1n, 3n, 9n])
  expect(quantiles(new Map<bigint, number>(), [50])).toEqual([])
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1000 })), (values) => {
      const multiset = new Map<number, number>()
      for (const value of values) multiset.set(value, (multiset.get(value) ?? 0) + 1)
      expect(histogram(multiset, 50, 1000).reduce((sum, { count }) => sum + count, 0)).toBe(values.length)
      const sorted = values.toSorted((a, b) => a - b)
      for (const { percent, value } of quantiles(multiset, [0, 10, 50, 90, 100])) {
        expect(value).toBe(sorted[Math.max(1, Math.ceil((values.length * percent) / 100)) - 1])
      }
    })
  )
})
