import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import {
  type Adapter,
  type AdapterOptions,
  admit,
  type CollectionShape,
  type Commit,
  type CommitRefusal,
  type Committed,
  committing,
  type HostRefused,
  instantOf,
  type Limits,
  pageLimit,
  refuse,
  type Storage,
  storageError,
  type StorageError,
  usualLimits
} from "pannier/storage"
import type { Alongside, SqlRunner } from "./alongside.ts"
import { backUp } from "./backup.ts"
import { attempt } from "./failure.ts"
import { closeFile, type FileOptions, inTransaction, isReadOnly, openFile } from "./file.ts"
import { Group } from "./group.ts"
import { faults } from "./integrity.ts"
import { Tables } from "./tables.ts"

/** Settings of {@link sqlite}. */
export interface SqliteOptions extends FileOptions, AdapterOptions {}

/** Storage on a SQLite file, with what this file can do beside the port. */
export interface SqliteStorage extends Storage<SqlRunner> {
  /**
   * See `commitAlongside` of the port. The part is synchronous: a Promise is refused, and so is what is asked after it has
   * returned. Where a neighbour in the group fails, it is run again in a new transaction: it should touch nothing but the file.
   */
  readonly commitAlongside: (commit: Commit, part: Alongside) => Effect.Effect<Committed, CommitRefusal | HostRefused>
  /**
   * Copies the file as it stands to a new one, while commits go on. Nothing has the new name until the copy is complete;
   * a file that is there already is not touched: `Unavailable`.
   */
  readonly backup: (file: string) => Effect.Effect<void, StorageError>
  /** What is wrong with the file, in sentences; nothing if it is sound. It reads everything. */
  readonly integrity: Effect.Effect<ReadonlyArray<string>, StorageError>
}

/** A SQLite file that is not open yet. */
export interface SqliteAdapter extends Adapter<SqlRunner> {
  readonly open: (
    collections: ReadonlyArray<CollectionShape>
  ) => Effect.Effect<SqliteStorage, StorageError, Scope.Scope>
}

/**
 * Keeps a shop in one file, by `node:sqlite`: durable by default, with one sync for all callers that commit at the same
 * time. Several processes may open one file; their commits take turns.
 *
 * Opening fails with `Corrupt` (not a database), `Unsupported` (another program's file, a newer layout, columns kept as
 * another type), `Unavailable` (locked, not readable) or `Full`.
 *
 * @param file its path; `:memory:` keeps nothing
 */
export const sqlite = (file: string, options: SqliteOptions = {}): SqliteAdapter => ({
  name: "sqlite",
  open: (collections) =>
    Effect.map(
      Effect.acquireRelease(
        attempt(() => new Lease(file, options, collections)),
        (lease) => Effect.sync(() => lease.close())
      ),
      (lease) => storage(lease, options)
    )
})

/** An open file. */
class Lease {
  readonly tables: Tables
  readonly group: Group
  readonly limits: Limits
  readonly shapes: ReadonlyMap<string, CollectionShape>
  readonly #file: string
  readonly #readOnly: boolean

  constructor(file: string, options: SqliteOptions, collections: ReadonlyArray<CollectionShape>) {
    this.#file = file
    this.#readOnly = isReadOnly(options)
    this.limits = { ...usualLimits, ...options.limits }
    this.shapes = new Map(collections.map((shape) => [shape.name, shape]))
    this.tables = new Tables(openFile(file, options, collections), collections)
    this.group = new Group(this.tables, this.limits, options.trace)
  }

  get closed(): boolean {
    return !this.tables.statements.database.isOpen
  }

  close(): void {
    this.group.flush()
    closeFile(this.tables.statements)
  }

  /** The open tables; `Closed` once the file is closed. */
  read(): Tables {
    return this.closed ? refuse("Closed", this.#file) : this.tables
  }

  /** The same to write: `Unavailable` in a file that is opened read-only. */
  write(): Tables {
    if (this.closed) return this.read()
    return this.#readOnly ? refuse("Unavailable", "the file is opened read-only") : this.tables
  }

  /** What a commit is asked before it waits for its turn. */
  refused(commit: Commit): StorageError | undefined {
    if (this.closed) return storageError("Closed", this.#file)
    if (this.#readOnly) return storageError("Unavailable", "the file is opened read-only")
    return admit(commit, this.limits, this.shapes)
  }
}

const storage = (lease: Lease, options: SqliteOptions): SqliteStorage => {
  const clock = options.clock === undefined ? Clock.currentTimeMillis : Effect.sync(options.clock)
  const ask = <A>(answer: (tables: Tables) => A): Effect.Effect<A, StorageError> => attempt(() => answer(lease.read()))
  return {
    read: (wants) => ask((tables) => tables.read(wants, lease.limits)),
    accounts: (query) =>
      ask((tables) => tables.snapshot(() => tables.accounts.page(query, pageLimit(query.limit, lease.limits)))),
    journal: (account, after, limit) =>
      ask((tables) => tables.snapshot(() => tables.accounts.journal(account, after, limit))),
    trial: ask((tables) => tables.accounts.trial()),
    take: (at, limit) =>
      Effect.flatMap(clock, (instant) =>
        Effect.flatMap(
          attempt(() => {
            const { statements, intents, log } = lease.write()
            return Result.map(instantOf(at, instant, log.head().at, lease.limits.skew), () =>
              intents.isDue(at) ? inTransaction(statements.database, () => intents.take(at, limit)) : []
            )
          }),
          Effect.fromResult
        )
      ),
    waiting: (limit, state) => ask((tables) => tables.intents.waiting(limit, state)),
    building: ask((tables) => tables.building.look()),
    receipt: (key) => ask((tables) => tables.log.receipt(key)),
    ...committing(
      clock,
      (commit) => lease.refused(commit),
      (commit, instant, part?: Alongside) => lease.group.commit(commit, instant, part)
    ),
    events: (after, limit) => ask((tables) => tables.snapshot(() => tables.log.events(after, limit))),
    links: (after, limit) => ask((tables) => tables.links.page(after, limit)),
    linked: ask((tables) => tables.links.last()),
    link: (links) =>
      attempt(() => {
        const tables = lease.write()
        if (links.length > 0) inTransaction(tables.statements.database, () => tables.links.write(links))
      }),
    limits: lease.limits,
    backup: (file) =>
      Effect.flatMap(
        ask(({ statements }) => statements.database),
        (database) => backUp(database, file)
      ),
    integrity: ask((tables) => tables.snapshot(() => faults(tables)))
  }
}
