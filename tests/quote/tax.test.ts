import { describe, expect, test } from "vitest"
import * as Quote from "../../src/quote/index.ts"
import { accountOf } from "../../src/promotion/index.ts"
import { at, cartOf, price, quoted, refuses, succeeds } from "./sample.ts"

const rates = (...texts: ReadonlyArray<string>) => texts.map((rate, index) => ({ id: `r${index}`, rate }))
const included = (rate: string): { readonly tax: Quote.Tax } => ({ tax: { included: true, rates: rates(rate) } })
const onTop = (rate: string): { readonly tax: Quote.Tax } => ({ tax: { included: false, rates: rates(rate) } })
const retail = (duty: string, consumption: string, vat: string, inPrice = false): { readonly tax: Quote.Tax } => ({
  tax: { included: inPrice, rates: [], customs: { regime: "retail", duty, consumption, vat } }
})
const postal = (rate: string, near = false): { readonly tax: Quote.Tax } => ({
  tax: { included: false, rates: [], customs: { regime: "postal", rate, ...(near ? { near } : {}) } }
})

describe("tax by line and by unit", () => {
  test("three at 1.08 with 19 percent on top: 0.62 by line, 0.63 by unit", () => {
    const cart = (rounding: "line" | "unit") =>
      quoted(cartOf([[108n, 3, onTop("0.19")]], [], { policy: { tax: { rounding } } })).grand
    expect([cart("line"), cart("unit")]).toEqual([386n, 387n])
  })
})

describe("a reverse charge", () => {
  const relief = Quote.standardReliefs["VATEX-EU-AE"]
  const cart = cartOf(
    [
      [11_900n, 2, included("0.19")],
      [10_700n, 1, included("0.07")]
    ],
    [],
    {
      currency: "EUR",
      prices: [price("a", 11_900n, { currency: "EUR" }), price("b", 10_700n, { currency: "EUR" })],
      charges: [{ id: "post", amount: 595n, ...included("0.19") }],
      fees: [{ id: "gift wrap", amount: 357n, ...included("0.19") }]
    }
  )

  test("of the buyer takes the tax out of every price, and says what an invoice must", () => {
    const quote = quoted({ ...cart, relief })
    expect(quote).toMatchObject({ grand: 30_000n + 500n + 300n, tax: 0n })
    expect(quote.lines.map(({ net, gross }) => [net, gross])).toEqual([
      [20_000n, 20_000n],
      [10_000n, 10_000n]
    ])
    expect(quote.reliefs).toEqual([{ ...relief, of: ["l-a", "l-b", "post", "gift wrap"], net: 30_800n }])
  })

  test("is under an own code with an own text, for a line alone", () => {
    const own: Quote.TaxRelief = {
      kind: "exempt",
      code: "自产农产品",
      text: { zh: "农业生产者销售的自产农产品，免征增值税", en: "own produce of a farmer, exempt" }
    }
    const quote = quoted(
      cartOf(
        [
          [1_000n, 1, { tax: { included: true, rates: [], relief: own } }],
          [11_300n, 1, included("0.13")]
        ],
        []
      )
    )
    expect(quote).toMatchObject({ grand: 12_300n, tax: 1_300n, reliefs: [{ code: "自产农产品", net: 1_000n }] })
  })

  test("with a code that nobody knows and no text is refused, wherever it stands", () => {
    const bare: Quote.TaxRelief = { kind: "exempt", code: "mine" }
    const line = { tax: { included: true, rates: [], relief: bare } }
    expect(refuses(Quote.of({ ...cart, relief: bare }))).toMatchObject({ path: "/relief/text" })
    expect(refuses(Quote.of(cartOf([[1n, 1, line]], [])))).toMatchObject({ path: "/lines/0/tax" })
    expect(refuses(Quote.of(cartOf([], [], { charges: [{ id: "c", amount: 1n, ...line }] })))).toMatchObject({
      path: "/charges/0/tax"
    })
  })

  test("names an article of the Directive, or the words it prescribes, in both languages", () => {
    for (const one of Object.values(Quote.standardReliefs)) {
      const text = Quote.reliefText({ kind: one.kind, code: one.code })
      expect(text).toEqual(one.text)
      expect(text?.zh).not.toBe(text?.en)
    }
    // Article 226(11a) prescribes the words.
    expect(Quote.reliefText(relief)?.en).toBe("Reverse charge")
  })
})

