import * as Schema from "effect/Schema"
import { Id, Instant, Text } from "pannier/kernel"
import { TrackingEvent, TrackingStatus } from "pannier/logistics"

/** How the shop is told of a scan. */
export type How = "prompt" | "late" | "lost" | "doubled"

/** A parcel as the depot knows it: nothing of where it goes but the region. */
const Parcel = Schema.Struct({
  shipment: Id,
  trackingNumber: Text(100),
  /** `cancelled` is a tombstone: it will never be fetched. */
  state: Schema.Literals(["expected", "fetched", "cancelled"]),
  /** In the order in which they were scanned. */
  events: Schema.Array(TrackingEvent),
  /** Where callbacks go; absent for one that was called off before it was ever booked. */
  notify: Schema.optionalKey(Text(2000)),
  /** The scan that comes by itself, and when. */
  ahead: Schema.optionalKey(Schema.Struct({ step: Schema.Int, at: Instant }))
})
export type Parcel = typeof Parcel.Type

/** A callback that is still to be sent. */
const Notice = Schema.Struct({
  id: Schema.Int,
  shipment: Id,
  event: TrackingEvent,
  due: Instant,
  /** How often it was sent in vain. */
  tries: Schema.Int
})
export type Notice = typeof Notice.Type

/** All that the depot knows. */
export const Shelf = Schema.Struct({
  next: Schema.Int,
  parcels: Schema.Array(Parcel),
  notices: Schema.Array(Notice)
})
export type Shelf = typeof Shelf.Type

/** A scan that comes by itself, so many milliseconds after the one before. */
export interface Step {
  readonly status: TrackingStatus
  readonly after: number
}

/** Where the shelf is kept between two runs. */
export interface Keeping {
  readonly former: Shelf | undefined
  readonly keep: (shelf: Shelf) => void
}

// When a callback that did not arrive is sent again, in milliseconds; after the last time it is given up.
const pauses: ReadonlyArray<number> = [10_000, 60_000, 600_000]

const delaysOf = (how: How, seconds: number): ReadonlyArray<number> => {
  switch (how) {
    case "prompt":
      return [0]
    case "late":
      return [seconds * 1000]
    case "lost":
      return []
    case "doubled":
      return [0, 0]
  }
}

/** The depot's own book. */
export class Book {
  readonly #parcels = new Map<string, Parcel>()
  readonly #journey: ReadonlyArray<Step>
  readonly #keeping: Keeping
  #notices: ReadonlyArray<Notice>
  #next: number

  constructor(keeping: Keeping, journey: ReadonlyArray<Step>) {
    this.#keeping = keeping
    this.#journey = journey
    const { next = 1, parcels = [], notices = [] } = keeping.former ?? {}
    this.#next = next
    this.#notices = notices
    for (const parcel of parcels) this.#parcels.set(parcel.shipment, parcel)
  }

  get parcels(): ReadonlyArray<Parcel> {
    return [...this.#parcels.values()]
  }

  parcel(shipment: string): Parcel | undefined {
    return this.#parcels.get(shipment)
  }

  /** The parcel that is fetched from now on, or, if it was called off before, its tombstone. */
  book(shipment: string, notify: string, serves: boolean, at: number): Parcel {
    const known = this.#parcels.get(shipment)
    if (known !== undefined) return known
    const [first] = this.#journey
    const ahead = first === undefined || !serves ? {} : { ahead: { step: 0, at: at + first.after } }
    return this.#put({ ...this.#blank(shipment, serves ? "expected" : "cancelled"), notify, ...ahead })
  }

  cancel(shipment: string): "done" | "tooLate" {
    const { ahead: _, ...parcel } = this.#parcels.get(shipment) ?? this.#blank(shipment, "cancelled")
    if (parcel.state === "fetched") return "tooLate"
    this.#put({ ...parcel, state: "cancelled" })
    return "done"
  }

  /** Notes a scan, and the callbacks that tell of it; `undefined` for a parcel that is not there to be scanned. */
  scan(
    shipment: string,
    status: TrackingStatus,
    at: number,
    { how = "prompt", seconds = 30, place = "沙盒 Sandbox", note }: Telling = {}
  ): Parcel | undefined {
    const parcel = this.#parcels.get(shipment)
    if (parcel === undefined || parcel.state === "cancelled") return undefined
    const event: TrackingEvent = { at, status, code: status, place, ...(note === undefined ? {} : { note }) }
    const told = delaysOf(how, seconds).map(
      (delay): Notice => ({ id: this.#next++, shipment, event, due: at + delay, tries: 0 })
    )
    this.#notices = [...this.#notices, ...told]
    return this.#put({ ...parcel, state: "fetched", events: [...parcel.events, event] })
  }

  /** Makes the scans that come by themselves by an instant. */
  pass(at: number): void {
    for (const parcel of this.parcels) {
      for (let ahead = parcel.ahead; ahead !== undefined && ahead.at <= at; ) {
        const step = this.#journey[ahead.step]
        const scanned = step === undefined ? undefined : this.scan(parcel.shipment, step.status, ahead.at)
        const following = this.#journey[ahead.step + 1]
        const { ahead: _, ...rest } = scanned ?? parcel
        ahead = following === undefined ? undefined : { step: ahead.step + 1, at: ahead.at + following.after }
        this.#put(ahead === undefined ? rest : { ...rest, ahead })
      }
    }
  }

  /** The callbacks that are due, those due longest first. */
  due(at: number): ReadonlyArray<Notice> {
    return this.#notices
      .filter(({ due }) => due <= at)
      .toSorted((left, right) => left.due - right.due || left.id - right.id)
  }

  /** When there is something to do next; `undefined` if nothing waits. */
  get nextDue(): number | undefined {
    const instants = [...this.#notices.map(({ due }) => due), ...this.parcels.flatMap(({ ahead }) => ahead?.at ?? [])]
    return instants.length === 0 ? undefined : Math.min(...instants)
  }

  /** Notes whether a callback arrived. */
  sent({ id, tries, ...rest }: Notice, arrived: boolean, at: number): void {
    const others = this.#notices.filter((one) => one.id !== id)
    const pause = pauses[tries]
    this.#notices =
      arrived || pause === undefined ? others : [...others, { ...rest, id, tries: tries + 1, due: at + pause }]
    this.#keep()
  }

  #blank(shipment: string, state: Parcel["state"]): Parcel {
    return { shipment, state, trackingNumber: `SB${String(this.#next++).padStart(10, "0")}`, events: [] }
  }

  #put(parcel: Parcel): Parcel {
    this.#parcels.set(parcel.shipment, parcel)
    this.#keep()
    return parcel
  }

  #keep(): void {
    this.#keeping.keep({ next: this.#next, parcels: this.parcels, notices: this.#notices })
  }
}

/** How a scan is told, and what it says. */
export interface Telling {
  /** Default: `prompt`. */
  readonly how?: How
  /** How late, if it is late. Default: 30. */
  readonly seconds?: number
  readonly place?: string
  readonly note?: string
}

/** A courier scans a parcel; the answer is how it stands then, `undefined` for one that is not there to be scanned. */
export type Advance = (shipment: string, status: TrackingStatus, telling?: Telling) => Promise<Parcel | undefined>
