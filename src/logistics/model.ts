import * as Schema from "effect/Schema"
import { Tax } from "../catalog/model.ts"
import { collection, event, integer, intent, section, text } from "../command/index.ts"
import { Id, Instant, ref, Text, Wording } from "../kernel/id.ts"
import type { StateOf } from "../kernel/machine.ts"
import { CurrencyCode, Money } from "../money/model.ts"
import { personal } from "../privacy/index.ts"
import { shipmentMachine } from "./machine.ts"

/** A country (ISO 3166-1 alpha-2, `CN`) or a part of one (ISO 3166-2, `CN-ZJ`). */
export const Region = Schema.String.check(Schema.isPattern(/^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$/u))

const located = Schema.Struct({
  /** Who receives it. */
  name: Text(100),
  phone: Schema.String.check(Schema.isPattern(/^\+?[0-9][0-9 ()-]{4,24}$/u)),
  /** ISO 3166-1 alpha-2. */
  country: Schema.String.check(Schema.isPattern(/^[A-Z]{2}$/u)),
  /** A part of the country, or the country itself where it has no parts. */
  region: Region,
  city: Text(100),
  district: Schema.optionalKey(Text(100)),
  /** Street, number, building, door. */
  street: Text(300),
  postcode: Schema.optionalKey(Schema.String.check(Schema.isPattern(/^[A-Za-z0-9][A-Za-z0-9 -]{1,11}$/u)))
}).check(
  Schema.makeFilter(
    ({ country, region }) => region.slice(0, 2) === country || { path: ["region"], issue: "a region of the country" }
  )
)

/** Where a parcel goes. */
export class Address extends Schema.Opaque<Address>()(
  located.annotate({
    examples: [
      {
        name: "李雷",
        phone: "13800000000",
        country: "CN",
        region: "CN-ZJ",
        city: "杭州",
        district: "西湖区",
        street: "龙井路 1 号",
        postcode: "310013"
      },
      { name: "Ada", phone: "+44 20 7946 0000", country: "GB", region: "GB", city: "London", street: "1 Tea Lane" }
    ]
  })
) {}

/** What a carrier can tell of a parcel, normalised. */
export const TrackingStatus = Schema.Literals([
  "pickedUp",
  "inTransit",
  "outForDelivery",
  "delivered",
  "exception",
  "returning",
  "returned"
])
export type TrackingStatus = typeof TrackingStatus.Type

/** One scan of a parcel. Two with the same instant, code and place are one. */
export class TrackingEvent extends Schema.Opaque<TrackingEvent>()(
  Schema.Struct({
    at: Instant,
    status: TrackingStatus,
    /** The carrier's own word for it. */
    code: Text(64),
    place: Text(200),
    /** What the carrier says to the buyer. */
    note: Schema.optionalKey(Text(500))
  })
) {}

/** The most scans that are kept of a shipment: the newest. */
export const mostEvents = 1000

/** Pieces of an order's line. */
export class ParcelLine extends Schema.Opaque<ParcelLine>()(
  Schema.Struct({
    line: Id,
    sku: ref("variant"),
    quantity: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))
  })
) {}

const WeightGrams = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000_000 }))

/** A parcel on its way to the buyer of an order. */
export class Shipment extends Schema.Opaque<Shipment>()(
  Schema.Struct({
    id: ref("shipment"),
    order: ref("order"),
    customer: Id,
    /** Where it leaves from. */
    place: ref("place"),
    /** The name of the carrier. */
    carrier: Id,
    lines: Schema.Array(ParcelLine).check(Schema.isBetweenLength(1, 200)),
    address: personal(Address, { of: "customer" }),
    weightGrams: WeightGrams,
    state: Schema.Literals(shipmentMachine.states),
    trackingNumber: Schema.optionalKey(Text(100)),
    /** Where the label to stick on it can be had. */
    label: Schema.optionalKey(Text(2000)),
    /** By instant. */
    events: Schema.Array(TrackingEvent),
    /** Why it was voided: by the staff, or because the carrier would not take it. */
    voided: Schema.optionalKey(Schema.Literals(["staff", "carrier"])),
    /** What the carrier made of a cancelled booking; `tooLate`: it has the parcel though it was voided. */
    cancelled: Schema.optionalKey(Schema.Literals(["done", "tooLate"])),
    createdAt: Instant,
    deliveredAt: Schema.optionalKey(Instant)
  })
) {}

/** The states of a shipment. */
export type ShipmentState = StateOf<typeof shipmentMachine>

export const shipments = collection<Shipment>("shipment", {
  schema: Shipment,
  id: ({ id }) => id,
  columns: {
    order: text(({ order }) => order),
    customer: text(({ customer }) => customer),
    state: text(({ state }) => state),
    carrier: text(({ carrier }) => carrier),
    trackingNumber: text(({ trackingNumber }) => trackingNumber),
    createdAt: integer(({ createdAt }) => createdAt)
  },
  indexes: {
    order: ["order", "createdAt"],
    state: ["state", "createdAt"],
    tracking: ["trackingNumber", "carrier"]
  }
})

const about = { shipment: ref("shipment"), order: ref("order") }
const Move = Schema.Struct({ ...about, from: Shipment.fields.state, to: Shipment.fields.state })

