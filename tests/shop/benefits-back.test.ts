import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { memory } from "../../src/memory/index.ts"
import type { Adapter } from "../../src/storage/index.ts"
import {
  address,
  ann,
  clerk,
  day,
  fillCart,
  hearGateway,
  inSmallShop,
  type Json,
  product,
  promotions,
  type SmallShop,
  standing,
  system,
  trial
} from "./small-shop.ts"

const points = { kind: "points", points: 100 }
const coupon = { kind: "coupon", template: "next-10", quantity: 1 }
const cashback = { kind: "cashback", percent: "50" }

const offer = (shop: SmallShop, rewards: ReadonlyArray<Json>, more: Json = {}) =>
  shop.as(system)("promotion.define", {
    promotion: { id: "thanks", level: "platform", offer: { kind: "grant", rewards }, ...more },
    currency: "CNY",
    limits: []
  })

/** A shop that has no offers but those of the story. */
const plain = Effect.fnUntraced(function* (shop: SmallShop) {
  for (const { promotion, currency, limits } of promotions(100)) {
    const paused = { ...promotion, version: 2, state: "paused" }
    yield* shop.as(system)("promotion.define", { promotion: paused, currency, limits })
  }
})

/** A stool at 900.00 beside the tea at 128.00. */
const stool = Effect.fnUntraced(function* (shop: SmallShop) {
  const run = shop.as(system)
  yield* run("catalog.defineProduct", { ...product("stool", "凳", "stool", 200), merchant: "m2", tags: [] })
  const entries = [{ id: "stool-base", sku: "stool", currency: "CNY", amount: "900.00" }]
  yield* run("pricing.state", { sku: "stool", entries })
  const lines = [{ sku: "stool", quantity: 5 }]
  yield* run("inventory.receive", { reference: "note-stool", place: "hangzhou", lines })
})

const buy = Effect.fnUntraced(function* (shop: SmallShop, pieces: Record<string, number>, spend?: Json) {
  const run = shop.as(ann)
  const cart = yield* fillCart(shop, ann, pieces)
  if (spend !== undefined) yield* run("cart.spend", { cart, ...spend })
  const { id: quote } = yield* run("cart.quote", { cart })
  const { id, payment } = yield* run("order.place", { cart, quote, address, gateway: "sandbox" })
  yield* shop.work
  if (payment !== undefined) yield* shop.gateway.pay(payment)
  yield* hearGateway(shop)
  return (yield* run("order.get", { order: id })) as Json
})

const receive = Effect.fnUntraced(function* (shop: SmallShop, order: Json) {
  const lines = order.lines.map(({ id, quantity }: Json) => ({ line: id, quantity }))
  yield* shop.as(clerk)("order.ship", { order: order.id, carrier: "slowboat", place: "hangzhou", lines })
  yield* shop.as(ann)("order.receive", { order: order.id })
})

/** An order whose goods are with the buyer. */
const bought = Effect.fnUntraced(function* (shop: SmallShop, pieces: Record<string, number>, spend?: Json) {
  const order = yield* buy(shop, pieces, spend)
  yield* receive(shop, order)
  return order
})

const later = Effect.fnUntraced(function* (shop: SmallShop, days: number) {
  shop.clock.now += days * day
  yield* shop.work
})

const ask = Effect.fnUntraced(function* (shop: SmallShop, order: Json, sku: string, quantity: number) {
  const line = order.lines.find((one: Json) => one.sku === sku).id as string
  const what = { order: order.id, lines: [{ line, quantity }], reason: "no longer wanted" }
  const { id } = yield* shop.as(ann)("return.request", what)
  yield* shop.as(clerk)("return.approve", { return: id })
  return id as string
})

const takeIn = Effect.fnUntraced(function* (shop: SmallShop, id: string) {
  const taken = yield* shop.as(clerk)("return.receive", { return: id, place: "hangzhou", scrapped: [] })
  yield* shop.work
  return taken as Json
})

const back = Effect.fnUntraced(function* (shop: SmallShop, order: Json, sku: string, quantity = 1) {
  return yield* takeIn(shop, yield* ask(shop, order, sku, quantity))
})

/** What waits of each benefit of an order. */
const waiting = (shop: SmallShop, order: Json) =>
  Effect.forEach(order.quote.after as ReadonlyArray<Json>, (_, index) =>
    Effect.map(standing(shop, `pending:benefit:${order.id}/${index}`), ({ posted }) => posted)
  )

const owed = (shop: SmallShop, unit: string) =>
  Effect.map(standing(shop, `debt:benefit:${unit}:ann`), ({ posted }) => posted)

const purse = (shop: SmallShop, unit: string) =>
  Effect.map(shop.as(ann)("promotion.purse", { customer: "ann", unit }), ({ spendable }) => spendable as string)

const pause = (shop: SmallShop, rewards: ReadonlyArray<Json>) => offer(shop, rewards, { version: 2, state: "paused" })

