/** Codes of a campaign: made and printed at the desk, entered in the cart, told why they do not apply. */
import { describe, expect, it } from "vitest"
import { openedSite, patience } from "./opened.ts"

const site = openedSite("codes")

const file = "/en/desk/codes/tea-card/file"

describe("codes at the desk", { timeout: patience }, () => {
  it("are shown to who may define offers, with how many are used, and a file that no spreadsheet takes for a formula", async () => {
    const manager = await site.as("manager-lin")
    expect((await manager.ask("/zh/desk/codes")).html).toContain("茶友卡减 10 元")
    const { status, html } = await manager.ask(file)
    expect(status).toBe(200)
    const [head, ...lines] = html.trimEnd().split("\r\n")
    expect([head, lines.length]).toEqual(["number,code", 1000])
    for (const [index, line] of lines.entries())
      expect(line).toMatch(new RegExp(`^${index},CHA-[2-9A-Z]{4}-[2-9A-Z]{4}$`))
    expect(new Set(lines.map((line) => line.split(",")[1])).size).toBe(1000)
    for (const strange of [`${file}?from=1000`, `${file}?from=-1`, `${file}?from=x`, "/en/desk/codes/nihao/file"]) {
      expect((await manager.ask(strange)).status).toBe(404)
    }
    const clerk = await site.as("clerk-chen")
    expect((await clerk.ask(file)).status).toBe(403)
    expect((await site.visitor().ask(file)).html).not.toContain("CHA-")
  })

  it("are made on request, the earlier ones stay, and what is no number makes none", async () => {
    const manager = await site.as("manager-lin")
    const before = (await manager.ask(file)).html.trimEnd().split("\r\n")
    const more = "/en/desk/codes/tea-card"
    for (const wrong of ["0", "-5", "1.5", "x", "1000001"])
      await manager.ask(more, { more: wrong, key: `wrong-${wrong}` })
    expect((await manager.ask(file)).html.trimEnd().split("\r\n")).toEqual(before)
    expect((await manager.ask(more, { more: "5", key: "five" })).html).toContain("5 codes more")
    const after = (await manager.ask(file)).html.trimEnd().split("\r\n")
    expect([after.length, after.slice(0, before.length)]).toEqual([before.length + 5, before])
  })

  it("open the offer in a cart that reaches it, and before that the cart says what is missing", async () => {
    const manager = await site.as("manager-lin")
    const [, line = ""] = (await manager.ask(file)).html.split("\r\n")
    const code = line.split(",")[1] ?? ""
    const buyer = { id: "ann-an", kind: "customer" } as const
    const run = site.house.shop.as(buyer)
    const sku = site.house.goods.all
      .flatMap(({ variants }) => variants)
      .find(({ price }) => Number(price.amount) < 40)?.sku
    const { id: cart } = await run.cart.open({ currency: "CNY" })
    await run.cart.addLine({ cart, sku: sku ?? "", quantity: 1 })
    await run.cart.enterCode({ cart, code: code.toLowerCase() })
    await run.cart.enterCode({ cart, code: code.replace("CHA", "СНА") })
    const few = await run.cart.get({ cart })
    if (few._tag !== "Priced") throw new Error("not priced")
    expect(few.quote.codes.map(({ state }) => state).toSorted()).toEqual(["ConditionUnmet", "Unknown"])
    await run.cart.addLine({ cart, sku: sku ?? "", quantity: 9 })
    const many = await run.cart.get({ cart })
    if (many._tag !== "Priced") throw new Error("not priced")
    expect(many.quote.codes).toContainEqual({ code, state: "Applied", promotion: "tea-card" })
    expect(many.quote.claims).toContainEqual({
      account: `uses:tea-card/${code}`,
      unit: "uses",
      per: "all",
      amount: "1",
      by: "tea-card"
    })
  })
})
