import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { seed } from "../seed.ts"
import { bothStorages } from "./adapters.ts"
import {
  ann,
  cashier,
  clerk,
  hour,
  inSmallShop,
  type Json,
  orderAndPay,
  type SmallShop,
  standing,
  system,
  trial
} from "./small-shop.ts"

const adapters = bothStorages()

/** 20.00 off by a code that serves once, once for each customer, out of a budget of 30.00. */
const last = {
  promotion: {
    id: "LAST",
    level: "platform",
    codes: ["LAST"],
    budgets: [
      { account: "uses:LAST", unit: "uses", per: "all" },
      { account: "uses:LAST:each", unit: "uses", per: "customer" },
      { account: "budget:LAST", unit: "money", per: "all" }
    ],
    offer: { kind: "grant", rewards: [{ kind: "amount", amount: "20.00" }] }
  },
  currency: "CNY",
  limits: [
    { account: "uses:LAST", amount: "1" },
    { account: "uses:LAST:each", amount: "1" },
    { account: "budget:LAST", amount: "3000" }
  ]
}

const value = { payWithin: 30, grace: 72, receivedAfter: 10, returnWithin: 7 }

/** An order of three cups by the code, with the buyer. */
const delivered = Effect.fnUntraced(function* (shop: SmallShop) {
  yield* shop.as(system)("promotion.define", last)
  const order = yield* orderAndPay(shop, ann, { cup: 3 }, ["LAST"])
  expect(order.quote.applied).toContain("LAST")
  const lines = [{ line: order.lines[0].id, quantity: 3 }]
  yield* shop.as(clerk)("order.ship", { order: order.id, carrier: "slowboat", place: "hangzhou", lines })
  yield* shop.as(ann)("order.receive", { order: order.id })
  return order
})

const sendBack = Effect.fnUntraced(function* (shop: SmallShop, order: Json, quantity: number) {
  const lines = [{ line: order.lines[0].id, quantity }]
  const { id } = yield* shop.as(ann)("return.request", { order: order.id, lines, reason: "no longer wanted" })
  yield* shop.as(clerk)("return.approve", { return: id })
  yield* shop.as(clerk)("return.receive", { return: id, place: "hangzhou", scrapped: [] })
  return id as string
})

/** What is free of the code, of the customer's own limit, and of the budget. */
const free = Effect.fnUntraced(function* (shop: SmallShop) {
  const [all, each, money] = [
    yield* standing(shop, "uses:LAST"),
    yield* standing(shop, "uses:LAST:each/ann"),
    yield* standing(shop, "budget:LAST")
  ]
  return [all.posted, each.posted, money.posted]
})

const taken = [0n, 1n, 1_000n]
const back = [1n, 0n, 3_000n]

describe.each(adapters)("claims of an order that comes back, on %s", (_, adapter) => {
  it("L27 come back with the last piece and its money, once, and the code serves its customer again", () => {
    let down = false
    return inSmallShop(
      { adapter: adapter(), faults: { refund: () => ({ after: 0, fails: down }) } },
      Effect.fnUntraced(function* (shop) {
        const order = yield* delivered(shop)
        expect(yield* free(shop)).toEqual(taken)
        yield* sendBack(shop, order, 1)
        yield* shop.work
        expect(yield* free(shop)).toEqual(taken)
        down = true
        const id = yield* sendBack(shop, order, 2)
        yield* shop.work
        // The gateway could not: the buyer does not have the money, and the code is not there again.
        expect(yield* free(shop)).toEqual(taken)
        down = false
        yield* shop.as(cashier)("return.retryRefund", { return: id })
        yield* shop.work
        expect(yield* free(shop)).toEqual(back)
        const is = yield* shop.as(ann)("order.get", { order: order.id })
        expect(is).toMatchObject({ state: "received", claimsReturnedAt: shop.clock.now })
        const again = yield* orderAndPay(shop, ann, { cup: 3 }, ["LAST"])
        expect([again.state, again.quote.applied.includes("LAST")]).toEqual(["paid", true])
        expect(yield* free(shop)).toEqual(taken)
        expect(yield* trial(shop)).toEqual([])
      })
    )
  })

  it("however many returns were asked for and withdrawn before, the money and the claims come back with the last", () =>
    inSmallShop(
      { adapter: adapter() },
      Effect.fnUntraced(function* (shop) {
        const order = yield* delivered(shop)
        const lines = [{ line: order.lines[0].id, quantity: 1 }]
        for (let asked = 0; asked < 101; asked++) {
          const { id } = yield* shop.as(ann)("return.request", { order: order.id, lines, reason: "other" })
          yield* shop.as(ann)("return.withdraw", { return: id })
          shop.clock.now++
        }
        const id = yield* sendBack(shop, order, 3)
        yield* shop.work
        expect((yield* shop.as(ann)("return.get", { return: id })).state).toBe("refunded")
        expect(yield* free(shop)).toEqual(back)
      })
    ))

  it.each([
    ["whole", back],
    ["full", taken],
    ["never", taken]
  ] as const)("L27 by the policy `%s` that the order was placed under", (returnClaims, expected) =>
    inSmallShop(
      { adapter: adapter() },
      Effect.fnUntraced(function* (shop) {
        const state = (policy: string) =>
          shop.as(system)("settings.change", { section: "order.policy", value: { ...value, returnClaims: policy } })
        yield* state(returnClaims)
        const order = yield* delivered(shop)
        // What is decided later does not reach an order that stands.
        yield* state(returnClaims === "never" ? "whole" : "never")
        yield* sendBack(shop, order, 3)
        yield* shop.work
        expect(yield* free(shop)).toEqual(expected)
        expect(yield* trial(shop)).toEqual([])
      })
    )
  )
})

