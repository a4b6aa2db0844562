import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { memoryGateway } from "../../src/memory/index.ts"
import { furnishPresale } from "./presale.ts"
import {
  address,
  ann,
  fillCart,
  hour,
  inSmallShop,
  type Json,
  orderAndPay,
  promotions,
  type SmallShop,
  state,
  system
} from "./small-shop.ts"

/** Beside `sandbox`: a wallet that offers itself, and a bank that offers cards and, as an agent, the sandbox. */
const others = () => [
  memoryGateway({ name: "wallet" }),
  memoryGateway({ name: "bank", methods: ["unionpay", "sandbox"] }),
  memoryGateway({ name: "closed", methods: [] })
]

const told = Effect.fnUntraced(function* (shop: SmallShop, act: Effect.Effect<Json, Json>) {
  const before = yield* state(shop)
  const answer = yield* Effect.result(act)
  if (Result.isSuccess(answer)) return answer.success
  expect(yield* state(shop)).toBe(before)
  return answer.failure
})

const mismatch = (quoted: string, gateway: string) => ({ _tag: "PaymentMethodMismatch", quoted, gateway })

/** Two teas at 128.00, 5 % off: 243.20, and 5.00 less by sandbox; delivery is free. Quoted for a means of payment. */
const quoted = Effect.fnUntraced(function* (shop: SmallShop, paymentMethod: string | undefined) {
  const run = shop.as(ann)
  const { id: cart } = yield* run("cart.open", { currency: "CNY" })
  yield* run("cart.addLine", { cart, sku: "longjing", quantity: 2 })
  yield* run("cart.choose", {
    cart,
    delivery: { option: "standard", region: "CN-ZJ" },
    ...(paymentMethod === undefined ? {} : { paymentMethod })
  })
  const kept = yield* run("cart.quote", { cart })
  const { token } = yield* run("cart.signed", { cart })
  const place = (gateway: string, quote: string = kept.id) => run("order.place", { cart, quote, address, gateway })
  return { grand: kept.quote.grand, token, place }
})

describe("an order is paid by the means that its quote was made with", () => {
  it("an offer of 5.00 by one means is not kept while paying by another, at the placement and at every further try", () =>
    inSmallShop(
      { others: others() },
      Effect.fnUntraced(function* (shop) {
        const { grand, token, place } = yield* quoted(shop, "sandbox")
        expect(grand).toBe("238.20")
        for (const gateway of ["wallet", "closed"]) {
          expect(yield* told(shop, place(gateway))).toEqual(mismatch("sandbox", gateway))
          expect(yield* told(shop, place(gateway, token))).toEqual(mismatch("sandbox", gateway))
        }
        expect(yield* told(shop, place("nowhere"))).toMatchObject({ _tag: "PartnerUnknown" })
        const order = yield* place("sandbox", token)
        expect(order).toMatchObject({ paymentMethod: "sandbox", total: { amount: "238.20" } })
        const again = (gateway: string) => shop.as(ann)("order.pay", { order: order.id, gateway })
        expect(yield* told(shop, again("wallet"))).toEqual(mismatch("sandbox", "wallet"))
        expect(yield* again("bank")).toMatchObject({ state: "placed" })
        expect(yield* again("sandbox")).toMatchObject({ state: "placed" })
      })
    ))

  it("a price without the offer is for its own means too: with a fee it would be the dearer one", () =>
    inSmallShop(
      { others: others() },
      Effect.fnUntraced(function* (shop) {
        const { grand, place } = yield* quoted(shop, "unionpay")
        expect(grand).toBe("243.20")
        expect(yield* told(shop, place("sandbox"))).toEqual(mismatch("unionpay", "sandbox"))
        expect(yield* place("bank")).toMatchObject({ paymentMethod: "unionpay" })
      })
    ))

  it("a price that no means of payment changes is paid by any, and so is one that names none", () =>
    inSmallShop(
      { others: others() },
      Effect.fnUntraced(function* (shop) {
        const free = yield* quoted(shop, undefined)
        expect(free.grand).toBe("243.20")
        expect(yield* free.place("wallet")).not.toHaveProperty("paymentMethod")
        const [byMeans] = promotions(1).filter(({ promotion }) => promotion.level === "payment")
        yield* shop.as(system)("promotion.define", {
          ...byMeans,
          promotion: { ...byMeans?.promotion, state: "paused" }
        })
        const { grand, place } = yield* quoted(shop, "sandbox")
        expect(grand).toBe("243.20")
        const order = yield* place("wallet")
        expect(order).not.toHaveProperty("paymentMethod")
        expect(yield* shop.as(ann)("order.pay", { order: order.id, gateway: "bank" })).toMatchObject({ id: order.id })
      })
    ))

  it("what was quoted stands, whatever becomes of the offer meanwhile (L16)", () =>
    inSmallShop(
      { others: others() },
      Effect.fnUntraced(function* (shop) {
        const { place, token } = yield* quoted(shop, "sandbox")
        for (const { promotion, ...rest } of promotions(100)) {
          yield* shop.as(system)("promotion.define", { ...rest, promotion: { ...promotion, state: "paused" } })
        }
        expect(yield* told(shop, place("wallet"))).toEqual(mismatch("sandbox", "wallet"))
        expect(yield* told(shop, place("wallet", token))).toEqual(mismatch("sandbox", "wallet"))
        expect((yield* place("bank")).total.amount).toBe("238.20")
      })
    ))

  it("the tail of a presale is paid as its deposit was quoted", () =>
    inSmallShop(
      { others: others() },
      Effect.fnUntraced(function* (shop) {
        yield* furnishPresale(shop)
        const { id: order } = yield* orderAndPay(shop, ann, { pot: 2 })
        shop.clock.now += hour
        const tail = (gateway: string) => shop.as(ann)("order.payTail", { order, gateway })
        expect(yield* told(shop, tail("wallet"))).toEqual(mismatch("sandbox", "wallet"))
        expect(yield* tail("bank")).toMatchObject({ state: "payingTail" })
      })
    ))

  it("where nothing is due no gateway is asked for", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const all = { id: "all", level: "platform", codes: ["ALL"] }
        const rewards = [
          { kind: "amount", amount: "500.00" },
          { kind: "shipping", percent: "100" }
        ]
        yield* shop.as(system)("promotion.define", {
          promotion: { ...all, offer: { kind: "grant", rewards } },
          currency: "CNY",
          limits: []
        })
        const cart = yield* fillCart(shop, ann, { longjing: 1 }, ["ALL"])
        const { id: quote } = yield* shop.as(ann)("cart.quote", { cart })
        const placed = yield* Effect.result(shop.as(ann)("order.place", { cart, quote, address }))
        expect(placed).toMatchObject({ success: { state: "paid", paymentMethod: "sandbox" } })
      })
    ))
})
