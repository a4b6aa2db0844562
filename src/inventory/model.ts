import * as Schema from "effect/Schema"
import { Sku } from "../catalog/model.ts"
import { collection, event, integer, text } from "../command/index.ts"
import { Instant, ref, Text, Wording } from "../kernel/id.ts"

/** Where stock stands: a warehouse, a shop, a kiln. */
export class Place extends Schema.Opaque<Place>()(
  Schema.Struct({
    id: ref("place"),
    name: Wording(120),
    /** ISO 3166-1 alpha-2, such as `CN`. */
    country: Schema.optionalKey(Schema.String.check(Schema.isPattern(/^[A-Z]{2}$/u))),
    /** Its turn when stock is given out: the lowest first, ties by id. */
    position: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000 }))
  })
) {}

/** Pieces of one sku in one movement. */
export const Pieces = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000_000 }))

const of = {
  /** The reference that the host gave: the number of a delivery note, of a count sheet. It serves once. */
  id: ref("movement"),
  place: ref("place"),
  at: Instant,
  by: Text(200)
}

/** One sku of a movement. */
const MovedLine = Schema.Struct({ sku: Sku, quantity: Pieces })

/** Goods that came in from a supplier. */
export class Receipt extends Schema.Opaque<Receipt>()(
  Schema.Struct({ ...of, kind: Schema.Literal("receipt"), lines: Schema.Array(MovedLine) })
) {}

/** Goods that went back to a supplier. */
export class Return extends Schema.Opaque<Return>()(
  Schema.Struct({ ...of, kind: Schema.Literal("return"), lines: Schema.Array(MovedLine) })
) {}

/** What became of goods that are written off. */
export const WriteOffReason = Schema.Literals(["broken", "expired", "lost", "stolen", "used"])

/** Goods that are there no more. */
export class WriteOff extends Schema.Opaque<WriteOff>()(
  Schema.Struct({
    ...of,
    kind: Schema.Literal("writeOff"),
    reason: WriteOffReason,
    lines: Schema.Array(MovedLine)
  })
) {}

/** Pieces found at a count. */
export const Counted = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000_000 }))

/** What was counted on the shelf, and what the books had: goods of paid orders stand aside and are not counted. */
export class Count extends Schema.Opaque<Count>()(
  Schema.Struct({
    ...of,
    kind: Schema.Literal("count"),
    lines: Schema.Array(Schema.Struct({ sku: Sku, counted: Counted, expected: Schema.Int }))
  })
) {}

/** The document behind every transfer of stock that no order asked for. */
export const Movement = Schema.Union([Receipt, Return, WriteOff, Count])
export type Movement = typeof Movement.Type

export const places = collection<Place>("place", {
  schema: Place,
  id: ({ id }) => id,
  columns: { position: integer(({ position }) => position) },
  indexes: { position: ["position"] }
})

export const movements = collection<Movement>("movement", {
  schema: Movement,
  id: ({ id }) => id,
  columns: { place: text(({ place }) => place), kind: text(({ kind }) => kind), at: integer(({ at }) => at) },
  indexes: { place: ["place", "at"], kind: ["kind", "at"] }
})

/** A place was defined, or its name or turn changed. */
export const PlaceDefined = event("PlaceDefined", Schema.Struct({ place: ref("place") }))

const Moved = Schema.Struct({
  place: ref("place"),
  lines: Schema.Array(Schema.Struct({ sku: Sku, quantity: Schema.Int }))
})

/** Goods came in. */
export const StockReceived = event("StockReceived", Moved)

/** Goods went back to the supplier. */
export const StockReturned = event("StockReturned", Moved)

/** Goods were written off. */
export const StockWrittenOff = event("StockWrittenOff", Moved)

/** A shelf was counted; `quantity` is what was found beyond the books, or is missing (below zero). */
export const StockCounted = event("StockCounted", Moved)
