import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sandboxGateway, sandboxProvider } from "@pannier/gateway-sandbox"
import { httpHandler, type HttpHandler } from "@pannier/http"
import { sqlite } from "@pannier/storage-sqlite"
import { fileVault } from "@pannier/vault-file"
import { openShop, type Shop } from "pannier/shop"

const folder = mkdtempSync(join(tmpdir(), "pannier-"))

// #region provider
const secret = "sixteen characters or more"
// The provider's side: in a real shop it stands on another machine, and calls back over HTTP.
const provider = sandboxProvider({
  secret,
  clock: Date.now,
  base: "/sandbox",
  fetch: (request) => handler.fetch(request)
})
const gateway = sandboxGateway({
  name: "sandbox",
  secret,
  baseUrl: "http://localhost:3000/sandbox",
  notifyUrl: "http://localhost:3000/webhook/gateway/sandbox",
  fetch: (request) => provider.fetch(request)
})
// #endregion provider

// #region open
const open = (): Promise<Shop> =>
  openShop({
    storage: sqlite(join(folder, "shop.db")),
    vault: fileVault(join(folder, "shop.keys")),
    gateways: [gateway]
  })
// #endregion open

// #region http
let shop = await open()
const handler: HttpHandler = httpHandler(shop, {
  gateways: [gateway],
  actor: (request) => ({ id: request.headers.get("x-login") ?? "guest:1", kind: "customer" })
})
const opened = await handler.fetch(
  new Request("http://localhost:3000/cart/open", {
    method: "POST",
    headers: { "content-type": "application/json", "x-login": "ann", "idempotency-key": "first-cart" },
    body: JSON.stringify({ currency: "CNY" })
  })
)
const { cart, state } = await opened
  .json()
  .then((body) => ({ cart: String(Object(body).id), state: Object(body).state }))
console.log(opened.status, state)
await handler.dispose()
await shop.close()
// #endregion http

// #region again
shop = await open()
const found = await shop.as({ id: "ann", kind: "customer" }).cart.get({ cart })
console.log(found.cart.id === cart ? "still there" : "lost")
await shop.close()
// #endregion again

rmSync(folder, { recursive: true })
