import * as Effect from "effect/Effect"
import type { CommitRefusal, StorageError } from "../../storage/errors.ts"
import type { Commit, Committed, Found, Stored, Wants } from "../../storage/model.ts"
import type { Storage } from "../../storage/ports.ts"
import type { Faults } from "./rates.ts"
import type { Owner, Schedule } from "./schedule.ts"

const failed = (reason: StorageError["reason"], detail: string): StorageError => ({
  _tag: "StorageError",
  reason,
  detail
})

/** What happens around a commit. */
export interface Commits {
  /** Whether what was tried nearly too often is spared for a while, so that it is not parked. */
  readonly spares: boolean
  /** A node dies in the midst of it; it comes back later. */
  readonly dies: (node: Owner) => void
  /** What a node is doing is given up by its callers, and goes on all the same. */
  readonly givenUp: (node: Owner) => void
  /** A commit stands, whether or not anybody hears of it. */
  readonly stands: (node: Owner, commit: Commit, committed: Committed) => void
  /** A node was answered. */
  readonly reads: (node: Owner, wants: Wants, found: Found) => void
}

/** The longest that a node stands still or a zombie sleeps, in milliseconds: long enough for clocks to tell, and for leases to end. */
const longestFreeze = 30_000
const longestSleep = 3_600_000

/** After so many tries of an intent nothing goes wrong for a while where nothing is to be parked. */
const sparedAfter = 6
const sparedFor = 15_000

/**
 * What a storage does is one step of this process: nothing else goes on before it has answered, which a real file does by
 * its own event loop.
 */
export const alone = <A, E, R>(schedule: Schedule, ask: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    schedule.foreign++
    return Effect.onExit(ask, () => Effect.sync(() => void schedule.foreign--))
  })

/** A storage as one node sees it: every call may be overtaken by any other, and goes wrong as the faults will. */
export const faultyStorage = (
  real: Storage,
  node: Owner,
  schedule: Schedule,
  faults: Faults,
  commits: Commits
): Storage => {
  const replica = new Map<string, Stored>()
  const asked = <A, E>(ask: Effect.Effect<A, E>): Effect.Effect<A, E> => alone(schedule, ask)
  const overtaken = <A, E>(label: string, ask: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.flatMap(schedule.pause(node, label), () => ask)

  const unreachable = <A, E>(label: string, ask: Effect.Effect<A, E>): Effect.Effect<A, E | StorageError> =>
    overtaken(
      label,
      Effect.suspend(
        (): Effect.Effect<A, E | StorageError> =>
          faults.strikes("F5", label, 0.2) ? Effect.fail(failed("Unavailable", label)) : ask
      )
    )

  /** What was read before, as a replica that is behind would answer it. */
  const behind = (wants: Wants, found: Found): Found => {
    const documents = found.documents.map((fresh, index) => {
      const { collection, id } = wants.documents[index] ?? { collection: "", id: "" }
      const key = `${collection}/${id}`
      const old = replica.get(key)
      if (fresh !== undefined) replica.set(key, fresh)
      const stale = old !== undefined && old.version !== fresh?.version
      return stale && faults.strikes("F4", `${key} at version ${old.version}`) ? old : fresh
    })
    return { ...found, documents }
  }

  const read = (wants: Wants): Effect.Effect<Found, StorageError> =>
    Effect.suspend(() => {
      const parts = wants.documents.length > 0 && wants.accounts.length + wants.queries.length > 0
      if (!parts || !faults.strikes("F4", "read in parts", 0.3))
        return Effect.map(asked(real.read(wants)), (found) => behind(wants, found))
      const { documents, accounts, queries, at } = wants
      return Effect.gen(function* () {
        const first = yield* asked(real.read({ documents, accounts: [], queries: [], at }))
        yield* schedule.pause(node, "read on")
        const rest = yield* asked(real.read({ documents: [], accounts, queries, at }))
        return { ...rest, documents: first.documents }
      })
    })

  const commit = (what: Commit): Effect.Effect<Committed, CommitRefusal> =>
    Effect.gen(function* () {
      if (faults.strikes("F12", "stands still")) node.frozenUntil = schedule.now + faults.dice.delay(longestFreeze)
      yield* schedule.pause(node, `commit ${what.reason}`)
      if (faults.strikes("F1", what.reason)) {
        if (faults.dice.happens(0.7)) return yield* dead(() => commits.dies(node))
        return yield* Effect.fail({ _tag: "Unknown", key: what.key } as const)
      }
      if (faults.strikes("F3", what.reason)) return yield* Effect.fail(failed("Unavailable", "busy"))
      if (faults.strikes("F5", what.reason, 0.5)) return yield* Effect.fail(failed("Full", "disk"))
      if (faults.strikes("F13", what.reason)) {
        commits.givenUp(node)
        yield* schedule.sleep(node, 1 + faults.dice.delay(longestSleep))
      }
      const committed = yield* asked(real.commit(what))
      commits.stands(node, what, committed)
      if (faults.strikes("F2", what.reason)) {
        if (faults.dice.happens(0.5)) return yield* dead(() => commits.dies(node))
        return yield* Effect.fail({ _tag: "Unknown", key: what.key } as const)
      }
      yield* schedule.pause(node, "committed")
      return committed
    })

  return {
    read: (wants) =>
      Effect.map(unreachable("read", read(wants)), (found) => {
        commits.reads(node, wants, found)
        return found
      }),
    accounts: (query) => overtaken("accounts", asked(real.accounts(query))),
    journal: (account, after, limit) => overtaken("journal", asked(real.journal(account, after, limit))),
    trial: asked(real.trial),
    take: (at, limit) =>
      Effect.map(unreachable("take", asked(real.take(at, limit))), (lent) => {
        if (commits.spares && lent.some(({ id, tries }) => tries > sparedAfter && !id.startsWith("poison"))) {
          faults.spared = schedule.now + sparedFor
        }
        return lent
      }),
    waiting: (limit, state) => asked(real.waiting(limit, state)),
    building: asked(real.building),
    receipt: (key) => overtaken("receipt", asked(real.receipt(key))),
    commit,
    events: (after, limit) => asked(real.events(after, limit)),
    links: (after, limit) => asked(real.links(after, limit)),
    linked: asked(real.linked),
    link: (links) => asked(real.link(links)),
    limits: real.limits
  }
}

// Nobody ever hears of it again.
const dead = (die: () => void): Effect.Effect<never> => Effect.flatMap(Effect.sync(die), () => Effect.never)
