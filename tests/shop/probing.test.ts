import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import type { Actor } from "../../src/command/index.ts"
import {
  address,
  ann,
  ben,
  fillCart,
  hour,
  inSmallShop,
  type Json,
  minute,
  order,
  type SmallShop,
  state,
  system
} from "./small-shop.ts"

const guest: Actor = { id: "guest-1", kind: "guest" }

/** The refusal of what changes nothing. */
const refusal = Effect.fnUntraced(function* (shop: SmallShop, act: Effect.Effect<Json, Json>) {
  const before = yield* state(shop)
  const answer = yield* Effect.result(act)
  expect(yield* state(shop)).toBe(before)
  return Result.isFailure(answer) ? answer.failure : { _tag: "accepted" }
})

describe("a shop that is probed", () => {
  it("H022 H060 a cent more or less than is due is no payment of it", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        // 39.90 less 5 %, and 10.00 of freight.
        const { payment } = yield* order(shop, ann, { cup: 1 })
        const report = (amount: string) =>
          shop.as(system)("payment.report", { payment, state: "captured", amount: { amount, currency: "CNY" } })
        for (const amount of ["47.91", "47.89"]) {
          expect(yield* refusal(shop, report(amount))).toMatchObject({ _tag: "AmountMismatch", payment })
        }
        expect(yield* report("47.90")).toMatchObject({ state: "captured" })
      })
    ))

  it("H039 whoever tries to pay again and again holds the goods no longer than who tries once", () =>
    inSmallShop(
      { stock: 1 },
      Effect.fnUntraced(function* (shop) {
        const { id, expiresAt, heldUntil, placedAt } = yield* order(shop, ann, { cup: 1 })
        const again = shop.as(ann)("order.pay", { order: id, gateway: "sandbox" })
        for (let at = placedAt + minute; at < expiresAt; at += minute) {
          shop.clock.now = at
          expect(yield* again).toMatchObject({ expiresAt, heldUntil })
        }
        const late = Effect.gen(function* () {
          const cart = yield* fillCart(shop, ben, { cup: 1 })
          const { id: quote } = yield* shop.as(ben)("cart.quote", { cart })
          return yield* shop.as(ben)("order.place", { cart, quote, address, gateway: "sandbox" })
        })
        expect(yield* Effect.flip(late)).toMatchObject({ _tag: "StockShort", available: 0 })
        shop.clock.now = heldUntil + hour
        expect(yield* late).toMatchObject({ state: "placed" })
        yield* shop.work
        expect(yield* shop.as(ann)("order.get", { order: id })).toMatchObject({ state: "cancelled" })
        expect(yield* refusal(shop, again)).toMatchObject({ _tag: "IllegalTransition" })
      })
    ))

  it("H067 a guest hears the same of an order that is somebody else's and of one that there is not", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const { id, cart } = yield* order(shop, ann, { cup: 1 })
        const run = shop.as(guest)
        for (const [name, field, hit] of [
          ["order.get", "order", id],
          ["order.full", "order", id],
          ["order.cancel", "order", id],
          ["cart.get", "cart", cart],
          ["cart.quote", "cart", cart]
        ] as const) {
          const miss = `${hit.slice(0, -1)}${hit.endsWith("0") ? "1" : "0"}`
          const [found, lost] = [
            yield* refusal(shop, run(name, { [field]: hit })),
            yield* refusal(shop, run(name, { [field]: miss }))
          ]
          expect([name, found]).toEqual([name, { ...lost, id: hit }])
          expect(lost).toMatchObject({ _tag: "NotFound", id: miss })
        }
        expect(yield* refusal(shop, run("order.list", { state: "placed" }))).toMatchObject({ _tag: "Denied" })
        const mine = (customer: string) => refusal(shop, run("order.mine", { customer }))
        const [hers, nobodys] = [yield* mine("ann"), yield* mine("nobody")]
        expect(hers).toEqual(nobodys)
        expect(hers).toMatchObject({ _tag: "Denied" })
      })
    ))

  it("H087 what a list is ordered and filtered by is one of the words that there are", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const run = shop.as(guest)
        yield* run("catalog.browse", { category: "tea", order: "nameEn" })
        const injected = "nameEn' THEN 1 ELSE (SELECT 1) --"
        for (const input of [
          { category: "tea", order: injected },
          { category: injected },
          { category: "tea", languageCode: injected },
          { category: "tea", after: 1 }
        ]) {
          expect(yield* refusal(shop, run("catalog.browse", input))).toMatchObject({ _tag: "InvalidInput" })
        }
      })
    ))

  it("H088 50,000 characters are refused within 5 ms, whatever pattern they are to fit", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const run = shop.as(ann)
        const cart = yield* fillCart(shop, ann, { cup: 1 })
        const { id: quote } = yield* run("cart.quote", { cart })
        const whole = { cart, quote, address, gateway: "sandbox" }
        const long = (part: string) => part.repeat(50_000 / part.length)
        const attacks: ReadonlyArray<readonly [string, Json]> = [
          ["order.place", { ...whole, address: { ...address, phone: `1${long(" ")}a` } }],
          ["order.place", { ...whole, address: { ...address, phone: long("1") } }],
          ["order.place", { ...whole, address: { ...address, postcode: `${long("a ")}@` } }],
          ["order.place", { ...whole, address: { ...address, name: `${long("a")}@` } }],
          ["order.place", { ...whole, gateway: `${long("a.")} ` }],
          ["cart.addLine", { cart, sku: `${long("a-")}@ `, quantity: 1 }],
          ["cart.enterCode", { cart, code: `${long(" ")}a` }],
          ["cart.open", { currency: long("A") }]
        ]
        for (const [name, input] of attacks) {
          const times: Array<number> = []
          for (let round = 0; round < 7; round++) {
            const start = performance.now()
            const answer = yield* Effect.result(run(name, input))
            times.push(performance.now() - start)
            expect(answer).toMatchObject({ failure: { _tag: "InvalidInput" } })
          }
          expect([name, Math.min(...times) < 5]).toEqual([name, true])
        }
      })
    ))
})
