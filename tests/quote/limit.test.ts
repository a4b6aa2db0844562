import { expect, test } from "vitest"
import type { Promotion } from "../../src/promotion/index.ts"
import * as Quote from "../../src/quote/index.ts"
import { offers } from "../promotion/offers.ts"
import { cartOf, refuses, succeeds } from "./sample.ts"

test("every offer of the trade is read in a document and compiled", () => {
  const document = { currency: "CNY", at: "2026-11-11T02:00:00Z", lines: [], prices: [], promotions: offers }
  const { promotions } = succeeds(Quote.read(document))
  if ("_tag" in promotions) throw new Error("a document has promotions")
  expect(succeeds(Quote.compile(promotions, "CNY")).rules).toHaveLength(offers.length)
})

const pick = { id: "one", max: 1, pick: "best" } as const
const off = (id: string, more: Partial<Promotion>): Promotion => ({
  id,
  level: "merchant",
  offer: { kind: "grant", rewards: [{ kind: "percent", percent: "5" }] },
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
