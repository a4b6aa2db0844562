import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { command, type DomainEvent, type Loading, put, query, type Read } from "../../command/index.ts"
import { ref, Text } from "../../kernel/id.ts"
import type { Page } from "../../storage/model.ts"
import { TrackingMismatch } from "../errors.ts"
import {
  mostEvents,
  Shipment,
  ShipmentDelivered,
  ShipmentMoved,
  shipments,
  ShipmentTracked,
  TrackingEvent
} from "../model.ts"
import { track } from "../rules/tracking.ts"
import { about, pollAgain, tracked } from "./ship.ts"

class ReportTracking extends Schema.Opaque<ReportTracking>()(
  Schema.Struct({
    shipment: ref("shipment"),
    /** Absent where the carrier could not be asked. */
    trackingNumber: Schema.optionalKey(Text(100)),
    events: Schema.Array(TrackingEvent).check(Schema.isMaxLength(mostEvents)),
    /** Whether the shop has asked: then it asks again later. */
    polled: Schema.optionalKey(Schema.Boolean)
  })
) {}

const inform = (shipment: Shipment, { trackingNumber, events: told }: ReportTracking): Shipment => {
  const { state, events } = track(shipment, told, mostEvents)
  const delivered = events.find(({ status }) => status === "delivered")
  return {
    ...(trackingNumber === undefined ? {} : { trackingNumber }),
    ...shipment,
    events,
    state,
    ...(delivered === undefined ? {} : { deliveredAt: delivered.at })
  }
}

const newsOf = (before: Shipment, after: Shipment): DomainEvent => {
  const move = { ...about(after), from: before.state, to: after.state }
  if (after.state === before.state) return ShipmentTracked.of(about(after))
  const { deliveredAt } = after
  if (after.state !== "delivered" || deliveredAt === undefined) return ShipmentMoved.of(move)
  return ShipmentDelivered.of({ ...move, at: deliveredAt })
}

const isNews = (before: Shipment, after: Shipment): boolean =>
  before.state !== after.state ||
  before.trackingNumber !== after.trackingNumber ||
  JSON.stringify(before.events) !== JSON.stringify(after.events)

/** Takes in scans of a parcel: late, doubled, out of order, they come to the same (L41). */
export const reportTracking = command("shipment.track", {
  summary: "takes in what a carrier says of a parcel's way",
  input: ReportTracking,
  reply: Shipment,
  refusals: [TrackingMismatch],
  permission: "shipment.report",
  load: tracked,
  decide: ({ shipment, delivery }, report, { now }) => {
    const { trackingNumber = shipment.trackingNumber } = report
    if (shipment.trackingNumber !== undefined && trackingNumber !== shipment.trackingNumber) {
      return Result.fail<TrackingMismatch>({
        _tag: "TrackingMismatch",
        shipment: shipment.id,
        trackingNumber: trackingNumber ?? ""
      })
    }
    const after = inform(shipment, report)
    return Result.succeed({
      reply: after,
      changes: isNews(shipment, after) ? [put(shipments, after, newsOf(shipment, after))] : [],
      intents: report.polled === true ? pollAgain(after, delivery.value, now) : []
    })
  }
})

/** One shipment with its scans and its address; its customer may see it. */
export const getShipment = query("shipment.get", {
  summary: "a shipment with its scans and its address",
  input: Schema.Struct({ shipment: ref("shipment") }),
  reply: Shipment,
  permission: "shipment.get",
  opens: [shipments],
  *load({ shipment }, read: Read): Loading<Shipment> {
    return yield* read.one(shipments, shipment)
  },
  owner: ({ customer }) => customer,
  answer: (shipment) => shipment
})

class ListShipments extends Schema.Opaque<ListShipments>()(
  Schema.Struct({
    state: Shipment.fields.state,
    /** As the page before gave it. */
    after: Schema.optionalKey(Text(4000))
  })
) {}

/** Shipments in a state, the newest first; their addresses stay sealed. */
export const listShipments = query("shipment.list", {
  summary: "shipments in a state, the newest first",
  input: ListShipments,
  reply: Schema.Struct({ items: Schema.Array(Shipment), next: Schema.optionalKey(Schema.String) }),
  permission: "shipment.list",
  *load({ state, after }, read: Read): Loading<Page<Shipment>> {
    return yield* read.page(shipments, {
      index: "state",
      equals: [state],
      descending: true,
      limit: 100,
      ...(after === undefined ? {} : { after })
    })
  },
  answer: (page) => page
})
