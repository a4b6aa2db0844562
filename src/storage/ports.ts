import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Balance, Line } from "../ledger/model.ts"
import type { AnchorError, ClockSkew, CommitRefusal, HostRefused, StorageError } from "./errors.ts"
import type {
  AccountQuery,
  CollectionShape,
  ColumnName,
  Commit,
  Committed,
  Entry,
  Found,
  Lent,
  Limits,
  Link,
  Page,
  Receipt,
  Trial,
  Waiting,
  Wants
} from "./model.ts"

/**
 * Where a shop's state, log and ledger are kept. JSON text goes in and comes out, so an adapter knows no Schema.
 * `pannier/testing` has the laws that every adapter is checked against; `pannier/memory` is their specification.
 *
 * @typeParam Sql what the statements of a host run on, where the storage shares its transactions with a host
 */
export interface Storage<out Sql = unknown> {
  /**
   * Documents, balances and queries from one snapshot, in one round trip. A page is never longer than `limits.page`. Fails
   * with `BadCursor`, `IndexUnknown`, `IndexBuilding`, or `Unsupported` for a collection that was not told at opening.
   */
  readonly read: (wants: Wants) => Effect.Effect<Found, StorageError>
  /** Accounts of an owner, a unit, or all, by id. The cursor is the last id of the page. */
  readonly accounts: (query: AccountQuery) => Effect.Effect<Page<Balance>, StorageError>
  /**
   * Journal lines of an account behind a position, oldest first, with the position of the commit that made them. The lines
   * of one commit are never parted: a page is at least `limit` lines if there are so many, and ends with a whole commit.
   */
  readonly journal: (
    account: string,
    after: number,
    limit: number
  ) => Effect.Effect<ReadonlyArray<Line & { readonly position: number }>, StorageError>
  /** The trial balance, ordered by unit. */
  readonly trial: Effect.Effect<ReadonlyArray<Trial>, StorageError>
  /**
   * Lends intents that are due at `at`, of each lane its oldest and no other, and moves each to its `nextTry`, in one step.
   * Those due longest come first, in commit order on a tie. A lane whose oldest intent is not due or is parked gives
   * nothing. With its `lastTry`th lend an intent is parked: unless that try is answered it stays, and holds up its lane.
   * `ClockSkew` where a commit of that instant would be told so: whoever could not commit the answer is lent nothing.
   */
  readonly take: (at: number, limit: number) => Effect.Effect<ReadonlyArray<Lent>, ClockSkew | StorageError>
  /**
   * Intents in the log, in commit order: those that wait and those that were given up after their last try.
   *
   * @param state only those
   */
  readonly waiting: (limit: number, state?: Waiting["state"]) => Effect.Effect<ReadonlyArray<Waiting>, StorageError>
  /**
   * Columns that were declared when the collection had documents already, and that not every document has its value for yet.
   * A query that needs one fails with `IndexBuilding`. A program that does not declare a column makes it one of these.
   */
  readonly building: Effect.Effect<ReadonlyArray<ColumnName>, StorageError>
  /** What is remembered under a key. */
  readonly receipt: (key: string) => Effect.Effect<Receipt | undefined, StorageError>
  /**
   * All of it or nothing; a refused commit leaves no trace, not even of its key. Asked in this order:
   *
   * 1. `admit`: what no adapter takes.
   * 2. The key: if it stands with this fingerprint, its first reply is the answer; with another, `IdempotencyKeyReuse`.
   * 3. The clock: `instantOf` gives the entry its instant, or `ClockSkew`.
   * 4. Guards, in order: `StaleVersion`. What was removed is absent: version 0.
   * 5. Writes, in order: `AlreadyExists` where none was expected, else `StaleVersion`. A stream is numbered on through
   *    removals, so a document made anew continues behind its former self.
   * 6. Claims, in order: `Taken` if another holder has the value, also for a yield; to yield what nobody has is harmless.
   * 7. Transfers: `apply` of the ledger, at the entry's instant.
   * 8. Intents done, known or not, leave the log; then new intents join it behind the others: `AlreadyExists` (collection
   *    `intent`) for an id that still waits. Intents revived, if they are parked, are due at the entry's instant and have all
   *    their tries before them; columns built are no longer `building`.
   */
  readonly commit: (commit: Commit) => Effect.Effect<Committed, CommitRefusal>
  /**
   * Commits, and runs the host's part in the same transaction, after the commit's own writes. What it throws or rejects with
   * takes back both: `HostRefused`. A repeated key is answered with its first reply, and the part is not run; nor is it for a
   * commit that is refused. It may be run again, in a transaction that knows nothing of the time before, so it should touch
   * nothing but what that transaction takes back. Absent: this storage shares no transaction.
   */
  readonly commitAlongside?: (
    commit: Commit,
    part: (sql: Sql) => unknown
  ) => Effect.Effect<Committed, CommitRefusal | HostRefused>
  /**
   * This storage as it is inside a transaction that a host has open and ends itself: it reads what that has written, and what
   * it commits stands or falls with it. It lends no intents and keeps no links: `Unsupported`. Absent: this storage joins no
   * transaction.
   */
  within?(transaction: Sql): Storage
  /** At most `limit` entries of the log behind a position, in commit order. */
  readonly events: (after: number, limit: number) => Effect.Effect<ReadonlyArray<Entry>, StorageError>
  /** At most `limit` links of the chain behind a position, in order. */
  readonly links: (after: number, limit: number) => Effect.Effect<ReadonlyArray<Link>, StorageError>
  /** The last link of the chain. */
  readonly linked: Effect.Effect<Link | undefined, StorageError>
  /** Keeps links, all or none. Where a position has one already, that one stays. */
  readonly link: (links: ReadonlyArray<Link>) => Effect.Effect<void, StorageError>
  readonly limits: Limits
}

/**
 * Where the head of the chain is published, apart from the store: whoever can write the store must not be able to write there. Then
 * a past that was replaced as a whole, or a tail that was cut off, is found.
 */
export interface Anchor {
  /** Publishes a head. It is durable before this returns. */
  readonly publish: (head: Link) => Effect.Effect<void, AnchorError>
  /** The furthest head that was published: of two sealers at once the slower one publishes what is behind already. */
  readonly latest: Effect.Effect<Link | undefined, AnchorError>
}

/**
 * A storage that is not open yet: it is told the collections, lays out its tables, and closes with the scope, after which
 * every method fails with `Closed`. To open it again is to find what was committed.
 */
export interface Adapter<out Sql = unknown> {
  readonly name: string
  readonly open: (collections: ReadonlyArray<CollectionShape>) => Effect.Effect<Storage<Sql>, StorageError, Scope.Scope>
}
