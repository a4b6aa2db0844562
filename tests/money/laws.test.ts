import { describe, expect, test } from "vitest"
import { every, law, type Law, verdict } from "../../src/kernel/law.ts"
import * as laws from "../../src/money/laws.ts"
import { check, title } from "../../src/testing/index.ts"

describe("the laws of money", () => {
  test(title(laws.closed), () => check(laws.closed, { runs: 2000 }))
  test(title(laws.oneCurrency), () => check(laws.oneCurrency, { runs: 2000 }))
  test(title(laws.wire), () => check(laws.wire, { runs: 2000 }))
  test(title(laws.fairSplit), () => check(laws.fairSplit, { runs: 5000 }))

  test("L03 a split that gives the rest to whoever comes first is found unfair", async () => {
    type Input = typeof laws.fairSplit extends Law<infer I> ? I : never
    const firstCome = law<Input>({
      id: "L03",
      title: "planted: the rest goes to the first",
      input: laws.fairSplit.input as Law<Input>["input"],
      holds: ({ total, shares }) => {
        const whole = shares.reduce((sum, { weight }) => sum + weight, 0n)
        if (whole === 0n || total <= 0n) return every([])
        const parts = shares.map(({ weight }) => (total * weight) / whole)
        parts[0]! += total - parts.reduce((sum, part) => sum + part, 0n)
        const expected = laws.allocateSlowly(total, shares)
        return verdict(
          parts.every((part, index) => part === expected[index]),
          () => `got ${parts.join()}, specified is ${expected.join()}`
        )
      }
    })
    await expect(check(firstCome, { runs: 2000 })).rejects.toThrow(/L03[^]*seed/)
  })
})
