import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type AnyErrand, type Engine, settingsCommands, work } from "../../src/command/index.ts"
import {
  chooseDelivery,
  createShipment,
  DeliveryOptions,
  deliveryOptions,
  getShipment,
  listShipments,
  reportBooking,
  reportTracking,
  type Shipment,
  shipmentErrands,
  type TrackingStatus,
  voidShipment
} from "../../src/logistics/index.ts"
import { type CarrierFaults, memoryCarrier, type MemoryCarrier } from "../../src/memory/carrier.ts"
import { answerTo, type Hand, minute, openShop, outcome, send, story } from "../inventory/small-shop.ts"

const hour = 60 * minute

const address = {
  name: "韩梅梅",
  phone: "13900000000",
  country: "CN",
  region: "CN-ZJ",
  city: "杭州",
  district: "西湖区",
  street: "文三路 1 号"
}

const draft = {
  order: "o1",
  customer: "ann",
  place: "near",
  carrier: "swift",
  lines: [{ line: "1", sku: "tea", quantity: 2 }],
  address,
  weightGrams: 500
}

interface Depot {
  readonly engine: Engine
  readonly carrier: MemoryCarrier
  readonly clock: Hand
  readonly errands: ReadonlyMap<string, AnyErrand>
}

const open = Effect.fnUntraced(function* (clock: Hand, faults: CarrierFaults = {}) {
  const carrier = memoryCarrier({ name: "swift", faults })
  const errands = new Map(shipmentErrands([carrier]).map((errand) => [errand.kind.kind, errand]))
  return { engine: yield* openShop(), carrier, clock, errands } satisfies Depot
})

const carry = ({ engine, errands }: Depot) => work(engine, errands, { limit: 100 })

/** Takes in the callbacks that have arrived, as a route would. */
const receive = Effect.fnUntraced(function* ({ carrier, engine, clock }: Depot) {
  for (const callback of yield* carrier.callbacks) {
    yield* send(engine, reportTracking, yield* carrier.verify(callback, clock.now))
  }
})

const shown = ({ engine }: Depot, shipment: string): Effect.Effect<Shipment, { readonly _tag: string }> =>
  answerTo(engine, getShipment, { shipment })

const eventsOf = Effect.fnUntraced(function* ({ engine }: Depot, shipment: string) {
  const entries = yield* engine.storage.events(0, 1000)
  return entries.flatMap(({ events }) => events.filter(({ id }) => id === shipment).map(({ type }) => type))
})

/** A parcel that its carrier has taken on. */
const booked = Effect.fnUntraced(function* (depot: Depot) {
  const { id } = yield* send(depot.engine, createShipment, draft)
  yield* carry(depot)
  return id
})

