import { existsSync, readFileSync, statSync } from "node:fs"
import { open } from "node:fs/promises"
import { syncFolder } from "./kek.ts"

/** The ids of the persons that a list names: a line of JSON text for each. What a crash tore is no JSON and does not count. */
export const erasedIn = (path: string): ReadonlyArray<string> => {
  if (!existsSync(path)) return []
  return readFileSync(path, "utf8").split("\n").flatMap(personIn)
}

const personIn = (line: string): ReadonlyArray<string> => {
  try {
    const person: unknown = JSON.parse(line)
    return typeof person === "string" ? [person] : []
  } catch (cause) {
    if (cause instanceof SyntaxError) return []
    throw cause
  }
}

/**
 * Puts persons on the list of the erased that is beside a file of keys, on the disk when this returns: before keys are put back from a
 * backup, so that nobody is back with them, whatever breaks off afterwards. It needs neither the keys nor what they are wrapped by.
 */
export const listErased = (keys: string, persons: ReadonlyArray<string>): Promise<void> =>
  new Erased(listBeside(keys)).add(persons)

/** Where the list of the erased is that belongs to a file of keys. */
export const listBeside = (keys: string): string => `${keys}.erased`

/**
 * Who was erased, in a file beside the keys that only grows. It holds no key, so it is kept longer than any backup of the keys: where
 * keys are put back from a backup, it says whose are to be destroyed again.
 */
export class Erased {
  readonly #path: string
  #size = 0
  #persons: ReadonlySet<string> = new Set()

  constructor(path: string) {
    this.#path = path
  }

  /** Everybody who is on the list, as the file is now. */
  persons(): ReadonlySet<string> {
    const size = statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0
    if (size !== this.#size) {
      this.#persons = new Set(erasedIn(this.#path))
      this.#size = size
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
