import * as Result from "effect/Result"
import type { NotForSale } from "../../cart/errors.ts"
import type { Cart } from "../../cart/model.ts"
import type { Variant } from "../../catalog/model.ts"
import type { Moment } from "../../command/index.ts"
import type { StockShort } from "../../inventory/errors.ts"
import type { Place } from "../../inventory/model.ts"
import { allocateStock, lessPicked, offersOf, type Pick as Picked } from "../../inventory/rules/stock.ts"
import type { Balance } from "../../ledger/model.ts"
import type { Quote } from "../../quote/model.ts"
import type { OrderLine } from "../model.ts"

/** Pieces of one article that an order is to have. */
export interface Wanted {
  readonly id: string
  readonly sku: string
  readonly quantity: number
  readonly giftOf?: string
}

/** What is to be held: the lines of the cart, and what is given along, each promotion's on a line of its own. */
export const wanted = (
  { lines }: Pick<Cart, "lines">,
  { gifts }: Pick<Quote, "gifts">,
  { id }: Pick<Moment, "id">
): ReadonlyArray<Wanted> => [
  ...lines,
  ...gifts.flatMap(({ promotion, sku, quantity }) =>
    quantity > 0n ? [{ id: id("line"), sku, quantity: Number(quantity), giftOf: promotion }] : []
  )
]

/** Whether any of it needs a parcel, what is given along included. */
export const travels = (
  { lines }: Pick<Cart, "lines">,
  { gifts }: Pick<Quote, "gifts">,
  variants: ReadonlyMap<string, Pick<Variant, "kind">>
): boolean => {
  const given = gifts.filter(({ quantity }) => quantity > 0n)
  return [...lines, ...given].some(({ sku }) => isSent({ kind: variants.get(sku)?.kind ?? "virtual" }))
}

/** Whether goods need a parcel: virtual ones do not. */
export const isSent = ({ kind }: Pick<OrderLine, "kind">): boolean => kind !== "virtual"

/** What goods are taken from. */
export interface Goods {
  readonly cart: Pick<Cart, "currency">
  readonly variants: ReadonlyMap<string, Variant>
  readonly places: ReadonlyArray<Pick<Place, "id">>
  /** By sku: what each place can give. */
  readonly stock: ReadonlyMap<string, ReadonlyArray<Balance>>
}

/**
 * The lines of an order, with the places that each is taken from.
 *
 * @returns the lines, or the first that is `NotForSale` or `StockShort`
 */
export const allocated = (
  wishes: ReadonlyArray<Wanted>,
  goods: Goods
): Result.Result<ReadonlyArray<OrderLine>, NotForSale | StockShort> => {
  const where = goods.places.map(({ id }) => id)
  // Lines of one sku share what stands on its shelves: what one takes the next cannot.
  const left = new Map([...goods.stock].map(([sku, balances]) => [sku, offersOf(where, balances)]))
  const lines: Array<OrderLine> = []
  for (const one of wishes) {
    const { sku, quantity, giftOf } = one
    const variant = goods.variants.get(sku)
    // A gift need not be sold by itself.
    const sold = giftOf === undefined ? variant?.state === "active" : variant?.state !== "archived"
    if (variant === undefined || !sold) return Result.fail({ _tag: "NotForSale", sku })
    const offers = left.get(sku) ?? []
    const picks = allocateStock(sku, quantity, offers)
    if (Result.isFailure(picks)) return Result.fail(picks.failure)
    left.set(sku, lessPicked(offers, picks.success))
    lines.push(lineOf(one, variant, picks.success, goods.cart.currency))
  }
  return Result.succeed(lines)
}

const lineOf = (
  { id, quantity, giftOf }: Wanted,
  variant: Variant,
  places: ReadonlyArray<Picked>,
  currency: string
): OrderLine => ({
  id,
  sku: variant.sku,
  merchant: variant.merchant,
  name: variant.name,
  kind: variant.kind,
  weightGrams: variant.weightGrams,
  quantity,
  places,
  refunded: { quantity: 0, amount: { amount: 0n, currency } },
  ...(giftOf === undefined ? {} : { giftOf })
})
