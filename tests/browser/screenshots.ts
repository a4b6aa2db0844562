/**
 * `npm run screenshots -- FOLDER [NAME...]`: photographs every page of a real shop in which something of everything has
 * happened, in both languages and both schemes, 375 and 1280 px wide. CHROMIUM names the browser (default `/usr/bin/chromium`).
 */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { system } from "pannier/command"
import type { Page } from "playwright-core"
import { languages } from "../../examples/storefront/src/text/index.ts"
import { placed } from "../../examples/storefront/src/site/tour/order.ts"
import { openChromium } from "./chromium.ts"
import { openTestShop } from "./shop.ts"

const [folder, ...wanted] = process.argv.slice(2)
if (folder === undefined) {
  console.error("用法 · usage: npm run screenshots -- FOLDER [NAME...]")
  process.exit(2)
}
mkdirSync(folder, { recursive: true })

const site = await openTestShop()
const { house } = site
const buyer = { id: "ann-an", kind: "customer" } as const
const as = house.shop.as(buyer)
const staff = house.shop.as(system)
const skuOf = (product: string): string => house.goods.get(product)?.variants[0]?.sku ?? ""
const basket = { [skuOf("meijiawu-longjing")]: 2, [skuOf("blue-white-gaiwan")]: 1 }

const paid = async () => {
  const order = await placed(house, buyer, basket)
  await house.gateway.pay(order.payment ?? "")
  await house.nudge()
  return order
}

const sent = async () => {
  const order = await paid()
  const places = new Set(order.lines.flatMap((line) => line.places.map(({ place }) => place)))
  for (const place of places) {
    const lines = order.lines.flatMap((line) =>
      line.places.filter((one) => one.place === place).map(({ quantity }) => ({ line: line.id, quantity }))
    )
    await staff.order.ship({ order: order.id, carrier: "sandbox", place, lines })
  }
  await house.nudge()
  return order
}

const returned = async (steps: number) => {
  const order = await sent()
  await as.order.receive({ order: order.id })
  const line = order.lines[0]?.id ?? ""
  const back = await as.return.request({
    order: order.id,
    lines: [{ line, quantity: 1 }],
    reason: "damaged",
    remark: "盖子磕了一下"
  })
  if (steps > 0) await staff.return.approve({ return: back.id })
  if (steps > 1)
    await staff.return.receive({ return: back.id, place: order.lines[0]?.places[0]?.place ?? "", scrapped: [] })
  await house.nudge()
  return { order, back }
}

const waiting = await placed(house, buyer, basket)
const captured = await paid()
const travelling = await sent()
const asked = await returned(0)
const approved = await returned(1)
const refunded = await returned(2)
const declined = await placed(house, buyer, basket)
await house.gateway.decline(declined.payment ?? "")
await house.nudge()
const cancelled = await placed(house, buyer, basket)
await as.order.cancel({ order: cancelled.id })
await house.nudge()
const [parcel] = (await as.order.full({ order: travelling.id })).shipments
const { redirect = "" } = await as.payment.get({ payment: waiting.payment ?? "" })
const stops = ["last-piece", "pay-twice", "late-answer", "partial-refund", "killed"]

type Shot = { readonly name: string; readonly path: string; readonly before?: (page: Page) => Promise<void> }

const at = (name: string, path: string, before?: Shot["before"]): Shot => ({
  name,
  path,
  ...(before === undefined ? {} : { before })
})
const press =
  (selector: string) =>
  async (page: Page): Promise<void> => {
    await Promise.all([page.waitForNavigation(), page.click(selector)])
  }
const fill =
  (fields: Readonly<Record<string, string>>, button: string) =>
  async (page: Page): Promise<void> => {
    for (const [name, value] of Object.entries(fields))
      await page.fill(`main [name="${name}"]:not([type=hidden])`, value)
    await press(button)(page)
  }
const address = {
  name: " ",
  phone: "12",
  province: "浙江省",
  city: "杭州市",
  district: "西湖区",
  street: "龙井路 8 号"
}

