import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { type Actor, system } from "pannier/command"
import { memory, memoryGateway, memoryVault } from "pannier/memory"
import { openShop, RefusedError } from "pannier/shop"

// #region open
const gateway = memoryGateway({ name: "sandbox" })
const shop = await openShop({ storage: memory(), vault: memoryVault(), gateways: [gateway] })
// #endregion open

// #region goods
const { catalog, inventory, pricing, settings } = shop.as(system)
const yuan = (amount: string) => ({ amount, currency: "CNY" })

await catalog.defineCategories({ categories: [{ id: "tea", name: { zh: "茶", en: "tea" } }] })
await catalog.defineProduct({
  id: "longjing",
  merchant: "shanfang",
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
        rates: [{ currency: "CNY", elsewhere: { kind: "flat", amount: yuan("10.00") }, regions: [] }]
      }
    ],
    pollAfter: 360
  }
})
// #endregion goods

// #region buy
const ann: Actor = { id: "ann", kind: "customer" }
const buyer = shop.as(ann)

const { id: cart } = await buyer.cart.open({ currency: "CNY" })
await buyer.cart.addLine({ cart, sku: "longjing", quantity: 3 })
await buyer.cart.choose({ cart, delivery: { option: "standard", region: "CN-ZJ" }, paymentMethod: "sandbox" })
const quote = await buyer.cart.quote({ cart })

const address = {
  name: "安小满",
  phone: "+86 138 0000 4321",
  country: "CN",
  region: "CN-ZJ",
  city: "杭州",
  street: "龙井路 8 号"
}
const placing = { cart, quote: quote.id, address, gateway: "sandbox" }
const order = await buyer.order.place(placing, { key: "ann-tries-to-order-1" })
console.log(order.state, order.total)
// #endregion buy

// #region key
const again = await buyer.order.place(placing, { key: "ann-tries-to-order-1" })
console.log(again.id === order.id ? "the same order" : "another order")
// #endregion key

// #region work
await shop.work({ limit: 100 })
// The buyer pays on the gateway's page, and the gateway calls back. `@pannier/http` takes callbacks in by itself.
await Effect.runPromise(gateway.pay(String(order.payment)))
for (const callback of await Effect.runPromise(gateway.callbacks)) {
  const { payment, state } = await Effect.runPromise(gateway.verify(callback, Date.now()))
  await shop.as(system).payment.report({ payment, state, amount: order.total })
}
console.log((await buyer.order.get({ order: order.id })).state)
// #endregion work

// #region refused
const { id: second } = await buyer.cart.open({ currency: "CNY" })
await buyer.cart.addLine({ cart: second, sku: "longjing", quantity: 3 })
await buyer.cart.choose({ cart: second, delivery: { option: "standard", region: "CN-ZJ" }, paymentMethod: "sandbox" })
const { id: wanted } = await buyer.cart.quote({ cart: second })

// `.result` answers with the fact; its type lists what this command may refuse.
const answered = await buyer.order.place.result({ cart: second, quote: wanted, address, gateway: "sandbox" })
if (Result.isFailure(answered)) console.log(answered.failure)

// The plain call rejects with an error that carries the fact and says it in both languages.
const ben = shop.as({ id: "ben", kind: "customer" })
try {
  await ben.order.get({ order: order.id })
} catch (error) {
  if (error instanceof RefusedError) console.log(error._tag, "|", error.wording.zh.replace(order.id, "ord_..."))
}
// #endregion refused

// #region books
for (const { unit, accounts, posted } of await Effect.runPromise(shop.storage.trial)) {
  console.log(unit.padEnd(18), `${accounts} accounts, sum ${posted}`)
}
await shop.close()
// #endregion books
