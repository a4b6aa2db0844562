import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Promotion } from "../../src/promotion/index.ts"
import * as Quote from "../../src/quote/index.ts"
import { carts } from "../../src/testing/quote.ts"
import { succeeds } from "./sample.ts"

const { Laboratory } = Quote
type Setup = Omit<Quote.Laboratory.Setup, "rules">

const tea = { id: "l1", sku: "tea", merchant: "m1", quantity: 1 }
const file = (more: object) =>
  succeeds(
    Laboratory.readLabFile({
      currency: "CNY",
      at: "2026-11-11T02:00:00Z",
      prices: [
        { id: "p", sku: "tea", amount: "100.00" },
        { id: "flash", sku: "tea", amount: "60.00", kind: "override", stock: { account: "flash" } },
        { id: "c", sku: "cup", amount: "39.00" }
      ],
      ...more
    })
  )
const told = (promotions: ReadonlyArray<Promotion>, from: Quote.Laboratory.LabFile, more: Setup = {}) => {
  const rules = succeeds(Quote.compile(promotions, "CNY"))
  const lab = { first: { rules, costs: from.costs, coupons: from.coupons, ...more } }
  const [set] = Laboratory.reportOf(lab, Laboratory.runTrial(lab, from.carts)).sets
  return set!
}
const cartsOf = (count: number) => Array.from({ length: count }, () => ({ lines: [tea] }))
const applied = (set: Quote.Laboratory.SetReport) => set.offers.map(({ carts: count }) => count)

describe("what offers give in goods or later", () => {
  const offers: ReadonlyArray<Promotion> = [
    { id: "cash", level: "platform", offer: { kind: "grant", rewards: [{ kind: "cashback", percent: "50" }] } },
    {
      id: "cup",
      level: "platform",
      priority: -1,
      offer: { kind: "grant", rewards: [{ kind: "gift", sku: "cup", quantity: 1, mode: "add" }] }
    }
  ]

  test("counts in the cost by offer and by funder and in the margin, apart from what is taken off", () => {
    const set = told(offers, file({ costs: { tea: "70.00", cup: "20.00" }, carts: cartsOf(4) }))
    expect(set).toMatchObject({
      discount: "0.00",
      grand: "400.00",
      given: "280.00",
      margin: { lines: 4, net: "400.00", cost: "280.00", given: "280.00", margin: "-160.00", rate: "-40.00" },
      funders: [{ party: "platform", amount: "280.00", off: "0.00", given: "280.00" }],
      offers: [
        {
          promotion: "cash",
          carts: 4,
          amount: "200.00",
          goods: "0.00",
          given: { amount: "200.00", cashback: "200.00" }
        },
        {
          promotion: "cup",
          carts: 4,
          amount: "80.00",
          given: { amount: "80.00", gifts: { pieces: 4, amount: "80.00" } }
        }
      ]
    })
  })

  test("gifts whose cost nobody knows count at their list value; carts without a known cost are in no margin", () => {
    const two = [{ lines: [tea] }, { lines: [{ ...tea, sku: "cup" }] }]
    const set = told(offers, file({ costs: { tea: "70.00" }, carts: two }))
    expect(set.offers[1]?.given.gifts).toEqual({ pieces: 2, amount: "78.00" })
    // 50.00 and 19.50 come back; of the cart with tea, 100.00 - 70.00 - 50.00 - 39.00.
    expect(set).toMatchObject({ given: "147.50", margin: { lines: 1, given: "89.00", margin: "-59.00" } })
  })

  const later: ReadonlyArray<Promotion> = [
    {
      id: "later",
      level: "platform",
      funding: [
        { party: "platform", share: "0.5" },
        { party: "merchant", share: "0.5" }
      ],
      offer: {
        kind: "grant",
        rewards: [
          { kind: "cashback", amount: "4.01" },
          { kind: "points", points: 150 },
          { kind: "coupon", template: "next", quantity: 2 },
          { kind: "coupon", template: "unpriced" }
        ]
      }
    }
  ]
  const shared = file({
    prices: [
      { id: "a", sku: "a", amount: "60.00" },
      { id: "b", sku: "b", amount: "30.00" }
    ],
    coupons: { next: "1.75" },
    carts: [
      {
        lines: [
          { id: "l1", sku: "a", merchant: "m1", quantity: 1 },
          { id: "l2", sku: "b", merchant: "m2", quantity: 1 }
        ]
      }
    ]
  })

  test("points count at what they pay, coupons at what is stated, and merchants share by what is paid for their goods", () => {
    // 4.01 + 1.50 + 3.50 = 9.01: half is 4.51 for merchants, who come first, and they share it two to one.
    expect(told(later, shared)).toMatchObject({
      given: "9.01",
      funders: [
        { party: "m1", amount: "3.01" },
        { party: "m2", amount: "1.50" },
        { party: "platform", amount: "4.50" }
      ],
      offers: [
        {
          amount: "9.01",
          given: {
            cashback: "4.01",
            points: { points: 150, amount: "1.50" },
            coupons: { coupons: 3, amount: "3.50" }
          }
        }
      ]
    })
    const [offer] = told(later, shared, { policy: { pointWorth: "0.02" } }).offers
    expect(offer?.given.points).toEqual({ points: 150, amount: "3.00" })
  })

  test("is drawn beside who pays", () => {
    const lab = { first: { rules: succeeds(Quote.compile(later, "CNY")) } }
    const report = Laboratory.reportOf(lab, Laboratory.runTrial(lab, shared.carts))
    expect(Laboratory.plotFile(Laboratory.charts(report, "en"))).toContain("2.75 (given: 2.75)")
    expect(Laboratory.plotFile(Laboratory.charts(report, "zh"))).toContain("2.75（其中赠送 2.75）")
  })
})

