import * as Result from "effect/Result"
import { apply, type Change } from "pannier/ledger"
import { type Commit, type CommitRefusal, type Committed, instantOf, type Limits } from "pannier/storage"
import { LoadedBook } from "./book.ts"
import { Standings } from "./documents.ts"
import type { Head } from "./log.ts"
import type { Tables } from "./tables.ts"

/** A commit that nothing stands against: what writing it takes, worked out before the first row is written. */
export interface Plan {
  readonly commit: Commit
  readonly position: number
  readonly at: number
  /** The version found for each write, 0 for no row: writes of one document follow each other. */
  readonly found: ReadonlyArray<number>
  readonly change: Change
}

/**
 * Asks everything that a commit is asked, and only reads. So a refused commit leaves nothing to undo, and its neighbours in
 * the group need no savepoint. It is asked inside the write transaction, hence nothing can change before it is written.
 *
 * @param clock storage's own clock, milliseconds
 */
export const plan = (
  tables: Tables,
  commit: Commit,
  head: Head,
  clock: number,
  limits: Limits
): Result.Result<Plan | Committed, CommitRefusal> => {
  const receipt = tables.log.receipt(commit.key)
  if (receipt !== undefined) {
    const { position, reply, fingerprint } = receipt
    return fingerprint === commit.fingerprint
      ? Result.succeed({ position, reply, repeated: true })
      : Result.fail({ _tag: "IdempotencyKeyReuse", key: commit.key })
  }
  const instant = instantOf(commit.at, clock, head.at, limits.skew)
  if (Result.isFailure(instant)) return Result.fail(instant.failure)
  const found: Array<number> = []
  const refused = checkDocuments(tables, commit, found) ?? checkClaims(tables, commit)
  if (refused !== undefined) return Result.fail(refused)
  const change = changeOf(tables, commit, instant.success)
  if (Result.isFailure(change)) return Result.fail(change.failure)
  const clash = tables.intents.clash(commit.intents, commit.done)
  if (clash !== undefined) return Result.fail({ _tag: "AlreadyExists", collection: "intent", id: clash })
  return Result.succeed({ commit, position: head.position + 1, at: instant.success, found, change: change.success })
}

/** Writes a planned commit. */
export const write = (tables: Tables, { commit, position, at, found, change }: Plan): undefined => {
  commit.writes.forEach((one, index) => tables.documents.get(one.collection)?.write(one, found[index] ?? 0))
  tables.claims.write(commit.claims)
  tables.ledger.write(change, position)
  tables.intents.write(commit.intents, commit.done)
  if (commit.revived !== undefined) tables.intents.revive(commit.revived, at)
  if (commit.built !== undefined) tables.building.built(commit.built)
  tables.log.write(
    commit,
    { position, at },
    found.map((version) => version + 1)
  )
}

const checkDocuments = (
  tables: Tables,
  { guards, writes }: Commit,
  found: Array<number>
): CommitRefusal | undefined => {
  const standings = new Standings(tables.documents, guards, writes)
  for (const guard of guards) {
    const { collection, id, version: expected } = guard
    const actual = standings.seen(guard)
    if (actual !== expected) return { _tag: "StaleVersion", collection, id, expected, actual }
  }
  for (const write of writes) {
    const { collection, id, expected } = write
    const actual = standings.seen(write)
    if (expected === 0 && actual > 0) return { _tag: "AlreadyExists", collection, id }
    if (actual !== expected) return { _tag: "StaleVersion", collection, id, expected, actual }
    const version = standings.of(write)?.version ?? 0
    found.push(version)
    standings.set(write, { version: version + 1, removed: write.json === null })
  }
  return undefined
}

const checkClaims = (tables: Tables, { claims }: Commit): CommitRefusal | undefined => {
  const taken = tables.claims.taken(claims)
  return taken && { _tag: "Taken", scope: taken.scope, value: taken.value }
}

const nothing: Change = { balances: [], holds: [], lines: [] }

const changeOf = (tables: Tables, { transfers }: Commit, at: number): Result.Result<Change, CommitRefusal> =>
  transfers.length === 0 ? Result.succeed(nothing) : apply(new LoadedBook(tables.ledger, transfers, at), transfers, at)
