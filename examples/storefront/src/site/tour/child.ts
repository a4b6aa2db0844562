/** The process that the tour kills: it checks out again and again on a copy of the shop's file. */
import { writeSync } from "node:fs"
import { join } from "node:path"
import { sandboxGateway } from "@pannier/gateway-sandbox"
import { sqlite } from "@pannier/storage-sqlite"
import { fileVault } from "@pannier/vault-file"
import { system } from "pannier/command"
import { openShop } from "pannier/shop"
import { address } from "./order.ts"

const [folder = "", sku = ""] = process.argv.slice(2)

// By a synchronous call: what the parent reads is what had happened.
const tell = (word: string): void => void writeSync(1, `${word}\n`)

const shop = await openShop({
  storage: sqlite(join(folder, "shop.db")),
  vault: fileVault(join(folder, "shop.db.keys")),
  gateways: [
    sandboxGateway({
      name: "sandbox",
      baseUrl: "http://sandbox.invalid",
      notifyUrl: "http://sandbox.invalid",
      secret: ["unused in this process"]
    })
  ]
})
// One buyer places many here and pays none, until the process is killed; it is a copy.
const value = { orders: 1_000_000, pieces: 1_000_000 }
await shop.as(system).settings.change({ section: "order.unpaid", value })
const as = shop.as({ id: "tour-killed", kind: "customer" })
for (;;) {
  const { id: cart } = await as.cart.open({ currency: "CNY" })
  await as.cart.choose({ cart, delivery: { option: "standard", region: address.region }, paymentMethod: "sandbox" })
  await as.cart.addLine({ cart, sku, quantity: 1 })
  const { id: quote } = await as.cart.quote({ cart })
  tell("begun")
  await as.order.place({ cart, quote, address, gateway: "sandbox" })
  tell("answered")
}
