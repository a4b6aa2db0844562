import * as fc from "fast-check"
import { expect, test } from "vitest"
import type { Promotion, Reward } from "../../src/promotion/index.ts"
import * as Quote from "../../src/quote/index.ts"
import { carts } from "../../src/testing/quote.ts"
import { cartOf, price, quoted, succeeds } from "./sample.ts"

const cup = (quantity: number): Reward => ({
  kind: "gift",
  sku: "cup",
  quantity,
  mode: "add",
  stock: { account: "cups" }
})
const gifts: Promotion = {
  id: "gifts",
  name: { zh: "满额赠杯", en: "Cups from 199" },
  level: "merchant",
  offer: {
    kind: "tiers",
    measure: "amount",
    steps: [
      { at: "199.00", rewards: [cup(1)] },
      { at: "399.00", rewards: [cup(2)] }
    ]
  }
}
const granting = (id: string, rewards: ReadonlyArray<Reward>, more: Partial<Promotion> = {}): Promotion => ({
  id,
  level: "platform",
  ...more,
  offer: { kind: "grant", rewards }
})
const back = granting("back", [{ kind: "cashback", percent: "5" }])
const points = granting("points", [{ kind: "points", per: "1.00", points: 2 }])
const coupon = granting("coupon", [{ kind: "coupon", template: "next" }])

/** One line at a price, and cups at 20.00 that are given along as far as there are any. */
const withCups = (amount: bigint, promotions: ReadonlyArray<Promotion>, cups = 9) => {
  const cart = cartOf([[amount, 1]], promotions)
  return quoted({ ...cart, prices: [...cart.prices, price("cup", 2_000n)], accounts: { cups } })
}
const texts = (of: ReadonlyArray<{ readonly text: string }>) => of.map(({ text }) => text)
const both = (quote: Quote.Quote, promotions: ReadonlyArray<Promotion>) => {
  const [zh, en] = [Quote.explain(quote, "zh", promotions), Quote.explain(quote, "en", promotions)]
  return { zh, en }
}

test("a gift, cashback, points and a coupon have a sentence each, by rank, in both languages", () => {
  const promotions = [gifts, back, points, coupon]
  const { zh, en } = both(withCups(24_000n, promotions), promotions)
  expect(texts(en.given)).toEqual([
    "Cups from 199: 1 `cup` free (worth ¥20.00)",
    "back: ¥12.00 cash back",
    "coupon: 1 coupon",
    "points: 480 points"
  ])
  expect(texts(zh.given)).toEqual([
    "满额赠杯：赠 `cup` 1 件（价值 ¥20.00）",
    "back：返现 ¥12.00",
    "coupon：送 1 张优惠券",
    "points：送 480 积分"
  ])
})

test("a gift of which some are out of stock says how many", () => {
  // Of three, the cup in the cart is one; for the other two the shelf has one too few.
  const topped = [
    granting("topped", [{ kind: "gift", sku: "cup", quantity: 3, mode: "topUp", stock: { account: "cups" } }])
  ]
  const cart = cartOf([[24_000n, 1]], topped, { accounts: { cups: 1 } })
  const own: Quote.Line = { id: "l-cup", sku: "cup", merchant: "m1", quantity: 1 }
  const some = quoted({ ...cart, lines: [...cart.lines, own], prices: [...cart.prices, price("cup", 2_000n)] })
  expect(texts(both(some, topped).en.given)).toEqual(["topped: 2 `cup` out of stock"])
  expect(texts(both(some, topped).en.steps)).toEqual(["topped: ¥20.00 off (`l-cup` ¥20.00)"])
  const mixed = [granting("mixed", [{ kind: "amount", amount: "5.00" }, cup(1)])]
  const none = both(withCups(24_000n, mixed, 0), mixed)
  expect([texts(none.en.steps), texts(none.en.given), texts(none.zh.given)]).toEqual([
    ["mixed: ¥5.00 off (`l-a` ¥5.00)"],
    ["mixed: 1 `cup` out of stock"],
    ["mixed：1 件 `cup` 赠品缺货"]
  ])
})

