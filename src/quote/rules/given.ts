import type { Quote } from "../model.ts"
import type { Lapsed, PartialGrant, QuotedGift, QuotedLater } from "../quote.ts"
import type { Words } from "./words.ts"

/** What an offer gives beside a lower price: goods along with it, or what comes later. */
export type Given = QuotedGift<bigint> | QuotedLater<bigint>

/** What each promotion gives beside a lower price, by its id. */
export const givenBy = ({ gifts, after }: Quote): ReadonlyMap<string, ReadonlyArray<Given>> =>
  Map.groupBy<string, Given>([...gifts, ...after], ({ promotion }) => promotion)

/** Whether the same is given. */
export const sameGiven = (left: ReadonlyArray<Given>, right: ReadonlyArray<Given>): boolean =>
  left.length === right.length &&
  left.every((one, index) => kindOf(one) === kindOf(right[index]!) && sizeOf(one) === sizeOf(right[index]!))

const kindOf = (one: Given): string =>
  "sku" in one ? `gift ${one.sku}` : one.kind === "coupon" ? `coupon ${one.template}` : one.kind

const sizeOf = (one: Given): bigint =>
  "quantity" in one ? one.quantity : one.kind === "cashback" ? one.amount : one.points

/** What is given, as in ``1 `cup` free, worth ¥20.00, ¥4.50 cash back``. */
export const givenText = (words: Words, given: ReadonlyArray<Given>): string =>
  given
    .map((one) => ("sku" in one ? giftText(words, one) : laterText(words, one)))
    .join(words.language === "zh" ? "、" : ", ")

const giftText = ({ language, money }: Words, { sku, quantity, value, short = 0n }: QuotedGift<bigint>): string => {
  const zh = language === "zh"
  const free = zh ? `赠 \`${sku}\` ${quantity} 件` : `${quantity} \`${sku}\` free`
  const worth = value === 0n ? "" : zh ? `（价值 ${money(value)}）` : ` (worth ${money(value)})`
  const missing = zh ? `${short} 件 \`${sku}\` 赠品缺货` : `${short} \`${sku}\` out of stock`
  const parts = [...(quantity === 0n ? [] : [free + worth]), ...(short === 0n ? [] : [missing])]
  return parts.join(zh ? "，" : ", ")
}

const laterText = ({ language, money }: Words, one: QuotedLater<bigint>): string => {
  const zh = language === "zh"
  switch (one.kind) {
    case "cashback":
      return zh ? `返现 ${money(one.amount)}` : `${money(one.amount)} cash back`
    case "points":
      return zh ? `送 ${one.points} 积分` : `${one.points} point${one.points === 1n ? "" : "s"}`
    case "coupon":
      return zh ? `送 ${one.quantity} 张优惠券` : `${one.quantity} coupon${one.quantity === 1n ? "" : "s"}`
  }
}

/** A promotion that was cut to what its budget had left. */
export const partialText = ({ language, money }: Words, { wanted, granted }: PartialGrant<bigint>): string =>
  language === "zh"
    ? `预算只剩 ${money(granted)}，不足 ${money(wanted)}`
    : `${money(granted)} in place of ${money(wanted)}, which is all that its budget has left`

/** An add-on that stays at its normal price. */
export const lapsedText = ({ language }: Words, { line, confirm }: Lapsed): string =>
  language === "zh"
    ? `换购不成立，\`${line}\` 按正常价格${confirm ? "，请确认" : ""}`
    : `does not apply, so \`${line}\` is at its normal price${confirm ? ", to be confirmed" : ""}`
