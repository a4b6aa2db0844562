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

test("`best` is the winner of every permitted plan, line by line, and says why the others are not applied", () => {
  let compared = 0
  fc.assert(
    fc.property(carts(), (cart) => {
      const input = { ...cart, policy: { ...cart.policy, combination: "best" as const, search: { nodes: 20_000 } } }
      const winner = byBest(input, 128)
      if (winner === undefined) return
      compared++
      const quote = quoted(input)
      expect(quote.proof).toEqual({ exact: true })
      expect(figures(quote)).toEqual(winner)
    }),
    { numRuns: 300 }
  )
  expect(compared).toBeGreaterThan(100)
})

test("a search that is cut short is no dearer than `priority`, and its bound lies below the best plan", () => {
  let cut = 0
  fc.assert(
    fc.property(carts(), (cart) => {
      const input = { ...cart, policy: { ...cart.policy, combination: "best" as const, search: { nodes: 1 } } }
      const least = byBest(input, 128)?.grand
      if (least === undefined || cart.policy?.objective === "afterBenefits") return
      const { grand, proof } = quoted(input)
      expect(grand).toBeLessThanOrEqual(byRank(input).grand)
      if (proof.exact) expect(grand).toBe(least)
      else {
        cut++
        expect(proof.bound <= least && least <= grand && proof.gap === grand - proof.bound).toBe(true)
      }
    }),
    { numRuns: 150 }
  )
  expect(cut).toBeGreaterThan(5)
})
