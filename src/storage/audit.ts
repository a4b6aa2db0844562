import * as Effect from "effect/Effect"
import { canonical, isObject, type Json, type JsonObject } from "../kernel/json.ts"
import type { Account, Balance, Line } from "../ledger/model.ts"
import type { StorageError } from "./errors.ts"
import type { DocumentId, Entry, LoggedEvent, Stored } from "./model.ts"
import type { Storage } from "./ports.ts"
import { parseDocument } from "./rules.ts"

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

/** Accounts as the log alone tells them. */
export interface Tally {
  posted: bigint
  outgoing: bigint
  incoming: bigint
}

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
    const accounts = new Map((yield* balancesOf(storage)).map((balance) => [balance.account.id, balance]))
    const replay = new Replay(accounts)
    for (let after = 0; ; ) {
      const page = yield* storage.events(after, 1000)
      for (const entry of page) replay.take(entry)
      const last = page.at(-1)
      if (last === undefined) break
      after = last.position
      each(after)
    }
    replay.close(yield* storage.trial)
    yield* compareDocuments(storage, replay)
    for (const question of questions) replay.ask(question)
    return replay.audit()
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

const compareDocuments = Effect.fnUntraced(function* (storage: Storage, replay: Replay) {
  const told = [...replay.documents]
  for (let start = 0; start < told.length; start += 200) {
    const part = told.slice(start, start + 200)
    const documents = yield* storedOf(
      storage,
      part.map(([key]) => nameOf(key))
    )
    part.forEach(([key, expected], index) => {
      const found = documents[index]
      const stored = found && objectFrom(found.json)
      if (found === undefined) replay.wrong(`${key} is in the log and not in the store`)
      else if (stored === undefined || canonical(stored) !== canonical(expected)) {
        replay.wrong(`${key} is not the fold of its events`)
      } else if (found.version !== replay.sequences.get(key)) {
        replay.wrong(`${key} has version ${found.version}, its stream ends with ${replay.sequences.get(key)}`)
      }
    })
  }
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

/** JSON of a store that may have been tampered with: `undefined` where it is no object of JSON. */
const objectFrom = (json: string): JsonObject | undefined => {
  try {
    return parseDocument(json)
  } catch {
    return undefined
  }
}

const nameOf = (key: string): DocumentId => {
  const slash = key.indexOf("/")
  return { collection: key.slice(0, slash), id: key.slice(slash + 1) }
}

/** The state of a shop, built up entry by entry. */
class Replay {
  readonly documents = new Map<string, JsonObject>()
  readonly sequences = new Map<string, number>()
  readonly tallies = new Map<string, Tally>()
  readonly #accounts: ReadonlyMap<string, Balance>
  readonly #held = new Map<string, Line>()
  readonly #units = new Map<string, bigint>()
  readonly #violations: Array<string> = []
  #entries = 0
  #events = 0
  #lines = 0
  #at = 0

  constructor(accounts: ReadonlyMap<string, Balance>) {
    this.#accounts = accounts
  }

  wrong(what: string): void {
    this.#violations.push(what)
  }

  /** Documents that were tampered with may have amounts that are no numbers: what cannot be asked of them is wrong too. */
  ask(question: Question): void {
    try {
      for (const what of question(this.documents, this.tallies)) this.wrong(what)
    } catch (cause) {
      this.wrong(`what the log tells makes no sense: ${String(cause)}`)
    }
  }

  take(entry: Entry): void {
    this.#entries++
    if (entry.position !== this.#entries) this.wrong(`position ${entry.position} stands where ${this.#entries} should`)
    if (entry.at < this.#at) this.wrong(`time goes back at position ${entry.position}`)
    this.#at = entry.at
    for (const event of entry.events) this.#evolve(event, entry.position)
    const touched = new Set<string>()
    for (const line of entry.lines) {
      this.#lines++
      this.#post(line, entry.position)
      touched.add(line.from).add(line.to)
    }
    for (const id of touched) this.#bounded(id, entry.position)
  }

  #evolve({ collection, id, sequence, change }: LoggedEvent, position: number): void {
    this.#events++
    const key = `${collection}/${id}`
    const expected = (this.sequences.get(key) ?? 0) + 1
    if (sequence !== expected) this.wrong(`${key} has event ${sequence} at position ${position}, expected ${expected}`)
    this.sequences.set(key, sequence)
    const { set, unset } = objectFrom(change) ?? {}
    if (!isObject(set) || !Array.isArray(unset)) {
      return this.wrong(`${key} has an event at position ${position} that says no change`)
    }
    const after: Record<string, Json> = { ...this.documents.get(key), ...set }
    for (const field of unset as ReadonlyArray<Json>) if (typeof field === "string") delete after[field]
    if (Object.keys(after).length === 0) this.documents.delete(key)
    else this.documents.set(key, after)
  }

  #post(line: Line, position: number): void {
    const { transfer, kind, from, to, unit, amount } = line
    const [giving, taking] = [this.#tally(from), this.#tally(to)]
    const held = this.#held.get(transfer)
    if (kind === "hold") {
      if (held !== undefined) this.wrong(`hold ${transfer} is made twice, at position ${position}`)
      this.#held.set(transfer, line)
      giving.outgoing += amount
      taking.incoming += amount
      return
    }
    if (kind !== "post") {
      if (held === undefined) this.wrong(`${kind} of ${transfer} at position ${position}, which is not held`)
      this.#held.delete(transfer)
      giving.outgoing -= held?.amount ?? 0n
      taking.incoming -= held?.amount ?? 0n
    }
    if (kind === "release") return
    giving.posted -= amount
    taking.posted += amount
    this.#units.set(unit, this.#units.get(unit) ?? 0n)
  }

  #tally(id: string): Tally {
    const known = this.tallies.get(id)
    if (known !== undefined) return known
    const fresh: Tally = { posted: 0n, outgoing: 0n, incoming: 0n }
    this.tallies.set(id, fresh)
    return fresh
  }

  #bounded(id: string, position: number): void {
    const account: Account | undefined = this.#accounts.get(id)?.account
    const { posted, outgoing, incoming } = this.#tally(id)
    if (account === undefined) this.wrong(`account ${id} moves at position ${position} and is not in the store`)
    else if (account.floor !== undefined && posted - outgoing < account.floor) {
      this.wrong(`account ${id} is below its floor at position ${position}`)
    } else if (account.ceiling !== undefined && posted + incoming > account.ceiling) {
      this.wrong(`account ${id} is above its ceiling at position ${position}`)
    }
  }

  close(trial: ReadonlyArray<{ readonly unit: string; readonly posted: bigint }>): void {
    for (const [id, { account, posted }] of this.#accounts) {
      const told = this.tallies.get(id)?.posted ?? 0n
      if (told !== posted) this.wrong(`account ${id} has ${posted}, its lines sum to ${told}`)
      this.#units.set(account.unit, (this.#units.get(account.unit) ?? 0n) + told)
    }
    for (const [unit, sum] of this.#units) if (sum !== 0n) this.wrong(`the accounts of ${unit} sum to ${sum}`)
    for (const { unit, posted } of trial) if (posted !== 0n) this.wrong(`the trial balance of ${unit} is ${posted}`)
  }

  audit(): Audit {
    return {
      violations: this.#violations,
      entries: this.#entries,
      events: this.#events,
      lines: this.#lines,
      documents: this.documents.size,
      accounts: this.#accounts.size,
      units: this.#units.size
    }
  }
}
