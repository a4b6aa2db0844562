import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Condition, Offer, Promotion, Reward, Selector } from "../../src/promotion/index.ts"
import * as Quote from "../../src/quote/index.ts"
import { carts } from "../../src/testing/quote.ts"
import { cartOf, quoted } from "./sample.ts"

const off = (amount: string): Reward => ({ kind: "amount", amount })
const grant = (...rewards: ReadonlyArray<Reward>): Offer => ({ kind: "grant", rewards })
const tiers = (...steps: ReadonlyArray<readonly [at: string, ...rewards: ReadonlyArray<Reward>]>): Offer => ({
  kind: "tiers",
  measure: "amount",
  steps: steps.map(([at, ...rewards]) => ({ at, rewards }))
})
const sku = (...values: ReadonlyArray<string>): Selector => ({ fact: "sku", op: "in", values })
const spend = (atLeast: string, select?: Selector): Condition => ({
  measure: "amount",
  atLeast,
  ...(select === undefined ? {} : { select })
})
const staff: Condition = { fact: "customerGroup", op: "in", values: ["staff"] }

const shop = (more: Partial<Promotion> & Pick<Promotion, "offer">): Promotion => ({
  id: "x",
  level: "merchant",
  ...more
})

type Lines = Parameters<typeof cartOf>[0]

/** What is said in English of the next offers and of the refused ones, under the cart's policy. */
const saidOf = (lines: Lines, promotions: ReadonlyArray<Promotion>, more: Partial<Quote.QuoteInput> = {}) => {
  const { next, refused } = Quote.explain(quoted(cartOf(lines, promotions, more)), "en", promotions)
  return { next: next.map(({ text }) => text), refused: refused.map(({ text }) => text) }
}
const inChinese = (lines: Lines, promotions: ReadonlyArray<Promotion>) =>
  Quote.explain(quoted(cartOf(lines, promotions)), "zh", promotions).next.map(({ text }) => text)

const cart80: Lines = [[8_000n, 1]]

