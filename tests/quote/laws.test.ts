import * as Result from "effect/Result"
import { expect, test } from "vitest"
import type { Promotion } from "../../src/promotion/index.ts"
import { quoteLaws } from "../../src/quote/laws/index.ts"
import { of } from "../../src/quote/rules/quote.ts"
import { check, title } from "../../src/testing/index.ts"

for (const law of quoteLaws()) {
  test(title(law), async () => {
    const { held } = await check(law, { runs: 200 })
    expect(held).toBeGreaterThan(0)
  })
}

test("L13 beyond its conditions the whole may fall, and the quote names the rule that did it", () => {
  const promotions: ReadonlyArray<Promotion> = [
    {
      id: "100-30",
      level: "platform",
      when: { measure: "amount", atLeast: "100.00" },
      offer: { kind: "grant", rewards: [{ kind: "amount", amount: "30.00" }] }
    }
  ]
  const at = (amount: bigint) =>
    Result.getOrThrow(
      of({
        currency: "CNY",
        at: 1_794_362_400_000,
        lines: [{ id: "l1", sku: "tea", merchant: "m1", quantity: 1 }],
        prices: [{ id: "p1", sku: "tea", currency: "CNY", amount }],
        promotions
      })
    )
  expect([at(9_999n).grand, at(10_000n).grand]).toEqual([9_999n, 7_000n])
  expect(at(10_000n).steps.map(({ promotion }) => promotion)).toEqual(["100-30"])
})
