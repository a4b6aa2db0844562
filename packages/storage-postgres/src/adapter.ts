import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import { isStorable } from "pannier/kernel"
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
import { Building } from "./building.ts"
import { instantNow } from "./clock.ts"
import { read } from "./documents.ts"
import type { Driver, Query } from "./driver.ts"
import { attempt } from "./failure.ts"
import { type Ground, Group, joined } from "./group.ts"
import { take, waiting } from "./intents.ts"
import { overlong } from "./keys.ts"
import { openSchema } from "./layout.ts"
import { lastLink, links, writeLinks } from "./links.ts"
import { events, receipt } from "./log.ts"
import { Session } from "./session.ts"

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
   * Opens the store as it is at this moment, to read only: what others commit afterwards is not seen. It holds one connection, and
   * keeps the database from tidying what was written over, so it should not stay open for days.
   */
  readonly snapshot?: boolean
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
}

/** A PostgreSQL database that is not open yet. */
export interface PostgresAdapter extends Adapter<Query> {
  readonly open: (
    collections: ReadonlyArray<CollectionShape>
  ) => Effect.Effect<PostgresStorage, StorageError, Scope.Scope>
}

/**
 * Keeps a shop in PostgreSQL 14 or later. Any number of processes may open it: what they commit goes into one log, one group
 * of commits after another.
 *
 * Opening lays out what is missing and fails with `Unsupported` (a newer layout, columns kept as another type, an
 * encoding other than UTF-8) or `Unavailable` (no connection, no right to lay out tables).
 *
 * @param driver two functions over a client: see `overPg` and `overSqlClient`
 */
export const postgres = (driver: Driver, options: PostgresOptions = {}): PostgresAdapter => ({
  name: "postgres",
  open: (collections) =>
    Effect.map(
      Effect.acquireRelease(
        attempt(() => opened(driver, options, collections)),
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
  /** Ends the snapshot that the store was opened for, if it was. */
  readonly #ended: (() => Promise<void>) | undefined

  constructor(ground: Ground, building: Building, trace: Trace | undefined, ended: (() => Promise<void>) | undefined) {
    this.ground = ground
    this.building = building
    this.group = new Group(ground, trace)
    this.#ended = ended
  }

  async close(): Promise<void> {
    this.closed = true
    await this.group.flush()
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
  collections: ReadonlyArray<CollectionShape>
): Promise<Lease> => {
  const { schema = "pannier", tenant = "main", rowSecurity = false } = options
  if (schema === "" || tenant === "" || !isStorable(schema + tenant))
    refuse("Unsupported", "a schema or tenant without a name")
  const session = new Session(driver, { schema, tenant }, rowSecurity)
  const [encoding] = await session.read("SELECT current_setting('server_encoding')", [])
  if (encoding?.[0] !== "UTF8") refuse("Unsupported", `a database in ${encoding?.[0]}, not in UTF8`)
  await openSchema(session, collections)
  const shapes = new Map(collections.map((shape) => [shape.name, shape]))
  const building = new Building(session)
  await building.look()
  const ended = options.snapshot === true ? await session.hold() : undefined
  const ground = {
    session,
    shapes,
    limits: { ...usualLimits, ...options.limits },
    given: options.clock !== undefined
  }
  return new Lease(ground, building, options.trace, ended)
}

const storage = (lease: Lease, options: PostgresOptions): PostgresStorage => {
  const clock = options.clock === undefined ? Clock.currentTimeMillis : Effect.sync(options.clock)
  const { building, ground, group } = lease
  const { session } = ground
  const refused = (commit: Commit) => lease.refused(commit)
  const write = <A>(change: () => Promise<A>): Effect.Effect<A, StorageError> =>
    Effect.suspend(() => (lease.unwritable === undefined ? attempt(change) : Effect.fail(lease.unwritable)))
  return {
    ...reading(lease, ground, building),
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
