import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { now } from "../command/clock.ts"
import { apply } from "../ledger/rules.ts"
import type { ClockSkew, CommitRefusal, StorageError } from "../storage/errors.ts"
import type {
  CollectionShape,
  ColumnName,
  Commit,
  Committed,
  DocumentId,
  Entry,
  Found,
  Lent,
  Limits,
  Link,
  LoggedEvent,
  Receipt,
  Wants
} from "../storage/model.ts"
import type { Adapter, Storage } from "../storage/ports.ts"
import { admit, instantOf, pageLimit, receiptsAtOnce, receiptsFor, usualLimits } from "../storage/rules.ts"
import { Books } from "./books.ts"
import { Documents, type Row } from "./documents.ts"
import { Lanes } from "./lanes.ts"

/** Settings of {@link memory}. */
export interface MemoryOptions {
  /** Storage's own clock, in milliseconds. Absent: effect's `Clock` of the fiber that commits. */
  readonly clock?: () => number
  readonly limits?: Partial<Limits>
}

/**
 * A storage of plain maps, which is the executable specification of every adapter. What it keeps belongs to the value that
 * this returns: opened again, it still has everything that was committed.
 */
export const memory = (options: MemoryOptions = {}): Adapter => {
  const store = new Store({ ...usualLimits, ...options.limits })
  const clock = options.clock === undefined ? now : Effect.sync(options.clock)
  return {
    name: "memory",
    open: (collections) =>
      Effect.map(
        Effect.acquireRelease(
          Effect.sync(() => {
            store.tell(collections)
            return { open: true }
          }),
          (lease) => Effect.sync(() => void (lease.open = false))
        ),
        (lease) => storage(store, clock, lease)
      )
  }
}

const closed: StorageError = { _tag: "StorageError", reason: "Closed", detail: "memory" }

const storage = (store: Store, clock: Effect.Effect<number>, lease: { readonly open: boolean }): Storage => {
  const ask = <A, E = never>(answer: () => Result.Result<A, E>): Effect.Effect<A, E | StorageError> =>
    Effect.suspend(() => (lease.open ? Effect.fromResult<A, E | StorageError>(answer()) : Effect.fail(closed)))
  return {
    read: (wants) => ask(() => store.read(wants)),
    accounts: (query) =>
      ask(() => Result.succeed(store.books.list({ ...query, limit: pageLimit(query.limit, store.limits) }))),
    journal: (account, after, limit) => ask(() => Result.succeed(store.books.journal(account, after, limit))),
    trial: ask(() => Result.succeed(store.books.trial())),
    take: (at, limit) => Effect.flatMap(clock, (instant) => ask(() => store.take(at, instant, limit))),
    waiting: (limit, state) => ask(() => Result.succeed(store.lanes.waiting(limit, state))),
    building: ask(() => Result.succeed(store.building())),
    receipt: (key) => ask(() => Result.succeed(store.receipts.get(key))),
    commit: (commit) => Effect.flatMap(clock, (instant) => ask(() => store.commit(commit, instant))),
    events: (after, limit) => ask(() => Result.succeed(store.log.slice(after, after + limit))),
    links: (after, limit) => ask(() => Result.succeed(store.links.slice(after, after + limit))),
    linked: ask(() => Result.succeed(store.links.at(-1))),
    link: (links) => ask(() => Result.succeed(store.link(links))),
    limits: store.limits
  }
}

class Store {
  readonly limits: Limits
  readonly books = new Books()
  readonly lanes = new Lanes()
  readonly receipts = new Map<string, Receipt>()
  readonly log: Array<Entry> = []
  readonly links: Array<Link> = []
  readonly #shapes = new Map<string, CollectionShape>()
  readonly #documents = new Map<string, Documents>()
  readonly #claims = new Map<string, string>()

  constructor(limits: Limits) {
    this.limits = limits
  }

  tell(collections: ReadonlyArray<CollectionShape>): void {
    for (const shape of collections) {
      const known = this.#documents.get(shape.name)
      if (known === undefined) this.#documents.set(shape.name, new Documents(shape))
      else known.reshape(shape)
      this.#shapes.set(shape.name, shape)
    }
  }

  building(): ReadonlyArray<ColumnName> {
    return [...this.#documents].flatMap(([collection, { building }]) =>
      [...building].map((column) => ({ collection, column }))
    )
  }

  read(wants: Wants): Result.Result<Found, StorageError> {
    return Result.gen(this, function* () {
      const documents: Array<Found["documents"][number]> = []
      for (const { collection, id } of wants.documents) {
        const known = this.#documents.get(collection)
        if (known === undefined) return yield* Result.fail(unsupported(collection))
        documents.push(known.read(id))
      }
      const queries: Array<Found["queries"][number]> = []
      for (const query of wants.queries) {
        const known = this.#documents.get(query.collection)
        if (known === undefined) return yield* Result.fail(unsupported(query.collection))
        queries.push(yield* known.query(query, this.limits))
      }
      return { documents, accounts: wants.accounts.map((id) => this.books.balanceAt(id, wants.at)), queries }
    })
  }

  link(links: ReadonlyArray<Link>): void {
    // The sealer goes in order of position, so what is new stands behind what is there.
    for (const link of links) if (link.position === this.links.length + 1) this.links.push(link)
  }

