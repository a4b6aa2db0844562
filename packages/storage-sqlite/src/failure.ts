import * as Effect from "effect/Effect"
import { Refused, type StorageError, storageError } from "pannier/storage"

/** What SQLite throws: `errcode` is its extended result code. */
export interface SqliteFailure extends Error {
  readonly code: "ERR_SQLITE_ERROR"
  readonly errcode: number
}

export const isSqliteFailure = (cause: unknown): cause is SqliteFailure =>
  cause instanceof Error && "code" in cause && cause.code === "ERR_SQLITE_ERROR" && "errcode" in cause

/** The primary result codes that this package tells apart. Source: https://www.sqlite.org/rescode.html */
export const resultCode = {
  busy: 5,
  locked: 6,
  io: 10,
  corrupt: 11,
  full: 13,
  tooBig: 18,
  constraint: 19,
  notDatabase: 26
}

/** The primary result code of a failure: the low byte of the extended one. */
export const primaryCode = (failure: SqliteFailure): number => failure.errcode & 0xff

/** A failure of SQLite as one of the port; anything else is a defect and is thrown on. */
export const classify = (cause: unknown): StorageError => {
  if (!isSqliteFailure(cause)) throw cause
  return storageError(reasonOf(primaryCode(cause)), `${cause.message} (SQLite ${cause.errcode})`)
}

const reasonOf = (code: number): StorageError["reason"] => {
  switch (code) {
    case resultCode.full:
      return "Full"
    // A constraint that every check before the write should have kept: the file does not hold what Pannier wrote.
    case resultCode.constraint:
    case resultCode.corrupt:
    case resultCode.notDatabase:
      return "Corrupt"
    case resultCode.tooBig:
      return "TooLarge"
    default:
      return "Unavailable"
  }
}

/** Runs synchronous work on the file; what SQLite throws becomes a failure, everything else stays a defect. */
export const attempt = <A>(work: () => A): Effect.Effect<A, StorageError> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(work())
    } catch (cause) {
      return Effect.fail(cause instanceof Refused ? cause.failure : classify(cause))
    }
  })
