import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { memoryVault } from "../../src/memory/index.ts"
import { codeSeries } from "../../src/promotion/index.ts"
import {
  ann,
  fillCart,
  inSmallShop,
  type Json,
  manager,
  order,
  orderAndPay,
  type SmallShop,
  standing,
  state
} from "./small-shop.ts"

const ten = { kind: "grant", rewards: [{ kind: "amount", amount: "10.00" }] }
const entry = (id: string, codes: Json, rest: Json = {}) => ({
  promotion: { id, level: "platform", codes, offer: ten, ...rest },
  currency: "CNY",
  limits: []
})
const define = (shop: SmallShop, id: string, codes: Json, rest: Json = {}) =>
  shop.as(manager)("promotion.define", entry(id, codes, rest))

/** What a refusal says, which changed nothing. */
const refused = Effect.fnUntraced(function* (shop: SmallShop, act: Effect.Effect<Json, Json>) {
  const before = yield* state(shop)
  const answer = yield* Effect.result(act)
  expect(yield* state(shop)).toBe(before)
  if (Result.isSuccess(answer)) return "accepted"
  return "path" in answer.failure ? `${answer.failure._tag} ${answer.failure.path}` : answer.failure._tag
})

const long = "x".repeat(100_000)
const hostile: ReadonlyArray<readonly [string, Json, string]> = [
  ["no name", { campaign: "", count: 1 }, "InvalidInput"],
  ["a name of look-alikes", { campaign: "ѕpring", count: 1 }, "InvalidInput"],
  ["a name of 100 000 characters", { campaign: long, count: 1 }, "InvalidInput"],
  ["a name with NUL", { campaign: "a\u0000", count: 1 }, "InvalidInput"],
  ["a name that would be another account's", { campaign: "a/b", count: 1 }, "InvalidInput"],
  ["no codes", { campaign: "a", count: 0 }, "InvalidInput"],
  ["a negative number of codes", { campaign: "a", count: -1 }, "InvalidInput"],
  ["half a code", { campaign: "a", count: 0.5 }, "InvalidInput"],
  ["more codes than anybody prints", { campaign: "a", count: 1e10 }, "InvalidInput"],
  ["no uses", { campaign: "a", count: 1, uses: 0 }, "InvalidInput"],
  ["a key that is not there", { campaign: "a", count: 1, key: "00" }, "InvalidInput"],
  [
    "a pattern with a lone surrogate",
    { campaign: "a", count: 1, format: { pattern: "\ud800####" } },
    "InvalidPromotion /codes/format/pattern"
  ],
  ["a formula", { campaign: "a", count: 1, format: { prefix: "=1+" } }, "InvalidPromotion /codes/format/pattern"],
  [
    "nothing to draw",
    { campaign: "a", count: 1, format: { pattern: "SALE" } },
    "InvalidPromotion /codes/format/checks"
  ],
  [
    "one letter twice",
    { campaign: "a", count: 1, format: { charset: "AAB" } },
    "InvalidPromotion /codes/format/charset"
  ],
  [
    "more than the format has room for",
    { campaign: "a", count: 31, format: { pattern: "####" } },
    "InvalidPromotion /codes/count"
  ],
  [
    "what is easily guessed",
    { campaign: "a", count: 1000, format: { pattern: "######" } },
    "InvalidPromotion /codes/count"
  ]
]

