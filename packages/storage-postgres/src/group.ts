import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import {
  type CollectionShape,
  type Commit,
  type CommitRefusal,
  type Committed,
  type HostRefused,
  hostRefused,
  largestGroup,
  type Limits,
  refuse,
  Refused,
  type Trace
} from "pannier/storage"
import { fold, foldEvery } from "./accounts.ts"
import { type Alongside, HostThrew } from "./alongside.ts"
import { storageClock } from "./clock.ts"
import { enter } from "./commit.ts"
import type { Query } from "./driver.ts"
import {
  classify,
  CommitUncertain,
  DriverFailure,
  isCancelled,
  isConnectionLost,
  isPassing,
  persist
} from "./failure.ts"
import { load, lock, rowsOf } from "./load.ts"
import { prune } from "./log.ts"
import type { Session } from "./session.ts"
import type { State } from "./state.ts"
import { write } from "./write.ts"

/** What a commit comes to. */
type Outcome = Result.Result<Committed, CommitRefusal | HostRefused>

type Answer = Effect.Effect<Committed, CommitRefusal | HostRefused>

/** A commit that waits for its turn. */
interface Caller {
  readonly commit: Commit
  readonly clock: number
  readonly alongside: Alongside | undefined
  readonly resume: (answer: Answer) => void
  gone: boolean
}

/** What carrying some callers came to. */
interface Tried {
  readonly answers: ReadonlyArray<Answer>
  readonly uncertain: boolean
  /** What ended it, if it is to be laid to what was asked for, and would end it again. */
  readonly struck: DriverFailure | undefined
}

/** Where and under which rules a group is carried. */
export interface Ground {
  readonly session: Session
  readonly shapes: ReadonlyMap<string, CollectionShape>
  readonly limits: Limits
  /** Whether the host has given storage a clock; otherwise it is the server's. */
  readonly given: boolean
}

/**
 * Carries the commits of callers that wait together in one transaction with one sync. While one group is on its way the next
 * one gathers. Nobody is answered before the transaction's COMMIT has returned.
 */
export class Group {
  readonly #ground: Ground
  readonly #trace: Trace | undefined
  #waiting: Array<Caller> = []
  #carrying: Promise<void> | undefined
  #folded: number | undefined
  #housework: Promise<void> = Promise.resolve()
  #pruneAt = 0

  constructor(ground: Ground, trace: Trace | undefined) {
    this.#ground = ground
    this.#trace = trace
  }

  commit(commit: Commit, clock: number, alongside?: Alongside): Answer {
    return Effect.callback((resume) => {
      const caller: Caller = { commit, clock, alongside, resume, gone: false }
      this.#waiting.push(caller)
      this.#carrying ??= this.#carry()
      return Effect.sync(() => void (caller.gone = true))
    })
  }

  /** Waits until everything that was sent is answered: before the store is closed. */
  async flush(): Promise<void> {
    while (this.#carrying !== undefined) await this.#carrying
    await this.#housework
  }

  async #carry(): Promise<void> {
    // Callers arrive in callbacks of their own: all that are ready come first.
    await new Promise((resume) => setImmediate(resume))
    while (this.#waiting.length > 0) {
      const callers = this.#next()
      const answers = await this.#together(callers)
      callers.forEach(({ resume }, index) => resume(answers[index] ?? Effect.die("a commit without an answer")))
    }
    this.#carrying = undefined
  }

  /** Those that go together. A commit with a host's part goes alone: what the host throws takes back no other. */
  #next(): ReadonlyArray<Caller> {
    this.#waiting = this.#waiting.filter(({ gone }) => !gone)
    const apart = this.#waiting.findIndex(({ alongside }) => alongside !== undefined)
    const count = apart < 0 ? largestGroup : Math.max(1, apart)
    return this.#waiting.splice(0, Math.min(count, largestGroup))
  }

  async #together(callers: ReadonlyArray<Caller>): Promise<ReadonlyArray<Answer>> {
    if (callers.length === 0) return []
    const whole = await this.#tried(callers, false)
    if (callers.length === 1 || whole.struck === undefined) return whole.answers
    // What struck one commit of a group must not strike its neighbours: each is carried alone. But where the server ends one that
    // is alone as it ended all of them, whoever comes next would only wait as long again.
    const answers: Array<Answer> = []
    let last: Tried = whole
    for (const caller of callers) {
      const ended = last !== whole && last.struck !== undefined && isCancelled(last.struck)
      if (!ended) last = await this.#tried([caller], whole.uncertain)
      answers.push(...(ended ? [failed(last.struck, caller.commit, whole.uncertain)] : last.answers))
    }
    return answers
  }

  /** @param doubtful whether a COMMIT of theirs was sent before, and nobody knows what became of it */
  async #tried(callers: ReadonlyArray<Caller>, doubtful: boolean): Promise<Tried> {
    let uncertain = doubtful
    try {
      const outcomes = await persist(
        () => this.#transaction(callers),
        (failure) => (uncertain ||= failure instanceof CommitUncertain)
      )
      return { answers: outcomes.map(Effect.fromResult), uncertain, struck: undefined }
    } catch (cause) {
      const struck = cause instanceof DriverFailure && !isPassing(cause) ? cause : undefined
      return { answers: callers.map(({ commit }) => failed(cause, commit, uncertain)), uncertain, struck }
    }
  }

  async #transaction(callers: ReadonlyArray<Caller>): Promise<ReadonlyArray<Outcome>> {
    const keys = this.#trace === undefined ? [] : callers.map(({ commit }) => commit.key)
    this.#trace?.("begin", keys)
    try {
      const { outcomes, state } = await carry(this.#ground, callers)
      this.#keepHouse(state, storageClock(callers[0]?.clock ?? 0, state.ahead, this.#ground.given))
      return outcomes
    } finally {
      this.#trace?.("end", keys)
    }
  }

  /** Now and then, behind the answers: folds accounts that keep no balance, and clears away old receipts. */
  #keepHouse({ position }: State, clock: number): void {
    const { session } = this.#ground
    this.#folded ??= position - (position % foldEvery)
    const from = this.#folded
    const folds = position - from >= foldEvery
    const prunes = clock >= this.#pruneAt
    if (!folds && !prunes) return
    if (folds) this.#folded = position
    if (prunes) this.#pruneAt = clock + 60_000
    this.#housework = this.#housework.then(async () => {
      try {
        if (folds) await fold(session, from, position)
        if (prunes && (await prune(session, clock))) this.#pruneAt = clock
      } catch (cause) {
        // What was not done is done the next time: both begin where they stopped.
        if (!(cause instanceof DriverFailure)) throw cause
        if (folds) this.#folded = from
      }
    })
  }
}

