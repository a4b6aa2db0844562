import { type Actor, system } from "pannier/command"
import { memoryGateway, memoryVault } from "pannier/memory"
import { openShop, type Shop } from "pannier/shop"
import { sqlite } from "@pannier/storage-sqlite"

/** Who takes the buyers' money: here a gateway that only pretends. */
export const gateway = memoryGateway({ name: "sandbox" })

/**
 * Opens a shop with a tea on the shelf. It is gone with the process: a real host names a file here, and keeps the keys of
 * persons apart from it, with `fileVault` of `@pannier/vault-file`.
 */
export const openTeaShop = async (): Promise<Shop> => {
  const shop = await openShop({ storage: sqlite(":memory:"), vault: memoryVault(), gateways: [gateway] })
  const { catalog, inventory, permission, pricing } = shop.as(system)
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
  await inventory.receive({ reference: "note-1", place: "hangzhou", lines: [{ sku: "longjing", quantity: 20 }] })
  await permission.grant({ staff: "chen", role: "clerk" })
  return shop
}

/** How many pieces of what stand in an actor's cart, for a page of this server's own. */
export const piecesOf = async (shop: Shop, actor: Actor, cart: string): Promise<Readonly<Record<string, number>>> => {
  const found = await shop.as(actor).cart.get({ cart })
  return Object.fromEntries(found.cart.lines.map(({ sku, quantity }) => [sku, quantity]))
}
