/** What has gone on between a page and its form, by fetch: goods sold out, orders placed or cancelled, somebody signed in. */
import { system } from "pannier/command"
import { describe, expect, it } from "vitest"
import { languages } from "../src/text/index.ts"
import { codeOf } from "../src/site/pages/regions.ts"
import { openedSite, patience } from "./opened.ts"
import { errorOf, type Page } from "./visitor.ts"

const site = openedSite("meanwhile")
const edition = "kiln-edition-gaiwan"
const brush = "jianhao-brush"

const address = {
  name: "An Xiaoman",
  phone: "13800004321",
  province: "Zhejiang",
  city: "Hangzhou",
  street: "Longjing Road 8",
  delivery: "standard",
  payment: "sandbox"
}

const says = {
  zh: {
    soldOut: /“[^”]*盖碗[^”]*”刚刚售罄/,
    came: "购物车里的东西已带到这个账户",
    overtaken: "这期间已有变化",
    lineGone: "已经不在这里了",
    ordered: "这个购物车已经下过单了",
    optional: "区 / 县 （可不填）",
    province: "请从列表中选",
    phone: "请填十一位手机号，或带国家码的号码",
    repriced: "已按所填重新计价：¥68.00",
    alone: "预售商品须单独下单，购物车中还有 1 件其他商品",
    near: "寄往浙江省预计",
    far: "寄往新疆维吾尔自治区预计"
  },
  en: {
    soldOut: /“[^”]*[Gg]aiwan[^”]*” has just sold out/,
    came: "What was in your cart has come along",
    overtaken: "This has gone on meanwhile",
    lineGone: "This line is no longer here",
    ordered: "This cart has been ordered already",
    optional: "District (optional)",
    province: "please choose one of the list",
    phone: "an eleven-digit mobile number, or one with its country code",
    repriced: "The price was worked out again: ¥68.00",
    alone: "take the other 1 piece out of the cart first",
    near: "arrives in Zhejiang",
    far: "arrives in Xinjiang"
  }
} as const

let keys = 0
const key = (): { readonly key: string } => ({ key: `meanwhile-${++keys}` })
const idIn = ({ path }: Page): string => path.split("?")[0]?.split("/").at(-1) ?? ""
const pieces = ({ html }: Page): number =>
  [...html.matchAll(/name="quantity" type="number"[^>]*value="(\d+)"/g)].reduce((sum, [, n]) => sum + Number(n), 0)