describe("how far an offer is", () => {
  test("what more goods cannot change silences it, and says that something else is in the way", () => {
    const all = shop({ when: { all: [{ not: staff }, spend("100.00")] }, offer: grant(off("10.00")) })
    const asStaff = { context: { facts: { customerGroup: ["staff"] } } }
    expect(saidOf(cart80, [all], asStaff)).toEqual({
      next: [],
      refused: ["x: ¥20.00 more; another condition does not hold"]
    })
    expect(saidOf(cart80, [all]).next).toEqual(["x: spend ¥20.00 more to get ¥10.00 off"])
  })

  test("`any` takes the nearest branch that goods can reach, `not` of `not` is what it says", () => {
    const asStaff = { context: { facts: { customerGroup: ["staff"] } } }
    const next = ["x: spend ¥20.00 more to get ¥10.00 off"]
    const given = (when: Condition) => saidOf(cart80, [shop({ when, offer: grant(off("10.00")) })], asStaff).next
    expect(given({ any: [{ not: staff }, spend("100.00")] })).toEqual(next)
    expect(given({ any: [spend("1000.00"), spend("100.00")] })).toEqual(next)
    expect(given({ not: { all: [staff, { not: spend("100.00") }] } })).toEqual(next)
    expect(given({ not: { any: [staff, { not: spend("100.00") }] } })).toEqual([])
    expect(given({ any: [] })).toEqual([])
  })

  test("of a condition and a threshold over the same goods the larger decides, with the step it leads to", () => {
    const steps = tiers(["200.00", off("20.00")], ["300.00", off("30.00")])
    expect(saidOf(cart80, [shop({ when: spend("100.00"), offer: steps })])).toEqual({
      next: ["x: spend ¥120.00 more to get ¥20.00 off"],
      refused: ["x: ¥120.00 more, for ¥20.00 off"]
    })
    expect(saidOf(cart80, [shop({ when: spend("350.00"), offer: steps })]).next).toEqual([
      "x: spend ¥270.00 more to get ¥30.00 off"
    ])
    const each: Offer = { kind: "every", measure: "amount", each: "100.00", rewards: [off("10.00")] }
    expect(saidOf(cart80, [shop({ when: spend("350.00"), offer: each })]).next).toEqual([
      "x: spend ¥270.00 more to get ¥30.00 off"
    ])
  })

  test("disjoint goods are summed, wider ones count what is bought of narrower ones", () => {
    const lines: Lines = [
      [5_000n, 1],
      [2_000n, 1]
    ]
    const given = (...all: ReadonlyArray<Condition>) => {
      const promotion = shop({ when: { all }, offer: grant(off("10.00")) })
      const [next] = Quote.nextOffers(quoted(cartOf(lines, [promotion])), [promotion])
      return [next?.distance, next?.at, next?.goods.map(({ distance }) => distance)]
    }
    // Of a 50.00 are there and of b 20.00.
    expect(given(spend("100.00", sku("a")), spend("50.00", sku("b")))).toEqual([8_000n, 15_000n, [5_000n, 3_000n]])
    // 10.00 of a and 230.00 of anything: the 10.00 count for both.
    expect(given(spend("60.00", sku("a")), spend("300.00"))).toEqual([23_000n, 30_000n, [1_000n, 22_000n]])
    // 250.00 of a are more than the 30.00 of anything.
    expect(given(spend("300.00", sku("a")), spend("100.00"))).toEqual([25_000n, 30_000n, [25_000n]])
    // {a, c} lacks 50.00 and {b, c} lacks 30.00: 50.00 of c would do, and 80.00 do whatever they are.
    expect(given(spend("100.00", sku("a", "c")), spend("50.00", sku("b", "c")))[0]).toBe(8_000n)
    // Money and pieces have no distance in common.
    expect(given(spend("100.00"), { measure: "quantity", atLeast: 5 })).toEqual([undefined, undefined, undefined])
  })

  test("the goods are named in both languages, by the names that they are given", () => {
    const both = shop({
      when: { all: [spend("100.00", sku("a")), spend("50.00", sku("b"))] },
      offer: grant(off("10.00"))
    })
    expect(saidOf(cart80, [both]).next).toEqual([
      "x: spend ¥70.00 more (¥50.00 on `b`, ¥20.00 on `a`) to get ¥10.00 off"
    ])
    expect(inChinese(cart80, [both])).toEqual(["x：再买 ¥70.00（`b` ¥50.00、`a` ¥20.00），立减 ¥10.00"])
    const tea: Selector = { fact: "category", op: "in", values: ["tea", "coffee"] }
    const named = shop({ merchant: "m2", select: tea, offer: tiers(["200.00", off("30.00")]) })
    expect(saidOf(cart80, [named]).next).toEqual([
      "x: spend ¥200.00 more on category `tea` or `coffee` at `m2` to get ¥30.00 off"
    ])
    expect(inChinese(cart80, [named])).toEqual(["x：再买 `m2` 的分类 `tea`或`coffee` ¥200.00，立减 ¥30.00"])
    const called = (fact: string, value: string) => ({ tea: "Tea", coffee: "Coffee", m2: "The kiln" })[value] ?? fact
    const quote = quoted(cartOf(cart80, [named]))
    expect(Quote.explain(quote, "en", [named], called).next.map(({ detail }) => detail)).toEqual([
      "spend ¥200.00 more on Tea or Coffee at The kiln to get ¥30.00 off"
    ])
    const odd = shop({ select: { not: sku("a") }, offer: tiers(["200.00", off("30.00")]) })
    expect(saidOf(cart80, [odd]).next).toEqual(["x: spend ¥200.00 more on the goods of the offer to get ¥30.00 off"])
  })
})

