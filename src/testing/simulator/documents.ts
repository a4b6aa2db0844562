import * as Effect from "effect/Effect"
import type { JsonObject } from "../../kernel/json.ts"
import { parseDocument } from "../../storage/rules.ts"
import { alone } from "./storage.ts"
import type { World } from "./world.ts"

/** The documents of a collection as they stand, whatever else goes wrong. */
export const allOf = Effect.fnUntraced(function* (world: World, collection: string) {
  const { schedule, storage } = world
  const ids = world.ids(collection)
  const found: Array<JsonObject> = []
  for (let start = 0; start < ids.length; start += 200) {
    const documents = ids.slice(start, start + 200).map((id) => ({ collection, id }))
    const read = yield* alone(schedule, Effect.orDie(storage.read({ documents, accounts: [], queries: [], at: 0 })))
    for (const one of read.documents) if (one !== undefined) found.push(parseDocument(one.json))
  }
  return found
})
