import { describe, expect, test } from "vitest"
import { currencyName, format, largestAmount } from "../../src/money/index.ts"

// The platform may set a no-break space where this file has a plain one.
const plain = (text: string) => text.replaceAll(/[\u00A0\u202F]/g, " ")

describe("format", () => {
  test.each([
    [1990n, "CNY", "zh", "sign", "¥19.90"],
    [123456789n, "CNY", "en", "sign", "¥1,234,567.89"],
    [-5n, "CNY", "zh", "sign", "-¥0.05"],
    [1980n, "JPY", "en", "sign", "¥1,980"],
    [1234n, "KWD", "en", "code", "KWD 1.234"],
    [1990n, "CNY", "zh", "name", "19.90人民币"],
    [1990n, "CNY", "en", "name", "19.90 Chinese yuan"],
    [123456n, "IQD", "en", "code", "IQD 123.456"]
  ] as const)("%d minor units of %s in %s by %s: %s", (amount, currency, language, display, expected) => {
    expect(plain(format({ amount, currency }, language, display))).toBe(expected)
  })

  test("no float enters: the largest amount keeps every digit", () => {
    expect(format({ amount: largestAmount, currency: "CNY" }, "zh")).toBe("¥92,233,720,368,547,758.07")
  })

  test("currencies have names in both languages", () => {
    expect(currencyName("JPY", "zh")).toBe("日元")
    expect(currencyName("JPY", "en")).toBe("Japanese Yen")
  })
})
