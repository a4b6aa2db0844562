import * as Schema from "effect/Schema"
import { Instant } from "../kernel/id.ts"
import { refusal } from "../kernel/refusal.ts"
import { Money } from "../money/model.ts"

export { QuoteExpired, QuoteInvalid } from "../quote/errors.ts"

/** The quote was made for another cart, customer or content than is to be ordered now. */
export const PriceChanged = refusal(
  "PriceChanged",
  { quote: Schema.String },
  {
    status: 409,
    zh: () => "购物车在报价之后有变动，请重新确认价格",
    en: () => "the cart has changed since it was quoted"
  }
)
export type PriceChanged = typeof PriceChanged.Type

/** Something of the order is to travel, and the buyer has not said where to, or, of a shop that delivers, has not chosen how. */
export const StepIncomplete = refusal(
  "StepIncomplete",
  { step: Schema.Literals(["address", "delivery"]) },
  {
    status: 409,
    zh: ({ step }) => (step === "address" ? "请先填写收货地址" : "请先选择配送方式"),
    en: ({ step }) => (step === "address" ? "say where it goes first" : "choose how it is to be delivered first")
  }
)
export type StepIncomplete = typeof StepIncomplete.Type

/** The address is in another region than the freight was quoted for. */
export const DeliveryMismatch = refusal(
  "DeliveryMismatch",
  { quoted: Schema.String, wanted: Schema.String },
  {
    status: 409,
    zh: ({ quoted, wanted }) => `运费按 \`${quoted}\` 报价，收货地址却在 \`${wanted}\``,
    en: ({ quoted, wanted }) => `freight was quoted to \`${quoted}\`, the address is in \`${wanted}\``
  }
)
export type DeliveryMismatch = typeof DeliveryMismatch.Type

/** Add-ons are at their normal price, since their promotion no longer applies, and the buyer has not agreed to that. */
export const AddOnLapsed = refusal(
  "AddOnLapsed",
  { lines: Schema.Array(Schema.String) },
  {
    status: 409,
    zh: ({ lines }) => `有 ${lines.length} 种换购商品不再满足换购条件，将按原价结算，请确认`,
    en: ({ lines }) => `add-ons at their normal price now, which is to be confirmed: ${lines.length}`
  }
)
export type AddOnLapsed = typeof AddOnLapsed.Type

/** A use or a budget that the quote relied on has been used up since. */
export const CouponExhausted = refusal(
  "CouponExhausted",
  { account: Schema.String, promotion: Schema.String },
  {
    status: 409,
    zh: ({ promotion }) => `优惠 \`${promotion}\` 已被领完`,
    en: ({ promotion }) => `\`${promotion}\` has been used up`
  }
)
export type CouponExhausted = typeof CouponExhausted.Type

/**
 * A buyer has as much waiting to be paid as the shop allows, which the section `order.unpaid` of its settings states: `orders`, or the
 * `pieces` that they hold.
 */
export const UnpaidLimit = refusal(
  "UnpaidLimit",
  { counted: Schema.Literals(["orders", "pieces"]), limit: Schema.Int, waiting: Schema.Int, wanted: Schema.Int },
  {
    status: 409,
    zh: ({ counted, limit, waiting, wanted }) =>
      counted === "orders"
        ? `已有 ${waiting} 笔订单待付款，最多 ${limit} 笔，请先付款或取消`
        : `待付款的订单最多保留 ${limit} 件商品，已保留 ${waiting} 件，本单还有 ${wanted} 件`,
    en: ({ counted, limit, waiting, wanted }) =>
      counted === "orders"
        ? `orders that wait to be paid: ${waiting}, of at most ${limit}; pay or cancel one first`
        : `pieces held by orders that wait to be paid: ${waiting}, and ${wanted} by this one, of at most ${limit}`
  }
)
export type UnpaidLimit = typeof UnpaidLimit.Type

/** The price was quoted for another means of payment than the gateway offers. */
export const PaymentMethodMismatch = refusal(
  "PaymentMethodMismatch",
  { quoted: Schema.String, gateway: Schema.String },
  {
    status: 409,
    zh: ({ quoted, gateway }) => `价格按 \`${quoted}\` 支付报出，\`${gateway}\` 不提供该支付方式`,
    en: ({ quoted, gateway }) => `the price is for paying by \`${quoted}\`, which \`${gateway}\` does not offer`
  }
)
export type PaymentMethodMismatch = typeof PaymentMethodMismatch.Type

/** The shop has no gateway of this name. */
export const GatewayUnknown = refusal(
  "GatewayUnknown",
  { gateway: Schema.String },
  {
    status: 422,
    zh: ({ gateway }) => `没有支付方式 \`${gateway}\``,
    en: ({ gateway }) => `no gateway \`${gateway}\``
  }
)
export type GatewayUnknown = typeof GatewayUnknown.Type

/** Something is due, and no gateway was named to pay it through. */
export const GatewayMissing = refusal(
  "GatewayMissing",
  { due: Money },
  { status: 422, zh: () => "还有应付金额，请选择支付方式", en: () => "something is due: name a gateway to pay through" }
)
export type GatewayMissing = typeof GatewayMissing.Type

/** The tail of a presale cannot be paid yet. `from` is the first instant at which it can, milliseconds. */
export const TailNotOpen = refusal(
  "TailNotOpen",
  { from: Instant },
  { status: 409, zh: () => "尾款支付尚未开始", en: () => "the tail cannot be paid yet" }
)
export type TailNotOpen = typeof TailNotOpen.Type

