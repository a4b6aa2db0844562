import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Consequence, command, type DocumentChange, type Moment, put, type Read } from "../../command/index.ts"
import { ref, Text } from "../../kernel/id.ts"
import { next } from "../../kernel/machine.ts"
import { Money } from "../../money/model.ts"
import { AmountMismatch } from "../errors.ts"
import { paymentMachine } from "../machine.ts"
import {
  capturedAccount,
  CheckPayment,
  ClosePayment,
  gatewayAccount,
  Payment,
  PaymentCaptured,
  PaymentClosed,
  PaymentClosing,
  PaymentCreated,
  PaymentDeclined,
  type PaymentEvent,
  payments,
  PaymentStarted,
  StartPayment
} from "../model.ts"
import { type GatewayState, heard, nextCheck } from "../rules.ts"

const told = {
  start: PaymentStarted,
  capture: PaymentCaptured,
  decline: PaymentDeclined,
  close: PaymentClosing,
  closed: PaymentClosed
} satisfies { readonly [E in PaymentEvent]: unknown }

const about = (payment: Payment) => ({ payment: payment.id, order: payment.order, amount: payment.amount })

/** A new payment, with the intents that start it and look after it. */
export const newPayment = (
  due: Pick<Payment, "order" | "customer" | "gateway" | "amount" | "expiresAt">,
  moment: Moment
): Consequence & { readonly payment: Payment } => {
  const payment: Payment = { ...due, id: moment.id("pay"), state: paymentMachine.initial, createdAt: moment.now }
  return {
    payment,
    changes: [put(payments, payment, PaymentCreated.of(about(payment)))],
    intents: [
      StartPayment.of({ payment: payment.id }, { lane: payment.id }),
      CheckPayment.of({ payment: payment.id, round: 0 }, { lane: `${payment.id}/check`, due: nextCheck(moment.now, 0) })
    ]
  }
}

/** Asks the gateway to close a payment that may still be charged; one that has ended stays as it is. */
export const closing = (payment: Payment): Consequence =>
  Result.match(next(paymentMachine, payment.state, "close"), {
    onFailure: () => ({}),
    onSuccess: (state) => ({
      changes: [put(payments, { ...payment, state }, PaymentClosing.of(about(payment)))],
      intents: [ClosePayment.of({ payment: payment.id }, { lane: payment.id })]
    })
  })

class ReportPayment extends Schema.Opaque<ReportPayment>()(
  Schema.Struct({
    payment: ref("payment"),
    state: Schema.Literals(["unknown", "pending", "captured", "declined", "closed"]),
    amount: Money,
    reference: Schema.optionalKey(Text(200)),
    redirect: Schema.optionalKey(Text(2000)),
    /** The round of checking that this answers; absent for a callback. */
    round: Schema.optionalKey(Schema.Int)
  })
) {}

const change = (payment: Payment, report: ReportPayment, event: PaymentEvent, now: number): DocumentChange => {
  const after: Payment = {
    ...payment,
    state: Result.getOrElse(next(paymentMachine, payment.state, event), () => payment.state),
    ...(report.reference === undefined ? {} : { reference: report.reference }),
    ...(report.redirect === undefined ? {} : { redirect: report.redirect }),
    ...(event === "capture" ? { capturedAt: now } : {})
  }
  return put(payments, after, told[event].of(about(payment)))
}

// Money that a gateway holds is a fact; its transfer has the payment's own id, so it is posted once whoever tells of it.
const capture = ({ id, gateway, amount }: Payment): Consequence["transfers"] => [
  {
    kind: "post",
    id: `capture:${id}`,
    from: gatewayAccount(gateway, amount.currency),
    to: capturedAccount(id, amount.currency),
    amount: amount.amount
  }
]

const isOver = (state: GatewayState): boolean => state === "captured" || state === "closed"

/** Takes in what a gateway says of a payment: late, doubled, out of order, it comes to the same. */
export const reportPayment = command("payment.report", {
  summary: "takes in what a gateway says of a payment",
  input: ReportPayment,
  reply: Payment,
  refusals: [AmountMismatch],
  permission: "payment.report",
  *load({ payment }, read: Read) {
    return yield* read.one(payments, payment)
  },
  decide: (payment, report, { now }) => {
    const { amount } = report
    if (amount.amount !== payment.amount.amount || amount.currency !== payment.amount.currency) {
      return Result.fail<AmountMismatch>({ _tag: "AmountMismatch", payment: payment.id, due: payment.amount, told: amount })
    }
    const event = heard(payment.state, report.state)
    const changes = event === undefined ? [] : [change(payment, report, event, now)]
    const again = report.round !== undefined && !isOver(report.state) && payment.state !== "closed"
    return Result.succeed({
      reply: (changes[0]?.document ?? payment) as Payment,
      changes,
      transfers: event === "capture" ? capture(payment) ?? [] : [],
      intents: again ? [checkAgain(payment, (report.round ?? 0) + 1, now)] : []
    })
  }
})

const checkAgain = ({ id }: Payment, round: number, now: number) =>
  CheckPayment.of({ payment: id, round }, { lane: `${id}/check`, due: nextCheck(now, round) })
