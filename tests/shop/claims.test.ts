import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Actor } from "../../src/command/index.ts"
import { memoryVault } from "../../src/memory/index.ts"
import { codeSeries } from "../../src/promotion/index.ts"
import { seed } from "../seed.ts"
import { bothStorages } from "./adapters.ts"
import {
  address,
  ann,
  ben,
  fillCart,
  hearGateway,
  inSmallShop,
  type Json,
  minute,
  order,
  orderAndPay,
  type SmallShop,
  standing,
  system,
  trial
} from "./small-shop.ts"

const adapters = bothStorages()

const buyer = (index: number): Actor => ({ id: `buyer-${index}`, kind: "customer" })

/** Ten yuan off, under these codes and budgets. */
const tenOff = (id: string, rest: Json, limits: Json = []) => ({
  promotion: {
    id,
    level: "platform",
    offer: { kind: "grant", rewards: [{ kind: "amount", amount: "10.00" }] },
    ...rest
  },
  currency: "CNY",
  limits
})
const once = (id: string, account: string, uses: number, rest: Json = {}) =>
  tenOff(id, { codes: [id], budgets: [{ account, unit: "uses", per: "all", ...rest }] }, [
    { account, amount: String(uses) }
  ])

/** A price of 9.90 for so many pieces of tea in all, and so many for each customer. */
const flash = (stock: number, each: number) => ({
  sku: "puer",
  entries: [
    { id: "puer-base", sku: "puer", currency: "CNY", amount: "66.60" },
    {
      id: "puer-flash",
      sku: "puer",
      currency: "CNY",
      amount: "9.90",
      kind: "override",
      stock: { account: "flash:puer" },
      perCustomer: { account: "flash:puer:each" },
      locks: ["all"]
    }
  ],
  limits: [
    { account: "flash:puer", units: stock },
    { account: "flash:puer:each", units: each }
  ]
})

/** Quotes a cart for each buyer, then has all of them order at once; answers what each heard. */
const race = Effect.fnUntraced(function* (
  shop: SmallShop,
  buyers: ReadonlyArray<Actor>,
  pieces: Record<string, number>,
  codes: ReadonlyArray<string>
) {
  const asked: Array<{ readonly actor: Actor; readonly cart: string; readonly quote: Json }> = []
  for (const actor of buyers) {
    const cart = yield* fillCart(shop, actor, pieces, codes)
    asked.push({ actor, cart, quote: yield* shop.as(actor)("cart.quote", { cart }) })
  }
  const placing = asked.map(({ actor, cart, quote }) =>
    Effect.result(shop.as(actor)("order.place", { cart, quote: quote.id, address, gateway: "sandbox" }))
  )
  const heard = yield* Effect.all(placing, { concurrency: "unbounded" })
  return {
    quotes: asked.map(({ quote }) => quote),
    orders: heard.flatMap((one) => (Result.isSuccess(one) ? [one.success] : [])),
    refusals: heard.flatMap((one) => (Result.isFailure(one) ? [one.failure._tag as string] : []))
  }
})

const callers = Array.from({ length: 64 }, (_, index) => buyer(index))
const all = (count: number, tag: string) => Array.from({ length: count }, () => tag)

