import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { command, type Loading, put, type Read } from "../../command/index.ts"
import { Names } from "../../kernel/name.ts"
import { Place, PlaceDefined, places } from "../model.ts"

/** Defines a place where stock stands, or its name and turn anew. */
export const definePlace = command("inventory.definePlace", {
  summary: "defines a place where stock stands",
  input: Schema.Struct({ ...Place.fields, name: Names(120) }),
  reply: Place,
  refusals: [],
  permission: "inventory.definePlace",
  *load({ id }, read: Read): Loading<Place | undefined> {
    return yield* read.maybe(places, id)
  },
  decide: (_, place) =>
    Result.succeed({ reply: place, changes: [put(places, place, PlaceDefined.of({ place: place.id }))] })
})
