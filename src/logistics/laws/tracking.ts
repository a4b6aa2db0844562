import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { followsTable } from "../../kernel/laws.ts"
import { broken, every, held, law, vacuous, type Verdict, verdict } from "../../kernel/law.ts"
import { next, reachable } from "../../kernel/machine.ts"
import { shipmentMachine } from "../machine.ts"
import { mostEvents, type ShipmentState, type TrackingEvent, TrackingStatus } from "../model.ts"
import { shippedQuantities } from "../rules/shipment.ts"
import { rankOf, statusEvent, track, type Tracking } from "../rules/tracking.ts"

const Small = (maximum: number) => Schema.Int.check(Schema.isBetween({ minimum: 0, maximum }))

/** Scans within a few minutes, so that many collide; each is told somewhere else in the row the second time. */
const Scans = Schema.Array(
  Schema.Struct({ minute: Small(5), status: TrackingStatus, code: Small(1), place: Small(1), again: Small(30) })
).check(Schema.isBetweenLength(1, 16))
type Scans = typeof Scans.Type

const eventOf = ({ minute, status, code, place }: Scans[number]): TrackingEvent => ({
  at: minute * 60_000,
  status,
  code: `c${code}`,
  place: `p${place}`
})

const booked: Tracking = { state: "booked", events: [] }

const hear = (told: Iterable<ReadonlyArray<TrackingEvent>>): Tracking => {
  let known = booked
  for (const events of told) known = track(known, events, mostEvents)
  return known
}

const same = (left: Tracking, right: Tracking): boolean =>
  left.state === right.state && JSON.stringify(left.events) === JSON.stringify(right.events)

/** L41: what a parcel's scans come to does not depend on how they arrive. */
export const confluent = law({
  id: "L41",
  title: "scans come to the same at once, one by one, in any order, and told twice",
  input: Scans,
  holds: (scans) => {
    const events = scans.map(eventOf)
    const once = hear([events])
    const shuffled = scans.toSorted((left, right) => left.again - right.again).map(eventOf)
    const ways: ReadonlyArray<readonly [string, Tracking]> = [
      ["one by one", hear(events.map((event) => [event]))],
      ["backwards", hear(events.toReversed().map((event) => [event]))],
      ["shuffled", hear(shuffled.map((event) => [event]))],
      ["doubled", hear([...events, ...shuffled].map((event) => [event]))],
      ["in two", hear([shuffled.slice(0, 3), shuffled])]
    ]
    const other = ways.find(([, way]) => !same(way, once))
    return other === undefined ? held : broken(`${other[0]}: \`${other[1].state}\`, at once \`${once.state}\``)
  }
})

/** L43: a parcel never goes back on its way. */
export const neverBackward = law({
  id: "L43",
  title: "a late or repeated scan never moves a shipment backward, and the machine has a way to where any scan leads",
  input: Scans,
  holds: (scans) => {
    let known = booked
    const verdicts: Array<Verdict> = []
    for (const event of scans.map(eventOf)) {
      const after = track(known, [event], mostEvents)
      verdicts.push(step(known, event, after))
      known = after
    }
    return every(verdicts)
  }
})

const step = (before: Tracking, event: TrackingEvent, after: Tracking): Verdict => {
  const moved = `\`${before.state}\` became \`${after.state}\` by a scan \`${event.status}\``
  if (rankOf(after.state) < rankOf(before.state)) return broken(moved)
  if (!reachable(shipmentMachine, before.state).has(after.state)) return broken(`${moved}, against the table`)
  const newest = Math.max(
    ...before.events.filter((one) => rankOf(one.status) === rankOf(before.state)).map(({ at }) => at)
  )
  const late = rankOf(event.status) <= rankOf(before.state) && event.at < newest
  if (late && after.state !== before.state) return broken(`late, ${moved}`)
  return before.events.length === 0 ? vacuous("the first scan") : held
}

// A history that leads to each state.
const histories: { readonly [S in ShipmentState]: ReadonlyArray<TrackingEvent["status"]> } = {
  created: [],
  booked: [],
  pickedUp: ["pickedUp"],
  inTransit: ["pickedUp", "inTransit"],
  outForDelivery: ["inTransit", "outForDelivery"],
  exception: ["outForDelivery", "exception"],
  delivered: ["inTransit", "delivered"],
  returning: ["exception", "returning"],
  returned: ["returning", "returned"],
  voided: []
}

const statuses = new Map<string, TrackingEvent["status"]>(
  TrackingStatus.literals.map((status) => [statusEvent[status], status] as const)
)

/** L32: what a new scan does to a shipment is what the table says. */
export const scansFollowTable = followsTable(shipmentMachine, (state, event) => {
  const status = statuses.get(event)
  if (status === undefined) return next(shipmentMachine, state, event)
  const scan = (one: TrackingEvent["status"], at: number): TrackingEvent => ({ at, status: one, code: one, place: "" })
  const known: Tracking = { state, events: histories[state].map((one, index) => scan(one, index)) }
  const after = track(known, [scan(status, 100)], mostEvents)
  return after.state === state ? Result.fail("no change") : Result.succeed(after.state)
})

const Parcels = Schema.Array(
  Schema.Struct({
    state: Schema.Literals(shipmentMachine.states),
    lines: Schema.Array(Schema.Struct({ line: Small(3), quantity: Small(9) })).check(Schema.isMaxLength(4))
  })
).check(Schema.isBetweenLength(1, 8))

/** L43, second half: what is in the parcels is what was shipped. */
export const parcelsSum = law({
  id: "L43",
  title: "the pieces in all parcels that were not voided are the pieces shipped, line by line",
  input: Parcels,
  holds: (parcels) => {
    const sums = shippedQuantities(
      parcels.map(({ state, lines }) => ({ state, lines: lines.map((one) => ({ ...one, line: `l${one.line}` })) }))
    )
    return every(
      [0, 1, 2, 3].map((line) => {
        let pieces = 0
        for (const parcel of parcels) {
          for (const one of parcel.lines) if (parcel.state !== "voided" && one.line === line) pieces += one.quantity
        }
        return verdict(
          (sums.get(`l${line}`) ?? 0) === pieces,
          () => `line ${line}: ${sums.get(`l${line}`)} of ${pieces}`
        )
      })
    )
  }
})

/** What shipments uphold. */
export const shipmentLaws = [confluent, neverBackward, scansFollowTable, parcelsSum]
