import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { JsonObject } from "../../kernel/json.ts"
import { type Collection, collection, integer, text } from "../collection.ts"
import { type AnyCommand, type AnyQuery, command, put, query } from "../command.ts"
import { event } from "../event.ts"
import type { Read } from "../read.ts"
import type { Revision } from "../revision.ts"

/** A parcel as every version can state it; grams came with the second, the stage `lost` with the third. */
export const Parcel = Schema.Struct({
  id: Schema.String,
  to: Schema.String,
  stage: Schema.Literals(["packed", "sent", "lost"]),
  grams: Schema.Int
})
export type Parcel = typeof Parcel.Type

/** What every version says. */
interface Named {
  readonly id: string
  readonly to: string
}

const First = Schema.Struct({ id: Schema.String, to: Schema.String, stage: Schema.Literals(["packed", "sent"]) })
const Second = Schema.Struct({ ...First.fields, grams: Schema.Int })

const gramsAdded: Revision = {
  up: (before) => ({ ...before, grams: 0 }),
  down: ({ grams, ...before }) => (grams === 0 ? before : undefined)
}

const lostAdded: Revision = {
  up: (before) => before,
  down: (after) => (after["stage"] === "lost" ? undefined : after)
}

const parcelsOf = <A extends Named>(schema: Schema.Codec<A, unknown>, revisions: ReadonlyArray<Revision>) =>
  collection<A>("parcel", {
    schema,
    id: ({ id }) => id,
    // The first release found parcels by their name alone.
    columns: {
      to: text(({ to }) => to),
      ...(revisions.length === 0 ? {} : { letters: integer<A>(({ to }) => to.length) })
    },
    indexes: { to: ["to"], ...(revisions.length === 0 ? {} : { letters: ["letters"] }) },
    revisions
  })

export const PlacedParcel = event("ParcelPut", Schema.Struct({}))

/** One release of the program: what it reads, and how it writes a parcel. */
export interface Release {
  readonly parcels: Collection<any>
  readonly place: AnyCommand
  readonly get: AnyQuery
}

const placing = <A extends Named>(parcels: Collection<A>, schema: Schema.Codec<A, unknown>) =>
  command("parcel.put", {
    summary: "states a parcel",
    input: schema,
    reply: schema,
    refusals: [],
    permission: "parcel.put",
    *load({ id }: A, read: Read) {
      return yield* read.maybe(parcels, id)
    },
    decide: (_, parcel: A) => Result.succeed({ reply: parcel, changes: [put(parcels, parcel, PlacedParcel.of({}))] })
  })

const getting = <A extends Named>(parcels: Collection<A>, schema: Schema.Codec<A, unknown>) =>
  query("parcel.get", {
    summary: "one parcel",
    input: Schema.Struct({ id: Schema.String }),
    reply: schema,
    permission: "parcel.get",
    *load({ id }: { readonly id: string }, read: Read) {
      return yield* read.one(parcels, id)
    },
    answer: (parcel) => parcel
  })

const release = <A extends Named>(schema: Schema.Codec<A, unknown>, revisions: ReadonlyArray<Revision>): Release => {
  const parcels = parcelsOf(schema, revisions)
  return {
    parcels,
    place: placing(parcels, schema),
    get: getting(parcels, schema)
  }
}

/** The releases, oldest first: version 1, an added field, an added state. */
export const releases: readonly [Release, Release, Release] = [
  release(First, []),
  release(Second, [gramsAdded]),
  release(Parcel, [gramsAdded, lostAdded])
]

/** A parcel as a release can state it; `undefined`: it cannot. */
export const statedBy = (version: number, { id, to, stage, grams }: Parcel): JsonObject | undefined => {
  if (version < 3 && stage === "lost") return undefined
  if (version < 2) return grams === 0 ? { id, to, stage } : undefined
  return { id, to, stage, grams }
}
