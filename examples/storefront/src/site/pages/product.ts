import * as Result from "effect/Result"
import { system } from "pannier/command"
import { amountFrom, amountText } from "pannier/money"
import { unitPrice } from "pannier/pricing"
import { productPage, type ProductView, type VariantView } from "../../look/index.ts"
import { attributeNames, materials, merchants, origins, seasons } from "../../seed/index.ts"
import type { Language } from "../../text/index.ts"
import { offersOn, promotionsInForce } from "../promotions.ts"
import type { Route } from "../route.ts"
import { cardOf, type Good, type GoodVariant, type Goods, perBuyer, saleable } from "../goods.ts"
import type { Visit } from "../visit.ts"
import { above } from "./listing.ts"
import { usual } from "./choice.ts"
import { presaleOf } from "./presale.ts"
import { provinceName } from "./regions.ts"

const day = 86_400_000

export const product: Route = (visit, { id = "" }) => productAt(visit, id, visit.c.req.query("sku"))

/** The page of an article, with why its form was refused if it was. */
export const productAt = async (
  visit: Visit,
  id: string,
  sku: string | undefined,
  problem?: string,
  quantity = 1
): Promise<Response> => {
  const { house, language } = visit
  // A refused form is shown at an address that only takes forms; the switch of language leads to the article.
  const frame = await visit.frame(problem === undefined ? {} : { path: `/product/${encodeURIComponent(id)}` })
  const good = house.goods.get(id)
  const section = good === undefined ? undefined : house.goods.section(good.category)
  if (good === undefined || section === undefined) return visit.c.notFound()
  const chosen =
    good.variants.find((one) => one.sku === sku) ?? good.variants.find(({ left }) => left > 0) ?? good.variants[0]
  // What is left is asked now, not when the shelves were last looked at.
  const stock = await Promise.all(good.variants.map((one) => house.shop.as(system).inventory.stock({ sku: one.sku })))
  const merchant = merchants.find((one) => one.id === good.merchant)
  const edition = Number(good.attributes["edition"]?.[0] ?? 0)
  const shipsFrom = good.attributes["shipsFrom"]?.[0]
  const grams = good.attributes["stepGrams"]?.[0]
  const now = Date.now()
  const promotions = await promotionsInForce(house.shop)
  const presale = presaleOf(good, chosen, promotions, now)
  const view: ProductView = {
    id,
    name: good.name[language],
    description: good.description[language],
    picture: good.picture,
    crumbs: [...above(house.goods, section), section].map((one) => ({ id: one.id, name: one.name[language] })),
    tags: cardOf(good, language).tags,
    merchant: { name: merchant?.name[language] ?? good.merchant, story: merchant?.story[language] ?? "" },
    variants: good.variants.map((variant, index): VariantView => {
      const left = stock[index]?.available ?? 0
      const places =
        stock[index]?.places.filter(({ available }) => available > 0).map(({ place }) => place.name[language]) ?? []
      return {
        sku: variant.sku,
        label: variant.label[language],
        price: variant.price,
        ...(variant.list === undefined ? {} : { listPrice: variant.list }),
        stock: { saleable: saleable(good, left), left, ...(good.kind === "virtual" ? {} : { places }) },
        chosen: variant.sku === chosen?.sku
      }
    }),
    reasons: reasonsOf(chosen, language),
    facts: factsOf(good, language),
    kind: good.kind === "crossBorder" ? "crossborder" : good.kind,
    offers: offersOn(good, promotions, language, now),
    bundle: bundleOf(house.goods, good, language),
    related: house.goods
      .under(section.path)
      .filter((other) => other.id !== id)
      .slice(0, 4)
      .map((other) => cardOf(other, language)),
    quantity,
    ...(good.kind === "virtual" || shipsFrom !== undefined || chosen === undefined
      ? {}
      : await promiseOf(visit, chosen, now)),
    ...(shipsFrom === undefined ? {} : { shipsFrom }),
    ...(presale === undefined ? {} : { presale }),
    ...(edition > 0 ? { limited: { edition, perBuyer: perBuyer(good) ?? edition } } : {}),
    ...(grams === undefined ? {} : { stepGrams: Number(grams) }),
    ...(problem === undefined ? {} : { problem })
  }
  return visit.show(productPage(view, frame), problem === undefined ? 200 : 409)
}

