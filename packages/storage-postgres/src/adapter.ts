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
  pageLimit,
  refuse,
  type Storage,
  storageError,
  type StorageError,
  type Trace,
  usualLimits
} from "pannier/storage"
import { accountsPage, journal, trial } from "./accounts.ts"
import type { Alongside } from "./alongside.ts"
import { Builder } from "./builder.ts"
import { Building } from "./building.ts"
import { instantNow } from "./clock.ts"
import { read } from "./documents.ts"
import type { Driver, Query } from "./driver.ts"
import { attempt, endRead, persist, telling } from "./failure.ts"
import { type Ground, Group, joined } from "./group.ts"
import { dropOthers } from "./indexes.ts"
import { take, waiting } from "./intents.ts"
import { overlong } from "./keys.ts"
import { faults } from "./integrity.ts"
import { openSchema, readSchema } from "./layout.ts"
import { lastLink, links, writeLinks } from "./links.ts"
import { events, receipt } from "./log.ts"
import { placeOf, Session } from "./session.ts"
import type { Tell } from "./turn.ts"

/** Settings of {@link postgres}. */
export interface PostgresOptions extends AdapterOptions {
  /** The schema of the database that the tables are in; it is made where it is missing. The default is `pannier`. */
  readonly schema?: string
  /** Whose shop of those that share the tables. The default is `main`. */
  readonly tenant?: string
  /**
   * Tells the database in every transaction whose rows it may show, for a role that row-level security applies to: any but
   * the owner of the tables. It costs a statement each time. The default is `false`.
   */
  readonly rowSecurity?: boolean
  /**
   * Opens the store as it is at this moment, to read only: what others commit afterwards is not seen. Nothing is laid out, so a role
   * that may only read can open it; `Unavailable` where there is no store, or a former release has laid it out. It holds one
   * connection, and keeps the database from tidying what was written over, so it should not stay open for days.
   */
  readonly snapshot?: boolean
  /**
   * Opens only when every index is built, for the step of a deployment that lays out tables and ends. Otherwise an index of a table
   * with more than 1,000 documents is built while the shop sells, and answers `IndexBuilding` until it is ready. The default is `false`.
   */
  readonly indexesFirst?: boolean
}

/** Storage on PostgreSQL, with what it can do beside the port. */
export interface PostgresStorage extends Storage<Query> {
  /**
   * See `commitAlongside` of the port. What the part answers with is awaited. After a deadlock or a lost connection it is run
   * again: it should touch nothing but the database.
   */
  readonly commitAlongside: (commit: Commit, part: Alongside) => Effect.Effect<Committed, CommitRefusal | HostRefused>
  /**
   * See `within` of the port. The transaction is READ COMMITTED, or its commits are `Unsupported`. From its first commit until it
   * ends every other commit of the tenant waits, so do the rest before, and end it at once. A `StorageError` has ended it.
   *
   * @param query runs on the connection of the host's transaction
   */
  within(query: Query): Storage
  /**
   * What is wrong with the tables of the tenant, in sentences: a head that is not the end of the log, documents that no event made,
   * balances and holds that the journal does not tell. It reads all of them; ask it of a snapshot while others commit.
   */
  readonly integrity: Effect.Effect<ReadonlyArray<string>, StorageError>
}

/** A PostgreSQL database that is not open yet. */
export interface PostgresAdapter extends Adapter<Query> {
  readonly open: (
    collections: ReadonlyArray<CollectionShape>
  ) => Effect.Effect<PostgresStorage, StorageError, Scope.Scope>
}

/**
 * Keeps a shop in PostgreSQL 15 or later. Any number of processes may open it: what they commit goes into one log, one group
 * of commits after another.
 *
 * Opening lays out what is missing and fails with `Unsupported` (a newer layout, an older server, columns kept as
 * another type, names that PostgreSQL would cut off, an encoding other than UTF-8) or `Unavailable` (no connection, no right to lay out
 * tables, a lock that somebody held for ten minutes).
 *
 * @param driver two functions over a client: see `overPg` and `overSqlClient`
 */
export const postgres = (driver: Driver, options: PostgresOptions = {}): PostgresAdapter => ({
  name: "postgres",
  open: (collections) =>
    Effect.map(
      Effect.acquireRelease(
        telling((tell) => opened(driver, options, collections, tell)),
        (lease) => Effect.promise(() => lease.close())
      ),
      (lease) => storage(lease, options)
    )
})

/** An open store. */
class Lease {
  readonly ground: Ground
  readonly group: Group
  readonly building: Building
  closed = false
  /** Builds the indexes that were not ready at opening. */
  readonly #builder: Builder | undefined
  /** Ends the snapshot that the store was opened for, if it was. */
  readonly #ended: (() => Promise<void>) | undefined

  constructor(
    ground: Ground,
    building: Building,
    builder: Builder | undefined,
    trace: Trace | undefined,
    ended: (() => Promise<void>) | undefined
  ) {
    this.ground = ground
    this.building = building
    this.#builder = builder
    this.group = new Group(ground, trace)
    this.#ended = ended
  }

  async close(): Promise<void> {
    this.closed = true
    await this.group.flush()
    await this.#builder?.stop()
    await this.#ended?.()
  }

  /** Why nothing can be written. */
  get unwritable(): StorageError | undefined {
    if (this.closed) return storageError("Closed", "postgres")
    return this.#ended === undefined ? undefined : storageError("Unavailable", "the store is opened as a snapshot")
  }

