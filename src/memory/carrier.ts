import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { now } from "../command/clock.ts"
import type { CarrierError } from "../logistics/errors.ts"
import type { TrackingEvent, TrackingStatus } from "../logistics/model.ts"
import type { Booked, Booking, Carrier, CarrierCallback, TrackingReport } from "../logistics/ports.ts"
import type { Fate } from "./faults.ts"
import { Sorted } from "./sorted.ts"

/** What the shop asks of a carrier. */
export type CarrierVerb = "book" | "track" | "cancel"

/** What goes wrong at a carrier, and when; what is left out goes well and at once. Times are in milliseconds. */
export interface CarrierFaults {
  readonly request?: (verb: CarrierVerb, shipment: string, at: number) => Fate
  /** Whether the carrier will not bring a parcel. */
  readonly declines?: (booking: Booking) => boolean
  /** When a callback arrives, once for each time: none and it is lost, two and it is doubled. */
  readonly callback?: (report: TrackingReport, at: number) => ReadonlyArray<number>
}

/** Settings of {@link memoryCarrier}. */
export interface MemoryCarrierOptions {
  readonly name: string
  readonly faults?: CarrierFaults
  /** Milliseconds since 1970-01-01T00:00:00Z. Absent: effect's `Clock`. */
  readonly clock?: () => number
}

/** A parcel as the carrier knows it. `cancelled` is a tombstone: it will never be fetched. */
export interface CarriedParcel {
  readonly shipment: string
  readonly state: "expected" | "fetched" | "cancelled"
  readonly trackingNumber: string
  /** In the order in which they were scanned. */
  readonly events: ReadonlyArray<TrackingEvent>
}

/** A carrier, and what only its own people can do. */
export interface MemoryCarrier extends Carrier {
  /**
   * A parcel is scanned now, with this status; the first scan fetches it. Answers how it stands then: `undefined` for one
   * that the carrier does not know or was told not to fetch.
   */
  readonly advance: (
    shipment: string,
    status: TrackingStatus,
    where?: { readonly place?: string; readonly note?: string }
  ) => Effect.Effect<CarriedParcel | undefined>
  /** Takes the callbacks that arrive by now, in the order of their arrival. */
  readonly callbacks: Effect.Effect<ReadonlyArray<CarrierCallback>>
  /** The carrier's own book by now, in the order in which parcels became known. */
  readonly parcels: Effect.Effect<ReadonlyArray<CarriedParcel>>
}

/** How old a callback may be when it is verified, in milliseconds. */
const tolerance = 300_000

/**
 * A carrier of plain maps, which is the executable specification of every adapter: deterministic, on effect's `Clock`,
 * with faults as an argument. It signs a callback by remembering it.
 */
export const memoryCarrier = (options: MemoryCarrierOptions): MemoryCarrier => {
  const { name, faults = {} } = options
  const depot = new Depot(name, faults)
  const clock = options.clock === undefined ? now : Effect.sync(options.clock)
  const failure = (reason: CarrierError["reason"], detail: string): CarrierError => ({
    _tag: "CarrierError",
    carrier: name,
    reason,
    detail
  })
  const byNow = <A, E = never>(use: (at: number) => Result.Result<A, E>): Effect.Effect<A, E> =>
    Effect.flatMap(clock, (at) => {
      depot.pass(at)
      return Effect.fromResult(use(at))
    })
  const asked = <A>(verb: CarrierVerb, shipment: string, carry: () => A) =>
    byNow((at): Result.Result<A, CarrierError> => {
      const fate = faults.request?.(verb, shipment, at) ?? "carried"
      if (fate === "carried") return Result.succeed(carry())
      if (fate === "reply lost") carry()
      else if (fate !== "request lost") depot.later(at + fate.late, () => void carry())
      return Result.fail(failure("TimedOut", verb))
    })
  return {
    name,
    book: (booking) => asked("book", booking.shipment, () => depot.book(booking)),
    track: (request) => asked("track", request.shipment, () => depot.report(request)),
    cancel: ({ shipment }) => asked("cancel", shipment, () => depot.cancel(shipment)),
    verify: (callback, at) => {
      const report = depot.verify(callback, at)
      return report === undefined
        ? Effect.fail({ _tag: "CarrierSignatureInvalid", carrier: name })
        : Effect.succeed(report)
    },
    advance: (shipment, status, where = {}) => byNow((at) => Result.succeed(depot.scan(shipment, status, where, at))),
    callbacks: byNow((at) => Result.succeed(depot.deliver(at))),
    parcels: byNow(() => Result.succeed([...depot.parcels.values()]))
  }
}