const brief = { payWithin: 30, grace: 72, receivedAfter: 10, returnWithin: 7, benefitsLast: 1 }

/** Whoever has read lets the others read too before it commits. */
const inTurns = (adapter: Adapter): Adapter => ({
  name: "in turns",
  open: (shapes) =>
    Effect.map(adapter.open(shapes), (storage) => ({
      ...storage,
      read: (wants) => Effect.tap(storage.read(wants), () => Effect.yieldNow)
    }))
})

const told = (name: string, story: (shop: SmallShop) => Effect.Effect<void, Json, never>) =>
  it(name, () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* plain(shop)
        yield* story(shop)
        expect(yield* trial(shop)).toEqual([])
      })
    )
  )

describe("what an order that came back has earned is nobody's", () => {
  told(
    "L28 where points had paid for all of it: neither the points nor the coupon stay",
    Effect.fnUntraced(function* (shop) {
      yield* offer(shop, [{ ...points, points: 5000 }, coupon])
      yield* bought(shop, { cup: 1 })
      yield* later(shop, 8)
      const order = yield* bought(shop, { cup: 1 }, { points: 5000 })
      expect(order.quote.due).toBe("10.00")
      expect(yield* waiting(shop, order)).toEqual([5000n, 1n])
      yield* back(shop, order, "cup")
      expect(yield* waiting(shop, order)).toEqual([0n, 0n])
      yield* later(shop, 8)
      expect([yield* purse(shop, "points"), yield* purse(shop, "coupon:next-10")]).toEqual(["5000", "1"])
    })
  )

  told(
    "L28 where it cost nothing: piece by piece",
    Effect.fnUntraced(function* (shop) {
      const free = { kind: "grant", rewards: [{ kind: "percent", percent: "100" }] }
      yield* offer(shop, [], { id: "free", level: "item", offer: free })
      yield* offer(shop, [points, coupon], { onNothing: "claim" })
      const order = yield* bought(shop, { cup: 2 })
      yield* back(shop, order, "cup")
      expect(yield* waiting(shop, order)).toEqual([50n, 1n])
      yield* back(shop, order, "cup")
      expect(yield* waiting(shop, order)).toEqual([0n, 0n])
    })
  )

  told(
    "L28 where a fall of its price had been given back: a cup of two takes half with it, and the other the rest",
    Effect.fnUntraced(function* (shop) {
      yield* shop.as(system)("settings.change", { section: "order.protection", value: { days: 7 } })
      yield* offer(shop, [cashback, points, coupon])
      const order = yield* bought(shop, { cup: 2 })
      expect(yield* waiting(shop, order)).toEqual([3990n, 100n, 1n])
      const entries = [{ id: "cup-base", sku: "cup", currency: "CNY", amount: "9.90" }]
      yield* shop.as(system)("pricing.state", { sku: "cup", entries })
      yield* shop.as(ann)("order.protect", { order: order.id })
      yield* shop.work
      expect(yield* waiting(shop, order)).toEqual([3990n, 100n, 1n])
      yield* back(shop, order, "cup")
      expect(yield* waiting(shop, order)).toEqual([1995n, 50n, 1n])
      yield* back(shop, order, "cup")
      expect(yield* waiting(shop, order)).toEqual([0n, 0n, 0n])
    })
  )

  told(
    "L28 with the goods that earned it, whatever else was bought: the tea takes its 64.00 along, the stool nothing",
    Effect.fnUntraced(function* (shop) {
      yield* stool(shop)
      yield* offer(shop, [cashback], { select: { fact: "sku", op: "in", values: ["longjing"] } })
      const first = yield* bought(shop, { longjing: 1, stool: 1 })
      const tea = first.lines.find(({ sku }: Json) => sku === "longjing").id
      expect(first.quote.after).toMatchObject([{ amount: "64.00", lines: [tea] }])
      yield* back(shop, first, "longjing")
      expect(yield* waiting(shop, first)).toEqual([0n])
      const second = yield* bought(shop, { longjing: 2, stool: 1 })
      yield* back(shop, second, "stool")
      expect(yield* waiting(shop, second)).toEqual([12_800n])
      yield* back(shop, second, "longjing")
      expect(yield* waiting(shop, second)).toEqual([6400n])
    })
  )
})

