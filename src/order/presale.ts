import * as Schema from "effect/Schema"
import { section } from "../command/index.ts"
import { Instant, ref } from "../kernel/id.ts"
import { Money } from "../money/model.ts"

const Hours = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 8_784 }))
const Kept = Schema.Literals(["keep", "return"])

/** What becomes of a presale and its deposit; an order keeps what held when it was placed. */
export class PresalePolicy extends Schema.Opaque<PresalePolicy>()(
  Schema.Struct({
    /**
     * When the tail is paid where the promotion does not say: from so many hours after placement, for so many hours.
     * Default 0 and 72.
     */
    tailWindow: Schema.optionalKey(
      Schema.Struct({ opensAfter: Hours, lasts: Hours.check(Schema.isGreaterThanOrEqualTo(1)) })
    ),
    /** The buyer did not pay the tail in time. Default `keep`: Civil Code of the PRC, article 587. */
    late: Schema.optionalKey(Kept),
    /** The buyer cancels before the tail is paid. Default `keep`, by the same article. */
    withdrawn: Schema.optionalKey(Kept),
    /** The shop cancels before the tail is paid. Default `double`: it returns the deposit twice, by the same article. */
    seller: Schema.optionalKey(Schema.Literals(["double", "return"]))
  })
) {}

/** The section of the settings with the {@link PresalePolicy}. */
export const presalePolicy = section<PresalePolicy>("order.presale", PresalePolicy, {})

/** The two payments of a presale (定金预售). The order's `payment` is the first, of the deposit. */
export const OrderDeposit = Schema.Struct({
  /** What is paid first. */
  amount: Money,
  /** What is paid in the window. */
  tail: Money,
  /** The first instant at which the tail can be paid. */
  from: Instant,
  /** The first instant at which it no longer can. */
  until: Instant,
  /** When the deposit was paid. */
  paidAt: Schema.optionalKey(Instant),
  /** The payment of the tail that counts. */
  payment: Schema.optionalKey(ref("payment")),
  terms: PresalePolicy,
  /** What of the deposit the shop kept when the order was cancelled. */
  kept: Schema.optionalKey(Money),
  /** What the shop owes the buyer beside the deposit that went back. */
  owed: Schema.optionalKey(Money)
})
export type OrderDeposit = typeof OrderDeposit.Type
