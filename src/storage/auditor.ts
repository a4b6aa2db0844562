import * as Effect from "effect/Effect"
import { isObject, type Json, type JsonObject } from "../kernel/json.ts"
import type { Account, Balance, Line } from "../ledger/model.ts"
import type { StorageError } from "./errors.ts"
import type { Entry, LoggedEvent, Page } from "./model.ts"
import type { Storage } from "./ports.ts"
import { parseDocument } from "./rules.ts"

/** Accounts as the log alone tells them. */
export interface Tally {
  posted: bigint
  outgoing: bigint
  incoming: bigint
}

const nothing: Readonly<Tally> = { posted: 0n, outgoing: 0n, incoming: 0n }

/** What can be wrong with a log. */
export type FaultKind =
  | "PositionMissing"
  | "TimeBack"
  | "SequenceMissing"
  | "NoChange"
  | "OtherUnit"
  | "HeldTwice"
  | "NotHeld"
  | "AccountUnknown"
  | "BelowFloor"
  | "AboveCeiling"
  | "OtherBalance"
  | "OtherHolds"

/** What an auditor found wrong. */
export interface Fault {
  readonly kind: FaultKind
  /** Of the entry at which it was found. */
  readonly position: number
  /** The document (`collection/id`), the account, the transfer or the position that it is about. */
  readonly about: string
  /** All of it in a sentence. */
  readonly what: string
}

/** What an auditor is asked beside reading. */
export interface AuditorOptions {
  /** Where documents are built up, by `collection/id`. Absent: they are not, which saves the memory of a whole shop. */
  readonly documents?: Map<string, JsonObject>
  /** Told every fault; the auditor itself keeps the first and how many there were. */
  readonly found?: (fault: Fault) => void
}

/**
 * Reads a log entry by entry, as a second book-keeper, and can stop behind any of them: positions and streams without a gap,
 * time that never goes back (L42, L60), every line in the unit of its two accounts, so that each unit sums to zero (L04), bounds
 * that no prefix of the log exceeds (L05), holds that end once (L06).
 *
 * It keeps three amounts for each account, a number for each stream and every hold that is open, so its memory grows with the
 * accounts and documents of a shop, and not with the length of its log.
 */
export class Auditor {
  readonly tallies = new Map<string, Tally>()
  /** Of each stream, the last event. */
  readonly sequences = new Map<string, number>()
  readonly units = new Set<string>()
  readonly #accounts = new Map<string, Account>()
  readonly #held = new Map<string, Line>()
  readonly #options: AuditorOptions
  #first: Fault | undefined
  #faults = 0
  #position = 0
  #entries = 0
  #events = 0
  #lines = 0
  #at = 0

  constructor(options: AuditorOptions = {}) {
    this.#options = options
  }

  /** Of the entry that was read last; 0 before the first. */
  get position(): number {
    return this.#position
  }

  /** The first fault that it found. */
  get fault(): Fault | undefined {
    return this.#first
  }

  get faults(): number {
    return this.#faults
  }

