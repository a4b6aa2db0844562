import { overPg, postgres, type Query } from "@pannier/storage-postgres"
import { system } from "pannier/command"
import { memoryGateway, memoryVault } from "pannier/memory"
import { openShop, type Shop } from "pannier/shop"
import type { Pool } from "pg"

/**
 * Opens a shop with five packets of tea in the host's database. A real host keeps the keys of persons in a file or a service,
 * and has a gateway that takes money.
 */
export const openTeaShop = async (pool: Pool, tenant: string): Promise<Shop<Query>> => {
  // #region open
  const shop = await openShop({
    storage: postgres(overPg(pool), { tenant }),
    vault: memoryVault(),
    gateways: [memoryGateway({ name: "sandbox" })]
  })
  // #endregion open
  const { catalog, inventory, pricing, settings } = shop.as(system)
  await catalog.defineCategories({ categories: [{ id: "tea", name: { zh: "茶", en: "tea" } }] })
  await catalog.defineProduct({
    id: "longjing",
    merchant: "house",
    category: "tea",
    name: { zh: "龙井", en: "Longjing" },
    description: { zh: "西湖龙井", en: "Longjing of the West Lake" },
    kind: "physical",
    tags: [],
    attributes: {},
    tax: { included: true, rates: [{ id: "vat", rate: "0.13" }] },
    options: [],
    state: "active",
    variants: [{ sku: "longjing", options: {}, weightGrams: 250 }]
  })
  await pricing.state({
    sku: "longjing",
    entries: [{ id: "base", sku: "longjing", currency: "CNY", amount: "128.00" }]
  })
  await inventory.definePlace({ id: "hangzhou", name: { zh: "杭州仓", en: "Hangzhou" }, position: 0 })
  await inventory.receive({ reference: "note-1", place: "hangzhou", lines: [{ sku: "longjing", quantity: 5 }] })
  await settings.change({
    section: "logistics.delivery",
    value: {
      options: [
        {
          id: "standard",
          name: { zh: "标准快递", en: "standard" },
          carrier: "slowboat",
          days: { from: 2, until: 4 },
          heaviestGrams: 30_000,
          rates: [
            {
              currency: "CNY",
              elsewhere: { kind: "flat", amount: { amount: "10.00", currency: "CNY" } },
              regions: []
            }
          ]
        }
      ],
      pollAfter: 360
    }
  })
  return shop
}

const address = {
  name: "安小满",
  phone: "+86 138 0000 4321",
  country: "CN",
  region: "CN-ZJ",
  city: "杭州",
  street: "龙井路 8 号"
}

/** A cart that is quoted: what `order.place` takes, and the amount in minor units. */
export const quoted = async (shop: Shop, customer: string, quantity: number) => {
  const { cart: carts } = shop.as({ id: customer, kind: "customer" })
  const { id: cart } = await carts.open({ currency: "CNY" })
  await carts.addLine({ cart, sku: "longjing", quantity })
  await carts.choose({ cart, delivery: { option: "standard", region: "CN-ZJ" }, paymentMethod: "sandbox" })
  const { id: quote, quote: kept } = await carts.quote({ cart })
  return { placing: placing(cart, quote), amount: Math.round(Number(kept.grand) * 100) }
}

export const placing = (cart: string, quote: string) => ({ cart, quote, address, gateway: "sandbox" })
