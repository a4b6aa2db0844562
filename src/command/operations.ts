import { batchCommands, batches, batchErrand, type BatchKind, rewriting } from "./batch/index.ts"
import { interventions, parkedCommands } from "./parked.ts"
import type { AnyCollection } from "./question.ts"
import type { AnyErrand } from "./worker.ts"
import { raiseCommand, writables } from "./writable.ts"

/** The collections that the operation of a shop keeps. */
export const operationCollections: ReadonlyArray<AnyCollection> = [writables, batches, interventions]

const kindsOf = (collections: ReadonlyArray<AnyCollection>, batchKinds: ReadonlyArray<BatchKind>) => [
  ...collections.map(rewriting),
  ...batchKinds
]

/**
 * The commands by which a shop is operated: versions, batches and parked intents.
 *
 * @param collections all of the shop, each of which can be rewritten
 * @param kinds batches beside those
 */
export const operationCommands = (collections: ReadonlyArray<AnyCollection>, kinds: ReadonlyArray<BatchKind> = []) => ({
  raise: raiseCommand(collections),
  ...batchCommands(kindsOf(collections, kinds)),
  ...parkedCommands
})

/** The errands of the same. */
export const operationErrands = (
  collections: ReadonlyArray<AnyCollection>,
  kinds: ReadonlyArray<BatchKind> = []
): ReadonlyArray<AnyErrand> => [batchErrand(batchCommands(kindsOf(collections, kinds)))]
