/** Pages of the shop, by fetch: what links lead to, and what pages say of what happened. */
import type { Actor } from "pannier/command"
import { system } from "pannier/command"
import { describe, expect, it } from "vitest"
import { isReduced } from "../src/site/goods.ts"
import { address, quoted } from "../src/site/tour/order.ts"
import { languages } from "../src/text/index.ts"
import { openedSite, patience } from "./opened.ts"
import type { Page } from "./visitor.ts"

const site = openedSite("pages")

const ann = { id: "ann-an", kind: "customer" } as const

/** How many goods a listing has found. */
const foundOn = (page: Page): number => Number(/(\d+) (?:件商品|items?)/.exec(page.words)?.[1] ?? Number.NaN)

const titleOf = ({ html }: Page): string => /<h1>([^<]*)<\/h1>/.exec(html)?.[1] ?? ""

const ordered = async (buyer: Actor) => {
  const wanted = site.house.goods.all.find(({ kind, variants }) => kind === "physical" && (variants[0]?.left ?? 0) > 70)
  return site.house.shop.as(buyer).order.place(await quoted(site.house, buyer, { [wanted?.variants[0]?.sku ?? ""]: 1 }))
}

/** An order that was paid. */
const paid = async (buyer: Actor) => {
  const order = await ordered(buyer)
  await site.house.nudge()
  await site.house.gateway.pay(order.payment ?? "")
  await site.eventually(async () => (await site.house.shop.as(buyer).order.get({ order: order.id })).state === "paid")
  return order
}

