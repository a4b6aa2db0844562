import { randomBytes } from "node:crypto"
import { type FileHandle, open } from "node:fs/promises"
import * as Effect from "effect/Effect"
import type { KeyVault, VaultError } from "pannier/privacy"
import { Erased, listBeside } from "./erased.ts"
import { failure, Unreadable } from "./failure.ts"
import { makeKek, readKek, syncFolder } from "./kek.ts"
import { type Line, Lines, appendage, noHeader } from "./lines.ts"
import { keyLength, nodeCipher, unwrap, wiped, wrap } from "./wrap.ts"

export interface FileVaultOptions {
  /**
   * The key-encryption key, 32 bytes, from a secret store. Absent: it is made at first use in a file of its own, readable
   * by its owner alone, `<path>.kek`. Keep that file out of the backups of the data.
   */
  readonly kek?: Uint8Array
}

/** What the header's key is bound to; no person's id is empty. */
const header = ""

/**
 * The keys of persons in one file apart from the data: a line of JSON for each, the key wrapped by the key-encryption key.
 * A key is on the disk before it is first given out. Several processes may use one file: the first line of a person
 * counts. To destroy a key, the person is put on the list of the erased, `<path>.erased`; a line that says so is written and
 * synced; then the wrapped key is overwritten where it stands. Who is on that list stays erased though the keys are put back
 * from a backup: keep it as long as any backup of them.
 *
 * Fails with `Unavailable` where the file system does, `Corrupt` where the file is no vault or was made under another
 * key-encryption key, and where a line of the list is none.
 */
export const fileVault = (path: string, options: FileVaultOptions = {}): KeyVault => {
  const vault = new Vault(path, options.kek)
  return {
    key: (subject) =>
      Effect.suspend(() => {
        const known = attempt(() => vault.known(subject))
        if (known._tag === "Failed") return Effect.fail(known.error)
        if (known.value !== undefined) return Effect.succeed(known.value.key)
        return Effect.tryPromise({ try: () => vault.make(subject), catch: failure })
      }),
    destroy: (subject) => Effect.tryPromise({ try: () => vault.destroy(subject), catch: failure }),
    random: (length) => Effect.sync(() => new Uint8Array(randomBytes(length))),
    cipher: nodeCipher
  }
}

interface Known {
  /** `undefined`: destroyed. */
  readonly key: Uint8Array | undefined
}

class Vault {
  readonly #path: string
  readonly #lines: Lines
  readonly #erased: Erased
  #kek: Uint8Array | undefined
  #checked: string | undefined
  /** Keys given out, one array a person, so that what is derived from it can be remembered by it. */
  readonly #keys = new Map<string, { readonly wrapped: string; readonly key: Uint8Array }>()
  /** Persons whose key is being made, together in one append. */
  #wanted = new Set<string>()
  #making: Promise<void> | undefined
  /** Writes go one after another; a failed one does not hold up the next. */
  #turn: Promise<unknown> = Promise.resolve()
  #writing = 0
  #swept = false

  constructor(path: string, kek: Uint8Array | undefined) {
    if (kek !== undefined && kek.length !== keyLength) {
      throw new RangeError(`a key-encryption key has ${keyLength} bytes, not ${kek.length}`)
    }
    this.#path = path
    this.#lines = new Lines(path)
    this.#erased = new Erased(listBeside(path))
    this.#kek = kek
  }

  /** What the file says of a person, or `undefined` where it says nothing. */
  known(subject: string): Known | undefined {
    // While this process writes, it knows the file as of a moment ago; looking would sync its own bytes a second time.
    if (this.#writing === 0) this.#lines.refresh()
    this.#check()
    const entry = this.#lines.entries.get(subject)
    // A file that was put back from a backup may still have the key.
    if (this.#erased.persons().has(subject)) return { key: undefined }
    if (entry === undefined) return undefined
    if (entry.destroyed) return { key: undefined }
    if (entry.wrapped === undefined) throw new Unreadable("a key was wiped and its person not destroyed")
    const given = this.#keys.get(subject)
    if (given?.wrapped === entry.wrapped) return given
    const key = unwrap(this.#kekOf(), entry.wrapped, subject)
    if (key === undefined) throw new Unreadable("a wrapped key was changed")
    const made = { wrapped: entry.wrapped, key }
    this.#keys.set(subject, made)
    return made
  }

  async make(subject: string): Promise<Uint8Array | undefined> {
    this.#wanted.add(subject)
    // Persons who arrive before the append begins share its sync.
    this.#making ??= this.#inTurn(async () => {
      this.#making = undefined
      const wanted = this.#wanted
      this.#wanted = new Set()
      await this.#begin()
      const lines = [...wanted].filter((person) => !this.#lines.entries.has(person)).map((person) => this.#line(person))
      if (lines.length > 0) await this.#append(lines)
      // Another process may have destroyed a person meanwhile: then the key just made is not to stay.
      for (const person of wanted) await this.#wipe(person)
    })
    await this.#making
    const known = this.known(subject)
    if (known === undefined) throw new Unreadable("the file was replaced while it was written")
    return known.key
  }

  destroy(subject: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#open()
      await this.#erased.add([subject])
      if (this.#lines.entries.get(subject)?.destroyed !== true) {
        await this.#append([{ person: subject, destroyed: true }])
      }
      await this.#wipe(subject)
      this.#keys.delete(subject)
    })
  }

