import * as Result from "effect/Result"
import { apply, type Change } from "pannier/ledger"
import { type Commit, type CommitRefusal, type Committed, instantOf, type Limits } from "pannier/storage"
import { nameOf } from "./documents.ts"
import { claimName, type State } from "./state.ts"

/**
 * Asks everything that a commit is asked, in the order of the port, and enters it in the state if nothing stands against it.
 *
 * @param clock storage's own clock, milliseconds
 */
export const enter = (
  state: State,
  commit: Commit,
  clock: number,
  limits: Limits
): Result.Result<Committed, CommitRefusal> => {
  const receipt = state.receipts.get(commit.key)
  if (receipt !== undefined) {
    const { position, reply, fingerprint } = receipt
    return fingerprint === commit.fingerprint
      ? Result.succeed({ position, reply, repeated: true })
      : Result.fail({ _tag: "IdempotencyKeyReuse", key: commit.key })
  }
  const instant = instantOf(commit.at, clock, state.at, limits.skew)
  if (Result.isFailure(instant)) return Result.fail(instant.failure)
  const at = instant.success
  const sequences: Array<number> = []
  const refused = checkDocuments(state, commit, sequences) ?? checkClaims(state, commit)
  if (refused !== undefined) return Result.fail(refused)
  const change = changeOf(state, commit, at)
  if (Result.isFailure(change)) return Result.fail(change.failure)
  const clash = clashOf(state, commit)
  if (clash !== undefined) return Result.fail({ _tag: "AlreadyExists", collection: "intent", id: clash })
  const position = state.position + 1
  state.enter({ commit, position, at, sequences, change: change.success })
  return Result.succeed({ position, reply: commit.reply, repeated: false })
}

const checkDocuments = (
  state: State,
  { guards, writes }: Commit,
  sequences: Array<number>
): CommitRefusal | undefined => {
  for (const guard of guards) {
    const { collection, id, version: expected } = guard
    const actual = state.seen(guard)
    if (actual !== expected) return { _tag: "StaleVersion", collection, id, expected, actual }
  }
  const drafts = new Map<string, { readonly version: number; readonly removed: boolean }>()
  for (const write of writes) {
    const { collection, id, expected } = write
    const draft = drafts.get(nameOf(write))
    const actual = draft === undefined ? state.seen(write) : draft.removed ? 0 : draft.version
    if (expected === 0 && actual > 0) return { _tag: "AlreadyExists", collection, id }
    if (actual !== expected) return { _tag: "StaleVersion", collection, id, expected, actual }
    const version = (draft?.version ?? state.version(write)) + 1
    sequences.push(version)
    drafts.set(nameOf(write), { version, removed: write.json === null })
  }
  return undefined
}

const checkClaims = (state: State, { claims }: Commit): CommitRefusal | undefined => {
  const holders = new Map<string, string | undefined>()
  for (const { kind, scope, value, holder } of claims) {
    const name = claimName(scope, value)
    const former = holders.has(name) ? holders.get(name) : state.holder(scope, value)
    if (former !== undefined && former !== holder) return { _tag: "Taken", scope, value }
    holders.set(name, kind === "claim" ? holder : undefined)
  }
  return undefined
}

const nothing: Change = { balances: [], holds: [], lines: [] }

const changeOf = (state: State, { transfers }: Commit, at: number): Result.Result<Change, CommitRefusal> =>
  transfers.length === 0 ? Result.succeed(nothing) : apply(state, transfers, at)

/** The first of the new intents whose id still waits once those that are done have left. */
const clashOf = (state: State, { intents, done }: Commit): string | undefined => {
  const leaving = new Set(done)
  const joining = new Set<string>()
  for (const { id } of intents) {
    if (joining.has(id) || (state.waiting.get(id)?.waits === true && !leaving.has(id))) return id
    joining.add(id)
  }
  return undefined
}
