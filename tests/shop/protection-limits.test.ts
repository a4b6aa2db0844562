import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import {
  ann,
  day,
  inSmallShop,
  type Json,
  orderAndPay,
  product,
  type SmallShop,
  standing,
  system,
  trial
} from "./small-shop.ts"
import { back, costs, heard, plain, protects, receive } from "./protecting.ts"

/** A shop that protects prices, without offers. */
const protecting = (tell: (shop: SmallShop) => Effect.Effect<void, Json>, policy: Json = { days: 7 }) =>
  inSmallShop(
    {},
    Effect.fnUntraced(function* (shop) {
      yield* plain(shop)
      yield* protects(shop, policy)
      yield* tell(shop)
      expect(yield* trial(shop)).toEqual([])
    })
  )

const offer = (shop: SmallShop, promotion: Json, limits: ReadonlyArray<Json> = []) =>
  shop.as(system)("promotion.define", { promotion: { level: "merchant", ...promotion }, currency: "CNY", limits })

const off = (amount: string, more: Json = {}) => ({
  id: "off",
  offer: { kind: "grant", rewards: [{ kind: "amount", amount }] },
  ...more
})

/** The tea at a price for so many pieces, and so many for each customer, beside its own of 128.00. */
const flash = (shop: SmallShop, amount: string, units = 10, each?: number) =>
  shop.as(system)("pricing.state", {
    sku: "longjing",
    entries: [
      { id: "shelf", sku: "longjing", currency: "CNY", amount: "128.00" },
      {
        id: "flash",
        sku: "longjing",
        currency: "CNY",
        amount,
        kind: "override",
        stock: { account: "flash" },
        ...(each === undefined ? {} : { perCustomer: { account: "flash-each" } })
      }
    ],
    limits: [{ account: "flash", units }, ...(each === undefined ? [] : [{ account: "flash-each", units: each }])]
  })

const goods = Effect.fnUntraced(function* (shop: SmallShop, sku: string, amount: string, more: Json = {}) {
  const run = shop.as(system)
  yield* run("catalog.defineProduct", { ...product(sku, sku, sku, 200), merchant: "elsewhere", tags: [], ...more })
  yield* costs(shop, sku, amount)
  yield* run("inventory.receive", { reference: `note-${sku}`, place: "hangzhou", lines: [{ sku, quantity: 20 }] })
})

describe("价保 does not give what is scarce to those who have not claimed it", () => {
  it("an offer of one use and 20.00 in all stays what it is, whoever asks", () =>
    protecting(
      Effect.fnUntraced(function* (shop) {
        const orders = [yield* orderAndPay(shop, ann, { longjing: 1 }), yield* orderAndPay(shop, ann, { longjing: 1 })]
        const budgets = [
          { account: "off-uses", unit: "uses", per: "all" },
          { account: "off-money", unit: "money", per: "all" }
        ]
        const limits = [
          { account: "off-uses", amount: "1" },
          { account: "off-money", amount: "2000" }
        ]
        yield* offer(shop, off("20.00", { budgets }), limits)
        for (const order of orders) expect(yield* heard(shop, order)).toBe("DropByOffer")
        expect(yield* standing(shop, "off-uses")).toMatchObject({ posted: 1n })
        // An offer that anybody may have as often as they like counts.
        yield* offer(shop, { ...off("5.00"), id: "five" })
        for (const order of orders) expect(yield* heard(shop, order)).toBe("5.00")
      })
    ))

  it.each(["everybody", "none"])("nor a price of two pieces, where offers of %s count", (offers) =>
    protecting(
      Effect.fnUntraced(function* (shop) {
        const orders = [yield* orderAndPay(shop, ann, { longjing: 2 }), yield* orderAndPay(shop, ann, { longjing: 2 })]
        yield* flash(shop, "68.00", 2)
        for (const order of orders) expect(yield* heard(shop, order)).toBe("DropByOffer")
        expect(yield* standing(shop, "flash")).toMatchObject({ posted: 2n })
      }),
      { days: 7, offers }
    )
  )
})

