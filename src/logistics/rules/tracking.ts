import { compareText } from "../../kernel/text.ts"
import type { ShipmentState, TrackingEvent } from "../model.ts"

/** The event of the machine that a normalised status stands for. */
export const statusEvent = {
  pickedUp: "pickUp",
  inTransit: "carry",
  outForDelivery: "takeOut",
  exception: "stall",
  delivered: "deliver",
  returning: "turnBack",
  returned: "bringBack"
} as const

// The statuses of one rank are those between which a parcel goes to and fro.
const ranks: { readonly [S in ShipmentState]: number } = {
  created: 0,
  booked: 1,
  pickedUp: 2,
  inTransit: 3,
  outForDelivery: 3,
  exception: 3,
  delivered: 4,
  returning: 5,
  returned: 6,
  voided: 7
}

const onTheWay = ranks.inTransit

/** How far a shipment is: a late or repeated scan never lowers it (L43). */
export const rankOf = (state: ShipmentState): number => ranks[state]

/** Orders scans by instant, and those of one instant by everything they say, so that no order of arrival shows. */
const compareEvents = (left: TrackingEvent, right: TrackingEvent): number =>
  left.at - right.at ||
  ranks[left.status] - ranks[right.status] ||
  compareText(left.status, right.status) ||
  compareText(left.code, right.code) ||
  compareText(left.place, right.place) ||
  compareText(left.note ?? "", right.note ?? "")

/**
 * All scans known of a parcel: by instant, each (instant, code, place) once, the newest `most` of them. Of two that differ
 * in the rest, the one that says more stands.
 *
 * Law: commutative, associative and idempotent while there are no more than `most` (L41).
 */
export const mergeEvents = (
  known: ReadonlyArray<TrackingEvent>,
  told: ReadonlyArray<TrackingEvent>,
  most: number
): ReadonlyArray<TrackingEvent> => {
  const kept = new Map<string, TrackingEvent>()
  for (const event of [...known, ...told]) {
    const key = JSON.stringify([event.at, event.code, event.place])
    const former = kept.get(key)
    if (former === undefined || compareEvents(event, former) > 0) kept.set(key, event)
  }
  return [...kept.values()].sort(compareEvents).slice(-most)
}

/** How far a parcel is, and all scans known of it. */
export interface Tracking {
  readonly state: ShipmentState
  /** By instant. */
  readonly events: ReadonlyArray<TrackingEvent>
}

/**
 * A parcel after more scans were told of it: its state is the highest rank among them all, and within a rank the newest.
 * What is voided stays so.
 *
 * Law: it depends on the set of scans alone, not on their order or on repetition (L41); the rank never falls, and a scan
 * that is older than the newest of its rank changes no state (L43); the machine has a way from the state before to the one
 * after (L32).
 *
 * @param most how many scans are kept, the newest
 */
export const track = (
  { state, events: known }: Tracking,
  told: ReadonlyArray<TrackingEvent>,
  most: number
): Tracking => {
  const events = mergeEvents(known, told, most)
  let furthest = state
  for (const { status } of events) {
    if (ranks[status] > ranks[furthest] || (ranks[status] === onTheWay && ranks[furthest] === onTheWay))
      furthest = status
  }
  return { state: furthest, events }
}
