/** Puts the seed into an empty shop, by the same commands that a merchant would use. */
import { system } from "pannier/command"
import type { Shop } from "pannier/shop"
import { toneColours } from "../pictures/index.ts"
import { offers, tailWindow } from "./offers.ts"
import { categories, optionNames, optionValueName, places, type Product, products } from "../seed/index.ts"

/** Who may walk in at the desk of the sandbox, and with which role. */
export const staff = [
  { id: "manager-lin", role: "manager" },
  { id: "clerk-chen", role: "clerk" },
  { id: "cashier-gu", role: "cashier" }
] as const

const yuan = (amount: string) => ({ amount, currency: "CNY" })

const kinds = { physical: "physical", virtual: "virtual", crossborder: "crossBorder" } as const

/** Digital goods never run out: a shelf of licences that is larger than any demand. */
const licences = 1_000_000

const definition = (product: Product) => ({
  id: product.id,
  merchant: product.merchant,
  category: product.category,
  name: product.name,
  description: product.description,
  kind: kinds[product.kind],
  tags: [...product.tags],
  attributes: attributes(product),
  tax: taxOf(product),
  picture: { motif: product.picture.motif, tones: product.picture.tones.map((tone) => toneColours[tone]) },
  options: product.options.map((id) => ({
    id,
    name: optionNames[id],
    values: [...new Set(product.variants.flatMap(({ options }) => options[id] ?? []))].map((value) => ({
      id: value,
      name: optionValueName(value) ?? { zh: value, en: value }
    }))
  })),
  state: "active" as const,
  variants: product.variants.map(({ sku, options, weightGrams }) => ({ sku, options, weightGrams }))
})

// Goods from bond pass the border: no duty within the limits, and 70 percent of value-added tax, which the price contains.
const taxOf = ({ kind, taxRate }: Product) =>
  kind === "crossborder"
    ? {
        included: true,
        rates: [],
        customs: { regime: "retail" as const, duty: "0.15", consumption: "0", vat: "0.13" }
      }
    : { included: true, rates: [{ id: "vat", rate: taxRate }] }

const attributes = (product: Product): Record<string, ReadonlyArray<string>> => {
  const { attributes: stated, limited, presale, measured, bundle, since } = product
  const facts: Record<string, ReadonlyArray<string>> = { since: [since] }
  for (const [name, value] of Object.entries(stated)) if (value !== undefined) facts[name] = [String(value)]
  if (limited !== undefined) {
    facts["edition"] = [String(limited.edition)]
    facts["perBuyer"] = [String(limited.perBuyer)]
  }
  if (presale !== undefined) facts["shipsFrom"] = [presale.shipsFrom]
  if (measured !== undefined) facts["stepGrams"] = [String(measured.stepGrams)]
  if (bundle !== undefined) facts["bundle"] = bundle.map(({ sku, quantity }) => `${quantity} ${sku}`)
  return facts
}

const delivery = {
  options: [
    {
      id: "standard",
      name: { zh: "标准快递", en: "Standard" },
      carrier: "sandbox",
      days: { from: 2, until: 4 },
      heaviestGrams: 50_000,
      rates: [rates({ first: "10.00", next: "2.00", far: "18.00", farNext: "6.00", abroad: "88.00" })]
    },
    {
      id: "express",
      name: { zh: "次日达", en: "Next day" },
      carrier: "sandbox",
      days: { from: 1, until: 1 },
      heaviestGrams: 20_000,
      rates: [nearby({ first: "22.00", next: "6.00" })]
    }
  ],
  pollAfter: 60
}

/** What is brought within a day: to Zhejiang, Jiangsu and Shanghai, and nowhere else. */
function nearby({ first, next }: Record<"first" | "next", string>) {
  return {
    currency: "CNY",
    elsewhere: { kind: "none" as const },
    regions: [{ codes: ["CN-ZJ", "CN-JS", "CN-SH"], rate: weight(first, next) }]
  }
}