describe("价保 does not hold what the order itself has claimed against its buyer", () => {
  it("a deeper price goes to the pieces that were bought at it, and to no more", () =>
    protecting(
      Effect.fnUntraced(function* (shop) {
        yield* flash(shop, "88.00", 10, 2)
        const order = yield* orderAndPay(shop, ann, { longjing: 3 })
        yield* flash(shop, "68.00", 10, 2)
        expect(yield* heard(shop, order)).toBe("40.00")
        expect(yield* heard(shop, order)).toBe("PriceNotLower")
        expect(yield* standing(shop, "flash")).toMatchObject({ posted: 8n })
      })
    ))

  it("an offer of one use each, that the order has used, holds at the lower price too", () =>
    protecting(
      Effect.fnUntraced(function* (shop) {
        const budgets = [{ account: "off-uses", unit: "uses", per: "customer" }]
        yield* offer(shop, off("20.00", { budgets }), [{ account: "off-uses", amount: "1" }])
        const order = yield* orderAndPay(shop, ann, { longjing: 1 })
        yield* costs(shop, "longjing", "110.00")
        expect(yield* heard(shop, order)).toBe("18.00")
        expect(yield* heard(shop, order)).toBe("PriceNotLower")
      })
    ))

  it("an offer with a budget takes today what the order has of it, however much it has grown", () =>
    protecting(
      Effect.fnUntraced(function* (shop) {
        const budgets = [{ account: "off-money", unit: "money", per: "all" }]
        yield* offer(shop, off("20.00", { budgets }), [{ account: "off-money", amount: "10000" }])
        const order = yield* orderAndPay(shop, ann, { longjing: 1 })
        yield* offer(shop, off("30.00", { budgets, version: 2 }), [{ account: "off-money", amount: "10000" }])
        expect(yield* heard(shop, order)).toBe("DropByOffer")
        yield* costs(shop, "longjing", "118.00")
        expect(yield* heard(shop, order)).toBe("10.00")
      })
    ))

  it("what was claimed of one day's budget counts on the next, and a spent one gives the same to nobody", () =>
    protecting(
      Effect.fnUntraced(function* (shop) {
        const budgets = [{ account: "off-money", unit: "money", per: "all", period: "day", partial: true }]
        yield* offer(shop, off("20.00", { budgets }), [{ account: "off-money", amount: "3000" }])
        const order = yield* orderAndPay(shop, ann, { longjing: 1 })
        const late = yield* orderAndPay(shop, ann, { longjing: 1 })
        expect([order.total.amount, late.total.amount]).toEqual(["118.00", "128.00"])
        yield* costs(shop, "longjing", "110.00")
        shop.clock.now += day
        expect(yield* heard(shop, order)).toBe("18.00")
        // It had 10.00 of the budget of 20.00.
        expect(yield* heard(shop, late)).toBe("18.00")
        expect(yield* heard(shop, late)).toBe("DropByOffer")
      })
    ))

  it("the last import of a year may become cheaper, in the next one too", () =>
    protecting(
      Effect.fnUntraced(function* (shop) {
        const customs = { regime: "retail", duty: "0.1", consumption: "0", vat: "0.13" }
        const tax = { included: false, rates: [], customs }
        yield* goods(shop, "machine", "4900.00", { kind: "crossBorder", tax })
        shop.clock.now = Date.UTC(2027, 11, 31, 2)
        let order: Json
        for (let index = 0; index < 5; index++) order = yield* orderAndPay(shop, ann, { machine: 1, longjing: 1 })
        yield* costs(shop, "machine", "4000.00")
        expect(yield* heard(shop, order)).toBe("981.90")
        shop.clock.now += day
        yield* costs(shop, "machine", "3000.00")
        expect(yield* heard(shop, order)).toBe("1091.00")
        // At more than the order claimed of its year it could not be imported today; the tea is another matter.
        yield* costs(shop, "machine", "26000.00")
        yield* costs(shop, "longjing", "100.00")
        expect(yield* heard(shop, order)).toBe("28.00")
      })
    ))
})

