/** Goods that are delivered online, walked by fetch: checkout, order, desk, refund, in both languages. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Site, startSite } from "../src/site/server.ts"
import { languages } from "../src/text/index.ts"
import { errorOf, type Page, Visitor } from "./visitor.ts"

const patience = 240_000
const folder = mkdtempSync(join(tmpdir(), "online-"))
let site: Site

beforeAll(async () => {
  site = await startSite({ store: `sqlite:${join(folder, "shop.db")}`, port: 0 })
}, patience)

afterAll(async () => {
  await site.close()
  rmSync(folder, { recursive: true, force: true })
}, patience)

let keys = 0
const key = (): { readonly key: string } => ({ key: `online-${++keys}` })

const ann = { id: "ann-an", kind: "customer" } as const
const ebook = "ebook-water"
const course = "course-matcha"
const brush = "jianhao-brush"

const says = {
  zh: {
    checkout: "这一单全是线上商品：付款后立即交付，不寄送，也不用填写地址。",
    soon: "付款后立即交付",
    done: ["已交付", "线上商品已交付", "线上交付", "已交付，随时可用", "申请退款"],
    neverDone: ["已收货", "备货中", "备货", "收货地址", "申请退货", "邮箱"],
    thanks: "线上商品随即交付",
    freight: "满 99 包邮",
    form: ["申请退款", "选有问题的件数"],
    terms: "线上商品，有问题才能退",
    askedBefore: "已在另一张退货单里",
    left: (count: number) => `《水为茶之母》 最多可退 ${count} 件`,
    mixed: ["部分已交付", "线上商品已交付", "收货地址"],
    refused: "已交付的数字化商品不适用七天无理由退货",
    agreed: "已同意，待退款",
    payBack: "收回并退款",
    refunded: ["已退款", "已同意退款"],
    waits: "打包发货",
    province: "浙江省"
  },
  en: {
    checkout: "Everything in this order is digital: it is yours as soon as it is paid, and no address is needed.",
    soon: "Delivered as soon as it is paid",
    done: ["Delivered", "Delivered online", "Delivered, and yours to use", "Ask for a refund"],
    neverDone: ["Received", "Being packed", "getting it ready", "Delivery address", "Send something back", "e-mail"],
    thanks: "It is delivered online at once",
    freight: "Free delivery from ¥99",
    form: ["Ask for a refund", "Choose how many have something wrong with them"],
    terms: "Digital: taken back if something is wrong with it",
    askedBefore: "Asked for in another return",
    left: (count: number) => `Water, the mother of tea has ${count} left to return`,
    mixed: ["Partly delivered", "Delivered online", "Delivery address"],
    refused: "digital goods that were delivered are not taken back without a fault",
    agreed: "Agreed, refund to come",
    payBack: "Take back and refund",
    refunded: ["Refunded", "Refund agreed to"],
    waits: "packing",
    province: "Zhejiang"
  }
} as const

const idIn = ({ path }: Page): string => path.split("?")[0]?.split("/").at(-1) ?? ""

const eventually = async (look: () => Promise<boolean>): Promise<void> => {
  for (const started = Date.now(); !(await look()); ) {
    if (Date.now() - started > patience / 2) throw new Error("it never came")
    await site.house.nudge()
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

const stateOf = async (order: string) => (await site.house.shop.as(ann).order.get({ order })).state

const signedIn = async (person: string): Promise<Visitor> => {
  const visitor = new Visitor(site.origin)
  await visitor.ask("/zh/sign-in", { person })
  return visitor
}

const fill = async (visitor: Visitor, language: string, skus: ReadonlyArray<string>): Promise<Page> => {
  for (const sku of skus) await visitor.ask(`/${language}/cart/add`, { sku, quantity: "1", ...key() })
  return visitor.ask(`/${language}/checkout`)
}

/** Pays what a checkout has led to. */
const pay = async (paying: Page): Promise<string> => {
  const payment = await site.house.shop.as(ann).payment.get({ payment: idIn(paying) })
  await site.house.nudge()
  await site.house.gateway.pay(payment.id)
  return payment.order
}

const expectWords = (words: string, wanted: ReadonlyArray<string>): void => {
  for (const word of wanted) expect(words).toContain(word)
}

