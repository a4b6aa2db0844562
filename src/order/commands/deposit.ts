import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import {
  command,
  type Consequence,
  IllegalTransition,
  join,
  type Loading,
  type Moment,
  type Read
} from "../../command/index.ts"
import { Id, ref } from "../../kernel/id.ts"
import { allows, next } from "../../kernel/machine.ts"
import type { Balance, Transfer } from "../../ledger/model.ts"
import { newRefund } from "../../payment/commands/refund.ts"
import { closing, newPayment } from "../../payment/commands/report.ts"
import { promisedOf } from "../../payment/commands/retry.ts"
import { capturedAccount, type Payment, payments, type Refund } from "../../payment/model.ts"
import { TailNotOpen, TailOver } from "../errors.ts"
import { orderMachine } from "../machine.ts"
import { ExpireOrder, Order, OrderDeposited, OrderPayingTail, orders, OrderTailClosed } from "../model.ts"
import type { OrderDeposit } from "../presale.ts"
import { depositAccount, type DepositEnd, depositEnd, owedAccount } from "../rules/deposit.ts"
import { waitsNoMore } from "../rules/unpaid.ts"
import { letGo, moved, type OrderEvent, paid } from "./settle.ts"

/** A payment with what of it is there to give back. */
export interface Paid {
  readonly payment: Payment
  readonly captured: Balance
  /** What of it refunds that failed are still to give, minor units. */
  readonly promised: bigint
}

/** Reads a payment with what of it is there to give back. */
export function* withCaptured(id: string, read: Read): Loading<Paid> {
  const payment = yield* read.one(payments, id)
  const [captured] = yield* read.balances([capturedAccount(id, payment.amount.currency)])
  // Behind the balance: of a refund that fails in between its money must not count as free.
  const promised = yield* promisedOf(id, read)
  return { payment, captured: captured as Balance, promised }
}

/** What can still go back: staff may have sent some of it already, out of goodwill. What a refund that failed is to give is not. */
const leftOf = (found: Paid | undefined): bigint => {
  if (found === undefined) return 0n
  const left = found.captured.posted - found.captured.outgoing - found.promised
  return left > 0n ? left : 0n
}

/** The payments that an order was paid with, the tail of a presale before its deposit. */
export function* withPaid({ payment, deposit }: Order, read: Read): Loading<ReadonlyArray<Paid>> {
  const found: Array<Paid> = []
  for (const id of [deposit?.payment, payment]) if (id !== undefined) found.push(yield* withCaptured(id, read))
  return found
}

/** What can still go back of all of them. */
export const leftOfAll = (found: ReadonlyArray<Paid>): bigint => found.reduce((sum, one) => sum + leftOf(one), 0n)

/** Money goes back from the first payment as far as that goes, then from the next. It is at most what is left of them. */
export const refundFrom = (
  found: ReadonlyArray<Paid>,
  amount: bigint,
  reason: Refund["reason"],
  moment: Moment
): Consequence & { readonly refunds: ReadonlyArray<Refund> } => {
  let [rest, sum]: [bigint, Consequence] = [amount, {}]
  const refunds: Array<Refund> = []
  for (const one of found) {
    const left = leftOf(one)
    const part = left < rest ? left : rest
    if (part <= 0n) continue
    const { refund, ...sending } = newRefund(
      one.payment,
      { amount: part, currency: one.payment.amount.currency },
      reason,
      moment
    )
    refunds.push(refund)
    sum = join(sum, sending)
    rest -= part
  }
  return { ...sum, refunds }
}

/** All that is left of a payment goes back. */
export const refundAll = (found: Paid, moment: Moment): Consequence => {
  const { refunds: _, ...refunding } = refundFrom([found], leftOf(found), "cancellation", moment)
  return refunding
}

/** The payment of the deposit, if it is a presale whose deposit is paid. */
export function* withDeposit({ payment, deposit }: Order, read: Read): Loading<Paid | undefined> {
  return deposit?.paidAt === undefined || payment === undefined ? undefined : yield* withCaptured(payment, read)
}

const about = ({ id, total }: Order) => ({ order: id, total })

const wakeUp = (order: string, { until }: OrderDeposit) =>
  ExpireOrder.of({ order }, { lane: `${order}/expire/tail`, due: until })

/** What was kept is the shop's own, and what is owed stands on the buyer's account. */
const depositMoves = (
  { id, customer, payment, total: { currency } }: Order,
  { kept, owed }: DepositEnd
): ReadonlyArray<Transfer> => [
  ...(kept === 0n || payment === undefined
    ? []
    : [
        {
          kind: "post" as const,
          id: `deposit/${id}/kept`,
          from: capturedAccount(payment, currency),
          to: depositAccount(currency),
          amount: kept
        }
      ]),
  ...(owed === 0n
    ? []
    : [
        {
          kind: "post" as const,
          id: `deposit/${id}/owed`,
          from: depositAccount(currency),
          to: owedAccount(customer, currency),
          amount: owed
        }
      ])
]

