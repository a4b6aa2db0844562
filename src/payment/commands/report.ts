import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Consequence, command, type Moment, put, type Read } from "../../command/index.ts"
import { ref, Text } from "../../kernel/id.ts"
import { next, terminal } from "../../kernel/machine.ts"
import type { Post } from "../../ledger/model.ts"
import { CurrencyMismatch } from "../../money/errors.ts"
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
  PaymentReferred,
  payments,
  PaymentStarted,
  StartPayment
} from "../model.ts"
import { heard, nextCheck } from "../rules.ts"

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

// What a report tells for the first time. The answer with the buyer's page may come after a callback that outran it.
const news = (payment: Payment, { reference, redirect }: ReportPayment): Pick<Payment, "reference" | "redirect"> => ({
  ...(payment.reference === undefined && reference !== undefined ? { reference } : {}),
  ...(payment.redirect === undefined && redirect !== undefined ? { redirect } : {})
})

const advance = (payment: Payment, report: ReportPayment, event: PaymentEvent | undefined, now: number): Payment => ({
  ...payment,
  ...news(payment, report),
  ...(event === undefined ? {} : { state: Result.getOrThrow(next(paymentMachine, payment.state, event)) }),
  ...(event === "capture" ? { capturedAt: now } : {})
})

const foreign = (payment: Payment, amount: Money): CurrencyMismatch | AmountMismatch | undefined => {
  const due = payment.amount
  if (amount.currency !== due.currency) {
    return { _tag: "CurrencyMismatch", expected: due.currency, found: amount.currency }
  }
  return amount.amount === due.amount ? undefined : { _tag: "AmountMismatch", payment: payment.id, due, told: amount }
}

// Money that a gateway holds is a fact; its transfer has the payment's own id, so it is posted once whoever tells of it.
const capture = ({ id, gateway, amount }: Payment): Post => ({
  kind: "post",
  id: `capture:${id}`,
  from: gatewayAccount(gateway, amount.currency),
  to: capturedAccount(id, amount.currency),
  amount: amount.amount
})

const isOver = ({ state }: Payment): boolean => terminal(paymentMachine).includes(state)

/** Takes in what a gateway says of a payment: late, doubled, out of order, it comes to the same. */
export const reportPayment = command("payment.report", {
  summary: "takes in what a gateway says of a payment",
  input: ReportPayment,
  reply: Payment,
  refusals: [CurrencyMismatch, AmountMismatch],
  permission: "payment.report",
  *load({ payment }, read: Read) {
    return yield* read.one(payments, payment)
  },
  decide: (payment, report, { now }) => {
    const refused = foreign(payment, report.amount)
    if (refused !== undefined) return Result.fail(refused)
    const event = heard(payment.state, report.state)
    const changed = event !== undefined || Object.keys(news(payment, report)).length > 0
    const after = changed ? advance(payment, report, event, now) : payment
    return Result.succeed({
      reply: after,
      changes: changed
        ? [put(payments, after, (event === undefined ? PaymentReferred : told[event]).of(about(after)))]
        : [],
      transfers: event === "capture" ? [capture(payment)] : [],
      intents: report.round === undefined || isOver(after) ? [] : [checkAgain(payment, report.round + 1, now)]
    })
  }
})

const checkAgain = ({ id }: Payment, round: number, now: number) =>
  CheckPayment.of({ payment: id, round }, { lane: `${id}/check`, due: nextCheck(now, round) })
