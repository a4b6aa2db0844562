import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import {
  command,
  type Consequence,
  type DomainIntent,
  IllegalTransition,
  type Loading,
  type Moment,
  put,
  type Read,
  readSection,
  type Stated
} from "../../command/index.ts"
import { Id, ref, Text } from "../../kernel/id.ts"
import { next } from "../../kernel/machine.ts"
import { clear } from "../../privacy/index.ts"
import { shipmentMachine } from "../machine.ts"
import {
  Address,
  BookShipment,
  CancelShipment,
  type DeliveryOptions,
  deliveryOptions,
  PollShipment,
  Shipment,
  ShipmentBooked,
  ShipmentCancelled,
  ShipmentCreated,
  shipments,
  ShipmentTracked,
  ShipmentVoided
} from "../model.ts"
import { type ShipmentDraft, shipmentOf } from "../rules/shipment.ts"

export const about = ({ id, order }: Shipment) => ({ shipment: id, order })

/**
 * A new shipment, and the intent that has its carrier come. For the commands of the order floor, whose own commit takes
 * the goods from the order: `shipStock` of the inventory. The address must be clear, so such a command opens it.
 */
export const newShipment = (
  draft: Omit<ShipmentDraft, "id">,
  { id, now }: Moment
): Consequence & { readonly shipment: Shipment } => {
  const shipment = shipmentOf({ ...draft, id: id("shp") }, now)
  return {
    shipment,
    changes: [put(shipments, shipment, ShipmentCreated.of(about(shipment)))],
    intents: [BookShipment.of({ shipment: shipment.id }, { lane: shipment.id })]
  }
}

class CreateShipment extends Schema.Opaque<CreateShipment>()(
  Schema.Struct({
    order: ref("order"),
    customer: Id,
    place: ref("place"),
    carrier: Id,
    lines: Shipment.fields.lines,
    address: Address,
    weightGrams: Shipment.fields.weightGrams
  })
) {}

/** Makes a shipment for an order that a host keeps itself. Pannier's own orders ship with `order.ship`. */
export const createShipment = command("shipment.create", {
  summary: "makes a shipment for an order that the host keeps itself",
  input: CreateShipment,
  reply: Shipment,
  refusals: [],
  permission: "shipment.create",
  *load(): Loading<void> {},
  decide: (_, { address, ...draft }, moment) => {
    const { shipment, ...consequence } = newShipment({ ...draft, address: clear(address) }, moment)
    return Result.succeed({ ...consequence, reply: shipment })
  }
})

/** When the carrier is asked where a parcel is, if it does not tell by itself. */
export const pollAgain = (
  shipment: Shipment,
  { pollAfter }: DeliveryOptions,
  now: number
): ReadonlyArray<DomainIntent> =>
  shipment.state === "delivered" || shipment.state === "returned" || shipment.state === "voided"
    ? []
    : [PollShipment.of({ shipment: shipment.id }, { lane: `${shipment.id}/poll`, due: now + pollAfter * 60_000 })]

class ReportBooking extends Schema.Opaque<ReportBooking>()(
  Schema.Struct({
    shipment: ref("shipment"),
    /** Absent: the carrier will not bring it. */
    accepted: Schema.optionalKey(Schema.Struct({ trackingNumber: Text(100), label: Schema.optionalKey(Text(2000)) }))
  })
) {}

/** A shipment, and how often its carrier is asked. */
export interface Tracked {
  readonly shipment: Shipment
  readonly delivery: Stated<DeliveryOptions>
}

export function* tracked({ shipment: id }: { readonly shipment: string }, read: Read): Loading<Tracked> {
  return yield* read.all({ shipment: read.one(shipments, id), delivery: readSection(deliveryOptions) })
}

const voidBy = (
  shipment: Shipment,
  by: "staff" | "carrier"
): Result.Result<Consequence & { readonly shipment: Shipment }, IllegalTransition> =>
  Result.map(next(shipmentMachine, shipment.state, "void"), (state) => {
    const after: Shipment = { ...shipment, state, voided: by }
    const told = ShipmentVoided.of({ ...about(after), lines: after.lines, by })
    return { shipment: after, changes: [put(shipments, after, told)] }
  })

/** Takes in whether a carrier will bring a parcel. If not, the parcel is void, and its goods can be shipped another way. */
export const reportBooking = command("shipment.reportBooking", {
  summary: "takes in whether a carrier will bring a parcel",
  input: ReportBooking,
  reply: Shipment,
  refusals: [],
  permission: "shipment.report",
  load: tracked,
  decide: ({ shipment, delivery }, { accepted }, { now }) => {
    if (accepted === undefined) {
      // A carrier that has moved it already, or a parcel that is void, is past being declined.
      if (shipment.state !== "created") return Result.succeed({ reply: shipment })
      return Result.succeed(
        Result.match(voidBy(shipment, "carrier"), {
          onFailure: () => ({ reply: shipment }),
          onSuccess: ({ shipment: reply, ...consequence }) => ({ ...consequence, reply })
        })
      )
    }
    const state = Result.getOrElse(next(shipmentMachine, shipment.state, "book"), () => shipment.state)
    const booked: Shipment = { ...accepted, ...shipment, state }
    const news = state !== shipment.state ? ShipmentBooked : ShipmentTracked
    return Result.succeed({
      reply: booked,
      changes: [put(shipments, booked, news.of(about(booked)))],
      intents: pollAgain(booked, delivery.value, now)
    })
  }
})

const OfShipment = Schema.Struct({ shipment: ref("shipment") })

/** Calls a parcel off before it is fetched. Its carrier is told, after it was asked to come. */
export const voidShipment = command("shipment.void", {
  summary: "calls a parcel off before it is fetched",
  input: OfShipment,
  reply: Shipment,
  refusals: [IllegalTransition],
  permission: "shipment.void",
  *load({ shipment }, read: Read): Loading<Shipment> {
    return yield* read.one(shipments, shipment)
  },
  decide: (found) =>
    Result.map(voidBy(found, "staff"), ({ shipment, changes = [] }) => ({
      reply: shipment,
      changes,
      intents: [CancelShipment.of({ shipment: shipment.id }, { lane: shipment.id })]
    }))
})

class ReportCancel extends Schema.Opaque<ReportCancel>()(
  Schema.Struct({ ...OfShipment.fields, outcome: Schema.Literals(["done", "tooLate"]) })
) {}

/** Takes in what a carrier made of a cancelled booking. */
export const reportCancel = command("shipment.reportCancel", {
  summary: "takes in what a carrier made of a cancelled booking",
  input: ReportCancel,
  reply: Shipment,
  refusals: [],
  permission: "shipment.report",
  *load({ shipment }, read: Read): Loading<Shipment> {
    return yield* read.one(shipments, shipment)
  },
  decide: (found, { outcome }) => {
    if (found.cancelled === outcome) return Result.succeed({ reply: found })
    const cancelled: Shipment = { ...found, cancelled: outcome }
    const told = ShipmentCancelled.of({ ...about(found), outcome })
    return Result.succeed({ reply: cancelled, changes: [put(shipments, cancelled, told)] })
  }
})
