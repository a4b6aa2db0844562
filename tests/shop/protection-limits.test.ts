import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import {
  ann,
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

const goods = Effect.fnUntraced(function* (shop: SmallShop, sku: string, amount: string, more: Json = {}) {
  const run = shop.as(system)
  yield* run("catalog.defineProduct", { ...product(sku, sku, sku, 200), merchant: "elsewhere", tags: [], ...more })
  yield* costs(shop, sku, amount)
  yield* run("inventory.receive", { reference: `note-${sku}`, place: "hangzhou", lines: [{ sku, quantity: 20 }] })
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
