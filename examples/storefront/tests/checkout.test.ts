/** The checkout by fetch: what the page has shown is what is ordered, and what is wrong is told beside its field. */
import { system } from "pannier/command"
import { describe, expect, it } from "vitest"
import { languages } from "../src/text/index.ts"
import { openedSite, patience } from "./opened.ts"
import { errorOf, type Page, type Visitor } from "./visitor.ts"

const site = openedSite("checkout")

const ann = { id: "ann-an", kind: "customer" } as const
// A writing brush at 58.00, within a kilogram: 10.00 to most of China, 18.00 to its far provinces, 22.00 the next day.
const brush = "jianhao-brush"

const address = {
  name: "An Xiaoman",
  phone: "13800004321",
  province: "浙江省",
  city: "Hangzhou",
  street: "Longjing Road 8",
  delivery: "standard",
  payment: "sandbox"
}

let keys = 0
const key = (): { readonly key: string } => ({ key: `checkout-${++keys}` })

/** Somebody signed in, with pieces in a cart, and the page of the checkout. */
const ready = async (language: string, sku = brush): Promise<{ readonly visitor: Visitor; readonly page: Page }> => {
  const visitor = await site.as(ann.id)
  await visitor.ask(`/${language}/cart/add`, { sku, quantity: "1", ...key() })
  return { visitor, page: await visitor.ask(`/${language}/checkout`) }
}

/** The order that a page after the checkout belongs to. */
const orderOf = async ({ path }: Page) => {
  const payment = path.split("?")[0]?.split("/").at(-1) ?? ""
  const run = site.house.shop.as(ann)
  return run.order.get({ order: (await run.payment.get({ payment })).order })
}

/** What is left on all shelves. */
const leftOf = async (sku: string): Promise<number> =>
  (await site.house.shop.as(system).inventory.stock({ sku })).available

const ordersNow = async (): Promise<number> =>
  (await site.house.shop.as(ann).order.mine({ customer: ann.id })).items.length

const says = {
  zh: {
    button: "提交订单 ¥68.00",
    changed: ["购物车在报价之后有变动", "页面上的价格是 ¥68.00，现在是 ¥76.00"],
    far: "提交订单 ¥76.00"
  },
  en: {
    button: "Place the order ¥68.00",
    changed: ["the cart has changed since it was quoted", "The page said ¥68.00; it is ¥76.00 now."],
    far: "Place the order ¥76.00"
  }
} as const

for (const language of languages) {
  const to = `/${language}/checkout`

  describe(`the price of the checkout in ${language}`, { timeout: patience }, () => {
    it("L16: what the page has shown is ordered, by the quote that it has shown", async () => {
      const { visitor, page } = await ready(language)
      expect(page.words).toContain(says[language].button)
      const order = await orderOf(await visitor.send(page, to, address))
      expect(order.total.amount).toBe("68.00")
    })

    it("H021: another province at another price is shown first, then ordered at what was shown", async () => {
      const { visitor, page } = await ready(language)
      const before = await ordersNow()
      const far = { ...address, province: "新疆" }
      const again = await visitor.send(page, to, far)
      expect(again.status).toBe(409)
      for (const words of [...says[language].changed, says[language].far]) expect(again.words).toContain(words)
      expect(await ordersNow()).toBe(before)
      const order = await orderOf(await visitor.send(again, to, far))
      expect(order.total.amount).toBe("76.00")
      expect(order.address).toMatchObject({ region: "CN-XJ" })
    })
  })
}

