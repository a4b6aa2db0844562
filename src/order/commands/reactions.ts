import { type AnyReaction, type Consequence, join, type Moment, on, readSection } from "../../command/index.ts"
import { allows } from "../../kernel/machine.ts"
import { ShipmentDelivered } from "../../logistics/model.ts"
import { type Payment, PaymentCaptured, PaymentClosed, payments } from "../../payment/model.ts"
import { newRefund } from "../../payment/commands/refund.ts"
import { orderMachine } from "../machine.ts"
import { orderPolicy, orders } from "../model.ts"
import { received, tidying } from "./benefits.ts"
import { awaited } from "../rules/deposit.ts"
import { presaleCaptured, presaleClosed, withDeposit } from "./deposit.ts"
import { receiveLater } from "./receive.ts"
import { letGo, paid } from "./settle.ts"
import { refundRetried, returnRefunded, returnSettled } from "./retry.ts"
import { shipmentVoided } from "./ship.ts"
import { claimsReturned } from "./whole.ts"

/**
 * Money has arrived. It pays the order if it is the payment that counts and the goods are still held; else it goes back:
 * the buyer wanted out, the goods were let go, or the order is paid already (L37).
 */
const captured = on(PaymentCaptured, {
  *load({ data: { order, payment } }, read) {
    const found = yield* read.all({ order: read.one(orders, order), payment: read.one(payments, payment) })
    return { ...found, first: yield* withDeposit(found.order, read) }
  },
  decide: ({ order, payment, first }, _, moment) => {
    if (order.deposit !== undefined) return presaleCaptured(order, order.deposit, payment, first, moment)
    const counts = order.payment === payment.id && allows(orderMachine, order.state, "pay")
    if (!counts) return sendBack(payment, moment)
    if (order.state === "cancelling") {
      return join(letGo(order, "pay", order.cancellation ?? "buyer", moment.now), sendBack(payment, moment))
    }
    if (moment.now >= order.heldUntil)
      return join(letGo(order, "lapse", "lapsed", moment.now), sendBack(payment, moment))
    return paid(order, moment.now)
  }
})

// The capture itself is posted by the decision that this reacts to, so all of it is there to be sent back.
const sendBack = (payment: Payment, moment: Moment): Consequence => {
  const { refund: _, ...refunding } = newRefund(payment, payment.amount, "late payment", moment)
  return refunding
}

/** The gateway will never charge the payment: an order that waited for it is over, and what it held is free. */
const closed = on(PaymentClosed, {
  *load({ data: { order } }, read) {
    const found = yield* read.one(orders, order)
    return { order: found, first: yield* withDeposit(found, read) }
  },
  decide: ({ order, first }, { data: { payment } }, moment) =>
    awaited(order) === payment && allows(orderMachine, order.state, "closed") ? presaleClosed(order, first, moment) : {}
})

/** A delivered order counts as received some days later, if nobody says so before. */
const delivered = on(ShipmentDelivered, {
  *load({ data: { order } }, read) {
    return yield* read.all({ order: read.maybe(orders, order), policy: readSection(orderPolicy) })
  },
  decide: ({ order, policy }, { id }, { now }): Consequence =>
    order === undefined ? {} : { intents: [receiveLater(order.id, id, now, policy.value)] }
})

/** What the order floor adds to the decisions of the floors below. */
export const orderReactions: ReadonlyArray<AnyReaction> = [
  captured,
  closed,
  delivered,
  received,
  ...tidying,
  shipmentVoided,
  returnRefunded,
  returnSettled,
  refundRetried,
  claimsReturned
]
