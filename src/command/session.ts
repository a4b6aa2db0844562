import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { JsonObject } from "../kernel/json.ts"
import type { Balance } from "../ledger/model.ts"
import type { VaultError } from "../privacy/errors.ts"
import { open, withhold } from "../privacy/index.ts"
import type { KeyVault } from "../privacy/ports.ts"
import type { StorageError } from "../storage/errors.ts"
import type { DocumentId, Guard, Page, Stored } from "../storage/model.ts"
import type { Storage } from "../storage/ports.ts"
import { parseDocument } from "../storage/rules.ts"
import type { NotFound, VersionAhead } from "./errors.ts"
import type { AnyCollection, Answers, Loading, Owned, Questions, Row } from "./question.ts"
import { shopKey } from "./read.ts"
import { aheadOf, type Recent, recentOf } from "./recent.ts"
import { provenBy, schemaVersionOf } from "./revision.ts"
import { type Writable, writableOf } from "./writable.ts"

/**
 * A part of the road that may have to wait: run by `yield*` inside another, so that a part that need not wait costs no
 * Effect of its own.
 */
export type Step<A, E> = Effect.fn.Return<A, E>

/** A document as it was read: what is kept, and what of it this session may see. */
export interface Seen extends DocumentId {
  readonly version: number
  /** As it is kept, personal fields sealed; `undefined`: it was absent. */
  readonly stored: JsonObject | undefined
  /** With the personal fields open, if the session opens its collection. */
  readonly opened: JsonObject | undefined
  readonly document: unknown
}

/**
 * What one attempt at a command has read. Every document it was answered with by id is remembered at its version: the
 * commit is guarded by all of them, so two decisions that read each other's documents cannot both stand.
 */
export class Session {
  readonly #storage: Storage
  readonly #recent: Recent
  readonly #writable: Writable
  readonly #vault: KeyVault
  readonly #opens: ReadonlySet<string>
  readonly #at: number
  readonly #answering: boolean
  readonly #seen = new Map<string, Map<string, Seen>>()
  #first: DocumentId | undefined

  /**
   * @param opens names of the collections whose personal fields are shown
   * @param answering for a query: boxes that are not opened are shown empty, since nothing will be written back
   */
  constructor(storage: Storage, vault: KeyVault, opens: ReadonlySet<string>, at: number, answering = false) {
    this.#answering = answering
    this.#storage = storage
    this.#recent = recentOf(storage)
    this.#writable = writableOf(storage)
    this.#vault = vault
    this.#opens = opens
    this.#at = at
  }

  /** The first document that was asked for by id: what `NotFound` speaks of when its owner is somebody else. */
  get first(): DocumentId | undefined {
    return this.#first
  }

  /** What follows is asked on behalf of the command itself, no longer of its permission. */
  begin(): void {
    this.#first = undefined
  }

  seen(collection: string, id: string): Seen | undefined {
    return this.#seen.get(collection)?.get(id)
  }

  /** The version that documents of a collection are written in. */
  writable(collection: AnyCollection): number {
    return this.#writable.of(collection)
  }

  /** A guard for every document read by id and not written. */
  guards(writes: ReadonlyArray<DocumentId>): ReadonlyArray<Guard> {
    const guards: Array<Guard> = []
    for (const seen of this.#seen.values()) {
      for (const { collection, id, version } of seen.values()) {
        if (writes.some((one) => one.id === id && one.collection === collection)) continue
        guards.push({ collection, id, version })
      }
    }
    return guards
  }