describe("the price of the checkout", { timeout: patience }, () => {
  const to = "/en/checkout"

  it("H021: another delivery of the same form is shown at its price first: 58.00 and 22.00", async () => {
    const { visitor, page } = await ready("en")
    const next = { ...address, delivery: "express" }
    const again = await visitor.send(page, to, next)
    expect(again.status).toBe(409)
    expect(again.words).toContain("Place the order ¥80.00")
    expect(again.html).toMatch(/value="express" checked/)
    expect((await orderOf(await visitor.send(again, to, next))).total.amount).toBe("80.00")
  })

  it("H021: another quantity, from another window, is not charged by the page before", async () => {
    const { visitor, page } = await ready("en")
    const before = await ordersNow()
    const cart = await visitor.ask("/en/cart")
    await visitor.send(cart, "/en/cart/line", { quantity: "2" }, "data-submit")
    // Two at 58.00 are above 99.00, so the standard delivery is free.
    const again = await visitor.send(page, to, address)
    expect(again.status).toBe(409)
    expect(again.words).toContain("The page said ¥68.00; it is ¥116.00 now.")
    expect(await ordersNow()).toBe(before)
  })

  it("another province at the same price is ordered without asking again", async () => {
    const { visitor, page } = await ready("en")
    const order = await orderOf(await visitor.send(page, to, { ...address, province: "Jiangsu" }))
    expect(order.total.amount).toBe("68.00")
    expect(order.address).toMatchObject({ region: "CN-JS" })
  })

  it("a price that the shop states higher meanwhile is not charged to who has seen the lower one", async () => {
    const { visitor, page } = await ready("en")
    const boss = site.house.shop.as({ id: "manager-lin", kind: "staff" })
    const entry = { id: `${brush}-base`, sku: brush, currency: "CNY" }
    await boss.pricing.state({ sku: brush, entries: [{ ...entry, amount: "59.00" }] })
    const order = await orderOf(await visitor.send(page, to, address))
    await boss.pricing.state({ sku: brush, entries: [{ ...entry, amount: "58.00" }] })
    expect(order.total.amount).toBe("68.00")
  })

  it("the button pressed twice orders once, also where the form had to be priced again", async () => {
    for (const province of ["浙江省", "江苏省"]) {
      const { visitor, page } = await ready("en")
      const before = await ordersNow()
      const both = await Promise.all([1, 2].map(() => visitor.send(page, to, { ...address, province })))
      const orders = await Promise.all(both.map(orderOf))
      expect(new Set(orders.map(({ id }) => id)).size).toBe(1)
      expect(await ordersNow()).toBe(before + 1)
    }
  })

  it("a form without the price of a page is shown one first", async () => {
    const { visitor } = await ready("en")
    const before = await ordersNow()
    for (const more of [{}, { quote: "quote_nobody", shown: "1.00 made-up" }]) {
      const again = await visitor.ask(to, { ...address, ...more, ...key() })
      expect(again.status).toBe(409)
      expect(again.words).toContain("Place the order ¥68.00")
    }
    expect(await ordersNow()).toBe(before)
  })

  it("the price is worked out again on request, with all that was typed kept", async () => {
    const { visitor, page } = await ready("en")
    const again = await visitor.send(page, to, { province: "Tibet", name: "Ann", do: "price" })
    expect(again.status).toBe(200)
    expect(again.words).toContain("Place the order ¥76.00")
    expect(again.html).toMatch(/name="name"[^>]*value="Ann"/)
  })

  it("what the shop does not offer is told beside its field, and nothing typed is lost", async () => {
    const { visitor, page } = await ready("en")
    for (const delivery of ["", "teleport"]) {
      const again = await visitor.send(page, to, { ...address, delivery })
      expect(again.status).toBe(422)
      expect(errorOf(again, "delivery")).toContain("no such delivery")
      expect(again.html).toMatch(/name="street"[^>]*value="Longjing Road 8"/)
    }
    const cash = await visitor.send(page, to, { ...address, payment: "cash" })
    expect(errorOf(cash, "payment")).toBe("There is no such means of payment")
  })

  it("what is too long or no postcode is told beside its field, in both languages, and cannot be typed so", async () => {
    for (const [language, long, bad] of [
      ["zh", "太长了，最多 500 个字符", "邮编只有字母和数字"],
      ["en", "Too long: at most 500 characters", "A postcode has letters and digits only"]
    ] as const) {
      const { visitor, page } = await ready(language)
      expect(page.html).toMatch(/name="note"[^>]*maxlength="500"/)
      const turned = await visitor.send(page, `/${language}/checkout`, { ...address, street: "Road \u202e8" })
      expect(turned.status).toBe(422)
      expect(errorOf(turned, "street")).not.toBeUndefined()
      const more = { note: "n".repeat(501), name: "n".repeat(101), postcode: "?" }
      const again = await visitor.send(page, `/${language}/checkout`, { ...address, ...more })
      expect(again.status).toBe(422)
      expect([errorOf(again, "note"), errorOf(again, "postcode")]).toEqual([long, bad])
      expect(errorOf(again, "name")).toContain("100")
      expect(again.words).not.toContain("Expected a value")
    }
  })

  it("looking at the page changes nothing in the cart, whatever its address says", async () => {
    const { visitor, page } = await ready("en")
    for (const query of ["?delivery=express", "?delivery=", "?delivery=teleport"]) {
      const same = await visitor.ask(to + query)
      expect([same.status, same.path]).toEqual([200, to + query])
      expect(same.words).toContain("Place the order ¥68.00")
    }
    expect((await orderOf(await visitor.send(page, to, address))).total.amount).toBe("68.00")
  })
})

describe("an edition of which one is for a buyer", { timeout: patience }, () => {
  const edition = "kiln-edition-gaiwan"
  const ben = (): Promise<Visitor> => site.as("ben-lu")

  it("is on its shelf at its price", async () => {
    const { words } = await site.visitor().ask("/zh/product/kiln-edition-gaiwan")
    for (const said of ["¥1,680.00", "每人限购 1 只"]) expect(words).toContain(said)
  })

  it("four are not ordered, whatever the form says, and none is held", async () => {
    for (const [language, said] of [
      ["zh", "每人限购 1 只"],
      ["en", "1 to a buyer"]
    ] as const) {
      const visitor = await ben()
      const cart = await visitor.ask(`/${language}/cart/add`, { sku: edition, quantity: "4", ...key() })
      expect(cart.words).toContain(said)
      expect(cart.html).not.toContain(`href="/${language}/checkout"`)
      expect((await visitor.ask(`/${language}/checkout`)).path).toBe(`/${language}/cart`)
      const placed = await visitor.ask(`/${language}/checkout`, { ...address, ...key() })
      expect(placed.path).toBe(`/${language}/cart`)
    }
    expect(await leftOf(edition)).toBe(10)
  })

  it("one is ordered, and after it no other", async () => {
    const visitor = await ben()
    await visitor.ask("/en/cart/add", { sku: edition, quantity: "1", ...key() })
    const paying = await visitor.send(await visitor.ask("/en/checkout"), "/en/checkout", address)
    expect(paying.path).toContain("/payment/")
    expect(await leftOf(edition)).toBe(9)
    const second = await visitor.ask("/en/cart/add", { sku: edition, quantity: "1", ...key() })
    expect(second.words).toContain("1 to a buyer, earlier orders included")
    expect(await leftOf(edition)).toBe(9)
  })
})