describe("a campaign that is defined with", () => {
  it("what cannot be is refused at the place that is wrong, and changes nothing", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        for (const [what, codes, answer] of hostile) {
          expect([what, (yield* refused(shop, define(shop, "a", codes))).slice(0, answer.length)]).toEqual([
            what,
            answer
          ])
        }
      })
    ))

  it("another name, format or other uses than it began with is refused, for codes are out; more codes are not", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const codes = { campaign: "spring", count: 100, uses: 2, format: { checks: 4 } }
        yield* define(shop, "spring", codes)
        for (const [other, path] of [
          [{ ...codes, campaign: "summer" }, "/codes"],
          [["SPRING"], "/codes"],
          [{ ...codes, uses: 3 }, "/codes/uses"],
          [{ ...codes, format: { checks: 5 } }, "/codes/format"],
          [{ ...codes, count: 99 }, "/codes/count"]
        ] as const) {
          expect(yield* refused(shop, define(shop, "spring", other))).toBe(`InvalidPromotion ${path}`)
        }
        const more = yield* define(shop, "spring", { ...codes, count: 1000 })
        expect(more.promotion).toMatchObject({ version: 2, codes: { count: 1000 } })
        // Two promotions of one campaign would bound its accounts twice.
        expect(yield* refused(shop, define(shop, "other", { ...codes, uses: 1 }))).toBe("Taken")
      })
    ))

  it("a budget by a calendar that there is not is refused in words, before it names an account", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        for (const zone of ["Mars/Olympus", "", "x".repeat(100_000)]) {
          const monthly = { account: "spring", unit: "uses", per: "all", period: "month", zone }
          const answer = yield* refused(shop, define(shop, "p", ["P"], { budgets: [monthly] }))
          expect(["InvalidPromotion /budgets/0/zone", "InvalidInput /promotion/budgets/0/zone"]).toContain(answer)
        }
      })
    ))

  it("budgets whose names are another account's, or a limit that another promotion opens, is refused", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const each = (account: string, unit = "uses") => ({ budgets: [{ account, unit, per: "customer" }] })
        for (const account of ["uses:x@2026-11", "uses:x/ann"]) {
          expect(yield* refused(shop, define(shop, "p", ["P"], each(account)))).toBe(
            "InvalidPromotion /budgets/0/account"
          )
        }
        yield* define(shop, "p", ["P"], each("mine"))
        expect(yield* refused(shop, define(shop, "q", ["Q"], each("mine")))).toBe("Taken")
        expect(
          yield* refused(shop, define(shop, "r", ["R"], { budgets: [{ account: "mine", unit: "money", per: "all" }] }))
        ).toBe("Taken")
      })
    ))
})

describe("a code of a campaign", () => {
  it("L27 with two uses is good for two orders, comes back with one that is cancelled, and later versions know it", () => {
    const vault = memoryVault()
    return inSmallShop(
      { vault },
      Effect.fnUntraced(function* (shop) {
        const codes = { campaign: "twice", count: 10, uses: 2 }
        yield* define(shop, "twice", codes)
        const key = (yield* vault.key(".codes")) ?? new Uint8Array()
        const code = Result.getOrThrow(codeSeries(codes, key)).code(9)
        const account = `uses:twice/${code}`
        const first = yield* orderAndPay(shop, ann, { cup: 1 }, [code])
        yield* define(shop, "twice", { ...codes, count: 20 })
        const second = yield* order(shop, ann, { cup: 1 }, [code])
        expect(second.quote.applied).toContain("twice")
        expect(yield* standing(shop, account)).toEqual({ posted: 1n, outgoing: 0n, incoming: 1n })
        const cart = yield* fillCart(shop, ann, { cup: 1 }, [code])
        const full = (yield* shop.as(ann)("cart.get", { cart })).quote
        expect(full.codes).toEqual([{ code, state: "UsesExhausted", promotion: "twice" }])
        yield* shop.as(ann)("order.cancel", { order: first.id })
        yield* shop.as(ann)("order.cancel", { order: second.id })
        yield* shop.work
        expect(yield* standing(shop, account)).toEqual({ posted: 0n, outgoing: 0n, incoming: 0n })
        expect((yield* shop.as(ann)("cart.get", { cart })).quote.codes[0].state).toBe("Applied")
      })
    )
  })
})