for (const language of languages) {
  describe(`meanwhile, in ${language}`, { timeout: patience }, () => {
    const at = (path: string) => `/${language}${path}`
    const words = says[language]

    it("goods that have sold out are named at the last step", async () => {
      const visitor = site.visitor()
      await visitor.ask(at("/cart/add"), { sku: edition, quantity: "1", ...key() })
      const page = await visitor.ask(at("/checkout"))
      const boss = site.house.shop.as({ id: "manager-lin", kind: "staff" })
      const { places } = await boss.inventory.stock({ sku: edition })
      const stand = places.find((one) => one.available > 0)
      if (stand === undefined) throw new Error("no piece of the edition to sell")
      const count = (counted: number) =>
        boss.inventory.count({
          reference: `${language}-${counted}`,
          place: stand.place.id,
          lines: [{ sku: edition, counted }]
        })
      await count(0)
      const refused = await visitor.send(page, at("/checkout"), address)
      await count(stand.available)
      expect(refused.status).toBe(422)
      expect(refused.words).toMatch(words.soldOut)
      expect(refused.words).not.toMatch(/`|1 wanted/)
    })

    it("a guest who signs in keeps what is in the cart, its codes too, and is told so", async () => {
      const visitor = site.visitor()
      await visitor.ask(at("/cart/add"), { sku: brush, quantity: "2", ...key() })
      await visitor.ask(at("/cart/code"), { code: "nihao", ...key() })
      const inside = await visitor.ask(at("/sign-in"), { person: "ben-lu", ...key() })
      expect(inside.words).toContain(words.came)
      const cart = await visitor.ask(at("/cart"))
      expect(pieces(cart)).toBe(2)
      expect(cart.words).toContain("NIHAO")
      // What somebody has signed in for is nobody else's.
      const other = await visitor.ask(at("/sign-in"), { person: "ann-an", ...key() })
      expect(other.words).not.toContain(words.came)
      expect(pieces(await visitor.ask(at("/cart")))).toBe(0)
    })

    it("a form that is sent again after its answer leads to the order, and leaves a newer cart alone", async () => {
      const visitor = await site.as("ben-lu")
      await visitor.ask(at("/cart/add"), { sku: brush, quantity: "1", ...key() })
      const page = await visitor.ask(at("/checkout"))
      const first = await visitor.send(page, at("/checkout"), address)
      expect(first.path).toContain("/payment/")
      expect((await visitor.send(page, at("/checkout"), address)).path).toBe(first.path)
      await visitor.ask(at("/cart/add"), { sku: brush, quantity: "3", ...key() })
      expect((await visitor.send(page, at("/checkout"), address)).path).toBe(first.path)
      expect(pieces(await visitor.ask(at("/cart")))).toBe(3)
      // With another word of the buyer it is another wish, of a cart that is ordered.
      const other = await visitor.send(page, at("/checkout"), { ...address, note: "Ring twice" })
      expect([other.path, other.words.includes(words.ordered)]).toEqual([at("/account"), true])
    })

    it("a second cancellation, or another try to pay it, is told in words where it stands now", async () => {
      const visitor = await site.as("ben-lu")
      await visitor.ask(at("/cart/add"), { sku: brush, quantity: "1", ...key() })
      const paying = await visitor.send(await visitor.ask(at("/checkout")), at("/checkout"), address)
      const payment = idIn(paying)
      const { order } = await site.house.shop.as(system).payment.get({ payment })
      const cancel = () => visitor.ask(at(`/order/${order}`), { do: "cancel", ...key() })
      await cancel()
      await site.eventually(async () => (await site.house.shop.as(system).order.get({ order })).state === "cancelled")
      for (const page of [await cancel(), await visitor.ask(at(`/payment/${payment}`), key())]) {
        expect([page.status, page.words.includes(words.overtaken)]).toEqual([200, true])
        expect(page.words).not.toContain("`")
      }
    })

    it("a line that another page took out is missed in words", async () => {
      const visitor = site.visitor()
      const cart = await visitor.ask(at("/cart/add"), { sku: brush, quantity: "1", ...key() })
      const [, line = ""] = /name="line" value="([^"]+)"/.exec(cart.html) ?? []
      await visitor.ask(at("/cart/line"), { line, quantity: "0" })
      const again = await visitor.ask(at("/cart/line"), { line, quantity: "2" })
      expect([again.status, again.words.includes(words.lineGone), again.words.includes("line_")]).toEqual([
        422,
        true,
        false
      ])
    })

    it("the address asks for no district, lists the provinces, and refuses what nobody can be reached by", async () => {
      const visitor = site.visitor()
      await visitor.ask(at("/cart/add"), { sku: brush, quantity: "1", ...key() })
      const page = await visitor.ask(at("/checkout"))
      expect(page.words).toContain(words.optional)
      expect(page.html).not.toMatch(/<input [^>]*name="district"[^>]* required/)
      const [, listed = ""] = /<datalist id="provinces">(.*?)<\/datalist>/.exec(page.html) ?? []
      expect(listed.match(/<option/g)).toHaveLength(34)
      for (const phone of ["1----", "12345", "2380000432", "+86 12345", "138000043211"]) {
        const refused = await visitor.send(page, at("/checkout"), { ...address, phone })
        expect([phone, errorOf(refused, "phone")?.includes(words.phone)]).toEqual([phone, true])
      }
      const priced = await visitor.send(page, at("/checkout"), { province: "Zhejiang", do: "price" })
      expect([priced.status, priced.words.includes(words.repriced)]).toEqual([200, true])
      const nowhere = await visitor.send(page, at("/checkout"), { province: "Atlantis", do: "price" })
      expect(nowhere.status).toBe(422)
      expect(errorOf(nowhere, "province")).toContain(words.province)
      for (const phone of ["+852 2345 6789", "(138) 0000-4321", "8613800004321"]) {
        const refused = await visitor.send(page, at("/checkout"), { ...address, phone, city: "" })
        expect([phone, errorOf(refused, "phone")]).toEqual([phone, undefined])
      }
    })

    it("a cart with a presale beside other goods says that it cannot be ordered, before the checkout does", async () => {
      const visitor = site.visitor()
      for (const sku of ["longjing-presale-2027-50g", "white-cup-single"]) {
        await visitor.ask(at("/cart/add"), { sku, quantity: "1", ...key() })
      }
      const cart = await visitor.ask(at("/cart"))
      expect(cart.words).toContain(words.alone)
      expect(cart.html).not.toContain(`href="${at("/checkout")}"`)
    })

    it("an article is promised to where the cart goes, and the next day only to where that is true", async () => {
      const visitor = site.visitor()
      expect((await visitor.ask(at(`/product/${brush}`))).words).toContain(words.near)
      await visitor.ask(at("/cart/add"), { sku: brush, quantity: "1", ...key() })
      const page = await visitor.ask(at("/checkout"))
      expect(page.html).toContain(`value="express"`)
      const far = await visitor.send(page, at("/checkout"), { province: "Xinjiang", do: "price" })
      expect(far.html).not.toContain(`value="express"`)
      expect((await visitor.ask(at(`/product/${brush}`))).words).toContain(words.far)
    })
  })
}

describe("a province", () => {
  it("is known by its names in either language, with or without what they end in, and in both scripts", () => {
    const known = {
      "CN-ZJ": ["浙江", "浙江省", "Zhejiang", "zhejiang  province", "CN-ZJ", "ＺＨＥＪＩＡＮＧ"],
      "CN-MO": ["Macau", "Macao SAR", "澳门", "澳門特別行政區"],
      "CN-XZ": ["Xizang", "Tibet", "Tibet Autonomous Region", "西藏"],
      "CN-TW": ["臺灣", "台湾省", "Taiwan"],
      "CN-XJ": ["Xinjiang Uyghur Autonomous Region", "新疆維吾爾自治區"],
      "CN-SX": ["Shanxi"],
      "CN-SN": ["Shaanxi Province", "陝西"],
      "CN-BJ": ["Beijing Municipality", "Beijing City", "北京"]
    }
    for (const [code, names] of Object.entries(known)) {
      for (const name of names) expect([name, codeOf(name)]).toEqual([name, code])
    }
    for (const name of ["", "浙", "Province", "constructor", "Atlantis"])
      expect([name, codeOf(name)]).toEqual([name, undefined])
  })
})
