import { rmSync } from "node:fs"
import { backup, DatabaseSync } from "node:sqlite"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { refuse, type StorageError, storageError } from "pannier/storage"
import { attempt, classify, isSqliteFailure, primaryCode, resultCode } from "./failure.ts"
import { checkIdentity, keepAlone } from "./file.ts"
import { absent, claimed, letGo, name, partialOf, patience } from "./partial.ts"
import { rows, Statements } from "./statements.ts"

/** Copies an open database to a new file. */
export const backUp = (database: DatabaseSync, file: string): Effect.Effect<void, StorageError> =>
  Effect.acquireUseRelease(
    attempt(() => claimed(file, keptAlone, (place) => place)),
    () => {
      // SQLite writes the copy over a connection of its own, which what is kept alone would not let in.
      const pages = `${partialOf(file)}.pages`
      return Effect.andThen(
        copied(database, pages),
        attempt(() => {
          withoutLog(pages)
          name(pages, file)
        })
      ).pipe(Effect.onError(() => Effect.sync(() => rmSync(pages, { force: true }))))
    },
    (place) => Effect.sync(() => letGo(place, () => rmSync(partialOf(file), { force: true })))
  )

const keptAlone = (partial: string): DatabaseSync => {
  const database = new DatabaseSync(partial, { timeout: patience })
  try {
    keepAlone(database)
    return database
  } catch (cause) {
    database.close()
    throw cause
  }
}

const copied = (database: DatabaseSync, file: string): Effect.Effect<void, StorageError> =>
  Effect.tryPromise({ try: () => copyAtOnce(database, file), catch: (cause) => cause }).pipe(
    Effect.retry({ while: cameInBetween, times: 100, schedule: Schedule.spaced("20 millis") }),
    Effect.mapError((cause) => (isSqliteFailure(cause) ? classify(cause) : storageError("Unavailable", String(cause)))),
    Effect.asVoid
  )

/** More pages than a file has. */
const every = 2 ** 31 - 1

/**
 * A copy page by page begins anew whenever another process has written in between, and would never end beside a shop that sells.
 * So all pages are copied in one step, on a connection of its own: nobody waits for it, and it sees one moment.
 */
const copyAtOnce = async (database: DatabaseSync, file: string): Promise<void> => {
  const path = database.location()
  if (path === null) {
    await backup(database, file, { rate: every })
    return
  }
  const source = new DatabaseSync(path, { readOnly: true })
  try {
    await backup(source, file, { rate: every })
  } finally {
    source.close()
  }
}

/**
 * Whether a writer had the file just as a copy began or ended, so that it is to be made again. Node gives the copy up then, with
 * the code of its last statement: often 0, "not an error".
 */
const cameInBetween = (cause: unknown): boolean =>
  isSqliteFailure(cause) && [0, resultCode.busy, resultCode.locked].includes(primaryCode(cause))

/**
 * Puts a backup where a shop will be opened. The backup is checked first, and only read; a file that is there already is not
 * touched: `Unavailable`. `Corrupt` if the backup is damaged, `Unsupported` if it is not Pannier's.
 *
 * @param from the backup
 * @param to the file to be
 */
export const restore = (from: string, to: string): Effect.Effect<void, StorageError> =>
  Effect.acquireUseRelease(
    attempt(() => {
      absent(to)
      return new DatabaseSync(from, { readOnly: true })
    }),
    (database) =>
      Effect.andThen(
        attempt(() => checkSound(database)),
        backUp(database, to)
      ),
    (database) => Effect.sync(() => database.close())
  )

/**
 * Makes a copy one file that can be read where nothing can be written: it has the journal of its original, and SQLite opens no file
 * that keeps a write-ahead log where it cannot make one beside it. A shop that is opened in it begins one again.
 */
const withoutLog = (file: string): void => {
  const database = new DatabaseSync(file)
  try {
    database.exec("PRAGMA journal_mode = delete")
  } finally {
    database.close()
  }
}

const checkSound = (database: DatabaseSync): void => {
  const statements = new Statements(database)
  if (checkIdentity(statements) === 0) refuse("Unsupported", "the backup is empty")
  const answers = rows<[string]>(statements.of("PRAGMA integrity_check"), []).map(([answer]) => answer)
  if (answers.some((answer) => answer !== "ok")) refuse("Corrupt", answers.join("; "))
}
