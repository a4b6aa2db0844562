import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Promotion } from "../../../src/promotion/index.ts"
import type { QuoteInput } from "../../../src/quote/index.ts"
import { byPriority } from "../../../src/quote/rules/choose.ts"
import { seated } from "../../../src/quote/rules/seat.ts"
import { byBest } from "../../../src/quote/rules/search/best.ts"
import { partsOf } from "../../../src/quote/rules/search/parts.ts"
import { better, rated } from "../../../src/quote/rules/search/rank.ts"
import { tableOf } from "../../../src/quote/rules/search/table.ts"
import { undisputed } from "../../../src/quote/rules/search/undisputed.ts"
import type { Move } from "../../../src/quote/rules/state.ts"
import { carts } from "../../../src/testing/quote.ts"
import { at } from "../sample.ts"
import { apart, byLine, peaceful, taxedOnTop } from "./carts.ts"
import { bestOfAll, plansIn, type Sample, sampleOf } from "./plans.ts"

const mostPlans = 2_000

/** What moves come to, to compare two plans. */
const plan = (moves: ReadonlyArray<Move>) =>
  moves.map(({ rule, groups, total }) => `${rule.id} takes ${total} of ${groups.join()}`)

const searched = (carts: fc.Arbitrary<QuoteInput>, numRuns: number, see: (sample: Sample) => void): void =>
  fc.assert(
    fc.property(carts, (input) => {
      const sample = sampleOf(input)
      if (plansIn(sample) > mostPlans) return
      see(sample)
      const { outcome, proof } = byBest(sample.cart, sample.seats)
      const best = bestOfAll(sample)
      expect(proof).toEqual({ exact: true })
      expect([rated(sample.cart, outcome).figure, plan(outcome.moves)]).toEqual([best.figure, plan(best.moves)])
    }),
    { numRuns }
  )

describe("the search finds what trying every plan finds: least payable, fewest claims, first by rank", () => {
  test("any promotions", () => {
    let other = 0
    searched(carts(), 400, ({ cart, seats }) => {
      if (!undisputed(cart, seats, byPriority(cart, seated(seats)))) other++
    })
    expect(other).toBeGreaterThan(100)
  })

  test("promotions that combine, of which one pass is often the best", () => {
    const seen = { undisputed: 0, disputed: 0 }
    searched(peaceful(), 400, ({ cart, seats }) => {
      seen[undisputed(cart, seats, byPriority(cart, seated(seats))) ? "undisputed" : "disputed"]++
    })
    expect(seen.undisputed).toBeGreaterThan(100)
    expect(seen.disputed).toBeGreaterThan(100)
  })

  test("promotions that are spread over goods with tax on top", () => {
    const seen = { undisputed: 0, disputed: 0 }
    searched(taxedOnTop(), 600, ({ cart, seats }) => {
      seen[undisputed(cart, seats, byPriority(cart, seated(seats))) ? "undisputed" : "disputed"]++
    })
    expect(seen.undisputed).toBeGreaterThan(100)
    expect(seen.disputed).toBeGreaterThan(100)
  })

  test("offers by line under caps and limits", () => {
    let tables = 0
    searched(byLine(), 600, ({ cart, seats }) => {
      for (const part of partsOf(cart, seats)) if (tableOf(cart, part, { left: 20_000 }) !== undefined) tables++
    })
    expect(tables).toBeGreaterThan(200)
  })
})

test("cut short it is never worse than one pass by rank, and its bound holds", () => {
  let cut = 0
  fc.assert(
    fc.property(
      fc.oneof(byLine(), carts()),
      fc.integer({ min: 1, max: 30 }),
      fc.boolean(),
      (drawn, nodes, benefits) => {
        const objective = benefits ? "afterBenefits" : "payable"
        const input: QuoteInput = { ...drawn, policy: { ...drawn.policy, objective } }
        const sample = sampleOf(input, nodes)
        if (plansIn(sample) > mostPlans) return
        const { cart, seats } = sample
        const { outcome, proof } = byBest(cart, seats)
        const found = rated(cart, outcome)
        expect(better(rated(cart, byPriority(cart, seated(seats))), found)).toBe(false)
        const { figure } = bestOfAll(sample)
        if (proof.exact) {
          expect(found.figure).toBe(figure)
          return
        }
        cut++
        expect(proof.bound).toBeLessThanOrEqual(figure)
        // Nobody takes more than goods cost.
        const fees = cart.fees.reduce((sum, { amount }) => sum + amount, 0)
        if (!benefits) expect(proof.bound).toBeGreaterThanOrEqual(fees)
        expect([proof.payable, proof.gap]).toEqual([BigInt(found.figure), proof.payable - proof.bound])
      }
    ),
    { numRuns: 600 }
  )
  expect(cut).toBeGreaterThan(50)
})

test("what parts save adds up", () => {
  let split = 0
  fc.assert(
    fc.property(fc.oneof(apart(), apart(), carts()), (input) => {
      const { cart, seats } = sampleOf(input)
      const parts = partsOf(cart, seats)
      expect(
        parts
          .flat()
          .map(({ at }) => at)
          .toSorted((a, b) => a - b)
      ).toEqual(seats.map(({ at }) => at))
      if (parts.length < 2) return
      split++
      const together = byPriority(cart, seated(seats))
      const apart = parts.flatMap((part) => byPriority(cart, seated(part)).moves).toSorted((a, b) => a.at - b.at)
      expect(plan(apart)).toEqual(plan(together.moves))
    }),
    { numRuns: 600 }
  )
  expect(split).toBeGreaterThan(50)
})

describe("a bound that is proven says no more than any plan could do", () => {
  const exclusive = (percent: string, index: number): Promotion => ({
    id: `o${index}`,
    level: "merchant",
    stack: { class: `${index}`, combines: "none" },
    offer: { kind: "grant", rewards: [{ kind: "percent", percent, per: "total" }] }
  })
  const gift: Promotion = {
    id: "gift",
    level: "merchant",
    stack: { class: "gifts", combines: "all" },
    offer: { kind: "grant", rewards: [{ kind: "gift", sku: "tin", quantity: 1, mode: "add" }] }
  }
  const cutShort = (offers: ReadonlyArray<Promotion>, objective: "payable" | "afterBenefits") => {
    const { cart, seats } = sampleOf(
      {
        currency: "EUR",
        at,
        lines: ["a", "b"].map((sku) => ({
          id: sku,
          sku,
          merchant: "m",
          quantity: 1,
          tax: { included: false, rates: [{ id: "vat", rate: "0.2" }] }
        })),
        prices: ["a", "b", "tin"].map((sku) => ({
          id: sku,
          sku,
          currency: "EUR",
          amount: sku === "tin" ? 9_000n : 1_000n
        })),
        promotions: offers,
        fees: [{ id: "packing", amount: 50n }],
        policy: { objective }
      },
      1
    )
    return byBest(cart, seats).proof
  }

  test("goods are given away at most, and fees are paid", () => {
    const proof = cutShort(["60", "70", "80"].map(exclusive), "payable")
    expect(proof).toMatchObject({ exact: false, bound: 50n })
  })

  test("with gifts that are worth more than what is paid it is below that", () => {
    const proof = cutShort([...["60", "70", "80"].map(exclusive), gift], "afterBenefits")
    expect(proof.exact).toBe(false)
    if (!proof.exact) expect(proof.bound).toBeLessThan(proof.payable)
  })
})
