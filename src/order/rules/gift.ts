import type { Order, OrderLine } from "../model.ts"

/** What the rule of gifts needs of a line. */
export type GiftLine = Pick<OrderLine, "id" | "sku" | "merchant" | "quantity" | "giftOf" | "withheld"> & {
  readonly refunded: Pick<OrderLine["refunded"], "quantity">
}

/** What it needs of an order. */
export interface Giving<Line extends GiftLine> extends Pick<Order, "giftReturn"> {
  readonly quote: Pick<Order["quote"], "currency" | "gifts">
  readonly lines: ReadonlyArray<Line>
}

/** What a refund comes to once the value of gifts that stay with the buyer is held back; minor units. */
export interface Withheld<Line extends GiftLine> {
  readonly lines: ReadonlyArray<Line>
  readonly refund: bigint
}

/** Whether all goods have come back that a gift came with: those of the promotion's merchant, or of the order. */
const goodsAreBack = (order: Giving<GiftLine>, { giftOf }: GiftLine): boolean => {
  const merchant = order.quote.gifts.find(({ promotion }) => promotion === giftOf)?.merchant
  const goods = order.lines.filter(
    (line) => line.giftOf === undefined && (merchant === undefined || line.merchant === merchant)
  )
  return goods.length > 0 && goods.every(({ quantity, refunded }) => refunded.quantity === quantity)
}

const valueOf = (order: Giving<GiftLine>, { giftOf, sku }: GiftLine, pieces: number): bigint => {
  const gift = order.quote.gifts.find((one) => one.promotion === giftOf && one.sku === sku)
  return gift === undefined || gift.quantity === 0n ? 0n : (gift.value * BigInt(pieces)) / gift.quantity
}

/**
 * A gift comes back with the last of the goods that it came with. As long as it does not, its list value is held back from
 * what goes back; when it does, that is paid out.
 *
 * Law: no refund falls below zero; what is withheld in the end is the list value of the gifts that stay, or all that was
 * refunded with the last goods if that is less; with every gift back it is nothing.
 *
 * @param order with the pieces of this return counted as refunded
 * @param kept by line, how many pieces stay with the buyer
 * @param worth what goes back for the goods of this return, minor units
 */
export const withholdGifts = <Line extends GiftLine>(
  order: Giving<Line>,
  kept: ReadonlyMap<string, number>,
  worth: bigint
): Withheld<Line> => {
  if (order.giftReturn === "keep") return { lines: order.lines, refund: worth }
  const due = new Map(
    order.lines.flatMap((line): ReadonlyArray<readonly [string, bigint]> => {
      if (line.giftOf === undefined) return []
      return [[line.id, goodsAreBack(order, line) ? valueOf(order, line, kept.get(line.id) ?? 0) : 0n]]
    })
  )
  const before = ({ withheld }: GiftLine): bigint => withheld?.amount ?? 0n
  let refund = worth
  for (const line of order.lines) {
    const target = due.get(line.id)
    if (target !== undefined && target < before(line)) refund += before(line) - target
  }
  const lines = order.lines.map((line): Line => {
    const target = due.get(line.id)
    if (target === undefined || target === before(line)) return line
    const more = target - before(line)
    const held = more > refund ? refund : more
    if (more > 0n) refund -= held
    return { ...line, withheld: { amount: before(line) + held, currency: order.quote.currency } }
  })
  return { lines, refund }
}
