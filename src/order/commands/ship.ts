import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import {
  before,
  command,
  type Consequence,
  IllegalTransition,
  type Loading,
  on,
  type Read,
  type Veto
} from "../../command/index.ts"
import { places } from "../../inventory/model.ts"
import { shipStock, unshipStock } from "../../inventory/rules/transfers.ts"
import { shipped, sold } from "../../inventory/rules/accounts.ts"
import { Id, ref } from "../../kernel/id.ts"
import { allowed, allows, next } from "../../kernel/machine.ts"
import { createShipment, newShipment, reportBooking, voidShipment } from "../../logistics/commands/ship.ts"
import { type Address, type Shipment, shipments, ShipmentVoided } from "../../logistics/model.ts"
import { weightOf } from "../../logistics/rules/shipment.ts"
import type { Personal } from "../../privacy/model.ts"
import { LineUnknown, NothingTravels, OrderKept, ShipExceedsPaid } from "../errors.ts"
import { orderMachine } from "../machine.ts"
import { Order, orders, OrderShipped, OrderUnshipped } from "../model.ts"
import { isSent } from "../rules/goods.ts"
import { moved } from "./settle.ts"

class ShipOrder extends Schema.Opaque<ShipOrder>()(
  Schema.Struct({
    order: ref("order"),
    /** The name of the carrier. */
    carrier: Id,
    place: ref("place"),
    lines: Schema.Array(
      Schema.Struct({ line: Id, quantity: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 })) })
    ).check(Schema.isBetweenLength(1, 200))
  })
) {}

/** Sends pieces of a paid order on their way, in one shipment. */
export const ship = command("order.ship", {
  summary: "sends pieces of a paid order on their way",
  input: ShipOrder,
  reply: Order,
  refusals: [IllegalTransition, LineUnknown, NothingTravels, ShipExceedsPaid],
  permission: "order.ship",
  opens: [orders],
  *load({ order: id, place }, read: Read) {
    const { order } = yield* read.all({ order: read.one(orders, id), place: read.one(places, place) })
    const balances = yield* read.balances(order.lines.map(({ id: line, sku }) => sold({ order: id, line, sku })))
    return {
      order,
      left: new Map(order.lines.map(({ id: line }, index) => [line, Number(balances[index]?.posted ?? 0n)]))
    }
  },
  decide: ({ order, left }, { carrier, place, lines }, moment) =>
    Result.flatMap(next(orderMachine, order.state, "shipPart"), () =>
      Result.map(parcel(order, left, lines), (sent) => {
        const remaining = [...left.values()].reduce((sum, count) => sum + count, 0)
        const whole = remaining === sent.reduce((sum, { quantity }) => sum + quantity, 0)
        const { shipment, ...sending } = newShipment(
          {
            order: order.id,
            customer: order.customer,
            place,
            carrier,
            address: addressOf(order),
            lines: sent.map(({ line, sku, quantity }) => ({ line, sku, quantity })),
            weightGrams: weightOf(sent)
          },
          moment
        )
        const told = OrderShipped.of({ order: order.id, shipment: shipment.id, whole })
        const change = moved(order, whole ? "ship" : "shipPart", whole ? { shippedAt: moment.now } : {}, told)
        return {
          reply: change.document as Order,
          changes: [change, ...(sending.changes ?? [])],
          transfers: sent.map(({ line, sku, quantity }) =>
            shipStock(shipment.id, { order: order.id, line, sku }, quantity)
          ),
          intents: sending.intents ?? []
        }
      })
    )
})

const addressOf = ({ id, address }: Order): Personal<Address> => {
  if (address === undefined) throw new Error(`order ${id} has goods that travel, and no address`)
  return address
}

/** The lines of a parcel, each within what is paid and not shipped; a line named twice is summed first. */
const parcel = (
  order: Order,
  left: ReadonlyMap<string, number>,
  wanted: ShipOrder["lines"]
): Result.Result<
  ReadonlyArray<{
    readonly line: string
    readonly sku: string
    readonly quantity: number
    readonly weightGrams: number
  }>,
  LineUnknown | NothingTravels | ShipExceedsPaid