describe("what an offer promises", () => {
  test("a cap bounds it, and an offer with nothing more to give is not told", () => {
    expect(saidOf(cart80, [shop({ cap: "5.00", offer: tiers(["100.00", off("50.00")]) })]).next).toEqual([
      "x: spend ¥20.00 more to get ¥5.00 off"
    ])
    const half: Reward = { kind: "percent", percent: "50", max: "20.00" }
    expect(saidOf(cart80, [shop({ cap: "5.00", offer: tiers(["100.00", half]) })]).next).toEqual([
      "x: spend ¥20.00 more to get 50% off, up to ¥5.00"
    ])
    const steps = tiers(["60.00", off("5.00")], ["100.00", off("50.00")])
    expect(saidOf(cart80, [shop({ cap: "5.00", offer: steps })]).next).toEqual([])
    expect(saidOf(cart80, [shop({ cap: "8.00", offer: steps })]).next).toEqual([
      "x: spend ¥20.00 more to get ¥8.00 off (now ¥5.00)"
    ])
    expect(saidOf(cart80, [shop({ offer: tiers(["60.00", off("9.00")], ["100.00", off("7.00")]) })]).next).toEqual([])
  })

  test("每满300减50: once more as far as the cap, the reward's own bound and the times allow", () => {
    const each = (more: Partial<Promotion>, max?: string): Promotion =>
      shop({
        ...more,
        offer: {
          kind: "every",
          measure: "amount",
          each: "300.00",
          rewards: [{ kind: "amount", amount: "50.00", ...(max === undefined ? {} : { max }) }]
        }
      })
    const lines: Lines = [[69_000n, 1]]
    const next = (promotion: Promotion) => saidOf(lines, [promotion]).next
    // 690.00 have earned 100.00 already, and 900.00 would earn 150.00.
    expect(next(each({}))).toEqual(["x: spend ¥210.00 more to get another ¥50.00 off"])
    expect(next(each({ cap: "120.00" }))).toEqual(["x: spend ¥210.00 more to get another ¥20.00 off"])
    expect(next(each({ cap: "100.00" }))).toEqual([])
    expect(next(each({}, "130.00"))).toEqual(["x: spend ¥210.00 more to get another ¥30.00 off"])
    expect(next(each({}, "100.00"))).toEqual([])
  })

  test("a budget that is granted in part bounds it, and one that would be overdrawn silences it", () => {
    const budget = (partial: boolean, offer: Offer) =>
      shop({ budgets: [{ account: "b", unit: "money", per: "all", partial }], offer })
    const one = tiers(["100.00", off("50.00")])
    const two = tiers(["60.00", off("10.00")], ["100.00", off("50.00")])
    const next = (promotion: Promotion, free: bigint) => saidOf(cart80, [promotion], { accounts: { b: free } }).next
    expect(next(budget(true, one), 1_500n)).toEqual(["x: spend ¥20.00 more to get ¥15.00 off"])
    expect(next(budget(true, one), 0n)).toEqual([])
    expect(next(budget(false, one), 1_500n)).toEqual([])
    expect(next(budget(false, one), 5_000n)).toEqual(["x: spend ¥20.00 more to get ¥50.00 off"])
    expect(next(budget(true, two), 1_500n)).toEqual(["x: spend ¥20.00 more to get ¥15.00 off (now ¥10.00)"])
    expect(next(budget(true, two), 1_000n)).toEqual([])
    expect(next(budget(false, two), 1_500n)).toEqual([])
  })

  test("an offer that is used up, or whose gift is, is not told with a distance", () => {
    const used = shop({
      budgets: [{ account: "u", unit: "uses", per: "all" }],
      when: spend("100.00"),
      offer: grant(off("10.00"))
    })
    expect(saidOf(cart80, [used])).toEqual({ next: [], refused: ["x: ¥20.00 more; is used up"] })
    expect(saidOf(cart80, [used], { accounts: { u: 1n } }).next).toEqual(["x: spend ¥20.00 more to get ¥10.00 off"])
    const gift: Reward = { kind: "gift", sku: "cup", quantity: 1, mode: "add", stock: { account: "cups" } }
    const given = shop({ offer: tiers(["100.00", gift]) })
    const cup = { id: "p-cup", sku: "cup", currency: "CNY", amount: 3_900n }
    const prices = [...cartOf(cart80, []).prices, cup]
    expect(saidOf(cart80, [given], { prices })).toEqual({
      next: [],
      refused: ["x: ¥20.00 more; its gift is out of stock"]
    })
    expect(saidOf(cart80, [given], { prices, accounts: { cups: 1n } }).next).toEqual([
      "x: spend ¥20.00 more to get 1 `cup` free"
    ])
  })

  test("beside one that it may not join it is told only if it gives more, and what it replaces", () => {
    const first = shop({ id: "first", stack: { combines: "none" }, offer: grant(off("50.00")) })
    const later = (amount: string) => shop({ lane: 1, offer: tiers(["200.00", off(amount)]) })
    const lines: Lines = [[18_000n, 1]]
    // 130.00 are left of the 180.00 when its turn comes.
    expect(saidOf(lines, [first, later("30.00")])).toEqual({
      next: [],
      refused: ["x: ¥70.00 more; does not combine with the present offers"]
    })
    expect(saidOf(lines, [first, later("80.00")]).next).toEqual([
      "x: spend ¥70.00 more to get ¥80.00 off (in place of ¥50.00)"
    ])
    const priority = { policy: { combination: "priority" } } as const
    expect(saidOf(lines, [first, later("80.00")], priority).next).toEqual([])
    const one = { policy: { limits: [{ id: "one", classes: "*", max: 1, per: "cart" }] } } as const
    const open = { ...first, stack: {} }
    expect(saidOf(lines, [open, later("30.00")], one).next).toEqual([])
    expect(saidOf(lines, [open, later("80.00")], one).next).toEqual([
      "x: spend ¥70.00 more to get ¥80.00 off (in place of ¥50.00)"
    ])
  })
})

