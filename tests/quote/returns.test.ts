import { describe, expect, test } from "vitest"
import type { Promotion } from "../../src/promotion/index.ts"
import * as Quote from "../../src/quote/index.ts"
import { protectionTelescopes, returnsSum } from "../../src/quote/laws/returns.ts"
import { check, title } from "../../src/testing/index.ts"
import { at, cartOf, price, quoted, refuses, succeeds } from "./sample.ts"

test(title(returnsSum), async () => {
  expect((await check(returnsSum, { runs: 200 })).held).toBeGreaterThan(100)
})

test(title(protectionTelescopes), async () => {
  expect((await check(protectionTelescopes, { runs: 200 })).held).toBeGreaterThan(20)
})

const cross: Promotion = {
  id: "跨店每满300减50",
  level: "platform",
  offer: { kind: "every", measure: "amount", each: "300.00", rewards: [{ kind: "amount", amount: "50.00" }] }
}
const shops = cartOf(
  [
    [19_900n, 1, { merchant: "m1" }],
    [25_900n, 1, { merchant: "m2" }],
    [34_200n, 1, { merchant: "m3" }]
  ],
  [cross],
  { charges: [{ id: "s1", amount: 1_200n, tax: { included: true, rates: [{ id: "vat", rate: "0.09" }] } }] }
)
const second = { lines: [{ line: "l-b", quantity: 1 }] }
const others = {
  lines: [
    { line: "l-a", quantity: 1 },
    { line: "l-c", quantity: 1 }
  ]
}
const amountsOf = (parts: ReadonlyArray<Quote.Refund>) => parts.map(({ amount }) => amount)

describe("a partial refund of 跨店每满300减50 over three shops at 199.00, 259.00 and 342.00", () => {
  test("gives the second shop's own share of 226.63, and the rest with the freight later", () => {
    expect(amountsOf(succeeds(Quote.refunds(quoted(shops), [second, others])))).toEqual([22_663n, 47_337n + 1_200n])
  })

  test("under `retest` tests the threshold again: 541.00 remain, k = 1, so 209.00 come back", () => {
    const policy = { clawback: { retest: shops } } as const
    expect(amountsOf(succeeds(Quote.refunds(quoted(shops), [second, others], policy)))).toEqual([
      20_900n,
      49_100n + 1_200n
    ])
  })

  test("by another path the same retest ends with the same whole", () => {
    const quote = quoted(shops)
    const path = [{ lines: [{ line: "l-a", quantity: 1 }] }, second, { lines: [{ line: "l-c", quantity: 1 }] }]
    // 501.00 remain, then 292.00.
    const parts = succeeds(Quote.refunds(quote, path, { clawback: { retest: shops } }))
    expect(amountsOf(parts)).toEqual([19_900n, 20_900n, 29_200n + 1_200n])
  })

  test("gives nothing back, and takes nothing, where what remains would have cost more than all", () => {
    const large: Promotion = {
      id: "满300减200",
      level: "merchant",
      when: { measure: "amount", atLeast: "300.00" },
      offer: { kind: "grant", rewards: [{ kind: "amount", amount: "200.00" }] }
    }
    const two = cartOf(
      [
        [10_000n, 1],
        [20_500n, 1]
      ],
      [large]
    )
    const path = [{ lines: [{ line: "l-a", quantity: 1 }] }, { lines: [{ line: "l-b", quantity: 1 }] }]
    expect(amountsOf(succeeds(Quote.refunds(quoted(two), path, { clawback: { retest: two } })))).toEqual([0n, 10_500n])
  })
})

describe("what remains, under `retest`", () => {
  const budget = { account: "bud", unit: "money", per: "all" } as const
  const tenth = (budgets: Promotion["budgets"]): Promotion => ({
    id: "tenth",
    level: "merchant",
    ...(budgets === undefined ? {} : { budgets }),
    offer: { kind: "grant", rewards: [{ kind: "percent", percent: "10" }] }
  })
  const back = (input: Quote.QuoteInput, ...lines: ReadonlyArray<string>) =>
    amountsOf(
      succeeds(
        Quote.refunds(
          quoted(input),
          lines.map((line) => ({ lines: [{ line, quantity: 1 }] })),
          { clawback: { retest: input } }
        )
      )
    )
  const goods = (budgets: Promotion["budgets"], accounts?: Quote.QuoteInput["accounts"]) =>
    cartOf(
      [
        [20_000n, 1],
        [10_000n, 1]
      ],
      [tenth(budgets)],
      accounts === undefined ? {} : { accounts }
    )

  test("has the budget of the quote's period: 270.00 paid, 180.00 remain", () => {
    const monthly = goods([{ ...budget, period: "month" }], { "bud@2026-11": 10_000 })
    expect(back(monthly, "l-b", "l-a")).toEqual([9_000n, 18_000n])
  })

  test("has no more of a budget than the quote had: 285.00 paid of a budget of 15.00, 185.00 remain", () => {
    const partial = goods([{ ...budget, partial: true }], { bud: 1_500 })
    expect(back(partial, "l-b", "l-a")).toEqual([10_000n, 18_500n])
    // Spent when the goods were bought, it gives nothing now.
    const spent = goods([{ account: "once", unit: "uses", per: "all" }], { once: 0 })
    expect(back(spent, "l-b", "l-a")).toEqual([10_000n, 20_000n])
  })

  test("has every price of its own stock for as many as it was, though they share it", () => {
    const flash = (sku: string) =>
      price(sku, 5_000n, { id: `flash-${sku}`, kind: "override", stock: { account: "flash" } })
    const two = cartOf(
      [
        [10_000n, 2],
        [10_000n, 2]
      ],
      []
    )
    const shared = (free: number): Quote.QuoteInput => ({
      ...two,
      prices: [...two.prices, flash("a"), flash("b")],
      accounts: { flash: free }
    })
    expect(back(shared(4), "l-b", "l-b", "l-a", "l-a")).toEqual([5_000n, 5_000n, 5_000n, 5_000n])
    // Two of a and one of b were 50.00. What a gives back is not b's.
    expect(back(shared(3), "l-a")).toEqual([5_000n])
  })
})