  #inTurn<A>(write: () => Promise<A>): Promise<A> {
    const turn = this.#turn.then(async () => {
      this.#writing++
      try {
        return await write()
      } finally {
        this.#writing--
      }
    })
    this.#turn = turn.then(
      () => undefined,
      () => undefined
    )
    return turn
  }

  async #begin(): Promise<void> {
    await this.#open()
    this.#check()
  }

  /** To destroy keys takes no key: it is done where the key-encryption key is not, such as where a backup is put back. */
  async #open(): Promise<void> {
    this.#lines.refresh()
    if (this.#lines.header === undefined) {
      if (this.#lines.entries.size > 0) throw new Unreadable(noHeader)
      this.#kek ??= readKek(this.#kekPath) ?? makeKek(this.#kekPath)
      await this.#append([{ vault: 1, key: wrap(this.#kek, randomBytes(keyLength), header) }])
      syncFolder(this.#path)
    }
    if (this.#swept) return
    this.#swept = true
    // Keys that were put back from a backup are destroyed again.
    const again = [...this.#erased.persons()].filter((person) => this.#lines.entries.get(person)?.destroyed === false)
    if (again.length > 0) await this.#append(again.map((person) => ({ person, destroyed: true })))
    // A crash may have come between the line that destroys a key and the wiping of it.
    for (const person of this.#lines.entries.keys()) await this.#wipe(person)
  }

  #line(person: string): Line {
    return { person, key: wrap(this.#kekOf(), randomBytes(keyLength), person) }
  }

  /** The key-encryption key that this file was made under; a file without a header has none yet. */
  #check(): void {
    const { header: found } = this.#lines
    if (found === undefined || found === this.#checked) return
    if (unwrap(this.#kekOf(), found, header) === undefined) {
      throw new Unreadable("the vault file was made under another key-encryption key")
    }
    this.#checked = found
  }

  #kekOf(): Uint8Array {
    this.#kek ??= readKek(this.#kekPath)
    if (this.#kek === undefined) throw new Unreadable("the key-encryption key is missing")
    return this.#kek
  }

  get #kekPath(): string {
    return `${this.#path}.kek`
  }

  async #append(lines: ReadonlyArray<Line>): Promise<void> {
    const bytes = appendage(lines)
    const durable = await this.#with("a", async (file) => {
      const { bytesWritten } = await file.write(bytes)
      if (bytesWritten < bytes.length) throw Object.assign(new Error("the disk is full"), { code: "ENOSPC" })
      const { size } = await file.stat()
      await file.datasync()
      return size
    })
    this.#lines.refresh(durable)
  }

  /** Overwrites what is left of a destroyed person's wrapped keys. */
  async #wipe(person: string): Promise<void> {
    const entry = this.#lines.entries.get(person)
    if (entry === undefined || !entry.destroyed || entry.places.length === 0) return
    await this.#with("r+", async (file) => {
      for (const place of entry.places) await file.write(wiped, place, "latin1")
      await file.datasync()
    })
    entry.places.length = 0
    entry.wrapped = undefined
  }

  async #with<A>(flags: string, use: (file: FileHandle) => Promise<A>): Promise<A> {
    const file = await open(this.#path, flags, 0o600)
    try {
      return await use(file)
    } finally {
      await file.close()
    }
  }
}

type Attempt<A> = { readonly _tag: "Done"; readonly value: A } | { readonly _tag: "Failed"; readonly error: VaultError }

const attempt = <A>(run: () => A): Attempt<A> => {
  try {
    return { _tag: "Done", value: run() }
  } catch (cause) {
    return { _tag: "Failed", error: failure(cause) }
  }
}
