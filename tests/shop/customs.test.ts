import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { address, ann, ben, fillCart, inSmallShop, manager, order, type SmallShop } from "./small-shop.ts"

const customs = { regime: "retail", duty: "0.1", consumption: "0", vat: "0.13" }

/** A machine from abroad, whose prices have no tax in them. */
const furnished = Effect.fnUntraced(function* (shop: SmallShop, amount: string) {
  const run = shop.as(manager)
  yield* run("catalog.defineProduct", {
    id: "machine",
    merchant: "shanfang",
    category: "tea",
    name: { zh: "咖啡机", en: "coffee machine" },
    description: { zh: "咖啡机", en: "coffee machine" },
    kind: "crossBorder",
    tags: [],
    attributes: {},
    tax: { included: false, rates: [], customs },
    options: [],
    state: "active",
    variants: [{ sku: "machine", options: {}, weightGrams: 900 }]
  })
  // No offer takes from it, so that the figures are those of the regulation.
  yield* run("pricing.state", {
    sku: "machine",
    entries: [{ id: "machine", sku: "machine", currency: "CNY", amount, locks: ["all"] }]
  })
  yield* run("inventory.receive", {
    reference: "bonded-1",
    place: "hangzhou",
    lines: [{ sku: "machine", quantity: 100 }]
  })
})

const place = Effect.fnUntraced(function* (shop: SmallShop, buyer: typeof ann, quantity: number) {
  const cart = yield* fillCart(shop, buyer, { machine: quantity }, [])
  const quote = yield* shop.as(buyer)("cart.quote", { cart })
  return yield* shop.as(buyer)("order.place", { cart, quote: quote.id, address, gateway: "sandbox" })
})

describe("what a buyer may import in a year", () => {
  it("is said on the cart, with the tax, and claimed by the order", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* furnished(shop, "2000.00")
        const placed = yield* order(shop, ann, { machine: 1 }, [])
        // Freight is free from 99.00 on, so the value is the price.
        expect(placed.quote.customs).toEqual([
          {
            merchant: "shanfang",
            regime: "retail",
            treatment: "reduced",
            value: "2000.00",
            limit: "5000.00",
            tax: "182.00",
            left: "26000.00"
          }
        ])
        expect(placed.quote.claims).toMatchObject([
          { account: "customs:2027", per: "customer", amount: "2000.00", by: "customs" }
        ])
      })
    ))

  it("L27 is taken by the first of two carts that both have the last of it, and comes back with a cancelled order", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* furnished(shop, "5000.00")
        for (let turn = 0; turn < 4; turn++) yield* place(shop, ann, 1)
        const carts = [yield* fillCart(shop, ann, { machine: 1 }, []), yield* fillCart(shop, ann, { machine: 1 }, [])]
        const quotes = yield* Effect.forEach(carts, (cart) => shop.as(ann)("cart.quote", { cart }))
        const answers = yield* Effect.forEach(
          carts,
          (cart, index) =>
            Effect.result(shop.as(ann)("order.place", { cart, quote: quotes[index].id, address, gateway: "sandbox" })),
          { concurrency: "unbounded" }
        )
        const [won] = answers.filter(Result.isSuccess).map(({ success }) => success)
        expect(answers.filter(Result.isFailure).map(({ failure }) => failure)).toEqual([
          { _tag: "CustomsLimitExceeded", limit: "yearly", value: 500_000n, allowed: 100_000n }
        ])
        // A year is one person's: ben has his own.
        yield* place(shop, ben, 1)
        const late = yield* Effect.flip(place(shop, ann, 1))
        expect(late).toMatchObject({ _tag: "CustomsLimitExceeded", limit: "yearly" })
        yield* shop.work
        yield* shop.as(ann)("order.cancel", { order: won.id })
        yield* shop.work
        yield* place(shop, ann, 1)
      })
    ))

  it("says on the cart why it cannot be priced, as for two pieces above the limit of a transaction", () =>
    inSmallShop(
      {},
      Effect.fnUntraced(function* (shop) {
        yield* furnished(shop, "2600.00")
        const cart = yield* fillCart(shop, ann, { machine: 2 }, [])
        expect(yield* shop.as(ann)("cart.get", { cart })).toMatchObject({
          _tag: "NotPriced",
          why: {
            _tag: "CustomsLimitExceeded",
            limit: "single",
            merchant: "shanfang",
            value: "520000",
            allowed: "500000"
          }
        })
      })
    ))
})
