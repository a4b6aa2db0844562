import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import { memoryTaxProvider, type TaxTable } from "../../src/memory/index.ts"
import * as Quote from "../../src/quote/index.ts"
import {
  check,
  type FreshTaxProvider,
  taxProviderEquivalence,
  taxProviderLaws,
  title
} from "../../src/testing/index.ts"
import { cartOf, price, quoted, refuses, succeeds } from "./sample.ts"

// The state rates of California and New York, and clothing, which New York does not tax below 110 dollars a piece.
const tables: ReadonlyArray<TaxTable> = [
  { place: "US-CA", rates: [{ id: "US-CA", rate: "0.0725" }] },
  { place: "US-NY", rates: [{ id: "US-NY", rate: "0.04" }], codes: { clothing: [] }, shipping: true },
  { place: "DE", rates: [{ id: "vat", rate: "0.19" }], codes: { food: [{ id: "vat", rate: "0.07" }] }, shipping: true }
]
const provider = memoryTaxProvider({ name: "table", tables })
const fresh: FreshTaxProvider = () => ({
  provider,
  from: { country: "US", region: "US-OR" },
  places: [{ country: "US", region: "US-CA" }, { country: "US", region: "US-NY" }, { country: "DE" }],
  elsewhere: { country: "US", region: "US-TX" },
  codes: ["clothing", "food"]
})

describe("the provider of a table", () => {
  for (const law of taxProviderLaws(fresh)) test(title(law), () => check(law))
  const equal = taxProviderEquivalence(fresh, fresh)
  test(title(equal), () => check(equal))
})

describe("a law of providers", () => {
  const planted: Readonly<Record<string, (answer: Quote.TaxAnswer) => Quote.TaxAnswer>> = {
    "answers every line": (answer) => ({ ...answer, lines: answer.lines.slice(1) }),
    "an answer that a quote can be made with": (answer) => ({
      ...answer,
      lines: answer.lines.map(({ id, tax }) => ({ id, tax: { ...tax, rates: [{ id: "vat", rate: "-0.1" }] } }))
    }),
    "prices stated as asked": (answer) => ({
      ...answer,
      lines: answer.lines.map(({ id, tax }) => ({ id, tax: { ...tax, included: !tax.included } }))
    })
  }
  test.each(Object.entries(planted))("finds a provider that breaks it: %s", async (_, spoil) => {
    const spoilt: FreshTaxProvider = async () => ({
      ...(await fresh()),
      provider: { name: "spoilt", rates: (question) => Effect.map(provider.rates(question), spoil) }
    })
    const broken = await Promise.all(
      taxProviderLaws(spoilt).map((law) =>
        check(law).then(
          () => 0,
          () => 1
        )
      )
    )
    expect(broken.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(0)
  })

  test("finds a provider that calls a place it does not know free of tax, and two that differ", async () => {
    const free: FreshTaxProvider = async () => ({
      ...(await fresh()),
      provider: memoryTaxProvider({ name: "free", tables: [...tables, { place: "US", rates: [] }] })
    })
    const results = await Promise.allSettled(taxProviderLaws(free).map((law) => check(law)))
    expect(results.map(({ status }) => status)).toContain("rejected")
    const other: FreshTaxProvider = async () => ({
      ...(await fresh()),
      provider: memoryTaxProvider({ name: "other", tables: tables.map((table) => ({ ...table, shipping: true })) })
    })
    await expect(check(taxProviderEquivalence(fresh, other))).rejects.toThrow()
  })
})

describe("a cart in dollars", () => {
  const input = cartOf(
    [
      [2_500n, 2],
      [9_900n, 1]
    ],
    [],
    {
      currency: "USD",
      prices: [price("a", 2_500n, { currency: "USD" }), price("b", 9_900n, { currency: "USD" })],
      charges: [{ id: "ups", amount: 800n }]
    }
  )
  const where = (region: string) => ({
    from: { country: "US", region: "US-OR" },
    to: { country: "US", region },
    included: false,
    codes: new Map([["b", "clothing"]])
  })
  const ask = (region: string) => Quote.taxQuestion(input, quoted(input), where(region))
  const taxed = async (region: string) =>
    quoted(succeeds(Quote.withTaxes(input, await Effect.runPromise(provider.rates(ask(region))))))

  test("is asked about once, without taxes, and priced with the rates that were answered", async () => {
    expect(ask("US-NY").lines).toEqual([
      { id: "l-a", sku: "a", quantity: 2, amount: { amount: 5_000n, currency: "USD" } },
      { id: "l-b", sku: "b", quantity: 1, amount: { amount: 9_900n, currency: "USD" }, code: "clothing" }
    ])
    // 4 percent of 50.00 and of 8.00; clothing bears none.
    expect(await taxed("US-NY")).toMatchObject({ tax: 232n, grand: 15_932n })
    // 7.25 percent of 50.00 and, each for itself, of 99.00.
    expect(await taxed("US-CA")).toMatchObject({ tax: 363n + 718n, grand: 16_781n })
  })

  test("keeps a tax that the host has stated itself, and is refused where one is missing", async () => {
    const answer = await Effect.runPromise(provider.rates(ask("US-CA")))
    const own = { included: false, rates: [{ id: "own", rate: "0.01" }] }
    const kept = succeeds(
      Quote.withTaxes({ ...input, lines: input.lines.map((line) => ({ ...line, tax: own })) }, answer)
    )
    expect(kept.lines.map(({ tax }) => tax)).toEqual([own, own])
    expect(refuses(Quote.withTaxes(input, { ...answer, charges: [] }))).toEqual({ _tag: "TaxMissing", of: "ups" })
  })

  test("is not priced when the provider does not answer", async () => {
    const deaf = memoryTaxProvider({ name: "deaf", tables, lost: () => true })
    expect(await Effect.runPromise(Effect.flip(deaf.rates(ask("US-CA"))))).toEqual({
      _tag: "TaxProviderError",
      provider: "deaf",
      reason: "TimedOut",
      detail: "US-CA"
    })
  })
})