interface Timed<A> {
  readonly at: number
  readonly number: number
  readonly what: A
}

const inTime = <A>(): Sorted<Timed<A>> => new Sorted((left, right) => left.at - right.at || left.number - right.number)

/** The carrier's side: what it knows, what it has yet to hear, and what it has to tell. */
class Depot {
  readonly parcels = new Map<string, CarriedParcel>()
  readonly #name: string
  readonly #faults: CarrierFaults
  readonly #later = inTime<() => void>()
  readonly #outbox = inTime<TrackingReport>()
  readonly #sent = new Map<string, { readonly at: number; readonly body: string; readonly report: TrackingReport }>()
  #number = 0

  constructor(name: string, faults: CarrierFaults) {
    this.#name = name
    this.#faults = faults
  }

  /** Hears what reaches it by an instant. */
  pass(at: number): void {
    for (let { first } = this.#later; first !== undefined && first.at <= at; first = this.#later.first) {
      this.#later.remove(first)
      first.what()
    }
  }

  later(at: number, what: () => void): void {
    this.#later.add({ at, number: this.#number++, what })
  }

  book(booking: Booking): Booked {
    const { shipment } = booking
    const known = this.parcels.get(shipment)
    const parcel = known ?? this.#know(shipment, this.#faults.declines?.(booking) === true ? "cancelled" : "expected")
    const { trackingNumber, state } = parcel
    if (state === "cancelled") return { _tag: "Declined" }
    return { _tag: "Accepted", trackingNumber, label: `https://${this.#name}.example/label/${trackingNumber}` }
  }

  cancel(shipment: string): "done" | "tooLate" {
    const parcel = this.parcels.get(shipment) ?? this.#know(shipment, "cancelled")
    if (parcel.state === "fetched") return "tooLate"
    this.parcels.set(shipment, { ...parcel, state: "cancelled" })
    return "done"
  }

  report(asked: { readonly shipment: string; readonly trackingNumber: string }): TrackingReport {
    const parcel = this.parcels.get(asked.shipment)
    return { ...asked, events: parcel?.trackingNumber === asked.trackingNumber ? parcel.events : [] }
  }

  scan(
    shipment: string,
    status: TrackingStatus,
    { place = "", note }: { readonly place?: string; readonly note?: string },
    at: number
  ): CarriedParcel | undefined {
    const parcel = this.parcels.get(shipment)
    if (parcel === undefined || parcel.state === "cancelled") return undefined
    const where = place === "" ? this.#name : place
    const event: TrackingEvent = { at, status, code: status, place: where, ...(note === undefined ? {} : { note }) }
    const scanned: CarriedParcel = { ...parcel, state: "fetched", events: [...parcel.events, event] }
    this.parcels.set(shipment, scanned)
    const report = { shipment, trackingNumber: parcel.trackingNumber, events: [event] }
    for (const delay of this.#faults.callback?.(report, at) ?? [0]) {
      this.#outbox.add({ at: at + delay, number: this.#number++, what: report })
    }
    return scanned
  }

  deliver(at: number): ReadonlyArray<CarrierCallback> {
    const due = this.#outbox.until((one) => one.at > at)
    return due.map((one) => {
      this.#outbox.remove(one)
      const mark = `${this.#name}-${this.#number++}`
      const body = JSON.stringify(one.what)
      this.#sent.set(mark, { at, body, report: one.what })
      return { headers: { mark }, body }
    })
  }

  verify({ headers, body }: CarrierCallback, at: number): TrackingReport | undefined {
    const sent = this.#sent.get(headers["mark"] ?? "")
    return sent?.body === body && Math.abs(at - sent.at) <= tolerance ? sent.report : undefined
  }

  #know(shipment: string, state: CarriedParcel["state"]): CarriedParcel {
    const parcel: CarriedParcel = { shipment, state, trackingNumber: `${this.#name}-${this.#number++}`, events: [] }
    this.parcels.set(shipment, parcel)
    return parcel
  }
}
