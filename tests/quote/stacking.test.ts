import { describe, expect, test } from "vitest"
import type { Promotion } from "../../src/promotion/index.ts"
import type { Limit, Policy } from "../../src/quote/index.ts"
import { cartOf, discounts, quoted, reasonOf } from "./sample.ts"

const off = (id: string, amount: string, more: Partial<Promotion> = {}): Promotion => ({
  id,
  level: "merchant",
  offer: { kind: "grant", rewards: [{ kind: "amount", amount }] },
  ...more
})

const percent = (id: string, rate: string, more: Partial<Promotion> = {}): Promotion => ({
  id,
  level: "item",
  offer: { kind: "grant", rewards: [{ kind: "percent", percent: rate }] },
  ...more
})

const priority: Policy = { combination: "priority" }

describe("stacking", () => {
  test("two that do not combine: by rank under `priority`, the better under `best`", () => {
    const offers = [
      off("a", "10.00", { stack: { combines: "none" } }),
      off("b", "20.00", { stack: { combines: "none" } })
    ]
    const ranked = quoted(cartOf([[10_000n, 1]], offers, { policy: priority }))
    expect([ranked.applied, reasonOf(ranked, "b")]).toEqual([["a"], { reason: "NotCombinable", with: ["a"] }])
    const best = quoted(cartOf([[10_000n, 1]], offers))
    expect([best.applied, best.proof]).toEqual([["b"], { exact: true }])
    expect(reasonOf(best, "a")).toEqual({ reason: "NotCombinable", with: ["b"] })
  })

  test("classes combine if both admit the other", () => {
    const member = { stack: { class: "member", combines: ["coupon"] } }
    const coupon = { stack: { class: "coupon", combines: ["member", "coupon"] } }
    const shy = { stack: { class: "coupon", combines: ["coupon"] } }
    expect(quoted(cartOf([[10_000n, 1]], [off("a", "10.00", member), off("b", "5.00", coupon)])).applied).toEqual([
      "a",
      "b"
    ])
    expect(quoted(cartOf([[10_000n, 1]], [off("a", "10.00", member), off("b", "5.00", shy)])).applied).toEqual(["a"])
  })

  test("a limit of one: the first by rank under `priority`, the best under `best`", () => {
    const limits: ReadonlyArray<Limit> = [{ id: "one coupon", classes: ["merchant"], max: 1, per: "cart" }]
    const offers = [off("a", "10.00"), off("b", "30.00"), off("c", "20.00")]
    const ranked = quoted(cartOf([[10_000n, 1]], offers, { policy: { ...priority, limits } }))
    expect([ranked.applied, reasonOf(ranked, "b")]).toEqual([["a"], { reason: "LimitReached", limit: "one coupon" }])
    expect(quoted(cartOf([[10_000n, 1]], offers, { policy: { limits } })).applied).toEqual(["b"])
  })

  test("each product once: scope `cart` is refused whole, scope `line` keeps to open lines", () => {
    const limits: ReadonlyArray<Limit> = [{ id: "once", classes: "*", max: 1, per: "line" }]
    const first = percent("first", "10", { select: { fact: "sku", op: "in", values: ["a"] } })
    const whole = quoted(
      cartOf(
        [
          [10_000n, 1],
          [10_000n, 1]
        ],
        [first, percent("second", "20")],
        { policy: { ...priority, limits } }
      )
    )
    expect(reasonOf(whole, "second")).toEqual({ reason: "LimitReached", limit: "once" })
    const lines = quoted(
      cartOf(
        [
          [10_000n, 1],
          [10_000n, 1]
        ],
        [first, percent("second", "20", { stack: { scope: "line" } })],
        { policy: { ...priority, limits } }
      )
    )
    expect(discounts(lines)).toEqual([1_000n, 2_000n])
  })

  test("on each line the better of two exclusive offers wins under `best`", () => {
    const stack = (name: string) => ({ stack: { class: name, combines: [name], scope: "line" as const } })
    const catalogue = percent("catalogue", "10", stack("catalogue"))
    const fixed: Promotion = {
      id: "fixed",
      level: "item",
      offer: { kind: "grant", rewards: [{ kind: "amount", amount: "15.00", per: "line" }] },
      ...stack("cart")
    }
    const quote = quoted(
      cartOf(
        [
          [10_000n, 1],
          [20_000n, 1]
        ],
        [catalogue, fixed]
      )
    )
    expect([discounts(quote), quote.proof]).toEqual([[1_500n, 2_000n], { exact: true }])
  })

  test("stop closes the level, or all behind it; one that takes nothing closes nothing", () => {
    const stopper = (stop: "level" | "all") => [
      off("a", "10.00", { stack: { stop } }),
      off("b", "10.00"),
      off("c", "10.00", { level: "platform" })
    ]
    const level = quoted(cartOf([[10_000n, 1]], stopper("level"), { policy: priority }))
    expect([level.applied, reasonOf(level, "b")]).toEqual([["a", "c"], { reason: "Stopped", by: ["a"] }])
    expect(quoted(cartOf([[10_000n, 1]], stopper("all"), { policy: priority })).applied).toEqual(["a"])
    const idle = off("a", "0.00", { stack: { stop: "all" }, onNothing: "claim" })
    expect(quoted(cartOf([[10_000n, 1]], [idle, off("b", "10.00")], { policy: priority })).applied).toEqual(["a", "b"])
  })

  test("a promotion ahead in rank can cost a threshold: `best` leaves it out and says what it would have cost", () => {
    const small = off("small", "5.00")
    const large = off("large", "60.00", { lane: 1, when: { measure: "amount", atLeast: "200.00" } })
    const quote = quoted(cartOf([[20_000n, 1]], [small, large]))
    expect([quote.grand, quote.applied]).toEqual([14_000n, ["large"]])
    expect(reasonOf(quote, "small")).toEqual({ reason: "Beaten", by: ["large"], saves: -5_500n })
    expect(quoted(cartOf([[20_000n, 1]], [small, large], { policy: priority })).grand).toBe(19_500n)
  })

  test("a limited coupon that saves nothing is not spent", () => {
    const free = percent("free", "100")
    const coupon = off("coupon", "5.00", {
      level: "item",
      lane: -1,
      budgets: [{ account: "uses:five", unit: "uses", per: "all" }]
    })
    const quote = quoted(cartOf([[1_000n, 1]], [free, coupon], { accounts: { "uses:five": 9 } }))
    expect([quote.applied, quote.claims]).toEqual([["free"], []])
  })

  test("locks: merchant promotions leave a flash price alone, and it still counts in a condition", () => {
    const input = cartOf(
      [
        [5_000n, 1],
        [1_000n, 1]
      ],
      [off("a", "10.00", { when: { measure: "amount", atLeast: "60.00" } })]
    )
    const locked = {
      ...input,
      prices: input.prices.map((entry) => (entry.sku === "a" ? { ...entry, locks: ["merchant" as const] } : entry))
    }
    expect(discounts(quoted(locked))).toEqual([0n, 1_000n])
    const all = { ...input, prices: input.prices.map((entry) => ({ ...entry, locks: ["all" as const] })) }
    expect(reasonOf(quoted(all), "a")).toEqual({ reason: "Locked" })
  })

  test("a pool: units used by one are not free for the next", () => {
    const buyTwo = (id: string, pool?: string): Promotion => ({
      id,
      level: "item",
      ...(pool === undefined ? {} : { pool }),
      offer: { kind: "buyGet", buy: { quantity: 1 }, get: { quantity: 1, reward: { kind: "percent", percent: "50" } } }
    })
    expect(quoted(cartOf([[1_000n, 2]], [buyTwo("a"), buyTwo("b")], { policy: priority })).applied).toEqual(["a", "b"])
    const pooled = quoted(cartOf([[1_000n, 2]], [buyTwo("a", "set"), buyTwo("b", "set")], { policy: priority }))
    expect([pooled.applied, reasonOf(pooled, "b")]).toMatchObject([["a"], { reason: "SetIncomplete", distance: 2 }])
  })

  test("a set that would not gain is left alone: it is not counted, and its units are free for the next", () => {
    const three: Promotion = {
      id: "a",
      level: "item",
      pool: "set",
      offer: { kind: "multi", quantity: 3, price: "99.00" }
    }
    const tenth = off("b", "0.00", {
      level: "item",
      lane: 1,
      pool: "set",
      offer: { kind: "grant", rewards: [{ kind: "percent", percent: "10" }] }
    })
    // Three at 50.00 come down to 99.00; three at 10.00 would cost more so, and have their tenth off.
    const goods = cartOf(
      [
        [5_000n, 3],
        [1_000n, 3]
      ],
      [three, tenth],
      { policy: priority }
    )
    const quote = quoted(goods)
    expect(discounts(quote)).toEqual([5_100n, 300n])
    expect(quote.steps.find(({ promotion }) => promotion === "a")?.times).toBe(1)
    const [, cheap] = goods.lines
    const alone = quoted({ ...goods, lines: [cheap!] })
    expect([alone.applied, reasonOf(alone, "a")]).toEqual([["b"], { reason: "NothingLeft" }])
  })

  test("a search cut short says so with a proven bound, or refuses, and is never above `priority`", () => {
    const offers = Array.from({ length: 14 }, (_, index) =>
      off(`p${index}`, `${index + 3}.00`, {
        stack: { class: `c${index % 5}` },
        when: { measure: "amount", atLeast: `${70 + index * 2}.00` }
      })
    )
    const limits: ReadonlyArray<Limit> = [{ id: "five", classes: "*", max: 5, per: "cart" }]
    const cut = quoted(cartOf([[10_000n, 1]], offers, { policy: { limits, search: { nodes: 20 } } }))
    const ranked = quoted(cartOf([[10_000n, 1]], offers, { policy: { limits, combination: "priority" } }))
    const exact = quoted(cartOf([[10_000n, 1]], offers, { policy: { limits, search: { nodes: 100_000 } } }))
    expect(exact.proof).toEqual({ exact: true })
    if (cut.proof.exact) throw new Error("the search was not cut short")
    expect(cut.grand).toBeLessThanOrEqual(ranked.grand)
    expect(cut.proof.bound).toBeLessThanOrEqual(exact.grand)
    expect(cut.proof.gap).toBe(cut.grand - cut.proof.bound)
  })
})

