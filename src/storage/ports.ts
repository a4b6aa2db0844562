import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Balance, Line } from "../ledger/model.ts"
import type { CommitRefusal, StorageError } from "./errors.ts"
import type {
  AccountQuery,
  CollectionShape,
  Commit,
  Committed,
  Entry,
  Found,
  Lent,
  Limits,
  Page,
  Receipt,
  Trial,
  Waiting,
  Wants
} from "./model.ts"

/**
 * Where a shop's state, log and ledger are kept. JSON text goes in and comes out, so an adapter knows no Schema.
 * `pannier/testing` has the laws that every adapter is checked against; `pannier/memory` is their specification.
 */
export interface Storage {
  /** Documents, balances and queries from one snapshot, in one round trip. */
  readonly read: (wants: Wants) => Effect.Effect<Found, StorageError>
  /** Accounts of an owner, a unit, or all, by id. */
  readonly accounts: (query: AccountQuery) => Effect.Effect<Page<Balance>, StorageError>
  /** Journal lines of an account, oldest first, with the position of the commit that made them. */
  readonly journal: (
    account: string,
    after: number,
    limit: number
  ) => Effect.Effect<ReadonlyArray<Line & { readonly position: number }>, StorageError>
  /** The trial balance, by unit. */
  readonly trial: Effect.Effect<ReadonlyArray<Trial>, StorageError>
  /** Lends due intents, the oldest of each lane and no other, and moves each to its next try, in one step. */
  readonly take: (at: number, limit: number) => Effect.Effect<ReadonlyArray<Lent>, StorageError>
  /** Intents in the log, oldest first: those that wait and those that were given up after their last try. */
  readonly waiting: (limit: number) => Effect.Effect<ReadonlyArray<Waiting>, StorageError>
  /** What is remembered under a key. */
  readonly receipt: (key: string) => Effect.Effect<Receipt | undefined, StorageError>
  /**
   * All of it or nothing. A key that stands is answered with its first reply. Asked in this order: key, clock, guards,
   * writes, claims, transfers.
   */
  readonly commit: (commit: Commit) => Effect.Effect<Committed, CommitRefusal>
  /** The log behind a position, in commit order. */
  readonly events: (after: number, limit: number) => Effect.Effect<ReadonlyArray<Entry>, StorageError>
  readonly limits: Limits
}

/** A storage that is not open yet: it is told the collections, lays out its tables, and closes with the scope. */
export interface Adapter {
  readonly name: string
  readonly open: (
    collections: ReadonlyArray<CollectionShape>
  ) => Effect.Effect<Storage, StorageError, Scope.Scope>
}
