import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Consequence, command, type Decision, type Loading, on, put, type Read } from "../../command/index.ts"
import { ref } from "../../kernel/id.ts"
import { allows, next } from "../../kernel/machine.ts"
import { retried, retryRefusals, withRefund } from "../../payment/commands/retry.ts"
import { refundMachine } from "../../payment/machine.ts"
import { RefundRetried, type Refund, refunds, RefundSettled, RefundSucceeded } from "../../payment/model.ts"
import { returnMachine } from "../machine.ts"
import { type Order, OrderRefundRetried, orders, Return, ReturnReceived, ReturnRefunded, returns } from "../model.ts"
import { unpaidReturnsOf } from "./whole.ts"

const about = (of: Return) => ({ return: of.id, order: of.order })

/** What gives money back of a payment, and of a presale's deposit where its tail does not suffice. */
interface Parts {
  readonly refund?: string | undefined
  readonly depositRefund?: string | undefined
}

const partsOf = ({ refund, depositRefund }: Parts): ReadonlyArray<string> =>
  [refund, depositRefund].flatMap((one) => one ?? [])

/** The refunds of the returns that give money back in two parts. */
function* withParts(found: ReadonlyArray<Return>, read: Read): Loading<ReadonlyMap<string, Refund>> {
  return yield* read.some(
    refunds,
    found.map(partsOf).flatMap((parts) => (parts.length < 2 ? [] : parts))
  )
}

const hasArrived = ({ state }: Refund): boolean => state === "succeeded" || state === "settled"

/** The buyer has the money of a refund: the return that waits for it, and for no other, is over. */
const over = (event: typeof RefundSucceeded) =>
  on(event, {
    *load({ data: { order } }, read) {
      const found = yield* unpaidReturnsOf(order, read)
      return { found, parts: yield* withParts(found, read) }
    },
    decide: ({ found, parts }, { data: { refund } }): Consequence => {
      const of = found.find((one) => partsOf(one).includes(refund) && allows(returnMachine, one.state, "refund"))
      if (of === undefined) return {}
      const others = partsOf(of).flatMap((id) => (id === refund ? [] : (parts.get(id) ?? [])))
      if (!others.every(hasArrived)) return {}
      const after: Return = { ...of, state: "refunded" }
      return { changes: [put(returns, after, ReturnRefunded.of(about(after)))] }
    }
  })

/** The gateway has sent the money of a return. */
export const returnRefunded = over(RefundSucceeded)

/** The money of a return was paid in another way. */
export const returnSettled = over(RefundSettled)

/** Another refund stands in the place of one that failed: the return or the drop of prices it belongs to waits for that. */
export const refundRetried = on(RefundRetried, {
  *load({ data: { order } }, read) {
    return { order: yield* read.one(orders, order), back: yield* unpaidReturnsOf(order, read) }
  },
  decide: ({ order, back }, { data: { refund, by } }): Consequence => {
    const of = back.find((one) => partsOf(one).includes(refund) && allows(returnMachine, one.state, "retry"))
    if (of !== undefined) return { changes: [put(returns, waiting(of, refund, by), ReturnReceived.of(about(of)))] }
    const { protections = [] } = order
    if (!protections.some((one) => partsOf(one).includes(refund))) return {}
    const after: Order = { ...order, protections: protections.map((one) => waiting(one, refund, by)) }
    return { changes: [put(orders, after, OrderRefundRetried.of({ order: order.id, refund: by }))] }
  }
})

const waiting = <Of extends Parts>(of: Of, former: string, by: string): Of => {
  if (of.refund === former) return { ...of, refund: by }
  return of.depositRefund === former ? { ...of, depositRefund: by } : of
}

/** The gateway could not send the money for a return: it is asked once more, with a refund of its own. */
export const retryRefund = command("return.retryRefund", {
  summary: "sends the money for a return once more, after the gateway could not",
  input: Schema.Struct({ return: ref("return") }),
  reply: Return,
  refusals: retryRefusals,
  permission: "payment.refund",
  *load({ return: id }, read: Read) {
    const found = yield* read.one(returns, id)
    const parts = yield* withParts([found], read)
    // Of the two parts of a presale, the one that failed.
    const failed = [...parts.values()].find(({ state }) => state === "failed")
    const former = failed?.id ?? found.refund
    return { found, refunding: former === undefined ? undefined : yield* withRefund(former, read) }
  },
  decide: ({ found, refunding }, _, moment): Result.Result<Decision<Return>, (typeof retryRefusals)[number]["Type"]> =>
    Result.flatMap(next(returnMachine, found.state, "retry"), () => {
      // A refund that is not over may still arrive: only a failed one is followed by another.
      if (refunding === undefined || allows(refundMachine, refunding.refund.state, "fail"))
        return Result.succeed({ reply: found })
      return Result.map(retried(refunding, moment), ({ refund, ...sending }) => ({
        ...sending,
        // It is written by what `RefundRetried` brings about.
        reply: waiting(found, refunding.refund.id, refund.id)
      }))
    })
})
