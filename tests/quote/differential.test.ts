import * as fc from "fast-check"
import { expect, test } from "vitest"
import { carts } from "../../src/testing/quote.ts"
import { figures } from "./figures.ts"
import { quoted } from "./sample.ts"
import { byBest, byRank } from "./specification/index.ts"

test("the engine and its specification agree on every figure of `priority`, on what is applied, and why not", () => {
  fc.assert(
    fc.property(carts(), (cart) => {
      const input = { ...cart, policy: { ...cart.policy, combination: "priority" as const } }
      expect(figures(quoted(input))).toEqual(byRank(input))
    }),
    { numRuns: 500 }
  )
})

test("`best`, where proven exact, is the least of every permitted plan; cut short, its bound is below it", () => {
  let compared = 0
  fc.assert(
    fc.property(carts(), (cart) => {
      const input = { ...cart, policy: { ...cart.policy, combination: "best" as const } }
      const least = byBest(input, 128)?.grand
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
