import * as Effect from "effect/Effect"
import type { StorageError } from "pannier/storage"
import type { Query } from "./driver.ts"

/** A failure of storage as the port tells it. */
export const storageError = (reason: StorageError["reason"], detail: string): StorageError => ({
  _tag: "StorageError",
  reason,
  detail
})

/** Carries a failure of the port out of a Promise. */
export class Refused extends Error {
  readonly failure: StorageError

  constructor(failure: StorageError) {
    super(failure.detail)
    this.failure = failure
  }
}

/** Leaves asynchronous work with a failure of the port. */
export const refuse = (reason: StorageError["reason"], detail: string): never => {
  throw new Refused(storageError(reason, detail))
}

/** What the driver threw. `state` is the SQLSTATE; absent where the server gave none: the connection is gone, or was not to be had. */
export class DriverFailure extends Error {
  readonly state: string | undefined

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.state = stateOf(cause)
  }
}

/** COMMIT was sent and no answer came: the commits of the group may stand or not. */
export class CommitUncertain extends DriverFailure {}

// A client wraps what the server said, some of them twice.
const stateOf = (cause: unknown): string | undefined => {
  let inner = cause
  for (let depth = 0; depth < 6 && typeof inner === "object" && inner !== null; depth++) {
    if ("code" in inner && typeof inner.code === "string" && isState(inner.code)) return inner.code
    inner =
      "reason" in inner && typeof inner.reason === "object" ? inner.reason : "cause" in inner ? inner.cause : undefined
  }
  return undefined
}

/** A SQLSTATE has a digit in it, which tells it from a code of the system such as `EPIPE`. */
const isState = (code: string): boolean => /^[0-9A-Z]{5}$/.test(code) && /[0-9]/.test(code)

/** A query whose rejections are {@link DriverFailure}, so that they are told apart from defects. */
export const guarded =
  (query: Query): Query =>
  async (sql, parameters) => {
    try {
      return await query(sql, parameters)
    } catch (cause) {
      throw new DriverFailure(cause)
    }
  }

/** The connection is gone or the server is going down: whether it carried out the last message is not known. */
export const isConnectionLost = ({ state }: DriverFailure): boolean =>
  state === undefined || state.startsWith("08") || state.startsWith("57P")

/**
 * What may go well the next time: a lost connection, a deadlock, a serialization failure, a lock that was not to be had, too
 * many connections. Source: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export const isPassing = (failure: DriverFailure): boolean =>
  isConnectionLost(failure) || ["40001", "40P01", "55P03", "53300", "25P03", "25P04"].includes(failure.state ?? "")

/** A failure of the driver as one of the port. */
export const classify = (failure: DriverFailure): StorageError =>
  storageError(reasonOf(failure.state ?? ""), `${failure.message} (SQLSTATE ${failure.state ?? "none"})`)

const reasonOf = (state: string): StorageError["reason"] => {
  // Disk full; no room to extend a file comes under the same code.
  if (state === "53100") return "Full"
  // A row of an index or a value that is too long.
  if (state === "54000" || state === "22001") return "TooLarge"
  // Text that the database cannot keep, or a number that is none.
  if (state === "22021" || state === "22P05" || state === "22P02" || state === "22003") return "Unsupported"
  // A constraint that every check before the write should have kept: the tables do not hold what Pannier wrote.
  if (state.startsWith("23") || state.startsWith("XX")) return "Corrupt"
  return "Unavailable"
}

/** How often work is begun anew after a passing failure; with the pauses between them about six seconds. */
const mostTries = 14

/** Waits before the next try: 5 ms, doubling, at most a second. */
const pause = (tries: number): Promise<void> =>
  new Promise((resume) => setTimeout(resume, Math.min(5 * 2 ** tries, 1_000)))

/** Runs work again for as long as its failure may pass. `failed` hears of each. */
export const persist = async <A>(work: () => Promise<A>, failed?: (failure: DriverFailure) => void): Promise<A> => {
  for (let tries = 0; ; tries++) {
    try {
      return await work()
    } catch (cause) {
      if (!(cause instanceof DriverFailure)) throw cause
      failed?.(cause)
      if (!isPassing(cause) || tries === mostTries) throw cause
      await pause(tries)
    }
  }
}

/** Runs asynchronous work; what the driver threw and what was refused become failures, everything else stays a defect. */
export const attempt = <A>(work: () => Promise<A>): Effect.Effect<A, StorageError> =>
  Effect.flatMap(
    Effect.promise(async (): Promise<Effect.Effect<A, StorageError>> => {
      try {
        return Effect.succeed(await work())
      } catch (cause) {
        if (cause instanceof Refused) return Effect.fail(cause.failure)
        if (cause instanceof DriverFailure) return Effect.fail(classify(cause))
        return Effect.die(cause)
      }
    }),
    (answer) => answer
  )
