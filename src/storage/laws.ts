import { buildingLaws } from "./laws/building.ts"
import { chainLaws } from "./laws/chain.ts"
import { commitLaws } from "./laws/commits.ts"
import { documentLaws } from "./laws/documents.ts"
import { intentLaws } from "./laws/intents.ts"
import { interruptionLaws } from "./laws/interruptions.ts"
import { journalLaws } from "./laws/journal.ts"
import { ledgerLaws } from "./laws/ledger.ts"
import { logLaws } from "./laws/log.ts"
import { queryLaws } from "./laws/queries.ts"
import { sequenceLaws } from "./laws/sequence.ts"
import type { FreshAdapter } from "./laws/subject.ts"

export { equivalence } from "./laws/equivalence.ts"
export { everything, type FreshAdapter } from "./laws/subject.ts"

/**
 * What every adapter promises, each law on a fresh store of its own. Numbers with S are the port's own promises; the others
 * are those of the list of laws.
 */
export const storageLaws = (fresh: FreshAdapter) => [
  ...commitLaws(fresh),
  ...sequenceLaws(fresh),
  ...interruptionLaws(fresh),
  ...documentLaws(fresh),
  ...queryLaws(fresh),
  ...journalLaws(fresh),
  ...ledgerLaws(fresh),
  ...intentLaws(fresh),
  ...buildingLaws(fresh),
  ...logLaws(fresh),
  ...chainLaws(fresh)
]
