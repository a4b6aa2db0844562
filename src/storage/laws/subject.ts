import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import { broken, type Verdict } from "../../kernel/law.ts"
import type { Balance } from "../../ledger/model.ts"
import type { CommitRefusal, StorageError } from "../errors.ts"
import type { Commit, Committed, Entry, Lent, Page, Stored } from "../model.ts"
import type { Adapter, Storage } from "../ports.ts"
import { beginning, collections, interpret, type Known, learn, lends, nothing, type Trace, waits } from "./trace.ts"

/**
 * What the laws are checked on: a new adapter over an empty store for every call, which measures by the given clock
 * (milliseconds) and has the usual limits. Opened again, it must find what was committed.
 */
export type FreshAdapter = (clock: () => number) => Adapter | Promise<Adapter>

/** A clock that a law sets. */
export interface Hand {
  now: number
}

/** Opens a fresh storage for one verdict. A failure that the law did not ask for breaks it. */
export const on = (
  fresh: FreshAdapter,
  body: (storage: Storage, hand: Hand) => Effect.Effect<Verdict, StorageError | CommitRefusal, Scope.Scope>
): Promise<Verdict> =>
  onAdapter(fresh, (adapter, hand) => Effect.flatMap(adapter.open(collections), (storage) => body(storage, hand)))

/** The same with the adapter still closed. */
export const onAdapter = async (
  fresh: FreshAdapter,
  body: (adapter: Adapter, hand: Hand) => Effect.Effect<Verdict, StorageError | CommitRefusal, Scope.Scope>
): Promise<Verdict> => {
  const hand: Hand = { now: beginning }
  const adapter = await fresh(() => hand.now)
  return Effect.runPromise(
    Effect.scoped(body(adapter, hand)).pipe(
      Effect.catch((failure) => Effect.succeed(broken(`unexpected failure ${JSON.stringify(failure)}`)))
    )
  )
}

/** The input of a law that is one story: it is told once. */
export const once: ReadonlyArray<"once"> = ["once"]

/** What came of one turn of a trace. */
export interface Played {
  readonly commit: Commit
  readonly answer: Result.Result<Committed, CommitRefusal>
  readonly lent: ReadonlyArray<Lent>
}

/** Plays a trace, and tells after each turn what came of it. */
export const play = Effect.fnUntraced(function* (
  storage: Storage,
  hand: Hand,
  trace: Trace,
  each: (played: Played, known: Known) => Effect.Effect<void, StorageError | CommitRefusal> = () => Effect.void
): Effect.fn.Return<ReadonlyArray<Played>, StorageError | CommitRefusal> {
  const known = nothing()
  const all: Array<Played> = []
  for (const [number, turn] of trace.entries()) {
    known.now += waits[turn.wait] ?? 0
    hand.now = known.now
    const lent = lends(turn) ? yield* storage.take(known.now, 2) : []
    const commit = interpret(turn, number, known)
    const answer = yield* Effect.result(storage.commit(commit))
    // A trace holds nothing that an adapter cannot take.
    if (Result.isFailure(answer) && answer.failure._tag === "StorageError") return yield* Effect.fail(answer.failure)
    if (Result.isSuccess(answer) && !answer.success.repeated) {
      learn(known, commit)
      known.last = commit
    }
    const played = { commit, answer, lent }
    all.push(played)
    yield* each(played, known)
  }
  return all
})

export const isAccepted = ({ answer }: Played): boolean => Result.isSuccess(answer) && !answer.success.repeated

/** The tag of a refusal, or `Committed`. */
export const outcome = (answer: Result.Result<unknown, { readonly _tag: string }>): string =>
  Result.isSuccess(answer) ? "Committed" : answer.failure._tag

/** Follows a page's cursor to the end. */
export const allPages = Effect.fnUntraced(function* <A>(
  page: (after: string | undefined) => Effect.Effect<Page<A>, StorageError>
): Effect.fn.Return<ReadonlyArray<A>, StorageError> {
  const items: Array<A> = []
  let after: string | undefined
  do {
    const { items: more, next } = yield* page(after)
    items.push(...more)
    after = next
  } while (after !== undefined)
  return items
})

export const allDocuments = (
  storage: Storage,
  collection: string,
  index = "all"
): Effect.Effect<ReadonlyArray<Stored>, StorageError> =>
  allPages((after) => {
    const query = { collection, index, limit: 100, ...(after === undefined ? {} : { after }) }
    return Effect.map(
      storage.read({ documents: [], accounts: [], queries: [query], at: 0 }),
      ({ queries }) => queries[0] ?? { items: [] }
    )
  })

export const allAccounts = (storage: Storage, at: number): Effect.Effect<ReadonlyArray<Balance>, StorageError> =>
  allPages((after) => storage.accounts({ limit: 100, at, ...(after === undefined ? {} : { after }) }))

/** More entries than any law makes. */
const plenty = 100_000

export const allEntries = (storage: Storage): Effect.Effect<ReadonlyArray<Entry>, StorageError> =>
  storage.events(0, plenty)

/** Everything that the port shows of a store, as one text. Equal stores have equal texts. */
export const everything = Effect.fnUntraced(function* (
  storage: Storage,
  at: number
): Effect.fn.Return<string, StorageError> {
  const documents = yield* Effect.forEach(collections, ({ name, indexes }) =>
    Effect.forEach(Object.keys(indexes), (index) => allDocuments(storage, name, index))
  )
  const balances = yield* allAccounts(storage, at)
  const journals = yield* Effect.forEach(balances, ({ account }) => storage.journal(account.id, 0, plenty))
  const trial = yield* storage.trial
  const waiting = yield* storage.waiting(plenty)
  const entries = yield* allEntries(storage)
  const receipts = yield* Effect.forEach(entries, ({ key }) => storage.receipt(key))
  return plain({ documents, balances, journals, trial, waiting, entries, receipts })
})

/** A value as text in which the order of fields does not show. */
export const plain = (value: unknown): string => JSON.stringify(value, sorted)

const sorted = (_: string, value: unknown): unknown => {
  if (typeof value === "bigint") return `${value}n`
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)))
}
