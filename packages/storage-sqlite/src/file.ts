import { DatabaseSync } from "node:sqlite"
import { type CollectionShape, refuse } from "pannier/storage"
import { checkLaidOut, layOut } from "./collections.ts"
import { isSqliteFailure, primaryCode } from "./failure.ts"
import { applicationId, migrations } from "./schema.ts"
import { row, Statements } from "./statements.ts"

/** How a file is opened. */
export interface FileOptions {
  /**
   * When a commit counts as done. `full` (the default): when the disk has it, so it survives a power cut. `normal`: the
   * last commits may be lost in a power cut, but not by the end of the process. `off`: the operating system is never told
   * to write, and a power cut may spoil the file.
   */
  readonly synchronous?: "full" | "normal" | "off"
  /**
   * How long to wait for another process that is writing, in milliseconds, during which this one does nothing else. The
   * default is 5,000.
   */
  readonly busyTimeout?: number
  /** How large the file may grow, in bytes; a commit that needs more is refused as `Full`. Absent: what the disk takes. */
  readonly largest?: number
  /** Opens an existing file and changes nothing in it. */
  readonly readOnly?: boolean
  /**
   * Opens an existing file as it is at this moment, to read only: what others commit afterwards is not seen. It keeps them from
   * tidying the write-ahead log, so it should not stay open for days.
   */
  readonly snapshot?: boolean
}

/**
 * Opens a file, checks that it is Pannier's, brings its layout up to date and lays out the collections.
 *
 * @param alone whether nobody else is to open it until it is closed
 */
export const openFile = (
  file: string,
  options: FileOptions,
  collections: ReadonlyArray<CollectionShape>,
  alone = false
): Statements => {
  const readOnly = isReadOnly(options)
  const database = new DatabaseSync(file, { readOnly, timeout: options.busyTimeout ?? 5_000 })
  try {
    if (alone) keepAlone(database)
    const statements = new Statements(database)
    // All of one moment: another process may be laying out the file.
    database.exec("BEGIN")
    const version = checkIdentity(statements)
    database.exec("COMMIT")
    database.exec(`PRAGMA synchronous = ${options.synchronous ?? "full"}`)
    // On macOS a plain fsync stops at the disk's cache; elsewhere this changes nothing.
    if ((options.synchronous ?? "full") === "full") database.exec("PRAGMA fullfsync = 1")
    database.exec("PRAGMA temp_store = memory")
    database.exec("PRAGMA cache_size = -16384")
    // 16 MB of log between checkpoints: a page that many commits write is copied back once.
    database.exec("PRAGMA wal_autocheckpoint = 4000")
    if (options.largest !== undefined) {
      const pages = Math.floor(options.largest / pragma(statements, "page_size"))
      database.exec(`PRAGMA max_page_count = ${pages}`)
    }
    if (readOnly) {
      if (version === 0) refuse("Unavailable", "no store in the file")
      checkLaidOut(statements, collections)
    } else {
      if (!alone) useWriteAheadLog(statements, options.busyTimeout ?? 5_000)
      inTransaction(database, () => {
        // Asked again: between the first look and this lock another process may have laid out the file.
        migrate(statements, checkIdentity(statements))
        layOut(statements, collections)
      })
    }
    if (options.snapshot === true) {
      database.exec("BEGIN")
      // The snapshot begins with the first read.
      statements.make("SELECT 1 FROM log LIMIT 1", false).get()
    }
    return statements
  } catch (cause) {
    database.close()
    throw cause
  }
}

export const isReadOnly = ({ readOnly, snapshot }: FileOptions): boolean => readOnly === true || snapshot === true

/**
 * Takes a file for one connection until that is closed or its process ends. It has no write-ahead log then: others would be let in
 * beside one. The lock is had before it is kept, since of two that keep what they have none gets all of it.
 */
export const keepAlone = (database: DatabaseSync): void => {
  database.exec("PRAGMA journal_mode = delete")
  database.exec("BEGIN EXCLUSIVE")
  database.exec("PRAGMA locking_mode = exclusive")
  database.exec("COMMIT")
}

/** Closes the file. The last program to close it moves the log into the database, so that one file is left. */
export const closeFile = (statements: Statements): void => {
  if (statements.database.isOpen) statements.database.close()
}

/** Runs work in one write transaction, all of it or nothing. */
export const inTransaction = <A>(database: DatabaseSync, work: () => A): A => {
  database.exec("BEGIN IMMEDIATE")
  try {
    const answer = work()
    database.exec("COMMIT")
    return answer
  } catch (cause) {
    if (database.isTransaction) database.exec("ROLLBACK")
    throw cause
  }
}

/** The version of the file's layout; 0 for a file with nothing in it. Refuses what is not Pannier's. */
export const checkIdentity = (statements: Statements): number => {
  const application = pragma(statements, "application_id")
  const version = pragma(statements, "user_version")
  if (application === applicationId) {
    if (version > migrations.length) {
      refuse("Unsupported", `the file has layout ${version}, and this program knows up to ${migrations.length}`)
    }
    return version
  }
  if (
    application !== 0 ||
    version !== 0 ||
    row(statements.make("SELECT 1 FROM sqlite_schema LIMIT 1", false)) !== undefined
  ) {
    refuse("Unsupported", "the file belongs to another program")
  }
  return 0
}

const pragma = (statements: Statements, name: string): number =>
  row<[number]>(statements.make(`PRAGMA ${name}`, false))?.[0] ?? 0

// SQLite does not wait by itself where two processes want to change the journal of one file at once.
const journalMode = (statements: Statements, timeout: number): string | undefined => {
  for (const until = Date.now() + timeout; ; Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)) {
    try {
      return row<[string]>(statements.make("PRAGMA journal_mode = wal", false))?.[0]
    } catch (cause) {
      if (!isSqliteFailure(cause) || primaryCode(cause) !== 5 || Date.now() >= until) throw cause
    }
  }
}

const useWriteAheadLog = (statements: Statements, timeout: number): void => {
  const mode = journalMode(statements, timeout)
  // A file in memory has no log; what it holds ends with the process in any case.
  if (mode !== "wal" && mode !== "memory")
    refuse("Unsupported", `the file keeps its journal as \`${mode}\`, not as wal`)
}

const migrate = (statements: Statements, version: number): void => {
  if (version === migrations.length) return
  for (const step of migrations.slice(version)) statements.database.exec(step)
  statements.database.exec(`PRAGMA application_id = ${applicationId}`)
  statements.database.exec(`PRAGMA user_version = ${migrations.length}`)
}
