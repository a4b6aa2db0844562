import { closeSync, fdatasyncSync, openSync, readFileSync, readSync, statSync } from "node:fs"
import * as Effect from "effect/Effect"
import type { VaultError } from "pannier/privacy"
import { failure, Unreadable } from "./failure.ts"
import { wiped } from "./wrap.ts"

/** One line of the file. Whoever reads it back knows it by the field that it has. */
export type Line =
  | { readonly vault: number; readonly key: string }
  | { readonly person: string; readonly key: string }
  | { readonly person: string; readonly destroyed: true }

/** One append of one or more lines. It begins with a line break, so that a torn line before it stays a line of its own. */
export const appendage = (lines: ReadonlyArray<Line>): Buffer =>
  Buffer.from(lines.map((line) => `\n${textOf(line)}\n`).join(""))

// A brace stands at the end of a whole line and nowhere else.
const textOf = (line: Line): string => `${JSON.stringify(line).slice(0, -1).replaceAll("}", "\\u007d")}}`

/** What is known of a person's key. */
export interface Entry {
  /** The first key line, which is the one that counts. */
  wrapped: string | undefined
  destroyed: boolean
  /** Where wrapped keys of this person stand in the file, in bytes from its start. */
  readonly places: Array<number>
}

/**
 * The lines of the file, read up to where it was last looked at. The file only grows, and only whole lines count: a line
 * that does not end was torn by a crash before its key was used.
 */
export class Lines {
  readonly #path: string
  /** Where the last whole line ends, and how long the file was when it was last looked at. */
  #offset = 0
  #size = 0
  #inode = 0
  /** The first header's wrapped check, if there is one. */
  header: string | undefined
  readonly entries = new Map<string, Entry>()

  constructor(path: string) {
    this.#path = path
  }

  /**
   * Reads what has been added, by this process or another. What it returns from can be relied upon: bytes beyond `durable`
   * are synced before they count.
   */
  refresh(durable = 0): void {
    const found = statSync(this.#path, { throwIfNoEntry: false })
    if (found === undefined) return this.#forget(0)
    // A file put back from a backup is another file.
    if (found.ino !== this.#inode || found.size < this.#size) this.#forget(found.ino)
    if (found.size === this.#size) return
    const added = Buffer.alloc(found.size - this.#offset)
    const file = openSync(this.#path, "r+")
    try {
      const length = readSync(file, added, 0, added.length, this.#offset)
      if (this.#offset + length > durable) fdatasyncSync(file)
      const size = this.#offset + length
      this.#take(added.subarray(0, length))
      // Only now: a file with a line that cannot be read is refused each time it is looked at.
      this.#size = size
    } finally {
      closeSync(file)
    }
  }

  /** Reads the file once, where it may only be read: nothing of it is synced. */
  read(): void {
    this.#forget(0)
    this.#take(readFileSync(this.#path))
  }

  #forget(inode: number): void {
    this.#inode = inode
    this.#offset = 0
    this.#size = 0
    this.header = undefined
    this.entries.clear()
  }

  #take(added: Buffer): void {
    let start = 0
    for (let end = added.indexOf(10); end >= 0; end = added.indexOf(10, start)) {
      const line = added.subarray(start, end)
      if (line.at(-1) === "}".charCodeAt(0)) this.#apply(parse(line.toString()), this.#offset + start + line.length)
      start = end + 1
    }
    this.#offset += start
  }

  #apply(line: Line, end: number): void {
    if ("vault" in line) {
      if (line.vault !== 1) throw new Unreadable(`version ${line.vault} of the vault file`)
      this.header ??= line.key
      return
    }
    const entry = this.entries.get(line.person) ?? { wrapped: undefined, destroyed: false, places: [] }
    this.entries.set(line.person, entry)
    if ("destroyed" in line) {
      entry.destroyed = true
    } else if (line.key !== wiped) {
      entry.wrapped ??= line.key
      entry.places.push(end - '"}'.length - line.key.length)
    }
  }
}

/**
 * Fails with `Corrupt` where a file holds no keys as `fileVault` keeps them, and with `Unavailable` where the file system does. The file
 * is only read, and it takes no key-encryption key.
 */
export const checkKeys = (path: string): Effect.Effect<void, VaultError> =>
  Effect.try({
    try: () => {
      const lines = new Lines(path)
      lines.read()
      if (lines.header === undefined) throw new Unreadable(noHeader)
    },
    catch: failure
  })

/** Said of a file that does not begin as this package begins one. */
export const noHeader = "the vault file has no header"

const parse = (text: string): Line => {
  const line = json(text)
  if (typeof line === "object" && line !== null) {
    if ("vault" in line && "key" in line && typeof line.vault === "number" && typeof line.key === "string") {
      return { vault: line.vault, key: line.key }
    }
    if ("person" in line && typeof line.person === "string") {
      if ("destroyed" in line && line.destroyed === true) return { person: line.person, destroyed: true }
      if ("key" in line && typeof line.key === "string") return { person: line.person, key: line.key }
    }
  }
  throw new Unreadable("a line of the vault file is no record")
}

const json = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Unreadable("a line of the vault file is no JSON", { cause })
  }
}
