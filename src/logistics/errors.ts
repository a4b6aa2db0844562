import * as Schema from "effect/Schema"
import { refusal } from "../kernel/refusal.ts"

/** The goods are not delivered to this region by this option: it is unknown, they are too heavy, or nobody goes there. */
export const DeliveryUnavailable = refusal(
  "DeliveryUnavailable",
  { option: Schema.String, region: Schema.String },
  {
    status: 409,
    zh: ({ option, region }) => `\`${option}\` 暂不配送至 \`${region}\``,
    en: ({ option, region }) => `\`${option}\` does not deliver to \`${region}\``
  }
)
export type DeliveryUnavailable = typeof DeliveryUnavailable.Type

/** A report names a shipment of ours with a tracking number that is not its own. */
export const TrackingMismatch = refusal(
  "TrackingMismatch",
  { shipment: Schema.String, trackingNumber: Schema.String },
  {
    status: 409,
    zh: ({ shipment, trackingNumber }) => `运单号 \`${trackingNumber}\` 不属于包裹 \`${shipment}\``,
    en: ({ shipment, trackingNumber }) => `\`${trackingNumber}\` is not the tracking number of shipment \`${shipment}\``
  }
)
export type TrackingMismatch = typeof TrackingMismatch.Type

/** The carrier did not answer, or not in its own terms. The errand comes back at its next try. */
export const CarrierError = refusal(
  "CarrierError",
  {
    carrier: Schema.String,
    reason: Schema.Literals(["Unreachable", "TimedOut", "Refused", "Malformed"]),
    /** Names the question, never a person. */
    detail: Schema.String
  },
  {
    status: 502,
    zh: ({ carrier, reason }) => `承运商 \`${carrier}\`：${reason}`,
    en: ({ carrier, reason }) => `carrier \`${carrier}\`: ${reason}`
  }
)
export type CarrierError = typeof CarrierError.Type

/** A callback whose signature or time is not the carrier's. */
export const CarrierSignatureInvalid = refusal(
  "CarrierSignatureInvalid",
  { carrier: Schema.String },
  {
    status: 401,
    zh: ({ carrier }) => `\`${carrier}\` 的通知签名无效`,
    en: ({ carrier }) => `the callback is not signed by \`${carrier}\``
  }
)
export type CarrierSignatureInvalid = typeof CarrierSignatureInvalid.Type

/** A callback longer than any that the carrier sends. UTF-16 units. */
export const CarrierPayloadTooLarge = refusal(
  "CarrierPayloadTooLarge",
  { size: Schema.Int, most: Schema.Int },
  {
    status: 413,
    zh: ({ size, most }) => `内容过大：${size}，上限 ${most}`,
    en: ({ size, most }) => `the callback has a size of ${size}, at most ${most} is read`
  }
)
export type CarrierPayloadTooLarge = typeof CarrierPayloadTooLarge.Type