test("tiers of gifts have their next step though they take nothing, and so has every so much", () => {
  const quote = withCups(24_000n, [gifts])
  expect(quote.steps).toEqual([])
  expect(quote.next).toEqual([{ promotion: "gifts", at: 39_900n, distance: 15_900n, gains: [cup(2)] }])
  const { zh, en } = both(quote, [gifts])
  expect(texts(en.next)).toEqual(["Cups from 199: spend ¥159.00 more to get 2 `cup` free"])
  expect(texts(zh.next)).toEqual(["满额赠杯：再买 ¥159.00，赠 `cup` 2 件"])
  expect(Quote.nextOffers(quote, [gifts])).toMatchObject([{ distance: 15_900n, at: 39_900n, now: 0n }])
  expect(Quote.write(quote).next).toMatchObject([{ promotion: "gifts", at: "399.00", distance: "159.00" }])
  const each: Promotion = {
    id: "each",
    level: "merchant",
    offer: { kind: "every", measure: "quantity", each: 2, rewards: [{ kind: "points", points: 50 }] }
  }
  expect(quoted(cartOf([[1_000n, 3]], [each])).next).toEqual([
    { promotion: "each", at: 4, distance: 1, gains: [{ kind: "points", points: 50 }] }
  ])
  // At the last step, and where something is taken, the quote has no list of its own.
  expect(withCups(40_000n, [gifts]).next).toBeUndefined()
})

test("gifts, cashback and points gained, lost and changed are told when two quotes are compared", () => {
  const promotions = [gifts, back]
  const [small, middle, large] = [10_000n, 24_000n, 48_000n].map((amount) => withCups(amount, promotions))
  const said = (a: Quote.Quote, b: Quote.Quote) => {
    const comparison = succeeds(Quote.compare(a, b))
    const [zh, en] = [
      Quote.explainComparison(comparison, "zh", promotions),
      Quote.explainComparison(comparison, "en", promotions)
    ]
    return { how: comparison.offers.map(({ promotion, how }) => `${promotion} ${how}`), zh: zh.offers, en: en.offers }
  }
  expect(said(small!, middle!)).toEqual({
    how: ["back changed", "gifts gained"],
    zh: ["back 从返现 ¥5.00变为返现 ¥12.00", "满额赠杯 新得：赠 `cup` 1 件（价值 ¥20.00）"],
    en: ["back now ¥12.00 cash back; ¥5.00 cash back before", "Cups from 199 gained, 1 `cup` free (worth ¥20.00)"]
  })
  expect(said(large!, small!)).toMatchObject({
    how: ["back changed", "gifts lost"],
    zh: ["back 从返现 ¥24.00变为返现 ¥5.00", "满额赠杯 不再有：赠 `cup` 2 件（价值 ¥40.00）：还差 ¥99.00"],
    en: [
      "back now ¥5.00 cash back; ¥24.00 cash back before",
      "Cups from 199 lost, 2 `cup` free (worth ¥40.00) before: ¥99.00 more"
    ]
  })
  expect(succeeds(Quote.compare(middle!, middle!)).offers).toEqual([])
})

test("an offer that takes and gives tells of both; a gift that is out of stock is not gained", () => {
  const mixed = [granting("mixed", [{ kind: "amount", amount: "5.00" }, cup(1)])]
  const none = withCups(24_000n, [])
  const offersOf = (a: Quote.Quote, b: Quote.Quote) =>
    Quote.explainComparison(succeeds(Quote.compare(a, b)), "en").offers
  expect(offersOf(none, withCups(24_000n, mixed))).toEqual([
    "mixed gained, ¥5.00 off, gained, 1 `cup` free (worth ¥20.00)"
  ])
  expect(offersOf(none, withCups(24_000n, mixed, 0))).toEqual(["mixed gained, ¥5.00 off"])
  expect(offersOf(withCups(24_000n, mixed, 0), withCups(24_000n, mixed))).toEqual([
    "mixed gained, 1 `cup` free (worth ¥20.00)"
  ])
})

