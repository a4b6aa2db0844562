/** Goods that are paid in two parts: a deposit now, and the tail in its window. */
import * as Result from "effect/Result"
import { amountFrom, amountText } from "pannier/money"
import type { Promotion } from "pannier/promotion"
import type { Amount, PresaleView } from "../../look/index.ts"
import type { Good, GoodVariant } from "../goods.ts"
import { tailWindow } from "../offers.ts"
import { concerning } from "../promotions.ts"
import { type QuoteWire, yuan } from "./priced.ts"

const hour = 3_600_000

const windowAt = (now: number, stated: { readonly from?: number; readonly until?: number } | undefined) => {
  const from = stated?.from ?? now + tailWindow.opensAfter * hour
  return { from, until: stated?.until ?? from + tailWindow.lasts * hour }
}

const minor = ({ amount, currency }: Amount): bigint => Result.getOrElse(amountFrom(amount, currency), () => 0n)

/** What a piece costs on deposit, before any other offer, if it were ordered now; absent where nothing takes a deposit. */
export const presaleOf = (
  good: Good,
  variant: GoodVariant | undefined,
  promotions: ReadonlyArray<Promotion>,
  now: number
): PresaleView | undefined => {
  const offer = concerning(good, promotions, now)
    .map((promotion) => promotion.offer)
    .find((one) => one.kind === "deposit")
  if (offer === undefined || variant === undefined) return undefined
  const [deposit, worth] = [yuan(offer.pay), yuan(offer.counts)]
  const [price, paid] = [minor(variant.price), minor(deposit)]
  const less = price - (minor(worth) - paid)
  const total = less > paid ? less : paid
  const text = (amount: bigint): Amount => yuan(amountText(amount, variant.price.currency))
  return { deposit, worth, total: text(total), tail: text(total - paid), ...windowAt(now, offer.tail) }
}

/** What of a quote is paid now, and what at the tail; absent where all of it is due at once. */
export const partsOf = ({ deposit, grand, due }: QuoteWire, now: number): PresaleView | undefined =>
  deposit === undefined || /^[0.]*$/.test(deposit.tail)
    ? undefined
    : {
        deposit: yuan(deposit.now),
        total: yuan(due ?? grand),
        tail: yuan(deposit.tail),
        ...windowAt(now, {
          ...(deposit.from === undefined ? {} : { from: Number(deposit.from) }),
          ...(deposit.until === undefined ? {} : { until: Number(deposit.until) })
        })
      }