describe("what leads to goods", { timeout: patience }, () => {
  it("is every link of the home page that says it shows all of a shelf", async () => {
    const visitor = site.visitor()
    const { all } = site.house.goods
    for (const language of languages) {
      const home = await visitor.get(`/${language}`)
      const ways = [...home.html.matchAll(/href="([^"]*\/search\?[^"]*)"/g)].map(([, to = ""]) => to)
      expect(ways).toEqual([`/${language}/search?offer=1`, `/${language}/search?sort=new`])
      const [reduced, fresh] = await Promise.all(ways.map((way) => visitor.get(way)))
      if (reduced === undefined || fresh === undefined) throw new Error("the home page has no links")
      expect([foundOn(reduced), foundOn(fresh)]).toEqual([all.filter(isReduced).length, all.length])
      expect([titleOf(reduced), titleOf(fresh)]).toEqual(
        language === "zh" ? ["正在优惠", "全部商品"] : ["Reduced", "All goods"]
      )
      expect(fresh.html).toMatch(/<option value="new" selected>/)
    }
  })

  it("keeps to what is reduced from page to page, and in another order", async () => {
    const visitor = site.visitor()
    const page = await visitor.get("/en/search?offer=1")
    expect(page.html).toContain('<input type="hidden" name="offer" value="1">')
    const sorted = await visitor.get("/en/search?q=&offer=1&sort=cheap")
    expect(foundOn(sorted)).toBe(foundOn(page))
    for (const [, to = ""] of page.html.matchAll(/rel="next" href="([^"]*)"/g)) expect(to).toContain("offer=1")
  })

  it("finds goods by the name of a category, in both languages, however it is spelt", async () => {
    const visitor = site.visitor()
    const { goods } = site.house
    const section = goods.section("ebooks") ?? goods.below().flatMap(({ id }) => goods.below(id))[0]
    if (section === undefined) throw new Error("the shop has no category")
    const inside = goods.under(section.path).length
    expect(inside).toBeGreaterThan(0)
    for (const name of [section.name.zh, section.name.en, section.name.en.toUpperCase()]) {
      const found = foundOn(await visitor.get(`/en/search?q=${encodeURIComponent(name)}`))
      expect([name, found >= inside]).toEqual([name, true])
    }
    expect(foundOn(await visitor.get("/en/search?q=zzzz"))).toBe(0)
  })

  it("begins with what a word says most of, and finds none that only has it inside another", async () => {
    const visitor = site.visitor()
    const { goods } = site.house
    const idsOn = ({ html }: { readonly html: string }): ReadonlyArray<string> =>
      [...html.matchAll(/class="card[^>]*>.*?\/product\/([\w-]+)/gs)].map(([, id = ""]) => id)
    for (const [language, word, department] of [
      ["en", "tea", "tea"],
      ["zh", "茶", "tea"]
    ] as const) {
      const found = idsOn(await visitor.get(`/${language}/search?q=${encodeURIComponent(word)}`))
      expect(found).toHaveLength(24)
      const teas = found.filter((id) => goods.get(id)?.path.startsWith(department))
      expect([word, teas]).toEqual([word, found])
    }
    const inks = idsOn(await visitor.get("/en/search?q=ink"))
    expect(inks.length).toBeGreaterThan(0)
    for (const id of inks) {
      const good = goods.get(id)
      const said = [good?.name.en, good?.description.en, ...(good?.path.split("/") ?? [])].join(" ")
      expect([id, /\bink/i.test(said)]).toEqual([id, true])
    }
    for (const none of ["!!!", "%25", "-"]) expect(foundOn(await visitor.get(`/en/search?q=${none}`))).toBe(0)
  })
})

describe("an order's page", { timeout: patience }, () => {
  it("says who did what, and of a parcel what happened last", async () => {
    const { shop } = site.house
    const order = await paid(ann)
    const visitor = await site.as(ann.id)
    const [line] = order.lines
    const place = line?.places[0]?.place ?? ""
    const lines = [{ line: line?.id ?? "", quantity: 1 }]
    await shop.as(system).order.ship({ order: order.id, carrier: "sandbox", place, lines })
    await site.eventually(async () => {
      const { shipments } = await shop.as(ann).order.full({ order: order.id })
      return shipments[0]?.state === "delivered"
    })
    const page = await visitor.get(`/en/order/${order.id}`)
    const timeline = /<ol class="timeline">(.*?)<\/ol>/s.exec(page.html)?.[1] ?? ""
    const told = [...timeline.matchAll(/<span class="who">([^<]*)<\/span>.*?<b>([^<]*)<\/b>/gs)]
    expect(told.map(([, who, what]) => `${who}: ${what}`)).toEqual([
      "Buyer: Ordered, and the goods held for you",
      "Payment provider: Paid",
      "Staff: Handed to the carrier",
      "Carrier: Picked up",
      "Carrier: In transit",
      "Carrier: Out for delivery",
      "Carrier: Delivered"
    ])
    expect(/<p class="latest"><b>([^<]*)<\/b>/.exec(page.html)?.[1]).toBe("Delivered")
  })

  it("says who cancelled", async () => {
    const { shop } = site.house
    const visitor = await site.as(ann.id)
    for (const [actor, who] of [
      [ann, "买家"],
      [system, "店员"]
    ] as const) {
      const order = await ordered(ann)
      await shop.as(actor).order.cancel({ order: order.id })
      await site.eventually(async () => (await shop.as(ann).order.get({ order: order.id })).state === "cancelled")
      expect((await visitor.get(`/zh/order/${order.id}`)).html).toMatch(
        new RegExp(`<span class="who">${who}</span></div><div class="what"><b>订单取消`)
      )
    }
  })
})

describe("the account", { timeout: patience }, () => {
  it("lists returns, and each address once that an order went to", async () => {
    const { shop } = site.house
    const ben = { id: "ben-lu", kind: "customer" } as const
    const order = await paid(ben)
    await ordered(ben)
    const [line] = order.lines
    const lines = [{ line: line?.id ?? "", quantity: 1 }]
    await shop
      .as(system)
      .order.ship({ order: order.id, carrier: "sandbox", place: line?.places[0]?.place ?? "", lines })
    const { id } = await shop.as(ben).return.request({ order: order.id, lines, reason: "damaged" })
    const page = await (await site.as(ben.id)).get("/zh/account")
    expect(page.html).toContain(`href="/zh/return/${id}"`)
    expect(page.words).toContain("待审核")
    expect(page.html.match(/<address>/g)).toHaveLength(1)
    expect(page.words).toContain(address.street)
  })

  it("goes on past fifty orders, and a guest is shown the way to those of a guest", async () => {
    const guest = site.visitor()
    const signIn = await guest.get("/en/sign-in")
    expect(signIn.html).toContain('href="/en/account"')
    const [id = ""] = decodeURIComponent(guest.cookies.get("who") ?? "").split(".")
    const buyer = { id, kind: "guest" } as const
    const value = { orders: 100, pieces: 1_000 }
    await site.house.shop.as(system).settings.change({ section: "order.unpaid", value })
    const orders = new Set<string>()
    for (let count = 0; count < 51; count++) orders.add((await ordered(buyer)).id)
    const first = await guest.get("/en/account")
    const shown = (page: Page) =>
      new Set([...page.html.matchAll(/\/en\/order\/(\w+)"/g)].map(([, order = ""]) => order))
    expect(shown(first).size).toBe(50)
    const [, next = ""] = /href="(\/en\/account\?after=[^"]*)"/.exec(first.html) ?? []
    const second = await guest.get(next.replaceAll("&amp;", "&"))
    expect(shown(second).size).toBe(1)
    expect(new Set([...shown(first), ...shown(second)])).toEqual(orders)
    // What a guest is known by is nobody's to read over a shoulder.
    expect(first.words).not.toContain(id)
    expect((await (await site.as(ann.id)).get("/en/sign-in")).html).not.toContain("without signing in")
  })
})

describe("the tour", { timeout: patience }, () => {
  it("leaves neither a piece on the shelf nor an order to be packed", async () => {
    const { goods, shop } = site.house
    const run = shop.as(system)
    const stocks = async () => {
      const all = goods.all.filter(({ kind }) => kind === "physical").flatMap(({ variants }) => variants)
      return Promise.all(all.map(async ({ sku }) => [sku, (await run.inventory.stock({ sku })).available]))
    }
    const toPack = async () => (await run.order.list({ state: "paid" })).items.map(({ id }) => id)
    const before = { stocks: await stocks(), toPack: await toPack() }
    const visitor = site.visitor()
    for (const stop of ["last-piece", "last-piece", "pay-twice"]) {
      const { html } = await visitor.post(`/zh/tour/${stop}`, {})
      expect([stop, /class="notice (\w+)"/.exec(html)?.[1]]).toEqual([stop, "good"])
      await site.house.nudge()
    }
    expect({ stocks: await stocks(), toPack: await toPack() }).toEqual(before)
  })

  it("is walked by a crowd as by one: each is shown a walk that was in nobody's way", async () => {
    const crowd = Array.from({ length: 6 }, () => site.visitor().post("/en/tour/last-piece", {}))
    const moods = (await Promise.all(crowd)).map(({ html }) => /class="notice (\w+)"/.exec(html)?.[1])
    expect(moods).toEqual(Array.from({ length: 6 }, () => "good"))
  })
})
