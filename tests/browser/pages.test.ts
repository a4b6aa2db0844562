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

test("a key that steps through values sends nothing; Enter does, and the focus is on the field again", async () => {
  const walk = await walkOf(browser, { origin: shop.origin, language: "en", script: true })
  const { page } = walk
  const focused = () => page.evaluate<string>("document.activeElement.id")
  await walk.go("/product/osmanthus-candle")
  await walk.press(".buying button")
  const field = page.locator(".quantity input[type=number]")
  const button = page.locator(".quantity .button")
  await walk.step("a quantity by arrow", async () => {
    await field.focus()
    await page.keyboard.press("ArrowUp")
    await page.waitForTimeout(300)
    expect([await field.inputValue(), await button.isVisible()]).toEqual(["2", true])
    const id = await focused()
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")])
    expect([await field.inputValue(), await button.isVisible(), await focused()]).toEqual(["2", false, id])
  })
  await walk.step("an order of the shelf by arrow", async () => {
    await walk.go("/category/tea")
    await page.locator("#sort").focus()
    await page.keyboard.press("ArrowDown")
    await page.waitForTimeout(300)
    expect([await focused(), new URL(page.url()).search]).toEqual(["sort", ""])
    await walk.press(".sort .button")
    expect([await focused(), new URL(page.url()).searchParams.get("sort")]).toEqual(["sort", "new"])
  })
  await walk.close()
})

test("the checkout keeps what was typed in the other language, and Enter in a field places the order", async () => {
  const walk = await walkOf(browser, { origin: shop.origin, language: "en", script: true })
  const { page } = walk
  await walk.go("/product/osmanthus-candle")
  await walk.press(".buying button")
  await walk.go("/checkout")
  for (const [name, value] of Object.entries(address.en)) await page.fill(`main [name="${name}"]`, value)
  await walk.press("header a.switch")
  expect(new URL(page.url()).pathname).toBe("/zh/checkout")
  expect([await page.inputValue("#street"), await page.inputValue("#province")]).toEqual([address.en.street, "浙江省"])
  await walk.press("header a.switch")
  expect(await page.inputValue("#province")).toBe("Zhejiang")
  await Promise.all([page.waitForURL(/\/payment\//), page.locator("#street").press("Enter")])
  await walk.close()
})

test("long words and large letters stay within the page", async () => {
  const walk = await walkOf(browser, { origin: shop.origin, language: "en", script: false })
  const { page } = walk
  const beyond = () =>
    page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth")
  await page.setViewportSize({ width: 320, height: 800 })
  await walk.go(`/search?q=${"W".repeat(100)}`)
  expect(await beyond()).toBe(0)
  await page.setViewportSize({ width: 1280, height: 900 })
  await walk.go("")
  await page.evaluate("document.documentElement.style.fontSize = '200%'")
  expect(await beyond()).toBe(0)
  await walk.close()
})