function weight(first: string, next: string) {
  return {
    kind: "weight" as const,
    first: { grams: 1000, amount: yuan(first) },
    next: { grams: 500, amount: yuan(next) }
  }
}

function rates(of: Record<"first" | "next" | "far" | "farNext" | "abroad", string>) {
  return {
    currency: "CNY",
    elsewhere: { kind: "flat" as const, amount: yuan(of.abroad) },
    regions: [
      { codes: ["CN-XJ", "CN-XZ", "CN-QH", "CN-NM"], rate: weight(of.far, of.farNext) },
      { codes: ["CN"], rate: weight(of.first, of.next) }
    ]
  }
}

/** Furnishes a shop that has no goods yet; one that was furnished is left as it is. */
export const furnish = async (shop: Shop): Promise<void> => {
  const run = shop.as(system)
  const last = products.at(-1)
  const known = last === undefined ? undefined : await run.catalog.product.result({ product: last.id })
  if (known?._tag === "Success") return
  await run.settings.change({ section: "logistics.delivery", value: delivery })
  await run.settings.change({ section: "order.protection", value: { days: 7 } })
  await run.settings.change({ section: "order.presale", value: { tailWindow } })
  await run.catalog.defineCategories({
    categories: categories.map(({ id, parent, name }, position) => ({
      id,
      name,
      position,
      ...(parent === null ? {} : { parent })
    }))
  })
  for (const [position, { id, name }] of places.entries()) await run.inventory.definePlace({ id, name, position })
  // Commits that wait together share one sync, so the shelves are filled thirty-two hands at a time.
  await inParallel(products, 32, async (product) => {
    await run.catalog.defineProduct(definition(product))
    for (const { sku, price, listPrice } of product.variants) {
      const each = product.limited === undefined ? undefined : { account: `each:${sku}` }
      const entry = {
        id: `${sku}-base`,
        sku,
        currency: "CNY",
        amount: price,
        ...(each === undefined ? {} : { perCustomer: each }),
        // A card is money: no offer makes it cheaper, and it counts towards none.
        ...(product.category === "gift-cards" ? { locks: ["all" as const] } : {})
      }
      // What is reduced was sold at its list price before, so that the shop knows what the reduction is measured by.
      if (listPrice !== undefined) await run.pricing.state({ sku, entries: [{ ...entry, amount: listPrice }] })
      const entries = [listPrice === undefined ? entry : { ...entry, list: listPrice }]
      // What nobody may have more of has no price for more.
      const limits = each === undefined ? {} : { limits: [{ ...each, units: product.limited?.perBuyer ?? 1 }] }
      await run.pricing.state({ sku, entries, ...limits })
    }
  })
  await Promise.all(places.map(({ id }) => stockPlace(shop, id)))
  for (const { definition: stated } of offers) await run.promotion.define(stated)
  for (const { id, role } of staff) await run.permission.grant({ staff: id, role })
}

const stockPlace = async (shop: Shop, place: string): Promise<void> => {
  const lines = products.flatMap(({ kind, variants }) =>
    variants.flatMap(({ sku, stock }) => {
      const quantity = kind === "virtual" ? (place === places[0]?.id ? licences : 0) : (stock[place] ?? 0)
      return quantity > 0 ? [{ sku, quantity }] : []
    })
  )
  for (let start = 0; start < lines.length; start += 300) {
    const reference = `opening-${place}-${start / 300 + 1}`
    await shop.as(system).inventory.receive({ reference, place, lines: lines.slice(start, start + 300) })
  }
}

/** Does something with each item, so many at a time. */
export const inParallel = async <A>(
  items: ReadonlyArray<A>,
  hands: number,
  use: (item: A) => Promise<void>
): Promise<void> => {
  let next = 0
  const hand = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await use(item)
  }
  await Promise.all(Array.from({ length: hands }, hand))
}