describe("价保 beside returns", () => {
  it("holds back for a gift no more than there is after a drop, and pays no more out when it comes", () =>
    protecting(
      Effect.fnUntraced(function* (shop) {
        yield* goods(shop, "stool", "259.00")
        yield* goods(shop, "vase", "100.00", { merchant: "shanfang" })
        const gift = { kind: "gift", sku: "vase", quantity: 1, mode: "add" }
        const select = { fact: "sku", op: "in", values: ["longjing"] }
        yield* offer(shop, { id: "vase", merchant: "shanfang", select, offer: { kind: "grant", rewards: [gift] } })
        const order = yield* orderAndPay(shop, ann, { longjing: 1, stool: 1 })
        yield* receive(shop, order)
        const at = (sku: string) => order.lines.findIndex((line: Json) => line.sku === sku)
        const withheld = Effect.map(shop.as(ann)("order.get", { order: order.id }), ({ lines }: Json) => {
          return lines[at("vase")].withheld.amount as string
        })
        yield* costs(shop, "longjing", "28.00")
        expect(yield* heard(shop, order)).toBe("100.00")
        expect(yield* back(shop, order, at("longjing"), 1)).toBe("0.00")
        expect(yield* withheld).toBe("28.00")
        expect(yield* back(shop, order, at("vase"), 1)).toBe("28.00")
        expect(yield* withheld).toBe("0.00")
        expect(yield* back(shop, order, at("stool"), 1)).toBe("259.00")
        // All but the freight.
        expect(yield* standing(shop, `captured:${order.payment}`)).toMatchObject({ posted: 1000n })
      })
    ))

  it("what a drop has left unheld is held of what comes back next", () =>
    protecting(
      Effect.fnUntraced(function* (shop) {
        yield* goods(shop, "vase", "100.00", { merchant: "shanfang" })
        yield* goods(shop, "stool", "259.00")
        const gift = { kind: "gift", sku: "vase", quantity: 1, mode: "add" }
        yield* offer(shop, { id: "vase", merchant: "shanfang", offer: { kind: "grant", rewards: [gift] } })
        const order = yield* orderAndPay(shop, ann, { longjing: 1, stool: 1 })
        yield* receive(shop, order)
        const at = (sku: string) => order.lines.findIndex((line: Json) => line.sku === sku)
        yield* costs(shop, "longjing", "28.00")
        expect(yield* heard(shop, order)).toBe("100.00")
        expect(yield* back(shop, order, at("longjing"), 1)).toBe("0.00")
        expect(yield* back(shop, order, at("stool"), 1)).toBe("187.00")
        expect(yield* back(shop, order, at("vase"), 1)).toBe("100.00")
      })
    ))

  it("where thresholds are tested again, compares with what the piece that is kept has come to cost", () =>
    protecting(
      Effect.fnUntraced(function* (shop) {
        yield* shop.as(system)("settings.change", { section: "order.returns", value: { clawback: "retest" } })
        const steps = [{ at: "250.00", rewards: [{ kind: "amount", amount: "100.00" }] }]
        yield* offer(shop, { id: "from-250", offer: { kind: "tiers", measure: "amount", steps } })
        const order = yield* orderAndPay(shop, ann, { longjing: 3 })
        yield* receive(shop, order)
        // Three for 284.00, then two for 156.00, then one for 128.00.
        expect(yield* back(shop, order, 0, 1)).toBe("128.00")
        yield* costs(shop, "longjing", "127.00")
        expect(yield* heard(shop, order)).toBe("2.00")
        expect(yield* heard(shop, order)).toBe("PriceNotLower")
        expect(yield* back(shop, order, 0, 1)).toBe("27.00")
        expect(yield* heard(shop, order)).toBe("PriceNotLower")
        yield* costs(shop, "longjing", "100.00")
        expect(yield* heard(shop, order)).toBe("27.00")
        expect(yield* back(shop, order, 0, 1)).toBe("100.00")
        expect(yield* heard(shop, order)).toBe("NothingKept")
        expect(yield* standing(shop, `captured:${order.payment}`)).toMatchObject({ posted: 1000n })
      })
    ))
})
