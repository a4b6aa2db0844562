/** Who comes by an address or a form that leads nowhere, or in a moment when the shop cannot: told so in words, and never as a fault. */
import { RefusedError } from "pannier/shop"
import { describe, expect, it } from "vitest"
import { appOf } from "../src/site/app.ts"
import { languages } from "../src/text/index.ts"
import { openedHouse, patience } from "./opened.ts"
import { errorOf, linksOf, Visitor } from "./visitor.ts"

const shop = openedHouse("astray", () => "http://shop.test")

const brush = "jianhao-brush"
let keys = 0
const key = (): { readonly key: string } => ({ key: `astray-${++keys}` })

describe("addresses that lead nowhere", { timeout: patience }, () => {
  it("a picture that nobody drew is not there", async () => {
    for (const path of ["/picture/x.svg", "/picture/tin.svg", "/picture/tin.mauve.svg", "/picture/.svg"]) {
      const { status, words } = await shop.visitor().get(path)
      expect([path, status]).toEqual([path, 404])
      expect(words).toContain("这里没有东西")
    }
  })

  it("a page of a list that the list never had is not there, for buyers and at the desk", async () => {
    const manager = await shop.as("manager-lin")
    for (const language of languages) {
      expect((await shop.visitor().get(`/${language}/account?after=garbage`)).status).toBe(404)
      for (const [room, state] of [
        ["orders", "paid"],
        ["returns", "requested"],
        ["refunds", "requested"],
        ["payments", "captured"]
      ]) {
        const path = `/${language}/desk/${room}?after=${state}~garbage`
        expect([path, (await manager.get(path)).status]).toEqual([path, 404])
      }
    }
  })

  it("a page of goods behind the last is the last", async () => {
    const last = await shop.visitor().get("/zh/search?page=1000000000")
    expect(linksOf(last, "/zh/product/").size).toBeGreaterThan(0)
    const [, page, pages] = /第 (\d+) 页，共 (\d+) 页/.exec(last.words) ?? []
    expect([page, Number(pages) > 1]).toEqual([pages, true])
  })

  it("who signs in goes on to a page of the shop, and to nothing that breaks a header", async () => {
    const to = async (next: string) => {
      const { status, to: found } = await shop.visitor().post("/zh/sign-in", { person: "ann-an", next })
      expect([next, status]).toEqual([next, 303])
      return found
    }
    for (const next of ["/en/cart", "/zh", "/zh/search?q=%E8%8C%B6", "/zh?x=1"]) expect(await to(next)).toBe(next)
    const wrong = [
      "/zh/\r\nSet-Cookie: a=b",
      "/zh/\u0000",
      "/zh/茶",
      "//evil.example",
      "/zhx",
      "https://evil.example/zh",
      "/zh/a b"
    ]
    for (const next of wrong) expect(await to(next)).toBe("/zh/account")
  })
})

describe("what cannot be had", { timeout: patience }, () => {
  it("goods that are sold no more are said to be gone, to whoever still has their page", async () => {
    const visitor = shop.visitor()
    const page = await visitor.get(`/en/product/${brush}`)
    const cart = await visitor.send(page, "/en/cart/add", { sku: "brush-of-last-year", quantity: "1" })
    expect([cart.path, cart.words]).toEqual(["/en/cart", expect.stringContaining("This is no longer for sale")])
  })

  it("a cart too heavy for its delivery is said to be too heavy, and not to go to the wrong place", async () => {
    const visitor = shop.visitor()
    const cart = await visitor.ask("/zh/cart/add", { sku: brush, quantity: "9999", ...key() })
    expect(cart.words).toContain("所选配送方式送不到该地区，或送不了这么重")
  })

  it("a shop whose storage does not answer says that it is busy, and not that somebody was quicker", async () => {
    const facts = [
      { _tag: "StorageError", reason: "Unavailable", detail: "disk of 192.0.2.7" },
      { _tag: "Contention", tries: 8 }
    ]
    for (const fact of facts) {
      const { house } = shop
      const refused = new RefusedError(fact._tag, fact, { zh: "存储失败", en: "storage failed" })
      const as: typeof house.shop.as = (actor) =>
        new Proxy(house.shop.as(actor), {
          get: (face, domain) =>
            domain === "order" ? { full: () => Promise.reject(refused) } : Reflect.get(face, domain)
        })
      const app = appOf({ ...house, shop: Object.assign(Object.create(house.shop), { as }) })
      const visitor = new Visitor(shop.origin, (request) => app.fetch(request))
      const { status, words } = await visitor.get("/en/order/order_1")
      expect([fact._tag, status]).toEqual([fact._tag, 503])
      expect(words).toContain("The shop is busy; try again in a few seconds.")
      expect(words).not.toContain("192.0.2.7")
    }
  })
})

describe("a checkout that is filled in wrongly", { timeout: patience }, () => {
  it("says above the form, where the focus is, which fields are wrong, and leads to each", async () => {
    const says = { zh: ["请改一下标出的地方", "手机"], en: ["Please mend what is marked", "Mobile"] } as const
    for (const language of languages) {
      const visitor = shop.visitor()
      await visitor.ask(`/${language}/cart/add`, { sku: brush, quantity: "1", ...key() })
      const page = await visitor.ask(`/${language}/checkout`)
      const wrong = await visitor.send(page, `/${language}/checkout`, {
        name: "安小满",
        phone: "12",
        province: "浙江省",
        city: "",
        street: "x"
      })
      expect(wrong.status).toBe(422)
      const [list = ""] = /<div class="notice bad"[^>]*>.*?<\/div><\/div>/s.exec(wrong.html) ?? []
      expect(list).toMatch(/^<div [^>]*role="alert"[^>]* autofocus>/)
      for (const word of says[language]) expect(list).toContain(word)
      expect([...list.matchAll(/href="#(\w+)"/g)].map(([, id]) => id)).toEqual(["phone", "city"])
      for (const id of ["phone", "city"]) {
        expect(wrong.html).toContain(`id="${id}"`)
        expect(list).toContain(errorOf(wrong, id))
      }
    }
  })
})