test("sets, add-ons, deposits and free shipping in whole sentences of both languages", () => {
  const promotion = (id: string, offer: Offer, when?: Condition): Promotion => ({
    id,
    level: "item",
    offer,
    ...(when === undefined ? {} : { when })
  })
  const promotions = [
    promotion("add", { kind: "addOn", price: "9.90" }, spend("99.00")),
    promotion("deposit", { kind: "deposit", pay: "10.00", counts: "20.00" }, spend("99.00")),
    promotion("hat", {
      kind: "buyGet",
      buy: { quantity: 1, select: sku("a") },
      get: { quantity: 1, select: sku("hat"), reward: { kind: "price", price: "1.00" } }
    }),
    promotion("kit", {
      kind: "bundle",
      parts: [
        { select: sku("a"), quantity: 1 },
        { select: sku("b"), quantity: 2 }
      ],
      reward: { kind: "price", price: "99.00" }
    }),
    promotion("nth", { kind: "nth", steps: [null, { kind: "percent", percent: "50" }], then: "cycle", per: "variant" }),
    { ...promotion("ship", grant({ kind: "shipping", price: "0.00" }), spend("99.00")), level: "shipping" as const }
  ]
  expect(saidOf(cart80, promotions).next.toSorted()).toEqual([
    "add: spend ¥19.00 more to get an add-on for ¥9.90",
    "deposit: spend ¥19.00 more to get ¥10.00 off each",
    "hat: add 1 more item of `hat` to get 1 item for ¥1.00",
    "kit: add 2 more items of `b` to get the set for ¥99.00",
    "nth: add 1 more of the same item to get 1 item 50% off",
    "ship: spend ¥19.00 more to get free shipping"
  ])
  expect(inChinese(cart80, promotions).toSorted()).toEqual([
    "add：再买 ¥19.00，换购只要 ¥9.90",
    "deposit：再买 ¥19.00，每件减 ¥10.00",
    "hat：再买 `hat` 1 件，其中 1 件只要 ¥1.00",
    "kit：再买 `b` 2 件，整套只要 ¥99.00",
    "nth：再买 同款 1 件，其中 1 件减 50%",
    "ship：再买 ¥19.00，免运费"
  ])
})

test("an offer that would save more but gives less in all is said to", () => {
  const promotions: ReadonlyArray<Promotion> = [
    shop({ id: "off", offer: grant(off("10.00")) }),
    { id: "cash", level: "platform", when: spend("100.00"), offer: grant({ kind: "cashback", amount: "20.00" }) }
  ]
  const more = { policy: { objective: "afterBenefits" } } as const
  expect(saidOf([[10_000n, 1]], promotions, more).refused).toEqual([
    "off: would save ¥10.00, but the present offers give more"
  ])
})

test("what is told of the whole store's goods suffices: with that much more of it the offer is no longer out of reach", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 1, max: 400 }),
      fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 4 }),
      fc.constantFrom("all", "any"),
      fc.integer({ min: 1, max: 500 }),
      (a, b, asked, kind, at) => {
        const goods = [undefined, sku("a"), sku("b"), sku("a", "b")]
        const parts = asked.map((yuan, index) => spend(`${yuan}.00`, goods[index]))
        const promotion = shop({
          when: kind === "all" ? { all: parts } : { any: parts },
          offer: tiers([`${at}.00`, off("1.00")])
        })
        const priced = (first: bigint, second: bigint) =>
          quoted(
            cartOf(
              [
                [first, 1],
                [second, 1]
              ],
              [promotion]
            )
          )
        const before = [BigInt(a) * 100n, BigInt(b) * 100n] as const
        const [next] = Quote.nextOffers(priced(...before), [promotion])
        if (next === undefined) return
        let [first, second] = before
        for (const { select, distance } of next.goods) {
          if (JSON.stringify(select) === JSON.stringify(sku("b"))) second += BigInt(distance)
          else first += BigInt(distance)
        }
        expect(priced(first, second).applied).toEqual(["x"])
      }
    ),
    { numRuns: 100 }
  )
})

test("the parts of a way sum to it, and what is promised is never nothing", () => {
  fc.assert(
    fc.property(carts(), (input) => {
      for (const { goods, distance, gains } of Quote.nextOffers(quoted(input), input.promotions)) {
        expect(goods.reduce((sum, one) => sum + BigInt(one.distance), 0n)).toBe(BigInt(distance))
        expect(goods.every((one) => one.distance > 0)).toBe(true)
        expect(gains.length).toBeGreaterThan(0)
      }
    }),
    { numRuns: 100 }
  )
})