describe.each(adapters)("on %s, of 64 who order at once", (_, adapter) => {
  it("H027 L27 exactly one has the one use of a code, and it comes back once when its order is cancelled twice", () =>
    inSmallShop(
      { adapter: adapter(), stock: 100 },
      Effect.fnUntraced(function* (shop) {
        yield* shop.as(system)("promotion.define", once("LAST", "uses:LAST", 1))
        const { orders, refusals, quotes } = yield* race(shop, callers, { cup: 1 }, ["LAST"])
        expect(quotes.every(({ quote }) => quote.applied.includes("LAST"))).toBe(true)
        expect([orders.length, refusals]).toEqual([1, all(63, "CouponExhausted")])
        expect(yield* standing(shop, "uses:LAST")).toEqual({ posted: 1n, outgoing: 1n, incoming: 0n })
        const [won] = orders
        const cancel = () => Effect.result(shop.as(system)("order.cancel", { order: won.id }))
        yield* Effect.all([cancel(), cancel(), cancel()], { concurrency: "unbounded" })
        yield* shop.work
        expect(yield* standing(shop, "uses:LAST")).toEqual({ posted: 1n, outgoing: 0n, incoming: 0n })
        const again = yield* orderAndPay(shop, ann, { cup: 1 }, ["LAST"])
        expect([again.state, (yield* standing(shop, "uses:LAST")).posted]).toEqual(["paid", 0n])
      })
    ))

  it("L27 exactly one has a generated code, whose account is opened by its order", () => {
    const vault = memoryVault()
    return inSmallShop(
      { adapter: adapter(), stock: 100, vault },
      Effect.fnUntraced(function* (shop) {
        const codes = { campaign: "welcome", count: 1_000_000 }
        yield* shop.as(system)("promotion.define", tenOff("welcome", { codes }))
        const key = yield* vault.key(".codes")
        const series = Result.getOrThrow(codeSeries(codes, key ?? new Uint8Array()))
        const code = series.code(123_456)
        const account = `uses:welcome/${code}`
        const before = yield* shop.kernel.engine.storage.trial
        const { orders, refusals, quotes } = yield* race(shop, callers, { cup: 1 }, [` ${code.toLowerCase()} `])
        expect(before.some(({ unit }) => unit === "uses:uses:welcome")).toBe(false)
        expect(quotes[0].quote.codes).toEqual([{ code, state: "Applied", promotion: "welcome" }])
        expect([orders.length, refusals]).toEqual([1, all(63, "CouponExhausted")])
        expect(yield* standing(shop, account)).toEqual({ posted: 0n, outgoing: 0n, incoming: 1n })
        // The next code is as good as new, and the first one is used up, which is told before anybody orders.
        const cart = yield* fillCart(shop, ann, { cup: 1 }, [code])
        const { quote } = yield* shop.as(ann)("cart.get", { cart })
        expect(quote.codes).toEqual([{ code, state: "UsesExhausted", promotion: "welcome" }])
        yield* shop.as(ann)("cart.enterCode", { cart, code: series.code(0) })
        const two = (yield* shop.as(ann)("cart.get", { cart })).quote
        expect(two.applied).toContain("welcome")
        expect(Object.fromEntries(two.codes.map(({ code: one, state }: Json) => [one, state]))).toEqual({
          [code]: "LimitReached",
          [series.code(0)]: "Applied"
        })
      })
    )
  })

  it("L26 as many have the flash price as there are pieces, however many ask, and nobody more than his share", () =>
    inSmallShop(
      { adapter: adapter(), stock: 200 },
      Effect.fnUntraced(function* (shop) {
        yield* shop.as(system)("pricing.state", flash(5, 2))
        const greedy = yield* fillCart(shop, ben, { puer: 3 })
        const { quote } = yield* shop.as(ben)("cart.get", { cart: greedy })
        expect(quote.lines[0].prices).toEqual(["puer-flash", "puer-base"])
        expect(quote.claims.map(({ account, amount }: Json) => `${account} ${amount}`)).toEqual([
          "flash:puer 2",
          "flash:puer:each 2"
        ])
        const { orders, refusals } = yield* race(shop, callers, { puer: 1 }, [])
        expect([orders.length, refusals]).toEqual([5, all(59, "CouponExhausted")])
        expect(yield* standing(shop, "flash:puer")).toMatchObject({ posted: 5n, outgoing: 5n })
        for (const { customer } of orders) {
          expect(yield* standing(shop, `flash:puer:each/${customer}`)).toMatchObject({ incoming: 1n })
        }
      })
    ))

  it("a money budget is spent to the last cent and not beyond: who finds less than was quoted hears it", () =>
    inSmallShop(
      { adapter: adapter(), stock: 100 },
      Effect.fnUntraced(function* (shop) {
        const budgets = [{ account: "budget:spring", unit: "money", per: "all", partial: true }]
        yield* shop.as(system)(
          "promotion.define",
          tenOff("spring", { budgets }, [{ account: "budget:spring", amount: "2500" }])
        )
        const first = yield* race(shop, callers, { cup: 1 }, [])
        expect([first.orders.length, first.refusals]).toEqual([2, all(62, "CouponExhausted")])
        const second = yield* race(shop, callers, { cup: 1 }, [])
        const [quoted] = second.quotes
        expect(quoted.quote.partial).toEqual([
          { promotion: "spring", account: "budget:spring", wanted: "10.00", granted: "5.00" }
        ])
        expect(second.orders.length).toBe(1)
        expect(yield* standing(shop, "budget:spring")).toEqual({ posted: 2500n, outgoing: 2500n, incoming: 0n })
        expect(yield* trial(shop)).toEqual([])
      })
    ))
})

