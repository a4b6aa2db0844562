import * as Schema from "effect/Schema"
import { collection, event, integer, intent, text } from "../command/index.ts"
import { Id, Instant, ref, Text } from "../kernel/id.ts"
import type { EventOf, StateOf } from "../kernel/machine.ts"
import type { Account } from "../ledger/model.ts"
import { Money } from "../money/model.ts"
import { paymentMachine, refundMachine } from "./machine.ts"

/** The states of a payment. */
export type PaymentState = StateOf<typeof paymentMachine>

/** What a gateway can tell of a payment. */
export type PaymentEvent = EventOf<typeof paymentMachine>

/** One attempt to be paid for an order through one gateway. */
export class Payment extends Schema.Opaque<Payment>()(
  Schema.Struct({
    id: ref("payment"),
    order: ref("order"),
    customer: Id,
    /** The name of the gateway that carries it. */
    gateway: Id,
    /** What is due: the gateway is asked for this amount and no other is accepted. */
    amount: Money,
    state: Schema.Literals(paymentMachine.states),
    /** The gateway's own id for it. */
    reference: Schema.optionalKey(Text(200)),
    /** Where the buyer pays. */
    redirect: Schema.optionalKey(Text(2000)),
    createdAt: Instant,
    /** The gateway takes no payment from this instant on. */
    expiresAt: Instant,
    capturedAt: Schema.optionalKey(Instant)
  })
) {}

/** Money on its way back to the buyer. */
export class Refund extends Schema.Opaque<Refund>()(
  Schema.Struct({
    id: ref("refund"),
    payment: ref("payment"),
    order: ref("order"),
    customer: Id,
    gateway: Id,
    amount: Money,
    reason: Schema.Literals(["return", "cancellation", "late payment", "goodwill", "price protection"]),
    state: Schema.Literals(refundMachine.states),
    reference: Schema.optionalKey(Text(200)),
    requestedAt: Instant,
    /** When the gateway said how it ended. */
    resolvedAt: Schema.optionalKey(Instant),
    /** The refund that failed before this one. */
    retryOf: Schema.optionalKey(ref("refund")),
    /** The refund that was sent after this one failed. */
    retriedBy: Schema.optionalKey(ref("refund")),
    /** How the buyer got the money after this one failed. */
    settlement: Schema.optionalKey(
      Schema.Struct({
        at: Instant,
        /** What was paid outside of the gateway: no more than was left of the payment. */
        amount: Money,
        /** What it can be found by: of a bank transfer, say. */
        reference: Text(200)
      })
    )
  })
) {}

/** Money that was paid beforehand. What is left of it stands on its ledger account, which cannot go below zero. */
export class GiftCard extends Schema.Opaque<GiftCard>()(
  Schema.Struct({
    id: ref("giftCard"),
    /** Who can pay with it. */
    customer: Id,
    /** What it was issued with. */
    amount: Money,
    issuedAt: Instant
  })
) {}

export const giftCards = collection<GiftCard>("giftCard", {
  schema: GiftCard,
  id: ({ id }) => id,
  columns: { customer: text(({ customer }) => customer) },
  indexes: { customer: ["customer"] }
})

export const payments = collection<Payment>("payment", {
  schema: Payment,
  id: ({ id }) => id,
  columns: {
    order: text(({ order }) => order),
    customer: text(({ customer }) => customer),
    state: text(({ state }) => state),
    createdAt: integer(({ createdAt }) => createdAt)
  },
  indexes: { order: ["order", "createdAt"], customer: ["customer", "createdAt"], state: ["state", "createdAt"] }
})

export const refunds = collection<Refund>("refund", {
  schema: Refund,
  id: ({ id }) => id,
  columns: {
    order: text(({ order }) => order),
    payment: text(({ payment }) => payment),
    state: text(({ state }) => state),
    requestedAt: integer(({ requestedAt }) => requestedAt)
  },
  indexes: {
    order: ["order", "requestedAt"],
    payment: ["payment", "requestedAt"],
    state: ["state", "requestedAt"]
  }
})

const AboutPayment = Schema.Struct({ payment: ref("payment"), order: ref("order"), amount: Money })
const AboutRefund = Schema.Struct({
  refund: ref("refund"),
  payment: ref("payment"),
  order: ref("order"),
  amount: Money
})

export const PaymentCreated = event("PaymentCreated", AboutPayment)
export const PaymentStarted = event("PaymentStarted", AboutPayment)
/** The gateway has told where the buyer pays, or its own id, of a payment that stays in its state. */
export const PaymentReferred = event("PaymentReferred", AboutPayment)
export const PaymentCaptured = event("PaymentCaptured", AboutPayment)
export const PaymentDeclined = event("PaymentDeclined", AboutPayment)
export const PaymentClosing = event("PaymentClosing", AboutPayment)
export const PaymentClosed = event("PaymentClosed", AboutPayment)
export const GiftCardIssued = event("GiftCardIssued", Schema.Struct({ card: ref("giftCard"), amount: Money }))
export const RefundRequested = event("RefundRequested", AboutRefund)
export const RefundSucceeded = event("RefundSucceeded", AboutRefund)
export const RefundFailed = event("RefundFailed", AboutRefund)
/** Another refund, `by`, sends the money of one that failed. */
export const RefundRetried = event("RefundRetried", Schema.Struct({ ...AboutRefund.fields, by: ref("refund") }))
/** The buyer has the money of a refund that failed, in another way. */
export const RefundSettled = event("RefundSettled", AboutRefund)

/** Ask the gateway to take the payment. */
export const StartPayment = intent("payment.start", Schema.Struct({ payment: ref("payment") }))
/** Ask the gateway how the payment stands: its callback may be late or lost. */
export const CheckPayment = intent("payment.check", Schema.Struct({ payment: ref("payment"), round: Schema.Int }))
/** Ask the gateway to close the payment, so that it can never be charged. */
export const ClosePayment = intent("payment.close", Schema.Struct({ payment: ref("payment") }))
/** Ask the gateway to send money back; asked again, it tells how the refund stands. */
export const SendRefund = intent("payment.refund", Schema.Struct({ refund: ref("refund"), round: Schema.Int }))

/** Money in the hands of a gateway; it is below zero by what the gateway owes the shop. */
export const gatewayAccount = (gateway: string, currency: string): Account => ({
  id: `gateway:${gateway}:${currency}`,
  owner: `gateway:${gateway}`,
  unit: currency
})

/** What was captured for a payment and has not gone back. It cannot give what it does not have: no double refund. */
export const capturedAccount = (payment: string, currency: string): Account => ({
  id: `captured:${payment}`,
  owner: `payment:${payment}`,
  unit: currency,
  floor: 0n
})

/** What the shop paid back outside of any gateway: a bank transfer, cash. It is above zero by what was paid so. */
export const settledAccount = (currency: string): Account => ({
  id: `settled:${currency}`,
  owner: "payment",
  unit: currency
})
