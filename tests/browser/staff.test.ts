import * as Effect from "effect/Effect"
import type { Browser } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openChromium } from "./chromium.ts"
import { enter, lastOf, order, pay } from "./errands.ts"
import { openTestShop, type TestShop } from "./shop.ts"
import { walkOf } from "./walk.ts"

let shop: TestShop
let browser: Browser

beforeAll(async () => {
  ;[shop, browser] = await Promise.all([openTestShop(), openChromium()])
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

for (const { language, script } of [
  { language: "zh", script: true },
  { language: "en", script: false }
] as const) {
  test(`staff find everything at the desk in ${language === "zh" ? "Chinese" : "English"}`, async () => {
    const visitor = { origin: shop.origin, language, script }
    const [buyer, staff] = await Promise.all([walkOf(browser, visitor), walkOf(browser, visitor)])
    const { page, step, press, t } = staff
    const says = async (selector: string): Promise<string> => (await page.locator(selector).allTextContents()).join(" ")

    await buyer.step("signed in", () => enter(buyer, "ann-an"))
    await buyer.step("an order to look at", () => order(buyer, "meijiawu-longjing"))
    await buyer.step("paid", async () => {
      await pay(buyer, "pay")
      await buyer.press(`.outcome a[href*="/order/"]`)
    })
    const number = lastOf(buyer)
    await buyer.step("the account", async () => {
      await buyer.go("/account")
      expect(await buyer.page.locator(`a[href$="/order/${number}"]`).count()).toBe(1)
    })
    await buyer.step("no way into the desk", async () => {
      await buyer.go("/desk/orders")
      expect(buyer.page.url()).toContain("/sign-in")
    })

    await step("the desk asks who it is", async () => {
      await staff.go("/desk")
      expect(page.url()).toContain("/sign-in")
    })
    await step("orders, by what they wait for", async () => {
      await press(`button[value="clerk-chen"]`)
      expect(page.url()).toContain("/desk/orders")
      expect(await says("tbody")).toContain(number)
    })
    await step("an order by its number", async () => {
      await page.fill("#find", number)
      await press("form.find button")
      expect(await page.locator("tbody tr").count()).toBe(1)
    })
    await step("the order in full", async () => {
      await press(`a[href$="/desk/order/${number}"]`)
      expect(await says("#money")).toContain(t("account.captured"))
      expect(await page.locator("#events tbody tr").count()).toBeGreaterThan(1)
      // The books are not the clerk's to read.
      expect(await page.locator("#money a").count()).toBe(0)
    })
    await step("sent", async () => {
      await staff.go(`/desk/order/${number}`)
      await press(`form:has(input[value="ship"]) button`)
      expect(await says(".notice")).toContain(t("desk.sent"))
    })
    await step("stock", async () => {
      await staff.go("/desk/stock")
      await page.fill(`main input[name="q"]`, "meijiawu")
      await press("main form[role=search] button")
      expect(await says("tbody")).toContain("meijiawu")
    })
    await step("where a figure of the stock came from", async () => {
      await press(`tbody a[href*="/desk/books/account"]`)
      expect(await page.locator("tbody tr").count()).toBeGreaterThan(0)
    })
    await step("what a clerk may not do", async () => {
      await staff.go("/desk/refunds")
      expect(await says("h1")).toBe(t("failure.403"))
    })

    await step("the manager", () => enter(staff, "manager-lin", "/desk/orders"))
    for (const queue of ["packing", "payment", "transit", "closed"]) {
      await step(`orders: ${queue}`, async () => {
        await staff.go(`/desk/orders?queue=${queue}`)
        expect((await says("tbody")).includes(number)).toBe(queue === "transit")
      })
    }
    await step("payments", async () => {
      await staff.go("/desk/payments")
      expect(await says("tbody")).toContain(number)
    })
    await step("payments beside what the provider says", async () => {
      await press(`a[href*="ask=1"]`)
      expect(await page.locator(".notice.bad").count()).toBe(0)
      expect(await says("main")).toMatch(/0 differ|0 笔不一致/)
    })
    await step("returns", () => staff.go("/desk/returns"))
    await step("refunds", () => staff.go("/desk/refunds"))
    await step("the books, whose sums are zero", async () => {
      await staff.go("/desk/books")
      const trial = await Effect.runPromise(shop.house.shop.storage.trial)
      expect(await says(".notice")).toContain(String(trial.length))
      expect(await page.locator(".notice.bad").count()).toBe(0)
      expect(trial.filter(({ posted }) => posted !== 0n)).toEqual([])
    })
    await step("one unit of the books", async () => {
      await staff.go("/desk/books?unit=CNY")
      expect(await says("main")).toContain(t("account.captured"))
    })
    await step("a transfer leads to its commit", async () => {
      await staff.go(`/desk/order/${number}`)
      await press(`#money a[href*="/desk/books/transfer"]`)
      expect(await says("main")).toContain(t("books.life"))
      await staff.go("/desk/books?unit=CNY")
    })
    await step("one account of the books", async () => {
      await press(`tbody a[href*="/desk/books/account"]`)
      expect(await page.locator("tbody tr").count()).toBeGreaterThan(0)
    })
    await step("health, with the whole file checked", async () => {
      await staff.go("/desk/health?check=1")
      expect(await says("main")).not.toContain(t("state.check.broken"))
      expect(await says("main")).toContain(t("state.check.held"))
      expect(await says("main")).toContain(t("health.noParked"))
    })
    await Promise.all([buyer.close(), staff.close()])
  }, 300_000)
}