export const ShipmentCreated = event("ShipmentCreated", Schema.Struct(about))
/** The carrier will come for it. */
export const ShipmentBooked = event("ShipmentBooked", Schema.Struct(about))
/** It has another status now, and is not delivered by it. */
export const ShipmentMoved = event("ShipmentMoved", Move)
/** The buyer has it, since `at`. */
export const ShipmentDelivered = event("ShipmentDelivered", Schema.Struct({ ...Move.fields, at: Instant }))
/** The carrier told more of it, and its status is the same. */
export const ShipmentTracked = event("ShipmentTracked", Schema.Struct(about))
/** It never left. */
export const ShipmentVoided = event(
  "ShipmentVoided",
  Schema.Struct({ ...about, lines: Schema.Array(ParcelLine), by: Schema.Literals(["staff", "carrier"]) })
)
/** What the carrier made of the cancelled booking; after `tooLate` somebody must get the parcel back. */
export const ShipmentCancelled = event(
  "ShipmentCancelled",
  Schema.Struct({ ...about, outcome: Schema.Literals(["done", "tooLate"]) })
)

const OfShipment = Schema.Struct({ shipment: ref("shipment") })

/** Have the carrier come for a parcel. */
export const BookShipment = intent("shipment.book", OfShipment)
/** Tell the carrier not to come. */
export const CancelShipment = intent("shipment.cancel", OfShipment)
/** Ask the carrier where a parcel is: callbacks get lost. */
export const PollShipment = intent("shipment.poll", OfShipment)

// 10^11 minor units a step and at most 10^7 grams keep any sum far below 2^63.
const Fee = Money.check(
  Schema.makeFilter(({ amount }) => (amount >= 0n && amount <= 100_000_000_000n) || "0 to 100,000,000,000 minor units")
).annotate({
  examples: [0n, 1n, 1200n, 100_000_000_000n].map((amount) => ({ amount, currency: "CNY" }))
})

const Grams = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000_000 }))

/** What a parcel costs: one amount; by weight in begun steps, first and next; or it is not delivered at all. */
export const Rate = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("flat"), amount: Fee }),
  Schema.Struct({
    kind: Schema.Literal("weight"),
    first: Schema.Struct({ grams: Grams, amount: Fee }),
    next: Schema.Struct({ grams: Grams, amount: Fee })
  }),
  Schema.Struct({ kind: Schema.Literal("none") })
])
export type Rate = typeof Rate.Type

const currenciesOf = (rate: Rate): ReadonlyArray<string> => {
  if (rate.kind === "none") return []
  return rate.kind === "flat" ? [rate.amount.currency] : [rate.first.amount.currency, rate.next.amount.currency]
}

/** The rates of a delivery option in one currency. */
export class RateTable extends Schema.Opaque<RateTable>()(
  Schema.Struct({
    currency: CurrencyCode,
    /** Everywhere that no row names. */
    elsewhere: Rate,
    /** A region is looked up as it stands, then as its country. */
    regions: Schema.Array(
      Schema.Struct({ codes: Schema.Array(Region).check(Schema.isBetweenLength(1, 500)), rate: Rate })
    ).check(Schema.isMaxLength(500))
  })
    .check(
      Schema.makeFilter(({ currency, elsewhere, regions }) => {
        const rates = [elsewhere, ...regions.map(({ rate }) => rate)]
        return rates.flatMap(currenciesOf).every((one) => one === currency) || "every amount in the table's currency"
      }),
      Schema.makeFilter(({ regions }) => {
        const codes = regions.flatMap((row) => row.codes)
        return new Set(codes).size === codes.length || "each region in one row"
      })
    )
    .annotate({
      examples: [
        { currency: "CNY", elsewhere: { kind: "none" }, regions: [] },
        {
          currency: "CNY",
          elsewhere: {
            kind: "weight",
            first: { grams: 1000, amount: { amount: 1200n, currency: "CNY" } },
            next: { grams: 500, amount: { amount: 200n, currency: "CNY" } }
          },
          regions: [
            { codes: ["CN-ZJ", "CN-SH"], rate: { kind: "flat", amount: { amount: 600n, currency: "CNY" } } },
            { codes: ["CN-XZ"], rate: { kind: "none" } }
          ]
        }
      ]
    })
) {}

// Says how to draw such a list, too.
const eachOnce = <A>(by: (one: A) => string, expected: string) =>
  Schema.makeFilter<ReadonlyArray<A>>((list) => new Set(list.map(by)).size === list.length, {
    expected,
    arbitraryConstraint: { uniqueBy: by }
  })

/** A way to have goods delivered, such as standard or express. */
export class DeliveryOption extends Schema.Opaque<DeliveryOption>()(
  Schema.Struct({
    id: Id,
    name: Wording(60),
    /** The name of the carrier that brings it. */
    carrier: Id,
    /** Working days from dispatch to the door. */
    days: Schema.Struct({
      from: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 365 })),
      until: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 365 }))
    }),
    /** Heavier is not delivered. */
    heaviestGrams: Grams,
    /** Absent: delivery is not taxed. */
    tax: Schema.optionalKey(Tax),
    /** One table for each currency. */
    rates: Schema.Array(RateTable).check(
      Schema.isBetweenLength(1, 50),
      eachOnce(({ currency }) => currency, "one table for each currency")
    )
  })
) {}

/** How a shop delivers. */
export class DeliveryOptions extends Schema.Opaque<DeliveryOptions>()(
  Schema.Struct({
    options: Schema.Array(DeliveryOption).check(
      Schema.isMaxLength(50),
      eachOnce(({ id }) => id, "each id once")
    ),
    /** How long after its last word a carrier is asked where a parcel is, in minutes. */
    pollAfter: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_080 }))
  })
) {}

/** The section of the settings with the {@link DeliveryOptions}. Until it is stated nothing is delivered. */
export const deliveryOptions = section<DeliveryOptions>("logistics.delivery", DeliveryOptions, {
  options: [],
  pollAfter: 360
})