describe("limits of a later version", () => {
  const budgets = [{ account: "uses:spring", unit: "uses", per: "all" }]
  const version = (shop: SmallShop, more: Json, limits: Json = []) =>
    shop.as(manager)("promotion.define", {
      promotion: { id: "spring", level: "platform", offer: ten, ...more },
      currency: "CNY",
      limits
    })

  it("L27 that it states first are given out once; later ones leave them out or state the same", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* version(shop, {})
        const limits = [{ account: "uses:spring", amount: "2" }]
        expect((yield* version(shop, { budgets }, limits)).limits).toEqual(limits)
        for (const same of [[], limits]) expect((yield* version(shop, { budgets }, same)).limits).toEqual(limits)
        expect(yield* standing(shop, "uses:spring")).toMatchObject({ posted: 2n })
        yield* orderAndPay(shop, ann, { cup: 1 })
        yield* orderAndPay(shop, ann, { cup: 1 })
        const { quote } = yield* orderAndPay(shop, ann, { cup: 1 })
        expect(quote.applied).not.toContainEqual(expect.objectContaining({ promotion: "spring" }))
        expect(yield* standing(shop, "uses:spring")).toMatchObject({ posted: 0n })
      })
    ))

  it.each(["1", "3"])("may not become %s: what was given out is given out", (amount) =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* version(shop, { budgets }, [{ account: "uses:spring", amount: "2" }])
        const other = version(shop, { budgets }, [{ account: "uses:spring", amount }])
        expect(yield* refused(shop, other)).toBe("InvalidPromotion /limits/0/amount")
      })
    )
  )
})

describe("the units of a price", () => {
  const sheet = (sku: string, rest: Json, more: Json = {}) => ({
    sku,
    entries: [{ id: `${sku}-flash`, sku, currency: "CNY", amount: "1.00", ...rest }],
    ...more
  })
  const limits = [{ account: "flash", units: 5 }]

  it("are stated once: a repeated or larger statement gives out no more, and no other sheet may name the account", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const run = shop.as(manager)
        const flash = { stock: { account: "flash" } }
        yield* run("pricing.state", sheet("cup", flash, { limits }))
        yield* run("pricing.state", sheet("cup", flash, { limits: [{ account: "flash", units: 500 }] }))
        yield* run("pricing.state", sheet("cup", flash))
        expect(yield* standing(shop, "flash")).toMatchObject({ posted: 5n })
        expect(yield* refused(shop, run("pricing.state", sheet("puer", flash, { limits })))).toBe("Taken")
        const budgets = [{ account: "flash", unit: "uses", per: "all" }]
        const uses = { ...entry("f", ["F"], { budgets }), limits: [{ account: "flash", amount: "1" }] }
        expect(yield* refused(shop, run("promotion.define", uses))).toBe("InvalidPromotion /budgets/0/account")
      })
    ))

  it.each([
    ["none", [{ account: "flash", units: 0 }], "InvalidInput /limits/0/units"],
    ["fewer than none", [{ account: "flash", units: -1 }], "InvalidInput /limits/0/units"],
    ["half a one", [{ account: "flash", units: 0.5 }], "InvalidInput /limits/0/units"],
    ["of no name", [{ account: "", units: 1 }], "InvalidInput /limits/0/account"],
    ["of a customer's name", [{ account: "flash/ann", units: 1 }], "InvalidInput /limits/0"],
    ["of one name twice", [limits[0], limits[0]], "InvalidInput /limits/1"]
  ])("that are %s are refused", (_, wrong, answer) =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const flash = { stock: { account: "flash" } }
        const act = shop.as(manager)("pricing.state", sheet("cup", flash, { limits: wrong }))
        expect(yield* refused(shop, act)).toBe(answer)
      })
    )
  )

  it("may not be one account for all and for each customer", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const both = { stock: { account: "flash" }, perCustomer: { account: "flash" } }
        expect(yield* refused(shop, shop.as(manager)("pricing.state", sheet("cup", both, { limits })))).toBe(
          "InvalidInput /entries/0"
        )
      })
    ))
})