describe("a budget of a period", () => {
  it("is a new one with each month by the clock of its zone; a quote of the old month is charged to the old", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const period = { period: "month", zone: "Asia/Shanghai" }
        yield* shop.as(system)("promotion.define", once("MONTHLY", "uses:MONTHLY", 1, period))
        // Midnight of 1 February in Shanghai is 16:00 of 31 January in UTC.
        const midnight = Date.parse("2027-01-31T16:00:00Z")
        shop.clock.now = midnight - 5 * minute
        const cart = yield* fillCart(shop, ann, { cup: 1 }, ["MONTHLY"])
        const late = yield* shop.as(ann)("cart.quote", { cart })
        expect(late.quote.claims[0].account).toBe("uses:MONTHLY@2027-01")
        shop.clock.now = midnight + minute
        yield* order(shop, ben, { cup: 1 }, ["MONTHLY"])
        yield* shop.as(ann)("order.place", { cart, quote: late.id, address, gateway: "sandbox" })
        expect(yield* standing(shop, "uses:MONTHLY@2027-01")).toMatchObject({ incoming: 1n })
        expect(yield* standing(shop, "uses:MONTHLY@2027-02")).toMatchObject({ incoming: 1n })
        const third = yield* fillCart(shop, ben, { cup: 1 }, ["MONTHLY"])
        const refused = (yield* shop.as(ben)("cart.get", { cart: third })).quote.refused
        expect(refused.find(({ promotion }: Json) => promotion === "MONTHLY").reason).toBe("UsesExhausted")
        expect(yield* trial(shop)).toEqual([])
      })
    ))
})

describe("claims of a paid order that is cancelled", () => {
  it.each([
    ["full", 1n],
    ["never", 0n]
  ] as const)("L27 come back %s, by the policy it was placed under", (returnClaims, left) =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const value = { payWithin: 30, grace: 72, receivedAfter: 10, returnWithin: 7 }
        yield* shop.as(system)("settings.change", { section: "order.policy", value: { ...value, returnClaims } })
        yield* shop.as(system)("promotion.define", once("LAST", "uses:LAST", 1))
        const paid = yield* orderAndPay(shop, ann, { cup: 1 }, ["LAST"])
        // What is decided later does not reach an order that stands.
        yield* shop.as(system)("settings.change", {
          section: "order.policy",
          value: { ...value, returnClaims: returnClaims === "full" ? "never" : "full" }
        })
        yield* shop.as(ann)("order.cancel", { order: paid.id })
        expect((yield* standing(shop, "uses:LAST")).posted).toBe(left)
        expect(yield* trial(shop)).toEqual([])
      })
    )
  )
})

type Act =
  | { readonly act: "place"; readonly buyer: number }
  | { readonly act: "pay" | "cancel" | "decline"; readonly of: number }
  | { readonly act: "work" | "hear" | "wait" }
const acts: fc.Arbitrary<ReadonlyArray<Act>> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ act: fc.constant("place" as const), buyer: fc.nat({ max: 2 }) }) },
    {
      weight: 4,
      arbitrary: fc.record({ act: fc.constantFrom("pay", "pay", "cancel", "decline"), of: fc.nat({ max: 9 }) })
    },
    { weight: 4, arbitrary: fc.record({ act: fc.constantFrom("work", "hear", "wait") }) }
  ),
  { minLength: 5, maxLength: 25 }
)