for (const language of languages) {
  const at = (path: string) => `/${language}${path}`
  const said = says[language]

  describe(`goods that are delivered online, in ${language}`, { timeout: patience }, () => {
    it("alone ask for no address and no delivery, and are delivered when they are paid", async () => {
      const visitor = await signedIn(ann.id)
      const page = await fill(visitor, language, [ebook, course])
      expect(page.words).toContain(said.checkout)
      // Spending more would bring no freight down where there is none.
      for (const path of [at("/cart"), at(`/product/${ebook}`)]) {
        const [main = ""] = /<main.*<\/main>/s.exec((await visitor.ask(path)).html) ?? []
        expect(main).toContain("<h1")
        expect(main).not.toContain(said.freight)
      }
      for (const field of ["name", "phone", "province", "street", "delivery"]) {
        expect(page.html).not.toContain(`name="${field}"`)
      }
      const paying = await visitor.send(page, at("/checkout"), { payment: "sandbox" })
      const { order } = await site.house.shop.as(ann).payment.get({ payment: idIn(paying) })
      expect((await visitor.ask(at(`/order/${order}`))).words).toContain(said.soon)
      await pay(paying)
      await eventually(async () => (await stateOf(order)) === "received")
      const paid = await visitor.ask(paying.path)
      expect(paid.words).toContain(said.thanks)
      for (const word of said.neverDone) expect(paid.words).not.toContain(word)
      const { words } = await visitor.ask(at(`/order/${order}`))
      expectWords(words, said.done)
      for (const word of said.neverDone) expect(words).not.toContain(word)
      const placed = await site.house.shop.as(ann).order.get({ order })
      expect(placed.address).toBeUndefined()
      expect(placed.quote.charges).toEqual([])

      const desk = await (await signedIn("clerk-chen")).ask(at(`/desk/order/${order}`))
      expect(desk.html).not.toContain('value="ship"')
      expectWords(desk.words, said.done.slice(0, 3))
    })

    it("are paid back for a fault, and not because somebody changes their mind; nothing is sent back", async () => {
      const visitor = await signedIn(ann.id)
      const order = await pay(
        await visitor.send(await fill(visitor, language, [ebook]), at("/checkout"), { payment: "sandbox" })
      )
      await eventually(async () => (await stateOf(order)) === "received")
      const placed = await site.house.shop.as(ann).order.get({ order })
      const form = await visitor.ask(at(`/order/${order}/return`))
      expectWords(form.words, said.form)
      const reasons = [...form.html.matchAll(/name="reason" value="([^"]+)"/g)].map(([, reason]) => reason)
      expect(reasons).toEqual(["damaged", "wrong item", "not as described"])
      const back = { [`back-${placed.lines[0]?.id}`]: "1" }
      const path = at(`/order/${order}/return`)
      const refused = await visitor.send(form, path, { ...back, reason: "no longer wanted" })
      expect([refused.status, refused.words]).toEqual([422, expect.stringContaining(said.refused)])
      const asked = await visitor.send(refused, path, { ...back, reason: "not as described" })
      const id = idIn(asked)
      // What is asked for is not asked for twice: not on the page, and not by a page of before.
      expect((await visitor.ask(at(`/order/${order}`))).html).not.toContain(path)
      const again = await visitor.ask(path)
      expect(again.words).toContain(said.askedBefore)
      const twice = await visitor.send(again, path, { ...back, reason: "damaged" })
      expect([twice.status, twice.words]).toEqual([422, expect.stringContaining(said.left(0))])

      const clerk = await signedIn("clerk-chen")
      const room = at(`/desk/return/${id}`)
      const approved = await clerk.send(await clerk.ask(room), room, {}, 'value="approve"')
      expectWords(approved.words, [said.agreed, said.payBack])
      expect(approved.html).not.toContain('name="damaged-')
      await clerk.send(approved, room, {}, 'value="receive"')
      await eventually(async () => (await site.house.shop.as(ann).return.get({ return: id })).state === "refunded")
      expectWords((await visitor.ask(at(`/return/${id}`))).words, said.refunded)
      expect((await site.house.shop.as(ann).return.get({ return: id })).amount).toEqual(placed.total)
    })

    it("beside a brush are delivered at once, and the desk sends the brush alone", async () => {
      const visitor = await signedIn(ann.id)
      const page = await fill(visitor, language, [ebook, brush])
      expect(page.html).toContain('name="street"')
      const order = await pay(
        await visitor.send(page, at("/checkout"), {
          name: "An Xiaoman",
          phone: "13800004321",
          province: said.province,
          city: "Hangzhou",
          street: "Longjing Road 8",
          delivery: "standard",
          payment: "sandbox"
        })
      )
      await eventually(async () => (await stateOf(order)) === "partlyShipped")
      expectWords((await visitor.ask(at(`/order/${order}`))).words, said.mixed)
      const clerk = await signedIn("clerk-chen")
      const room = at(`/desk/order/${order}`)
      const desk = await clerk.ask(room)
      expect(desk.words).toContain(said.waits)
      expect(desk.html).not.toContain('value="deliver"')
      const sent = await clerk.send(desk, room, {}, 'value="ship"')
      expect(sent.status).toBe(200)
      expect(await stateOf(order)).toBe("shipped")
      const { shipments } = await site.house.shop.as(ann).order.full({ order })
      expect(shipments.flatMap(({ lines }) => lines.map(({ sku }) => sku))).toEqual([brush])
      const form = await visitor.ask(at(`/order/${order}/return`))
      expect(form.html.split(said.terms)).toHaveLength(2)
      const long = await visitor.send(form, at(`/order/${order}/return`), {
        [`back-${shipments[0]?.lines[0]?.line}`]: "1",
        reason: "damaged",
        note: "x".repeat(501)
      })
      expect([long.status, errorOf(long, "note")]).toEqual([422, expect.stringContaining("500")])
      expect(form.html).toContain('value="no longer wanted"')
    })
  })
}
