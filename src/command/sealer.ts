import * as Effect from "effect/Effect"
import { chained, chainStart } from "../storage/chain.ts"
import type { AnchorError, ChainBroken, StorageError } from "../storage/errors.ts"
import type { Link } from "../storage/model.ts"
import type { Anchor, Storage } from "../storage/ports.ts"

/** How far one call of {@link sealLog} goes. */
export interface SealOptions {
  /** Chain at most so many entries. */
  readonly limit: number
  /** Where the head is published. Absent: nowhere. */
  readonly anchor?: Anchor | undefined
}

/** What one call of {@link sealLog} did. */
export interface Sealed {
  /** How many entries were chained. */
  readonly entries: number
  /** The last link; position 0 for a log in which nothing is chained. */
  readonly head: Link
}

/** How many entries are chained at once. */
const together = 500

/**
 * Chains what the log has behind its last link, and publishes the head: a job of the worker, never part of a commit. It may die
 * at any moment and goes on behind the last link; of several at once each makes the same links, and the first ones stay.
 *
 * Fails with `ChainBroken` where the log has a gap, or where the anchored head is not of this chain: then nothing is published,
 * so that what was anchored stays as evidence.
 */
export const sealLog = Effect.fnUntraced(function* (
  storage: Storage,
  { limit, anchor }: SealOptions
): Effect.fn.Return<Sealed, ChainBroken | AnchorError | StorageError> {
  let head = (yield* storage.linked) ?? chainStart
  let entries = 0
  while (entries < limit) {
    const found = yield* storage.events(head.position, Math.min(together, limit - entries))
    const links = yield* Effect.fromResult(chained(head, found))
    const last = links.at(-1)
    if (last === undefined) break
    yield* storage.link(links)
    head = last
    entries += links.length
  }
  if (anchor !== undefined) yield* publish(storage, anchor, head)
  return { entries, head }
})

const publish = Effect.fnUntraced(function* (
  storage: Storage,
  anchor: Anchor,
  head: Link
): Effect.fn.Return<void, ChainBroken | AnchorError | StorageError> {
  const latest = yield* anchor.latest
  if (latest !== undefined) {
    const [kept] = yield* storage.links(latest.position - 1, 1)
    if (kept?.position !== latest.position || kept.hash !== latest.hash) {
      return yield* Effect.fail({ _tag: "ChainBroken", position: latest.position, why: "replaced" } as const)
    }
    if (latest.position >= head.position) return
  }
  if (head.position > 0) yield* anchor.publish(head)
})
