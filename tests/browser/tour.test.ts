import type { Browser } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openChromium } from "./chromium.ts"
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

const stops = ["last-piece", "pay-twice", "late-answer", "partial-refund", "killed"]

for (const { language, script } of [
  { language: "zh", script: false },
  { language: "en", script: true }
] as const) {
  test(`every stop of the tour keeps its promise in ${language === "zh" ? "Chinese" : "English"}`, async () => {
    const walk = await walkOf(browser, { origin: shop.origin, language, script })
    const { page, step, press, t } = walk
    page.setDefaultTimeout(60_000)
    await step("the tour", async () => {
      await walk.go("/tour")
      expect(await page.textContent("h1")).toBe(t("tour.title"))
      expect(await page.locator(".stops > li").evaluateAll((found) => found.map(({ id }) => id))).toEqual(stops)
    })
    for (const stop of stops) {
      await step(`the stop ${stop}`, async () => {
        await press(`li#${stop} form button`)
        const shown = page.locator(`li#${stop} .shown`)
        expect(await shown.locator(".notice").getAttribute("class")).toContain("good")
        expect(await shown.locator("dt").count()).toBeGreaterThan(2)
      })
    }
    await walk.close()
  }, 300_000)
}