describe("claims of an order that comes back in parts", () => {
  it("L27 however it is parted, and whenever its money arrives: back with the last of it, never before", () =>
    fc.assert(
      fc.asyncProperty(fc.constantFrom([3], [1, 2], [2, 1], [1, 1, 1]), fc.array(fc.nat({ max: 3 })), (parts, delays) =>
        inSmallShop(
          { faults: { refund: (_, at) => ({ after: (delays[at % Math.max(1, delays.length)] ?? 0) * hour }) } },
          Effect.fnUntraced(function* (shop) {
            const order = yield* delivered(shop)
            for (const quantity of parts) {
              expect(yield* free(shop)).toEqual(taken)
              yield* sendBack(shop, order, quantity)
              yield* shop.work
              shop.clock.now += 1 + parts.length
            }
            for (let round = 0; round < 400; round++) {
              const { items } = yield* shop.as(clerk)("return.list", { state: "received" })
              expect(yield* free(shop)).toEqual(items.length === 0 ? back : taken)
              if (items.length === 0) break
              shop.clock.now += hour
              yield* shop.work
            }
            expect(yield* free(shop)).toEqual(back)
          })
        )
      ),
      { seed, numRuns: 25 }
    ))

  it("L27 with goods that cost nothing, at once, since no money is waited for", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* shop.as(system)("promotion.define", {
          ...last,
          promotion: { ...last.promotion, offer: { kind: "grant", rewards: [{ kind: "percent", percent: "100" }] } },
          limits: last.limits.map((one) => (one.account === "budget:LAST" ? { ...one, amount: "50000" } : one))
        })
        const order = yield* orderAndPay(shop, ann, { cup: 1 }, ["LAST"])
        const lines = [{ line: order.lines[0].id, quantity: 1 }]
        yield* shop.as(clerk)("order.ship", { order: order.id, carrier: "slowboat", place: "hangzhou", lines })
        yield* sendBack(shop, order, 1)
        // Nothing was paid for the goods, so no money is waited for.
        expect(yield* standing(shop, "uses:LAST")).toMatchObject({ posted: 1n })
        expect(yield* shop.as(ann)("order.get", { order: order.id })).toHaveProperty("claimsReturnedAt")
      })
    ))
})

/** 满199赠杯 by a code that serves once: a cup of three that there are to give. */
const cupByCode = {
  promotion: {
    id: "CUP",
    level: "merchant",
    codes: ["CUP"],
    select: { fact: "sku", op: "in", values: ["longjing"] },
    budgets: [{ account: "uses:CUP", unit: "uses", per: "all" }],
    offer: {
      kind: "tiers",
      measure: "amount",
      steps: [
        {
          at: "199.00",
          rewards: [{ kind: "gift", sku: "cup", quantity: 1, mode: "add", stock: { account: "gift:cup" } }]
        }
      ]
    }
  },
  currency: "CNY",
  limits: [
    { account: "uses:CUP", amount: "1" },
    { account: "gift:cup", amount: "3" }
  ]
}