describe("freight of a return", () => {
  const back = (shippingRefund: Quote.ReturnPolicy["shippingRefund"] & string) =>
    succeeds(Quote.refunds(quoted(shops), [second, others], { shippingRefund })).map(({ shipping }) => [
      shipping.amount,
      shipping.tax
    ])

  test("comes back with the last unit, never, or in proportion to what the goods were worth", () => {
    expect(back("withLast")).toEqual([
      [0n, 0n],
      [1_200n, 99n]
    ])
    expect(back("never")).toEqual([
      [0n, 0n],
      [0n, 0n]
    ])
    // 12.00 * 226.63 / 700.00
    expect(back("proportional")).toEqual([
      [389n, 32n],
      [811n, 67n]
    ])
  })

  test("is that of the goods that were sent: what was delivered without a parcel neither brings it back nor keeps it", () => {
    const of = (shippingRefund: "withLast" | "proportional", sent: ReadonlyArray<string>) =>
      succeeds(Quote.refunds(quoted(shops), [second, others], { shippingRefund, sent })).map(
        ({ shipping }) => shipping.amount
      )
    expect(of("withLast", ["l-b"])).toEqual([1_200n, 0n])
    expect(of("withLast", ["l-a", "l-b"])).toEqual([0n, 1_200n])
    // 12.00 * 226.63 / (226.63 + 174.12)
    expect(of("proportional", ["l-a", "l-b"])).toEqual([679n, 521n])
    expect(of("proportional", ["l-a"])).toEqual([0n, 1_200n])
  })
})

describe("a gift", () => {
  const cup: Quote.GiftEarned = { id: "cup", quantity: 1, worth: 3_900n, lines: ["l-b"] }
  const quote = quoted(shops)

  test("that stays is held back at its list value with the last unit that earned it, and paid when it comes after all", () => {
    const later = { lines: [], gifts: [{ gift: "cup", quantity: 1 }] }
    const parts = succeeds(Quote.refunds(quote, [second, later, others], {}, [cup]))
    expect(amountsOf(parts)).toEqual([22_663n - 3_900n, 3_900n, 48_537n])
    expect(parts.map(({ heldBack }) => heldBack)).toEqual([3_900n, -3_900n, 0n])
  })

  test("that comes along, or may be kept, costs nothing", () => {
    const along = { ...second, gifts: [{ gift: "cup", quantity: 1 }] }
    expect(amountsOf(succeeds(Quote.refunds(quote, [along], {}, [cup])))).toEqual([22_663n])
    expect(amountsOf(succeeds(Quote.refunds(quote, [second], { giftReturn: "keep" }, [cup])))).toEqual([22_663n])
  })
})

describe("units of one line that paid differently", () => {
  const halves: Promotion = {
    id: "第二件半价",
    level: "item",
    offer: {
      kind: "buyGet",
      buy: { quantity: 1 },
      get: { quantity: 1, reward: { kind: "percent", percent: "50" } },
      pick: "eachSet"
    }
  }
  const pair = quoted(cartOf([[10_000n, 2]], [halves]))

  test("come back at their average share, or by `unit` at what each was paid", () => {
    const one = [{ lines: [{ line: "l-a", quantity: 1 }] }]
    expect(amountsOf(succeeds(Quote.refunds(pair, one)))).toEqual([7_500n])
    const paid = [0, 1].map((unit) => {
      const certain = [{ lines: [{ line: "l-a", units: [unit] }] }]
      return amountsOf(succeeds(Quote.refunds(pair, certain, { share: "unit" })))[0]
    })
    expect(new Set(paid)).toEqual(new Set([10_000n, 5_000n]))
  })
})

