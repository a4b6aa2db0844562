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
import type { NotFound } from "./errors.ts"
import { type AnyCollection, type Answers, type Ask, type Loading, type Owned, shopKey } from "./read.ts"

/** A document as it was read: what is kept, and what of it this session may see. */
export interface Seen {
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
  readonly #vault: KeyVault
  readonly #opens: ReadonlySet<string>
  readonly #at: number
  readonly #answering: boolean
  readonly #seen = new Map<string, Seen>()
  #first: DocumentId | undefined

  /**
   * @param opens names of the collections whose personal fields are shown
   * @param answering for a query: boxes that are not opened are shown empty, since nothing will be written back
   */
  constructor(storage: Storage, vault: KeyVault, opens: ReadonlySet<string>, at: number, answering = false) {
    this.#answering = answering
    this.#storage = storage
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
    return this.#seen.get(`${collection}/${id}`)
  }

  /** A guard for every document read by id and not written. */
  guards(written: ReadonlySet<string>): ReadonlyArray<Guard> {
    const guards: Array<Guard> = []
    for (const [key, { version }] of this.#seen) {
      if (written.has(key)) continue
      const slash = key.indexOf("/")
      guards.push({ collection: key.slice(0, slash), id: key.slice(slash + 1), version })
    }
    return guards
  }

  /** Runs a `load` to its end, one read a step. */
  load<A>(loading: Loading<A>): Effect.Effect<A, NotFound | StorageError | VaultError> {
    const answersTo = (ask: Ask<unknown>) => this.#answer(ask)
    return Effect.gen(function* () {
      let step = loading.next()
      while (step.done !== true) {
        const answer = step.value.answer(yield* answersTo(step.value))
        if (Result.isFailure(answer)) return yield* Effect.fail(answer.failure)
        step = loading.next(answer.success)
      }
      return step.value
    })
  }

  #answer(ask: Ask<unknown>): Effect.Effect<Answers, StorageError | VaultError> {
    const { keys, owned } = ask.questions
    if (keys.length === 0 && owned.length === 0) return this.#told(ask, { keys: [], owned: [] })
    return Effect.flatMap(
      Effect.all({
        keys: Effect.forEach(keys, (name) => this.#vault.key(shopKey(name))),
        owned: Effect.forEach(owned, (of) => this.#owned(of))
      }),
      (found) => this.#told(ask, found)
    )
  }

  #owned({ owner, unit }: Owned): Effect.Effect<ReadonlyArray<Balance>, StorageError> {
    const storage = this.#storage
    const at = this.#at
    return Effect.gen(function* () {
      const all: Array<Balance> = []
      let after: string | undefined
      do {
        const of = { owner, unit, limit: 200, at }
        const page: Page<Balance> = yield* storage.accounts(after === undefined ? of : { ...of, after })
        all.push(...page.items)
        after = page.next
      } while (after !== undefined)
      return all
    })
  }

  #told(ask: Ask<unknown>, beside: Pick<Answers, "keys" | "owned">): Effect.Effect<Answers, StorageError | VaultError> {
    const { documents, accounts, queries } = ask.questions
    const [first] = documents
    if (this.#first === undefined && first !== undefined) this.#first = { collection: first.from.name, id: first.id }
    const unseen = documents.filter(({ from, id }) => !this.#seen.has(`${from.name}/${id}`))
    const answered = (found: {
      readonly accounts: Answers["accounts"]
      readonly queries: Answers["queries"]
    }): Answers => ({
      documents: documents.map(({ from, id }) => this.#seen.get(`${from.name}/${id}`)?.document),
      accounts: found.accounts,
      queries: found.queries,
      ...beside
    })
    if (unseen.length === 0 && accounts.length === 0 && queries.length === 0) {
      return Effect.succeed(answered({ accounts: [], queries: [] }))
    }
    const seen = this.#seen
    const see = (from: AnyCollection, id: string, stored: Stored | undefined) => this.#see(from, id, stored)
    const read = this.#storage.read({
      documents: unseen.map(({ from, id }) => ({ collection: from.name, id })),
      accounts,
      queries: queries.map(({ query }) => query),
      at: this.#at
    })
    return Effect.gen(function* () {
      const found = yield* read
      for (const [index, { from, id }] of unseen.entries()) {
        const key = `${from.name}/${id}`
        // The same document may be asked for twice in one step; the first answer is kept.
        if (!seen.has(key)) seen.set(key, yield* see(from, id, found.documents[index]))
      }
      const pages: Array<Answers["queries"][number]> = []
      for (const [index, { from }] of queries.entries()) {
        const page = found.queries[index] ?? { items: [] }
        const items: Array<unknown> = []
        for (const stored of page.items) items.push((yield* see(from, stored.id, stored)).document)
        pages.push(page.next === undefined ? { items } : { items, next: page.next })
      }
      return answered({ accounts: found.accounts, queries: pages })
    })
  }

  #see(from: AnyCollection, id: string, found: Stored | undefined): Effect.Effect<Seen, VaultError> {
    if (found === undefined) {
      return Effect.succeed({ version: 0, stored: undefined, opened: undefined, document: undefined })
    }
    const stored = parseDocument(found.json)
    if (from.personal.length === 0 || !this.#opens.has(from.name)) {
      const shown = this.#answering ? withhold(from.personal, stored) : stored
      return Effect.succeed({ version: found.version, stored, opened: undefined, document: from.decode(shown) })
    }
    return Effect.map(open(this.#vault, from.personal, { collection: from.name, id }, stored), (opened) => ({
      version: found.version,
      stored,
      opened,
      document: from.decode(opened)
    }))
  }
}