describe("what expires", () => {
  told(
    "L28 unspent is not owed when its goods are taken in afterwards",
    Effect.fnUntraced(function* (shop) {
      yield* shop.as(system)("settings.change", { section: "order.policy", value: brief })
      yield* offer(shop, [cashback, points])
      const [first, second] = [yield* bought(shop, { longjing: 1 }), yield* bought(shop, { longjing: 1 })]
      const late = [yield* ask(shop, first, "longjing", 1), yield* ask(shop, second, "longjing", 1)]
      yield* later(shop, 8)
      expect([yield* purse(shop, "CNY"), yield* purse(shop, "points")]).toEqual(["12800", "200"])
      yield* later(shop, 4)
      for (const id of late) yield* takeIn(shop, id)
      expect([yield* owed(shop, "CNY"), yield* owed(shop, "points")]).toEqual([0n, 0n])
      expect(yield* standing(shop, "issued:benefit:CNY")).toMatchObject({ posted: 0n })
    })
  )

  told(
    "L29 and only then comes back to where it was paid from is cleared by itself",
    Effect.fnUntraced(function* (shop) {
      yield* shop.as(system)("settings.change", { section: "order.policy", value: brief })
      yield* offer(shop, [points])
      const { id } = yield* bought(shop, { cup: 1 })
      yield* later(shop, 8)
      yield* pause(shop, [points])
      const { expires } = (yield* shop.as(ann)("order.get", { order: id })).benefits
      const lot = `benefit:points:ann/${String(expires).padStart(15, "0")}`
      const [returned, cancelled] = [
        yield* bought(shop, { longjing: 1 }, { points: 60 }),
        yield* buy(shop, { longjing: 1 }, { points: 40 })
      ]
      yield* later(shop, 5)
      expect((yield* back(shop, returned, "longjing")).points).toBe(60)
      expect((yield* standing(shop, `expired:${lot}`)).posted).toBe(60n)
      yield* shop.as(ann)("order.cancel", { order: cancelled.id })
      yield* shop.work
      expect([(yield* standing(shop, lot)).posted, (yield* standing(shop, `expired:${lot}`)).posted]).toEqual([
        0n,
        100n
      ])
    })
  )
})

describe("what is owed", () => {
  told(
    "L28 is paid by what comes back, and by what an order gives later, before any of it can be spent",
    Effect.fnUntraced(function* (shop) {
      yield* offer(shop, [cashback])
      const first = yield* bought(shop, { longjing: 1 })
      const late = yield* ask(shop, first, "longjing", 1)
      yield* later(shop, 8)
      const next = yield* bought(shop, { longjing: 1 })
      yield* pause(shop, [cashback])
      const [kept, left] = [
        yield* buy(shop, { cup: 1 }, { credit: { most: "4000" } }),
        yield* buy(shop, { longjing: 1 }, { credit: {} })
      ]
      expect([kept.quote.tenders[0].amount, left.quote.tenders[0].amount]).toEqual(["40.00", "24.00"])
      yield* takeIn(shop, late)
      expect(yield* owed(shop, "CNY")).toBe(-6400n)
      yield* shop.as(ann)("order.cancel", { order: left.id })
      expect(yield* purse(shop, "CNY")).toBe("0")
      yield* shop.work
      expect([yield* purse(shop, "CNY"), yield* owed(shop, "CNY")]).toEqual(["0", -4000n])
      yield* later(shop, 8)
      expect([yield* purse(shop, "CNY"), yield* owed(shop, "CNY")]).toEqual(["2400", 0n])
      expect(yield* standing(shop, `pending:benefit:${next.id}/0`)).toMatchObject({ posted: 0n })
    })
  )

  told(
    "L28 is paid at once by what else can be spent",
    Effect.fnUntraced(function* (shop) {
      yield* offer(shop, [cashback])
      const first = yield* bought(shop, { longjing: 1 })
      const late = yield* ask(shop, first, "longjing", 1)
      yield* later(shop, 8)
      yield* buy(shop, { longjing: 1 }, { credit: {} })
      yield* bought(shop, { longjing: 1 })
      yield* later(shop, 8)
      expect(yield* purse(shop, "CNY")).toBe("6400")
      yield* takeIn(shop, late)
      expect([yield* purse(shop, "CNY"), yield* owed(shop, "CNY")]).toEqual(["0", 0n])
    })
  )

  it("L28 is paid once by two orders whose return windows end at the same instant", () =>
    inSmallShop(
      { adapter: inTurns(memory()) },
      Effect.fnUntraced(function* (shop) {
        yield* plain(shop)
        yield* offer(shop, [cashback])
        const first = yield* bought(shop, { longjing: 1 })
        const late = yield* ask(shop, first, "longjing", 1)
        yield* later(shop, 8)
        const both = [yield* bought(shop, { longjing: 1 }), yield* bought(shop, { longjing: 1 })]
        yield* pause(shop, [cashback])
        yield* buy(shop, { longjing: 1 }, { credit: {} })
        yield* takeIn(shop, late)
        expect(yield* owed(shop, "CNY")).toBe(-6400n)
        shop.clock.now += 8 * day
        const release = ({ id }: Json) => shop.as(system)("order.releaseBenefits", { order: id })
        yield* Effect.forEach(both, release, { concurrency: "unbounded" })
        yield* shop.work
        expect([yield* purse(shop, "CNY"), yield* owed(shop, "CNY")]).toEqual(["6400", 0n])
        expect(yield* trial(shop)).toEqual([])
      })
    ))
})