describe("accounts from cart to cart", () => {
  const grant = (amount: string): Promotion["offer"] => ({ kind: "grant", rewards: [{ kind: "amount", amount }] })
  const limited: ReadonlyArray<Promotion> = [
    { id: "bud", level: "merchant", budgets: [{ account: "bud", unit: "money", per: "all" }], offer: grant("10.00") },
    { id: "one", level: "platform", budgets: [{ account: "u", unit: "uses", per: "all" }], offer: grant("5.00") }
  ]
  const four = file({ accounts: { bud: "25.00", u: 1 }, carts: cartsOf(4) })

  test("run down in the order of the carts", () => {
    const set = told(limited, four)
    expect([applied(set), set.discount]).toEqual([[2, 1], "25.00"])
    expect(set.offers.map(({ reasons }) => reasons)).toEqual([
      [{ reason: "BudgetSpent", carts: 2 }],
      [{ reason: "UsesExhausted", carts: 3 }]
    ])
    expect(set.accounts).toEqual([
      { account: "bud", unit: "money", per: "all", taken: "20.00" },
      { account: "u", unit: "uses", per: "all", taken: "1" }
    ])
  })

  test("are found by each cart as it states them, or never run out, if the setup says so", () => {
    expect(applied(told(limited, four, { accounts: "asStated" }))).toEqual([4, 4])
    expect(applied(told(limited, four, { accounts: "unlimited" }))).toEqual([4, 4])
    expect(applied(told(limited, file({ carts: cartsOf(4) }), { accounts: "unlimited" }))).toEqual([4, 4])
    expect(applied(told(limited, file({ carts: cartsOf(4) })))).toEqual([0, 0])
  })

  test("of drawn carts run down too, each rule set on its own", () => {
    const rules = succeeds(Quote.compile(limited, "CNY"))
    const lab = { first: { rules }, second: { rules, accounts: "asStated" as const } }
    const { catalog } = file({ accounts: { bud: "25.00", u: 1 }, goods: [{ sku: "tea", merchant: "m1" }] })
    const draw = (first: number) => Laboratory.sampleCarts(catalog, { seed: 1, first, count: 5 })
    const trial = Laboratory.runTrial(lab, draw(5), Laboratory.runTrial(lab, draw(0)))
    expect(Laboratory.reportOf(lab, trial).sets.map(applied)).toEqual([
      [2, 1],
      [10, 10]
    ])
  })

  test("are each customer's own where they are for each, and nobody's where the buyer is unknown", () => {
    const each: ReadonlyArray<Promotion> = [
      {
        id: "each",
        level: "merchant",
        budgets: [{ account: "u", unit: "uses", per: "customer" }],
        offer: grant("5.00")
      }
    ]
    const buyers = ["alice", "bob", "alice", undefined, undefined, "bob"]
    const all = buyers.map((customer) => ({
      lines: [tea],
      ...(customer === undefined ? {} : { context: { customer } })
    }))
    const set = told(each, file({ accounts: { u: 1 }, carts: all }))
    expect(set.offers[0]).toMatchObject({ carts: 4, reasons: [{ reason: "CustomerLimitReached", carts: 2 }] })
    expect(set.accounts).toEqual([{ account: "u", unit: "uses", per: "customer", taken: "2" }])
  })

  const monthly: ReadonlyArray<Promotion> = [
    {
      id: "monthly",
      level: "merchant",
      budgets: [{ account: "bud", unit: "money", per: "all", period: "month" }],
      offer: grant("10.00")
    }
  ]
  const months = ["2026-11-11T02:00:00Z", "2026-11-30T02:00:00Z", "2026-12-01T02:00:00Z"]
  const dated = months.map((at) => ({ at, lines: [tea] }))

  test("of a budget by period begin each period with what is stated for it, or for all of them", () => {
    const each = told(monthly, file({ accounts: { bud: "15.00" }, carts: dated }))
    expect([applied(each), each.accounts.map(({ account, taken }) => [account, taken])]).toEqual([
      [2],
      [
        ["bud@2026-11", "10.00"],
        ["bud@2026-12", "10.00"]
      ]
    ])
    expect(applied(told(monthly, file({ accounts: { "bud@2026-11": "25.00" }, carts: dated })))).toEqual([2])
    expect(applied(told(monthly, file({ carts: dated }), { accounts: "unlimited" }))).toEqual([3])
  })

  test("of gifts run down, or do not", () => {
    const gift: ReadonlyArray<Promotion> = [
      {
        id: "cup",
        level: "merchant",
        offer: {
          kind: "grant",
          rewards: [{ kind: "gift", sku: "cup", quantity: 2, mode: "add", stock: { account: "cups" } }]
        }
      }
    ]
    const set = told(gift, file({ accounts: { cups: 5 }, carts: cartsOf(4) }))
    expect(set.offers[0]).toMatchObject({ carts: 2, given: { gifts: { pieces: 4, amount: "156.00" } } })
    expect(set.accounts).toEqual([{ account: "cups", unit: "units", per: "all", taken: "4" }])
    expect(applied(told(gift, file({ carts: cartsOf(4) }), { accounts: "unlimited" }))).toEqual([4])
  })

  test("of a price with stock of its own run down, and are as stated where budgets never run out", () => {
    const two = file({ accounts: { flash: 3 }, carts: [1, 2].map(() => ({ lines: [{ ...tea, quantity: 2 }] })) })
    // Two at 60.00, then one at 60.00 and one at 100.00.
    expect(told([], two)).toMatchObject({ grand: "280.00", accounts: [{ account: "flash", taken: "3" }] })
    expect(told([], two, { accounts: "unlimited" }).grand).toBe("240.00")
  })

  test("of points and gift cards run down", () => {
    const paid = {
      lines: [tea],
      points: { account: "points:al", spend: 800 },
      tenders: [{ id: "g", account: "card:1" }]
    }
    const set = told([], file({ accounts: { "points:al": 1000, "card:1": "95.00" }, carts: [paid, paid] }))
    expect(set.accounts).toEqual([
      { account: "card:1", unit: "money", per: "all", taken: "95.00" },
      { account: "points:al", unit: "points", per: "all", taken: "1000" }
    ])
  })

  test("a trial that is carried on is the whole trial, and takes of no account more than there is", () => {
    fc.assert(
      fc.property(fc.array(carts(), { minLength: 2, maxLength: 8 }), fc.nat(), (inputs, cut) => {
        const [{ promotions }] = [inputs[0]!]
        const rules = Quote.compile("_tag" in promotions ? [] : promotions, "CNY")
        fc.pre(Result.isSuccess(rules))
        const accounts = Object.assign({}, ...inputs.map((input) => input.accounts ?? {}))
        const all = inputs.map(
          ({ promotions: _aside, ...input }, index): Quote.Laboratory.RecordedCart => ({
            id: `c${index}`,
            input: { ...input, accounts, prices: succeeds(Quote.priceBook(input.prices)) }
          })
        )
        const lab = { first: { rules: succeeds(rules) } }
        const place = cut % all.length
        const whole = Laboratory.runTrial(lab, all)
        const parts = Laboratory.runTrial(lab, all.slice(place), Laboratory.runTrial(lab, all.slice(0, place)))
        expect(Laboratory.reportOf(lab, parts)).toEqual(Laboratory.reportOf(lab, whole))
        for (const { account, amount } of whole.first.drawn.values()) {
          const has = accounts[account] ?? accounts[account.replace(/@.*/, "")]
          expect(amount).toBeLessThanOrEqual(BigInt(has ?? 0))
        }
      }),
      { numRuns: 60 }
    )
  })
})
