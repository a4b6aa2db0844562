import * as Effect from "effect/Effect"
import { answer, type AnyErrand, errand } from "../../command/index.ts"
import type { CarrierError } from "../errors.ts"
import { BookShipment, CancelShipment, PollShipment, shipments } from "../model.ts"
import type { Carrier } from "../ports.ts"
import { reportBooking, reportCancel } from "./ship.ts"
import { reportTracking } from "./track.ts"

/** How the intents of shipments are carried, given the shop's carriers. */
export const shipmentErrands = (carriers: ReadonlyArray<Carrier>): ReadonlyArray<AnyErrand> => {
  const using = <A>(
    name: string,
    use: (carrier: Carrier) => Effect.Effect<A, CarrierError>
  ): Effect.Effect<A, CarrierError> => {
    const found = carriers.find((carrier) => carrier.name === name)
    if (found !== undefined) return use(found)
    return Effect.fail({ _tag: "CarrierError", carrier: name, reason: "Unreachable", detail: "no such carrier" })
  }

  return [
    errand(BookShipment, {
      opens: [shipments],
      *load({ shipment }, read) {
        return yield* read.one(shipments, shipment)
      },
      perform: ({ id, order, place, carrier, state, address, weightGrams }) => {
        // Called off meanwhile, or its buyer was erased: there is nobody to bring it to.
        if (state === "voided" || address._tag !== "Clear")
          return Effect.succeed(answer(reportBooking, { shipment: id }))
        const booking = { shipment: id, order, place, address: address.value, weightGrams }
        return using(carrier, (one) =>
          Effect.map(one.book(booking), (booked) => {
            if (booked._tag === "Declined") return answer(reportBooking, { shipment: id })
            const { trackingNumber, label } = booked
            const accepted = label === undefined ? { trackingNumber } : { trackingNumber, label }
            return answer(reportBooking, { shipment: id, accepted })
          })
        )
      }
    }),
    errand(CancelShipment, {
      *load({ shipment }, read) {
        return yield* read.one(shipments, shipment)
      },
      perform: ({ id, carrier }) =>
        using(carrier, (one) =>
          Effect.map(one.cancel({ shipment: id }), (outcome) => answer(reportCancel, { shipment: id, outcome }))
        )
    }),
    errand(PollShipment, {
      *load({ shipment }, read) {
        return yield* read.one(shipments, shipment)
      },
      perform: ({ id, carrier, trackingNumber }) => {
        const later = answer(reportTracking, { shipment: id, events: [], polled: true })
        if (trackingNumber === undefined) return Effect.succeed(later)
        const asked = using(carrier, (one) => one.track({ shipment: id, trackingNumber }))
        // A poll is never given up: a carrier that does not answer now is asked again in its turn.
        return Effect.match(asked, {
          onFailure: () => later,
          onSuccess: (report) => answer(reportTracking, { ...report, polled: true })
        })
      }
    })
  ]
}