describe("claims of an order with a gift, when its goods come back", () => {
  it.each([
    ["keep", [1n, 2n], [1n, 3n]],
    ["return", [0n, 2n], [1n, 3n]]
  ] as const)(
    "L27 under giftReturn `%s`: the gift that is kept stays counted until it comes, one that is awaited holds up the rest",
    (giftReturn, without, withGift) =>
      inSmallShop(
        {},
        Effect.fnUntraced(function* (shop) {
          yield* shop.as(system)("settings.change", { section: "order.policy", value: { ...value, giftReturn } })
          yield* shop.as(system)("promotion.define", cupByCode)
          const order = yield* orderAndPay(shop, ann, { longjing: 2 }, ["CUP"])
          const all = order.lines.map(({ id, quantity }: Json) => ({ line: id, quantity }))
          yield* shop.as(clerk)("order.ship", { order: order.id, carrier: "slowboat", place: "hangzhou", lines: all })
          const left = Effect.map(Effect.all([standing(shop, "uses:CUP"), standing(shop, "gift:cup")]), (accounts) =>
            accounts.map(({ posted }) => posted)
          )
          const takeIn = Effect.fnUntraced(function* (gift: boolean) {
            const of = order.lines.filter(({ giftOf }: Json) => (giftOf !== undefined) === gift)
            const lines = of.map(({ id, quantity }: Json) => ({ line: id, quantity }))
            const { id } = yield* shop.as(ann)("return.request", { order: order.id, lines, reason: "other" })
            yield* shop.as(clerk)("return.approve", { return: id })
            yield* shop.as(clerk)("return.receive", { return: id, place: "hangzhou", scrapped: [] })
            yield* shop.work
            return yield* left
          })
          expect(yield* left).toEqual([0n, 2n])
          expect(yield* takeIn(false)).toEqual(without)
          expect(yield* takeIn(true)).toEqual(withGift)
          expect(yield* trial(shop)).toEqual([])
        })
      )
  )

  it("L27 of several gifts under giftReturn `keep` those that came back are given back, with the order or later", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* shop.as(system)("settings.change", { section: "order.policy", value: { ...value, giftReturn: "keep" } })
        const gift = (sku: string, quantity: number) => ({
          kind: "gift",
          sku,
          quantity,
          mode: "add",
          stock: { account: `gift:${sku}` }
        })
        yield* shop.as(system)("promotion.define", {
          promotion: {
            id: "presents",
            level: "merchant",
            select: { fact: "sku", op: "in", values: ["longjing"] },
            offer: { kind: "grant", rewards: [gift("cup", 3), gift("puer", 1)] }
          },
          currency: "CNY",
          limits: [
            { account: "gift:cup", amount: "5" },
            { account: "gift:puer", amount: "5" }
          ]
        })
        const order = yield* orderAndPay(shop, ann, { longjing: 1 })
        const all = order.lines.map(({ id, quantity }: Json) => ({ line: id, quantity }))
        yield* shop.as(clerk)("order.ship", { order: order.id, carrier: "slowboat", place: "hangzhou", lines: all })
        const takeIn = Effect.fnUntraced(function* (sku: string, quantity: number) {
          const { id: line } = order.lines.find((one: Json) => one.sku === sku)
          const lines = [{ line, quantity }]
          const { id } = yield* shop.as(ann)("return.request", { order: order.id, lines, reason: "other" })
          yield* shop.as(clerk)("return.approve", { return: id })
          yield* shop.as(clerk)("return.receive", { return: id, place: "hangzhou", scrapped: [] })
          yield* shop.work
          const left = yield* Effect.all([standing(shop, "gift:cup"), standing(shop, "gift:puer")])
          return left.map(({ posted }) => posted)
        })
        expect(yield* takeIn("cup", 1)).toEqual([2n, 4n])
        expect(yield* takeIn("longjing", 1)).toEqual([3n, 4n])
        expect(yield* takeIn("puer", 1)).toEqual([3n, 5n])
        expect(yield* takeIn("cup", 2)).toEqual([5n, 5n])
        expect(yield* trial(shop)).toEqual([])
      })
    ))
})
