import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import {
  address,
  ann,
  ben,
  cashier,
  clerk,
  fillCart,
  inSmallShop,
  type Json,
  manager,
  order,
  orderAndPay,
  product,
  promotions,
  type SmallShop,
  state,
  system
} from "./small-shop.ts"

/** Sends what is refused, and proves that nothing changed; answers the tag of the refusal. */
const attack = Effect.fnUntraced(function* (shop: SmallShop, act: Effect.Effect<Json, Json>) {
  const before = yield* state(shop)
  const answer = yield* Effect.result(act)
  if (Result.isSuccess(answer)) return "accepted"
  expect(yield* state(shop)).toBe(before)
  return answer.failure._tag as string
})

const long = "x".repeat(100_000)
const quantities: ReadonlyArray<readonly [string, unknown]> = [
  ["H001", -1],
  ["H001", -9_007_199_254_740_991],
  ["H002", 0],
  ["H003", 1.5],
  ["H004", Number.NaN],
  ["H004", Number.POSITIVE_INFINITY],
  ["H004", -0],
  ["", 10_000],
  ["", 1e308],
  ["", 2 ** 53 + 2],
  ["", "1"],
  ["", 1n],
  ["", null],
  ["", [1]],
  ["", true]
]

describe("a cart under attack", () => {
  it("H001 H002 H003 H004 H015 no quantity but a number of pieces from 1 to 9999 enters a cart, and no price at all", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const cart = yield* fillCart(shop, ann, { longjing: 1 })
        const run = shop.as(ann)
        const {
          cart: {
            lines: [line]
          }
        } = yield* run("cart.get", { cart })
        for (const [, quantity] of quantities) {
          const added = yield* attack(shop, run("cart.addLine", { cart, sku: "cup", quantity }))
          const stated = yield* attack(shop, run("cart.setQuantity", { cart, line: line.id, quantity }))
          expect([quantity, added, stated]).toEqual([quantity, "InvalidInput", "InvalidInput"])
        }
        const paid = { cart, sku: "cup", quantity: 1 }
        for (const extra of [
          { unitPrice: 1 },
          { price: "0.01" },
          { constructor: 1 },
          JSON.parse('{"__proto__":{"price":1}}')
        ]) {
          const sent = Object.defineProperties({ ...paid }, Object.getOwnPropertyDescriptors(extra))
          expect(yield* attack(shop, run("cart.addLine", sent))).toBe("InvalidInput")
        }
        expect({}).not.toHaveProperty("price")
        yield* run("cart.addLine", { ...paid, quantity: 9999 })
        expect(yield* attack(shop, run("cart.addLine", paid))).toBe("CartFull")
      })
    ))

  it("H030 codes that look alike open nothing, and what cannot be kept is no code", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const cart = yield* fillCart(shop, ann, { longjing: 1 })
        const run = shop.as(ann)
        for (const code of ["", "SAVE10\u0000", "SAVE\ud800", long, 10, null]) {
          expect(yield* attack(shop, run("cart.enterCode", { cart, code }))).toBe("InvalidInput")
        }
        for (const code of ["ЅАVЕ10", "ＳＡＶＥ１０x", "SAVE10\u200b", "' OR 1=1 --", "__proto__", "constructor"]) {
          yield* run("cart.enterCode", { cart, code })
        }
        expect((yield* run("cart.get", { cart })).quote.applied).not.toContain("save10")
        yield* run("cart.enterCode", { cart, code: "save10" })
        expect((yield* run("cart.get", { cart })).quote.applied).toContain("save10")
      })
    ))

  it("H030 a code is kept once in all its spellings, and taking out one takes out all", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const run = shop.as(ann)
        const cart = yield* fillCart(shop, ann, { longjing: 1 })
        const codes = (of: Json) => of.codes as ReadonlyArray<string>
        const spellings = ["save10", " SAVE10", "Save10\t", "ＳＡＶＥ１０", "\u3000ｓave10"]
        for (const code of spellings) {
          expect(codes(yield* run("cart.enterCode", { cart, code }))).toEqual(["SAVE10"])
        }
        expect((yield* run("cart.get", { cart })).quote).toMatchObject({
          applied: ["tea-5", "save10", "free-ship-99"],
          codes: [{ code: "SAVE10", state: "Applied" }]
        })
        // Letters of another script, or an accent, are another code.
        for (const code of ["ЅАVЕ10", "sáve10"]) yield* run("cart.enterCode", { cart, code })
        expect(codes(yield* run("cart.dropCode", { cart, code: "ｓAVE10 " }))).toEqual(["ЅАVЕ10", "SÁVE10"])
        // Composed, decomposed, and composed only in upper case.
        for (const code of ["SA\u0301ve10", "\u1fd3", "\u0390", "\u03b9\u0308\u0301"]) {
          yield* run("cart.enterCode", { cart, code })
        }
        expect(codes(yield* run("cart.dropCode", { cart, code: "sÁVE10" }))).toEqual(["ЅАVЕ10", "\u03aa\u0301"])
        // What is nothing but space, or longer than a code in the form that is kept.
        for (const code of ["   ", "\u3000", "\ufdfa".repeat(4)]) {
          expect(yield* attack(shop, run("cart.enterCode", { cart, code }))).toBe("InvalidInput")
        }
      })
    ))

  it("H025 H026 a coupon or a gift worth more than the cart brings it to 0, never below; ordered, it is paid at once", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* shop.as(manager)("promotion.define", {
          promotion: {
            id: "all-gone",
            level: "platform",
            codes: ["ALL"],
            offer: {
              kind: "grant",
              rewards: [
                { kind: "amount", amount: "500.00" },
                { kind: "shipping", percent: "100" }
              ]
            }
          },
          currency: "CNY",
          limits: []
        })
        const free = yield* order(shop, ann, { cup: 1 }, ["ALL"])
        expect(free).toMatchObject({ state: "paid", total: { amount: "0.00" } })
        for (const line of free.quote.lines) expect(Number(line.gross)).toBeGreaterThanOrEqual(0)
      })
    ))

  it("H023 H024 a promotion that would raise a price, or take more than all, is InvalidPromotion or InvalidInput", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const [first] = promotions(1)
        const define = (reward: Json) =>
          shop.as(manager)("promotion.define", {
            ...first,
            promotion: { ...first?.promotion, id: "attack", offer: { kind: "grant", rewards: [reward] } }
          })
        yield* define({ kind: "percent", percent: "100" })
        for (const reward of [
          { kind: "amount", amount: "-1.00" },
          { kind: "percent", percent: "101" },
          { kind: "percent", percent: "100.0001" },
          { kind: "percent", percent: "-5" },
          { kind: "amount", amount: "1e9" },
          { kind: "amount", amount: 5 }
        ]) {
          const tag = yield* attack(shop, define(reward))
          expect([reward, tag === "InvalidPromotion" || tag === "InvalidInput" || tag]).toEqual([reward, true])
        }
        const budget = { account: "uses:SAVE10", unit: "money", per: "all" }
        const other = { ...first, promotion: { ...first?.promotion, id: "other", budgets: [budget] } }
        expect(yield* attack(shop, shop.as(manager)("promotion.define", other))).toBe("InvalidPromotion")
      })
    ))
})

