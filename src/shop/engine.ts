import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import {
  type AnyCollection,
  type AnyErrand,
  type AnyReaction,
  type AnyVeto,
  type Authority,
  type Engine,
  learnWritable
} from "../command/index.ts"
import type { KeyVault } from "../privacy/ports.ts"
import type { StorageError } from "../storage/errors.ts"
import type { Adapter } from "../storage/ports.ts"

/** What the floors contribute to a shop, and a host beside them. */
export interface Parts {
  readonly collections: ReadonlyArray<AnyCollection>
  readonly reactions: ReadonlyArray<AnyReaction>
  readonly vetoes: ReadonlyArray<AnyVeto>
  readonly errands: ReadonlyArray<AnyErrand>
}

/** An engine that runs, and the errands its intents are carried by. */
export interface Running<out Sql = unknown> {
  readonly engine: Engine<Sql>
  readonly errands: ReadonlyMap<string, AnyErrand>
  /** Hears which versions of documents may be written by now; see `operations.raise`. */
  readonly hear: Effect.Effect<void, StorageError>
}

/** Opens a storage for the parts, and joins them into an engine. It closes with the scope. */
export const start = <Sql>(
  adapter: Adapter<Sql>,
  vault: KeyVault,
  authority: Authority,
  parts: Parts
): Effect.Effect<Running<Sql>, StorageError, Scope.Scope> =>
  Effect.flatMap(adapter.open(parts.collections), (storage) => {
    const hear = learnWritable(storage, parts.collections)
    return Effect.as(hear, {
      engine: {
        storage,
        vault,
        authority,
        reactions: group(parts.reactions, (reaction) => reaction.on.type),
        vetoes: group(parts.vetoes, (veto) => veto.before)
      },
      errands: new Map(parts.errands.map((errand) => [errand.kind.kind, errand])),
      hear
    })
  })

const group = <A>(items: ReadonlyArray<A>, by: (item: A) => string): ReadonlyMap<string, ReadonlyArray<A>> => {
  const groups = new Map<string, Array<A>>()
  for (const item of items) {
    const group = groups.get(by(item))
    if (group === undefined) groups.set(by(item), [item])
    else group.push(item)
  }
  return groups
}
