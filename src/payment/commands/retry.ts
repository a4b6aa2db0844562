import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import {
  type Consequence,
  command,
  IllegalTransition,
  type Loading,
  type Moment,
  put,
  type Read
} from "../../command/index.ts"
import { ref, Text } from "../../kernel/id.ts"
import { next } from "../../kernel/machine.ts"
import { available, type Balance, type Transfer } from "../../ledger/model.ts"
import { AmountNotPositive, RefundExceedsCaptured } from "../errors.ts"
import { CurrencyMismatch } from "../../money/errors.ts"
import { refundMachine } from "../machine.ts"
import {
  capturedAccount,
  type Payment,
  payments,
  Refund,
  RefundRetried,
  refunds,
  RefundSettled,
  settledAccount
} from "../model.ts"
import { newRefund, refundable } from "./refund.ts"

/** A refund with its payment, and what of that is there to give back. */
export interface Refunding {
  readonly refund: Refund
  readonly payment: Payment
  readonly captured: Balance
}

/** Reads a refund with what it can be sent from. */
export function* withRefund(id: string, read: Read): Loading<Refunding> {
  const refund = yield* read.one(refunds, id)
  const payment = yield* read.one(payments, refund.payment)
  const [captured] = yield* read.balances([capturedAccount(payment.id, payment.amount.currency)])
  return { refund, payment, captured: captured as Balance }
}

/**
 * What refunds of a payment that failed are still to give, minor units. Each is a task of the staff, and the money for it stands
 * on what the payment captured as if it were free: nothing else may spend it.
 */
export function* promisedOf(payment: string, read: Read): Loading<bigint> {
  const rows = yield* read.everyRow(refunds, { index: "payment", equals: [payment], where: { state: "failed" } })
  const failed = yield* read.many(
    refunds,
    rows.map(({ id }) => id)
  )
  return failed.reduce((sum, { amount }) => sum + amount.amount, 0n)
}

const about = ({ id, payment, order, amount }: Refund) => ({ refund: id, payment, order, amount })

/** Why a refund is not sent once more, in order of precedence. */
export const retryRefusals = [IllegalTransition, AmountNotPositive, CurrencyMismatch, RefundExceedsCaptured] as const

type Unsendable = (typeof retryRefusals)[number]["Type"]

/**
 * Another refund in the place of one that failed, for the same amount and reason. Only the gateway's word that it failed
 * makes it `failed`, which it leaves once, so the same money is never on its way twice.
 *
 * @returns the other refund, or, in this order: `IllegalTransition`, `RefundExceedsCaptured`
 */
export const retried = (
  { refund: former, payment, captured }: Refunding,
  moment: Moment
): Result.Result<Consequence & { readonly refund: Refund }, Unsendable> =>
  Result.flatMap(next(refundMachine, former.state, "retry"), (state) =>
    Result.map(refundable(payment, captured, former.amount), () => {
      const made = newRefund(payment, former.amount, former.reason, moment, former.id)
      const after: Refund = { ...former, state, retriedBy: made.refund.id }
      const told = RefundRetried.of({ ...about(after), by: made.refund.id })
      return { ...made, changes: [put(refunds, after, told), ...(made.changes ?? [])] }
    })
  )

/** The gateway could not send money back: it is asked once more, under an id of its own. */
export const retryFailedRefund = command("payment.retryRefund", {
  summary: "sends money back once more, after the gateway could not",
  input: Schema.Struct({ refund: ref("refund") }),
  reply: Refund,
  refusals: retryRefusals,
  permission: "payment.refund",
  *load({ refund }, read: Read) {
    return yield* withRefund(refund, read)
  },
  decide: (found, _, moment) =>
    Result.map(retried(found, moment), ({ refund, ...sending }) => ({ ...sending, reply: refund }))
})

class SettleRefund extends Schema.Opaque<SettleRefund>()(
  Schema.Struct({ refund: ref("refund"), reference: Text(200) })
) {}

/**
 * The gateway cannot send money back at all, for the buyer's account there is closed, say: the shop has paid it in another
 * way, or by another refund. What is still left of the payment, at most the amount of the refund, leaves the books with it.
 */
export const settleFailedRefund = command("payment.settleRefund", {
  summary: "notes that the money of a refund that failed was paid to the buyer in another way",
  input: SettleRefund,
  reply: Refund,
  refusals: [IllegalTransition],
  permission: "payment.settleRefund",
  *load({ refund }, read: Read) {
    return yield* withRefund(refund, read)
  },
  decide: ({ refund, captured }, { reference }, { now }) =>
    Result.map(next(refundMachine, refund.state, "settle"), (state) => {
      const { currency } = refund.amount
      const left = available(captured) ?? 0n
      const paid = left < refund.amount.amount ? left : refund.amount.amount
      const after: Refund = { ...refund, state, settlement: { at: now, amount: { amount: paid, currency }, reference } }
      return {
        reply: after,
        changes: [put(refunds, after, RefundSettled.of(about(after)))],
        transfers: paid > 0n ? [leaving(refund, paid)] : []
      }
    })
})

// The id is the refund's own, so that it leaves once.
const leaving = ({ id, payment, amount: { currency } }: Refund, amount: bigint): Transfer => ({
  kind: "post",
  id: `settle:${id}`,
  from: capturedAccount(payment, currency),
  to: settledAccount(currency),
  amount
})