describe("a shipment", () => {
  it("is booked, scanned and delivered", () =>
    story((clock) =>
      Effect.gen(function* () {
        const depot = yield* open(clock)
        const id = yield* booked(depot)
        const first = yield* shown(depot, id)
        expect(first).toMatchObject({
          state: "booked",
          trackingNumber: "swift-0",
          address: { _tag: "Clear", value: address }
        })
        expect(first.label).toContain("swift-0")
        const way: ReadonlyArray<TrackingStatus> = [
          "pickedUp",
          "inTransit",
          "outForDelivery",
          "exception",
          "outForDelivery"
        ]
        for (const status of way) {
          clock.now += hour
          yield* depot.carrier.advance(id, status)
          yield* receive(depot)
          expect((yield* shown(depot, id)).state).toBe(status)
        }
        clock.now += hour
        yield* depot.carrier.advance(id, "delivered", { place: "杭州西湖", note: "家门口" })
        yield* receive(depot)
        const last = yield* shown(depot, id)
        expect(last).toMatchObject({ state: "delivered", deliveredAt: clock.now })
        expect(last.events).toHaveLength(6)
        expect(yield* eventsOf(depot, id)).toEqual([
          "ShipmentCreated",
          "ShipmentBooked",
          ...way.map(() => "ShipmentMoved"),
          "ShipmentDelivered"
        ])
      })
    ))

  it("its address is kept sealed, and shown only to who may ask for the shipment", () =>
    story((clock) =>
      Effect.gen(function* () {
        const depot = yield* open(clock)
        const id = yield* booked(depot)
        const everything = JSON.stringify(yield* depot.engine.storage.events(0, 100))
        for (const canary of ["韩梅梅", "13900000000", "文三路"]) expect(everything).not.toContain(canary)
        const { items } = yield* answerTo(depot.engine, listShipments, { state: "booked" })
        expect(items.map((one) => [one.id, one.address._tag])).toEqual([[id, "Sealed"]])
      })
    ))

  it("callbacks may all be lost: the carrier is asked until the parcel has arrived, and then no more", () =>
    story((clock) =>
      Effect.gen(function* () {
        const depot = yield* open(clock, { callback: () => [] })
        const id = yield* booked(depot)
        yield* depot.carrier.advance(id, "pickedUp")
        expect((yield* shown(depot, id)).state).toBe("booked")
        clock.now += 6 * hour
        yield* carry(depot)
        expect((yield* shown(depot, id)).state).toBe("pickedUp")
        yield* depot.carrier.advance(id, "delivered")
        clock.now += 6 * hour
        yield* carry(depot)
        expect((yield* shown(depot, id)).state).toBe("delivered")
        expect(yield* depot.engine.storage.waiting(10)).toEqual([])
      })
    ))

  it("a carrier that does not answer is asked again in its turn, for ever", () =>
    story((clock) =>
      Effect.gen(function* () {
        let silent = false
        const depot = yield* open(clock, {
          callback: () => [],
          request: () => (silent ? "request lost" : "carried")
        })
        const id = yield* booked(depot)
        silent = true
        for (let day = 0; day < 20; day++) {
          clock.now += 6 * hour
          expect((yield* carry(depot)).failed).toEqual([])
        }
        silent = false
        yield* depot.carrier.advance(id, "delivered")
        clock.now += 6 * hour
        yield* carry(depot)
        expect((yield* shown(depot, id)).state).toBe("delivered")
      })
    ))

  it("a scan may outrun the answer to the booking, which then takes nothing back", () =>
    story((clock) =>
      Effect.gen(function* () {
        let replies = 0
        const depot = yield* open(clock, { request: () => (replies++ === 0 ? "reply lost" : "carried") })
        const { id } = yield* send(depot.engine, createShipment, draft)
        expect((yield* carry(depot)).failed.map(({ cause }) => cause)).toEqual(["CarrierError"])
        yield* depot.carrier.advance(id, "inTransit")
        yield* receive(depot)
        expect(yield* shown(depot, id)).toMatchObject({ state: "inTransit", trackingNumber: "swift-0" })
        clock.now += minute
        yield* carry(depot)
        const later = yield* shown(depot, id)
        expect(later).toMatchObject({ state: "inTransit", trackingNumber: "swift-0" })
        expect(later.label).toBeDefined()
        expect(yield* depot.carrier.parcels).toHaveLength(1)
      })
    ))

  it("L41 L43 callbacks that are late, doubled, lost and out of order come to what the carrier knows", async () => {
    const delays = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 2 })
    const scan = fc.tuple(
      fc.constantFrom<TrackingStatus>("pickedUp", "inTransit", "outForDelivery", "exception", "delivered"),
      fc.integer({ min: 0, max: 5 }),
      delays
    )
    await fc.assert(
      fc.asyncProperty(fc.array(scan, { minLength: 1, maxLength: 10 }), (scans) =>
        story((clock) =>
          Effect.gen(function* () {
            const times: Array<ReadonlyArray<number>> = []
            const depot = yield* open(clock, { callback: () => (times.shift() ?? []).map((late) => late * minute) })
            const id = yield* booked(depot)
            for (const [status, wait, late] of scans) {
              clock.now += wait * minute
              times.push(late)
              yield* depot.carrier.advance(id, status)
              yield* receive(depot)
            }
            clock.now += hour
            yield* receive(depot)
            clock.now += 6 * hour
            yield* carry(depot)
            const known = (yield* depot.carrier.parcels)[0]?.events ?? []
            const found = yield* shown(depot, id)
            const scanned = (list: Shipment["events"]) => new Set(list.map(({ at, status }) => `${at} ${status}`))
            expect(scanned(found.events)).toEqual(scanned(known))
            // In order and at once, on a shop of its own, it is the same.
            const other = yield* open(clock)
            const twin = yield* booked(other)
            const { trackingNumber = "" } = yield* shown(other, twin)
            yield* send(other.engine, reportTracking, { shipment: twin, trackingNumber, events: known })
            const { state, events } = yield* shown(other, twin)
            expect([found.state, found.events]).toEqual([state, events])
          })
        )
      ),
      { numRuns: 25 }
    )
  })

  it("names its own tracking number or none", () =>
    story((clock) =>
      Effect.gen(function* () {
        const depot = yield* open(clock)
        const id = yield* booked(depot)
        const report = { shipment: id, trackingNumber: "stranger", events: [] }
        expect(yield* outcome(send(depot.engine, reportTracking, report))).toEqual({
          _tag: "TrackingMismatch",
          shipment: id,
          trackingNumber: "stranger"
        })
        expect(yield* outcome(send(depot.engine, reportTracking, { ...report, shipment: "nobody" }))).toEqual({
          _tag: "NotFound",
          collection: "shipment",
          id: "nobody"
        })
      })
    ))

  it("L38 the same report again writes nothing", () =>
    story((clock) =>
      Effect.gen(function* () {
        const depot = yield* open(clock)
        const id = yield* booked(depot)
        yield* depot.carrier.advance(id, "pickedUp")
        yield* receive(depot)
        const before = yield* eventsOf(depot, id)
        const { trackingNumber = "", events } = yield* shown(depot, id)
        yield* send(depot.engine, reportTracking, { shipment: id, trackingNumber, events })
        expect(yield* eventsOf(depot, id)).toEqual(before)
      })
    ))
})

