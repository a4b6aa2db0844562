import { readFileSync } from "node:fs"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { expect, test } from "vitest"
import { sha256 } from "../../src/kernel/digest.ts"
import * as Quote from "../../src/quote/index.ts"
import { succeeds } from "./sample.ts"

const document: unknown = JSON.parse(readFileSync(new URL("../../examples/quote/cart.json", import.meta.url), "utf8"))

const expected = {
  currency: "CNY",
  at: "2026-11-11T02:00:00Z",
  grand: "493.00",
  subtotal: { net: "436.29", gross: "493.00" },
  shipping: { net: "0.00", gross: "0.00" },
  tax: "56.71",
  discount: "141.00",
  lines: [
    {
      id: "l1",
      price: "p2",
      before: "354.00",
      discount: "104.32",
      amount: "249.68",
      tax: "28.72",
      net: "220.96",
      gross: "249.68",
      adjustments: [
        { promotion: "cross-300-50", version: 1, amount: "25.32" },
        { promotion: "second-half", version: 1, amount: "59.00" },
        { promotion: "tea20", version: 1, amount: "20.00" }
      ],
      units: [
        { price: "118.00", amount: "99.87", tax: "11.49" },
        { price: "118.00", amount: "49.94", tax: "5.74" },
        { price: "118.00", amount: "99.87", tax: "11.49" }
      ]
    },
    {
      id: "l2",
      price: "p3",
      before: "268.00",
      discount: "24.68",
      amount: "243.32",
      tax: "27.99",
      net: "215.33",
      gross: "243.32",
      adjustments: [{ promotion: "cross-300-50", version: 1, amount: "24.68" }],
      units: [{ price: "268.00", amount: "243.32", tax: "27.99" }]
    }
  ],
  charges: [
    {
      id: "s1",
      before: "12.00",
      amount: "0.00",
      tax: "0.00",
      net: "0.00",
      gross: "0.00",
      adjustments: [{ promotion: "free-ship-99", version: 1, amount: "12.00" }]
    }
  ],
  fees: [],
  gifts: [],
  after: [],
  applied: ["second-half", "tea20", "cross-300-50", "free-ship-99"],
  claims: [],
  partial: [],
  refused: [
    {
      promotion: "unionpay-10",
      reason: "ConditionUnmet",
      missing: [{ fact: "paymentMethod", op: "in", values: ["unionpay"] }]
    }
  ],
  codes: [{ code: "TEA20", state: "Applied", promotion: "tea20" }],
  proof: { exact: true }
}

const quote = () => succeeds(Quote.of(succeeds(Quote.read(document))))

test("the example of the wire form, figure by figure", () => {
  const { steps, ...rest } = Quote.write(quote())
  expect(rest).toEqual(expected)
  expect(steps.map(({ promotion, target, amount, running }) => [promotion, target, amount, running])).toEqual([
    ["second-half", "l1#2", "59.00", "59.00"],
    ["tea20", "l1#1", "8.00", "110.00"],
    ["tea20", "l1#2", "4.00", "55.00"],
    ["tea20", "l1#3", "8.00", "110.00"],
    ["cross-300-50", "l1#1", "10.13", "99.87"],
    ["cross-300-50", "l1#2", "5.06", "49.94"],
    ["cross-300-50", "l1#3", "10.13", "99.87"],
    ["cross-300-50", "l2#1", "24.68", "243.32"],
    ["free-ship-99", "s1", "12.00", "0.00"]
  ])
})

test("the keys of the output stand in the order of the wire form", () => {
  expect(Object.keys(Quote.write(quote()))).toEqual([
    "currency",
    "at",
    "grand",
    "subtotal",
    "shipping",
    "tax",
    "discount",
    "lines",
    "charges",
    "fees",
    "gifts",
    "after",
    "applied",
    "claims",
    "partial",
    "refused",
    "codes",
    "steps",
    "proof"
  ])
})

test("its Schema writes what `write` writes and reads it back", () => {
  const json = succeeds(Schema.encodeUnknownResult(Quote.Quote)(quote()))
  expect(json).toEqual(Quote.write(quote()))
  expect(succeeds(Schema.decodeUnknownResult(Quote.Quote, { onExcessProperty: "error" })(json))).toEqual(quote())
})

test("the Schema of the document accepts what `read` accepts", () => {
  const decode = Schema.decodeUnknownResult(Quote.QuoteDocument, { onExcessProperty: "error" })
  expect(Result.isSuccess(decode(document))).toBe(true)
})

test("an amount of a stored quote that is none is refused", () => {
  const json = { ...Quote.write(quote()), grand: "493.001" }
  expect(Result.isFailure(Schema.decodeUnknownResult(Quote.Quote)(json))).toBe(true)
})

test("fingerprints: order does not count, a figure does", () => {
  const read = succeeds(Quote.read(document))
  if ("_tag" in read.promotions) throw new Error("a document holds promotions")
  const input = { ...read, promotions: read.promotions }
  expect(Quote.fingerprint({ ...input, lines: input.lines.toReversed() }, sha256)).toBe(
    Quote.fingerprint(input, sha256)
  )
  expect(Quote.fingerprint({ ...input, at: input.at + 1 }, sha256)).not.toBe(Quote.fingerprint(input, sha256))
  expect(Quote.fingerprint(input, sha256)).toMatch(/^[0-9a-f]{64}$/)
  const versioned = { promotions: input.promotions.map((promotion) => ({ ...promotion, version: 2 })) }
  expect(Quote.ruleSetHash(versioned, sha256)).not.toBe(Quote.ruleSetHash(input, sha256))
})