test("a budget that cuts, an add-on that lapses, and a code that is not applied say so, and why", () => {
  const cut = granting("cut", [{ kind: "percent", percent: "10" }], {
    budgets: [{ account: "spring", unit: "money", per: "all", partial: true }]
  })
  const add: Promotion = {
    id: "add",
    level: "merchant",
    when: { measure: "amount", atLeast: "500.00" },
    offer: { kind: "addOn", price: "9.90" }
  }
  const coded = granting("coded", [{ kind: "amount", amount: "20.00" }], {
    codes: ["SAVE20"],
    when: { measure: "amount", atLeast: "400.00" }
  })
  const promotions = [cut, add, coded]
  const cart = cartOf(
    [
      [30_000n, 1],
      [2_000n, 1, { addOnOf: "add" }]
    ],
    promotions,
    { accounts: { spring: 1_500n }, codes: ["save20"] }
  )
  const { zh, en } = both(quoted(cart), promotions)
  expect(texts(en.short)).toEqual([
    "cut: ¥15.00 in place of ¥32.00, which is all that its budget has left",
    "add: does not apply, so `l-b` is at its normal price, to be confirmed"
  ])
  expect(texts(zh.short)).toEqual(["cut：预算只剩 ¥15.00，不足 ¥32.00", "add：换购不成立，`l-b` 按正常价格，请确认"])
  // By id it comes before the cut, when 320.00 of 400.00 are there.
  expect(en.codes).toEqual(["code `SAVE20` is not applied: ¥80.00 more"])
  expect(zh.codes).toEqual(["优惠码 `SAVE20` 未使用：还差 ¥80.00"])
  const kept = quoted({ ...cart, policy: { addOnLapsed: "keep" } })
  expect(both(kept, promotions).en.short.at(-1)?.text).toBe("add: does not apply, so `l-b` is at its normal price")
})

test("what applies and has nothing to take says that it applies", () => {
  const claim = granting("claim", [{ kind: "shipping", percent: "100" }], { onNothing: "claim" })
  const { zh, en } = both(quoted(cartOf([[1_000n, 1]], [claim])), [claim])
  expect([texts(zh.given), texts(en.given)]).toEqual([["claim：已生效"], ["claim: applies"]])
})

test("what is taken off freight of no merchant is paid by the platform, never by nobody", () => {
  const free: Promotion = {
    id: "free",
    level: "merchant",
    offer: { kind: "grant", rewards: [{ kind: "shipping", percent: "100" }] }
  }
  const charges = [
    { id: "all", amount: 1_200n },
    { id: "own", amount: 800n, merchant: "m1" }
  ]
  const quote = quoted(cartOf([[10_000n, 1]], [free], { charges }))
  expect(quote.steps.map(({ target, funding }) => [target, funding])).toEqual([
    ["all", [{ party: "platform", amount: 1_200n }]],
    ["own", [{ party: "m1", amount: 800n }]]
  ])
  // An offer that is shared has one part from one party, though it is named twice.
  const shared: Promotion = {
    ...free,
    funding: [
      { party: "merchant", share: "0.6" },
      { party: "platform", share: "0.4" }
    ]
  }
  const [all] = quoted(cartOf([[10_000n, 1]], [shared], { charges })).steps
  expect(all?.funding).toEqual([{ party: "platform", amount: 1_200n }])
})

test("every offer that applies is told, and so is every one that is not, without a hole", () => {
  fc.assert(
    fc.property(carts(), (input) => {
      const quote = quoted(input)
      for (const language of ["zh", "en"] as const) {
        const { steps, given, short, codes } = Quote.explain(quote, language, input.promotions)
        const told = new Set([...steps, ...given].map(({ promotion }) => promotion))
        expect(told).toEqual(new Set(quote.applied))
        expect(short).toHaveLength(quote.partial.length + (quote.lapsed?.length ?? 0))
        for (const text of [...given, ...short].map((one) => one.text).concat(codes))
          expect(text).not.toMatch(/undefined|NaN|: $|：$|-¥/)
      }
    }),
    { numRuns: 300 }
  )
})