/** Reads, decides, locks and writes a group. What nobody has locked is read again if the log has moved meanwhile. */
const carry = async (
  ground: Ground,
  callers: ReadonlyArray<Pick<Caller, "commit" | "clock" | "alongside">>
): Promise<{ readonly outcomes: ReadonlyArray<Outcome>; readonly state: State }> => {
  const { session } = ground
  const rows = rowsFor(ground, callers)
  const before = await load(session, session.ask, rows)
  const first = decide(ground, before, callers)
  // Refusals and repeats alone change nothing: the snapshot that they were asked from is their instant.
  if (before.entered.length === 0) return { outcomes: first, state: before }
  let written = false
  try {
    return await session.transaction(async (query) => {
      const made = await settle(ground, query, callers, rows, { state: before, outcomes: first })
      written = made.state.entered.length > 0
      return made
    })
  } catch (cause) {
    if (cause instanceof HostThrew) {
      return { outcomes: [Result.fail(hostRefused(cause.cause))], state: before }
    }
    if (written && cause instanceof DriverFailure && isConnectionLost(cause)) throw new CommitUncertain(cause)
    throw cause
  }
}

interface Decided {
  readonly state: State
  readonly outcomes: ReadonlyArray<Outcome>
}

const settle = async (
  ground: Ground,
  query: Query,
  callers: ReadonlyArray<Pick<Caller, "commit" | "clock" | "alongside">>,
  rows: ReturnType<typeof rowsOf>,
  before: Decided
): Promise<Decided> => {
  const { session, shapes } = ground
  const started = (before.state.entered[0]?.position ?? 0) - 1
  const position = await lock(session, query, rows, before.state)
  let decided = before
  if (position !== started) {
    const state = await load(session, query, rows)
    decided = { state, outcomes: decide(ground, state, callers) }
  }
  if (decided.state.entered.length > 0) {
    await write(session, query, shapes, rows, decided.state)
    const run = callers[0]?.alongside
    if (run !== undefined) await HostThrew.around(run, query)
  }
  return decided
}

const decide = (
  { limits, given }: Ground,
  state: State,
  callers: ReadonlyArray<Pick<Caller, "commit" | "clock">>
): ReadonlyArray<Outcome> =>
  callers.map(({ commit, clock }) => enter(state, commit, storageClock(clock, state.ahead, given), limits))

const rowsFor = ({ limits }: Ground, callers: ReadonlyArray<Pick<Caller, "commit">>) =>
  rowsOf(
    callers.map(({ commit }) => commit),
    // The log's instant is at most `skew` ahead of that of a commit. What is no instant at all is refused for its clock.
    Math.ceil(Math.max(0, ...callers.map(({ commit }) => commit.at).filter(isInstant)) + limits.skew)
  )

const isInstant = (at: number): boolean => Math.abs(at) <= Number.MAX_SAFE_INTEGER

/** Where no transaction is open each statement would commit by itself, and half of a commit could stand. */
const mustBeOpen = async (query: Query): Promise<void> => {
  const [first] = await query("SELECT current_setting('transaction_isolation'), pg_current_xact_id()::text", [])
  const [second] = await query("SELECT pg_current_xact_id()::text", [])
  if (first?.[1] !== second?.[0]) refuse("Unsupported", "no transaction is open where the host says there is")
  if (first?.[0] !== "read committed") refuse("Unsupported", `a transaction that is ${first?.[0]}, not read committed`)
}

/**
 * Commits inside a transaction that the host has open and ends itself, and that the ground's session speaks in. The head of the
 * log is held until then, so every other commit waits for the host.
 */
export const joined = async (
  ground: Ground,
  commit: Commit,
  clock: number
): Promise<Result.Result<Committed, CommitRefusal>> => {
  const query = ground.session.ask
  await mustBeOpen(query)
  const callers = [{ commit, clock, alongside: undefined }]
  const rows = rowsFor(ground, callers)
  const state = await load(ground.session, query, rows)
  const outcomes = decide(ground, state, callers)
  // Without a host's part no host can refuse.
  type Answered = Result.Result<Committed, CommitRefusal> | undefined
  if (state.entered.length === 0) return (outcomes[0] as Answered) ?? refuse("Corrupt", "a commit without an answer")
  const decided = await settle(ground, query, callers, rows, { state, outcomes })
  return (decided.outcomes[0] as Answered) ?? refuse("Corrupt", "a commit without an answer")
}

const failed = (cause: unknown, { key }: Commit, uncertain: boolean): Effect.Effect<never, CommitRefusal> => {
  if (cause instanceof Refused) return Effect.fail(cause.failure)
  if (!(cause instanceof DriverFailure)) return Effect.die(cause)
  return Effect.fail(uncertain ? { _tag: "Unknown", key } : classify(cause))
}
