import { randomBytes } from "node:crypto"
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from "node:fs"
import { dirname } from "node:path"
import { Unreadable } from "./failure.ts"
import { keyLength } from "./wrap.ts"

/** Tells the disk of a name that was added to a folder. */
export const syncFolder = (path: string): void => {
  const folder = openSync(dirname(path), "r")
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** The key-encryption key of a file: 64 hexadecimal digits. */
export const readKek = (path: string): Uint8Array | undefined => {
  const text = readIfThere(path)
  if (text === undefined) return undefined
  if (!/^[0-9a-f]{64}\n$/.test(text)) throw new Unreadable("the key-encryption key is not 64 hexadecimal digits")
  return Buffer.from(text.trim(), "hex")
}

/** Makes a key-encryption key in a file that only its owner may read. Of several processes at once the first wins. */
export const makeKek = (path: string): Uint8Array => {
  const draft = `${path}.${randomBytes(8).toString("hex")}`
  const file = openSync(draft, "wx", 0o600)
  try {
    writeSync(file, `${randomBytes(keyLength).toString("hex")}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  try {
    // A link is made whole or not at all, and never over another.
    linkSync(draft, path)
    syncFolder(path)
  } catch (cause) {
    if (!isCode(cause, "EEXIST")) throw cause
  } finally {
    rmSync(draft)
  }
  const made = readKek(path)
  if (made === undefined) throw new Unreadable("the key-encryption key has just been removed")
  return made
}

const readIfThere = (path: string): string | undefined => {
  try {
    return readFileSync(path, "latin1")
  } catch (cause) {
    if (isCode(cause, "ENOENT")) return undefined
    throw cause
  }
}

const isCode = (cause: unknown, code: string): boolean =>
  cause instanceof Error && "code" in cause && cause.code === code