  /** Runs a `load` to its end, one read a step. */
  *load<A>(loading: Loading<A>): Step<A, NotFound | VersionAhead | StorageError | VaultError> {
    let step = loading.next()
    while (step.done !== true) {
      const answer = step.value.answer(yield* this.#answer(step.value.questions))
      if (Result.isFailure(answer)) return yield* Effect.fail(answer.failure)
      step = loading.next(answer.success)
    }
    return step.value
  }

  *#owned({ owner, unit }: Owned): Step<ReadonlyArray<Balance>, StorageError> {
    const all: Array<Balance> = []
    let after: string | undefined
    do {
      const of = { owner, unit, limit: 200, at: this.#at }
      const page: Page<Balance> = yield* this.#storage.accounts(after === undefined ? of : { ...of, after })
      all.push(...page.items)
      after = page.next
    } while (after !== undefined)
    return all
  }

  *#answer(questions: Questions): Step<Answers, VersionAhead | StorageError | VaultError> {
    const { documents, accounts, queries, keys, owned, building, parked } = questions
    const [first] = documents
    if (this.#first === undefined && first !== undefined) this.#first = { collection: first.from.name, id: first.id }
    const secrets: Array<Uint8Array | undefined> = []
    for (const name of keys) secrets.push(yield* this.#vault.key(shopKey(name)))
    const purses: Array<ReadonlyArray<Balance>> = []
    for (const of of owned) purses.push(yield* this.#owned(of))
    const built = building.length === 0 ? [] : yield* this.#storage.building
    const stuck: Array<Answers["parked"][number]> = []
    for (const limit of parked) stuck.push(yield* this.#storage.waiting(limit, "parked"))
    const pages: Array<Answers["queries"][number]> = []
    let balances: Answers["accounts"] = []
    const unseen = documents.filter(({ from, id }) => this.seen(from.name, id) === undefined)
    if (unseen.length > 0 || accounts.length > 0 || queries.length > 0) {
      const found = yield* this.#storage.read({
        documents: unseen.map(({ from, id }) => ({ collection: from.name, id })),
        accounts,
        queries: queries.map(({ query }) => query),
        at: this.#at
      })
      balances = found.accounts
      for (const [index, { from, id }] of unseen.entries()) {
        // The same document may be asked for twice in one step; the first answer is kept.
        if (this.seen(from.name, id) === undefined) this.#remember(yield* this.#see(from, id, found.documents[index]))
      }
      for (const [index, { from, bare }] of queries.entries()) {
        const page = found.queries[index] ?? { items: [] }
        const items: Array<unknown> = bare === true ? page.items.map(rowOf) : []
        if (bare !== true)
          for (const stored of page.items) items.push((yield* this.#see(from, stored.id, stored)).document)
        pages.push(page.next === undefined ? { items } : { items, next: page.next })
      }
    }
    return {
      documents: documents.map(({ from, id }) => this.seen(from.name, id)?.document),
      accounts: balances,
      queries: pages,
      keys: secrets,
      owned: purses,
      building: building.map((name) => built.filter((one) => one.collection === name).map(({ column }) => column)),
      parked: stuck
    }
  }

  #remember(seen: Seen): void {
    const known = this.#seen.get(seen.collection)
    if (known === undefined) this.#seen.set(seen.collection, new Map([[seen.id, seen]]))
    else known.set(seen.id, seen)
  }

  /** A document of a version shows that it may be written. */
  #met(from: AnyCollection, stored: JsonObject): void {
    if (from.highest > 1) this.#writable.met(from, provenBy(from.revisions, schemaVersionOf(stored)))
  }

  *#see(from: AnyCollection, id: string, found: Stored | undefined): Step<Seen, VersionAhead | VaultError> {
    const collection = from.name
    if (found === undefined) {
      return { collection, id, version: 0, stored: undefined, opened: undefined, document: undefined }
    }
    const { version, json } = found
    if (from.personal.length === 0) {
      const decoded = this.#recent.decoded(from, found)
      if ("_tag" in decoded) return yield* Effect.fail(decoded)
      this.#met(from, decoded.stored)
      return { collection, id, version, opened: undefined, ...decoded }
    }
    const stored = parseDocument(json)
    const ahead = aheadOf(from, id, stored)
    if (ahead !== undefined) return yield* Effect.fail(ahead)
    this.#met(from, stored)
    if (!this.#opens.has(collection)) {
      const shown = this.#answering ? withhold(from.personal, stored) : stored
      return { collection, id, version, stored, opened: undefined, document: from.decode(shown) }
    }
    const opened = yield* open(this.#vault, from.personal, { collection, id }, stored)
    return { collection, id, version, stored, opened, document: from.decode(opened) }
  }
}

const rowOf = ({ id, json }: Stored): Row => ({ id, schema: schemaVersionOf(parseDocument(json)) })
