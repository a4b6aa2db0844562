import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { command, IllegalTransition, put, type Read } from "../../command/index.ts"
import { Id, ref } from "../../kernel/id.ts"
import { next } from "../../kernel/machine.ts"
import { closing, newPayment } from "../../payment/commands/report.ts"
import { orderMachine } from "../machine.ts"
import { Order, OrderPaymentRetried, orders } from "../model.ts"
import { dueFirst } from "../rules/deposit.ts"
import { withPayment } from "./cancel.ts"

/**
 * Tries to pay an order once more, perhaps through another gateway. The former payment is closed; should it be charged
 * all the same, its money goes back.
 */
export const pay = command("order.pay", {
  summary: "tries to pay an order once more, perhaps through another gateway",
  input: Schema.Struct({ order: ref("order"), gateway: Id }),
  reply: Order,
  refusals: [IllegalTransition],
  permission: "order.pay",
  *load({ order }, read: Read) {
    return yield* withPayment(order, read)
  },
  owner: ({ order }) => order.customer,
  decide: ({ order, waited }, { gateway }, moment) =>
    // The order stays where it is; it must be one that still waits to be paid and is not on its way out.
    Result.map(next(orderMachine, order.state, "retry"), () => {
      const due = {
        order: order.id,
        customer: order.customer,
        gateway,
        amount: dueFirst(order),
        expiresAt: order.expiresAt
      }
      const { payment, ...paying } = newPayment(due, moment)
      // Under a repeated key the former payment is the very one made then, and the commit answers with the first reply.
      const former = waited?.payment
      const shut = former === undefined || former.id === payment.id ? {} : closing(former)
      const after: Order = { ...order, payment: payment.id }
      return {
        reply: after,
        changes: [
          put(orders, after, OrderPaymentRetried.of({ order: order.id, payment: payment.id })),
          ...(paying.changes ?? []),
          ...(shut.changes ?? [])
        ],
        intents: [...(shut.intents ?? []), ...(paying.intents ?? [])]
      }
    })
})