/** A presale ends before its tail is paid, and so does its deposit: kept, returned, or returned twice, by its terms. */
export const endPresale = (
  order: Order,
  event: Extract<OrderEvent, "closed" | "lapse" | "pay" | "cancel" | "expire">,
  why: NonNullable<Order["cancellation"]>,
  first: Paid | undefined,
  moment: Moment
): Consequence => {
  const { deposit, total } = order
  if (deposit?.paidAt === undefined) return letGo(order, event, why, moment.now)
  const { currency } = total
  const end = depositEnd(deposit, order.quote.grand, why, leftOf(first))
  const after: OrderDeposit = {
    ...deposit,
    ...(end.kept === 0n ? {} : { kept: { amount: end.kept, currency } }),
    ...(end.owed === 0n ? {} : { owed: { amount: end.owed, currency } })
  }
  const ended = letGo(order, event, why, moment.now, { deposit: after })
  const moves: Consequence = { transfers: depositMoves(order, end) }
  if (first === undefined || end.back === 0n) return join(ended, moves)
  const { refund: _, ...back } = newRefund(first.payment, { amount: end.back, currency }, "cancellation", moment)
  return join(join(ended, moves), back)
}

// The capture itself is posted by the decision that this reacts to, so all of it is there to be sent back.
const sendBack = (payment: Payment, moment: Moment): Consequence => {
  const { refund: _, ...refunding } = newRefund(payment, payment.amount, "late payment", moment)
  return refunding
}

/** The deposit has arrived. After the end of the tail's window it goes back: the tail could not follow. */
const depositPaid = (order: Order, deposit: OrderDeposit, payment: Payment, moment: Moment): Consequence => {
  if (!allows(orderMachine, order.state, "deposit")) return sendBack(payment, moment)
  if (order.state === "cancelling") {
    return join(letGo(order, "deposit", order.cancellation ?? "buyer", moment.now), sendBack(payment, moment))
  }
  if (moment.now >= deposit.until) {
    return join(letGo(order, "lapse", "lapsed", moment.now), sendBack(payment, moment))
  }
  const { cancellation: _, ...waiting } = order
  return {
    changes: [
      moved(waiting, "deposit", { deposit: { ...deposit, paidAt: moment.now } }, OrderDeposited.of(about(order)))
    ],
    transfers: waitsNoMore(order),
    intents: [wakeUp(order.id, deposit)]
  }
}

/** Money has arrived for a presale: its deposit, its tail, or a payment that no longer counts and goes back. */
export const presaleCaptured = (
  order: Order,
  deposit: OrderDeposit,
  payment: Payment,
  first: Paid | undefined,
  moment: Moment
): Consequence => {
  if (payment.id === order.payment && deposit.paidAt === undefined) return depositPaid(order, deposit, payment, moment)
  const counts = payment.id === deposit.payment && allows(orderMachine, order.state, "pay")
  if (!counts) return sendBack(payment, moment)
  if (order.state === "cancelling") {
    return join(endPresale(order, "pay", order.cancellation ?? "buyer", first, moment), sendBack(payment, moment))
  }
  if (moment.now >= order.heldUntil) {
    return join(endPresale(order, "lapse", "lapsed", first, moment), sendBack(payment, moment))
  }
  return paid(order, moment.now)
}

/** The gateway will never charge the payment that a presale waits for. While its time runs, another try may follow. */
export const presaleClosed = (order: Order, first: Paid | undefined, moment: Moment): Consequence =>
  order.state === "payingTail"
    ? { changes: [moved(order, "closed", {}, OrderTailClosed.of(about(order)))] }
    : endPresale(order, "closed", order.cancellation ?? "unpaid", first, moment)

const inWindow = ({ from, until }: OrderDeposit, now: number): Result.Result<void, TailNotOpen | TailOver> => {
  if (now < from) return Result.fail({ _tag: "TailNotOpen", from })
  return now < until ? Result.succeed(undefined) : Result.fail({ _tag: "TailOver", until })
}

/**
 * Pays the tail of a presale, or tries once more, perhaps through another gateway. The former payment is closed; should it be
 * charged all the same, its money goes back.
 */
export const payTail = command("order.payTail", {
  summary: "pays the tail of a presale, perhaps once more through another gateway",
  input: Schema.Struct({ order: ref("order"), gateway: Id }),
  reply: Order,
  refusals: [IllegalTransition, TailNotOpen, TailOver],
  permission: "order.pay",
  *load({ order: id }, read: Read) {
    const order = yield* read.one(orders, id)
    const former = order.deposit?.payment
    return { order, former: former === undefined ? undefined : yield* read.one(payments, former) }
  },
  owner: ({ order }) => order.customer,
  decide: ({ order, former }, { gateway }, moment) =>
    Result.flatMap(next(orderMachine, order.state, "payTail"), () => {
      const deposit = order.deposit
      if (deposit === undefined) throw new Error(`order ${order.id} is ${order.state} and has no deposit`)
      return Result.map(inWindow(deposit, moment.now), () => {
        const { payment, ...paying } = newPayment(
          { order: order.id, customer: order.customer, gateway, amount: deposit.tail, expiresAt: deposit.until },
          moment
        )
        // Under a repeated key the former payment is the very one made then, and the commit answers with the first reply.
        const shut = former === undefined || former.id === payment.id ? {} : closing(former)
        const change = moved(
          order,
          "payTail",
          { deposit: { ...deposit, payment: payment.id } },
          OrderPayingTail.of({ order: order.id, payment: payment.id })
        )
        return {
          reply: change.document as Order,
          changes: [change, ...(paying.changes ?? []), ...(shut.changes ?? [])],
          intents: [...(shut.intents ?? []), ...(paying.intents ?? [])]
        }
      })
    })
})
