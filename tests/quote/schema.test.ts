import { Ajv2020 } from "ajv/dist/2020.js"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { goldenCases } from "../../scripts/golden.ts"
import { jsonSchema, read } from "../../src/quote/index.ts"
import { offers } from "../promotion/offers.ts"

const fits = new Ajv2020({ strict: false, validateFormats: false }).compile(jsonSchema("input"))
const readable = (document: unknown): boolean => Result.isSuccess(read(document))

const tea = { id: "l1", sku: "tea", merchant: "m1", quantity: 2 }
const vat = { included: true, rates: [{ id: "vat", rate: "0.13" }] }
const relief = { kind: "exempt", code: "own", text: { zh: "免税", en: "exempt" } }

/** A document that has every field, with one promotion. */
const full = (promotion: unknown) => ({
  currency: "CNY",
  at: "2026-11-11T02:00:00Z",
  lines: [
    {
      ...tea,
      facts: { tags: ["tea"] },
      floor: { amount: "1.00", percent: "3" },
      addOnOf: "p",
      tax: { ...vat, relief }
    },
    { ...tea, id: "l2", measure: { amount: "0.5", unit: "kg" } }
  ],
  prices: [
    {
      id: "p1",
      sku: "tea",
      currency: "CNY",
      amount: "1.00",
      list: "2.00",
      kind: "base",
      minQuantity: 2,
      tiers: "volume",
      customerGroup: "g",
      channel: "app",
      country: "CN",
      merchant: "m1",
      locks: ["points"],
      from: "2026-11-10T00:00:00Z",
      until: "2026-11-12T00:00:00Z",
      stock: { account: "s" },
      perCustomer: { account: "c" },
      zone: { id: "DE", rates: [{ id: "vat", rate: "0.19" }] }
    },
    { id: "p2", sku: "tea", amount: "20.00", per: { amount: "1", unit: "jin" } }
  ],
  promotions: [promotion],
  charges: [{ id: "s1", amount: "10.00", merchant: "m1", method: "express", facts: { slow: ["no"] }, tax: vat }],
  fees: [{ id: "f1", amount: "-1.00", merchant: "m1", tax: vat }],
  context: { customer: "ann", customerGroup: ["member"] },
  codes: ["SAVE20"],
  accounts: { s: 3, money: "5.00" },
  relief,
  customs: { account: "y", single: "5000.00", share: "0.7", parcel: "1.00", nearParcel: "1.00", free: "1.00" },
  points: { account: "points", spend: 3 },
  tenders: [{ id: "t1", account: "card", amount: "1.00" }],
  policy: {
    combination: "best",
    objective: "payable",
    priceSelection: "lowest",
    zonePrice: "keepNet",
    onSearchBudget: "refuse",
    unknownCustomer: "refuse",
    giftShort: "skip",
    addOnLapsed: "keep",
    rounding: { discount: "halfUp", tax: "down", price: "up" },
    tax: { rounding: "line", compound: true, shipping: "own" },
    limits: [
      { id: "a", classes: "*", max: 1, per: "cart", pick: "first" },
      { id: "b", promotions: ["p"], max: 1, per: "line" }
    ],
    search: { nodes: 10 },
    pointWorth: "0.01",
    points: { share: "0.5" }
  }
})

const documents: ReadonlyArray<unknown> = [
  ...goldenCases().map(([, { input }]) => input),
  ...offers.map((offer) => full(offer))
].filter((document) => readable(document) && fits(document))

// What one value may be replaced by, wherever it stands.
const others: ReadonlyArray<unknown> = [
  [null, true, 0, -1, 1, 1.5, 1e21, Number.MAX_SAFE_INTEGER, "", " ", "0", "-0", "-5.00", "1", "01", "1.", ".5", "1e3"],
  ["1.234", "99999999999999999999", "0x10", "NaN", "all", "none", "*", "USD", "XXX", "x".repeat(129), "1\n", "１"],
  ["2026-11-11T02:00:00Z", "2026-11-11", "2026-02-30T00:00:00Z", "x".repeat(1025), `0.${"1".repeat(39)}`],
  [[], {}, [1], ["a"], [""], [null], { all: [] }, { not: { any: [] } }, { fact: "a", op: "in", values: [] }]
].flat()

