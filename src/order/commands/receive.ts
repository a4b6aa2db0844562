import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { command, type DomainIntent, IllegalTransition, type Read, readSection } from "../../command/index.ts"
import { ref } from "../../kernel/id.ts"
import { allows, next } from "../../kernel/machine.ts"
import { type Shipment, shipments } from "../../logistics/model.ts"
import { orderMachine } from "../machine.ts"
import { Order, type OrderPolicy, orderPolicy, OrderReceived, orders, ReceiveOrder } from "../model.ts"
import { moved } from "./settle.ts"

const receivedBy = (order: Order, now: number) =>
  moved(order, "receive", { receivedAt: now }, OrderReceived.of({ order: order.id, total: order.total }))

/** The buyer has the goods. */
export const receive = command("order.receive", {
  summary: "says that the goods have arrived",
  input: Schema.Struct({ order: ref("order") }),
  reply: Order,
  refusals: [IllegalTransition],
  permission: "order.receive",
  *load({ order }, read: Read) {
    return yield* read.one(orders, order)
  },
  owner: (order) => order.customer,
  decide: (order, _, { now }) =>
    Result.map(next(orderMachine, order.state, "receive"), () => {
      const change = receivedBy(order, now)
      return { reply: change.document as Order, changes: [change] }
    })
})

/** What is with a carrier or about to be. What was called off, refused at the door or sent back is not awaited. */
const isUnderWay = ({ state }: Shipment): boolean =>
  state !== "delivered" && state !== "voided" && state !== "returning" && state !== "returned"

const wakeUp = (order: string, which: string, due: number): DomainIntent =>
  ReceiveOrder.of({ order }, { lane: `${order}/receive/${which}`, due })

/** The first instant at which what came at one counts as received; milliseconds. */
const receivedFrom = (at: number, { receivedAfter }: OrderPolicy): number => at + receivedAfter * 86_400_000

/** Has an order count as received some days after something of it has come. */
export const receiveLater = (order: string, which: string, at: number, policy: OrderPolicy): DomainIntent =>
  wakeUp(order, which, receivedFrom(at, policy))

/**
 * The days after the last delivery are over: the order counts as received, unless somebody was faster. While a parcel is on its
 * way it does not: the delivery of that one asks again.
 */
export const receiveInTime = command("order.receiveInTime", {
  summary: "takes a delivered order as received, some days later",
  input: Schema.Struct({ order: ref("order") }),
  reply: Order,
  refusals: [],
  permission: "order.expire",
  *load({ order: id }, read: Read) {
    const { order, policy } = yield* read.all({ order: read.one(orders, id), policy: readSection(orderPolicy) })
    // A new parcel changes the order, which is guarded.
    return { order, policy, parcels: yield* read.every(shipments, { index: "order", equals: [id] }) }
  },
  decide: ({ order, policy, parcels }, _, { now }) => {
    const waits = !allows(orderMachine, order.state, "receive") || parcels.some(isUnderWay)
    if (waits) return Result.succeed({ reply: order })
    // A scan of tomorrow is a mistake of the carrier's clock.
    const scans = parcels.flatMap(({ deliveredAt = 0 }) => (deliveredAt <= now ? [deliveredAt] : []))
    const due = receivedFrom(Math.max(0, ...scans), policy.value)
    if (now < due) return Result.succeed({ reply: order, intents: [wakeUp(order.id, "again", due)] })
    const change = receivedBy(order, now)
    return Result.succeed({ reply: change.document as Order, changes: [change] })
  }
})