  /** What a commit is asked before it waits for its turn. */
  refused(commit: Commit): StorageError | undefined {
    const { limits, shapes } = this.ground
    return this.unwritable ?? admit(commit, limits, shapes) ?? overlong(commit, shapes)
  }
}

const opened = async (
  driver: Driver,
  options: PostgresOptions,
  collections: ReadonlyArray<CollectionShape>,
  tell: Tell
): Promise<Lease> => {
  const { rowSecurity = false, snapshot = false, indexesFirst = false } = options
  const session = new Session(driver, placeOf(options), rowSecurity)
  if (snapshot) return seen(session, options, collections)
  await openSchema(session, collections, tell)
  const building = new Building(session, collections)
  await building.look()
  const builder = building.lacksAny ? new Builder(session, collections, tell, indexesFirst) : undefined
  if (indexesFirst) {
    await builder?.finished()
    await building.look()
    if (building.lacksAny) refuse("Unavailable", `indexes are missing that were not built: ${builder?.ended}`)
  }
  return new Lease(groundOf(session, options, collections), building, builder, options.trace, undefined)
}

/** The store as it is at this moment, which is read in one transaction from the first question on. */
const seen = (
  session: Session,
  options: PostgresOptions,
  collections: ReadonlyArray<CollectionShape>
): Promise<Lease> =>
  // Nobody has asked anything yet: where the connection is lost it may be another moment.
  persist(async () => {
    const end = await session.hold()
    try {
      const { shapes, absent } = await readSchema(session, collections)
      // It keeps no sales waiting, and would keep an index from being built.
      const building = new Building(session, [], absent)
      await building.look()
      return new Lease(groundOf(session, options, shapes), building, undefined, options.trace, () => endRead(end))
    } catch (cause) {
      await endRead(end)
      throw cause
    }
  })

const groundOf = (session: Session, options: PostgresOptions, collections: ReadonlyArray<CollectionShape>): Ground => ({
  session,
  shapes: new Map(collections.map((shape) => [shape.name, shape])),
  limits: { ...usualLimits, ...options.limits },
  given: options.clock !== undefined
})

const storage = (lease: Lease, options: PostgresOptions): PostgresStorage => {
  const clock = options.clock === undefined ? Clock.currentTimeMillis : Effect.sync(options.clock)
  const { building, ground, group } = lease
  const { session } = ground
  const refused = (commit: Commit) => lease.refused(commit)
  const write = <A>(change: () => Promise<A>): Effect.Effect<A, StorageError> =>
    Effect.suspend(() => (lease.unwritable === undefined ? attempt(change) : Effect.fail(lease.unwritable)))
  return {
    ...reading(lease, ground, building),
    integrity: attempt(() => (lease.closed ? refuse("Closed", "postgres") : faults(session, ground.shapes.values()))),
    take: (at, limit) =>
      Effect.flatMap(clock, (instant) =>
        Effect.flatMap(
          write(async () => {
            const admitted = await instantNow(session, at, instant, ground.given, ground.limits.skew)
            return Result.isFailure(admitted)
              ? Result.fail(admitted.failure)
              : Result.succeed(await take(session, at, limit))
          }),
          Effect.fromResult
        )
      ),
    ...committing(clock, refused, (commit, instant, part?: Alongside) => group.commit(commit, instant, part)),
    within: (query) => {
      const inner: Ground = { ...ground, session: session.within(query) }
      const notHere = () => Effect.fail(storageError("Unsupported", "inside a transaction of the host"))
      return {
        ...reading(lease, inner, building.within(inner.session)),
        commit: committing(clock, refused, (commit, instant) =>
          Effect.flatMap(
            attempt(() => joined(inner, commit, instant)),
            Effect.fromResult
          )
        ).commit,
        take: notHere,
        link: notHere
      }
    },
    link: (kept) => write(() => writeLinks(session, kept))
  }
}

/** All of a store that changes nothing, as its session sees it. */
const reading = (
  lease: Lease,
  { session, shapes, limits }: Ground,
  building: Building
): Omit<Storage, "take" | "commit" | "commitAlongside" | "within" | "link"> => {
  const ask = <A>(answer: () => Promise<A>): Effect.Effect<A, StorageError> =>
    attempt(() => (lease.closed ? refuse("Closed", "postgres") : answer()))
  return {
    read: (wants) =>
      ask(async () => {
        if (building.any && wants.queries.length > 0) await building.look()
        return read(session, shapes, wants, limits, building)
      }),
    accounts: (query) => ask(() => accountsPage(session, query, pageLimit(query.limit, limits))),
    journal: (account, after, limit) => ask(() => journal(session, account, after, limit)),
    trial: ask(() => trial(session)),
    waiting: (limit, state) => ask(() => waiting(session, limit, state)),
    building: ask(() => building.look()),
    receipt: (key) => ask(() => receipt(session, key)),
    events: (after, limit) => ask(() => events(session, after, limit)),
    links: (after, limit) => ask(() => links(session, after, limit)),
    linked: ask(() => lastLink(session)),
    limits
  }
}

/**
 * Drops the indexes that these collections do not declare, and tells which. Opening never does: while two releases run, each has its
 * own. Run it when the last node of any other release has ended, with every collection of the one that stays.
 */
export const dropUndeclaredIndexes = (
  driver: Driver,
  collections: ReadonlyArray<CollectionShape>,
  options: Pick<PostgresOptions, "schema"> = {}
): Effect.Effect<ReadonlyArray<string>, StorageError> =>
  attempt(() => dropOthers(new Session(driver, placeOf(options), false), collections))
