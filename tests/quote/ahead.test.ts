import { expect, test } from "vitest"
import type { Promotion } from "../../src/promotion/index.ts"
import * as Quote from "../../src/quote/index.ts"
import { offers } from "../promotion/offers.ts"
import { cartOf, refuses, succeeds } from "./sample.ts"

const grant = (reward: object): Promotion => ({
  id: "p",
  level: "merchant",
  offer: { kind: "grant", rewards: [reward] } as Promotion["offer"]
})

test.each<[string, Promotion, string]>([
  ["a gift", grant({ kind: "gift", sku: "cup", quantity: 1, mode: "add" }), "/offer"],
  ["cashback", grant({ kind: "cashback", percent: "5" }), "/offer"],
  ["points", grant({ kind: "points", points: 5 }), "/offer"],
  ["a coupon", grant({ kind: "coupon", template: "next" }), "/offer"],
  ["an amount net of tax", grant({ kind: "amount", amount: "5.00", basis: "net" }), "/offer"],
  ["an add-on", { ...grant({}), offer: { kind: "addOn", price: "1.00" } }, "/offer/kind"],
  ["a deposit", { ...grant({}), offer: { kind: "deposit", pay: "1.00", counts: "2.00" } }, "/offer/kind"]
])("%s is refused by an engine that does not carry it", (_, promotion, path) => {
  expect(refuses(Quote.of(cartOf([[10_000n, 1]], [promotion])))).toMatchObject({ _tag: "InvalidPromotion", path })
})

test.each<[string, Partial<Quote.QuoteInput>, object]>([
  ["points", { points: { account: "points", spend: 5 } }, { _tag: "InvalidInput", path: "/points" }],
  ["tenders", { tenders: [] }, { _tag: "InvalidInput", path: "/tenders" }],
  ["an objective", { policy: { objective: "afterBenefits" } }, { _tag: "InvalidRules", path: "/policy/objective" }],
  ["a point's worth", { policy: { pointWorth: "1" } }, { _tag: "InvalidRules", path: "/policy/pointWorth" }]
])("%s of a cart too", (_, more, refusal) => {
  expect(refuses(Quote.of(cartOf([[10_000n, 1]], [], more)))).toMatchObject(refusal)
})

test("every offer of the trade is read in a document", () => {
  const document = { currency: "CNY", at: "2026-11-11T02:00:00Z", lines: [], prices: [], promotions: offers }
  expect(succeeds(Quote.read(document)).promotions).toHaveLength(offers.length)
})

const pick = { id: "one", max: 1, pick: "best" } as const
const off = (id: string, more: Partial<Promotion>): Promotion => ({
  ...grant({ kind: "percent", percent: "5" }),
  id,
  ...more
})

test.each<[string, Quote.Limit]>([
  ["of two levels", { ...pick, classes: "*", per: "cart" }],
  ["for each line, of scope cart", { ...pick, promotions: ["a"], per: "line" }]
])("a limit that picks the best %s is InvalidRules", (_, limit) => {
  const promotions = [off("a", { level: "item" }), off("b", { level: "platform" })]
  expect(refuses(Quote.of(cartOf([[10_000n, 1]], promotions, { policy: { limits: [limit] } })))).toEqual({
    _tag: "InvalidRules",
    path: "/policy/limits/0/pick",
    why: expect.stringContaining("pick best")
  })
})
