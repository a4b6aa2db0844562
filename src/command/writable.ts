import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { StorageError } from "../storage/errors.ts"
import type { Storage } from "../storage/ports.ts"
import { parseDocument } from "../storage/rules.ts"
import { collection } from "./collection.ts"
import { command, put } from "./command.ts"
import { InvalidInput } from "./errors.ts"
import { event } from "./event.ts"
import type { AnyCollection } from "./question.ts"
import type { Read } from "./read.ts"

/** The highest version of its Schema that documents of a collection may be written in: every node reads it. */
export class HighestWritable extends Schema.Opaque<HighestWritable>()(
  Schema.Struct({
    /** The name of the collection. */
    id: Schema.String,
    version: Schema.Int
  })
) {}

/** The collection of what was raised; a collection that is not in it writes its lowest version. */
export const writables = collection<HighestWritable>("writable", { schema: HighestWritable, id: ({ id }) => id })

/** Every node reads this version now, so that it may be written. */
export const VersionRaised = event("VersionRaised", Schema.Struct({ from: Schema.Int, to: Schema.Int }))

/**
 * What a node knows of the versions that may be written. A version is only ever raised, so to know too low a one is to write
 * what everybody reads: a node need not ask before it writes.
 */
export class Writable {
  readonly #raised = new Map<string, number>()

  /** The version that a collection's documents are written in. */
  of({ name, highest, lowest }: AnyCollection): number {
    if (highest === 1) return 1
    return Math.min(highest, Math.max(lowest, this.#raised.get(name) ?? 1))
  }

  /** A document of this version was met: so it may be written. */
  met({ name }: { readonly name: string }, version: number): void {
    if (version > (this.#raised.get(name) ?? 1)) this.#raised.set(name, version)
  }
}

const memories = new WeakMap<Storage, Writable>()

/** One memory for each storage. */
export const writableOf = (storage: Storage): Writable => {
  const known = memories.get(storage)
  if (known !== undefined) return known
  const first = new Writable()
  memories.set(storage, first)
  return first
}

/** Two views of one storage know the same: what every node reads does not depend on who asks. */
export const shareWritable = (storage: Storage, view: Storage): void => {
  memories.set(view, writableOf(storage))
}

/** Learns what was raised of those collections that have an older version to write. Reads nothing where none has. */
export const learnWritable = (
  storage: Storage,
  collections: ReadonlyArray<AnyCollection>
): Effect.Effect<void, StorageError> => {
  const staged = collections.filter(({ highest, lowest }) => lowest < highest)
  if (staged.length === 0) return Effect.void
  const documents = staged.map(({ name }) => ({ collection: writables.name, id: name }))
  return Effect.map(storage.read({ documents, accounts: [], queries: [], at: 0 }), (found) => {
    for (const stored of found.documents) {
      if (stored === undefined) continue
      const { id, version } = writables.decode(parseDocument(stored.json))
      writableOf(storage).met({ name: id }, version)
    }
  })
}

const Raise = Schema.Struct({ collection: Schema.String, version: Schema.Int })

/**
 * The command that raises the version which a collection is written in, once every node reads it. It never sinks again: to ask
 * for one that is reached changes nothing. One that this node does not read is `InvalidInput`.
 */
export const raiseCommand = (collections: ReadonlyArray<AnyCollection>) =>
  command("operations.raise", {
    summary: "says that every node reads a version of a collection, so that it may be written",
    input: Raise,
    reply: HighestWritable,
    refusals: [InvalidInput],
    permission: "operations.raise",
    *load({ collection: name }: typeof Raise.Type, read: Read) {
      return yield* read.maybe(writables, name)
    },
    decide: (found, { collection: name, version }) => {
      const of = collections.find((one) => one.name === name)
      if (of === undefined) return refuse("/collection", "no such collection")
      if (version > of.highest || version < of.lowest) {
        return refuse("/version", `this node writes ${of.lowest} to ${of.highest}`)
      }
      const from = found?.version ?? of.lowest
      const raised: HighestWritable = { id: name, version: Math.max(from, version) }
      if (from >= version) return Result.succeed({ reply: raised })
      return Result.succeed({
        reply: raised,
        changes: [put(writables, raised, VersionRaised.of({ from, to: version }))]
      })
    }
  })

const refuse = (path: string, reason: string): Result.Result<never, InvalidInput> =>
  Result.fail({ _tag: "InvalidInput", path, reason })
