import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Consequence, command, type Moment, put, type Read } from "../../command/index.ts"
import { ref, Text } from "../../kernel/id.ts"
import { type IllegalTransition, next } from "../../kernel/machine.ts"
import { available, type Balance } from "../../ledger/model.ts"
import { CurrencyMismatch } from "../../money/errors.ts"
import { Money } from "../../money/model.ts"
import { AmountNotPositive, RefundExceedsCaptured } from "../errors.ts"
import { refundMachine } from "../machine.ts"
import {
  capturedAccount,
  gatewayAccount,
  type Payment,
  payments,
  Refund,
  RefundFailed,
  RefundRequested,
  refunds,
  RefundSucceeded,
  SendRefund
} from "../model.ts"
import { nextRefundCheck } from "../rules.ts"

// A refund is on its way until the gateway has said how it ended, however long that takes.
const endOfTime = 8_640_000_000_000_000

const about = ({ id, payment, order, amount }: Refund) => ({ refund: id, payment, order, amount })

/**
 * A new refund: the money is held on what the payment captured, and the gateway is asked to send it.
 *
 * @param retryOf the refund that failed before
 */
export const newRefund = (
  payment: Payment,
  amount: Money,
  reason: Refund["reason"],
  moment: Moment,
  retryOf?: string
): Consequence & { readonly refund: Refund } => {
  const refund: Refund = {
    id: moment.id("ref"),
    payment: payment.id,
    order: payment.order,
    customer: payment.customer,
    gateway: payment.gateway,
    amount,
    reason,
    state: refundMachine.initial,
    requestedAt: moment.now,
    ...(retryOf === undefined ? {} : { retryOf })
  }
  return {
    refund,
    changes: [put(refunds, refund, RefundRequested.of(about(refund)))],
    transfers: [
      {
        kind: "hold",
        id: `refund:${refund.id}`,
        from: capturedAccount(payment.id, amount.currency),
        to: gatewayAccount(payment.gateway, amount.currency),
        amount: amount.amount,
        until: endOfTime
      }
    ],
    intents: [SendRefund.of({ refund: refund.id, round: 0 }, { lane: payment.id })]
  }
}

/**
 * Whether a payment can still give back an amount, by what is on its account.
 *
 * @returns nothing, or, in this order: `AmountNotPositive`, `CurrencyMismatch`, `RefundExceedsCaptured`
 */
export const refundable = (
  payment: Payment,
  captured: Balance,
  amount: Money
): Result.Result<void, AmountNotPositive | CurrencyMismatch | RefundExceedsCaptured> => {
  const { currency } = payment.amount
  if (amount.amount <= 0n) return Result.fail({ _tag: "AmountNotPositive", amount })
  if (amount.currency !== currency) {
    return Result.fail({ _tag: "CurrencyMismatch", expected: currency, found: amount.currency })
  }
  const free = available(captured) ?? 0n
  if (amount.amount <= free) return Result.succeed(undefined)
  return Result.fail({
    _tag: "RefundExceedsCaptured",
    payment: payment.id,
    wanted: amount,
    available: { amount: free, currency }
  })
}

class RequestRefund extends Schema.Opaque<RequestRefund>()(
  Schema.Struct({
    payment: ref("payment"),
    amount: Money,
    reason: Schema.Literals(["return", "cancellation", "late payment", "goodwill"])
  })
) {}

/** Sends money back to the buyer, in part or in full. */
export const requestRefund = command("payment.refund", {
  summary: "sends money back to the buyer, in part or in full",
  input: RequestRefund,
  reply: Refund,
  refusals: [AmountNotPositive, CurrencyMismatch, RefundExceedsCaptured],
  permission: "payment.refund",
  *load({ payment: id }, read: Read) {
    const payment = yield* read.one(payments, id)
    const [captured] = yield* read.balances([capturedAccount(id, payment.amount.currency)])
    return { payment, captured }
  },
  decide: ({ payment, captured }, { amount, reason }, moment) =>
    Result.map(refundable(payment, captured as Balance, amount), () => {
      const { refund, ...consequence } = newRefund(payment, amount, reason, moment)
      return { ...consequence, reply: refund }
    })
})

class ReportRefund extends Schema.Opaque<ReportRefund>()(
  Schema.Struct({
    refund: ref("refund"),
    state: Schema.Literals(["pending", "succeeded", "failed"]),
    reference: Schema.optionalKey(Text(200)),
    /** The round of asking that this answers; absent for a callback. */
    round: Schema.optionalKey(Schema.Int)
  })
) {}

/** Takes in what a gateway says of a refund. */
export const reportRefund = command("payment.reportRefund", {
  summary: "takes in what a gateway says of a refund",
  input: ReportRefund,
  reply: Refund,
  refusals: [],
  permission: "payment.report",
  *load({ refund }, read: Read) {
    return yield* read.one(refunds, refund)
  },
  decide: (refund, report, { now }) => {
    if (report.state === "pending") {
      const asked = report.round !== undefined && refund.state === "requested"
      return Result.succeed({ reply: refund, intents: asked ? [askAgain(refund, report.round, now)] : [] })
    }
    return Result.succeed(
      Result.match(resolve(refund, report, now), {
        // It was told before: the first word stands.
        onFailure: () => ({ reply: refund }),
        onSuccess: (resolved) => ({ ...resolved, reply: resolved.refund })
      })
    )
  }
})

// In a lane of its own: a refund that takes its time holds up no other of the same payment.
const askAgain = ({ id }: Refund, round: number, now: number) =>
  SendRefund.of({ refund: id, round: round + 1 }, { lane: id, due: nextRefundCheck(now, round) })

const resolve = (
  refund: Refund,
  report: ReportRefund,
  now: number
): Result.Result<Consequence & { readonly refund: Refund }, IllegalTransition> => {
  const succeeded = report.state === "succeeded"
  return Result.map(next(refundMachine, refund.state, succeeded ? "succeed" : "fail"), (state) => {
    const after: Refund = {
      ...refund,
      state,
      resolvedAt: now,
      ...(report.reference === undefined ? {} : { reference: report.reference })
    }
    const hold = `refund:${refund.id}`
    return {
      refund: after,
      changes: [put(refunds, after, (succeeded ? RefundSucceeded : RefundFailed).of(about(after)))],
      transfers: [succeeded ? { kind: "settle", hold } : { kind: "release", hold }]
    }
  })
}