/** A schedule that comes upon all of it: limits reached, a payment, a cancellation and an expiry. */
const everything: ReadonlyArray<Act> = [
  ...[0, 0, 0, 1, 2].map((one) => ({ act: "place" as const, buyer: one })),
  { act: "work" },
  { act: "pay", of: 0 },
  { act: "hear" },
  { act: "cancel", of: 1 },
  { act: "work" },
  { act: "wait" },
  { act: "wait" },
  { act: "work" },
  { act: "cancel", of: 0 },
  { act: "place", buyer: 2 }
]

describe("in any schedule of orders, payments, cancellations and expiries", () => {
  it(`L27 uses are the live orders that carry them, never more than the limit in all or of a customer; seed ${seed}`, {
    timeout: 120_000
  }, async () => {
    const seen = { orders: 0, exhausted: 0, cancelled: 0, paid: 0 }
    const play = (schedule: ReadonlyArray<Act>) =>
      inSmallShop(
        { stock: 100 },
        Effect.fnUntraced(function* (shop) {
          const budgets = [
            { account: "uses:FEW", unit: "uses", per: "all" },
            { account: "uses:FEW:each", unit: "uses", per: "customer" }
          ]
          const limits = [
            { account: "uses:FEW", amount: "3" },
            { account: "uses:FEW:each", amount: "2" }
          ]
          yield* shop.as(system)("promotion.define", tenOff("FEW", { codes: ["FEW"], budgets }, limits))
          const placed: Array<{ readonly id: string; readonly customer: string; readonly payment: string }> = []
          for (const step of schedule) {
            if (step.act === "place") {
              const actor = buyer(step.buyer)
              // The offer may be gone by now; then the order is placed without it, and carries no use.
              placed.push(yield* order(shop, actor, { cup: 1 }, ["FEW"]))
              seen.orders++
            } else if (step.act === "work") yield* shop.work
            else if (step.act === "hear") yield* Effect.result(hearGateway(shop))
            else if (step.act === "wait") shop.clock.now += 16 * minute
            else if ("of" in step) {
              const of = placed[step.of]
              if (of === undefined) continue
              if (step.act === "pay") yield* shop.gateway.pay(of.payment)
              else if (step.act === "decline") yield* shop.gateway.decline(of.payment)
              else yield* Effect.result(shop.as(system)("order.cancel", { order: of.id }))
            }
            const orders: Array<Json> = []
            for (const { id } of placed) orders.push(yield* shop.as(system)("order.get", { order: id }))
            const carrying = orders.filter(({ quote }) => quote.claims.length > 0)
            const live = carrying.filter(({ state }) => state !== "cancelled")
            seen.exhausted = Math.max(seen.exhausted, orders.length - carrying.length)
            seen.cancelled += orders.filter(({ state }) => state === "cancelled").length
            seen.paid += orders.filter(({ state }) => state === "paid").length
            const { posted, outgoing } = yield* standing(shop, "uses:FEW")
            expect(3n - (posted - outgoing)).toBe(BigInt(live.length))
            expect(posted - outgoing).toBeGreaterThanOrEqual(0n)
            for (const one of [0, 1, 2]) {
              const own = yield* standing(shop, `uses:FEW:each/buyer-${one}`)
              const mine = live.filter(({ customer }) => customer === `buyer-${one}`)
              expect(own.posted + own.incoming).toBe(BigInt(mine.length))
              expect(own.posted + own.incoming).toBeLessThanOrEqual(2n)
            }
          }
          expect(yield* trial(shop)).toEqual([])
        })
      )
    await fc.assert(fc.asyncProperty(acts, play), { numRuns: 25, seed, examples: [[everything]] })
    // A schedule in which nothing was refused, cancelled or paid would prove nothing.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0)
  })
})