describe("a shipment that never leaves", () => {
  it("is called off, and its carrier is told, though it had not answered the booking yet", () =>
    story((clock) =>
      Effect.gen(function* () {
        let replies = 0
        const depot = yield* open(clock, { request: () => (replies++ === 0 ? "reply lost" : "carried") })
        const { id } = yield* send(depot.engine, createShipment, draft)
        yield* carry(depot)
        yield* send(depot.engine, voidShipment, { shipment: id })
        for (let round = 0; round < 3; round++) {
          clock.now += hour
          yield* carry(depot)
        }
        expect(yield* shown(depot, id)).toMatchObject({ state: "voided", voided: "staff", cancelled: "done" })
        expect((yield* depot.carrier.parcels).map(({ state }) => state)).toEqual(["cancelled"])
        expect(yield* depot.engine.storage.waiting(10)).toEqual([])
      })
    ))

  it("called off before the carrier ever heard of it, it is never taken on, however late the booking comes", () =>
    story((clock) =>
      Effect.gen(function* () {
        let requests = 0
        const depot = yield* open(clock, { request: () => (requests++ === 0 ? { late: 3 * hour } : "carried") })
        const { id } = yield* send(depot.engine, createShipment, draft)
        yield* carry(depot)
        yield* send(depot.engine, voidShipment, { shipment: id })
        clock.now += hour
        yield* carry(depot)
        clock.now += 3 * hour
        yield* carry(depot)
        expect((yield* depot.carrier.parcels).map(({ state }) => state)).toEqual(["cancelled"])
        expect(yield* depot.carrier.advance(id, "pickedUp")).toBeUndefined()
      })
    ))

  it("called off too late, somebody is told", () =>
    story((clock) =>
      Effect.gen(function* () {
        const depot = yield* open(clock, { callback: () => [] })
        const id = yield* booked(depot)
        yield* depot.carrier.advance(id, "pickedUp")
        yield* send(depot.engine, voidShipment, { shipment: id })
        yield* carry(depot)
        expect(yield* shown(depot, id)).toMatchObject({ state: "voided", cancelled: "tooLate" })
        expect((yield* eventsOf(depot, id)).at(-1)).toBe("ShipmentCancelled")
      })
    ))

  it("is void if its carrier will not bring it, once", () =>
    story((clock) =>
      Effect.gen(function* () {
        const depot = yield* open(clock, { declines: ({ address: { region } }) => region === "CN-ZJ" })
        const id = yield* booked(depot)
        expect(yield* shown(depot, id)).toMatchObject({ state: "voided", voided: "carrier" })
        yield* send(depot.engine, reportBooking, { shipment: id })
        yield* send(depot.engine, reportTracking, {
          shipment: id,
          events: [{ at: clock.now, status: "pickedUp", code: "x", place: "y" }]
        })
        expect((yield* shown(depot, id)).state).toBe("voided")
        expect(yield* eventsOf(depot, id)).toEqual(["ShipmentCreated", "ShipmentVoided", "ShipmentTracked"])
        expect(yield* depot.engine.storage.waiting(10)).toEqual([])
      })
    ))

  it("a buyer who was erased meanwhile is sent nothing", () =>
    story((clock) =>
      Effect.gen(function* () {
        const depot = yield* open(clock)
        const { id } = yield* send(depot.engine, createShipment, draft)
        yield* depot.engine.vault.destroy("ann")
        yield* carry(depot)
        expect(yield* shown(depot, id)).toMatchObject({ state: "voided", address: { _tag: "Erased" } })
        expect(yield* depot.carrier.parcels).toEqual([])
      })
    ))

  it("what was fetched cannot be called off", () =>
    story((clock) =>
      Effect.gen(function* () {
        const depot = yield* open(clock)
        const id = yield* booked(depot)
        yield* depot.carrier.advance(id, "pickedUp")
        yield* receive(depot)
        expect(yield* outcome(send(depot.engine, voidShipment, { shipment: id }))).toMatchObject({
          _tag: "IllegalTransition",
          machine: "shipment",
          state: "pickedUp",
          event: "void"
        })
      })
    ))
})