describe("tax on freight by weight of the goods", () => {
  test("10.00 on goods of 100.00 at 7 and 300.00 at 19 percent net bear 16 percent", () => {
    const cart = cartOf(
      [
        [10_700n, 1, included("0.07")],
        [35_700n, 1, included("0.19")]
      ],
      [],
      {
        charges: [{ id: "post", amount: 1_000n }],
        policy: { tax: { shipping: "weighted" } }
      }
    )
    // 10.00 * 0.16 / 1.16
    expect(quoted(cart).charges).toMatchObject([{ net: 862n, tax: 138n, gross: 1_000n }])
    const onTopOf = { ...cart, charges: [{ id: "post", amount: 1_000n, tax: { included: false, rates: [] } }] }
    expect(quoted(onTopOf).charges).toMatchObject([{ net: 1_000n, tax: 160n, gross: 1_160n }])
  })

  test("a merchant's freight follows the merchant's goods; without any goods of worth it is its own", () => {
    const cart = cartOf(
      [
        [10_700n, 1, { merchant: "m1", ...included("0.07") }],
        [35_700n, 1, { merchant: "m2", ...included("0.19") }]
      ],
      [],
      {
        charges: [
          { id: "c1", merchant: "m1", amount: 1_070n },
          { id: "c3", merchant: "m3", amount: 1_190n, ...included("0.19") }
        ],
        policy: { tax: { shipping: "weighted" } }
      }
    )
    expect(quoted(cart).charges.map(({ tax }) => tax)).toEqual([70n, 190n])
  })

  test("a discount on goods shifts the weights", () => {
    const cart = cartOf(
      [
        [10_700n, 1, included("0.07")],
        [35_700n, 1, included("0.19")]
      ],
      [
        {
          id: "free",
          level: "item",
          select: { fact: "sku", op: "in", values: ["b"] },
          offer: { kind: "grant", rewards: [{ kind: "percent", percent: "100" }] }
        }
      ]
    )
    const weighted = quoted({
      ...cart,
      charges: [{ id: "post", amount: 1_070n }],
      policy: { tax: { shipping: "weighted" } }
    })
    expect(weighted.charges).toMatchObject([{ tax: 70n }])
  })
})

describe("a price with the taxes of Germany", () => {
  const zone = { id: "DE", rates: rates("0.19") }
  const cart = (country: string | undefined, tax: { readonly tax?: Quote.Tax }, zonePrice?: "keepGross" | "keepNet") =>
    quoted({
      ...cartOf([[11_900n, 1, tax]], [], { currency: "EUR", prices: [price("a", 11_900n, { currency: "EUR", zone })] }),
      context: { facts: country === undefined ? {} : { country: [country] } },
      ...(zonePrice === undefined ? {} : { policy: { zonePrice } })
    }).subtotal

  test("is the same price for a buyer in Luxembourg, whose taxes are in it", () => {
    expect(cart("LU", included("0.17"))).toEqual({ net: 10_171n, gross: 11_900n })
  })

  test("or keeps its net, and the buyer's taxes come to that", () => {
    expect(cart("LU", included("0.17"), "keepNet")).toEqual({ net: 10_000n, gross: 11_700n })
    expect(cart("LU", onTop("0.17"), "keepNet")).toEqual({ net: 10_000n, gross: 11_700n })
    expect(cart("CH", {}, "keepNet")).toEqual({ net: 10_000n, gross: 10_000n })
  })

  test("is the same at home and for whoever has not said where", () => {
    for (const country of ["DE", undefined]) {
      expect(cart(country, included("0.19"), "keepNet")).toEqual({ net: 10_000n, gross: 11_900n })
      expect(cart(country, onTop("0.19"))).toEqual({ net: 10_000n, gross: 11_900n })
    }
  })
})

const account = "customs:2026"
const bonded = (lines: Parameters<typeof cartOf>[0], more: Partial<Quote.QuoteInput> = {}): Quote.QuoteInput =>
  cartOf(lines, [], {
    context: { customer: "alice", facts: {} },
    customs: { account },
    accounts: { [account]: Quote.yearlyImports },
    ...more
  })

