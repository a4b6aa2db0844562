import { existsSync, readFileSync, statSync } from "node:fs"
import { open } from "node:fs/promises"
import * as Effect from "effect/Effect"
import type { VaultError } from "pannier/privacy"
import { failure, Unreadable } from "./failure.ts"
import { syncFolder } from "./kek.ts"

/**
 * The ids of the persons that a list names, nobody where there is no file: a line of JSON text for each. What a crash tore does not
 * count: the beginning of such a line, or zeros. Fails with `Corrupt` where a line is anything else, since whoever is overlooked is
 * back, and `Unavailable` where the file system does.
 */
export const erasedIn = (path: string): Effect.Effect<ReadonlyArray<string>, VaultError> =>
  Effect.try({ try: () => personsIn(path), catch: failure })

const personsIn = (path: string): ReadonlyArray<string> => {
  if (!existsSync(path)) return []
  // An editor may have put a mark of the byte order before the first line.
  const lines = readFileSync(path, "utf8")
    .replace(/^\uFEFF/, "")
    .split("\n")
  return lines.map(withoutZeros).flatMap((line, index) => {
    const person = textIn(line)
    if (person !== undefined) return [person]
    if (isTorn(line)) return []
    throw new Unreadable(`line ${index + 1} of the list of the erased is no id as JSON text`)
  })
}

const textIn = (line: string): string | undefined => {
  try {
    const text: unknown = JSON.parse(line)
    return typeof text === "string" ? text : undefined
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
}

/** A line without the zeros that a power failure left behind it. */
const withoutZeros = (line: string): string => {
  const [written = ""] = line.split("\0", 1)
  return written.padEnd(line.length, "\0") === line ? written : line
}

/** Whether a line is the beginning of JSON text, which may have been cut in the midst of an escape. */
const isTorn = (line: string): boolean =>
  line.trim() === "" ||
  [line, line.replace(/\\(?:u[0-9a-f]{0,3})?$/, "")].some((begun) => textIn(`${begun}"`) !== undefined)

/**
 * Puts persons on the list of the erased that is beside a file of keys, on the disk when this ends: before keys are put back from a
 * backup, so that nobody is back with them, whatever breaks off afterwards. It needs neither the keys nor what they are wrapped by.
 * Fails as {@link erasedIn} does.
 */
export const listErased = (keys: string, persons: ReadonlyArray<string>): Effect.Effect<void, VaultError> =>
  Effect.tryPromise({ try: () => new Erased(listBeside(keys)).add(persons), catch: failure })

/** Where the list of the erased is that belongs to a file of keys. */
export const listBeside = (keys: string): string => `${keys}.erased`

/**
 * Who was erased, in a file beside the keys that only grows. It holds no key, so it is kept longer than any backup of the keys: where
 * keys are put back from a backup, it says whose are to be destroyed again.
 */
export class Erased {
  readonly #path: string
  /** The file as it was read last. One that is put in its place may be as long. */
  #seen = ""
  #persons: ReadonlySet<string> = new Set()

  constructor(path: string) {
    this.#path = path
  }

  /** Everybody who is on the list, as the file is now. */
  persons(): ReadonlySet<string> {
    const found = statSync(this.#path, { throwIfNoEntry: false })
    const seen = found === undefined ? "" : `${found.ino} ${found.size} ${found.mtimeMs}`
    if (seen !== this.#seen) {
      this.#persons = new Set(personsIn(this.#path))
      // Only now: a list that cannot be read is refused each time it is looked at.
      this.#seen = seen
    }
    return this.#persons
  }

  /** Puts persons on the list; on the disk when this returns. */
  async add(persons: ReadonlyArray<string>): Promise<void> {
    const added = persons.filter((person) => !this.persons().has(person))
    if (added.length === 0) return
    const fresh = !existsSync(this.#path)
    const file = await open(this.#path, "a", 0o600)
    try {
      // It begins with a line break, so that a torn line before it stays a line of its own.
      await file.appendFile(added.map((person) => `\n${JSON.stringify(person)}\n`).join(""))
      await file.datasync()
    } finally {
      await file.close()
    }
    if (fresh) syncFolder(this.#path)
  }
}