describe("delivery choices", () => {
  it("are those that the settings state, and none before they do", () =>
    story(() =>
      Effect.gen(function* () {
        const engine = yield* openShop()
        const wanted = { region: "CN-ZJ", weightGrams: 1200, currency: "CNY" }
        expect(yield* answerTo(engine, chooseDelivery, wanted)).toEqual({ choices: [] })
        const option = {
          id: "standard",
          name: { zh: "标准配送", en: "Standard" },
          carrier: "swift",
          days: { from: 2, until: 4 },
          heaviestGrams: 20_000,
          rates: [
            {
              currency: "CNY",
              elsewhere: {
                kind: "weight",
                first: { grams: 1000, amount: { amount: "12.00", currency: "CNY" } },
                next: { grams: 500, amount: { amount: "2.00", currency: "CNY" } }
              },
              regions: []
            }
          ]
        }
        const { change } = settingsCommands([deliveryOptions])
        yield* send(engine, change, { section: deliveryOptions.name, value: { options: [option], pollAfter: 60 } })
        const { choices } = yield* answerTo(engine, chooseDelivery, wanted)
        expect(choices.map(({ option, charge }) => [option.id, charge])).toEqual([
          ["standard", { amount: 1400n, currency: "CNY" }]
        ])
        const wrong = { section: deliveryOptions.name, value: { options: [{ ...option, free: true }], pollAfter: 60 } }
        expect(yield* outcome(send(engine, change, wrong))).toMatchObject({ _tag: "InvalidInput" })
        expect(DeliveryOptions).toBe(deliveryOptions.schema)
      })
    ))
})
