/** Forms that are sent again: by a double click, after Back, in the other language. */
import { describe, expect, it } from "vitest"
import { languages } from "../src/text/index.ts"
import { openedSite, patience } from "./opened.ts"
import { hiddenIn, linksOf, type Page, type Visitor } from "./visitor.ts"

const site = openedSite("again")
const brush = "jianhao-brush"

const says = {
  zh: { before: "刚才已经加入，没有重复添加", form: "这里填的内容不能用" },
  en: { before: "was added before, and was not added twice", form: "cannot be used as it is" }
} as const

for (const language of languages) {
  describe(`the button of an article in ${language}`, { timeout: patience }, () => {
    const to = `/${language}/cart/add`
    const article = (visitor: Visitor): Promise<Page> => visitor.ask(`/${language}/product/${brush}`)
    const press = (visitor: Visitor, page: Page, quantity = "1"): Promise<Page> => visitor.send(page, to, { quantity })
    /** How many pieces a cart has. */
    const pieces = ({ html }: Page): number =>
      [...html.matchAll(/name="quantity" type="number"[^>]*value="(\d+)"/g)].reduce((sum, [, n]) => sum + Number(n), 0)
    const inCart = async (visitor: Visitor): Promise<number> => pieces(await visitor.ask(`/${language}/cart`))

    it("pressed on a page, and again on the page shown anew, adds two pieces without a word", async () => {
      const visitor = site.visitor()
      for (const count of [1, 2]) {
        const cart = await press(visitor, await article(visitor))
        expect([cart.path, pieces(cart), cart.words.includes(says[language].before)]).toEqual([
          `/${language}/cart`,
          count,
          false
        ])
      }
    })

    it("pressed twice at once adds one, to one cart, also where there was none", async () => {
      const visitor = site.visitor()
      const page = await article(visitor)
      await Promise.all([1, 2, 3].map(() => press(visitor, page)))
      expect(await inCart(visitor)).toBe(1)
      const next = await article(visitor)
      await Promise.all([1, 2, 3].map(() => press(visitor, next)))
      expect(await inCart(visitor)).toBe(2)
    })

    it("of a page that a browser has kept adds nothing, and the cart says so, and how to have more", async () => {
      const visitor = site.visitor()
      const page = await article(visitor)
      await press(visitor, page)
      const again = await press(visitor, page)
      expect([again.path, pieces(again)]).toEqual([`/${language}/cart`, 1])
      expect(again.words).toContain(says[language].before)
      // It is said once.
      expect((await visitor.ask(`/${language}/cart`)).words).not.toContain(says[language].before)
      const [, line = ""] = /name="line" value="([^"]+)"/.exec(again.html) ?? []
      expect(pieces(await visitor.ask(`/${language}/cart/line`, { line, quantity: "2" }))).toBe(2)
    })

    it("of a kept page with another quantity is another wish, once; and so is what was taken out meanwhile", async () => {
      const visitor = site.visitor()
      const page = await article(visitor)
      await press(visitor, page)
      for (const _ of [1, 2]) await press(visitor, page, "3")
      const cart = await visitor.ask(`/${language}/cart`)
      expect(pieces(cart)).toBe(4)
      const [, line = ""] = /name="line" value="([^"]+)"/.exec(cart.html) ?? []
      await visitor.ask(`/${language}/cart/line`, { line, quantity: "0" })
      expect(await inCart(visitor)).toBe(0)
      await Promise.all([1, 2].map(() => press(visitor, page)))
      expect(await inCart(visitor)).toBe(1)
    })

    it("is not swallowed after the cart was ordered", async () => {
      const visitor = await site.as("ann-an")
      const page = await article(visitor)
      await press(visitor, page)
      const address = { name: "An", phone: "13800004321", province: "浙江省", city: "Hangzhou", street: "Longjing 8" }
      const placed = await visitor.send(await visitor.ask(`/${language}/checkout`), `/${language}/checkout`, {
        ...address,
        delivery: "standard",
        payment: "sandbox"
      })
      expect(placed.path).toContain("/payment/")
      expect(pieces(await press(visitor, page))).toBe(1)
    })

    it("sent without a key or with one that is none, adds what it says or says why not", async () => {
      const visitor = site.visitor()
      for (const count of [1, 2]) {
        expect(pieces(await visitor.ask(to, { sku: brush, quantity: "1" }))).toBe(count)
      }
      const odd = await visitor.ask(to, { sku: brush, quantity: "1", key: "k".repeat(300) })
      expect([odd.status, odd.words.includes(says[language].form)]).toEqual([409, true])
      expect(await inCart(visitor)).toBe(2)
    })
  })
}

describe("pages", { timeout: patience }, () => {
  it("are fetched anew by who goes back to them; the checkout keeps what was typed", async () => {
    for (const path of ["/zh", "/en/product/jianhao-brush", "/en/cart", "/zh/sign-in", "/zh/desk/nothing"]) {
      expect([path, (await fetch(site.origin + path)).headers.get("cache-control")]).toEqual([path, "no-store"])
    }
    const visitor = site.visitor()
    await visitor.ask("/zh/cart/add", { sku: brush, quantity: "1" })
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join("; ")
    const checkout = await fetch(`${site.origin}/zh/checkout`, { headers: { cookie } })
    expect([checkout.status, checkout.headers.get("cache-control")]).toEqual([200, "private, no-cache"])
  })

  it("that refuse a form lead to the same place in the other language, and to no address that only takes forms", async () => {
    const clerk = await site.as("clerk-chen")
    const cases = [
      [clerk, "/desk/codes/tea-card", "/desk/codes", 403, ""],
      [clerk, "/desk/batches", "/desk/batches", 403, "start"],
      [clerk, "/desk/promotions/new", "/desk/promotions/new", 403, ""],
      [clerk, "/desk/stock/dry-bag-5l", "/desk/stock/dry-bag-5l", 422, "receive"],
      [clerk, "/desk/order/order_x", "/desk/order/order_x", 403, "cancel"],
      [site.visitor(), "/order/order_x", "/order/order_x", 404, "cancel"]
    ] as const
    for (const [visitor, path, page, status, what] of cases) {
      for (const [language, other] of [
        ["zh", "en"],
        ["en", "zh"]
      ] as const) {
        const sent = {
          do: what,
          "receive-pieces": "a few",
          kind: "rewrite.product",
          more: "5",
          key: `sent-${language}`
        }
        const refused = await visitor.ask(`/${language}${path}`, sent)
        expect([path, refused.status]).toEqual([path, status])
        const ways = [...linksOf(refused, `/${other}`)].filter((way) => way.startsWith(`/${other}/`))
        expect([path, ways]).toEqual([path, [`/${other}${page}`]])
      }
    }
    const visitor = site.visitor()
    await visitor.ask("/en/cart/add", { sku: brush, quantity: "1" })
    for (const [path, fields] of [
      ["/cart/line", { line: "x", quantity: "many" }],
      ["/cart/code", { code: "NOBODY", key: "nobody" }]
    ] as const) {
      const refused = await visitor.ask(`/en${path}`, fields)
      expect([path, refused.status, [...linksOf(refused, "/zh/")]]).toEqual([path, 422, ["/zh/cart"]])
      expect(hiddenIn(refused, "/en/cart/code")).toHaveProperty("key")
    }
  })
})
