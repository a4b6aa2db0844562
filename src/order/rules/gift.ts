import type { GiftEarned } from "../../quote/rules/returns.ts"
import type { Order, OrderLine } from "../model.ts"

/** What the rule of gifts needs of a line. */
export type GiftLine = Pick<OrderLine, "id" | "sku" | "merchant" | "quantity" | "giftOf" | "withheld"> & {
  readonly refunded: Pick<OrderLine["refunded"], "quantity">
}

/** What it needs of an order. */
export interface Giving<Line extends GiftLine> {
  readonly quote: Pick<Order["quote"], "currency" | "gifts">
  readonly lines: ReadonlyArray<Line>
}

/** The goods that a gift came with: those of the promotion's merchant, or of the order. */
const earnersOf = (order: Giving<GiftLine>, { giftOf }: GiftLine): ReadonlyArray<GiftLine> => {
  const merchant = order.quote.gifts.find(({ promotion }) => promotion === giftOf)?.merchant
  return order.lines.filter(
    (line) => line.giftOf === undefined && (merchant === undefined || line.merchant === merchant)
  )
}

const worthOf = (order: Giving<GiftLine>, { giftOf, sku }: GiftLine): bigint => {
  const gift = order.quote.gifts.find((one) => one.promotion === giftOf && one.sku === sku)
  return gift === undefined || gift.quantity === 0n ? 0n : gift.value / gift.quantity
}

/** The gifts of an order as its returns know them: by line, at their list value, with the goods that earned them. */
export const giftsEarned = (order: Giving<GiftLine>): ReadonlyArray<GiftEarned> =>
  order.lines.flatMap((line) => {
    const lines = earnersOf(order, line).map(({ id }) => id)
    if (line.giftOf === undefined || lines.length === 0) return []
    return [{ id: line.id, quantity: line.quantity, worth: worthOf(order, line), lines }]
  })

/**
 * The lines with what is held back told by gift: first come those that stand first.
 *
 * @param order with all that has come back counted as refunded
 * @param kept by line, how many pieces stay with the buyer
 * @param held what is held back in all, minor units
 */
export const withheldBy = <Line extends GiftLine>(
  order: Giving<Line>,
  kept: ReadonlyMap<string, number>,
  held: bigint
): ReadonlyArray<Line> => {
  let rest = held
  return order.lines.map((line): Line => {
    if (line.giftOf === undefined) return line
    const back = earnersOf(order, line).every(({ quantity, refunded }) => refunded.quantity === quantity)
    const due = back ? worthOf(order, line) * BigInt(kept.get(line.id) ?? 0) : 0n
    const amount = due < rest ? due : rest
    rest -= amount
    if (amount === 0n && line.withheld === undefined) return line
    return { ...line, withheld: { amount, currency: order.quote.currency } }
  })
}
