import * as Effect from "effect/Effect"
import { Refused, type StorageError, storageError } from "pannier/storage"
import type { Query } from "./driver.ts"

/**
 * What the driver threw, in the words of the innermost error. `state` is the SQLSTATE; absent where the server gave none: the
 * connection is gone, or was not to be had.
 */
export class DriverFailure extends Error {
  readonly state: string | undefined
  /** The server's certificate is not to be trusted. */
  readonly distrusted: boolean

  constructor(cause: unknown) {
    const layers = layersOf(cause)
    super(layers.map(messageOf).findLast((message) => message !== "") ?? String(cause), { cause })
    const codes = layers.map(codeOf)
    this.state = codes.find(isState)
    this.distrusted = codes.some(isOfCertificate)
  }
}

/** COMMIT was sent and no answer came: the commits of the group may stand or not. */
export class CommitUncertain extends DriverFailure {}

/** What a client wrapped, some of them twice: the outermost first. Of several attempts to connect the first stands for all. */
const layersOf = (cause: unknown): ReadonlyArray<object> => {
  const layers: Array<object> = []
  let inner = cause
  while (typeof inner === "object" && inner !== null && layers.length < 6) {
    layers.push(inner)
    if ("reason" in inner && typeof inner.reason === "object") inner = inner.reason
    else if (inner instanceof AggregateError) inner = inner.errors[0]
    else inner = "cause" in inner ? inner.cause : undefined
  }
  return layers
}

const messageOf = (layer: object): string =>
  "message" in layer && typeof layer.message === "string" ? layer.message : ""

const codeOf = (layer: object): string => ("code" in layer && typeof layer.code === "string" ? layer.code : "")

/** A SQLSTATE has a digit in it, which tells it from a code of the system such as `EPIPE`. */
const isState = (code: string): boolean => /^[0-9A-Z]{5}$/.test(code) && /[0-9]/.test(code)

/** Whether the server said why. Everything else leaves open what is still on its way. */
export const isAnswer = (cause: unknown): boolean => layersOf(cause).map(codeOf).some(isState)

/** Source: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const isOfCertificate = (code: string): boolean =>
  /^(CERT_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT_|INVALID_CA|HOSTNAME_MISMATCH)/.test(code)

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
 * many connections. No certificate becomes trusted by asking again. Source: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export const isPassing = (failure: DriverFailure): boolean =>
  (isConnectionLost(failure) && !failure.distrusted) ||
  ["40001", "40P01", "55P03", "53300", "25P03", "25P04"].includes(failure.state ?? "")

/** A lock was not to be had in the time that was given for it. */
export const isBusy = ({ state }: DriverFailure): boolean => state === "55P03"

/** The server ended a statement: its `statement_timeout` was over, or somebody asked for it. */
export const isCancelled = ({ state }: DriverFailure): boolean => state === "57014"

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

/**
 * How long work is begun anew after a passing failure, in milliseconds. A try that is on its way by then is waited for: one that
 * waits for a lock ends with the host's `lock_timeout`.
 */
const patience = 7_000

/** How often work is begun anew at least, however long it took, unless it did nothing in that time but wait. */
const fewest = 3

/** A lock or a connection was not to be had: to ask again would double the time that the host has set for it. */
const isWait = (failure: DriverFailure): boolean =>
  isBusy(failure) || (failure.state === undefined && !(failure instanceof CommitUncertain))

/** Waits, in milliseconds. */
export const pause = (time: number): Promise<void> => new Promise((resume) => setTimeout(resume, time))

/**
 * Runs work again for as long as its failure may pass, with pauses of 5 ms, doubling, at most a second.
 *
 * @param failed hears of each failure
 * @param passes whether a failure may pass
 */
export const persist = async <A>(
  work: () => Promise<A>,
  failed?: (failure: DriverFailure) => void,
  passes: (failure: DriverFailure) => boolean = isPassing
): Promise<A> => {
  const since = performance.now()
  for (let tries = 0; ; tries++) {
    try {
      return await work()
    } catch (cause) {
      if (!(cause instanceof DriverFailure)) throw cause
      failed?.(cause)
      const left = since + patience - performance.now()
      if (!passes(cause) || (left <= 0 && (tries >= fewest || isWait(cause)))) throw cause
      await pause(Math.min(5 * 2 ** tries, 1_000, Math.max(left, 40)))
    }
  }
}

/** Ends a transaction that only read. With a connection that is lost it has ended already, and nothing is lost with it. */
export const endRead = async (end: () => Promise<void>): Promise<void> => {
  try {
    await end()
  } catch (cause) {
    if (!isPassing(new DriverFailure(cause))) throw cause
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

/** The same for work that tells the host's log what takes long. */
export const telling = <A>(work: (tell: (message: string) => void) => Promise<A>): Effect.Effect<A, StorageError> =>
  Effect.flatMap(Effect.context<never>(), (context) =>
    attempt(() => work((message) => void Effect.runForkWith(context)(Effect.logWarning(message))))
  )
