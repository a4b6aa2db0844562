/** What is on the shelves, read from the shop and kept for a moment: pages are drawn from it, decisions never rest on it. */
import { system } from "pannier/command"
import type { Tax } from "pannier/quote"
import type { Shop } from "pannier/shop"
import { isMotif, toneOf } from "../pictures/index.ts"
import type { Amount, CardView, Picture, Saleable } from "../look/index.ts"
import { shelfTags, tagNames } from "../seed/index.ts"
import type { Language } from "../text/index.ts"

/** A product with what it costs and how much of it there is. */
export interface Good {
  readonly id: string
  readonly merchant: string
  readonly category: string
  /** `tea/green/longjing` */
  readonly path: string
  readonly name: { readonly zh: string; readonly en: string }
  readonly description: { readonly zh: string; readonly en: string }
  readonly kind: "physical" | "virtual" | "crossBorder"
  readonly tags: ReadonlyArray<string>
  readonly attributes: Readonly<Record<string, ReadonlyArray<string>>>
  readonly tax: Pick<Tax, "included" | "rates">
  readonly picture: Picture
  readonly variants: ReadonlyArray<GoodVariant>
}

export interface GoodVariant {
  readonly sku: string
  readonly label: { readonly zh: string; readonly en: string }
  readonly price: Amount
  readonly list?: Amount
  /** The lowest price of the 30 days before a reduction. */
  readonly lowest?: Amount
  /** What is in it, in grams, where it is sold by weight. */
  readonly grams?: number
  readonly weightGrams: number
  /** Pieces that can be ordered now. */
  readonly left: number
}

export interface Section {
  readonly id: string
  readonly parent: string | undefined
  readonly path: string
  readonly position: number
  readonly name: { readonly zh: string; readonly en: string }
}

/** How old the kept shelves may be, in milliseconds. */
const fresh = 5_000

/** How old the kept tree of categories may be, in milliseconds: thousands of them seldom change. */
const freshTree = 60_000

/** Up to how many pieces a card speaks of few. */
const few = 5

export class Goods {
  readonly #shop: Shop
  #at = 0
  #sectionsAt = 0
  #byId: ReadonlyMap<string, Section> = new Map()
  #byParent: ReadonlyMap<string | undefined, ReadonlyArray<Section>> = new Map()
  #goods: ReadonlyMap<string, Good> = new Map()
  #bySku: ReadonlyMap<string, Good> = new Map()
  #loading: Promise<void> | undefined

  private constructor(shop: Shop) {
    this.#shop = shop
  }

  static async of(shop: Shop): Promise<Goods> {
    const goods = new Goods(shop)
    await goods.look()
    return goods
  }

  /** Looks again if what is kept is no longer fresh. */
  async look(): Promise<void> {
    if (Date.now() - this.#at < fresh) return
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined
    })
    await this.#loading
  }

  get all(): ReadonlyArray<Good> {
    return [...this.#goods.values()]
  }

  get(id: string): Good | undefined {
    return this.#goods.get(id)
  }

  ofSku(sku: string): { readonly good: Good; readonly variant: GoodVariant } | undefined {
    const good = this.#bySku.get(sku)
    const variant = good?.variants.find((one) => one.sku === sku)
    return good === undefined || variant === undefined ? undefined : { good, variant }
  }

  /** The categories directly below one, or at the top, as the shelf has them. */
  below(parent?: string): ReadonlyArray<Section> {
    return this.#byParent.get(parent) ?? []
  }

  /** The categories at the top that have goods. */
  get departments(): ReadonlyArray<Section> {
    return this.below().filter(({ path }) => this.under(path).length > 0)
  }

  section(id: string): Section | undefined {
    return this.#byId.get(id)
  }

  /** The products of a category and all below it. */
  under(path: string): ReadonlyArray<Good> {
    return this.all.filter((good) => good.path === path || good.path.startsWith(`${path}/`))
  }

  async #load(): Promise<void> {
    const run = this.#shop.as(system)
    const places = (await run.inventory.places({})).items
    const left = new Map<string, number>()
    const stocked = await Promise.all(
      places.map(({ id }) => pages((after) => run.inventory.list({ place: id, limit: 100, ...after })))
    )
    const variants = new Map((stocked[0] ?? []).map(({ variant }) => [variant.sku, variant]))
    for (const { variant, available } of stocked.flat()) left.set(variant.sku, (left.get(variant.sku) ?? 0) + available)
    const prices = await this.#prices([...variants.values()])
    const products = await pages((after) => run.catalog.products({ state: "active", limit: 100, ...after }))
    const goods = products.map((product): Good => {
      const own = product.variants.flatMap((sku): ReadonlyArray<GoodVariant> => {
        const variant = variants.get(sku)
        const price = prices.get(sku)
        if (variant === undefined || price === undefined) return []
        const label = { zh: labelOf(variant.options, "zh"), en: labelOf(variant.options, "en") }
        const grams = gramsOf(variant.options)
        const { weightGrams } = variant
        return [{ sku, label, ...price, ...grams, weightGrams, left: left.get(sku) ?? 0 }]
      })
      return {
        id: product.id,
        merchant: product.merchant,
        category: product.category,
        path: product.path,
        name: product.name,
        description: product.description,
        kind: product.kind,
        tags: product.tags,
        attributes: product.attributes,
        tax: { included: product.tax.included, rates: product.tax.rates },
        picture: pictureOf(product.picture),
        variants: own
      }
    })
    if (Date.now() - this.#sectionsAt >= freshTree) await this.#loadTree()
    this.#goods = new Map(goods.filter((good) => good.variants.length > 0).map((good) => [good.id, good]))
    this.#bySku = new Map(goods.flatMap((good) => good.variants.map(({ sku }) => [sku, good] as const)))
    this.#at = Date.now()
  }

  async #loadTree(): Promise<void> {
    const found = await pages((after) => this.#shop.as(system).catalog.tree({ limit: 100, ...after }))
    const sections = found.map(
      ({ id, parent, path, position, name }): Section => ({ id, parent, path, position, name })
    )
    this.#byId = new Map(sections.map((one) => [one.id, one]))
    this.#byParent = Map.groupBy(
      sections.toSorted((a, b) => a.position - b.position),
      ({ parent }) => parent
    )
    this.#sectionsAt = Date.now()
  }

  async #prices(variants: ReadonlyArray<{ readonly sku: string; readonly merchant: string }>) {
    const { pricing } = this.#shop.as(system)
    const found = new Map<string, Pick<GoodVariant, "price" | "list" | "lowest">>()
    for (let start = 0; start < variants.length; start += 200) {
      const skus = variants.slice(start, start + 200).map(({ sku, merchant }) => ({ sku, merchant }))
      for (const { sku, price, list, lowest } of await pricing.shown({ currency: "CNY", skus })) {
        found.set(sku, {
          price,
          ...(list === undefined ? {} : { list }),
          ...(lowest === undefined ? {} : { lowest })
        })
      }
      // A price for so many pieces each is shown too, where there is no other: the page says how many beside it.
      const bare = skus.flatMap(({ sku }) => (found.has(sku) ? [] : [sku]))
      for (const { sku, entries } of bare.length === 0 ? [] : await pricing.sheets({ skus: bare })) {
        const each = entries.find(({ currency, perCustomer }) => currency === "CNY" && perCustomer !== undefined)
        if (each !== undefined) found.set(sku, { price: { amount: each.amount, currency: "CNY" } })
      }
    }
    return found
  }
}

