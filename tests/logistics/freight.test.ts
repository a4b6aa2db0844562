import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { fromWire } from "../../src/command/index.ts"
import {
  Address,
  deliveryChoices,
  DeliveryOptions,
  freight,
  type FreightOption,
  type FreightRate,
  weightOf,
  weightPrice
} from "../../src/logistics/index.ts"
import { largestAmount } from "../../src/money/index.ts"

const yuan = (amount: string) => ({ amount: BigInt(amount.replace(".", "")), currency: "CNY" })

// 首重 1 kg 12 元, 续重 500 g 2 元.
const byWeight: FreightRate & { readonly kind: "weight" } = {
  kind: "weight",
  first: { grams: 1000, amount: yuan("12.00") },
  next: { grams: 500, amount: yuan("2.00") }
}

const standard: FreightOption = {
  id: "standard",
  heaviestGrams: 20_000,
  rates: [
    {
      currency: "CNY",
      elsewhere: byWeight,
      regions: [
        { codes: ["CN-ZJ", "CN-SH", "CN-JS"], rate: { kind: "flat", amount: yuan("6.00") } },
        { codes: ["CN-XZ", "CN-XJ"], rate: { kind: "none" } },
        { codes: ["JP"], rate: { kind: "flat", amount: yuan("60.00") } }
      ]
    },
    { currency: "USD", elsewhere: { kind: "flat", amount: { amount: 999n, currency: "USD" } }, regions: [] }
  ]
}
const express: FreightOption = { ...standard, id: "express", heaviestGrams: 5_000, rates: standard.rates.slice(0, 1) }
const shop = { options: [standard, express] }

describe("freight by weight", () => {
  it.each([
    [0, "12.00"],
    [1, "12.00"],
    [1000, "12.00"],
    [1001, "14.00"],
    [1500, "14.00"],
    [1501, "16.00"],
    [3200, "22.00"]
  ] as const)("%i g cost %s", (grams, amount) => {
    expect(weightPrice(byWeight, grams)).toBe(yuan(amount).amount)
  })

  const rate = fc
    .tuple(
      fc.bigInt(0n, 10_000n),
      fc.bigInt(0n, 10_000n),
      fc.integer({ min: 1, max: 3000 }),
      fc.integer({ min: 1, max: 3000 })
    )
    .map(([first, next, from, step]): typeof byWeight => ({
      kind: "weight",
      first: { grams: from, amount: { amount: first, currency: "CNY" } },
      next: { grams: step, amount: { amount: next, currency: "CNY" } }
    }))

  it("is what counting begun steps one by one gives", () => {
    fc.assert(
      fc.property(rate, fc.integer({ min: 0, max: 20_000 }), (of, grams) => {
        let price = of.first.amount.amount
        for (let left = grams - of.first.grams; left > 0; left -= of.next.grams) price += of.next.amount.amount
        expect(weightPrice(of, grams)).toBe(price)
      })
    )
  })

  it("never falls as the parcel grows", () => {
    fc.assert(
      fc.property(rate, fc.nat(20_000), fc.nat(5000), (of, grams, more) => {
        expect(weightPrice(of, grams + more)).toBeGreaterThanOrEqual(weightPrice(of, grams))
      })
    )
  })

  it("L01 stays within 2^63 - 1 at the dearest rate and the heaviest parcel that can be stated", () => {
    const dear = { amount: 100_000_000_000n, currency: "CNY" }
    const dearest = { kind: "weight", first: { grams: 1, amount: dear }, next: { grams: 1, amount: dear } } as const
    expect(weightPrice(dearest, 10_000_000) < largestAmount).toBe(true)
  })
})