  take(at: number, clock: number, limit: number): Result.Result<ReadonlyArray<Lent>, ClockSkew> {
    return Result.map(this.#instant(at, clock), () => this.lanes.take(at, limit))
  }

  #instant(at: number, clock: number): Result.Result<number, ClockSkew> {
    return instantOf(at, clock, this.log.at(-1)?.at, this.limits.skew)
  }

  /** Asks everything first and changes nothing until every answer is yes. */
  commit(commit: Commit, clock: number): Result.Result<Committed, CommitRefusal> {
    const outcome = this.#decide(commit, clock)
    this.#forget(clock)
    return outcome
  }

  /** Lets go of receipts older than 7 days, a few at a time: what comes later under such a key is told apart by its transfers. */
  #forget(clock: number): void {
    let looked = 0
    for (const [key, { position }] of this.receipts) {
      if (looked++ === receiptsAtOnce || (this.log[position - 1]?.at ?? clock) >= clock - receiptsFor) return
      this.receipts.delete(key)
    }
  }

  #decide(commit: Commit, clock: number): Result.Result<Committed, CommitRefusal> {
    const refused = admit(commit, this.limits, this.#shapes)
    if (refused !== undefined) return Result.fail(refused)
    const receipt = this.receipts.get(commit.key)
    if (receipt !== undefined) return repeat(receipt, commit)
    return Result.gen(this, function* () {
      const at = yield* this.#instant(commit.at, clock)
      const rows = yield* this.#write(commit)
      const claims = yield* this.#claim(commit)
      const change = yield* apply(this.books, commit.transfers, at)
      yield* this.#checkIntents(commit)

      const position = this.log.length + 1
      for (const { collection, id, row } of rows) this.#documents.get(collection)?.set(id, row)
      for (const [value, holder] of claims) {
        if (holder === undefined) this.#claims.delete(value)
        else this.#claims.set(value, holder)
      }
      this.books.enter(change, position)
      for (const id of commit.done) this.lanes.leave(id)
      for (const intent of commit.intents) this.lanes.join(intent)
      for (const id of commit.revived ?? []) this.lanes.revive(id, at)
      for (const { collection, column } of commit.built ?? []) this.#documents.get(collection)?.building.delete(column)
      const { key, fingerprint, actor, reason, reply } = commit
      this.receipts.set(key, { key, fingerprint, position, reply })
      this.log.push({ position, key, at, actor, reason, events: rows.map(({ event }) => event), lines: change.lines })
      return { position, reply, repeated: false }
    })
  }

  /** The rows that guards and writes, in order, leave behind. */
  #write({ guards, writes }: Commit): Result.Result<ReadonlyArray<Written>, CommitRefusal> {
    const written: Array<Written> = []
    const rowOf = ({ collection, id }: DocumentId): Row | undefined =>
      written.findLast((one) => one.id === id && one.collection === collection)?.row ??
      this.#documents.get(collection)?.row(id)
    for (const { collection, id, version } of guards) {
      const actual = versionOf(rowOf({ collection, id }))
      if (actual !== version) return Result.fail({ _tag: "StaleVersion", collection, id, expected: version, actual })
    }
    for (const { collection, id, expected, json, columns, event, change } of writes) {
      const former = rowOf({ collection, id })
      const actual = versionOf(former)
      if (expected === 0 && actual > 0) return Result.fail({ _tag: "AlreadyExists", collection, id })
      if (actual !== expected) return Result.fail({ _tag: "StaleVersion", collection, id, expected, actual })
      const sequence = (former?.version ?? 0) + 1
      const row: Row = { version: sequence, json, columns: json === null ? {} : columns }
      written.push({ collection, id, row, event: { collection, id, sequence, ...event, change } })
    }
    return Result.succeed(written)
  }

  /** Who has each value afterwards; `undefined` for nobody. */
  #claim({ claims }: Commit): Result.Result<ReadonlyMap<string, string | undefined>, CommitRefusal> {
    const holders = new Map<string, string | undefined>()
    for (const { kind, scope, value, holder } of claims) {
      const name = JSON.stringify([scope, value])
      const former = holders.has(name) ? holders.get(name) : this.#claims.get(name)
      if (former !== undefined && former !== holder) return Result.fail({ _tag: "Taken", scope, value })
      holders.set(name, kind === "claim" ? holder : undefined)
    }
    return Result.succeed(holders)
  }

  #checkIntents({ intents, done }: Commit): Result.Result<void, CommitRefusal> {
    const leaving = new Set(done)
    const joining = new Set<string>()
    for (const { id } of intents) {
      const waits = joining.has(id) || (this.lanes.has(id) && !leaving.has(id))
      if (waits) return Result.fail({ _tag: "AlreadyExists", collection: "intent", id })
      joining.add(id)
    }
    return Result.succeed(undefined)
  }
}

interface Written extends DocumentId {
  readonly row: Row
  readonly event: LoggedEvent
}

const versionOf = (row: Row | undefined): number => (row === undefined || row.json === null ? 0 : row.version)

const repeat = ({ fingerprint, position, reply }: Receipt, commit: Commit): Result.Result<Committed, CommitRefusal> =>
  fingerprint === commit.fingerprint
    ? Result.succeed({ position, reply, repeated: true })
    : Result.fail({ _tag: "IdempotencyKeyReuse", key: commit.key })

const unsupported = (collection: string): StorageError => ({
  _tag: "StorageError",
  reason: "Unsupported",
  detail: `collection \`${collection}\``
})
