import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Offer, Promotion, Reward, Selector } from "../../src/promotion/index.ts"
import * as Quote from "../../src/quote/index.ts"
import { cartOf, quoted } from "./sample.ts"

type Lines = Parameters<typeof cartOf>[0]

const sku = (...values: ReadonlyArray<string>): Selector => ({ fact: "sku", op: "in", values })
const off = (amount: string): Reward => ({ kind: "amount", amount })
const cup: Reward = { kind: "gift", sku: "cup", quantity: 1, mode: "add", stock: { account: "cups" } }
const offered = (offer: Offer, more: Partial<Promotion> = {}): Promotion => ({
  id: "x",
  level: "merchant",
  offer,
  ...more
})

const saidOf = (lines: Lines, promotion: Promotion, more: Partial<Quote.QuoteInput> = {}) => {
  const quote = quoted(cartOf(lines, [promotion], more))
  const { next, refused } = Quote.explain(quote, "en", [promotion])
  return { next: next.map(({ detail }) => detail), refused: refused.map(({ detail }) => detail) }
}

const one = (select: Selector, quantity = 1) => ({ select, quantity })
const kit = (...parts: ReadonlyArray<ReturnType<typeof one>>): Offer => ({
  kind: "bundle",
  parts,
  reward: { kind: "price", price: "5.00" }
})

describe("a set whose parts take the same goods", () => {
  const teaAndAny = offered(kit(one(sku("a")), one(sku("a", "b"), 2)))

  test("lacks what is bought for each of them: no unit is two parts", () => {
    // One of b is there. One of a makes two, and a kit has three.
    const { next, refused } = saidOf([[100n, 1]], offered(kit(one(sku("b")), one(sku("a", "b"), 2))))
    expect(next).toEqual(["add 2 more items (1 item of `b`, 1 item of `b` or `a`) to get the set for ¥5.00"])
    expect(refused).toEqual(["1 item more of `b`; 1 item more of `b` or `a`"])
    // Two of a fill the first part and one of the second.
    expect(saidOf([[100n, 2]], teaAndAny).next).toEqual(["add 1 more item of `a` or `b` to get the set for ¥5.00"])
  })

  test("is there once what is told is bought, whatever the parts", () => {
    const skus = ["a", "b", "c"]
    // Of goods that overlap in part a kit may take another unit than the one that was meant for it.
    const part = fc
      .tuple(fc.constantFrom(["a"], ["b"], ["a", "b"], skus), fc.integer({ min: 1, max: 2 }))
      .map(([of, quantity]) => one(sku(...of), quantity))
    const counts = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 3, maxLength: 3 })
    let told = 0
    fc.assert(
      fc.property(part, part, counts, fc.boolean(), (first, second, has, sets) => {
        const offer: Offer = sets
          ? kit(first, second)
          : { kind: "buyGet", buy: first, get: { ...second, reward: { kind: "percent", percent: "50" } } }
        const promotion = offered(offer)
        const lines = (units: ReadonlyArray<number>) =>
          [...units, 1].map((quantity, index) => ({
            id: `l${index}`,
            sku: [...skus, "d"][index]!,
            merchant: "m1",
            quantity
          }))
        const priced = (units: ReadonlyArray<number>) => {
          const prices = [...skus, "d"].map((id) => ({ id, sku: id, currency: "CNY", amount: 1_000n }))
          const input = cartOf([], [promotion], { prices, lines: lines(units).filter(({ quantity }) => quantity > 0) })
          return quoted(input)
        }
        const [next] = Quote.nextOffers(priced(has), [promotion])
        if (next === undefined) return
        told++
        const bought = [...has]
        for (const { select, distance } of next.goods) {
          const goods = JSON.stringify(select)
          const at = skus.findIndex((name) => goods.includes(`"${name}"`))
          bought[at]! += Number(distance)
        }
        expect(priced(bought).applied).toEqual(["x"])
        expect(priced(has).refused[0]?.distance).toBe(next.distance)
      }),
      { numRuns: 500 }
    )
    expect(told).toBeGreaterThan(100)
  })
})

