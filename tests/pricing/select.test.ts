import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, test } from "vitest"
import {
  explainPrice,
  order,
  plainPrice,
  type PriceContext,
  PriceEntry,
  reasonAgainst,
  selectPrice
} from "../../src/pricing/index.ts"
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

describe("why an entry is passed over", () => {
  const wanted = { sku: "tea", merchant: "m1", quantity: 3 }
  const reasons: ReadonlyArray<readonly [Partial<PriceEntry>, object | undefined]> = [
    [
      { currency: "JPY", from: at + 1 },
      { _tag: "CurrencyMismatch", expected: "CNY", found: "JPY" }
    ],
    [
      { from: at + 1, until: at + 2 },
      { _tag: "NotStarted", from: at + 1 }
    ],
    [{ from: at, until: at + 1 }, undefined],
    [
      { from: at - 1, until: at, merchant: "m2" },
      { _tag: "Ended", until: at }
    ],
    [
      { merchant: "m2", customerGroup: "trade" },
      { _tag: "OtherDimension", dimension: "merchant", wanted: "m2" }
    ],
    [
      { customerGroup: "trade", channel: "web" },
      { _tag: "OtherDimension", dimension: "customerGroup", wanted: "trade" }
    ],
    [
      { channel: "web", country: "DE" },
      { _tag: "OtherDimension", dimension: "channel", wanted: "web" }
    ],
    [
      { country: "DE", minQuantity: 9 },
      { _tag: "OtherDimension", dimension: "country", wanted: "DE" }
    ],
    [{ merchant: "m1", customerGroup: "member", channel: "app", country: "CN" }, undefined],
    [
      { per: { amount: "1", unit: "kg" }, minQuantity: 9 },
      { _tag: "OtherMeasure", found: "mass" }
    ],
    [{ minQuantity: 9 }, { _tag: "QuantityTooSmall", distance: 6 }],
    [{ minQuantity: 3 }, undefined]
  ]

  test.each(reasons)("%j: %j", (more, reason) => {
    const one = entry("one", 100n, more)
    expect(reasonAgainst(one, wanted, context)).toStrictEqual(reason)
    expect(plainPrice(one, wanted, context)).toBe(reason === undefined ? one : undefined)
    const { won, passedOver } = explainPrice([one], wanted, context, "specific", unlimited)
    expect(won).toEqual(reason === undefined ? [{ price: "one", units: 3 }] : [])
    expect(passedOver).toEqual(reason === undefined ? [] : [{ price: "one", reason }])
  })

  test("pieces that are measured take prices by that kind of measure, and none else", () => {
    const measured = { ...wanted, measured: "mass" } as const
    const kg = entry("kg", 100n, { per: { amount: "1", unit: "kg" } })
    expect(reasonAgainst(kg, measured, context)).toBeUndefined()
    expect(reasonAgainst(entry("piece", 100n), measured, context)).toStrictEqual({
      _tag: "OtherMeasure",
      wanted: "mass"
    })
    expect(reasonAgainst(entry("m", 100n, { per: { amount: "1", unit: "m" } }), measured, context)).toEqual({
      _tag: "OtherMeasure",
      wanted: "mass",
      found: "length"
    })
  })

  test("what has an account of its own, or tiers by piece, is no plain price", () => {
    for (const more of [{ stock: { account: "a" } }, { perCustomer: { account: "a" } }]) {
      expect(plainPrice(entry("one", 1n, more), wanted, context)).toBeUndefined()
    }
    expect(plainPrice(entry("one", 1n, { tiers: "graduated", minQuantity: 2 }), wanted, context)).toBeUndefined()
    const first = entry("one", 1n, { tiers: "graduated" })
    expect(plainPrice(first, wanted, context)).toBe(first)
  })

  test("each account is asked as what it is, shared or a customer's, and names itself where it is used up", () => {
    const asked: Array<string> = []
    const spent = (account: string, per: "all" | "customer"): number => {
      asked.push(`${account} ${per}`)
      return account === "own" ? 0 : 9
    }
    const flash = entry("flash", 1n, { stock: { account: "stock" }, perCustomer: { account: "own" } })
    const open = entry("open", 2n, { perCustomer: { account: "other" } })
    const explained = explainPrice([flash, open], wanted, context, "specific", spent)
    expect(explained.won).toEqual([{ price: "open", units: 3 }])
    expect(explained.passedOver).toEqual([{ price: "flash", reason: { _tag: "SoldOut", account: "own" } }])
    expect([...new Set(asked)].sort()).toEqual(["other customer", "own customer", "stock all"])
    // One that has units left and is beaten all the same is not used up.
    const { beaten } = explainPrice(
      [open, entry("group", 3n, { customerGroup: "member" })],
      wanted,
      context,
      "specific",
      spent
    )
    expect(beaten).toEqual([{ price: "open", by: "group", decided: "specificity" }])
  })

  test("what decided is named: an override, specificity, a date, a tier, the amount, the id", () => {
    const decided = (
      left: Partial<PriceEntry>,
      right: Partial<PriceEntry>,
      policy: "specific" | "lowest" = "specific"
    ) => {
      const { by, decided: what } = order(entry("a", 100n, left), entry("b", 100n, right), policy)
      return `${by < 0 ? "left" : "right"} by ${what}`
    }
    expect(decided({}, { kind: "override" })).toBe("right by override")
    expect(decided({ country: "CN" }, {})).toBe("left by specificity")
    expect(decided({ country: "CN" }, { channel: "app" })).toBe("right by specificity")
    expect(decided({ channel: "app", country: "CN" }, { customerGroup: "member" })).toBe("right by specificity")
    expect(decided({ amount: 120n, merchant: "m1" }, {})).toBe("left by specificity")
    expect(decided({ merchant: "m1" }, { country: "CN" })).toBe("right by specificity")
    expect(decided({ channel: "app" }, { country: "CN", merchant: "m1" })).toBe("left by specificity")
    expect(decided({}, { from: 0 })).toBe("right by dated")
    expect(decided({ until: at + 1 }, {})).toBe("left by dated")
    expect(decided({ minQuantity: 2 }, {})).toBe("left by minQuantity")
    expect(decided({ amount: 99n }, {})).toBe("left by amount")
    expect(decided({ amount: 101n }, {})).toBe("right by amount")
    expect(decided({}, {})).toBe("left by id")
    expect(decided({ minQuantity: 2, amount: 101n }, { country: "CN" }, "lowest")).toBe("right by amount")
    // 18.00 for 1 斤 is less than 40.00 for 1 kg, and what has no measure is compared as it is.
    const jin = { amount: 1_800n, per: { amount: "1", unit: "jin" } } as const
    const kg = { amount: 4_000n, per: { amount: "1", unit: "kg" } } as const
    expect(decided(jin, kg)).toBe("left by amount")
    expect(decided(kg, jin)).toBe("right by amount")
    expect(decided({ ...jin, amount: 2_100n }, kg)).toBe("right by amount")
    expect(decided({ amount: 3_000n }, kg)).toBe("left by amount")
    expect(decided(kg, { amount: 3_000n })).toBe("right by amount")
    expect(decided({ amount: 3_000n, per: { amount: "1", unit: "m" } }, kg)).toBe("left by amount")
  })

  test("prices of another sku are neither candidates nor told of", () => {
    const other = { ...entry("other", 1n), sku: "cup" }
    const foreign = entry("yen", 2n, { currency: "JPY" })
    expect(runs([other, entry("one", 5n)])).toEqual(["1 one"])
    expect(explainPrice([other], { ...wanted }, context, "specific", unlimited)).toEqual({
      won: [],
      beaten: [],
      passedOver: []
    })
    const late = { ...other, from: at + 1 }
    expect(explainPrice([late], wanted, context, "specific", unlimited).passedOver).toEqual([])
    // Of the sku there are prices, but none in this currency; what another sku costs does not matter.
    expect(runs([other, foreign])).toEqual({ _tag: "CurrencyMismatch", expected: "CNY", found: "JPY" })
    expect(runs([foreign, entry("trade", 1n, { customerGroup: "trade" })])).toMatchObject({ _tag: "PriceMissing" })
    expect(runs([other])).toMatchObject({ _tag: "PriceMissing", sku: "tea" })
  })

  test("units that no entry has room for leave all of them without a price", () => {
    const few = entry("few", 1n, { stock: { account: "few" } })
    expect(runs([few], 3, () => 2)).toMatchObject({ _tag: "PriceMissing" })
    expect(explainPrice([few], wanted, context, "specific", () => 2)).toEqual({ won: [], beaten: [], passedOver: [] })
    expect(runs([few], 2, () => 2)).toEqual(["2 few"])
    const selected = selectPrice([few, entry("rest", 2n)], wanted, context, "specific", () => 0)
    expect(Result.getOrThrow(selected).claims).toEqual([])
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