> => {
  const sums = new Map<string, number>()
  for (const { line, quantity } of wanted) sums.set(line, (sums.get(line) ?? 0) + quantity)
  const lines = []
  for (const [line, quantity] of sums) {
    const found = order.lines.find(({ id }) => id === line)
    if (found === undefined) return Result.fail({ _tag: "LineUnknown", line })
    if (!isSent(found)) return Result.fail({ _tag: "NothingTravels", line })
    const available = left.get(line) ?? 0
    if (quantity > available) return Result.fail({ _tag: "ShipExceedsPaid", line, wanted: quantity, available })
    lines.push({ line, sku: found.sku, quantity, weightGrams: found.weightGrams })
  }
  return Result.succeed(lines)
}

/** A parcel of an order that the shop keeps takes its goods from the order, which `order.ship` alone does. */
export const shipsByOrder: Veto<(typeof createShipment)["input"]["Type"], Order | undefined> = before(createShipment, {
  *load({ order }, read) {
    return yield* read.maybe(orders, order)
  },
  decide: (found) =>
    found === undefined ? Result.succeed(undefined) : Result.fail<OrderKept>({ _tag: "OrderKept", order: found.id })
})

interface Out {
  readonly parcel: Shipment
  readonly order: Order | undefined
  /** By line: what has left for the buyer and has not come back. */
  readonly away: ReadonlyMap<string, bigint>
}

function* out(shipment: string, read: Read): Loading<Out> {
  const parcel = yield* read.one(shipments, shipment)
  const order = yield* read.maybe(orders, parcel.order)
  const of = parcel.lines.map(({ line, sku }) => shipped({ order: parcel.order, line, sku }))
  const balances = yield* read.balances(of)
  return { parcel, order, away: new Map(parcel.lines.map(({ line }, index) => [line, balances[index]?.posted ?? 0n])) }
}

const refused = (state: Order["state"]): Result.Result<never, IllegalTransition> =>
  Result.fail({
    _tag: "IllegalTransition",
    machine: orderMachine.name,
    state,
    event: "unshipPart",
    allowed: allowed(orderMachine, state)
  })

// Goods of it that came back have proved that it left.
const hasLeft = ({ parcel, away }: Out): boolean =>
  parcel.lines.some(({ line, quantity }) => (away.get(line) ?? 0n) < BigInt(quantity))

/** A parcel that the buyer has, or of which goods have come back, is not called off. */
export const keepsReceived: Veto<(typeof voidShipment)["input"]["Type"], Out> = before(voidShipment, {
  load: ({ shipment }, read) => out(shipment, read),
  decide: (found) =>
    found.order !== undefined && (found.order.state === "received" || hasLeft(found))
      ? refused(found.order.state)
      : Result.succeed(undefined)
})

/** Nor does a carrier decline it any more: its word is set aside for staff to see. */
export const keepsReturned: Veto<(typeof reportBooking)["input"]["Type"], Out> = before(reportBooking, {
  load: ({ shipment }, read) => out(shipment, read),
  decide: (found, { accepted }) =>
    accepted === undefined && found.parcel.state === "created" && found.order !== undefined && hasLeft(found)
      ? refused(found.order.state)
      : Result.succeed(undefined)
})

/** A parcel never left: its goods wait to be shipped again. One that belongs to no order here is the host's. */
export const shipmentVoided = on(ShipmentVoided, {
  *load({ data: { order: id } }, read) {
    const order = yield* read.maybe(orders, id)
    const lines = (order?.lines ?? []).map(({ id: line, sku }) => shipped({ order: id, line, sku }))
    const balances = yield* read.balances(lines)
    return { order, away: balances.reduce((sum, { posted }) => sum + posted, 0n) }
  },
  decide: ({ order, away }, { data: { shipment, lines } }): Consequence => {
    if (order === undefined) return {}
    const back = lines.reduce((sum, { quantity }) => sum + BigInt(quantity), 0n)
    // What came back has been paid back: such an order waits for its goods, and is not cancelled any more.
    const kept = order.lines.every(({ refunded }) => refunded.quantity === 0)
    const event = away === back && kept ? "unshipAll" : "unshipPart"
    const transfers = lines.map(({ line, sku, quantity }) =>
      unshipStock(shipment, { order: order.id, line, sku }, quantity)
    )
    // The buyer has said that all is there, and a carrier that it never came: the goods are owed again, for staff to settle.
    if (!allows(orderMachine, order.state, event)) return { transfers }
    return { changes: [moved(order, event, {}, OrderUnshipped.of({ order: order.id, shipment }))], transfers }
  }
})
