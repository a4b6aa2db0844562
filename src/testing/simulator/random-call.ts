import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import type { Actor, AnyCommand, AnyQuery } from "../../command/index.ts"
import type { Table } from "../../shop/index.ts"
import { arbitrary } from "../arbitrary.ts"
import type { Client } from "./client.ts"
import type { Dice } from "./dice.ts"
import type { World } from "./world.ts"

/**
 * What the staff do not call with whatever comes to their minds, and why. Buyers and guests try these too, and are refused.
 * Everything else of the table anybody may call.
 */
export const kept: Readonly<{ [name: string]: string }> = {
  "catalog.archiveProduct": "buyers would find nothing to buy",
  "catalog.defineProduct": "goods of no price would stand in the place of those that are sold",
  "inventory.count": "the warehouse counts, and keeps a book of its own",
  "inventory.receive": "the warehouse receives, and keeps a book of its own",
  "inventory.sendBack": "the warehouse sends back, and keeps a book of its own",
  "inventory.writeOff": "the warehouse writes off, and keeps a book of its own",
  "operations.resolveIntent": "what is taken out without a look at its matter is lost",
  "permission.revoke": "staff without rights would leave everything undone",
  "pricing.state": "goods at prices by chance are bought by nobody, or by everybody",
  "promotion.define": "budgets and codes of the offers that are watched would change",
  "return.receive": "the warehouse opens boxes, and keeps a book of what was in them",
  "settings.change": "a shop of settings by chance sells nothing",
  "shipment.create": "a parcel that no order asks for is not in the books of the orders"
}

/** All commands and queries that are drawn: the whole table. */
export const drawable = (table: Table): ReadonlyArray<AnyCommand | AnyQuery> =>
  Object.values(table).flatMap((domain) => Object.values(domain))

/** Whatever the input of an entry may be, as it is sent: of ids those that exist, as far as there are any. */
export const drawInput = (
  { input }: AnyCommand | AnyQuery,
  existing: (collection: string) => ReadonlyArray<string>,
  seed: number
): unknown => {
  const [drawn] = fc.sample(arbitrary({ ast: input.ast, Type: undefined as unknown }, { existing }), {
    seed,
    numRuns: 1
  })
  return Schema.encodeUnknownSync(input)(drawn)
}

const ofWorld = new WeakMap<World, ReadonlyArray<AnyCommand | AnyQuery>>()

const entriesOf = (world: World): ReadonlyArray<AnyCommand | AnyQuery> => {
  const known = ofWorld.get(world)
  if (known !== undefined) return known
  const [node] = world.nodes
  const entries = drawable(node === undefined ? {} : { ...node.kernel.table })
  ofWorld.set(world, entries)
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
  const callers = entry.name in kept ? actors.filter(({ kind }) => kind !== "staff") : actors
  const input = drawInput(entry, (collection) => world.ids(collection).slice(-8), dice.seed())
  yield* as(dice.pick(callers)).ask(entry.name, input)
})
