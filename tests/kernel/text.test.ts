import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { compareText, isStorable } from "../../src/kernel/text.ts"

const text = fc.string({ unit: fc.constantFrom("a", "b", "é", "文", "\u{FFFD}", "\u{E000}", "\u{10000}", "\u{1F600}") })

describe("compareText", () => {
  test("is the order of UTF-8 bytes", () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        expect(Math.sign(compareText(left, right))).toBe(Buffer.compare(Buffer.from(left), Buffer.from(right)))
      }),
      { numRuns: 2000 }
    )
  })

  test("puts a character beyond U+FFFF last, where UTF-16 would put it before U+FFFD", () => {
    expect(compareText("\u{1F600}", "\u{FFFD}")).toBeGreaterThan(0)
    expect(["\u{FFFD}", "\u{1F600}"].toSorted()).toEqual(["\u{1F600}", "\u{FFFD}"])
  })
})

describe("isStorable", () => {
  test.each([
    ["plain", "茶 tea", true],
    ["empty", "", true],
    ["NUL", "a\u0000b", false],
    ["a lone high surrogate", "a\uD83D", false],
    ["a lone low surrogate", "\uDE00a", false],
    ["a pair", "\u{1F600}", true]
  ])("%s", (_, value, expected) => {
    expect(isStorable(value)).toBe(expected)
  })
})
