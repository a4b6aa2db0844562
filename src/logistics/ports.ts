import type * as Effect from "effect/Effect"
import type { InvalidInput } from "../command/errors.ts"
import type { CarrierError, CarrierPayloadTooLarge, CarrierSignatureInvalid } from "./errors.ts"
import type { Address, TrackingEvent } from "./model.ts"

/** What a carrier is asked to bring. */
export interface Booking {
  /** The shop's id of the parcel, under which the carrier knows it once and for all. */
  readonly shipment: string
  readonly order: string
  /** Where it is fetched. */
  readonly place: string
  readonly address: Address
  readonly weightGrams: number
}

/** The carrier's word on a booking: it comes, or it will not, and asking again does not help. */
export type Booked =
  | { readonly _tag: "Accepted"; readonly trackingNumber: string; readonly label?: string }
  | { readonly _tag: "Declined" }

/** Where a parcel is: in answer to a question, or unasked in a callback. */
export interface TrackingReport {
  readonly shipment: string
  readonly trackingNumber: string
  /** In any order, those told before included. */
  readonly events: ReadonlyArray<TrackingEvent>
}

/** A callback as it came over HTTP; the body's bytes are what was signed. Header names are lower case. */
export interface CarrierCallback {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Why a callback is not taken in, in the order in which it is asked. */
export type CarrierCallbackRefusal = CarrierPayloadTooLarge | CarrierSignatureInvalid | InvalidInput | CarrierError

/** Who brings parcels. Every question names the shop's own id of a parcel: asking again has no second effect. */
export interface Carrier {
  readonly name: string
  readonly book: (booking: Booking) => Effect.Effect<Booked, CarrierError>
  /** All it knows of a parcel; without events for one that it does not know. */
  readonly track: (request: {
    readonly shipment: string
    readonly trackingNumber: string
  }) => Effect.Effect<TrackingReport, CarrierError>
  /** Makes sure it is never fetched, known to the carrier or not; `tooLate`: the carrier has it. */
  readonly cancel: (request: { readonly shipment: string }) => Effect.Effect<"done" | "tooLate", CarrierError>
  /** Checks who sent a callback and when (`at` is now, in milliseconds), and reads it. */
  readonly verify: (callback: CarrierCallback, at: number) => Effect.Effect<TrackingReport, CarrierCallbackRefusal>
}
