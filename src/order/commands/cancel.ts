import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import {
  command,
  type Consequence,
  type Decision,
  IllegalTransition,
  join,
  type Loading,
  type Read
} from "../../command/index.ts"
import { ref } from "../../kernel/id.ts"
import { allows, next } from "../../kernel/machine.ts"
import { closing } from "../../payment/commands/report.ts"
import { orderMachine } from "../machine.ts"
import { ExpireOrder, Order, OrderCancelling, OrderExpiring, orders } from "../model.ts"
import { type Bounds, boundsOf } from "./claims.ts"
import { awaited, waitsUntil } from "../rules/deposit.ts"
import { endPresale, type Paid, refundAll, withCaptured, withDeposit } from "./deposit.ts"
import { moved, undo } from "./settle.ts"
import { type Tendered, withSpent } from "./spend.ts"

/** An order with the payment that counts, and what of it is there to give back. */
export interface Payable {
  readonly order: Order
  readonly waited: Paid | undefined
  /** The deposit of a presale, if it is paid; `waited` is then the tail's. */
  readonly first: Paid | undefined
  /** What points, credit and gift cards have paid for it. */
  readonly spent: Tendered | undefined
  /** What its claims are bounded by. */
  readonly bounds: Bounds
}

/** The order with the payment that counts and what its claims are bounded by. */
export function* withPayment(id: string, read: Read): Loading<Payable> {
  const order = yield* read.one(orders, id)
  const bounds = yield* boundsOf(
    order.quote.claims,
    order.lines.map(({ sku }) => sku),
    read
  )
  const first = yield* withDeposit(order, read)
  const spent = order.spent === undefined ? undefined : yield* withSpent(order, read)
  const waited = awaited(order)
  return { order, waited: waited === undefined ? undefined : yield* withCaptured(waited, read), first, spent, bounds }
}

const about = ({ id, total }: Order) => ({ order: id, total })

const reply = (order: Order, consequence: Consequence): Decision<Order> => ({
  ...consequence,
  reply: (consequence.changes?.[0]?.document ?? order) as Order
})

/**
 * Cancels an order. Unpaid, it first has the gateway close the payment, so that it can never be charged afterwards; paid and
 * not shipped, goods, coupons and money go back.
 */
export const cancel = command("order.cancel", {
  summary: "cancels an order that is not shipped, and sends back what was paid",
  input: Schema.Struct({ order: ref("order") }),
  reply: Order,
  refusals: [IllegalTransition],
  permission: "order.cancel",
  *load({ order }, read: Read) {
    return yield* withPayment(order, read)
  },
  owner: ({ order }) => order.customer,
  decide: ({ order, waited, first, spent, bounds }, _, moment) =>
    Result.map(next(orderMachine, order.state, "cancel"), () => {
      const why = moment.actor.id === order.customer ? "buyer" : "staff"
      if (order.state === "deposited") return reply(order, endPresale(order, "cancel", why, first, moment))
      if (order.state === "paid") {
        const undone = undo(order, { bounds, spent }, why, moment.now)
        const tail = waited === undefined ? {} : refundAll(waited, moment)
        const deposit = first === undefined ? {} : refundAll(first, moment)
        return reply(order, join(join(undone, tail), deposit))
      }
      const shut = waited === undefined ? {} : closing(waited.payment)
      // The time to pay was over before anybody said a word: whoever cancels then has broken no promise.
      const cancellation = order.state === "expiring" ? (order.cancellation ?? why) : why
      return reply(order, {
        changes: [moved(order, "cancel", { cancellation }, OrderCancelling.of(about(order))), ...(shut.changes ?? [])],
        intents: shut.intents ?? []
      })
    })
})

/**
 * An order's time to be paid is over. One that does not wait to be paid any more is left as it is. Woken up too early, by a
 * clock that ran ahead, it is woken up again: this wake-up is used up, and there may be no other.
 */
export const expire = command("order.expire", {
  summary: "ends an order that was not paid in time",
  input: Schema.Struct({ order: ref("order") }),
  reply: Order,
  refusals: [],
  permission: "order.expire",
  *load({ order }, read: Read) {
    return yield* withPayment(order, read)
  },
  decide: ({ order, waited, first }, _, moment) => {
    if (!allows(orderMachine, order.state, "expire")) return Result.succeed({ reply: order })
    const due = waitsUntil(order)
    if (moment.now < due) {
      return Result.succeed({
        reply: order,
        intents: [ExpireOrder.of({ order: order.id }, { lane: `${order.id}/expire`, due })]
      })
    }
    if (order.state === "deposited") {
      return Result.succeed(reply(order, endPresale(order, "expire", "unpaid", first, moment)))
    }
    const shut = waited === undefined ? {} : closing(waited.payment)
    return Result.succeed(
      reply(order, {
        changes: [
          moved(order, "expire", { cancellation: "unpaid" }, OrderExpiring.of(about(order))),
          ...(shut.changes ?? [])
        ],
        intents: shut.intents ?? []
      })
    )
  }
})
