import * as Effect from "effect/Effect"
import { product, type SmallShop, system } from "./small-shop.ts"

const instant = (at: number): string => new Date(at).toISOString()

/** A pot at 299.00 of which 100.00 paid now count for 200.00 (定金 100 抵 200): 199.00 in all, 99.00 at the tail. */
export const furnishPresale = Effect.fnUntraced(function* (
  shop: Pick<SmallShop, "as">,
  {
    pay = "100.00",
    tail
  }: { readonly pay?: string; readonly tail?: { readonly from: number; readonly until: number } } = {}
) {
  const run = shop.as(system)
  yield* run("catalog.defineProduct", { ...product("pot", "紫砂壶", "pot", 800), tags: [] })
  yield* run("pricing.state", {
    sku: "pot",
    entries: [{ id: "pot-base", sku: "pot", currency: "CNY", amount: "299.00" }]
  })
  yield* run("inventory.receive", {
    reference: "pots",
    place: "hangzhou",
    lines: [{ sku: "pot", quantity: 50 }]
  })
  yield* run("promotion.define", {
    promotion: {
      id: "presale",
      level: "item",
      select: { fact: "sku", op: "in", values: ["pot"] },
      offer: {
        kind: "deposit",
        pay,
        counts: "200.00",
        ...(tail === undefined ? {} : { tail: { from: instant(tail.from), until: instant(tail.until) } })
      }
    },
    currency: "CNY",
    limits: []
  })
})
