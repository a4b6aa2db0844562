import * as Effect from "effect/Effect"
import type { CommitRefusal, HostRefused, StorageError } from "./errors.ts"
import type { Commit, Committed, Limits } from "./model.ts"

/** Told around each transaction that carries commits, however it ends: `keys` are theirs. */
export type Trace = (moment: "begin" | "end", keys: ReadonlyArray<string>) => void

/** Settings that every adapter takes. */
export interface AdapterOptions {
  /**
   * Storage's own clock, in milliseconds. Absent: effect's `Clock` of the fiber that commits, put right by the clock of the database's
   * server, where there is one.
   */
  readonly clock?: () => number
  readonly limits?: Partial<Limits>
  readonly trace?: Trace
}

/** Most commits of one transaction: a longer one would keep its first caller waiting for nothing. */
export const largestGroup = 256

/** A part of the host's own, on whatever the statements of an adapter run on. */
type Part<Sql> = (sql: Sql) => unknown

/**
 * The two ways to commit of an adapter that shares its transactions, over one that carries both.
 *
 * @param clock storage's own, in milliseconds
 * @param refused what a commit is asked before it waits for its turn
 * @param carry carries it at an instant of storage's own clock
 */
export const committing = <Sql>(
  clock: Effect.Effect<number>,
  refused: (commit: Commit) => StorageError | undefined,
  carry: (commit: Commit, instant: number, part?: Part<Sql>) => Effect.Effect<Committed, CommitRefusal | HostRefused>
) => {
  const commitAlongside = (commit: Commit, part?: Part<Sql>): Effect.Effect<Committed, CommitRefusal | HostRefused> =>
    Effect.flatMap(clock, (instant) => {
      const failure = refused(commit)
      return failure === undefined ? carry(commit, instant, part) : Effect.fail(failure)
    })
  return {
    // Without a host's part no host can refuse.
    commit: (commit: Commit) => commitAlongside(commit) as Effect.Effect<Committed, CommitRefusal>,
    commitAlongside
  }
}
