import { Hono } from "hono"
import { describe, expect, test } from "vitest"
import { memory, memoryVault } from "pannier/memory"
import { openShop } from "pannier/shop"
import { documentOf, httpHandler } from "@pannier/http"

const opening = {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: '{"currency":"CNY"}'
}

const actor = () => ({ id: "ann", kind: "customer" }) as const

describe("a prefix", () => {
  test.each([
    ["/shop", "/shop"],
    ["/shop/", "/shop"],
    ["/", ""],
    ["/商店", "/%E5%95%86%E5%BA%97"],
    ["/a b", "/a%20b"],
    ["/a%20b", "/a%20b"],
    ["/api/v1", "/api/v1"],
    ["//twice", "//twice"]
  ] as const)("%s is compared as what a URL makes of it, and described so", async (prefix, path) => {
    await using shop = await openShop({ storage: memory(), vault: memoryVault() })
    const handler = httpHandler(shop, { prefix, actor })
    const { status } = await handler.fetch(new Request(`http://shop.test${path}/cart/open`, opening))
    expect(status).toBe(200)
    expect((await handler.fetch(new Request("http://shop.test/other/cart/open", opening))).status).toBe(404)
    await handler.dispose()
    expect((await handler.fetch(new Request(`http://shop.test${path}/health`))).status).toBe(200)
    expect(Object.keys(documentOf(shop.kernel, { prefix }).paths)).toContain(`${path}/cart/open`)
  })

  test("one that is no plain path is refused at once", async () => {
    await using shop = await openShop({ storage: memory(), vault: memoryVault() })
    for (const prefix of ["shop", "https://shop.test/shop", "/shop?a=b", "/shop#a", "/:shop", "/shop/*"]) {
      const options = { prefix: prefix as `/${string}`, actor }
      const refused = `the prefix \`${prefix}\` is no plain path such as \`/shop\``
      expect(() => httpHandler(shop, options)).toThrow(refused)
      expect(() => documentOf(shop.kernel, options)).toThrow(refused)
    }
  })

  test("a framework that cuts it off the request itself is told to leave it", async () => {
    await using shop = await openShop({ storage: memory(), vault: memoryVault() })
    const handler = httpHandler(shop, { prefix: "/shop", actor })
    const routed = new Hono().all("/shop/*", (context) => handler.fetch(context.req.raw))
    const mounted = new Hono().mount("/shop", handler.fetch, { replaceRequest: false })
    for (const app of [routed, mounted]) expect((await app.request("/shop/cart/open", opening)).status).toBe(200)
  })
})
