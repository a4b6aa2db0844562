/** The offers of the house, in a shop that the seed has furnished. */
import { memory, memoryCarrier, memoryGateway, memoryVault } from "pannier/memory"
import { openShop, type Shop } from "pannier/shop"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { furnish } from "../src/site/furnish.ts"
import { offers } from "../src/site/offers.ts"

const patience = 240_000
let shop: Shop

beforeAll(async () => {
  shop = await openShop({
    storage: memory(),
    vault: memoryVault(),
    gateways: [memoryGateway({ name: "sandbox" })],
    carriers: [memoryCarrier({ name: "sandbox" })]
  })
  await furnish(shop)
}, patience)
afterAll(() => shop.close())

/** What a cart of these pieces costs, each by itself or as an add-on of an offer. */
const quoteOf = async (...lines: ReadonlyArray<readonly [sku: string, quantity: number, addOnOf?: string]>) => {
  const as = shop.as({ id: "ann", kind: "customer" })
  const { id: cart } = await as.cart.open({ currency: "CNY" })
  for (const [sku, quantity, addOnOf] of lines) {
    await as.cart.addLine({ cart, sku, quantity, ...(addOnOf === undefined ? {} : { addOnOf }) })
  }
  const told = await as.cart.get({ cart })
  if (told._tag !== "Priced") throw new Error(told.why._tag)
  return told.quote
}

describe("the offers of the house", () => {
  it("tea for 199 yuan has cups along, and a white cup for 19 beside it", async () => {
    const quote = await quoteOf(["jasmine-pearls-125g", 1], ["white-cup-single", 1, "white-cup-for-19"])
    expect(quote).toMatchObject({
      grand: "247.00",
      applied: ["cups-from-199", "white-cup-for-19", "points"],
      gifts: [{ sku: "tasting-cups", quantity: "1", value: "45.00" }],
      after: [{ kind: "points", points: "247" }]
    })
  })

  it("any three rice bowls are 99 yuan, and 3 percent of them come back", async () => {
    expect(await quoteOf(["rice-bowl-celadon", 2], ["rice-bowl-moon", 1])).toMatchObject({
      grand: "99.00",
      applied: ["rice-bowls-3-for-99", "home-cashback-3", "points"],
      after: [{ amount: "2.97" }, { points: "99" }]
    })
  })

  it("the kiln's second step of 80 yuan is reached at 600, and across all sellers every 300 yuan are 50 less", async () => {
    // Two at 168.00, a bowl at 128.00 and a burner at 228.00 are 692.00: less 80.00, twice 50.00 are left to take.
    expect(await quoteOf(["ash-cup", 2], ["noodle-bowl", 1], ["incense-burner", 1])).toMatchObject({
      grand: "512.00",
      discount: "180.00"
    })
  })

  it("every one has a name and terms in both languages, and its own id", () => {
    const ids = new Set(offers.map(({ definition }) => definition.promotion.id))
    expect(ids.size).toBe(offers.length)
    for (const { name, terms } of offers) {
      for (const text of [name.zh, name.en, terms.zh, terms.en]) expect(text.length).toBeGreaterThan(3)
      expect(`${name.zh}${terms.zh}`).toMatch(/[\u4e00-\u9fff]/)
      expect(`${name.en}${terms.en}`).not.toMatch(/[\u4e00-\u9fff]/)
    }
  })
})
