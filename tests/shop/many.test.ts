import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { ann, clerk, fillCart, hearGateway, inSmallShop, type Json, manager, order, system } from "./small-shop.ts"

// More than two pages of what a command reads at a time.
const shops = 450

it("goods that stand only in the last of 450 places are on the shelf, given along and sold", () =>
  inSmallShop(
    { stock: 0 },
    Effect.fnUntraced(function* (shop) {
      for (let position = 1; position <= shops; position++) {
        const id = `shop-${String(position).padStart(3, "0")}`
        yield* shop.as(system)("inventory.definePlace", { id, name: { zh: id, en: id }, position })
      }
      const lines = [
        { sku: "longjing", quantity: 2 },
        { sku: "cup", quantity: 1 }
      ]
      yield* shop.as(system)("inventory.receive", { reference: "note", place: `shop-${shops}`, lines })
      const stock = yield* shop.as(manager)("inventory.stock", { sku: "longjing" })
      expect([stock.available, stock.places.length]).toEqual([2, shops + 1])
      yield* shop.as(system)("promotion.define", {
        promotion: {
          id: "cup-free",
          level: "merchant",
          when: { measure: "amount", atLeast: "200.00" },
          offer: { kind: "grant", rewards: [{ kind: "gift", sku: "cup", quantity: 1, mode: "add" }] }
        },
        currency: "CNY",
        limits: []
      })
      const placed = yield* order(shop, ann, { longjing: 2 })
      expect(placed.lines.map(({ sku, quantity, giftOf }: Json) => [sku, quantity, giftOf])).toEqual([
        ["longjing", 2, undefined],
        ["cup", 1, "cup-free"]
      ])
      expect((yield* shop.as(manager)("inventory.stock", { sku: "longjing" })).available).toBe(0)
    })
  ))

it("an order that was paid for in vain 120 times is told with every payment, and counted in full", () =>
  inSmallShop(
    {},
    Effect.fnUntraced(function* (shop) {
      let last = yield* order(shop, ann, { cup: 1 })
      const { id } = last
      for (let again = 1; again < 120; again++) {
        yield* shop.work
        yield* shop.gateway.decline(last.payment)
        yield* hearGateway(shop)
        last = yield* shop.as(ann)("order.pay", { order: id, gateway: "sandbox" })
      }
      yield* shop.work
      yield* shop.gateway.pay(last.payment)
      yield* hearGateway(shop)
      const { payments, accounts } = yield* shop.as(clerk)("order.full", { order: id })
      expect(new Set(payments.map((one: Json) => one.id)).size).toBe(120)
      expect(payments.filter(({ state }: Json) => state === "captured")).toHaveLength(1)
      const captured = accounts.filter(({ account }: Json) => account.startsWith("captured:"))
      expect(captured.map(({ posted }: Json) => BigInt(posted)).filter((posted: bigint) => posted > 0n)).toEqual([
        4_790n
      ])
    })
  ))

it("three hundred offers at once are all looked at", () =>
  inSmallShop(
    {},
    Effect.fnUntraced(function* (shop) {
      for (let number = 0; number < 300; number++) {
        yield* shop.as(system)("promotion.define", {
          promotion: {
            id: `one-fen-${number}`,
            level: "item",
            offer: { kind: "grant", rewards: [{ kind: "amount", amount: "0.01" }] }
          },
          currency: "CNY",
          limits: []
        })
      }
      const cart = yield* fillCart(shop, ann, { cup: 1 })
      const { quote } = yield* shop.as(ann)("cart.quote", { cart })
      expect(quote.applied.filter((promotion: string) => promotion.startsWith("one-fen-"))).toHaveLength(300)
    })
  ))
