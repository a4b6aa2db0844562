import type { Variant } from "../../catalog/model.ts"
import { type Loading, type Read } from "../../command/index.ts"
import { places } from "../../inventory/model.ts"
import { offersOf, shelves } from "../../inventory/rules/stock.ts"
import type { PromotionEntry } from "../../promotion/commands.ts"
import type { GiftReward } from "../../promotion/reward.ts"
import { giftsOf, withGifts } from "../../promotion/rules/gift.ts"
import type { QuoteInput } from "../../quote/input.ts"
import type { Quote } from "../../quote/model.ts"
import type { Cart } from "../model.ts"

type Free = NonNullable<QuoteInput["accounts"]>

/** The articles that some offer may give along. */
export const giftSkus = (entries: ReadonlyArray<PromotionEntry>): ReadonlyArray<string> => [
  ...new Set(entries.flatMap(({ promotion }) => giftsOf(promotion).map(({ sku }) => sku)))
]

/** How many pieces of each article stand on all shelves together and are nobody's. */
export function* pieces(skus: ReadonlyArray<string>, read: Read): Loading<ReadonlyMap<string, number>> {
  if (skus.length === 0) return new Map()
  const where = (yield* read.every(places, { index: "position" })).map(({ id }) => id)
  const balances = yield* read.balances(skus.flatMap((sku) => shelves(sku, where)))
  return new Map(
    skus.map((sku, index) => {
      const own = balances.slice(index * where.length, (index + 1) * where.length)
      return [sku, offersOf(where, own).reduce((sum, { available }) => sum + available, 0)]
    })
  )
}

/**
 * How many of each article there are to give: those that the cart's own lines leave on the shelves. An article need not be sold
 * by itself, but one that the shop has given up is not given either.
 */
export const giveable = (
  cart: Cart,
  variants: ReadonlyMap<string, Variant>,
  onShelves: ReadonlyMap<string, number>
): ReadonlyMap<string, number> =>
  new Map(
    [...onShelves].map(([sku, count]) => {
      const wanted = cart.lines.reduce((sum, line) => sum + (line.sku === sku ? line.quantity : 0), 0)
      const state = variants.get(sku)?.state
      return [sku, state === undefined || state === "archived" ? 0 : Math.max(0, count - wanted)]
    })
  )

// No account that a shop states has a slash in its name, so this is nobody's.
export const shelfName = (sku: string): string => `shelf/${sku}`

/**
 * What is free of the accounts that gifts are counted on. Where one names its account, there is as much as that has, and not
 * more than stands on the shelves: of several articles on one account the scarcest decides, so nothing is promised in vain.
 */
export const giftsFree = (
  entries: ReadonlyArray<PromotionEntry>,
  stated: Free,
  toGive: ReadonlyMap<string, number>
): Free => {
  const free: Record<string, number> = {}
  for (const [sku, count] of toGive) free[shelfName(sku)] = count
  for (const { promotion } of entries) {
    for (const { sku, stock } of giftsOf(promotion)) {
      if (stock === undefined) continue
      const so = free[stock.account] ?? Number(stated[stock.account] ?? 0)
      free[stock.account] = Math.min(so, toGive.get(sku) ?? 0)
    }
  }
  return free
}

/** The promotion with gifts that are bounded by the shelves where they name no account of their own. */
export const onShelf = (entry: PromotionEntry): PromotionEntry =>
  giftsOf(entry.promotion).some(({ stock }) => stock === undefined)
    ? { ...entry, promotion: withGifts(entry.promotion, shelved) }
    : entry

const shelved = (gift: GiftReward): GiftReward => ({ ...gift, stock: gift.stock ?? { account: shelfName(gift.sku) } })

/** Pieces of a gift are held on its shelf like other goods, so the quote claims them nowhere else. */
export const withoutShelves = (quote: Quote): Quote => {
  const claims = quote.claims.filter(({ account }) => !account.startsWith("shelf/"))
  return claims.length === quote.claims.length ? quote : { ...quote, claims }
}