describe("a catalog under attack", () => {
  it("H089 no name of a category, a product, an option or a place deceives or disturbs who reads it", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const run = shop.as(manager)
        const option = (zh: string, value: string) => ({
          id: "size",
          name: { zh, en: "size" },
          values: [{ id: "small", name: { zh: "小", en: value } }]
        })
        const good = product("cake", "茶饼", "tea cake", 100)
        const sized = {
          ...good,
          brand: "Shanfang",
          description: { zh: "一\n二", en: "one\ntwo" },
          options: [option("大小", "small")],
          variants: [{ sku: "cake", options: { size: "small" }, weightGrams: 100 }]
        }
        yield* run("catalog.defineProduct", sized)
        yield* run("catalog.defineCategories", { categories: [{ id: "new", name: { zh: "新茶", en: "=SUM(1)" } }] })
        for (const bad of ["gpj.\u202eexe", "te\u200da", `a${"\u0301".repeat(90)}`, " ", "a\r\nb", "\u2067a"]) {
          const attacks: ReadonlyArray<readonly [string, Json]> = [
            ["catalog.defineCategories", { categories: [{ id: "new", name: { zh: "新茶", en: bad } }] }],
            ["catalog.defineProduct", { ...sized, name: { zh: bad, en: "tea cake" } }],
            ["catalog.defineProduct", { ...sized, brand: bad }],
            ["catalog.defineProduct", { ...sized, options: [option(bad, "small")] }],
            ["catalog.defineProduct", { ...sized, options: [option("大小", bad)] }],
            ["inventory.definePlace", { id: "hangzhou", name: { zh: bad, en: "Hangzhou" }, position: 0 }]
          ]
          for (const [name, input] of attacks) expect(yield* attack(shop, run(name, input))).toBe("InvalidInput")
        }
        const described = { ...sized, description: { zh: "一", en: "gpj.\u202eexe" } }
        expect(yield* attack(shop, run("catalog.defineProduct", described))).toBe("InvalidInput")
      })
    ))
})