  get read(): { readonly entries: number; readonly events: number; readonly lines: number } {
    return { entries: this.#entries, events: this.#events, lines: this.#lines }
  }

  /** Takes note of accounts and their bounds, which the log does not tell. */
  know(accounts: Iterable<Account>): void {
    for (const account of accounts) this.#accounts.set(account.id, account)
  }

  /** The accounts that entries move and of which nothing is known. */
  unknown(entries: Iterable<Entry>): ReadonlySet<string> {
    const ids = new Set<string>()
    for (const { lines } of entries) {
      for (const { from, to } of lines) {
        if (!this.#accounts.has(from)) ids.add(from)
        if (!this.#accounts.has(to)) ids.add(to)
      }
    }
    return ids
  }

  /** Reads the next entry. Its accounts must be known, or it says that they are not in the store. */
  take(entry: Entry): void {
    const { position, at, events, lines } = entry
    this.#position = position
    this.#entries++
    if (position !== this.#entries)
      this.#wrong("PositionMissing", String(this.#entries), `position ${position} stands where ${this.#entries} should`)
    if (at < this.#at) this.#wrong("TimeBack", String(position), `time goes back at position ${position}`)
    this.#at = at
    for (const event of events) this.#evolve(event)
    const touched = new Set<string>()
    for (const line of lines) {
      this.#lines++
      this.#post(line)
      touched.add(line.from).add(line.to)
    }
    for (const id of touched) this.#bounded(id)
  }

  /**
   * Holds balances against the sum of their lines, and what is held of them against the holds of the log that have not ended: those
   * of the store as it stood behind the entry that was read last, with every hold, dead or alive.
   */
  compare(balances: Iterable<Balance>): void {
    for (const { account, posted, outgoing, incoming } of balances) {
      const told = this.tallies.get(account.id) ?? nothing
      if (told.posted !== posted)
        this.#wrong("OtherBalance", account.id, `account ${account.id} has ${posted}, its lines sum to ${told.posted}`)
      if (told.outgoing !== outgoing || told.incoming !== incoming)
        this.#wrong(
          "OtherHolds",
          account.id,
          `account ${account.id} holds ${outgoing} and is promised ${incoming}, its lines say ${told.outgoing} and ${told.incoming}`
        )
    }
  }

  #wrong(kind: FaultKind, about: string, what: string): void {
    const fault = { kind, position: this.#position, about, what }
    this.#first ??= fault
    this.#faults++
    this.#options.found?.(fault)
  }

  #evolve({ collection, id, sequence, change }: LoggedEvent): void {
    this.#events++
    const key = `${collection}/${id}`
    const expected = (this.sequences.get(key) ?? 0) + 1
    if (sequence !== expected) {
      this.#wrong(
        "SequenceMissing",
        key,
        `${key} has event ${sequence} at position ${this.#position}, expected ${expected}`
      )
    }
    this.sequences.set(key, sequence)
    const { set, unset } = objectFrom(change) ?? {}
    if (!isObject(set) || !Array.isArray(unset)) {
      return this.#wrong("NoChange", key, `${key} has an event at position ${this.#position} that says no change`)
    }
    const { documents } = this.#options
    if (documents === undefined) return
    const after: Record<string, Json> = { ...documents.get(key), ...set }
    for (const field of unset as ReadonlyArray<Json>) if (typeof field === "string") delete after[field]
    if (Object.keys(after).length === 0) documents.delete(key)
    else documents.set(key, after)
  }

  #post(line: Line): void {
    const { transfer, kind, from, to, unit, amount } = line
    const [giving, taking] = [this.#tally(from), this.#tally(to)]
    for (const id of [from, to]) {
      const account = this.#accounts.get(id)
      if (account !== undefined && account.unit !== unit) {
        this.#wrong(
          "OtherUnit",
          transfer,
          `${transfer} moves ${unit} at position ${this.#position}, and account ${id} counts ${account.unit}`
        )
      }
    }
    const held = this.#held.get(transfer)
    if (kind === "hold") {
      if (held !== undefined)
        this.#wrong("HeldTwice", transfer, `hold ${transfer} is made twice, at position ${this.#position}`)
      this.#held.set(transfer, line)
      giving.outgoing += amount
      taking.incoming += amount
      return
    }
    if (kind !== "post") {
      if (held === undefined)
        this.#wrong("NotHeld", transfer, `${kind} of ${transfer} at position ${this.#position}, which is not held`)
      this.#held.delete(transfer)
      giving.outgoing -= held?.amount ?? 0n
      taking.incoming -= held?.amount ?? 0n
    }
    if (kind === "release") return
    giving.posted -= amount
    taking.posted += amount
    this.units.add(unit)
  }

  #tally(id: string): Tally {
    const known = this.tallies.get(id)
    if (known !== undefined) return known
    const fresh: Tally = { posted: 0n, outgoing: 0n, incoming: 0n }
    this.tallies.set(id, fresh)
    return fresh
  }

  #bounded(id: string): void {
    const account = this.#accounts.get(id)
    const { posted, outgoing, incoming } = this.#tally(id)
    if (account === undefined)
      this.#wrong("AccountUnknown", id, `account ${id} moves at position ${this.#position} and is not in the store`)
    else if (account.floor !== undefined && posted - outgoing < account.floor) {
      this.#wrong("BelowFloor", id, `account ${id} is below its floor at position ${this.#position}`)
    } else if (account.ceiling !== undefined && posted + incoming > account.ceiling) {
      this.#wrong("AboveCeiling", id, `account ${id} is above its ceiling at position ${this.#position}`)
    }
  }
}

/**
 * Lets an auditor read on by at most `limit` entries, and says how many it read. Others may go on committing: it reads what is in the
 * log, which never changes, and bounds of accounts, which do not either. So a host calls this after each round of its worker.
 */
export const auditOn = Effect.fnUntraced(function* (
  storage: Pick<Storage, "events" | "read">,
  auditor: Auditor,
  limit: number
): Effect.fn.Return<number, StorageError> {
  const entries = yield* storage.events(auditor.position, limit)
  const unknown = [...auditor.unknown(entries)]
  for (let start = 0; start < unknown.length; start += 200) {
    const part = unknown.slice(start, start + 200)
    const { accounts } = yield* storage.read({ documents: [], accounts: part, queries: [], at: 0 })
    auditor.know(accounts.filter((found) => found !== undefined).map(({ account }) => account))
  }
  for (const entry of entries) auditor.take(entry)
  return entries.length
})

/**
 * Holds a page of the store's balances, those behind the account `after`, against what an auditor has read. Others may go on
 * committing: if the log is ahead of the auditor nothing is compared, and `undefined` says so; let it read on, and ask again.
 */
export const balanceOn = Effect.fnUntraced(function* (
  storage: Pick<Storage, "accounts" | "events">,
  auditor: Auditor,
  limit: number,
  after?: string
): Effect.fn.Return<Page<Balance> | undefined, StorageError> {
  const page = yield* storage.accounts({ limit, at: 0, ...(after === undefined ? {} : { after }) })
  // The log only grows: if it has nothing more now, it had nothing more when the balances were read.
  if ((yield* storage.events(auditor.position, 1)).length > 0) return undefined
  auditor.compare(page.items)
  return page
})

/** JSON of a store that may have been tampered with: `undefined` where it is no object of JSON. */
export const objectFrom = (json: string): JsonObject | undefined => {
  try {
    return parseDocument(json)
  } catch {
    return undefined
  }
}
