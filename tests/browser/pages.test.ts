import type { Browser, Locator, Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { paths } from "../../examples/storefront/src/look/index.ts"
import { openChromium } from "./chromium.ts"
import { address } from "./errands.ts"
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

test("the first page weighs less than 100 kB in all, and asks nobody else for anything", async () => {
  for (const language of ["zh", "en"] as const) {
    const context = await browser.newContext()
    const page = await context.newPage()
    const weights = new Map<string, Promise<number>>()
    page.on("response", (answer) => {
      weights.set(
        answer.url(),
        answer.body().then(
          ({ length }) => length,
          () => 0
        )
      )
    })
    await page.goto(shop.origin + paths(language).home)
    // Pictures that are loaded late count too.
    await page.evaluate(
      `for (const image of document.images) image.loading = "eager"; Promise.all([...document.images].map((image) => image.decode()))`
    )
    const sizes = await Promise.all(weights.values())
    const whole = sizes.reduce((sum, size) => sum + size, 0)
    console.log(`home in ${language}: ${whole} bytes, ${sizes.length} answers`)
    expect(whole).toBeLessThan(100_000)
    expect([...weights.keys()].filter((url) => !url.startsWith(shop.origin))).toEqual([])
    await context.close()
  }
})

test("a page that is not there, or not the visitor's, says so and leads on", async () => {
  for (const language of ["zh", "en"] as const) {
    const walk = await walkOf(browser, { origin: shop.origin, language, script: false })
    for (const path of [
      "/nothing",
      "/product/nothing",
      "/category/nothing",
      "/order/nothing",
      "/payment/nothing",
      "/return/nothing"
    ]) {
      await walk.step(path, async () => {
        await walk.go(path)
        expect(await walk.page.textContent("h1")).toBe(walk.t("failure.404"))
      })
    }
    await walk.close()
  }
})

test("search finds goods in both languages, and says what to do when it finds none", async () => {
  for (const language of ["zh", "en"] as const) {
    const walk = await walkOf(browser, { origin: shop.origin, language, script: false })
    await walk.step("found", async () => {
      await walk.go("")
      await walk.page.fill("#q", language === "zh" ? "龙井" : "longjing")
      await walk.press("header form.search button")
      expect(await walk.page.locator(".card").count()).toBeGreaterThan(2)
    })
    await walk.step("not found", async () => {
      await walk.go("/search?q=zzzz")
      expect(await walk.page.textContent(".empty")).toContain("zzzz")
    })
    await walk.step("an empty cart", async () => {
      await walk.go("/cart")
      expect(await walk.page.textContent(".empty")).toContain(walk.t("cart.empty"))
    })
    await walk.close()
  }
})

/** Tabs until something has the focus, as somebody without a mouse would. */
const reach = async (page: Page, target: Locator): Promise<void> => {
  for (let presses = 0; presses < 150; presses++) {
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return
    await page.keyboard.press("Tab")
  }
  throw new Error(`the keyboard does not reach ${String(target)}`)
}

test("the keyboard alone buys, and shows where it is", async () => {
  const language = "en"
  const walk = await walkOf(browser, { origin: shop.origin, language, script: true })
  const { page } = walk
  const enter = async (target: Locator): Promise<void> => {
    await reach(page, target)
    expect(
      await target.evaluate((element) => element.ownerDocument.defaultView?.getComputedStyle(element).outlineStyle)
    ).not.toBe("none")
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")])
  }
  await walk.step("the first stop skips to the content", async () => {
    await walk.go("/product/meijiawu-longjing")
    await page.keyboard.press("Tab")
    expect(await page.evaluate<string>("document.activeElement.getAttribute('href')")).toBe("#main")
  })
  await walk.step("another variant by arrow, and into the cart", async () => {
    await reach(page, page.locator(`input[name="sku"]:checked`))
    await page.keyboard.press("ArrowDown")
    expect(await page.locator(`input[name="sku"]:checked`).getAttribute("value")).toContain("125")
    await enter(page.locator(".buying button"))
  })
  await walk.step("to the checkout", () => enter(page.locator(`aside a[href$="/checkout"]`)))
  await walk.step("the address, and the order", async () => {
    for (const [name, value] of Object.entries(address[language])) {
      await reach(page, page.locator(`main [name="${name}"]`))
      await page.keyboard.type(value)
    }
    await enter(page.locator(".checkout aside button"))
    await page.waitForURL(/\/payment\//)
  })
  await walk.step("to the provider", () => enter(page.locator(`a.button[href*="/sandbox/"]`)))
  await walk.step("paid", async () => {
    await enter(page.locator(`button[value="pay"]`))
    await page.waitForURL(/\/payment\//)
    expect(await page.textContent("h1")).toBe(walk.t("payment.succeeded"))
  })
  await walk.close()
})