describe("an order under attack", () => {
  it("H043 a cart without anything in it, without a quote, or for an address it was not quoted to is not ordered", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const run = shop.as(ann)
        const { id: empty } = yield* run("cart.open", { currency: "CNY" })
        expect(yield* attack(shop, run("cart.quote", { cart: empty }))).toBe("CartEmpty")
        const cart = yield* fillCart(shop, ann, { longjing: 1 })
        const quote = yield* run("cart.quote", { cart })
        const whole = { cart, quote: quote.id, address, gateway: "sandbox" }
        const { address: _, ...homeless } = whole
        const attacks: ReadonlyArray<readonly [string, Json]> = [
          ["StepIncomplete", homeless],
          ["InvalidInput", { ...whole, address: { ...address, name: "" } }],
          ["InvalidInput", { ...whole, address: { ...address, name: long } }],
          ["InvalidInput", { ...whole, address: { ...address, street: "1\u0000" } }],
          ["InvalidInput", { ...whole, address: { ...address, street: "\udc00" } }],
          ["InvalidInput", { ...whole, address: { ...address, country: "US" } }],
          ["InvalidInput", { ...whole, note: "" }],
          ["InvalidInput", { ...whole, total: "0.01" }],
          ["PriceChanged", { ...whole, quote: "quote_1" }],
          ["DeliveryMismatch", { ...whole, address: { ...address, region: "CN-BJ" } }],
          ["PartnerUnknown", { ...whole, gateway: "elsewhere" }]
        ]
        for (const [tag, input] of attacks) expect(yield* attack(shop, run("order.place", input))).toBe(tag)
        yield* run("order.place", whole)
        expect(yield* attack(shop, run("order.place", whole))).toBe("CartClosed")
      })
    ))

  it("H043 what travels is not ordered before its delivery was chosen: the freight of 10.00 cannot be skipped", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const run = shop.as(ann)
        const opened = function* (pieces: Record<string, number>) {
          const { id: cart } = yield* run("cart.open", { currency: "CNY" })
          for (const [sku, quantity] of Object.entries(pieces)) yield* run("cart.addLine", { cart, sku, quantity })
          return cart as string
        }
        const whole = function* (cart: string) {
          const { id, quote } = yield* run("cart.quote", { cart })
          return { grand: quote.grand, input: { cart, quote: id, address, gateway: "sandbox" } }
        }
        // A cup at 39.90 less 5 % is 37.90 and travels with 10.00 of freight.
        const cart = yield* opened({ cup: 1 })
        yield* run("cart.choose", { cart, paymentMethod: "sandbox" })
        const skipped = yield* whole(cart)
        expect(skipped.grand).toBe("37.90")
        expect(yield* attack(shop, run("order.place", skipped.input))).toBe("StepIncomplete")
        const { token } = yield* run("cart.signed", { cart })
        expect(yield* attack(shop, run("order.place", { ...skipped.input, quote: token }))).toBe("StepIncomplete")
        // After what is wrong with the quote, before what is wrong with the goods.
        expect(yield* attack(shop, run("order.place", { ...skipped.input, quote: "quote_1" }))).toBe("PriceChanged")
        yield* run("cart.choose", { cart, delivery: { option: "standard", region: "CN-ZJ" } })
        expect(yield* attack(shop, run("order.place", skipped.input))).toBe("PriceChanged")
        const chosen = yield* whole(cart)
        expect(chosen.grand).toBe("47.90")
        expect(yield* run("order.place", chosen.input)).toMatchObject({ delivery: "standard" })

        // A card alone needs no delivery; with a cup beside it, it does, and with a cup that is given along.
        const card = { ...product("card", "礼品卡", "gift card", 0), kind: "virtual", tags: [] }
        yield* shop.as(manager)("catalog.defineProduct", card)
        const price = { id: "card-base", sku: "card", currency: "CNY", amount: "80.00" }
        yield* shop.as(manager)("pricing.state", { sku: "card", entries: [price] })
        const lines = [{ sku: "card", quantity: 10 }]
        yield* shop.as(clerk)("inventory.receive", { reference: "cards", place: "hangzhou", lines })
        const alone = yield* whole(yield* opened({ card: 1 }))
        expect(yield* run("order.place", alone.input)).toMatchObject({ delivery: "none", total: { amount: "80.00" } })
        const beside = yield* whole(yield* opened({ card: 1, cup: 1 }))
        expect(yield* attack(shop, run("order.place", beside.input))).toBe("StepIncomplete")
        const offer = { kind: "grant", rewards: [{ kind: "gift", sku: "cup", quantity: 1, mode: "add" }] }
        const select = { fact: "sku", op: "in", values: ["card"] }
        const gift = { promotion: { id: "cup-along", level: "item", select, offer }, currency: "CNY", limits: [] }
        yield* shop.as(manager)("promotion.define", gift)
        const along = yield* whole(yield* opened({ card: 1 }))
        expect(yield* attack(shop, run("order.place", along.input))).toBe("StepIncomplete")

        // A shop that delivers nothing has nothing to choose.
        const value = { options: [], pollAfter: 360 }
        yield* shop.as(manager)("settings.change", { section: "logistics.delivery", value })
        expect(yield* run("order.place", (yield* whole(yield* opened({ cup: 1 }))).input)).toMatchObject({
          delivery: "none"
        })
      })
    ))

  it("H045 H046 a key with another body is IdempotencyKeyReuse, a key that is none is InvalidInput", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const cart = yield* fillCart(shop, ann, { longjing: 1 })
        const quote = yield* shop.as(ann)("cart.quote", { cart })
        const whole = { cart, quote: quote.id, address, gateway: "sandbox" }
        const place = (input: Json, key: string) => shop.as(ann)("order.place", input, key)
        for (const key of ["", "k".repeat(256), "a\nb", "a b", "键", "\u0000"]) {
          expect(yield* attack(shop, place(whole, key))).toBe("InvalidInput")
        }
        const placed = yield* place(whole, "k".repeat(255))
        const before = yield* state(shop)
        expect(yield* place(whole, "k".repeat(255))).toEqual(placed)
        expect(yield* state(shop)).toBe(before)
        expect(yield* attack(shop, place({ ...whole, note: "more" }, "k".repeat(255)))).toBe("IdempotencyKeyReuse")
      })
    ))

  it("H041 H052 nothing leaves unpaid, nothing leaves or comes back twice", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const placed = yield* order(shop, ann, { cup: 2 })
        const parcel = (of: Json, quantity: number, line = of.lines[0].id) =>
          shop.as(clerk)("order.ship", {
            order: of.id,
            carrier: "slowboat",
            place: "hangzhou",
            lines: [{ line, quantity }]
          })
        expect(yield* attack(shop, parcel(placed, 1))).toBe("IllegalTransition")
        const paid = yield* orderAndPay(shop, ann, { cup: 2 })
        const ask = (quantity: number, line = paid.lines[0].id) =>
          shop.as(ann)("return.request", { order: paid.id, lines: [{ line, quantity }], reason: "other" })
        expect(yield* attack(shop, ask(1))).toBe("ReturnExceedsShipped")
        expect(yield* attack(shop, parcel(paid, 3))).toBe("ShipExceedsPaid")
        expect(yield* attack(shop, parcel(paid, 1, "line_none"))).toBe("LineUnknown")
        yield* parcel(paid, 2)
        expect(yield* attack(shop, parcel(paid, 1))).toBe("IllegalTransition")
        expect(yield* attack(shop, ask(3))).toBe("ReturnExceedsShipped")
        const first = yield* ask(2)
        expect(yield* attack(shop, ask(1))).toBe("ReturnExceedsShipped")
        yield* shop.as(clerk)("return.approve", { return: first.id })
        const take = (id: string) => shop.as(clerk)("return.receive", { return: id, place: "hangzhou", scrapped: [] })
        yield* take(first.id)
        expect(yield* attack(shop, ask(1))).toBe("ReturnExceedsShipped")
        expect(yield* attack(shop, take(first.id))).toBe("IllegalTransition")
        yield* shop.work
      })
    ))

  it("H049 H060 more money than was captured never goes back; another amount than is due is AmountMismatch", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const placed = yield* order(shop, ann, { longjing: 1 })
        const report = (amount: Json) =>
          shop.as(system)("payment.report", { payment: placed.payment, state: "captured", amount })
        expect(yield* attack(shop, report({ amount: "0.01", currency: "CNY" }))).toBe("AmountMismatch")
        expect(yield* attack(shop, report({ ...placed.total, currency: "JPY" }))).toBe("InvalidInput")
        expect(yield* attack(shop, report({ amount: "132", currency: "JPY" }))).toBe("CurrencyMismatch")
        for (const amount of ["1e2", "NaN", " 1", "1,00", "0x10", "1.234", "9".repeat(30), "--1", ""]) {
          expect(yield* attack(shop, report({ amount, currency: "CNY" }))).toBe("InvalidInput")
        }
        yield* report(placed.total)
        const send = (amount: string) =>
          shop.as(cashier)("payment.refund", {
            payment: placed.payment,
            amount: { amount, currency: "CNY" },
            reason: "goodwill"
          })
        for (const amount of ["0.00", "-1.00"]) expect(yield* attack(shop, send(amount))).toBe("AmountNotPositive")
        const half = (Number(placed.total.amount) * 0.6).toFixed(2)
        const both = yield* Effect.all([Effect.result(send(half)), Effect.result(send(half))], { concurrency: 2 })
        expect(both.filter(Result.isFailure).map(({ failure }) => failure._tag)).toEqual(["RefundExceedsCaptured"])
      })
    ))

  it("H048 cancelling and paying race: paid and shippable, or cancelled with nothing kept", () =>
    inSmallShop(
      { stock: 100 },
      Effect.fnUntraced(function* (shop) {
        for (let round = 0; round < 10; round++) {
          const placed = yield* order(shop, ann, { cup: 1 })
          yield* shop.work
          yield* shop.gateway.pay(placed.payment)
          const told = { payment: placed.payment, state: "captured", amount: placed.total }
          const acts = [shop.as(ann)("order.cancel", { order: placed.id }), shop.as(system)("payment.report", told)]
          yield* Effect.all((round % 2 === 0 ? acts : acts.toReversed()).map(Effect.result), { concurrency: 2 })
          yield* shop.work
          const { order: ended, refunds } = yield* shop.as(ann)("order.full", { order: placed.id })
          const back = refunds.map(({ amount }: Json) => amount)
          expect([ended.state, back]).toEqual(ended.state === "paid" ? ["paid", []] : ["cancelled", [placed.total]])
        }
      })
    ))

  it("H066 H068 H070 what is no id is InvalidInput; what is somebody else's is absent", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const placed = yield* order(shop, ann, { cup: 1 })
        for (const id of ["", null, [], {}, 7, "a b", "x".repeat(129), "../x", "'", "\u0000", "é", undefined]) {
          expect(yield* attack(shop, shop.as(ann)("order.get", { order: id }))).toBe("InvalidInput")
        }
        for (const id of ["__proto__", "constructor", "toString", "order_0", placed.id]) {
          const tag = yield* attack(shop, shop.as(ben)("order.get", { order: id }))
          expect([id, tag]).toEqual([id, id === "__proto__" ? "InvalidInput" : "NotFound"])
        }
        const cart = yield* fillCart(shop, ann, { cup: 1 })
        expect(yield* attack(shop, shop.as(ben)("cart.addLine", { cart, sku: "cup", quantity: 1 }))).toBe("NotFound")
      })
    ))

  it("H072 H074 who may sell may not appoint, and nobody gives what they do not have", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        const own = { staff: "clerk-chen", role: "manager" }
        expect(yield* attack(shop, shop.as(clerk)("permission.grant", own))).toBe("Denied")
        expect(yield* attack(shop, shop.as(manager)("permission.grant", { staff: "x", role: "system" }))).toBe(
          "RoleUnknown"
        )
        expect(yield* attack(shop, shop.as(clerk)("settings.change", { section: "order.policy", value: {} }))).toBe(
          "Denied"
        )
        expect(
          yield* attack(
            shop,
            shop.as(clerk)("payment.refund", {
              payment: "p",
              amount: { amount: "1.00", currency: "CNY" },
              reason: "goodwill"
            })
          )
        ).toBe("Denied")
      })
    ))
})
