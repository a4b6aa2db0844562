/** What one buyer may keep from others without paying: so many orders, so many pieces (H039). */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sqlite } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import type { Actor } from "../../src/command/index.ts"
import { message } from "../../src/kernel/index.ts"
import { memory } from "../../src/memory/index.ts"
import { UnpaidLimit } from "../../src/order/index.ts"
import "../seed.ts"
import { furnishPresale } from "./presale.ts"
import {
  address,
  ann,
  ben,
  fillCart,
  hearGateway,
  hour,
  inSmallShop,
  type Json,
  manager,
  minute,
  order,
  type SmallShop,
  standing,
  state
} from "./small-shop.ts"

const folder = mkdtempSync(join(tmpdir(), "pannier-unpaid-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const bot: Actor = { id: "guest-1f0c", kind: "guest" }

const limit = (shop: SmallShop, value: { readonly orders: number; readonly pieces: number }) =>
  shop.as(manager)("settings.change", { section: "order.unpaid", value })

/** What a buyer has waiting by the books. */
const waiting = Effect.fnUntraced(function* (
  shop: SmallShop,
  { id }: Actor,
  { orders, pieces }: { readonly orders: number; readonly pieces: number }
) {
  const [one, other] = [
    yield* standing(shop, `unpaid:orders:${orders}/${id}`),
    yield* standing(shop, `unpaid:pieces:${pieces}/${id}`)
  ]
  // Nothing is ever posted: what waits is held, and what does not is free.
  expect([one.posted, other.posted]).toEqual([0n, 0n])
  return { orders: Number(one.incoming), pieces: Number(other.incoming) }
})

const refused = (shop: SmallShop, actor: Actor, pieces: Record<string, number>) =>
  Effect.gen(function* () {
    const cart = yield* fillCart(shop, actor, pieces)
    const { id: quote } = yield* shop.as(actor)("cart.quote", { cart })
    const before = yield* state(shop)
    const answer = yield* Effect.flip(shop.as(actor)("order.place", { cart, quote, address, gateway: "sandbox" }))
    expect(yield* state(shop)).toBe(before)
    return answer
  })

const paid = Effect.fnUntraced(function* (shop: SmallShop, payment: string) {
  yield* shop.work
  yield* shop.gateway.pay(payment)
  yield* hearGateway(shop)
})

describe("orders that wait to be paid", () => {
  it("H039 a bot holds ten orders and no shelf, whatever it sends; others are sold to all the while", () =>
    inSmallShop(
      { stock: 60 },
      Effect.fnUntraced(function* (shop) {
        for (let count = 0; count < 10; count++) yield* order(shop, bot, { cup: 2 })
        for (let count = 0; count < 3; count++) {
          const told = { _tag: "UnpaidLimit", counted: "orders", limit: 10, waiting: 10, wanted: 1 }
          expect(yield* refused(shop, bot, { cup: 1 })).toMatchObject(told)
        }
        expect(yield* order(shop, ann, { cup: 40 })).toMatchObject({ state: "placed" })
      })
    ))

  it("H039 one order holds no more than a thousand pieces, and all of a buyer's together neither", () =>
    inSmallShop(
      { stock: 5000 },
      Effect.fnUntraced(function* (shop) {
        yield* shop.as(manager)("settings.change", {
          section: "logistics.delivery",
          value: { options: [], pollAfter: 60 }
        })
        const unchosen = Effect.fnUntraced(function* (quantity: number) {
          const run = shop.as(bot)
          const { id: cart } = yield* run("cart.open", { currency: "CNY" })
          yield* run("cart.addLine", { cart, sku: "cup", quantity })
          const { id: quote } = yield* run("cart.quote", { cart })
          return yield* Effect.result(run("order.place", { cart, quote, address, gateway: "sandbox" }))
        })
        const told = { _tag: "UnpaidLimit", counted: "pieces", limit: 1000 }
        expect(yield* unchosen(1001)).toMatchObject({ failure: { ...told, waiting: 0, wanted: 1001 } })
        expect(Result.isSuccess(yield* unchosen(990))).toBe(true)
        expect(yield* unchosen(11)).toMatchObject({ failure: { ...told, waiting: 990, wanted: 11 } })
        expect(Result.isSuccess(yield* unchosen(10))).toBe(true)
      })
    ))

  it.each(["paid", "cancelled", "expired"])("H039 one that is %s makes room for one more, once", (how) =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const allowed = { orders: 2, pieces: 5 }
        yield* limit(shop, allowed)
        const first = yield* order(shop, ann, { cup: 2 })
        yield* order(shop, ann, { longjing: 3 })
        expect(yield* waiting(shop, ann, allowed)).toEqual(allowed)
        yield* refused(shop, ann, { cup: 1 })
        if (how === "paid") yield* paid(shop, first.payment)
        else if (how === "cancelled") {
          yield* shop.work
          yield* shop.as(ann)("order.cancel", { order: first.id })
          // While the gateway may still take the money, the goods are held, and so it counts.
          expect(yield* refused(shop, ann, { cup: 1 })).toMatchObject({ _tag: "UnpaidLimit" })
          yield* shop.work
        } else {
          shop.clock.now = first.expiresAt
          yield* shop.work
        }
        const left = how === "expired" ? { orders: 0, pieces: 0 } : { orders: 1, pieces: 3 }
        expect(yield* waiting(shop, ann, allowed)).toEqual(left)
        yield* order(shop, ann, { puer: 2 })
        expect(yield* waiting(shop, ann, allowed)).toEqual({ orders: left.orders + 1, pieces: left.pieces + 2 })
      })
    )
  )

  it("counts nothing of an order that nothing is due for, and of a presale until its deposit is paid", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const allowed = { orders: 1, pieces: 2 }
        yield* limit(shop, allowed)
        const rewards = [
          { kind: "amount", amount: "900.00" },
          { kind: "shipping", percent: "100" }
        ]
        yield* shop.as(manager)("promotion.define", {
          promotion: { id: "all", level: "platform", codes: ["ALL"], offer: { kind: "grant", rewards } },
          currency: "CNY",
          limits: []
        })
        for (let count = 0; count < 3; count++) {
          expect(yield* order(shop, ann, { cup: 5 }, ["ALL"])).toMatchObject({ state: "paid" })
        }
        yield* furnishPresale(shop)
        const presale = yield* order(shop, ann, { pot: 1 })
        expect(yield* refused(shop, ann, { cup: 1 })).toMatchObject({ counted: "orders" })
        yield* paid(shop, presale.payment)
        expect(yield* shop.as(ann)("order.get", { order: presale.id })).toMatchObject({ state: "deposited" })
        expect(yield* waiting(shop, ann, allowed)).toEqual({ orders: 0, pieces: 0 })
        // What ends later has made room already.
        yield* order(shop, ann, { cup: 1 })
        yield* shop.as(ann)("order.cancel", { order: presale.id })
        expect(yield* waiting(shop, ann, allowed)).toEqual({ orders: 1, pieces: 1 })
      })
    ))

  it("counts from nothing where the limit was changed, and one buyer's apart from another's", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* limit(shop, { orders: 1, pieces: 9 })
        const first = yield* order(shop, ann, { cup: 1 })
        yield* order(shop, ben, { cup: 1 })
        yield* refused(shop, ann, { cup: 1 })
        yield* limit(shop, { orders: 2, pieces: 9 })
        yield* order(shop, ann, { cup: 1 })
        expect(yield* waiting(shop, ann, { orders: 2, pieces: 9 })).toEqual({ orders: 1, pieces: 2 })
        yield* paid(shop, first.payment)
        expect(yield* waiting(shop, ann, { orders: 1, pieces: 9 })).toEqual({ orders: 0, pieces: 1 })
      })
    ))

  it.each([
    ["memory", () => memory()],
    ["SQLite", () => sqlite(join(folder, "race.db"), { synchronous: "off" })]
  ])("H039 64 at once on %s are three orders and 61 refusals", (_, adapter) =>
    inSmallShop(
      { adapter: adapter(), stock: 200 },
      Effect.fnUntraced(function* (shop) {
        const allowed = { orders: 3, pieces: 100 }
        yield* limit(shop, allowed)
        const ready: Array<Json> = []
        for (let count = 0; count < 64; count++) {
          const cart = yield* fillCart(shop, bot, { cup: 1 })
          ready.push({ cart, quote: (yield* shop.as(bot)("cart.quote", { cart })).id })
        }
        const answers = yield* Effect.forEach(
          ready,
          ({ cart, quote }) => Effect.result(shop.as(bot)("order.place", { cart, quote, address, gateway: "sandbox" })),
          { concurrency: "unbounded" }
        )
        expect(answers.filter(Result.isSuccess)).toHaveLength(3)
        const tags = answers.flatMap((one) => (Result.isFailure(one) ? [one.failure._tag] : []))
        expect(tags).toEqual(Array.from({ length: 61 }, () => "UnpaidLimit"))
        expect(yield* waiting(shop, bot, allowed)).toEqual({ orders: 3, pieces: 3 })
      })
    )
  )

  it(
    "what waits is what was placed and neither paid nor ended, whatever happens in whatever order",
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.record({ orders: fc.integer({ min: 1, max: 4 }), pieces: fc.integer({ min: 1, max: 12 }) }),
          fc.array(
            fc.record({
              what: fc.constantFrom("place", "place", "pay", "cancel", "later"),
              which: fc.nat({ max: 7 }),
              pieces: fc.integer({ min: 1, max: 6 })
            }),
            { minLength: 4, maxLength: 16 }
          ),
          (allowed, steps) =>
            inSmallShop(
              { stock: 200 },
              Effect.fnUntraced(function* (shop) {
                yield* limit(shop, allowed)
                // The naive twin: the orders that wait, with their pieces.
                const open = new Map<string, { readonly pieces: number; readonly payment: string }>()
                const sum = () => [...open.values()].reduce((all, { pieces }) => all + pieces, 0)
                for (const { what, which, pieces } of steps) {
                  const [id, found] = [...open][which % Math.max(1, open.size)] ?? []
                  if (what === "place") {
                    const placed = yield* Effect.result(order(shop, ann, { cup: pieces }))
                    const fits = open.size + 1 <= allowed.orders && sum() + pieces <= allowed.pieces
                    expect(Result.isSuccess(placed)).toBe(fits)
                    if (Result.isSuccess(placed)) {
                      open.set(placed.success.id, { pieces, payment: placed.success.payment })
                      yield* shop.work
                    }
                  } else if (what === "later") {
                    shop.clock.now += 11 * minute
                    yield* shop.work
                    for (const one of open.keys()) {
                      const { state: now } = yield* shop.as(ann)("order.get", { order: one })
                      if (now === "cancelled") open.delete(one)
                    }
                  } else if (id !== undefined && found !== undefined) {
                    if (what === "pay") yield* paid(shop, found.payment)
                    else yield* shop.as(ann)("order.cancel", { order: id })
                    yield* shop.work
                    open.delete(id)
                  }
                  expect(yield* waiting(shop, ann, allowed)).toEqual({ orders: open.size, pieces: sum() })
                }
                shop.clock.now += 80 * hour
                yield* shop.work
                expect(yield* waiting(shop, ann, allowed)).toEqual({ orders: 0, pieces: 0 })
              })
            )
        ),
        { numRuns: 25 }
      ),
    120_000
  )

  it("is said in both languages, with what to do", () => {
    const orders = { _tag: "UnpaidLimit", counted: "orders", limit: 10, waiting: 10, wanted: 1 } as const
    expect(message(UnpaidLimit, orders)).toEqual({
      zh: "已有 10 笔订单待付款，最多 10 笔，请先付款或取消",
      en: "orders that wait to be paid: 10, of at most 10; pay or cancel one first"
    })
    const pieces = { ...orders, counted: "pieces", limit: 1000, waiting: 990, wanted: 11 } as const
    expect(message(UnpaidLimit, pieces)).toEqual({
      zh: "待付款的订单最多保留 1000 件商品，已保留 990 件，本单还有 11 件",
      en: "pieces held by orders that wait to be paid: 990, and 11 by this one, of at most 1000"
    })
  })
})
