import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sandboxGateway, sandboxProvider } from "@pannier/gateway-sandbox"
import { httpHandler, type HttpHandler } from "@pannier/http"
import { sqlite } from "@pannier/storage-sqlite"
import { fileVault } from "@pannier/vault-file"
import type { Actor } from "pannier/command"
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
// Who has signed in at the host, by a token that nobody guesses. What a request says of itself is not believed.
const token = randomBytes(24).toString("hex")
const sessions = new Map<string, Actor>([[token, { id: "ann", kind: "customer" }]])
const handler: HttpHandler = httpHandler(shop, {
  gateways: [gateway],
  actor: (request) => sessions.get(/\bsession=([0-9a-f]{48})\b/.exec(request.headers.get("cookie") ?? "")?.[1] ?? "")
})
const opened = await handler.fetch(
  new Request("http://localhost:3000/cart/open", {
    method: "POST",
    headers: { "content-type": "application/json", cookie: `session=${token}`, "idempotency-key": "first-cart" },
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
