import * as Effect from "effect/Effect"
import { canonical, type JsonObject } from "../kernel/json.ts"
import type { Balance } from "../ledger/model.ts"
import { Auditor, auditOn, objectFrom, type Tally } from "./auditor.ts"
import type { StorageError } from "./errors.ts"
import type { DocumentId, Stored, Trial } from "./model.ts"
import type { Storage } from "./ports.ts"

/** What an audit read, and what it found wrong. A zero among the violations is worth what stands beside it. */
export interface Audit {
  readonly violations: ReadonlyArray<string>
  readonly entries: number
  readonly events: number
  readonly lines: number
  readonly documents: number
  readonly accounts: number
  readonly units: number
}

/** Documents as the log alone tells them, by `collection/id`. */
export type Told = ReadonlyMap<string, JsonObject>

/** What a host, or the shop itself, asks of the state that the log tells, in sentences of what is wrong. */
export type Question = (told: Told, tallies: ReadonlyMap<string, Tally>) => Iterable<string>

/**
 * Checks a storage by its log alone, as a second implementation of everything: positions and sequences without a gap, time
 * that never goes back (L42, L60), documents that are the fold of their events (L34), balances that are the sum of their
 * lines, bounds that no prefix of the log exceeds (L04, L05), holds that end once (L06).
 *
 * What is committed while it reads would look like a violation: ask it of a store that nobody writes, or of a snapshot.
 *
 * @param questions what else to ask of the documents and balances that the log tells
 * @param each told the position up to which the log has been read
 */
export const audit = (
  storage: Storage,
  questions: ReadonlyArray<Question> = [],
  each: (position: number) => void = () => {}
): Effect.Effect<Audit, StorageError> =>
  Effect.gen(function* () {
    const balances = yield* balancesOf(storage)
    const documents = new Map<string, JsonObject>()
    const violations: Array<string> = []
    const auditor = new Auditor({ documents, found: ({ what }) => violations.push(what) })
    auditor.know(balances.map(({ account }) => account))
    while ((yield* auditOn(storage, auditor, 1000)) > 0) each(auditor.position)
    const units = sumsOf(balances, auditor)
    auditor.compare(balances)
    violations.push(...unbalanced(units, yield* storage.trial))
    violations.push(...(yield* compareDocuments(storage, documents, auditor.sequences)))
    for (const question of questions) violations.push(...asked(question, documents, auditor.tallies))
    return { violations, ...auditor.read, documents: documents.size, accounts: balances.length, units: units.size }
  })

const balancesOf = Effect.fnUntraced(function* (
  storage: Storage
): Effect.fn.Return<ReadonlyArray<Balance>, StorageError> {
  const all: Array<Balance> = []
  let after: string | undefined
  do {
    const page = yield* storage.accounts({ limit: 500, at: 0, ...(after === undefined ? {} : { after }) })
    all.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return all
})

/** What the accounts of each unit sum to, by their lines. */
const sumsOf = (balances: ReadonlyArray<Balance>, { tallies, units }: Auditor): ReadonlyMap<string, bigint> => {
  const sums = new Map([...units].map((unit) => [unit, 0n]))
  for (const { account } of balances) {
    sums.set(account.unit, (sums.get(account.unit) ?? 0n) + (tallies.get(account.id)?.posted ?? 0n))
  }
  return sums
}

const unbalanced = (sums: ReadonlyMap<string, bigint>, trial: ReadonlyArray<Trial>): ReadonlyArray<string> => [
  ...[...sums].flatMap(([unit, sum]) => (sum === 0n ? [] : [`the accounts of ${unit} sum to ${sum}`])),
  ...trial.flatMap(({ unit, posted }) => (posted === 0n ? [] : [`the trial balance of ${unit} is ${posted}`]))
]

/** Documents that were tampered with may have amounts that are no numbers: what cannot be asked of them is wrong too. */
const asked = (question: Question, told: Told, tallies: ReadonlyMap<string, Tally>): ReadonlyArray<string> => {
  const wrong: Array<string> = []
  try {
    for (const what of question(told, tallies)) wrong.push(what)
  } catch (cause) {
    wrong.push(`what the log tells makes no sense: ${String(cause)}`)
  }
  return wrong
}

/** Documents that are not the fold of their events. */
const compareDocuments = Effect.fnUntraced(function* (
  storage: Storage,
  documents: Told,
  sequences: ReadonlyMap<string, number>
): Effect.fn.Return<ReadonlyArray<string>, StorageError> {
  const wrong: Array<string> = []
  const told = [...sequences.keys()]
  for (let start = 0; start < told.length; start += 200) {
    const part = told.slice(start, start + 200)
    const all = yield* storedOf(storage, part.map(nameOf))
    part.forEach((key, index) => {
      const [expected, found] = [documents.get(key), all[index]]
      const stored = found && objectFrom(found.json)
      if (expected === undefined) {
        if (found !== undefined) wrong.push(`${key} is in the store, and its stream ends with nothing left of it`)
      } else if (found === undefined) wrong.push(`${key} is in the log and not in the store`)
      else if (stored === undefined || canonical(stored) !== canonical(expected)) {
        wrong.push(`${key} is not the fold of its events`)
      } else if (found.version !== sequences.get(key)) {
        wrong.push(`${key} has version ${found.version}, its stream ends with ${sequences.get(key)}`)
      }
    })
  }
  return wrong
})

/** Documents of a store. A log that was tampered with may name collections that no store has: nothing is in them. */
const storedOf = (
  storage: Storage,
  documents: ReadonlyArray<DocumentId>
): Effect.Effect<ReadonlyArray<Stored | undefined>, StorageError> =>
  storage.read({ documents, accounts: [], queries: [], at: 0 }).pipe(
    Effect.map((found) => found.documents),
    Effect.catchTag("StorageError", (refused) => {
      if (refused.reason !== "Unsupported") return Effect.fail(refused)
      if (documents.length === 1) return Effect.succeed([undefined])
      const each = Effect.forEach(documents, (one) => storedOf(storage, [one]))
      return Effect.map(each, (all) => all.flat())
    })
  )

const nameOf = (key: string): DocumentId => {
  const slash = key.indexOf("/")
  return { collection: key.slice(0, slash), id: key.slice(slash + 1) }
}