/** The tail of a presale can no longer be paid. `until` is the first instant at which it cannot, milliseconds. */
export const TailOver = refusal(
  "TailOver",
  { until: Instant },
  { status: 409, zh: () => "尾款支付已截止", en: () => "the time to pay the tail is over" }
)
export type TailOver = typeof TailOver.Type

/** Goods on presale are ordered alone, and so many other pieces are in the cart. */
export const PresaleAlone = refusal(
  "PresaleAlone",
  { beside: Schema.Int },
  {
    status: 409,
    zh: ({ beside }) => `预售商品须单独下单，购物车中还有 ${beside} 件其他商品`,
    en: ({ beside }) => `goods on presale are ordered alone; other pieces in the cart: ${beside}`
  }
)
export type PresaleAlone = typeof PresaleAlone.Type

/** The order was placed when the shop did not protect its prices. */
export const PriceNotProtected = refusal(
  "PriceNotProtected",
  { order: Schema.String },
  { status: 409, zh: () => "此订单不享受价格保护", en: () => "the prices of this order are not protected" }
)
export type PriceNotProtected = typeof PriceNotProtected.Type

/** Nothing has been paid for the order, or it was cancelled. */
export const OrderNotPaid = refusal(
  "OrderNotPaid",
  { order: Schema.String, state: Schema.String },
  { status: 409, zh: () => "订单尚未付款或已取消", en: () => "the order is not paid, or was cancelled" }
)
export type OrderNotPaid = typeof OrderNotPaid.Type

/** All goods of the order have come back. */
export const NothingKept = refusal(
  "NothingKept",
  { order: Schema.String },
  { status: 409, zh: () => "订单中的商品已全部退回", en: () => "all goods of the order have come back" }
)
export type NothingKept = typeof NothingKept.Type

/** The goods are cheaper only by an offer or a limited price that does not count for the order's protection. */
export const DropByOffer = refusal(
  "DropByOffer",
  { until: Instant },
  {
    status: 409,
    zh: () => "降价来自优惠活动或限量价格，不在价格保护范围内",
    en: () => "the goods are cheaper only by an offer or a limited price, which the protection does not count"
  }
)
export type DropByOffer = typeof DropByOffer.Type

/** The order has no line with this id. */
export const LineUnknown = refusal(
  "LineUnknown",
  { line: Schema.String },
  { status: 404, zh: ({ line }) => `订单中没有 \`${line}\``, en: ({ line }) => `the order has no line \`${line}\`` }
)
export type LineUnknown = typeof LineUnknown.Type

/** More pieces were to be shipped than are paid and not shipped yet. */
export const ShipExceedsPaid = refusal(
  "ShipExceedsPaid",
  { line: Schema.String, wanted: Schema.Int, available: Schema.Int },
  {
    status: 409,
    zh: ({ line, available }) => `\`${line}\` 只能再发 ${available} 件`,
    en: ({ line, available }) => `\`${line}\` has ${available} left to ship`
  }
)
export type ShipExceedsPaid = typeof ShipExceedsPaid.Type

/** Virtual goods were to be put in a parcel. */
export const NothingTravels = refusal(
  "NothingTravels",
  { line: Schema.String },
  {
    status: 409,
    zh: ({ line }) => `\`${line}\` 是线上交付的商品，无需发货`,
    en: ({ line }) => `\`${line}\` is delivered online and is not shipped`
  }
)
export type NothingTravels = typeof NothingTravels.Type

/** The shop keeps this order itself: its parcels are sent with `order.ship`. */
export const OrderKept = refusal(
  "OrderKept",
  { order: Schema.String },
  {
    status: 409,
    zh: ({ order }) => `订单 \`${order}\` 由本店管理，请用 order.ship 发货`,
    en: ({ order }) => `order \`${order}\` is kept here and is shipped with order.ship`
  }
)
export type OrderKept = typeof OrderKept.Type

/** More pieces were to come back than were shipped, have not come back already, and are not to come back by another return. */
export const ReturnExceedsShipped = refusal(
  "ReturnExceedsShipped",
  { line: Schema.String, wanted: Schema.Int, available: Schema.Int },
  {
    status: 409,
    zh: ({ line, available }) => `\`${line}\` 最多可退 ${available} 件`,
    en: ({ line, available }) => `\`${line}\` has ${available} left to return`
  }
)
export type ReturnExceedsShipped = typeof ReturnExceedsShipped.Type

/**
 * Virtual goods that were delivered are not taken back because the buyer changes their mind: digital goods downloaded online are
 * outside the seven days of the Law of the PRC on the Protection of Consumer Rights, article 25. What is wrong with them still is.
 */
export const NotTakenBack = refusal(
  "NotTakenBack",
  { line: Schema.String },
  {
    status: 409,
    zh: () => "已交付的数字化商品不适用七天无理由退货；如有质量问题或与描述不符，请选择相应原因",
    en: () => "digital goods that were delivered are not taken back without a fault; if there is one, say which"
  }
)
export type NotTakenBack = typeof NotTakenBack.Type

/** Goods came back in a parcel, and where they were taken in was not said. */
export const PlaceMissing = refusal(
  "PlaceMissing",
  { line: Schema.String },
  {
    status: 422,
    zh: ({ line }) => `请说明 \`${line}\` 退回到哪个仓库`,
    en: ({ line }) => `say at which place \`${line}\` came back`
  }
)
export type PlaceMissing = typeof PlaceMissing.Type

/** The days in which goods may be sent back are over. `until` is the first instant at which they are, milliseconds. */
export const ReturnWindowOver = refusal(
  "ReturnWindowOver",
  { order: Schema.String, until: Schema.Int },
  { status: 409, zh: () => "已超过退货期限", en: () => "the time to send goods back is over" }
)
export type ReturnWindowOver = typeof ReturnWindowOver.Type
