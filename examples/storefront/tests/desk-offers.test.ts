/** Offers at the desk: what is kept, what is refused before it, and which orders one was used in. */
import { describe, expect, it } from "vitest"
import { errorOf, hiddenIn, linksOf } from "./visitor.ts"
import { openedHouse, patience } from "./opened.ts"

const opened = openedHouse("offers", () => "http://localhost:1")
const blank = "/en/desk/promotions/new"
const pageOf = (id: string): string => `/en/desk/promotion/${id}`

/** An offer of these figures that nobody has yet, as it is typed. */
const typed = (id: string, more: object = {}): string => {
  const offer = { kind: "every", measure: "amount", each: "900.00", rewards: [{ kind: "amount", amount: "50.00" }] }
  return JSON.stringify({
    promotion: { id, level: "platform", state: "draft", offer, ...more },
    currency: "CNY",
    limits: []
  })
}

let keys = 0
const saving = (document: string, more: Readonly<Record<string, string>> = {}) => ({
  document,
  do: "save",
  key: `key-${keys++}`,
  ...more
})

describe("an offer at the desk", { timeout: patience }, () => {
  it("is saved from its own page alone, and a new one takes no other's place", async () => {
    const manager = await opened.as("manager-lin")
    const made = await manager.post(blank, saving(typed("flash")))
    expect([made.status, made.to]).toEqual([303, pageOf("flash")])
    const astray = await manager.post(pageOf("flash"), saving(typed("free-delivery-99", { version: 1 })))
    expect(astray.status).toBe(422)
    expect(errorOf(astray, "document")).toContain("has the id free-delivery-99")
    const again = await manager.post(blank, saving(typed("free-delivery-99")))
    expect(errorOf(again, "document")).toContain("There is an offer free-delivery-99 already")
    const chinese = await manager.post(blank.replace("/en/", "/zh/"), saving(typed("free-delivery-99")))
    expect(errorOf(chinese, "document")).toContain("已有 id 为 free-delivery-99 的优惠")
    const live = await manager.get(pageOf("free-delivery-99"))
    expect(live.words).toContain("Version 1")
    expect((await manager.get("/en/desk/promotions")).html).toContain(pageOf("free-delivery-99"))
  })

  it("is saved over the version that it was made from, and no other", async () => {
    const manager = await opened.as("manager-lin")
    await manager.post(blank, saving(typed("edited")))
    const [mine, theirs] = [await manager.get(pageOf("edited")), await manager.get(pageOf("edited"))]
    const [first, second] = [hiddenIn(mine, pageOf("edited")), hiddenIn(theirs, pageOf("edited"))]
    const [calm, steep] = [typed("edited", { note: "calm" }), typed("edited", { note: "steep" })]
    expect((await manager.post(pageOf("edited"), { ...first, document: calm, do: "save" })).status).toBe(303)
    // Sent twice, it is saved once, and answered as it was.
    expect((await manager.post(pageOf("edited"), { ...first, document: calm, do: "save" })).status).toBe(303)
    const late = await manager.post(pageOf("edited"), { ...second, document: steep, do: "save" })
    expect(errorOf(late, "document")).toContain("at version 2, and what is here was made from version 1")
    // What it began with stays on the page, so that a second press does not save it either.
    expect(hiddenIn(late, pageOf("edited"))["version"]).toBe("1")
    for (const version of [1, 9]) {
      const stated = await manager.post(pageOf("edited"), saving(typed("edited", { version })))
      expect(errorOf(stated, "document")).toContain(`made from version ${version}`)
    }
    expect(errorOf(await manager.post(pageOf("edited"), saving(typed("edited"))), "document")).toContain(
      "present one is 2"
    )
    const now = await manager.get(pageOf("edited"))
    expect([now.words.includes("Version 2"), now.words.includes("calm")]).toEqual([true, true])
    expect((await manager.post(pageOf("edited"), saving(typed("edited", { version: 2 })))).status).toBe(303)
  })

  it("of two that are saved in one moment only one is", async () => {
    const manager = await opened.as("manager-lin")
    await manager.post(blank, saving(typed("raced")))
    const both = ["one", "other"].map((note) => saving(typed("raced", { note, version: 1 })))
    const answers = await Promise.all(both.map((fields) => manager.post(pageOf("raced"), fields)))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 422])
  })

  it.each([
    ["-50.00", { amount: "-50.00" }],
    ["0.00", { each: "0.00" }]
  ])(
    "is found wrong with %s by looking as by saving",
    async (_, { amount = "50.00", each = "300.00" }: { amount?: string; each?: string }) => {
      const manager = await opened.as("manager-lin")
      const document = typed("wrong", {
        offer: { kind: "every", measure: "amount", each, rewards: [{ kind: "amount", amount }] }
      })
      const looked = await manager.post(blank, { document, do: "look" })
      const saved = await manager.post(blank, saving(document))
      expect(errorOf(looked, "document")).toContain("wrong")
      expect([looked.status, errorOf(looked, "document")]).toEqual([saved.status, errorOf(saved, "document")])
    }
  )

  it("takes no id that leads elsewhere, and no name that is read as another", async () => {
    const manager = await opened.as("manager-lin")
    for (const id of ["..", "\u202eflash"]) {
      expect(errorOf(await manager.post(blank, saving(typed(id))), "document")).toContain("/id")
    }
    const turned = typed("turned", { name: { zh: "闪购\u202e价", en: "Flash" } })
    expect(errorOf(await manager.post(blank, saving(turned)), "document")).toContain("/name/zh")
  })

  it("leads to the orders that it took something of", async () => {
    const manager = await opened.as("manager-lin")
    const list = await manager.get("/en/desk/promotions")
    const [first = ""] = linksOf(list, "orders?offer=")
    const { status, words } = await manager.get(first)
    expect([status, words.includes("No orders")]).toEqual([200, true])
  })
})