describe("cross-border retail import (财关税〔2018〕49号)", () => {
  test("within the limits bears no duty and 70 percent of the rest: 9.1 percent of goods without consumption tax", () => {
    const quote = quoted(bonded([[10_000n, 3, retail("0.1", "0", "0.13")]]))
    expect(quote).toMatchObject({ grand: 32_730n, tax: 2_730n })
    expect(quote.customs).toEqual([
      {
        merchant: "m1",
        regime: "retail",
        treatment: "reduced",
        value: 30_000n,
        limit: 500_000n,
        tax: 2_730n,
        left: 2_600_000n
      }
    ])
    expect(quote.claims).toEqual([{ account, unit: "money", per: "customer", amount: 30_000n, by: "customs" }])
    expect(accountOf(quote.claims[0]!, "alice")).toBe("customs:2026/alice")
  })

  test("of cosmetics at 15 percent consumption tax bears 23.06 percent", () => {
    // C = 1000 / 0.85 * 0.15 = 176.47, V = (1000 + 176.47) * 0.13 = 152.94; 70 percent of 329.41.
    expect(quoted(bonded([[100_000n, 1, retail("0.05", "0.15", "0.13")]])).tax).toBe(23_059n)
  })

  test("of 5,000.00 is within the limit; of 5,000.01 in one piece bears all taxes in full; in two it is refused", () => {
    const coffee = retail("0.1", "0", "0.13")
    expect(quoted(bonded([[500_000n, 1, coffee]]))).toMatchObject({ tax: 45_500n, grand: 545_500n })
    // Duty 500.00, value-added tax 13 percent of 5,500.01.
    expect(quoted(bonded([[500_001n, 1, coffee]]))).toMatchObject({
      tax: 121_500n,
      customs: [{ treatment: "full", value: 500_001n }],
      claims: [{ amount: 500_001n }]
    })
    expect(refuses(Quote.of(bonded([[250_001n, 2, coffee]])))).toEqual({
      _tag: "CustomsLimitExceeded",
      limit: "single",
      merchant: "m1",
      value: 500_002n,
      allowed: 500_000n
    })
  })

  test("counts what is paid after discounts, with freight, and taxes the freight with the goods", () => {
    const freight = { id: "ems", merchant: "m1", amount: 2_000n, tax: { included: false, rates: [] } }
    const off = {
      id: "off",
      level: "merchant" as const,
      offer: { kind: "grant" as const, rewards: [{ kind: "amount" as const, amount: "30.00" }] }
    }
    const input = { ...bonded([[501_000n, 1, retail("0", "0", "0.13")]], { charges: [freight] }), promotions: [off] }
    const quote = quoted(input)
    // 5010.00 - 30.00 + 20.00 is 5000.00, the limit.
    expect(quote.customs).toMatchObject([{ treatment: "reduced", value: 500_000n, tax: 45_318n }])
    expect(quote.charges).toMatchObject([{ net: 2_000n, tax: 182n }])
    expect(quoted({ ...input, charges: [{ ...freight, amount: 2_001n }] }).customs).toMatchObject([
      { treatment: "full" }
    ])
  })

  test("with domestic goods in the cart takes only its own part of the freight", () => {
    const quote = quoted(
      bonded(
        [
          [30_000n, 1, retail("0", "0", "0.13")],
          [10_000n, 1, onTop("0.13")]
        ],
        { charges: [{ id: "post", amount: 1_000n, tax: { included: false, rates: [] } }] }
      )
    )
    expect(quote.customs).toMatchObject([{ value: 30_750n }])
    // 7.50 at 9.1 and 2.50 at 13 percent.
    expect(quote.charges).toMatchObject([{ tax: 101n }])
  })

  test("of a price with the tax in it has as its value what is left", () => {
    const quote = quoted(bonded([[109_100n, 1, retail("0.1", "0", "0.13", true)]]))
    expect(quote).toMatchObject({ grand: 109_100n, tax: 9_100n, customs: [{ value: 100_000n, tax: 9_100n }] })
  })

  test("is one transaction for each merchant, and one year for the buyer", () => {
    const tea = retail("0.15", "0", "0.13")
    const two = bonded([
      [300_000n, 1, { merchant: "m1", ...tea }],
      [300_000n, 1, { merchant: "m2", ...tea }]
    ])
    expect(quoted(two).customs).toMatchObject([
      { merchant: "m1", treatment: "reduced" },
      { merchant: "m2", treatment: "reduced" }
    ])
    expect(quoted(two).claims).toMatchObject([{ amount: 600_000n }])
    expect(refuses(Quote.of({ ...two, accounts: { [account]: 599_999n } }))).toEqual({
      _tag: "CustomsLimitExceeded",
      limit: "yearly",
      value: 600_000n,
      allowed: 599_999n
    })
  })

  test("of somebody who is not known yet is provisional, or refused by policy", () => {
    const cart = { ...bonded([[10_000n, 1, retail("0", "0", "0.13")]]), context: { facts: {} }, accounts: {} }
    expect(quoted(cart).claims).toMatchObject([{ amount: 10_000n, provisional: true }])
    expect(refuses(Quote.of({ ...cart, policy: { unknownCustomer: "refuse" } }))).toMatchObject({ limit: "yearly" })
  })

  test("counts in the year by the clock of Beijing", () => {
    expect(Quote.customsAccount(Date.UTC(2026, 11, 31, 15, 59))).toBe("customs:2026")
    expect(Quote.customsAccount(Date.UTC(2026, 11, 31, 16))).toBe("customs:2027")
  })
})

