import { describe, expect, test } from "vitest"
import type { QuoteInput } from "../../src/quote/index.ts"
import * as Quote from "../../src/quote/index.ts"
import { quoteLaws } from "../../src/quote/laws/index.ts"
import { ratesSum } from "../../src/quote/laws/by-rate.ts"
import { taxLaws } from "../../src/quote/laws/tax.ts"
import { check, title } from "../../src/testing/index.ts"

for (const law of [...taxLaws(), ratesSum(Quote.of)]) {
  test(title(law), async () => {
    expect((await check(law, { runs: 400 })).held).toBeGreaterThan(20)
  })
}

/** The same carts under one more policy each, stated by sku, so that no law can tell lines apart that it splits or turns. */
const variants: Readonly<Record<string, (input: QuoteInput) => QuoteInput>> = {
  "freight taxed by weight": (input) => ({
    ...input,
    policy: { ...input.policy, tax: { ...input.policy?.tax, shipping: "weighted" } },
    charges: (input.charges ?? []).map((charge) => ({ ...charge, tax: { included: false, rates: [] } }))
  }),
  "a buyer who is relieved": (input) => ({ ...input, relief: Quote.standardReliefs["VATEX-EU-AE"] }),
  "prices by measure": (input) => ({
    ...input,
    lines: input.lines.map((line) =>
      line.sku === "a" ? { ...line, measure: { amount: "1.37", unit: "jin" as const } } : line
    ),
    prices: input.prices.map((price) =>
      price.sku === "a" ? { ...price, per: { amount: "1", unit: "kg" as const } } : price
    )
  }),
  "prices of another zone, net kept": (input) => ({
    ...input,
    context: { ...input.context, facts: { ...input.context?.facts, country: ["LU"] } },
    policy: { ...input.policy, zonePrice: "keepNet" },
    prices: input.prices.map((price) => ({ ...price, zone: { id: "DE", rates: [{ id: "vat", rate: "0.19" }] } }))
  }),
  "goods that pass the border": (input) => ({
    ...input,
    customs: { account: "customs:2026" },
    // Whoever is not known imports nothing where the policy is to refuse.
    context: { facts: {}, ...input.context, customer: "alice" },
    accounts: { ...input.accounts, "customs:2026": 2_600_000n },
    lines: input.lines.map((line) =>
      line.sku === "b"
        ? {
            ...line,
            tax: {
              included: false,
              rates: [],
              customs: { regime: "retail" as const, duty: "0.1", consumption: "0", vat: "0.13" }
            }
          }
        : line
    )
  })
}

for (const [name, varied] of Object.entries(variants)) {
  describe(`the laws of a quote, with ${name}`, () => {
    for (const law of quoteLaws((input) => Quote.of(varied(input)))) {
      test(title(law), async () => {
        expect((await check(law, { runs: 60 })).held).toBeGreaterThan(0)
      })
    }
  })
}
