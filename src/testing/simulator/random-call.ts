import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import type { Actor, AnyCommand, AnyQuery } from "../../command/index.ts"
import type { Table } from "../../shop/index.ts"
import { arbitrary } from "../arbitrary.ts"
import type { Client } from "./client.ts"
import type { Dice } from "./dice.ts"
import type { World } from "./world.ts"

/** Domains whose commands anybody may try; what the warehouse, the gateway and the carrier know they alone may tell. */
const open: ReadonlyArray<string> = ["cart", "order", "return", "payment", "delivery", "catalog", "shipment"]
const kept = new Set([
  "shipment.create",
  "catalog.defineProduct",
  "catalog.archiveProduct",
  "catalog.defineCategories",
  "payment.issueGiftCard",
  "return.receive"
])

const drawable = new WeakMap<World, ReadonlyArray<AnyCommand | AnyQuery>>()

const entriesOf = (world: World): ReadonlyArray<AnyCommand | AnyQuery> => {
  const known = drawable.get(world)
  if (known !== undefined) return known
  const [node] = world.nodes
  const table: Table = node === undefined ? {} : { ...node.kernel.table }
  const entries = open.flatMap((domain) => Object.values(table[domain] ?? {})).filter(({ name }) => !kept.has(name))
  drawable.set(world, entries)
  return entries
}

/** Anybody calls anything of the table, with whatever its input may be. */
export const tableCall = Effect.fnUntraced(function* (
  world: World,
  as: (actor: Actor) => Client,
  dice: Dice,
  actors: ReadonlyArray<Actor>
) {
  const entry = dice.pick(entriesOf(world))
  const existing = (collection: string) => world.ids(collection).slice(-8)
  const drawn = arbitrary({ ast: entry.input.ast, Type: undefined as unknown }, { existing })
  const [input] = fc.sample(drawn, { seed: dice.seed(), numRuns: 1 })
  yield* as(dice.pick(actors)).ask(entry.name, Schema.encodeUnknownSync(entry.input)(input))
})
