import type { Browser } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openChromium } from "./chromium.ts"
import { address, enter, lastOf, order, pay, type } from "./errands.ts"
import { openTestShop, type TestShop } from "./shop.ts"
import { type Walk, walkOf } from "./walk.ts"

let shop: TestShop
let browser: Browser

beforeAll(async () => {
  ;[shop, browser] = await Promise.all([openTestShop(), openChromium()])
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

/** The figures of a waterfall in fen: each step, and the total it leads to. */
const waterfallOf = async ({ page }: Walk): Promise<{ readonly steps: number; readonly total: number }> => {
  const rows = await page
    .locator(".waterfall tbody tr")
    .evaluateAll((found) =>
      found.map((row) => ({ kind: row.className, text: row.querySelector("td")?.textContent ?? "" }))
    )
  const fen = (text: string): number =>
    (/[-−–]/.test(text) ? -1 : 1) * Math.round(Number(text.replace(/[^0-9.]/g, "")) * 100)
  return {
    steps: rows.filter(({ kind }) => kind !== "total").reduce((sum, { text }) => sum + fen(text), 0),
    total: fen(rows.find(({ kind }) => kind === "total")?.text ?? "")
  }
}

const fromShelfToRefund = async (walk: Walk, staff: Walk, script: boolean): Promise<void> => {
  const { page, step, press, t } = walk
  const says = async (selector: string): Promise<string> => (await page.locator(selector).allTextContents()).join(" ")

  await step("home", async () => {
    await walk.go("")
    expect(await says("h1")).toBe(t("home.title"))
  })
  await step("category", async () => {
    await press(`nav.sections a[href$="/category/tea"]`)
    await press(`nav.tree a[href$="/category/green"]`)
    await press(`nav.tree a[href$="/category/longjing"]`)
    const crumbs = await says(`nav[aria-label="${t("nav.crumbs")}"]`)
    for (const name of walk.language === "zh" ? ["茶", "绿茶", "龙井"] : ["Tea", "Green tea", "Longjing"]) {
      expect(crumbs).toContain(name)
    }
  })
  await step("product", async () => {
    await press(`.card a[href*="/product/meijiawu-longjing"]`)
    await page.locator("label.choice", { hasText: /125/ }).click()
    if (script) expect(await says("[data-shown-price]")).toContain("228.00")
    await page.fill("#quantity", "2")
  })
  await step("cart", async () => {
    await press(".buying button")
    expect(page.url()).toMatch(/\/cart$/)
    expect(await page.inputValue(".quantity input[type=number]")).toBe("2")
    const { steps, total } = await waterfallOf(walk)
    expect(total).toBeGreaterThan(0)
    expect(steps).toBe(total)
  })
  await step("another quantity", async () => {
    const field = page.locator(".quantity input[type=number]")
    await field.fill("3")
    if (script) await Promise.all([page.waitForNavigation(), field.press("Enter")])
    else await press(".quantity button")
    expect(await page.inputValue(".quantity input[type=number]")).toBe("3")
  })
  const before = await waterfallOf(walk)
  await step("a code that nobody gave out", async () => {
    await page.fill("#code", "NOPE99")
    await press(".codes .pair button")
    expect(await says("#code-error")).toContain("NOPE99")
    expect(await page.getAttribute("#code", "aria-describedby")).toBe("code-error")
  })
  await step("a code that applies", async () => {
    await page.fill("#code", "nihao")
    await press(".codes .pair button")
    expect(await says(".codes ul")).toContain(t("state.code.applied"))
    const { steps, total } = await waterfallOf(walk)
    expect(steps).toBe(total)
    // A tenth, but no more than thirty yuan.
    expect(before.total - total).toBe(3_000)
  })
  await step("checkout", async () => {
    await press(`aside a[href$="/checkout"]`)
    const { steps, total } = await waterfallOf(walk)
    expect(steps).toBe(total)
  })
  await step("checkout with a name left out and a phone that is none", async () => {
    await type(walk, { ...address[walk.language], name: " ", phone: "12" })
    await press(".checkout aside button")
    expect(await says("#name-error")).toBe(t("form.required"))
    expect(await says("#phone-error")).toBe(t("form.badPhone"))
    expect(await page.getAttribute("#phone", "aria-describedby")).toContain("phone-error")
    expect(await page.inputValue("#street")).toBe(address[walk.language].street)
  })
  await step("the order is placed, and waits for its payment", async () => {
    await type(walk, address[walk.language])
    await press(".checkout aside button")
    await page.waitForURL(/\/payment\//)
    expect(await says("h1")).toBe(t("payment.ready"))
  })
  await step("the provider's page", () => press(`a.button[href*="/sandbox/"]`))
  await step("the bank declines", async () => {
    await press(`button[value="decline"]`)
    expect(page.url()).toContain("/sandbox/")
    expect(await says("[role=status]")).not.toBe("")
  })
  await step("back in the shop, which knows", async () => {
    await press("main > p a")
    expect(await says("h1")).toBe(t("payment.failed"))
  })
  await step("another payment of the same order", async () => {
    const first = lastOf(walk)
    await press(`.outcome form button`)
    expect(lastOf(walk)).not.toBe(first)
    expect(await says("h1")).toBe(t("payment.ready"))
  })
  await step("paid", async () => {
    await pay(walk, "pay")
    expect(await says("h1")).toBe(t("payment.succeeded"))
  })
  const number = await step("the order with its timeline", async () => {
    await press(`.outcome a[href*="/order/"]`)
    expect(await says(".heading")).toContain(t("state.order.paid"))
    expect(await says(".timeline")).toContain(walk.language === "zh" ? "付款成功" : "Paid")
    expect(await says("address")).toContain(address[walk.language].street)
    return lastOf(walk)
  })

  await staff.step("the order at the desk", async () => {
    await enter(staff, "manager-lin", "/desk/orders")
    await staff.press(`a[href$="/desk/order/${number}"]`)
  })
  await staff.step("sent", async () => {
    await staff.press(`form:has(input[value="ship"]) button`)
    expect(await staff.page.textContent(".notice")).toContain(staff.t("desk.sent"))
  })

  await step("its parcel", async () => {
    await page.reload()
    await walk.until(t("parcel.track"), 10)
    await press(`.parcel a[href*="/parcel/"]`)
    await walk.until(walk.language === "zh" ? "已揽收" : "Picked up", 30)
  })
  await step("it has arrived", async () => {
    await walk.go(`/order/${number}`)
    await press(`form:has(input[value="receive"]) button`)
    expect(await says(".heading")).toContain(walk.language === "zh" ? "已收货" : "Received")
  })
  await step("a return of nothing", async () => {
    await press(`a[href$="/order/${number}/return"]`)
    await press(`form[action$="/return"] button`)
    expect(await page.locator("[role=alert]").count()).toBe(1)
  })
  const back = await step("a return of one piece", async () => {
    await page.fill(`input[name^="back-"]`, "1")
    await page.locator("label.choice", { hasText: walk.language === "zh" ? "损坏" : "Damaged" }).click()
    await press(`form[action$="/return"] button`)
    expect(page.url()).toMatch(/\/return\//)
    expect(await says(".heading")).toContain(t("state.return.requested"))
    return lastOf(walk)
  })

  await staff.step("the return at the desk", async () => {
    await staff.go("/desk/returns")
    await staff.press(`a[href$="/desk/return/${back}"]`)
  })
  await staff.step("the return is approved", async () => {
    await staff.press(`form:has(input[value="approve"]) button`)
    expect(await staff.page.textContent(".notice")).toContain(staff.t("desk.approved"))
  })
  await staff.step("an inspection that does not add up", async () => {
    await staff.page.fill(`input[name^="good-"]`, "0")
    await staff.press(`form:has(input[name^="good-"]) button`)
    expect(await staff.page.textContent("main")).toContain(staff.t("desk.inspectSum", { count: 1 }))
  })
  await staff.step("received and inspected", async () => {
    await staff.page.fill(`input[name^="good-"]`, "1")
    await staff.press(`form:has(input[name^="good-"]) button`)
    expect(await staff.page.textContent(".notice")).toContain(staff.t("desk.inspected"))
  })

  await step("refunded", async () => {
    await walk.go(`/return/${back}`)
    await walk.until(t("state.return.refunded"), 20)
    expect(await says(".heading")).toContain(t("state.return.refunded"))
  })
  await step("the order tells of the refund", async () => {
    await walk.go(`/order/${number}`)
    expect(await says(".timeline")).toContain(walk.language === "zh" ? "退款已到账" : "Refund arrived")
  })
  await staff.step("the refund at the desk", async () => {
    await staff.go("/desk/refunds?queue=done")
    expect(await staff.page.locator(`a[href*="/desk/order/${number}"]`).count()).toBeGreaterThan(0)
  })
  await staff.step("the books", async () => {
    await staff.go("/desk/books")
    expect(await staff.page.locator(".notice.bad").count()).toBe(0)
  })
}

for (const { language, script } of [
  { language: "zh", script: false },
  { language: "en", script: true }
] as const) {
  test(`a buyer goes from the shelf to a refund in ${language === "zh" ? "Chinese, without" : "English, with"} script`, async () => {
    const visitor = { origin: shop.origin, language, script }
    const [walk, staff] = await Promise.all([walkOf(browser, visitor), walkOf(browser, visitor)])
    await fromShelfToRefund(walk, staff, script)
    await Promise.all([walk.close(), staff.close()])
  }, 300_000)
}

for (const { language, script } of [
  { language: "zh", script: true },
  { language: "en", script: false }
] as const) {
  test(`a payment is found out in ${language === "zh" ? "Chinese" : "English"} when its notice is late, doubled or lost`, async () => {
    const walk = await walkOf(browser, { origin: shop.origin, language, script })
    const { page, step, t } = walk
    for (const how of ["late", "doubled", "lost"] as const) {
      await step(`an order whose notice is ${how}`, () => order(walk, "blue-white-gaiwan"))
      await step(`the notice is ${how}`, async () => {
        await pay(walk, "pay", how, 3)
        const expected = how === "doubled" ? "payment.succeeded" : "payment.waiting"
        expect(await page.textContent("h1")).toBe(t(expected))
      })
      // The shop asks by itself after a quarter of a minute.
      await step(`paid, though the notice was ${how}`, () => walk.until(t("payment.succeeded"), 60))
    }
    await walk.close()
  }, 300_000)
}