/** When a piece that is ordered now arrives, where the cart is to go or most do; absent where nothing goes there. */
const promiseOf = async (
  { as, cart: id, language }: Visit,
  { weightGrams, price }: GoodVariant,
  now: number
): Promise<Pick<ProductView, "promise">> => {
  const found = id === undefined ? undefined : await as.cart.get.result({ cart: id })
  const { option: wanted, region } =
    (found?._tag === "Success" ? found.success.cart.delivery : undefined) ?? usual.delivery
  const { choices: ways } = await as.delivery.choices({ region, weightGrams, currency: price.currency })
  const way = (ways.find(({ option }) => option.id === wanted) ?? ways[0])?.option
  if (way === undefined) return {}
  const { from, until } = way.days
  return { promise: { to: provinceName(region, language), from: now + from * day, until: now + until * day } }
}

const reasonsOf = (variant: GoodVariant | undefined, language: Language): ProductView["reasons"] => {
  if (variant === undefined) return []
  const { list, lowest } = variant
  const zh = language === "zh"
  return [
    ...(list === undefined ? [] : [{ label: zh ? "原价" : "List price", amount: list }]),
    ...(lowest === undefined
      ? []
      : [{ label: zh ? "降价前 30 天最低价" : "Lowest in the 30 days before", amount: lowest }]),
    ...unitPrices(variant, language)
  ]
}

/** What tea costs for 50 g and for a 斤, whatever the size of its tin. */
const unitPrices = ({ price, grams }: GoodVariant, language: Language): ProductView["reasons"] => {
  if (grams === undefined) return []
  const names = {
    g: { zh: "每 50 克", en: "For 50 g" },
    jin: { zh: "每斤（500 克）", en: "For a jin (500 g)" }
  } as const
  return (
    [
      { amount: "50", unit: "g" },
      { amount: "1", unit: "jin" }
    ] as const
  ).flatMap((per) => {
    const found = Result.flatMap(amountFrom(price.amount, price.currency), (minor) =>
      unitPrice(minor, { amount: String(grams), unit: "g" }, per)
    )
    if (Result.isFailure(found)) return []
    const { amount } = found.success
    return [{ label: names[per.unit][language], amount: { ...price, amount: amountText(amount, price.currency) } }]
  })
}

const factsOf = (good: Good, language: Language): ProductView["facts"] => {
  const known = {
    origin: (value: string) => origins[value]?.[language] ?? value,
    season: (value: string) => seasons[value]?.[language] ?? value,
    material: (value: string) => materials[value]?.[language] ?? value,
    capacityMl: (value: string) => `${value} ml`,
    pages: (value: string) => value,
    year: (value: string) => value
  }
  return Object.entries(known).flatMap(([key, said]) => {
    const values = good.attributes[key]
    const name = Object.hasOwn(attributeNames, key) ? attributeNames[key as keyof typeof attributeNames] : undefined
    return values === undefined || name === undefined
      ? []
      : [{ name: name[language], value: values.map(said).join(language === "zh" ? "、" : ", ") }]
  })
}

const bundleOf = (goods: Goods, good: Good, language: Language): ProductView["bundle"] =>
  (good.attributes["bundle"] ?? []).flatMap((part) => {
    const [quantity = "1", sku = ""] = part.split(" ")
    const found = goods.ofSku(sku)
    if (found === undefined) return []
    const { good: inside, variant } = found
    const option = variant.label[language]
    return [
      {
        id: inside.id,
        name: inside.name[language],
        picture: inside.picture,
        quantity: Number(quantity),
        ...(option === "" ? {} : { option })
      }
    ]
  })
