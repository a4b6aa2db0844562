import type { Browser } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { offers } from "../../examples/storefront/src/site/offers.ts"
import { openChromium } from "./chromium.ts"
import { enter, order } from "./errands.ts"
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
  test(`offers are told to buyers and tried by staff in ${language === "zh" ? "Chinese" : "English"}`, async () => {
    const visitor = { origin: shop.origin, language, script }
    const [buyer, staff] = await Promise.all([walkOf(browser, visitor), walkOf(browser, visitor)])
    const { page, step, press, t } = staff
    const says = async (selector: string): Promise<string> => (await page.locator(selector).allTextContents()).join(" ")
    const cross = offers.find(
      ({ definition }) => definition.promotion.level === "platform" && definition.promotion.offer.kind === "every"
    )
    const crossed = cross?.name[language] ?? "an offer across sellers"

    await buyer.step("signed in", () => enter(buyer, "ann-an"))
    await buyer.step("a good with the offers on it", async () => {
      await buyer.go("/product/meijiawu-longjing")
      expect(await buyer.page.locator(".on-offer").textContent()).toContain(crossed)
    })
    await buyer.step("the next offer, nearest first, with how far it is", async () => {
      await buyer.press(".buying button")
      const first = buyer.page.locator(".next li").first()
      expect(await first.textContent()).toMatch(
        language === "zh" ? /再买 活动商品 ¥1\.00，免运费/ : /spend ¥1\.00 more on the goods of the offer to get free/
      )
      expect(Number(await first.locator("meter").getAttribute("value"))).toBeGreaterThan(0.9)
      expect(await buyer.page.locator(".waterfall tbody tr").count()).toBeGreaterThanOrEqual(2)
    })
    await buyer.step("an order", () => order(buyer, "meijiawu-longjing"))

    await step("the manager", () => enter(staff, "manager-lin", "/desk/promotions"))
    await step("the offers of the shop", async () => {
      expect(await says("tbody")).toContain(crossed)
      expect(await says(".findings")).toContain("white-cup-for-19")
    })
    await step("one offer: its definition, limits, and what it does on drawn carts", async () => {
      await press(`a[href$="/desk/promotion/nihao"]`)
      expect(await page.inputValue("#document")).toContain('"NIHAO"')
      expect(await says("main")).toContain(t("offers.preview", { count: 100 }))
    })
    await step("a definition that is wrong is said to be beside the field", async () => {
      await page.fill("#document", `{ "promotion": { "id": "x" } }`)
      await press(`button[value="look"]`)
      expect(await says("#document-error")).toContain("`x`")
    })
    const id = `walk-${language}`
    await step("a new offer, checked before it is kept", async () => {
      await staff.go("/desk/promotions/new")
      await page.fill(
        "#document",
        JSON.stringify({
          id,
          name: { zh: "走查", en: "Walked" },
          level: "merchant",
          state: "draft",
          codes: ["WALK"],
          offer: { kind: "grant", rewards: [{ kind: "amount", amount: "5.00" }] }
        })
      )
      await press(`button[value="look"]`)
      expect(await says(".findings")).toContain(`${id}/codes`)
    })
    await step("and kept", async () => {
      await press(`button[value="save"]`)
      expect(page.url()).toContain(`/desk/promotion/${id}`)
      expect(await says(".notice")).toContain(t("offers.saved", { version: 1 }))
    })
    await step("it stands among the drafts", async () => {
      await staff.go("/desk/promotions?queue=draft")
      expect(await says("tbody")).toContain(language === "zh" ? "走查" : "Walked")
    })
    await step("the laboratory, with the offers in force", async () => {
      await staff.go("/desk/laboratory")
      expect(await page.inputValue("#first")).toContain(`"${cross?.definition.promotion.id}"`)
    })
    await step("what cannot be tried is said to be beside the field", async () => {
      await page.fill("#second", "{")
      await page.fill("#count", "0")
      await press("main form .actions button")
      expect(await says("#second-error")).toContain("JSON")
      expect(await says("#count-error")).toContain("20")
    })
    await step("two rule sets side by side", async () => {
      await page.fill("#second", "[]")
      await page.fill("#count", "120")
      await press("main form .actions button")
      await staff.until(t("lab.plots"), 60)
      expect(await page.locator(".plot").count()).toBe(6)
      expect(await says("main")).toContain(t("lab.difference"))
      expect(await says("main")).toContain(t("lab.applied"))
    })
    await step("past orders", async () => {
      await press(`a[href*="/desk/laboratory?trial="]`)
      expect(await page.inputValue("#second")).toBe("[]")
      await page.check(`input[value="recorded"]`)
      await press("main form .actions button")
      await staff.until(t("lab.plots"), 60)
      expect(await says("main")).toContain(t("lab.carts"))
    })
    await Promise.all([buyer.close(), staff.close()])
  }, 300_000)
}
