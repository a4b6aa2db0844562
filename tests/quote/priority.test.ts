import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Promotion } from "../../src/promotion/index.ts"
import { byPriority, of, type PriorityInput, type QuoteInput, write } from "../../src/quote/index.ts"
import { carts } from "../../src/testing/quote.ts"
import { cartOf } from "./sample.ts"

const inOnePass = (input: QuoteInput): PriorityInput => ({
  ...input,
  policy: { ...input.policy, combination: "priority" }
})

const off = (id: string, amount: string): Promotion => ({
  id,
  level: "merchant",
  stack: { combines: "none" },
  offer: { kind: "grant", rewards: [{ kind: "amount", amount }] }
})

describe("a quote by priority, without the search", () => {
  test("is what `of` makes of the same input: the quote and the refusal, to the byte", () => {
    const seen = { quotes: 0, refusals: 0 }
    fc.assert(
      fc.property(carts(), fc.boolean(), (drawn, broken) => {
        const input = inOnePass(broken ? { ...drawn, lines: [...drawn.lines, ...drawn.lines.slice(0, 1)] } : drawn)
        const [one, other] = [byPriority(input), of(input)]
        if (Result.isSuccess(one) && Result.isSuccess(other)) {
          seen.quotes++
          expect(JSON.stringify(write(one.success))).toBe(JSON.stringify(write(other.success)))
        } else {
          seen.refusals++
          expect(one).toEqual(other)
        }
      }),
      { numRuns: 500 }
    )
    expect(seen.quotes).toBeGreaterThan(50)
    expect(seen.refusals).toBeGreaterThan(50)
  })

  test("takes the first of two offers in rank that do not combine, where the best is the other", () => {
    const cart = cartOf([[10_000n, 1]], [off("a", "10.00"), off("b", "20.00")])
    const [ranked, best] = [Result.getOrThrow(byPriority(inOnePass(cart))), Result.getOrThrow(of(cart))]
    expect([ranked.applied, ranked.grand, ranked.proof]).toEqual([["a"], 9_000n, { exact: true }])
    expect([best.applied, best.grand]).toEqual([["b"], 8_000n])
  })

  test.each([
    ["the best, which is the default", {}],
    ["the best, stated", { combination: "best" as const }]
  ])("refuses a policy that asks for %s", (_, policy) => {
    const asked = { ...cartOf([[10_000n, 1]], [off("a", "10.00")]), policy }
    // Types refuse it before; JSON has none.
    expect(byPriority(asked as PriorityInput)).toEqual(
      Result.fail({ _tag: "InvalidInput", path: "/policy/combination", reason: "expected priority" })
    )
  })

  test("what is wrong with the input itself is said first", () => {
    const asked = { ...cartOf([[10_000n, 0]], []), policy: {} }
    const refused = byPriority(asked as QuoteInput as PriorityInput)
    expect(Result.isFailure(refused) && refused.failure._tag).toBe("InvalidQuantity")
  })
})
