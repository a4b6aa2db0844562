import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, test } from "vitest"
import { explainPrice, type PriceContext, PriceEntry, selectPrice } from "../../src/pricing/index.ts"
import { selectionLaws } from "../../src/pricing/laws/index.ts"
import { check, title } from "../../src/testing/index.ts"

for (const law of selectionLaws) {
  test(title(law), async () => {
    expect((await check(law, { runs: 500 })).held).toBeGreaterThan(0)
  })
}

const at = 1_000
const context: PriceContext = { currency: "CNY", at, customerGroup: ["member"], channel: ["app"], country: ["CN"] }
const unlimited = () => undefined

const entry = (id: string, amount: bigint, more: Partial<PriceEntry> = {}): PriceEntry => ({
  id,
  sku: "tea",
  currency: "CNY",
  amount,
  ...more
})

const runs = (
  entries: ReadonlyArray<PriceEntry>,
  quantity = 1,
  free: (account: string) => number | undefined = unlimited
) => {
  const selected = selectPrice(entries, { sku: "tea", merchant: "m1", quantity }, context, "specific", free)
  return Result.isSuccess(selected)
    ? selected.success.runs.map(({ entry: { id }, count }) => `${count} ${id}`)
    : selected.failure
}

describe("price selection", () => {
  const base = entry("base", 12_800n)

  test("the more specific wins, even where it is dearer; `lowest` takes the cheapest", () => {
    const contract = entry("contract", 13_000n, { customerGroup: "member" })
    expect(runs([base, contract])).toEqual(["1 contract"])
    const lowest = selectPrice(
      [base, contract],
      { sku: "tea", merchant: "m1", quantity: 1 },
      context,
      "lowest",
      unlimited
    )
    expect(Result.getOrThrow(lowest).runs[0]?.entry.id).toBe("base")
  })

  test("group before channel and country together, channel before country", () => {
    const group = entry("group", 3n, { customerGroup: "member" })
    const channel = entry("channel", 2n, { channel: "app" })
    const country = entry("country", 1n, { country: "CN" })
    const both = entry("both", 1n, { channel: "app", country: "CN" })
    expect(runs([base, channel, country, both, group])).toEqual(["1 group"])
    expect(runs([base, channel, country])).toEqual(["1 channel"])
  })

  test("dated before undated, then the amount, then the id", () => {
    expect(runs([base, entry("dated", 13_000n, { until: at + 1 })])).toEqual(["1 dated"])
    expect(runs([entry("b", 100n), entry("a", 100n), entry("c", 99n)])).toEqual(["1 c"])
    expect(runs([entry("b", 100n), entry("a", 100n)])).toEqual(["1 a"])
  })

  test("an override beats all others", () => {
    expect(
      runs([entry("list", 20_000n, { kind: "override" }), entry("group", 1n, { customerGroup: "member" })])
    ).toEqual(["1 list"])
  })

  test("validity is half-open", () => {
    expect(runs([base, entry("from", 1n, { from: at })])).toEqual(["1 from"])
    expect(runs([base, entry("until", 1n, { until: at })])).toEqual(["1 base"])
  })

  test("volume: all units at the tier reached; graduated: each at its own", () => {
    const volume = entry("ten", 11_000n, { minQuantity: 10 })
    expect([runs([base, volume], 9), runs([base, volume], 12)]).toEqual([["9 base"], ["12 ten"]])
    const graduated = entry("ten", 11_000n, { minQuantity: 10, tiers: "graduated" })
    expect(runs([base, graduated], 12)).toEqual(["9 base", "3 ten"])
  })

  test("a flash price goes to as many units as its stock and the person's limit have, the rest take the next", () => {
    const flash = entry("flash", 9_900n, {
      kind: "override",
      stock: { account: "flash:stock" },
      perCustomer: { account: "flash:person" }
    })
    const free = (account: string) => (account === "flash:stock" ? 5 : 2)
    expect(runs([base, flash], 3, free)).toEqual(["2 flash", "1 base"])
    const selected = selectPrice([base, flash], { sku: "tea", merchant: "m1", quantity: 3 }, context, "specific", free)
    expect(Result.getOrThrow(selected).claims).toEqual([
      { price: "flash", account: "flash:stock", per: "all", units: 2 },
      { price: "flash", account: "flash:person", per: "customer", units: 2 }
    ])
    expect(runs([base, flash], 3, () => 0)).toEqual(["3 base"])
  })

  test("no price in the currency is CurrencyMismatch, none at all PriceMissing", () => {
    expect(runs([entry("yen", 2_000n, { currency: "JPY" })])).toEqual({
      _tag: "CurrencyMismatch",
      expected: "CNY",
      found: "JPY"
    })
    expect(runs([])).toEqual({ _tag: "PriceMissing", sku: "tea", merchant: "m1" })
    expect(runs([entry("trade", 1n, { customerGroup: "trade" })])).toEqual({
      _tag: "PriceMissing",
      sku: "tea",
      merchant: "m1"
    })
  })

  test("the explanation names what won, what it beat and by what, and what was no candidate and why", () => {
    const entries = [
      base,
      entry("member", 11_800n, { customerGroup: "member" }),
      entry("trade", 9_000n, { customerGroup: "trade" }),
      entry("ten", 10_000n, { minQuantity: 10 }),
      entry("old", 8_000n, { until: at }),
      entry("gone", 7_000n, { kind: "override", stock: { account: "gone" } })
    ]
    const explained = explainPrice(entries, { sku: "tea", merchant: "m1", quantity: 3 }, context, "specific", () => 0)
    expect(explained).toEqual({
      won: [{ price: "member", units: 3 }],
      beaten: [{ price: "base", by: "member", decided: "specificity" }],
      passedOver: [
        { price: "gone", reason: { _tag: "SoldOut", account: "gone" } },
        { price: "trade", reason: { _tag: "OtherDimension", dimension: "customerGroup", wanted: "trade" } },
        { price: "ten", reason: { _tag: "QuantityTooSmall", distance: 7 } },
        { price: "old", reason: { _tag: "Ended", until: at } }
      ]
    })
  })
})

describe("stored price entries", () => {
  const wire = { id: "p1", sku: "tea", currency: "CNY", amount: "128.00", list: "148.00", from: "2026-11-11T00:00:00Z" }

  test("amounts and instants are text when stored, and come back the same", () => {
    const read = Schema.decodeUnknownResult(PriceEntry)(wire)
    expect(Result.getOrThrow(read)).toEqual({
      id: "p1",
      sku: "tea",
      currency: "CNY",
      amount: 12_800n,
      list: 14_800n,
      from: Date.UTC(2026, 10, 11)
    })
    expect(Result.getOrThrow(Schema.encodeUnknownResult(PriceEntry)(Result.getOrThrow(read)))).toEqual(wire)
  })

  test.each([
    ["a negative amount", { ...wire, amount: "-1.00" }],
    ["too many decimals", { ...wire, amount: "1.001" }],
    ["an end before its start", { ...wire, until: "2026-11-10T00:00:00Z" }],
    ["a quantity of nothing", { ...wire, minQuantity: 0 }],
    ["an unknown lock", { ...wire, locks: ["everything"] }],
    ["an unknown key", { ...wire, price: "1.00" }]
  ])("%s is refused", (_, json) => {
    expect(Result.isFailure(Schema.decodeUnknownResult(PriceEntry, { onExcessProperty: "error" })(json))).toBe(true)
  })
})
