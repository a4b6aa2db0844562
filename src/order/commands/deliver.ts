import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { command, type DomainEvent, type Moment, type Read, readSection } from "../../command/index.ts"
import { sold } from "../../inventory/rules/accounts.ts"
import { deliverStock } from "../../inventory/rules/transfers.ts"
import { ref } from "../../kernel/id.ts"
import { allows } from "../../kernel/machine.ts"
import { orderMachine } from "../machine.ts"
import { Order, OrderDelivered, orderPolicy, OrderReceived, orders } from "../model.ts"
import { isSent } from "../rules/goods.ts"
import { receiveLater } from "./receive.ts"
import { moved, type OrderEvent } from "./settle.ts"

/**
 * Delivers the virtual goods of a paid order: they are with the buyer, without a parcel. The worker does it as soon as the order
 * is paid, and staff where it could not or where an earlier program left them waiting. Where nothing waits it changes nothing.
 */
export const deliver = command("order.deliver", {
  summary: "delivers the virtual goods of a paid order",
  input: Schema.Struct({ order: ref("order") }),
  reply: Order,
  refusals: [],
  permission: "order.ship",
  *load({ order: id }, read: Read) {
    const { order, policy } = yield* read.all({ order: read.one(orders, id), policy: readSection(orderPolicy) })
    const balances = yield* read.balances(order.lines.map(({ id: line, sku }) => sold({ order: id, line, sku })))
    return { order, policy, left: balances.map(({ posted }) => Number(posted)) }
  },
  decide: ({ order, policy, left }, _, moment) => {
    const waiting = order.lines.flatMap((line, index) => {
      const quantity = left[index] ?? 0
      return isSent(line) || quantity === 0 ? [] : [{ line: line.id, sku: line.sku, quantity }]
    })
    if (waiting.length === 0 || !allows(orderMachine, order.state, "deliverPart")) {
      return Result.succeed({ reply: order })
    }
    const rest = order.lines.some((line, index) => isSent(line) && (left[index] ?? 0) > 0)
    const { event, fields, told } = stepOf(order, rest, waiting, moment)
    const lines = order.lines.map((line) => {
      const now = waiting.find((one) => one.line === line.id)
      return now === undefined ? line : { ...line, delivered: (line.delivered ?? 0) + now.quantity }
    })
    const change = moved(order, event, { ...fields, lines, deliveredAt: moment.now }, told)
    const delivery = moment.id("delivery")
    return Result.succeed({
      reply: change.document as Order,
      changes: [change],
      transfers: waiting.map(({ line, sku, quantity }) =>
        deliverStock(delivery, { order: order.id, line, sku }, quantity)
      ),
      // Its parcels may have come while this was held up, and their days have passed to no effect.
      intents: event === "ship" ? [receiveLater(order.id, delivery, moment.now, policy.value)] : []
    })
  }
})

/** Where that leads: nothing travels, so the buyer has all; nothing else waits to be sent; or something does. */
const stepOf = (
  order: Order,
  rest: boolean,
  waiting: ReadonlyArray<{ readonly line: string; readonly quantity: number }>,
  { now }: Moment
): { readonly event: OrderEvent; readonly fields: Partial<Order>; readonly told: DomainEvent } => {
  const lines = waiting.map(({ line, quantity }) => ({ line, quantity }))
  if (order.state === "paid" && !order.lines.some(isSent)) {
    const told = OrderReceived.of({ order: order.id, total: order.total, lines })
    return { event: "deliver", fields: { receivedAt: now }, told }
  }
  const told = OrderDelivered.of({ order: order.id, lines, whole: !rest })
  return rest ? { event: "deliverPart", fields: {}, told } : { event: "ship", fields: { shippedAt: now }, told }
}