const forBuyers: ReadonlyArray<Shot> = [
  at("home", ""),
  at("category", "/category/tea"),
  at("category-narrow", "/category/longjing?sort=cheap"),
  at("search-nothing", "/search?q=zzzz"),
  at("product", "/product/meijiawu-longjing"),
  at("product-limited", "/product/kiln-edition-gaiwan"),
  at("product-cross-border", "/product/octagonal-moka"),
  at("cart-empty", "/cart"),
  at("cart", "/product/meijiawu-longjing", press(".buying button")),
  at("cart-code", "/cart", fill({ code: "NIHAO" }, ".codes .pair button")),
  at("cart-wrong-code", "/cart", fill({ code: "NOPE" }, ".codes .pair button")),
  at("checkout", "/checkout"),
  at("checkout-wrong", "/checkout", fill(address, ".checkout aside button")),
  at("payment-ready", `/payment/${waiting.payment}`),
  at("payment-waiting", `/payment/${waiting.payment}?back=1`),
  at("payment-paid", `/payment/${captured.payment}`),
  at("payment-failed", `/payment/${declined.payment}`),
  at("payment-closed", `/payment/${cancelled.payment}`),
  at("order-waiting", `/order/${waiting.id}`),
  at("order-paid", `/order/${captured.id}`),
  at("order-travelling", `/order/${travelling.id}`),
  at("order-refunded", `/order/${refunded.order.id}`),
  at("parcel", `/order/${travelling.id}/parcel/${parcel?.id}`),
  at("return-form", `/order/${travelling.id}/return`),
  at("return-asked", `/return/${asked.back.id}`),
  at("return-refunded", `/return/${refunded.back.id}`),
  at("account", "/account"),
  at("sign-in", "/sign-in"),
  at("nothing-there", "/nothing"),
  at("tour", "/tour"),
  ...stops.map((stop) => at(`tour-${stop}`, "/tour", press(`li#${stop} button`)))
]

const forStaff: ReadonlyArray<Shot> = [
  at("desk-orders", "/desk/orders"),
  at("desk-orders-closed", "/desk/orders?queue=closed"),
  at("desk-order", `/desk/order/${captured.id}`),
  at("desk-order-refunded", `/desk/order/${refunded.order.id}`),
  at("desk-returns", "/desk/returns"),
  at("desk-return-asked", `/desk/return/${asked.back.id}`),
  at("desk-return-inspection", `/desk/return/${approved.back.id}`),
  at("desk-return-refunded", `/desk/return/${refunded.back.id}`),
  at("desk-refunds", "/desk/refunds?queue=done"),
  at("desk-payments", "/desk/payments?ask=1"),
  at("desk-stock", "/desk/stock?q=longjing"),
  at("desk-promotions", "/desk/promotions"),
  at("desk-promotion", "/desk/promotion/nihao"),
  at("desk-laboratory", "/desk/laboratory"),
  at("desk-trial", "/desk/laboratory", async (page) => {
    await press("main form .actions button")(page)
    await page.waitForSelector(".plots", { timeout: 60_000 })
  }),
  at("desk-books", "/desk/books"),
  at("desk-unit", "/desk/books?unit=CNY"),
  at("desk-account", `/desk/books/account?id=${encodeURIComponent(`captured:${captured.payment}`)}`),
  at("desk-transfer", `/desk/order/${captured.id}`, press(`#money a[href*="/desk/books/transfer"]`)),
  at("desk-article", "/desk/stock?q=longjing", press("tbody th a, tbody td a")),
  at("desk-health", "/desk/health?check=1")
]

const browser = await openChromium()
let taken = 0
try {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const language of languages) {
      const context = await browser.newContext({
        colorScheme,
        reducedMotion: "reduce",
        locale: language === "zh" ? "zh-CN" : "en-GB"
      })
      // What works without script is what is photographed; and a page that looks again by itself would not hold still.
      await context.route("**/*.js", (route) => route.abort())
      const page = await context.newPage()
      const shoot = async (name: string): Promise<void> => {
        for (const width of [375, 1280]) {
          await page.setViewportSize({ width, height: 900 })
          await page.evaluate(
            `for (const image of document.images) image.loading = "eager"; Promise.all([...document.images].map((image) => image.decode().catch(() => {})))`
          )
          await page.screenshot({
            path: join(folder, `${name}.${language}.${colorScheme}.${width}.png`),
            fullPage: true
          })
          taken += 1
        }
      }
      const enter = async (person: string): Promise<void> => {
        await page.goto(`${site.origin}/${language}/sign-in`)
        await press(`button[value="${person}"]`)(page)
      }
      for (const [person, shots] of [
        ["ann-an", forBuyers],
        ["manager-lin", forStaff]
      ] as const) {
        await enter(person)
        for (const { name, path, before } of shots) {
          if (wanted.length > 0 && !wanted.includes(name)) continue
          await page.setViewportSize({ width: 1280, height: 900 })
          await page.goto(`${site.origin}/${language}${path}`)
          await before?.(page)
          await shoot(name)
        }
      }
      if (wanted.length === 0 || wanted.includes("sandbox")) {
        await page.goto(new URL(redirect, site.origin).href)
        await shoot("sandbox")
      }
      await context.close()
      console.log(`${language} ${colorScheme}: ${taken} pictures so far`)
    }
  }
} finally {
  await browser.close()
  await site.close()
}
console.log(`screenshots: ${taken}`)