describe("codes and budgets", () => {
  const coupon = off("save", "20.00", {
    level: "platform",
    codes: ["SAVE10"],
    budgets: [
      { account: "uses:SAVE10", unit: "uses", per: "all" },
      { account: "uses:SAVE10:customer", unit: "uses", per: "customer" }
    ]
  })
  const accounts = { "uses:SAVE10": 1, "uses:SAVE10:customer": 1 }
  const context = { customer: "alice", facts: {} }
  const cart = (codes: ReadonlyArray<string>, more = {}) =>
    quoted(cartOf([[10_000n, 1]], [coupon], { codes, accounts, context, ...more }))

  test("a code is compared after trim, NFKC and upper case", () => {
    for (const code of ["SAVE10", " save10 ", "ｓａｖｅ１０"]) {
      expect(cart([code]).codes).toEqual([{ code: "SAVE10", state: "Applied", promotion: "save" }])
    }
  })

  test("H030 Cyrillic letters that look alike open nothing", () => {
    const quote = cart(["ЅАVЕ10"])
    expect([quote.grand, quote.codes[0]?.state, reasonOf(quote, "save")]).toEqual([
      10_000n,
      "Unknown",
      { reason: "CodeMissing" }
    ])
  })

  test("H025 a coupon of 500 on a cart of 300 brings it to 0, never below", () => {
    expect(quoted(cartOf([[30_000n, 1]], [off("big", "500.00")])).grand).toBe(0n)
  })

  test("L27 a use is claimed for all and for the customer, and refused when none is left", () => {
    expect(cart(["save10"]).claims).toEqual([
      { account: "uses:SAVE10", unit: "uses", per: "all", amount: 1n, by: "save" },
      { account: "uses:SAVE10:customer", unit: "uses", per: "customer", amount: 1n, by: "save" }
    ])
    const spent = cart(["save10"], { accounts: { "uses:SAVE10": 0, "uses:SAVE10:customer": 1 } })
    expect([reasonOf(spent, "save"), spent.codes[0]?.state]).toEqual([{ reason: "UsesExhausted" }, "UsesExhausted"])
    expect(reasonOf(cart(["save10"], { accounts: { "uses:SAVE10": 1 } }), "save")).toEqual({
      reason: "CustomerLimitReached"
    })
  })

  test("an unknown customer: provisional by default, refused by policy", () => {
    const anonymous = { context: { facts: {} } }
    expect(cart(["save10"], anonymous).claims[1]).toMatchObject({ per: "customer", provisional: true })
    const strict = cart(["save10"], { ...anonymous, policy: { unknownCustomer: "refuse" } })
    expect(reasonOf(strict, "save")).toEqual({ reason: "CustomerLimitReached" })
  })

  test("a money budget refuses what it cannot pay, or grants a part and says so", () => {
    const half = (partial: boolean) =>
      percent("half", "50", {
        level: "merchant",
        budgets: [{ account: "budget:spring", unit: "money", per: "all", partial }]
      })
    const free = { accounts: { "budget:spring": 3_000n } }
    expect(reasonOf(quoted(cartOf([[10_000n, 1]], [half(false)], free)), "half")).toEqual({
      reason: "BudgetSpent",
      distance: 2_000n
    })
    const part = quoted(cartOf([[10_000n, 1]], [half(true)], free))
    expect(part.grand).toBe(7_000n)
    expect(part.partial).toEqual([{ promotion: "half", account: "budget:spring", wanted: 5_000n, granted: 3_000n }])
    expect(part.claims[0]?.amount).toBe(3_000n)
  })

  test("two promotions share an account: the second has what the first left", () => {
    const budgets = [{ account: "budget", unit: "money" as const, per: "all" as const }]
    const quote = quoted(
      cartOf([[10_000n, 1]], [off("a", "20.00", { budgets }), off("b", "20.00", { budgets })], {
        accounts: { budget: 3_000n },
        policy: priority
      })
    )
    expect(reasonOf(quote, "b")).toEqual({ reason: "BudgetSpent", distance: 1_000n })
  })

  test("H093 a promotion is on from its start and off at its end", () => {
    const timed = off("timed", "10.00", { from: 1_000, until: 2_000 })
    const at = (instant: number) => quoted({ ...cartOf([[10_000n, 1]], [timed]), at: instant })
    expect([
      reasonOf(at(999), "timed")?.reason,
      at(1_000).applied,
      at(1_999).applied,
      reasonOf(at(2_000), "timed")?.reason
    ]).toEqual(["NotStarted", ["timed"], ["timed"], "Ended"])
  })

  test("refused offers stand nearest first: money, then units, then the rest by id", () => {
    const quote = quoted(
      cartOf(
        [[10_000n, 1]],
        [
          off("z", "1.00", { state: "paused" }),
          off("far", "1.00", { when: { measure: "amount", atLeast: "300.00" } }),
          off("near", "1.00", { when: { measure: "amount", atLeast: "101.00" } }),
          off("two", "1.00", { when: { measure: "quantity", atLeast: 2 } }),
          off("foreign", "1.00", {
            currency: "JPY",
            offer: { kind: "grant", rewards: [{ kind: "amount", amount: "1" }] }
          })
        ]
      )
    )
    expect(quote.refused.map(({ promotion, reason }) => `${promotion} ${reason}`)).toEqual([
      "near ConditionUnmet",
      "far ConditionUnmet",
      "two ConditionUnmet",
      "foreign CurrencyMismatch",
      "z NotActive"
    ])
  })
})
