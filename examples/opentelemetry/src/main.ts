import { type Actor, system } from "pannier/command"
import { memoryGateway, memoryVault } from "pannier/memory"
import { openShop } from "pannier/shop"
import { sqlite } from "@pannier/storage-sqlite"
import { openTelemetry } from "./telemetry.ts"

// #region open
const shop = await openShop({
  storage: sqlite(":memory:"),
  vault: memoryVault(),
  gateways: [memoryGateway({ name: "sandbox" })],
  telemetry: openTelemetry(process.env["OTEL_EXPORTER_OTLP_ENDPOINT"] ?? "http://localhost:4318")
})
// #endregion open

const { catalog, inventory, pricing } = shop.as(system)
await catalog.defineCategories({ categories: [{ id: "tea", name: { zh: "茶", en: "tea" } }] })
await catalog.defineProduct({
  id: "voucher",
  merchant: "house",
  category: "tea",
  name: { zh: "品茶券", en: "Tasting voucher" },
  description: { zh: "茶室一席", en: "A seat in the tea room" },
  kind: "virtual",
  tags: [],
  attributes: {},
  tax: { included: true, rates: [{ id: "vat", rate: "0.06" }] },
  options: [],
  state: "active",
  variants: [{ sku: "voucher", options: {}, weightGrams: 0 }]
})
await pricing.state({ sku: "voucher", entries: [{ id: "base", sku: "voucher", currency: "CNY", amount: "88.00" }] })
await inventory.definePlace({ id: "online", name: { zh: "线上", en: "online" }, position: 0 })
await inventory.receive({ reference: "note-1", place: "online", lines: [{ sku: "voucher", quantity: 1 }] })

const address = {
  name: "安小满",
  phone: "+86 138 0000 4321",
  country: "CN",
  region: "CN-ZJ",
  city: "杭州",
  street: "龙井路 8 号"
}

/** Buys one: the second buyer is refused, which is a tag in the trace and no error. */
const buy = async (buyer: Actor): Promise<void> => {
  const { cart, order } = shop.as(buyer)
  const { id } = await cart.open({ currency: "CNY" })
  await cart.addLine({ cart: id, sku: "voucher", quantity: 1 })
  await cart.choose({ cart: id, paymentMethod: "sandbox" })
  const quote = await cart.quote({ cart: id })
  await order.place.result({ cart: id, quote: quote.id, address, gateway: "sandbox" })
}
await buy({ id: "ann", kind: "customer" })
await buy({ id: "ben", kind: "customer" })
const { answered } = await shop.work({ limit: 10 })
console.log(`carried ${answered}`)

// What has not been sent yet is sent now.
await shop.close()