describe("a gift that is out of stock is not promised", () => {
  const from100: Offer = { kind: "tiers", measure: "amount", steps: [{ at: "100.00", rewards: [cup] }] }
  const none = { accounts: { cups: 0 } }

  test("also where nothing in the cart is for the offer yet", () => {
    const ofOther = offered(from100, { select: sku("b") })
    expect(saidOf([[8_000n, 1]], ofOther, { accounts: { cups: 1 } }).next).toEqual([
      "spend ¥100.00 more on `b` to get 1 `cup` free"
    ])
    expect(saidOf([[8_000n, 1]], ofOther, none)).toEqual({
      next: [],
      refused: ["¥100.00 more of `b`; its gift is out of stock"]
    })
    expect(saidOf([[8_000n, 1]], offered(from100, { merchant: "m2" }), none).next).toEqual([])
  })

  test("what comes beside it still is, unless the policy lets the gift take it along", () => {
    const beside: Offer = { kind: "tiers", measure: "amount", steps: [{ at: "100.00", rewards: [cup, off("10.00")] }] }
    expect(saidOf([[8_000n, 1]], offered(beside), none).next).toEqual([
      "spend ¥20.00 more to get 1 `cup` free, ¥10.00 off"
    ])
    expect(saidOf([[8_000n, 1]], offered(beside), { ...none, policy: { giftShort: "refuse" } }).next).toEqual([])
  })

  test("as the next step of an offer that is applied, which would lose what it takes now", () => {
    const steps: Offer = {
      kind: "tiers",
      measure: "amount",
      steps: [
        { at: "50.00", rewards: [off("5.00")] },
        { at: "100.00", rewards: [cup] }
      ]
    }
    const promised = ["spend ¥20.00 more to get 1 `cup` free (now ¥5.00)"]
    expect(saidOf([[8_000n, 1]], offered(steps), { accounts: { cups: 1 } }).next).toEqual(promised)
    expect(saidOf([[8_000n, 1]], offered(steps), none).next).toEqual([])
  })

  test("as one more of an offer by every so much, whose gifts are given all or not", () => {
    const each: Offer = { kind: "every", measure: "amount", each: "50.00", rewards: [cup] }
    expect(saidOf([[8_000n, 1]], offered(each), { accounts: { cups: 2 } }).next).toEqual([
      "spend ¥20.00 more to get 1 `cup` free"
    ])
    expect(saidOf([[8_000n, 1]], offered(each), { accounts: { cups: 1 } }).next).toEqual([])
  })
})

test("an offer by every so much that took all that its rewards may take is not told again", () => {
  const each = (max: string): Promotion =>
    offered(
      { kind: "every", measure: "quantity", each: 2, rewards: [{ kind: "amount", amount: "30.00", max }] },
      { level: "item" }
    )
  const three: Lines = [[10_000n, 3]]
  // 30.00 off each of three are 90.00.
  expect(saidOf(three, each("80.00")).next).toEqual([])
  expect(saidOf(three, each("100.00")).next).toEqual(["add 1 more item to get another ¥30.00 off each, up to ¥10.00"])
})

test("a price above the list price is called so in the waterfall", () => {
  const input = cartOf([[500n, 1]], [])
  const prices = input.prices.map((price) => ({ ...price, list: 300n }))
  const { waterfall } = Quote.explain(quoted({ ...input, prices }), "en")
  expect(waterfall.map(({ text, amount }) => `${text} ${amount}`)).toEqual([
    "list price 300",
    "above list price: price `p-a` 200",
    "total 500"
  ])
})

describe("a promise says what it is kept to", () => {
  const tea: Selector = { fact: "tags", op: "in", values: ["tea"] }

  test.each<[Reward, string, string]>([
    [
      { kind: "percent", percent: "50", units: { max: 1, pick: "cheapest" } },
      "50% off on 1 item",
      "再买 ¥20.00，1 件减 50%"
    ],
    [
      { kind: "percent", percent: "50", units: { max: 2, pick: "dearest", per: "variant" } },
      "50% off on 2 items of each kind",
      "再买 ¥20.00，每款 2 件减 50%"
    ],
    [{ kind: "percent", percent: "50", select: tea }, "50% off on tag `tea`", "再买 ¥20.00，标签 `tea` 减 50%"],
    [
      { kind: "amount", amount: "3.00", per: "unit", select: tea },
      "¥3.00 off each on tag `tea`",
      "再买 ¥20.00，标签 `tea` 每件减 ¥3.00"
    ],
    [
      { kind: "price", price: "1.00", select: tea, units: { max: 1, pick: "dearest" } },
      "1 item of tag `tea` for ¥1.00",
      "再买 ¥20.00，标签 `tea` 1 件只要 ¥1.00"
    ],
    [
      { kind: "cashback", percent: "5", max: "20.00" },
      "5% cash back, up to ¥20.00",
      "再买 ¥20.00，返现 5%（最多 ¥20.00）"
    ],
    [{ kind: "points", percent: "3", max: 50 }, "3% back in points, up to 50", "再买 ¥20.00，返 3% 积分（最多 50）"],
    [{ kind: "points", points: 1 }, "1 point", "再买 ¥20.00，送 1 积分"]
  ])("%j", (reward, en, zh) => {
    const promotion = offered({ kind: "tiers", measure: "amount", steps: [{ at: "100.00", rewards: [reward] }] })
    const quote = quoted(cartOf([[8_000n, 1]], [promotion]))
    const said = (language: "en" | "zh") => Quote.explain(quote, language, [promotion]).next.map(({ detail }) => detail)
    expect(said("en")).toEqual([`spend ¥20.00 more to get ${en}`])
    expect(said("zh")).toEqual([zh])
  })

  test("of lacks in money and in pieces each is told once, though several parts ask for the same goods", () => {
    const offer: Offer = {
      kind: "buyGet",
      buy: one(sku("a")),
      get: { ...one(sku("b")), reward: { kind: "percent", percent: "50" } }
    }
    const promotion = offered(offer, { when: { measure: "amount", atLeast: "100.00" } })
    expect(saidOf([[8_000n, 1]], promotion)).toEqual({ next: [], refused: ["1 item more of `b`; ¥20.00 more"] })
  })
})