describe("personal postal articles (行邮税)", () => {
  test("up to 50.00 of tax none is levied, above it all", () => {
    expect(quoted(bonded([[38_461n, 1, postal("0.13")]]))).toMatchObject({
      tax: 0n,
      grand: 38_461n,
      claims: [],
      customs: [{ regime: "postal", treatment: "free", value: 38_461n, limit: 100_000n, tax: 0n }]
    })
    expect(quoted(bonded([[38_466n, 1, postal("0.13")]]))).toMatchObject({
      tax: 5_001n,
      customs: [{ treatment: "due" }]
    })
  })

  test("a parcel is worth at most 1,000.00, or 800.00 from Hong Kong, Macao or Taiwan, unless it is one piece", () => {
    expect(quoted(bonded([[50_000n, 2, postal("0.2")]]))).toMatchObject({ tax: 20_000n })
    expect(refuses(Quote.of(bonded([[50_001n, 2, postal("0.2")]])))).toMatchObject({
      limit: "parcel",
      allowed: 100_000n
    })
    expect(quoted(bonded([[300_000n, 1, postal("0.5")]]))).toMatchObject({ tax: 150_000n })
    expect(refuses(Quote.of(bonded([[40_001n, 2, postal("0.2", true)]])))).toMatchObject({
      limit: "parcel",
      value: 80_002n,
      allowed: 80_000n
    })
  })
})

describe("goods that pass the border are refused", () => {
  const line = (tax: Quote.Tax): Quote.QuoteInput => bonded([[100n, 1, { tax }]])
  const customs = { regime: "postal", rate: "0.13" } as const
  test.each<[string, Quote.QuoteInput, string]>([
    ["with other rates", line({ included: false, rates: rates("0.13"), customs }), "/lines/0/tax"],
    [
      "with a relief",
      line({ included: false, rates: [], customs, relief: Quote.standardReliefs["VATEX-EU-G"] }),
      "/lines/0/tax"
    ],
    [
      "with a rate that is none",
      line({ included: false, rates: [], customs: { ...customs, rate: "-1" } }),
      "/lines/0/tax"
    ],
    ["with all of it consumption tax", bonded([[100n, 1, retail("0", "1", "0.13")]]), "/lines/0/tax"],
    ["as a charge", bonded([], { charges: [{ id: "c", amount: 1n, ...postal("0.13") }] }), "/charges/0/tax/customs"],
    ["as a fee", bonded([], { fees: [{ id: "f", amount: 1n, ...postal("0.13") }] }), "/fees/0/tax/customs"],
    ["without limits", cartOf([[100n, 1, postal("0.13")]], []), "/customs"],
    [
      "in another currency",
      bonded([[100n, 1, postal("0.13")]], { currency: "USD", prices: [price("a", 1n, { currency: "USD" })] }),
      "/currency"
    ],
    ["under a negative limit", bonded([[100n, 1, postal("0.13")]], { customs: { account, free: -1n } }), "/customs"],
    ["at a share above one", bonded([[100n, 1, postal("0.13")]], { customs: { account, share: "1.1" } }), "/customs"]
  ])("%s", (_, input, path) => {
    expect(refuses(Quote.of(input))).toMatchObject({ _tag: "InvalidInput", path })
  })
})

