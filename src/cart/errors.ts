import * as Schema from "effect/Schema"
import { refusal } from "../kernel/refusal.ts"

/** The cart is ordered already: it cannot change, and cannot be ordered again. */
export const CartClosed = refusal(
  "CartClosed",
  { cart: Schema.String },
  { status: 409, zh: () => "购物车已下单", en: () => "the cart has been ordered" }
)
export type CartClosed = typeof CartClosed.Type

/** There is nothing in the cart to price or to order. */
export const CartEmpty = refusal(
  "CartEmpty",
  { cart: Schema.String },
  { status: 422, zh: () => "购物车是空的", en: () => "the cart is empty" }
)
export type CartEmpty = typeof CartEmpty.Type

/** A cart takes so many lines, and a line so many pieces, and no more. */
export const CartFull = refusal(
  "CartFull",
  { of: Schema.Literals(["lines", "pieces", "codes"]), limit: Schema.Int },
  {
    status: 422,
    zh: ({ limit }) => `购物车已达上限 ${limit}`,
    en: ({ of, limit }) => `a cart takes at most ${limit} ${of}`
  }
)
export type CartFull = typeof CartFull.Type

/** The cart has no line with this id. */
export const LineUnknown = refusal(
  "LineUnknown",
  { line: Schema.String },
  { status: 404, zh: ({ line }) => `购物车中没有 \`${line}\``, en: ({ line }) => `the cart has no line \`${line}\`` }
)
export type LineUnknown = typeof LineUnknown.Type

/** The article is not sold now, or there is none of this name. */
export const NotForSale = refusal(
  "NotForSale",
  { sku: Schema.String },
  { status: 409, zh: ({ sku }) => `\`${sku}\` 暂不出售`, en: ({ sku }) => `\`${sku}\` is not for sale now` }
)
export type NotForSale = typeof NotForSale.Type
