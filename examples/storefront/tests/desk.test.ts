/** The desk, walked by fetch: what staff see and do, in both languages, and what others may not. */
import { system } from "pannier/command"
import { describe, expect, it } from "vitest"
import { type Language, languages } from "../src/text/index.ts"
import { openedSite, patience } from "./opened.ts"
import { formsOf, formThat, linksOf, type Page, type Visitor } from "./visitor.ts"

const site = openedSite("desk")

const ann = { id: "ann-an", kind: "customer" } as const

/** Two pieces of something, ordered and not paid. */
const ordered = async () => {
  const buyer = site.house.shop.as(ann)
  const { id: cart } = await buyer.cart.open({ currency: "CNY" })
  const good = site.house.goods.all.find(({ kind, variants }) => kind === "physical" && (variants[0]?.left ?? 0) > 5)
  await buyer.cart.addLine({ cart, sku: good?.variants[0]?.sku ?? "", quantity: 2 })
  await buyer.cart.choose({ cart, delivery: { option: "standard", region: "CN-ZJ" }, paymentMethod: "sandbox" })
  const { id: quote } = await buyer.cart.quote({ cart })
  return buyer.order.place({ cart, quote, address, gateway: "sandbox" })
}

const address = {
  name: "安小满",
  phone: "+86 138 0000 4321",
  country: "CN",
  region: "CN-ZJ",
  city: "杭州",
  street: "龙井路 8 号"
}

const rooms = [
  "",
  "/orders",
  "/orders?queue=closed",
  "/returns",
  "/refunds",
  "/stock",
  "/codes",
  "/payments",
  "/promotions",
  "/promotions?queue=draft",
  "/promotion/nihao",
  "/promotions/new",
  "/laboratory",
  "/books",
  "/health",
  "/batches"
]

const both = async (what: (language: Language) => Promise<void>): Promise<void> => {
  for (const language of languages) await what(language)
}

