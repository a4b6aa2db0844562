/** What was ordered, as carts that rules can be tried on. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { system } from "pannier/command"
import { amountFrom } from "pannier/money"
import { PriceEntry } from "pannier/pricing"
import { type Laboratory, priceBook } from "pannier/quote"
import type { Commands, Face, Shop } from "pannier/shop"
import type { Goods } from "../goods.ts"
import { factsOfGood } from "../promotions.ts"

export type Order = Awaited<ReturnType<Face<Commands>["order"]["get"]>>

/** At most so many orders are looked at. */
const mostOrders = 500

const states = ["placed", "paid", "partlyShipped", "shipped", "received"] as const

/** The latest orders that were not cancelled. */
export const recordedOrders = async (as: Face<Commands>): Promise<ReadonlyArray<Order>> => {
  const found: Array<Order> = []
  for (const state of states) {
    let after: string | undefined
    do {
      const page = await as.order.list({ state, ...(after === undefined ? {} : { after }) })
      found.push(...page.items)
      after = page.next
    } while (after !== undefined && found.length < mostOrders)
  }
  return found.toSorted((a, b) => b.placedAt - a.placedAt).slice(0, mostOrders)
}

/**
 * An order as the cart it was: its goods at the prices that were selected, before any offer. `gifts` are skus that offers may
 * give along, at their price of today.
 */
export const cartOfOrder = (
  order: Order,
  goods: Goods,
  gifts: ReadonlyArray<string>
): ReadonlyArray<Laboratory.RecordedCart> => {
  const { currency } = order.total
  const minor = (text: string): bigint => Result.getOrElse(amountFrom(text, currency), () => 0n)
  const lines = order.lines.flatMap(({ id, sku, quantity }) => {
    const found = goods.ofSku(sku)
    if (found === undefined) return []
    const { merchant, tax } = found.good
    return [{ id, sku, quantity, merchant, tax, facts: factsOfGood(found.good, sku) }]
  })
  const entries = lines.flatMap(({ id, sku, quantity }): ReadonlyArray<PriceEntry> => {
    const quoted = order.quote.lines.find((line) => line.id === id)
    const [unit] = quoted?.units ?? []
    if (quoted === undefined || unit === undefined) return []
    const list = quoted.list === undefined ? {} : { list: minor(quoted.list) / BigInt(quantity) }
    return [{ id: `${id}-${quoted.price}`, sku, currency, amount: minor(unit.price), ...list }]
  })
  const given = gifts.flatMap((sku): ReadonlyArray<PriceEntry> => {
    const found = lines.some((line) => line.sku === sku) ? undefined : goods.ofSku(sku)
    return found === undefined ? [] : [{ id: `${sku}-gift`, sku, currency, amount: minor(found.variant.price.amount) }]
  })
  const book = priceBook([...entries, ...given])
  if (Result.isFailure(book) || entries.length < lines.length || lines.length === 0) return []
  return [
    {
      id: order.id,
      input: {
        currency,
        at: order.placedAt,
        lines,
        prices: book.success,
        charges: order.quote.charges.map(({ id, before }) => ({ id, amount: minor(before) })),
        context: { customer: order.customer, facts: { paymentMethod: ["sandbox"], delivery: [order.delivery] } },
        codes: order.quote.codes.map(({ code }) => code)
      }
    }
  ]
}

/** Skus whose prices are read at a time, and units that no trial asks for more of. */
const together = 200
const enough = 1_000_000

const decode = Schema.decodeUnknownSync(PriceEntry)

/** What the shop has stated of prices: all of them, with what locks them and what bounds their units. */
const statedPrices = async (shop: Shop, skus: ReadonlyArray<string>) => {
  const parts = Array.from({ length: Math.ceil(skus.length / together) }, (_, part) =>
    skus.slice(part * together, (part + 1) * together)
  )
  const sheets = await Promise.all(parts.map((part) => shop.as(system).pricing.sheets({ skus: part })))
  return sheets.flat()
}

/**
 * What carts are drawn from: every article once, at the prices that the shop has stated, some with the codes of the offers entered.
 * What bounds the units of a price never runs out.
 */
export const catalogOfShop = async (
  shop: Shop,
  goods: Goods,
  at: number,
  codes: ReadonlyArray<string>
): Promise<Laboratory.SampleCatalog | undefined> => {
  const articles = goods.all.flatMap((good) => good.variants.map((variant) => ({ good, variant })))
  const sheets = await statedPrices(
    shop,
    articles.map(({ variant }) => variant.sku)
  )
  const book = priceBook(sheets.flatMap(({ entries }) => entries.map((entry) => decode(entry))))
  const accounts = sheets.flatMap(({ limits = [] }) => limits.map(({ account }) => [account, enough] as const))
  if (Result.isFailure(book)) return undefined
  return {
    currency: "CNY",
    at,
    prices: book.success,
    accounts: Object.fromEntries(accounts),
    goods: articles.map(({ good, variant: { sku } }) => ({
      sku,
      merchant: good.merchant,
      tax: good.tax,
      facts: factsOfGood(good, sku),
      demand: 1
    })),
    contexts: [
      { facts: { paymentMethod: ["sandbox"], delivery: ["standard"] } },
      { facts: { delivery: ["standard"] } }
    ],
    charges: [[{ id: "standard", amount: 1000n, method: "standard" }]],
    codes: [[], [], [], codes.slice(0, 100)]
  }
}
