import { existsSync } from "node:fs"
import { open, readFile } from "node:fs/promises"
import * as Effect from "effect/Effect"
import type { Anchor, AnchorError, Link } from "pannier/storage"
import { syncFolder } from "./kek.ts"

/**
 * The heads of a log's chain in one file apart from the data: a line for each, its position and its hash, oldest first. A head is on
 * the disk before it counts as published. Keep the file where whoever writes the data cannot write: another machine's folder, a
 * store that only takes more. A last line that does not end was torn by a crash and does not count.
 *
 * Fails with `Unavailable` where the file system does, `Corrupt` where a line is no head.
 */
export const fileAnchor = (path: string): Anchor => ({
  publish: (head) => Effect.tryPromise({ try: () => append(path, head), catch: failure }),
  latest: Effect.tryPromise({ try: () => lastOf(path), catch: failure })
})

class Unreadable extends Error {}

const append = async (path: string, { position, hash }: Link): Promise<void> => {
  const fresh = !existsSync(path)
  const file = await open(path, "a", 0o600)
  try {
    // It begins with a line break, so that a torn line before it stays a line of its own.
    await file.appendFile(`\n${position} ${hash}.\n`)
    await file.datasync()
  } finally {
    await file.close()
  }
  if (fresh) syncFolder(path)
}

const lastOf = async (path: string): Promise<Link | undefined> => {
  if (!existsSync(path)) return undefined
  const whole = (await readFile(path, "latin1")).split("\n").filter((line) => line.endsWith("."))
  const last = whole.at(-1)
  if (last === undefined) return undefined
  const [, position, hash] = /^([1-9]\d{0,15}) ([0-9a-f]{64})\.$/.exec(last) ?? []
  if (position === undefined || hash === undefined) throw new Unreadable("a line of the anchor is no head")
  return { position: Number(position), hash }
}

// What the file system says of itself. Anything else is a defect.
const failure = (cause: unknown): AnchorError => {
  if (cause instanceof Unreadable) return { _tag: "AnchorError", reason: "Corrupt", detail: cause.message }
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") {
    return { _tag: "AnchorError", reason: "Unavailable", detail: cause.code }
  }
  throw cause
}