type Path = ReadonlyArray<string>

const pathsIn = (value: unknown, at: Path = []): ReadonlyArray<Path> =>
  typeof value === "object" && value !== null
    ? [at, ...Object.entries(value).flatMap(([key, one]) => pathsIn(one, [...at, key]))]
    : [at]

/** The document with the value at a path replaced, or left out where it is `undefined`. */
const replaced = (document: unknown, [key, ...rest]: Path, by: unknown): unknown => {
  if (key === undefined) return by
  if (Array.isArray(document)) return document.map((one, at) => (String(at) === key ? replaced(one, rest, by) : one))
  if (typeof document !== "object" || document === null) return document
  const entries = Object.entries(document).map(([name, one]) => [name, name === key ? replaced(one, rest, by) : one])
  return Object.fromEntries(entries.filter(([, one]) => one !== undefined))
}

const altered = fc.constantFrom(...documents).chain((document) =>
  fc.record({
    document: fc.constant(document),
    path: fc.constantFrom(...pathsIn(document)),
    by: fc.constantFrom(undefined, ...others)
  })
)

// What a shape cannot tell, by what the reader says of it: what values mean, and what they mean together.
const meaning = [
  "CurrencyPrecision",
  "AmountOutOfRange",
  "expected an instant",
  "expected an ISO 4217 currency code",
  "a price in a quote has the currency of the quote",
  "expected a measure above zero"
]

describe("the JSON Schema of the input and the reader", () => {
  test("both take a document with every field, and every kind of offer", () => {
    expect(documents.length).toBeGreaterThan(80)
    for (const offer of offers) expect(fits(full(offer)), JSON.stringify(fits.errors)).toBe(true)
  })

  test("judge alike whatever is changed in a document, but for what values mean", () => {
    let refused = 0
    fc.assert(
      fc.property(altered, ({ document, path, by }) => {
        const changed = replaced(document, path, by)
        const told = read(changed)
        if (Result.isSuccess(told)) {
          // What is no quantity is told with its line, after all that is no shape, by whoever prices it.
          const counts = path[0] === "lines" && path.at(-1) === "quantity" && typeof by === "number"
          // So is a zone's rate below zero; a zero with a sign is zero.
          const below = path.includes("zone") && typeof by === "string" && by.startsWith("-")
          expect(
            fits(changed) || counts || below,
            `${path.join("/")} ${JSON.stringify(by)} ${fits.errors?.[0]?.message}`
          ).toBe(true)
          return
        }
        refused++
        const { failure } = told
        const why =
          failure._tag === "InvalidInput" ? failure.reason : failure._tag === "InvalidPromotion" ? failure.why : ""
        if (meaning.some((start) => why.startsWith(start))) return
        expect(fits(changed), `${path.join("/")} ${JSON.stringify(by)}: ${why}`).toBe(false)
      }),
      { numRuns: 4_000 }
    )
    expect(refused).toBeGreaterThan(1_000)
  })

  test.each([
    ["a fact that is no list", ["context", "customerGroup"], "member"],
    ["customers", ["context", "customer"], ["ann", "bob"]],
    ["less than nothing on an account", ["accounts", "s"], -1],
    ["a code of nothing", ["codes", "0"], ""],
    ["a code that is longer than any", ["codes", "0"], "x".repeat(1025)]
  ])("%s fits neither", (_, path, by) => {
    const changed = replaced(full(offers[0]), path, by)
    expect(fits(changed)).toBe(false)
    expect(readable(changed)).toBe(false)
  })
})
