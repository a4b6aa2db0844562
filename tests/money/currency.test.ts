import { describe, expect, test } from "vitest"
import { currencies, currencyOf, isCurrency } from "../../src/money/index.ts"

describe("ISO 4217", () => {
  const all = currencies()

  test("codes and numbers are well formed, unique and in order", () => {
    for (const { code, number, exponent } of all) {
      expect(code).toMatch(/^[A-Z]{3}$/)
      expect(number).toMatch(/^[0-9]{3}$/)
      expect([0, 2, 3, 4]).toContain(exponent)
    }
    const codes = all.map(({ code }) => code)
    expect(codes).toEqual([...new Set(codes)].toSorted())
    expect(new Set(all.map(({ number }) => number)).size).toBe(all.length)
  })

  test("every currency that the platform's locale data knows as current is in the table", () => {
    // Withdrawn since: guilder of the Antilles, lev, convertible peso, kuna, leone of 1964, Zimbabwe dollar of 2009; no minor unit: XDR, XSU.
    const withdrawn = ["ANG", "BGN", "CUC", "HRK", "SLL", "XDR", "XSU", "ZWL"]
    const known = Intl.supportedValuesOf("currency").filter((code) => !withdrawn.includes(code))
    expect(known.length).toBeGreaterThan(140)
    expect(known.filter((code) => !isCurrency(code))).toEqual([])
  })

  test.each([
    ["CNY", "156", 2],
    ["USD", "840", 2],
    ["EUR", "978", 2],
    ["JPY", "392", 0],
    ["KRW", "410", 0],
    ["VND", "704", 0],
    ["ISK", "352", 0],
    ["KWD", "414", 3],
    ["TND", "788", 3],
    ["CLF", "990", 4],
    ["UYW", "927", 4],
    ["HKD", "344", 2],
    ["MOP", "446", 2],
    ["TWD", "901", 2]
  ])("%s is %s with %d decimals", (code, number, exponent) => {
    expect(currencyOf(code)).toEqual({ code, number, exponent })
  })

  test.each(["XAU", "XAG", "XDR", "XXX", "XTS", "DEM", "BTC", "cny", "", "__proto__", "constructor"])(
    "`%s` is none",
    (code) => {
      expect(isCurrency(code)).toBe(false)
    }
  )
})
