import { existsSync, renameSync } from "node:fs"
import type { DatabaseSync } from "node:sqlite"
import { refuse } from "pannier/storage"
import { isSqliteFailure, primaryCode, resultCode } from "./failure.ts"

/** Where a file is made until it is complete. Who has this to himself makes it. */
export const partialOf = (file: string): string => `${file}.partial`

/** How long another that has the place is waited for, in milliseconds: he may only be looking whether he can have it. */
export const patience = 200

/** The extended result code for a file that is no longer where it was opened. Source: https://www.sqlite.org/rescode.html#readonly_dbmoved */
const moved = 1032

/** Refuses a name that is taken. A log or a journal of a file that is gone counts: SQLite would write it into the new one. */
export const absent = (file: string): void => {
  for (const one of [file, `${file}-wal`, `${file}-journal`])
    if (existsSync(one)) refuse("Unavailable", `\`${one}\` exists already`)
}

/**
 * Takes the place that a file is made in. `Unavailable` where the file is there, or another copy or backup has the place.
 *
 * @param open opens the place, for nobody else
 * @param databaseOf what is closed where the place is gone
 */
export const claimed = <A>(file: string, open: (partial: string) => A, databaseOf: (opened: A) => DatabaseSync): A => {
  absent(file)
  const opened = unlessTaken(file, () => open(partialOf(file)))
  // It was opened by the one name, and may have got the other before it was let go.
  if (existsSync(partialOf(file))) return opened
  databaseOf(opened).close()
  return finished(file)
}

const finished = (file: string): never =>
  refuse("Unavailable", `another copy or backup to \`${file}\` was finished meanwhile`)

const unlessTaken = <A>(file: string, open: () => A): A => {
  try {
    return open()
  } catch (cause) {
    if (isSqliteFailure(cause) && cause.errcode === moved) return finished(file)
    if (!isSqliteFailure(cause) || primaryCode(cause) !== resultCode.busy) throw cause
    return refuse("Unavailable", `another copy or backup to \`${file}\` is under way`)
  }
}

/**
 * Moves or removes a file that is kept alone, and lets it go. Not the other way about: whoever waits for it would take it for one
 * that was broken off. Windows moves no file that is open.
 */
export const letGo = (database: DatabaseSync, leave: () => void): void => {
  if (process.platform === "win32") database.close()
  leave()
  if (database.isOpen) database.close()
}

/** Gives a complete file its name. */
export const name = (partial: string, file: string): void => {
  absent(file)
  renameSync(partial, file)
}
