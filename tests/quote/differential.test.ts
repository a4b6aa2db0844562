import * as fc from "fast-check"
import { expect, test } from "vitest"
import type * as Quote from "../../src/quote/index.ts"
import { carts } from "../../src/testing/quote.ts"
import { quoted } from "./sample.ts"
import { byRank, leastPayable } from "./specification.ts"

const seen = (quote: Quote.Quote) => ({
  grand: quote.grand,
  tax: quote.tax,
  discount: quote.discount,
  lines: quote.lines.map(({ amount, tax }) => ({ amount, tax })),
  charges: quote.charges.map(({ amount }) => amount),
  applied: quote.applied,
  claims: [...Map.groupBy(quote.claims, ({ account }) => account)]
    .map(([account, claims]) => `${account} ${claims.reduce((sum, { amount }) => sum + amount, 0n)}`)
    .sort()
})

test("the engine and its specification agree on every figure of `priority`, and on what is applied", () => {
  fc.assert(
    fc.property(carts(), (cart) => {
      const input = { ...cart, policy: { ...cart.policy, combination: "priority" as const } }
      const { refused: _, ...expected } = byRank(input)
      expect(seen(quoted(input))).toEqual(expected)
    }),
    { numRuns: 500 }
  )
})

test("they agree on why each promotion is not applied", () => {
  fc.assert(
    fc.property(carts(), (cart) => {
      const input = { ...cart, policy: { ...cart.policy, combination: "priority" as const } }
      const reasons = quoted(input).refused.map(({ promotion, reason }) => `${promotion} ${reason}`)
      expect(reasons.toSorted()).toEqual(byRank(input).refused.toSorted())
    }),
    { numRuns: 500 }
  )
})

test("`best`, where proven exact, is the least of every permitted plan; cut short, its bound is below it", () => {
  let compared = 0
  fc.assert(
    fc.property(carts(), (cart) => {
      const input = { ...cart, policy: { ...cart.policy, combination: "best" as const } }
      const least = leastPayable(input, 128)
      if (least === undefined) return
      compared++
      const { grand, proof } = quoted(input)
      if (proof.exact) expect(grand).toBe(least)
      else expect(proof.bound <= least && least <= grand).toBe(true)
    }),
    { numRuns: 150 }
  )
  expect(compared).toBeGreaterThan(40)
})
