import { Ajv2020 } from "ajv/dist/2020.js"
import { describe, expect, test } from "vitest"
import { goldenCases } from "../../scripts/golden.ts"
import { answer, jsonSchema } from "../../src/quote/index.ts"

const cases = goldenCases()
const named = (start: string) => cases.filter(([name]) => name.startsWith(start)).map(([name]) => name)
const ajv = new Ajv2020({ strict: false, validateFormats: false })
const fits = { input: ajv.compile(jsonSchema("input")), output: ajv.compile(jsonSchema("output")) }

describe("the cases kept in files", () => {
  test.each(cases)("%s", (_, golden) => {
    const repair = "if it is meant: `node --conditions=@pannier/source scripts/golden.ts --write`"
    expect(JSON.stringify(answer(golden.input), null, 2), repair).toBe(JSON.stringify(golden.answer, null, 2))
  })

  test("are of every kind of offer, of taxes and of refusals", () => {
    const inputs = JSON.stringify(cases.map(([, { input }]) => input))
    const kinds = (pattern: RegExp) => [...new Set(inputs.match(pattern))].sort()
    const offers = ["addOn", "bundle", "buyGet", "deposit", "every", "grant", "multi", "nth", "tiers"]
    expect(kinds(/(?<="offer":\{"kind":")\w+/g)).toEqual(offers)
    const rewards = ["amount", "cashback", "coupon", "gift", "percent", "points", "price", "shipping"]
    expect(kinds(/(?<="kind":")(?!base|override)\w+/g)).toEqual([...offers, ...rewards].sort())
    expect(named("tax-").length).toBeGreaterThanOrEqual(4)
    expect(named("refused-").length).toBeGreaterThanOrEqual(12)
    expect(cases.length).toBeGreaterThanOrEqual(60)
  })
})

describe("the JSON Schemas, read by another implementation", () => {
  // What the shape alone cannot tell: values that mean nothing together.
  const meaning = ["currency", "decimals", "negative", "no-price", "percent", "promotion-twice"]
    .concat(["range", "search", "tiers", "twice", "instant"])
    .map((name) => `refused-${name}`)

  test.each(cases)("%s: its input and its answer are judged as by the engine", (name, golden) => {
    expect(fits.output(golden.answer), JSON.stringify(fits.output.errors)).toBe(true)
    expect(fits.input(golden.input)).toBe(!name.startsWith("refused-") || meaning.includes(name))
  })

  test("are closed: a key too many is refused, wherever it stands", () => {
    const [, { input, answer: answered }] = cases.find(([name]) => name === "budgets")!
    const withKey = (value: unknown, path: ReadonlyArray<string>): unknown => {
      const [head, ...rest] = path
      if (head === undefined) return { ...(value as object), colour: "red" }
      if (Array.isArray(value)) return value.map((one) => withKey(one, path.slice(1)))
      return { ...(value as object), [head]: withKey((value as Record<string, unknown>)[head], rest) }
    }
    for (const path of ["", "lines *", "prices *", "promotions *", "promotions * offer"]) {
      expect(fits.input(withKey(input, path.split(" ").filter(Boolean))), path).toBe(false)
    }
    for (const path of ["", "lines *", "claims *", "steps *", "proof"]) {
      expect(fits.output(withKey(answered, path.split(" ").filter(Boolean))), path).toBe(false)
    }
  })
})
