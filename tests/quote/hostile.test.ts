import { readFileSync } from "node:fs"
import * as Result from "effect/Result"
import { describe, expect, test } from "vitest"
import type { Promotion } from "../../src/promotion/index.ts"
import * as Quote from "../../src/quote/index.ts"
import { cartOf, line, price, quoted, refuses, succeeds } from "./sample.ts"

const lawful = cartOf([[10_000n, 1]], [])
const document = JSON.parse(readFileSync(new URL("../../examples/quote/cart.json", import.meta.url), "utf8"))

const altered = (change: (copy: typeof document) => void): unknown => {
  const copy = structuredClone(document)
  change(copy)
  return copy
}

describe("inputs that are no cart", () => {
  test("the lawful twin is quoted", () => {
    expect(quoted(lawful).grand).toBe(10_000n)
    expect(succeeds(Quote.of(succeeds(Quote.read(document)))).grand).toBe(49_300n)
  })

  test.each([
    ["H001", -1, "-1"],
    ["H002", 0, "0"],
    ["H003", 1.5, "1.5"],
    ["H004", Number.NaN, "NaN"],
    ["H004", Number.POSITIVE_INFINITY, "Infinity"],
    ["H004", -0, "-0"],
    ["H001", 100_001, "100001"]
  ])("%s quantity %s is InvalidQuantity", (_, quantity, shown) => {
    const refusal = refuses(Quote.of({ ...lawful, lines: [line("a", quantity)] }))
    expect(refusal).toEqual({ _tag: "InvalidQuantity", line: "l-a", quantity: shown })
  })

  test.each([["-1"], ["0"], ["1.5"], ['"3"'], ["null"], ["1e999"], ["-0"], ["[1]"]])(
    "quantity %s on the wire",
    (quantity) => {
      const text = JSON.stringify(document).replace('"quantity":3', `"quantity":${quantity}`)
      const refusal = refuses(
        Result.flatMap(Quote.read(JSON.parse(text)), (input): Result.Result<unknown, unknown> => Quote.of(input))
      )
      expect(refusal).toMatchObject({ _tag: "InvalidQuantity", line: "l1" })
    }
  )

  test.each<[string, (copy: typeof document) => void, object]>([
    [
      "an unknown key",
      (copy) => (copy.lines[0].unitPrice = "1"),
      { path: "/lines/0/unitPrice", reason: "unknown key" }
    ],
    ["an unknown policy", (copy) => (copy.policy = { combinations: "best" }), { path: "/policy/combinations" }],
    [
      "a key that reaches for a prototype",
      (copy) => Object.defineProperty(copy, "__proto__", { value: {}, enumerable: true }),
      { path: "/__proto__" }
    ],
    ["a missing list", (copy) => delete copy.prices, { path: "/prices", reason: "missing" }],
    ["an amount that is a number", (copy) => (copy.prices[0].amount = 128), { path: "/prices/0/amount" }],
    ["too many decimals", (copy) => (copy.prices[0].amount = "128.001"), { reason: "CurrencyPrecision" }],
    [
      "an amount out of range",
      (copy) => (copy.prices[0].amount = "92233720368547758.08"),
      { reason: "AmountOutOfRange" }
    ],
    ["an instant that is none", (copy) => (copy.at = "2026-02-30T00:00:00Z"), { path: "/at" }],
    ["an unknown currency", (copy) => (copy.currency = "XXX"), { path: "/currency" }],
    ["a lone surrogate", (copy) => (copy.lines[0].sku = "\ud800"), { path: "/lines/0/sku" }],
    ["a negative charge", (copy) => (copy.charges[0].amount = "-1.00"), { path: "/charges/0/amount" }],
    ["a rate below zero", (copy) => (copy.lines[0].tax.rates[0].rate = "-0.13"), { path: "/lines/0/tax" }],
    ["an id that looks like a unit", (copy) => (copy.lines[0].id = "l#1"), { path: "/lines/0/id" }]
  ])("%s is InvalidInput", (_, change, expected) => {
    const refusal = refuses(
      Result.flatMap(Quote.read(altered(change)), (input): Result.Result<unknown, unknown> => Quote.of(input))
    )
    expect(refusal).toMatchObject({ _tag: "InvalidInput", ...expected })
  })

  test("null, a list, a text and nothing are refused, never thrown", () => {
    for (const json of [null, undefined, [], "cart", 5, true])
      expect(refuses(Quote.read(json))).toEqual({ _tag: "InvalidInput", path: "", reason: "expected an object" })
  })

  test("conditions nested 100,000 deep are refused, not followed", () => {
    let when: unknown = { all: [] }
    for (let depth = 0; depth < 100_000; depth++) when = { not: when }
    const refusal = refuses(Quote.read({ ...document, promotions: [{ ...document.promotions[0], when }] }))
    expect(refusal).toMatchObject({ _tag: "InvalidPromotion", why: "nested deeper than 16" })
  })

  test("a quantity nested 100,000 deep is refused, not written out", () => {
    let quantity: unknown = 1
    for (let depth = 0; depth < 100_000; depth++) quantity = [quantity]
    const refusal = refuses(Quote.read({ ...document, lines: [{ ...document.lines[0], quantity }] }))
    expect(refusal).toEqual({ _tag: "InvalidQuantity", line: "l1", quantity: "object" })
  })

  test("a price and a list price below zero are AmountOutOfRange", () => {
    for (const wrong of [{ amount: -1n }, { list: -1n }]) {
      const prices = [price("a", 10_000n, wrong)]
      expect(refuses(Quote.of({ ...lawful, prices }))).toEqual({
        _tag: "AmountOutOfRange",
        amount: -1n,
        currency: "CNY"
      })
    }
  })

  test("10,001 lines, 100,001 units and 101 codes are TooLarge", () => {
    const lines = Array.from({ length: 10_001 }, (_, index) => ({ ...line("a", 1), id: `l${index}` }))
    expect(refuses(Quote.of({ ...lawful, lines }))).toEqual({ _tag: "TooLarge", what: "lines", limit: 10_000 })
    const units = [line("a", 100_000), { ...line("a", 1), id: "m" }]
    expect(refuses(Quote.of({ ...lawful, lines: units }))).toEqual({ _tag: "TooLarge", what: "units", limit: 100_000 })
    const codes = Array.from({ length: 101 }, (_, index) => `c${index}`)
    expect(refuses(Quote.of({ ...lawful, codes }))).toEqual({ _tag: "TooLarge", what: "codes", limit: 100 })
  })

  test("10,000 lines are quoted", () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => ({ ...line("a", 1), id: `l${index}` }))
    expect(quoted({ ...lawful, lines }).grand).toBe(100_000_000n)
  })

  test("an id that stands twice is DuplicateId", () => {
    expect(refuses(Quote.of({ ...lawful, lines: [line("a", 1), line("a", 1)] }))).toEqual({
      _tag: "DuplicateId",
      id: "l-a"
    })
  })

  test("a sku without a price is PriceMissing, one with a foreign price CurrencyMismatch", () => {
    expect(refuses(Quote.of({ ...lawful, prices: [] }))).toEqual({ _tag: "PriceMissing", sku: "a", merchant: "m1" })
    expect(refuses(Quote.of({ ...lawful, prices: [price("a", 1n, { currency: "JPY" })] }))).toEqual({
      _tag: "CurrencyMismatch",
      expected: "CNY",
      found: "JPY"
    })
  })

  test("a rule set of another currency is CurrencyMismatch", () => {
    const rules = succeeds(Quote.compile([], "JPY"))
    expect(refuses(Quote.of({ ...lawful, promotions: rules }))._tag).toBe("CurrencyMismatch")
  })

  test("amounts that sum beyond 2^53 - 1, which is ninety trillion yuan, are AmountOutOfRange", () => {
    const huge = { ...lawful, prices: [price("a", 9_007_199_254_740_991n)] }
    expect(quoted(huge).grand).toBe(9_007_199_254_740_991n)
    const larger = { ...lawful, prices: [price("a", 9_223_372_036_854_775_807n)] }
    expect(refuses(Quote.of(larger))).toEqual({
      _tag: "AmountOutOfRange",
      amount: 9_223_372_036_854_775_807n,
      currency: "CNY"
    })
    expect(refuses(Quote.of({ ...huge, lines: [line("a", 2)] }))._tag).toBe("AmountOutOfRange")
    const taxed = { ...huge, lines: [line("a", 1, { tax: { included: false, rates: [{ id: "vat", rate: "0.13" }] } })] }
    expect(refuses(Quote.of(taxed))._tag).toBe("AmountOutOfRange")
  })

  test("points pay no more than is to pay, though a negative fee leaves less than the goods come to", () => {
    const fees = [{ id: "f", amount: -9_000n }]
    const points = { account: "points", spend: 10_000 }
    const quote = quoted({ ...lawful, fees, points, accounts: { points: 10_000 } })
    expect(quote.points).toEqual({ account: "points", spent: 1_000n, amount: 1_000n })
    expect([quote.grand, quote.due]).toEqual([1_000n, 0n])
  })

  test("tens of thousands of sets are priced at once, each by what sets like it give", () => {
    const of = (quantity: number): Promotion => ({
      id: "three",
      level: "item",
      offer: { kind: "multi", quantity, price: "99.00" }
    })
    const goods = cartOf(
      [
        [5_000n, 30_001],
        [4_000n, 30_001]
      ],
      [of(3)],
      { policy: { combination: "priority" } }
    )
    // 10,000 sets of 150.00 with one left over, one of 130.00, 9,999 of 120.00 with three left over of which one is a set.
    const { grand, steps } = quoted(goods)
    expect(grand).toBe(20_000n * 9_900n + 2n * 4_000n)
    expect(steps.at(0)?.times).toBe(20_000)
  })

  test("a negative fee beyond the cart is NegativeTotal", () => {
    expect(refuses(Quote.of({ ...lawful, fees: [{ id: "f", amount: -10_001n }] }))).toEqual({
      _tag: "NegativeTotal",
      total: -1n,
      currency: "CNY"
    })
  })

  test("promotions and limits that cannot be are refused before anything is priced", () => {
    const off = (id: string, amount: string) => ({
      id,
      level: "item" as const,
      offer: { kind: "grant" as const, rewards: [{ kind: "amount" as const, amount }] }
    })
    expect(refuses(Quote.of({ ...lawful, promotions: [off("a", "-1.00")] }))).toMatchObject({
      _tag: "InvalidPromotion",
      promotion: "a",
      path: "/offer/rewards/0/amount"
    })
    expect(refuses(Quote.of({ ...lawful, promotions: [off("a", "1.00"), off("a", "2.00")] }))._tag).toBe("InvalidRules")
    const limit = { id: "l", classes: ["x"], promotions: ["y"], max: 1, per: "cart" as const }
    expect(refuses(Quote.of({ ...lawful, policy: { limits: [limit] } }))._tag).toBe("InvalidRules")
  })
})
