import { existsSync } from "node:fs"
import { open, readFile } from "node:fs/promises"
import * as Effect from "effect/Effect"
import type { Anchor, AnchorError, Link } from "pannier/storage"
import { syncFolder } from "./kek.ts"

/**
 * The heads of a log's chain in one file apart from the data: a line for each, its position and its hash, as they come. A head is on
 * the disk before it counts as published. Keep the file where whoever writes the data cannot write: another machine's folder, a
 * store that only takes more. A last line that does not end was torn by a crash and does not count.
 *
 * Fails with `Unavailable` where the file system does, `Corrupt` where a line is no head.
 */
export const fileAnchor = (path: string): Anchor => ({
  publish: (head) => Effect.tryPromise({ try: () => append(path, head), catch: failure }),
  latest: Effect.tryPromise({ try: () => furthestOf(path), catch: failure })
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

const furthestOf = async (path: string): Promise<Link | undefined> => {
  if (!existsSync(path)) return undefined
  let furthest: Link | undefined
  for (const line of (await readFile(path, "latin1")).split("\n")) {
    if (!line.endsWith(".")) continue
    const head = headIn(line)
    if (furthest === undefined || head.position >= furthest.position) furthest = head
  }
  return furthest
}

const headIn = (line: string): Link => {
  const [, position, hash] = /^([1-9]\d{0,15}) ([0-9a-f]{64})\.$/.exec(line) ?? []
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
