import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import {
  type Commit,
  type CommitRefusal,
  type Committed,
  type HostRefused,
  largestGroup,
  type Limits,
  type Trace
} from "pannier/storage"
import { type Alongside, runAlongside } from "./alongside.ts"
import { plan, write } from "./commit.ts"
import { classify, isSqliteFailure, primaryCode, resultCode } from "./failure.ts"
import type { Tables } from "./tables.ts"

/** What a commit comes to. */
export type Outcome = Result.Result<Committed, CommitRefusal | HostRefused>

/** A commit that waits for its turn. */
interface Caller {
  readonly commit: Commit
  readonly clock: number
  readonly alongside: Alongside | undefined
  readonly resume: (effect: Effect.Effect<Committed, CommitRefusal | HostRefused>) => void
  gone: boolean
}

/**
 * Carries the commits of callers that wait together in one transaction with one sync. They gather until the event loop has
 * served every callback that is ready (`setImmediate`), since callers arrive in callbacks of their own.
 *
 * Nobody is answered before the transaction's COMMIT has returned.
 */
export class Group {
  readonly #tables: Tables
  readonly #limits: Limits
  readonly #trace: Trace | undefined
  #waiting: Array<Caller> = []
  #scheduled = false

  constructor(tables: Tables, limits: Limits, trace: Trace | undefined) {
    this.#tables = tables
    this.#limits = limits
    this.#trace = trace
  }

  commit(commit: Commit, clock: number, alongside?: Alongside): Effect.Effect<Committed, CommitRefusal | HostRefused> {
    return Effect.callback((resume) => {
      const caller: Caller = { commit, clock, alongside, resume, gone: false }
      this.#waiting.push(caller)
      this.#schedule()
      return Effect.sync(() => void (caller.gone = true))
    })
  }

  /** Carries everything that waits, at once: before the file is closed. */
  flush(): void {
    while (this.#waiting.length > 0) this.#carry()
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      if (this.#waiting.length > 0) this.#carry()
      if (this.#waiting.length > 0) this.#schedule()
    })
  }

  #carry(): void {
    const callers = this.#waiting.splice(0, largestGroup).filter(({ gone }) => !gone)
    const answers = this.#together(callers)
    callers.forEach(({ resume }, index) => {
      const answer = answers[index]
      if (answer !== undefined) resume(answer)
    })
  }

  #together(callers: ReadonlyArray<Caller>): ReadonlyArray<Effect.Effect<Committed, CommitRefusal | HostRefused>> {
    if (callers.length === 0) return []
    try {
      return this.#transaction(callers).map(Effect.fromResult)
    } catch (cause) {
      // What struck one commit of a group must not strike its neighbours: each is carried alone.
      if (callers.length > 1 && !strikesAll(cause)) return callers.flatMap((caller) => this.#together([caller]))
      return callers.map(({ commit }) => failed(cause, commit))
    }
  }

  #transaction(callers: ReadonlyArray<Caller>): ReadonlyArray<Outcome> {
    const { statements } = this.#tables
    const { database } = statements
    const keys = this.#trace === undefined ? [] : callers.map(({ commit }) => commit.key)
    this.#trace?.("begin", keys)
    try {
      statements.of("BEGIN IMMEDIATE").run()
      try {
        const outcomes = this.#decide(callers)
        commitTransaction(this.#tables)
        return outcomes
      } finally {
        if (database.isTransaction) statements.of("ROLLBACK").run()
      }
    } finally {
      this.#trace?.("end", keys)
    }
  }

  #decide(callers: ReadonlyArray<Caller>): ReadonlyArray<Outcome> {
    let head = this.#tables.log.head()
    const outcomes: Array<Outcome> = []
    for (const { commit, clock, alongside } of callers) {
      const planned = plan(this.#tables, commit, head, clock, this.#limits)
      if (Result.isFailure(planned)) {
        outcomes.push(Result.fail(planned.failure))
        continue
      }
      if ("repeated" in planned.success) {
        outcomes.push(Result.succeed(planned.success))
        continue
      }
      const made = planned.success
      const refused =
        alongside === undefined
          ? write(this.#tables, made)
          : runAlongside(this.#tables.statements, () => write(this.#tables, made), alongside)
      if (refused !== undefined) {
        outcomes.push(Result.fail(refused))
        continue
      }
      const { position, at } = made
      head = { position, at }
      outcomes.push(Result.succeed({ position, reply: commit.reply, repeated: false }))
    }
    this.#tables.log.prune(callers[0]?.clock ?? 0)
    return outcomes
  }
}

/** The commit's outcome cannot be told: the log may have it, though SQLite could not say that it is on the disk. */
class CommitUncertain extends Error {}

const commitTransaction = ({ statements }: Tables): void => {
  try {
    statements.of("COMMIT").run()
  } catch (cause) {
    const uncertain = isSqliteFailure(cause) && primaryCode(cause) === resultCode.io
    throw uncertain ? new CommitUncertain(cause.message, { cause }) : cause
  }
}

// A lock that is not to be had, or a disk that fails, would only fail each of them again, one timeout after another.
const strikesAll = (cause: unknown): boolean =>
  cause instanceof CommitUncertain ||
  (isSqliteFailure(cause) && [resultCode.busy, resultCode.locked].includes(primaryCode(cause)))

const failed = (cause: unknown, { key }: Commit): Effect.Effect<never, CommitRefusal> => {
  if (cause instanceof CommitUncertain) return Effect.fail({ _tag: "Unknown", key })
  return isSqliteFailure(cause) ? Effect.fail(classify(cause)) : Effect.die(cause)
}