// A weight is an option of teas, such as `250g`.
const gramsOf = (options: ReadonlyArray<{ readonly id: string; readonly value: string }>): { grams?: number } => {
  const [, grams] = /^(\d+)g$/.exec(options.find(({ id }) => id === "weight")?.value ?? "") ?? []
  return grams === undefined ? {} : { grams: Number(grams) }
}

/** All pages of a query, one after another. */
const pages = async <A>(
  page: (after: { readonly after?: string }) => Promise<{ readonly items: ReadonlyArray<A>; readonly next?: string }>
): Promise<ReadonlyArray<A>> => {
  const items: Array<A> = []
  let after: { readonly after?: string } = {}
  for (;;) {
    const found = await page(after)
    items.push(...found.items)
    if (found.next === undefined) return items
    after = { after: found.next }
  }
}

const labelOf = (
  options: ReadonlyArray<{ readonly label: { readonly zh: string; readonly en: string } }>,
  language: Language
): string => options.map(({ label }) => label[language]).join(language === "zh" ? " · " : ", ")

/** What is drawn for goods that nobody drew: a paper parcel. */
const parcel: Picture = { motif: "pouch", tones: ["walnut"] }

const pictureOf = (picture: { readonly motif: string; readonly tones: ReadonlyArray<string> } | undefined): Picture => {
  if (picture === undefined || !isMotif(picture.motif)) return parcel
  const [first, ...rest] = picture.tones.flatMap((colour) => toneOf(colour) ?? [])
  return first === undefined ? parcel : { motif: picture.motif, tones: [first, ...rest] }
}

/** How a page speaks of what is left. */
export const saleable = (good: Good, left: number): Saleable => {
  if (good.kind === "virtual") return "always"
  if (good.attributes["shipsFrom"] !== undefined && left > 0) return "presale"
  return left === 0 ? "none" : left <= few ? "few" : "plenty"
}

/** Whether one of its variants is below its list price. */
export const isReduced = ({ variants }: Good): boolean => variants.some(({ list }) => list !== undefined)

/** Some of these goods, of every department in turn, so that a shelf shows how wide the shop is. */
export const assorted = (goods: ReadonlyArray<Good>, count: number): ReadonlyArray<Good> => {
  const departments = [...Map.groupBy(goods, ({ path }) => path.split("/")[0]).values()]
  const rows = Math.max(0, ...departments.map(({ length }) => length))
  return Array.from({ length: rows }, (_, row) => departments.flatMap((own) => own[row] ?? []))
    .flat()
    .slice(0, count)
}

/** How many pieces of it one buyer may have, where that is limited. */
export const perBuyer = ({ attributes }: Good): number | undefined => {
  const [stated] = attributes["perBuyer"] ?? []
  return stated === undefined ? undefined : Number(stated)
}

export const leftOf = (good: Good): number => good.variants.reduce((sum, { left }) => sum + left, 0)

export const cheapest = (good: Good): GoodVariant | undefined =>
  good.variants.toSorted((a, b) => Number(a.price.amount) - Number(b.price.amount))[0]

/** A product on a card. */
export const cardOf = (good: Good, language: Language): CardView => {
  const first = cheapest(good)
  const left = leftOf(good)
  return {
    id: good.id,
    name: good.name[language],
    picture: good.picture,
    price: first?.price ?? { amount: "0.00", currency: "CNY" },
    ...(first?.list === undefined ? {} : { listPrice: first.list }),
    from: good.variants.length > 1,
    tags: good.tags.filter((tag) => shelfTags.includes(tag)).map((tag) => tagNames[tag]?.[language] ?? tag),
    saleable: saleable(good, left),
    left
  }
}