describe("measured pieces", () => {
  const jin = { amount: "1", unit: "jin" } as const
  const cut = (amount: string) => ({ measure: { amount, unit: "g" } }) as const
  const pork = (more: Partial<Quote.QuoteInput> = {}) =>
    cartOf(
      [
        [2_380n, 1, { ...cut("735"), ...included("0.09") }],
        [2_380n, 2, cut("500")]
      ],
      [],
      {
        prices: ["a", "b"].map((sku) => price(sku, 2_380n, { per: jin, list: 2_980n })),
        ...more
      }
    )

  test("cost their part of the price, each a unit, and list price and tax follow", () => {
    expect(quoted(pork()).lines).toMatchObject([
      { before: 3_499n, list: 4_381n, tax: 289n, units: [{ price: 3_499n }] },
      { before: 4_760n, units: [{ price: 2_380n }, { price: 2_380n }] }
    ])
  })

  test("are rounded as the policy says", () => {
    expect(quoted(pork({ policy: { rounding: { price: "down" } } })).lines[0]?.before).toBe(3_498n)
  })

  test("count as one for thresholds and tiers, and are no piece of a good that is counted", () => {
    const bulk = [price("a", 2_000n, { per: jin, minQuantity: 2 }), price("b", 1n)]
    expect(refuses(Quote.of(pork({ prices: bulk })))).toMatchObject({ _tag: "PriceMissing", sku: "a" })
  })

  test.each([
    ["/lines/0/measure", { measure: { amount: "0", unit: "g" } }, {}],
    ["/lines/0/measure", { measure: { amount: "1e3", unit: "g" } }, {}],
    ["/lines/0/measure", { measure: { amount: "1", unit: "constructor" } }, {}],
    ["/prices/0/per", {}, { per: { amount: "-1", unit: "g" } }],
    ["/prices/0/zone", {}, { zone: { id: "DE", rates: rates("-0.19") } }]
  ])("are refused at %s", (path, line, entry) => {
    const input = cartOf([[1n, 1, line as Partial<Quote.Line>]], [], { prices: [price("a", 1n, entry as object)] })
    expect(refuses(Quote.of(input))).toMatchObject({ _tag: "InvalidInput", path })
  })
})

describe("the wire", () => {
  test("reads what the types can say, and a quote of it is stored whole", () => {
    const document = {
      currency: "CNY",
      at: new Date(at).toISOString(),
      lines: [
        {
          id: "l1",
          sku: "matcha",
          merchant: "m1",
          quantity: 1,
          measure: { amount: "40", unit: "g" },
          tax: {
            included: false,
            rates: [],
            customs: { regime: "retail", duty: "0.15", consumption: "0", vat: "0.13" }
          }
        },
        {
          id: "l2",
          sku: "cup",
          merchant: "m1",
          quantity: 1,
          tax: {
            included: true,
            rates: rates("0.13"),
            relief: { kind: "exempt", code: "x", text: { zh: "免", en: "ex" } }
          }
        }
      ],
      prices: [
        { id: "p1", sku: "matcha", amount: "300.00", per: { amount: "100", unit: "g" } },
        { id: "p2", sku: "cup", amount: "113.00", zone: { id: "DE", rates: rates("0.19") } }
      ],
      promotions: [],
      charges: [{ id: "s1", amount: "10.00" }],
      context: { customer: "alice", country: ["CN"] },
      accounts: { [account]: "26000.00" },
      customs: { account, single: "5000.00", share: "0.7", parcel: "1000.00", nearParcel: "800.00", free: "50.00" },
      relief: { kind: "reverseCharge", code: "VATEX-EU-AE" },
      policy: { rounding: { price: "up" }, tax: { shipping: "weighted" }, zonePrice: "keepNet" }
    }
    const quote = quoted(succeeds(Quote.read(document)))
    const json = Quote.write(quote)
    expect(json.customs).toEqual([
      {
        merchant: "m1",
        regime: "retail",
        treatment: "reduced",
        value: expect.any(String),
        limit: "5000.00",
        tax: "10.92",
        left: "26000.00"
      }
    ])
    expect(json.reliefs).toMatchObject([{ code: "x", of: ["l2"], net: "94.96" }])
    expect(json.claims).toMatchObject([{ account, unit: "money" }])
  })

  test.each([
    [{ relief: { kind: "none", code: "x" } }, "/relief/kind"],
    [{ customs: { account, single: "-" } }, "/customs/single"],
    [{ customs: {} }, "/customs/account"],
    [{ policy: { tax: { shipping: "all" } } }, "/policy/tax/shipping"],
    [{ policy: { zonePrice: "none" } }, "/policy/zonePrice"]
  ])("refuses %j", (more, path) => {
    const document = { currency: "CNY", at: "2026-11-11T02:00:00Z", lines: [], prices: [], promotions: [], ...more }
    expect(refuses(Quote.read(document))).toMatchObject({ _tag: "InvalidInput", path })
  })
})
