import * as Schema from "effect/Schema"
import { refusal } from "../kernel/refusal.ts"
import { Money } from "../money/model.ts"

/** The gateway speaks of another amount than the one it was asked for: nothing is posted, and somebody must look. */
export const AmountMismatch = refusal(
  "AmountMismatch",
  { payment: Schema.String, due: Money, told: Money },
  {
    status: 409,
    zh: ({ payment }) => `支付 \`${payment}\` 的金额与应付金额不符`,
    en: ({ payment }) => `the gateway tells another amount for payment \`${payment}\` than is due`
  }
)
export type AmountMismatch = typeof AmountMismatch.Type

/** More was to be sent back than was captured and has not gone back already. */
export const RefundExceedsCaptured = refusal(
  "RefundExceedsCaptured",
  { payment: Schema.String, wanted: Money, available: Money },
  {
    status: 409,
    zh: ({ payment }) => `退款金额超过支付 \`${payment}\` 的可退余额`,
    en: ({ payment }) => `the refund exceeds what payment \`${payment}\` can still give back`
  }
)
export type RefundExceedsCaptured = typeof RefundExceedsCaptured.Type

/** An amount that nothing can be paid or refunded with: zero or below. */
export const AmountNotPositive = refusal(
  "AmountNotPositive",
  { amount: Money },
  { status: 422, zh: () => "金额必须大于零", en: () => "the amount must be above zero" }
)
export type AmountNotPositive = typeof AmountNotPositive.Type

/** The customer has no gift card with this id. */
export const CardUnknown = refusal(
  "CardUnknown",
  { card: Schema.String },
  { status: 404, zh: ({ card }) => `没有礼品卡 \`${card}\``, en: ({ card }) => `no gift card \`${card}\`` }
)
export type CardUnknown = typeof CardUnknown.Type

/** Less is left of a gift card than is to be paid with it. */
export const CardShort = refusal(
  "CardShort",
  { card: Schema.String, wanted: Money, available: Money },
  {
    status: 409,
    zh: ({ card }) => `礼品卡 \`${card}\` 余额不足`,
    en: ({ card }) => `too little is left of gift card \`${card}\``
  }
)
export type CardShort = typeof CardShort.Type

/** A callback whose signature, time or sender is not the gateway's. */
export const SignatureInvalid = refusal(
  "SignatureInvalid",
  { gateway: Schema.String },
  {
    status: 401,
    zh: ({ gateway }) => `\`${gateway}\` 的通知签名无效`,
    en: ({ gateway }) => `the callback is not signed by \`${gateway}\``
  }
)
export type SignatureInvalid = typeof SignatureInvalid.Type

/** A callback of the same gateway that is meant for another merchant. */
export const EventNotOurs = refusal(
  "EventNotOurs",
  { gateway: Schema.String },
  {
    status: 403,
    zh: ({ gateway }) => `\`${gateway}\` 的通知属于其他商户`,
    en: ({ gateway }) => `the callback of \`${gateway}\` is meant for another merchant`
  }
)
export type EventNotOurs = typeof EventNotOurs.Type

/**
 * A genuine callback, meant for this shop, of a kind that the adapter does not know: the gateway tells of something new. Whoever takes in
 * callbacks acknowledges and notes it, and nothing changes. Refused, it would be sent again and again, before all that comes after it.
 */
export const EventUnknown = refusal(
  "EventUnknown",
  { gateway: Schema.String, kind: Schema.String },
  {
    status: 422,
    zh: ({ gateway, kind }) => `\`${gateway}\` 的通知类型 \`${kind}\` 未知`,
    en: ({ gateway, kind }) => `the callback of \`${gateway}\` is of the unknown kind \`${kind}\``
  }
)
export type EventUnknown = typeof EventUnknown.Type

/** A callback longer than any that the gateway sends. Bytes. */
export const PayloadTooLarge = refusal(
  "PayloadTooLarge",
  { size: Schema.Int, most: Schema.Int },
  {
    status: 413,
    zh: ({ size, most }) => `内容过大：${size} 字节，上限 ${most}`,
    en: ({ size, most }) => `${size} bytes, ${most} at most`
  }
)
export type PayloadTooLarge = typeof PayloadTooLarge.Type

/** The gateway did not answer, or not in its own terms. The errand comes back at its next try. */
export const GatewayError = refusal(
  "GatewayError",
  {
    gateway: Schema.String,
    reason: Schema.Literals(["Unreachable", "TimedOut", "Refused", "Malformed"]),
    detail: Schema.String
  },
  {
    status: 502,
    zh: ({ gateway, reason }) => `支付网关 \`${gateway}\`：${reason}`,
    en: ({ gateway, reason }) => `gateway \`${gateway}\`: ${reason}`
  }
)
export type GatewayError = typeof GatewayError.Type