describe("goods that cannot come back", () => {
  const quote = quoted(shops)
  test.each([
    ["more than were bought", [{ line: "l-b", quantity: 2 }], { line: "l-b", wanted: 2, available: 1 }],
    ["a line that was not", [{ line: "l-z", quantity: 1 }], { line: "l-z", wanted: 1, available: 0 }],
    ["a unit twice", [{ line: "l-b", units: [0, 0] }], { line: "l-b", wanted: 2, available: 1 }],
    ["a unit that is none", [{ line: "l-b", units: [7] }], { line: "l-b", wanted: 1, available: 1 }],
    ["half a unit", [{ line: "l-b", quantity: 0.5 }], { line: "l-b", wanted: 0, available: 1 }],
    ["less than nothing", [{ line: "l-b", quantity: -1 }], { line: "l-b", wanted: -1, available: 1 }]
  ])("%s", (_, lines, fact) => {
    expect(refuses(Quote.refunds(quote, [{ lines }]))).toEqual({ _tag: "ReturnExceedsBought", ...fact })
  })

  test("what came back before is not there again", () => {
    expect(refuses(Quote.refunds(quote, [second, second]))).toEqual({
      _tag: "ReturnExceedsBought",
      line: "l-b",
      wanted: 1,
      available: 0
    })
  })
})

describe("price protection (价保)", () => {
  // Ordered at 10:00 in Shanghai on 11 November, day 1; seven days end with 17 November.
  const policy: Quote.ProtectionPolicy = { days: 7, zone: "Asia/Shanghai" }
  const order = { placedAt: at, currency: "CNY" }
  const vat = { tax: { included: true, rates: [{ id: "vat", rate: "0.13" }] } }
  const bought = quoted(cartOf([[29_900n, 2, vat]], []))
  const paid = bought.lines.map(Quote.paidUnits)
  const day = 86_400_000
  const today = (amount: bigint) => quoted(cartOf([[29_900n, 2, vat]], [], { prices: [price("a", amount)] }))

  test("gives back the drop of each unit, with its tax", () => {
    const back = succeeds(Quote.protectPrice(paid, order, today(26_900n), at + 2 * day, policy))
    expect(back).toMatchObject({ amount: 6_000n, tax: 690n, net: 5_310n })
    expect(back.lines[0]?.units).toEqual([3_000n, 3_000n])
  })

  test("gives a drop back once, and a deeper one only by what it is deeper", () => {
    const first = succeeds(Quote.protectPrice(paid, order, today(26_900n), at + day, policy))
    expect(refuses(Quote.protectPrice(first.after, order, today(26_900n), at + day, policy))._tag).toBe("PriceNotLower")
    const second = succeeds(Quote.protectPrice(first.after, order, today(25_900n), at + 3 * day, policy))
    expect([second.amount, first.tax + second.tax]).toEqual([2_000n, 920n])
  })

  test("ends with the last of the days by the clock of its zone, the day of the order being the first", () => {
    const until = Date.UTC(2026, 10, 17, 16)
    expect(succeeds(Quote.protectedUntil(at, policy))).toBe(until)
    expect(succeeds(Quote.protectPrice(paid, order, today(26_900n), until - 1, policy)).until).toBe(until)
    expect(refuses(Quote.protectPrice(paid, order, today(26_900n), until, policy))).toEqual({
      _tag: "ProtectionEnded",
      until
    })
    // 02:00Z is still the 10th in New York; there the days end at midnight EST.
    expect(succeeds(Quote.protectedUntil(at, { days: 7, zone: "America/New_York" }))).toBe(Date.UTC(2026, 10, 17, 5))
  })

  test("is for what is kept: the dearest units count as returned, and a later return rests on what is left of the price", () => {
    const [line] = bought.lines
    const one = Quote.refundShare(Quote.paidFor(line!), 0, 1)
    const kept = [Quote.keptUnits(paid[0]!, 1, one.tax)]
    const back = succeeds(Quote.protectPrice(kept, order, today(26_900n), at + day, policy))
    expect(back.amount).toBe(3_000n)
    const rest = Quote.paidAfter(Quote.paidFor(line!), { amount: one.amount + back.amount, tax: one.tax + back.tax }, 1)
    const last = Quote.refundShare(rest, 0, 1)
    expect(one.amount + back.amount + last.amount).toBe(line!.gross)
    expect(one.tax + back.tax + last.tax).toBe(line!.tax)
  })

  test("refuses, in this order: days that are none, a zone that is none, another currency, the end, nothing dropped", () => {
    const dollars = quoted({
      ...cartOf([[29_900n, 2]], []),
      currency: "USD",
      prices: [price("a", 1n, { currency: "USD" })]
    })
    const late = at + 30 * day
    const ask = (quote: Quote.Quote, now: number, by: Quote.ProtectionPolicy) =>
      refuses(Quote.protectPrice(paid, order, quote, now, by))._tag
    expect(ask(dollars, late, { days: 0, zone: "Mars/Olympus" })).toBe("InvalidInput")
    expect(ask(dollars, late, { days: 7, zone: "Mars/Olympus" })).toBe("ZoneUnknown")
    expect(ask(dollars, late, policy)).toBe("CurrencyMismatch")
    expect(ask(today(29_900n), late, policy)).toBe("ProtectionEnded")
    expect(ask(today(29_900n), at, policy)).toBe("PriceNotLower")
  })
})
