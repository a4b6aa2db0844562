import { system } from "pannier/command"
import type { Shop } from "pannier/shop"

/** Puts one tea on the shelf of a shop, in three deliveries: 45 pieces. */
export const stock = async (shop: Shop): Promise<void> => {
  const { catalog, inventory, pricing } = shop.as(system)
  await catalog.defineCategories({ categories: [{ id: "tea", name: { zh: "茶", en: "tea" } }] })
  await catalog.defineProduct({
    id: "tea",
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
    variants: [{ sku: "tea", options: {}, weightGrams: 250 }]
  })
  await pricing.state({ sku: "tea", entries: [{ id: "base", sku: "tea", currency: "CNY", amount: "128.00" }] })
  await inventory.definePlace({ id: "store", name: { zh: "本店", en: "Shop" }, position: 0 })
  for (const quantity of [40, 2, 3]) await deliver(shop, `delivery-${quantity}`, quantity)
}

export const deliver = async (shop: Shop, reference: string, quantity = 1): Promise<void> => {
  await shop.as(system).inventory.receive({ place: "store", reference, lines: [{ sku: "tea", quantity }] })
}