describe("freight by region", () => {
  const cost = (option: string, region: string, weightGrams: number, currency = "CNY") =>
    Result.match(freight(shop, { option, region, weightGrams, currency }), {
      onFailure: (refused) => refused,
      onSuccess: ([charge]) => charge?.amount
    })

  it("a region is looked up as it stands, then as its country, then elsewhere", () => {
    expect(cost("standard", "CN-ZJ", 9000)).toBe(600n)
    expect(cost("standard", "CN-BJ", 1000)).toBe(1200n)
    expect(cost("standard", "JP-13", 1000)).toBe(6000n)
    expect(cost("standard", "DE", 1000)).toBe(1200n)
    expect(cost("standard", "DE", 1000, "USD")).toBe(999n)
  })

  it.each([
    ["no such option", "pigeon", "CN-ZJ", 1, "CNY"],
    ["nobody goes there", "standard", "CN-XZ", 1, "CNY"],
    ["too heavy by one gram", "standard", "CN-ZJ", 20_001, "CNY"],
    ["not in this currency", "express", "CN-ZJ", 1, "USD"]
  ] as const)("%s: delivery is unavailable", (_, option, region, grams, currency) => {
    expect(cost(option, region, grams, currency)).toEqual({ _tag: "DeliveryUnavailable", option, region })
  })

  it("is one charge that a quote takes", () => {
    const taxed = { ...standard, tax: { included: true, rates: [{ id: "vat", rate: "0.06" }] } }
    const wanted = { option: "standard", region: "CN-ZJ", weightGrams: 500, currency: "CNY" }
    expect(freight({ options: [taxed] }, wanted)).toEqual(
      Result.succeed([{ id: "delivery:standard", amount: 600n, method: "standard", tax: taxed.tax }])
    )
  })

  it("the choices are the options that bring it, in the shop's order, at the price they cost", () => {
    const wanted = { region: "CN-BJ", weightGrams: 5001, currency: "CNY" }
    const all = deliveryChoices(shop, { ...wanted, weightGrams: 5000 })
    expect(all.map(({ option, charge }) => [option.id, charge.amount])).toEqual([
      ["standard", 2800n],
      ["express", 2800n]
    ])
    expect(deliveryChoices(shop, wanted).map(({ option }) => option.id)).toEqual(["standard"])
    expect(deliveryChoices(shop, { ...wanted, region: "CN-XJ" })).toEqual([])
  })

  it("goods weigh what their pieces weigh", () => {
    const goods = [
      { quantity: 3, weightGrams: 250 },
      { quantity: 1, weightGrams: 0 }
    ]
    expect(weightOf(goods)).toBe(750)
  })
})

describe("delivery options as settings", () => {
  const wire = {
    options: [
      {
        id: "standard",
        name: { zh: "标准配送", en: "Standard" },
        carrier: "sandbox",
        days: { from: 2, until: 4 },
        heaviestGrams: 20_000,
        rates: [
          {
            currency: "CNY",
            elsewhere: { kind: "flat", amount: { amount: "12.00", currency: "CNY" } },
            regions: [{ codes: ["CN-XZ"], rate: { kind: "none" } }]
          }
        ]
      }
    ],
    pollAfter: 360
  }
  const [option] = wire.options
  const [table] = option?.rates ?? []
  const stated = (rates: unknown) => ({ ...wire, options: [{ ...option, rates }] })

  it("are read", () => {
    expect(Result.isSuccess(fromWire(DeliveryOptions, wire))).toBe(true)
  })

  it.each([
    ["an amount in another currency", stated([{ ...table, currency: "USD" }])],
    [
      "a negative amount",
      stated([{ ...table, elsewhere: { kind: "flat", amount: { amount: "-1.00", currency: "CNY" } } }])
    ],
    [
      "a rate beyond bounds",
      stated([{ ...table, elsewhere: { kind: "flat", amount: { amount: "1000000000.01", currency: "CNY" } } }])
    ],
    ["a region in two rows", stated([{ ...table, regions: [...(table?.regions ?? []), ...(table?.regions ?? [])] }])],
    ["two tables of one currency", stated([table, table])],
    ["no table", stated([])],
    ["two options of one id", { ...wire, options: [option, option] }],
    ["an unknown key", { ...wire, free: true }]
  ])("%s is refused", (_, wrong) => {
    const read = fromWire(DeliveryOptions, wrong)
    expect(Result.isFailure(read) && read.failure._tag).toBe("InvalidInput")
  })
})

describe("addresses", () => {
  const chinese = {
    name: "韩梅梅",
    phone: "13900000000",
    country: "CN",
    region: "CN-ZJ",
    city: "杭州",
    district: "西湖区",
    street: "文三路 1 号",
    postcode: "310012"
  }
  const american = {
    name: "Ann Lee",
    phone: "+1 (212) 555-0100",
    country: "US",
    region: "US-NY",
    city: "New York",
    street: "1 Main St",
    postcode: "10001"
  }

  it.each([chinese, american, { ...american, country: "SG", region: "SG", city: "Singapore", postcode: "018956" }])(
    "case %#: is one",
    (address) => expect(fromWire(Address, address)).toEqual(Result.succeed(address))
  )

  it.each([
    ["/region", { ...chinese, region: "US-NY" }],
    ["/phone", { ...chinese, phone: "call me" }],
    ["/phone", { ...chinese, phone: `1${"3".repeat(50_000)}` }],
    ["/name", { ...chinese, name: "" }],
    ["/street", { ...chinese, street: "x\u0000" }],
    ["/street", { ...chinese, street: "长".repeat(301) }],
    ["/postcode", { ...american, postcode: "<script>" }],
    ["/role", { ...american, role: "admin" }]
  ] as const)("at %s something is wrong: case %#", (path, wrong) => {
    const read = fromWire(Address, wrong)
    expect(Result.isFailure(read) && read.failure).toMatchObject({ _tag: "InvalidInput", path })
  })

  it("H100 what was typed never stands in the reason", () => {
    const read = fromWire(Address, { ...chinese, phone: "secret-number", city: 5 })
    expect(JSON.stringify(read)).not.toContain("secret-number")
  })
})
