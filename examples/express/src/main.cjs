// The same in CommonJS: everything of Pannier can be required, since nothing of it awaits while it loads.
const { system } = require("pannier/command")
const { memoryVault } = require("pannier/memory")
const { openShop } = require("pannier/shop")
const { httpHandler } = require("@pannier/http")
const { nodeListener } = require("@pannier/http/node")
const { sqlite } = require("@pannier/storage-sqlite")
const express = require("express")

const main = async () => {
  const shop = await openShop({ storage: sqlite(":memory:"), vault: memoryVault() })
  await shop.as(system).catalog.defineCategories({ categories: [{ id: "tea", name: { zh: "茶", en: "tea" } }] })

  const handler = httpHandler(shop, {
    prefix: "/shop",
    actor: (request) => {
      const login = request.headers.get("x-login")
      return login === null ? undefined : { id: login, kind: "customer" }
    }
  })

  const app = express()
  app.use("/shop", nodeListener(handler))
  app.get("/", (_, response) => response.type("text").send("a server that was here before the shop"))

  const server = app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () =>
    console.log(`listening on http://127.0.0.1:${server.address().port}`)
  )
  // `dispose` waits five seconds for what is under way, and no longer: a client that sends no further holds nobody up.
  const end = async () => {
    server.close()
    await handler.dispose()
    await shop.close()
    server.closeAllConnections()
  }
  process.once("SIGTERM", () => void end())
}

main().catch((failure) => {
  console.error(failure)
  process.exitCode = 1
})