describe("the desk", { timeout: patience }, () => {
  let order = ""
  let number = ""

  it("is shut to everybody but staff, who are sent to sign in and come back", async () => {
    for (const visitor of [site.visitor(), await site.as("ann-an")]) {
      for (const room of rooms) {
        const { status, to, html } = await visitor.get(`/zh/desk${room}`)
        expect([status, to, html]).toEqual([303, `/zh/sign-in?next=${encodeURIComponent(`/zh/desk${room}`)}`, ""])
      }
      const { status, to } = await visitor.post("/en/desk/order/nothing", { do: "cancel" })
      expect([status, to]).toEqual([303, `/en/sign-in?next=${encodeURIComponent("/en/desk")}`])
    }
  })

  it("has every room for the manager, in both languages, with nothing left unsaid", async () => {
    const manager = await site.as("manager-lin")
    await both(async (language) => {
      for (const room of rooms.filter((one) => one !== "")) {
        const page = await manager.get(`/${language}/desk${room}`)
        expect([room, page.status]).toEqual([room, 200])
        expect(page.words, room).not.toMatch(/undefined|NaN|\[object|\{\w+\}/)
      }
    })
  })

  it("shows an order that waits for payment, with its due time, and then for packing", async () => {
    const buyer = site.house.shop.as(ann)
    const placed = await ordered()
    order = placed.id
    const clerk = await site.as("clerk-chen")
    const says = { zh: ["待付款", "买家付款", "安小满"], en: ["Awaiting payment", "the buyer's payment", "An Xiaoman"] }
    await both(async (language) => {
      const list = await clerk.get(`/${language}/desk/orders?queue=payment`)
      for (const word of says[language]) expect(list.words).toContain(word)
      expect(linksOf(list, `/desk/order/${order}`).size).toBeGreaterThan(0)
      expect((await clerk.get(`/${language}/desk/orders?q=${encodeURIComponent("安小满")}`)).words).toContain(order)
    })
    await site.house.nudge()
    await site.house.gateway.pay(placed.payment ?? "")
    await site.eventually(async () => ((await buyer.order.get({ order })).state === "paid" ? true : undefined))
    await both(async (language) => {
      expect((await clerk.get(`/${language}/desk/orders`)).words).toContain(order)
      const page = await clerk.get(`/${language}/desk/order/${order}`)
      expect(page.words).toContain(language === "zh" ? "浙江省" : "Zhejiang")
      expect(page.words).toMatch(/OrderPlaced.*PaymentCaptured.*OrderPaid/)
      expect(linksOf(page, "/desk/books/account").size).toBeGreaterThanOrEqual(2)
    })
    const books = linksOf(await (await site.as("manager-lin")).get(`/zh/desk/order/${order}`), "/desk/books/account")
    expect(books.size).toBeGreaterThanOrEqual(4)
  })

  it("lets a clerk send it, and neither a cashier nor the same form twice", async () => {
    const cashier = await site.as("cashier-gu")
    const clerk = await site.as("clerk-chen")
    const send = formThat(await clerk.get(`/zh/desk/order/${order}`), "do", "ship")
    expect((await cashier.post(send.action, send.fields)).status).toBe(403)
    expect((await clerk.post(send.action, send.fields)).status).toBe(303)
    expect((await clerk.post(send.action, send.fields)).status).toBe(303)
    const { order: sent, shipments } = await site.house.shop.as(ann).order.full({ order })
    expect([sent.state, shipments.length]).toEqual(["shipped", 1])
    await both(async (language) => {
      const page = await clerk.get(`/${language}/desk/order/${order}`)
      expect(page.words).toContain(language === "zh" ? "已发货" : "On its way")
      expect(page.words).toContain("OrderShipped")
      expect(formsOf(page).some(({ fields }) => fields["do"] === "ship")).toBe(false)
    })
  })

  it("approves a return, and inspects it: good and damaged pieces make up what was asked for", async () => {
    const { order: sent } = await site.house.shop.as(ann).order.full({ order })
    const line = sent.lines[0]?.id ?? ""
    const asked = await site.house.shop
      .as(ann)
      .return.request({ order, lines: [{ line, quantity: 2 }], reason: "damaged", remark: "杯沿磕了一块" })
    number = asked.id
    const clerk = await site.as("clerk-chen")
    expect((await clerk.get("/en/desk/returns")).words).toContain(number)
    const approve = formThat(await clerk.get(`/en/desk/return/${number}`), "do", "approve")
    expect((await clerk.post(approve.action, approve.fields)).status).toBe(303)
    expect((await clerk.get(`/en/desk/return/${number}`)).words).toContain("The return is approved")
    const page = await clerk.get(`/zh/desk/return/${number}`)
    expect(page.words).toContain("杯沿磕了一块")
    const toCome = /将退还 ¥([\d.,]+)/.exec(page.words)?.[1]
    const inspect = formThat(page, "good-")
    const wrong = await clerk.post(inspect.action, {
      ...inspect.fields,
      [`good-${line}`]: "2",
      [`damaged-${line}`]: "1"
    })
    expect([wrong.status, wrong.words.includes("完好与破损相加应为 2")]).toEqual([422, true])
    const right = await clerk.post(inspect.action, {
      ...inspect.fields,
      [`good-${line}`]: "1",
      [`damaged-${line}`]: "1"
    })
    expect([right.status, right.to]).toEqual([303, `/zh/desk/return/${number}`])
    const { inspection, amount } = await site.house.shop.as(ann).return.get({ return: number })
    expect(amount).toEqual({ amount: toCome, currency: "CNY" })
    expect(inspection).toMatchObject([{ line, restocked: 1, scrapped: 1 }])
  })

  it("sends the money back: the cashier sees it, the clerk may neither see refunds nor send one", async () => {
    await site.eventually(async () =>
      (await site.house.shop.as(ann).return.get({ return: number })).state === "refunded" ? true : undefined
    )
    const clerk = await site.as("clerk-chen")
    const cashier = await site.as("cashier-gu")
    await both(async (language) => {
      expect((await clerk.get(`/${language}/desk/refunds`)).status).toBe(403)
      expect(
        (await clerk.post(`/${language}/desk/return/${number}`, { do: "retry", key: `clerk-${language}` })).status
      ).toBe(403)
      const refunds = await cashier.get(`/${language}/desk/refunds`)
      expect(linksOf(refunds, `/desk/order/${order}`).size).toBeGreaterThan(0)
      expect(refunds.words).toContain(language === "zh" ? "已退款" : "Refunded")
      // The money has arrived: the rule refuses a second time, in words.
      const again = await cashier.post(`/${language}/desk/return/${number}`, {
        do: "retry",
        key: `cashier-${language}`
      })
      expect(again.status).toBe(303)
      expect((await cashier.get(again.to)).html).toMatch(/class="notice bad"/)
    })
    const { refunds } = await site.house.shop.as(ann).order.full({ order })
    expect(refunds.map(({ state }) => state)).toEqual(["succeeded"])
  })

  it("agrees with the payment provider", async () => {
    const cashier = await site.as("cashier-gu")
    expect((await cashier.get("/zh/desk/payments?queue=captured&ask=1")).words).toContain("1 笔一致，0 笔不一致")
    expect((await cashier.get("/en/desk/payments?queue=captured&ask=1")).words).toContain("1 agree, 0 differ")
  })

  it("leads an address that ends with a slash to the page without it, and to no other host", async () => {
    const visitor = site.visitor()
    const led = async (path: string) => {
      const { status, to } = await visitor.get(path)
      return [status, to]
    }
    expect(await led("/zh/")).toEqual([308, "/zh"])
    expect(await led("/en/cart//?a=1")).toEqual([308, "/en/cart?a=1"])
    expect((await visitor.get("//example.org/")).status).toBe(404)
    expect((await visitor.get("/zh/nowhere")).status).toBe(404)
    expect(await led("/zh//example.org/")).toEqual([308, "/zh//example.org"])
  })

  it("L37 lists refunds that failed: one is sent once more, another is noted as paid in another way", async () => {
    const { shop } = site.house
    const { id, payment = "" } = await ordered()
    await site.house.nudge()
    await site.house.gateway.pay(payment)
    await site.eventually(async () =>
      (await shop.as(ann).order.get({ order: id })).state === "paid" ? true : undefined
    )
    const fails = async (amount: string) => {
      const money = { amount, currency: "CNY" }
      const { id: refund } = await shop.as(system).payment.refund({ payment, amount: money, reason: "goodwill" })
      await shop.as(system).payment.reportRefund({ refund, state: "failed" })
      return refund
    }
    const again = await fails("1.00")
    const elsewhere = await fails("2.00")
    const cashier = await site.as("cashier-gu")
    const manager = await site.as("manager-lin")
    const failed = await cashier.get("/zh/desk/refunds?queue=failed")
    expect(failed.words).toContain("退款失败")
    // To send it once more is the cashier's right; how else it was paid only a manager may note.
    expect(failed.html).toContain('value="retry"')
    expect(failed.words).not.toContain("另行付给买家")
    expect((await manager.get("/zh/desk/refunds?queue=failed")).words).toContain("另行付给买家")
    const sent = await cashier.post("/zh/desk/refunds", { do: "retry", refund: again, key: "again-1" })
    expect([sent.status, sent.to.startsWith("/zh/desk/refunds?queue=failed")]).toEqual([303, true])
    const settle = { do: "settle", refund: elsewhere, reference: "ICBC 1", key: "else-1" }
    expect((await cashier.post("/zh/desk/refunds", settle)).status).toBe(403)
    expect((await manager.post("/en/desk/refunds", settle)).status).toBe(303)
    expect((await manager.get("/en/desk/refunds?queue=failed")).words).not.toContain(again)
    expect((await manager.get("/en/desk/refunds?queue=retried")).words).toContain("Failed, sent once more")
    expect((await manager.get("/en/desk/refunds?queue=done")).words).toContain("Paid in another way")
    await site.eventually(async () =>
      (await shop.as(ann).order.full({ order: id })).refunds.every(({ state }) => state !== "requested")
        ? true
        : undefined
    )
    const { refunds } = await shop.as(ann).order.full({ order: id })
    expect(refunds.map(({ state }) => state).toSorted()).toEqual(["retried", "settled", "succeeded"])
  })

  it("L04 shows books that sum to zero, and every number of the order leads to where it came from", async () => {
    const manager = await site.as("manager-lin")
    expect((await manager.get("/zh/desk/books")).words).toContain("逐个单位归零")
    const books = await manager.get("/en/desk/books")
    expect(books.words).toMatch(/All \d+ units sum to zero/)
    expect(books.html).not.toMatch(/class="state bad"/)
    expect((await manager.get("/zh/desk/books?unit=CNY")).html).toMatch(/captured:pay_\w+/)
    const page = await manager.get(`/en/desk/order/${order}`)
    const ways = [...linksOf(page, "/desk/books/account"), ...linksOf(page, "/desk/books/transfer")]
    expect(ways.length).toBeGreaterThanOrEqual(10)
    for (const way of ways) {
      const behind = await manager.get(way)
      expect([way, behind.status]).toEqual([way, 200])
      expect(behind.html).toMatch(/<tbody><tr>/)
    }
    expect((await manager.get("/en/desk/books/account?id=nobody")).status).toBe(404)
    expect((await manager.get("/en/desk/books/transfer?id=nothing&position=1")).status).toBe(404)
  })

  it("L53 shows the books and trials to whom a role gives them, and to nobody from the moment it is taken away", async () => {
    const { shop } = site.house
    const [clerk, cashier] = [await site.as("clerk-chen"), await site.as("cashier-gu")]
    const manager = await site.as("manager-lin")
    const asked = async (visitor: Visitor, path: string): Promise<number> =>
      (await visitor.get(`/zh/desk${path}`)).status
    const page = await manager.get(`/zh/desk/order/${order}`)
    const [transfer = ""] = linksOf(page, "/desk/books/transfer")
    const [captured = ""] = linksOf(page, "/desk/books/account?id=captured")
    const money = ["/books", "/books?unit=CNY", ...[captured, transfer].map((path) => path.slice("/zh/desk".length))]
    const trial = (await manager.post("/zh/desk/laboratory", { first: "[]", count: "1", seed: "1" })).to
    const trials = ["/laboratory", "/promotions/new", trial.slice("/zh/desk".length)]
    expect(trial).toMatch(/^\/zh\/desk\/laboratory\/\w+$/)
    await site.eventually(async () => ((await asked(manager, `${trials[2]}/report.json`)) === 200 ? true : undefined))
    for (const path of money) {
      expect([path, await asked(clerk, path), await asked(cashier, path)]).toEqual([path, 403, 200])
    }
    for (const path of [...trials, `${trials[2]}/report.json`]) {
      const seen = [await asked(clerk, path), await asked(cashier, path), await asked(manager, path)]
      expect([path, ...seen]).toEqual([path, 403, 403, 200])
    }
    expect((await clerk.post("/zh/desk/laboratory", { first: "[]", count: "1", seed: "1" })).status).toBe(403)
    // What is no account is no more to be told of than one that is.
    expect(await asked(clerk, "/books/account?id=nobody")).toBe(403)
    // Pieces of goods are the clerk's own matter; what was paid for them is told, and leads nowhere.
    const goods = linksOf(await clerk.get(`/zh/desk/order/${order}`), "/desk/books/")
    expect(goods.size).toBeGreaterThanOrEqual(4)
    for (const path of goods) expect([path, (await clerk.get(path)).status]).toEqual([path, 200])
    expect([...goods].filter((path) => path.includes("captured"))).toEqual([])

    const role = { staff: "cashier-gu", role: "cashier" }
    await shop.as(system).permission.revoke(role)
    for (const path of money) expect([path, await asked(cashier, path)]).toEqual([path, 403])
    await shop.as(system).permission.grant(role)
    expect(await asked(cashier, "/books")).toBe(200)
  })

  it("takes goods in and counts them, once for each form, and refuses what is no number beside its field", async () => {
    const clerk = await site.as("clerk-chen")
    const cashier = await site.as("cashier-gu")
    const way = "/zh/desk/stock/dry-bag-5l"
    const onHand = async (): Promise<number> =>
      (
        await site.house.shop.as({ id: "clerk-chen", kind: "staff" }).inventory.stock({ sku: "dry-bag-5l" })
      ).places.reduce((sum, { place, onHand }) => sum + (place.id === "hangzhou" ? onHand : 0), 0)
    const before = await onHand()
    const page = await clerk.get(way)
    const receive = formThat(page, "do", "receive")
    const fields = { ...receive.fields, place: "hangzhou" }
    const wrong = await clerk.post(receive.action, { ...fields, "receive-pieces": "a few" })
    expect([wrong.status, wrong.words.includes("请填不小于 1 的整数")]).toEqual([422, true])
    expect((await cashier.post(receive.action, { ...fields, "receive-pieces": "5" })).status).toBe(403)
    for (const _ of [1, 2])
      expect((await clerk.post(receive.action, { ...fields, "receive-pieces": "5" })).status).toBe(303)
    expect(await onHand()).toBe(before + 5)
    const count = formThat(page, "do", "count")
    const counted = { ...count.fields, place: "hangzhou", "count-pieces": String(before + 3) }
    expect((await clerk.post(count.action, counted)).status).toBe(303)
    expect(await onHand()).toBe(before + 3)
    expect((await clerk.get("/en/desk/stock?q=dry-bag-5l")).words).toContain("dry-bag-5l")
    expect((await clerk.get("/en/desk/stock/dry-bag-5")).status).toBe(404)
  })

  it("pages on through units, articles and journals, and never shows more than a few hundred rows", async () => {
    const manager = await site.as("manager-lin")
    for (const room of ["/books", "/stock"]) {
      const pages = new Set<string>()
      for (let way: string | undefined = `/en/desk${room}`; way !== undefined && pages.size < 4; ) {
        const page: Page = await manager.get(way)
        expect(page.html.match(/<tr/g)?.length ?? 0).toBeLessThan(400)
        pages.add(page.html)
        const on: string = `page=${pages.size + 1}`
        way = [...linksOf(page, on)][0]
      }
      expect([room, pages.size]).toEqual([room, 4])
    }
  })

  it("L34 is in good health: every check holds, the whole file too, and nothing is parked", async () => {
    const manager = await site.as("manager-lin")
    await both(async (language) => {
      const page = await manager.get(`/${language}/desk/health?check=1`)
      expect(page.html.match(/class="state good"/g)?.length ?? 0).toBeGreaterThanOrEqual(4)
      expect(page.html).not.toMatch(/class="state bad"/)
      expect(page.words).toContain(language === "zh" ? "没有停靠的外联" : "Nothing is parked")
    })
  })
})
