import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { sha256 } from "../kernel/digest.ts"
import type { ChainBroken, StorageError } from "./errors.ts"
import type { Entry, Link } from "./model.ts"
import type { Storage } from "./ports.ts"

/**
 * The bytes of an entry that its link covers: a JSON array of fixed places, which has one writing only (RFC 8785). Amounts are
 * decimal text. Documents, events and replies stand in it as the text that is kept, personal fields sealed, so that
 * destroying a person's keys changes nothing of it. The key stands in it; the fingerprint and the reply do not, since they are forgotten.
 */
export const canonicalEntry = ({ position, key, at, actor, reason, events, lines }: Entry): string =>
  JSON.stringify([
    position,
    key,
    at,
    actor,
    reason,
    events.map(({ collection, id, sequence, type, data, change }) => [collection, id, sequence, type, data, change]),
    lines.map(({ transfer, kind, from, to, unit, amount }) => [transfer, kind, from, to, unit, String(amount)])
  ])

/** What stands before the first entry. The text names the format, so that another format is another chain. */
export const chainStart: Link = { position: 0, hash: /* @__PURE__ */ sha256("pannier log 1") }

/** Law: `hash = SHA-256(hash before || canonicalEntry(entry))`, in lower-case hexadecimal. */
export const linkOf = (before: Link, entry: Entry): Link => ({
  position: entry.position,
  hash: sha256(before.hash + canonicalEntry(entry))
})

/** Chains entries behind a link, in order of position. `ChainBroken` names the first position that is missing. */
export const chained = (head: Link, entries: ReadonlyArray<Entry>): Result.Result<ReadonlyArray<Link>, ChainBroken> => {
  const links: Array<Link> = []
  let before = head
  for (const entry of entries) {
    if (entry.position !== before.position + 1) return Result.fail(brokenAt(before.position + 1, "missing"))
    before = linkOf(before, entry)
    links.push(before)
  }
  return Result.succeed(links)
}

const brokenAt = (position: number, why: ChainBroken["why"]): ChainBroken => ({ _tag: "ChainBroken", position, why })

/** What a verified chain covers. Entries behind its head are not chained yet. */
export interface Verified {
  readonly head: Link
}

/** What to hold a chain against. */
export interface Verification {
  /** The head that was anchored outside the store: without it, a tail that was cut off together with its links is not missed. */
  readonly anchored?: Link | undefined
  /** Told how far it has come. */
  readonly each?: (position: number) => void
}

/** How many entries are read at once. */
const page = 500

/**
 * Reads on behind a link that was verified, over at most `limit` entries, and gives the last link that it covers: the same one where
 * nothing more is chained. Fails with `ChainBroken` as {@link verifyChain} does.
 */
export const verifyOn = Effect.fnUntraced(function* (
  storage: Pick<Storage, "events" | "links">,
  from: Link,
  limit: number,
  anchored?: Link
): Effect.fn.Return<Link, ChainBroken | StorageError> {
  const links = yield* storage.links(from.position, limit)
  const steps = Math.min(limit, Math.max(links.length, (anchored?.position ?? 0) - from.position))
  const entries = steps === 0 ? [] : yield* storage.events(from.position, steps)
  let before = from
  for (let step = 0; step < steps; step++) {
    const [entry, link, position] = [entries[step], links[step], before.position + 1]
    if (entry?.position !== position) return yield* Effect.fail(brokenAt(position, "missing"))
    const found = linkOf(before, entry)
    if (link?.position !== position) return yield* Effect.fail(brokenAt(position, "unlinked"))
    if (link.hash !== found.hash) return yield* Effect.fail(brokenAt(position, "changed"))
    if (anchored?.position === position && anchored.hash !== found.hash) {
      return yield* Effect.fail(brokenAt(position, "replaced"))
    }
    before = found
  }
  return before
})

/**
 * Reads the whole log and recomputes its chain (L58). Fails with `ChainBroken`, which names the first bad position: the entry
 * there is not the one that was chained, or it or its link is missing, or the past up to it is another than was anchored.
 */
export const verifyChain = Effect.fnUntraced(function* (
  storage: Pick<Storage, "events" | "links">,
  { anchored, each = () => {} }: Verification = {}
): Effect.fn.Return<Verified, ChainBroken | StorageError> {
  let head = chainStart
  for (;;) {
    const before = head
    head = yield* verifyOn(storage, before, page, anchored)
    each(head.position)
    if (head.position - before.position < page) return { head }
  }
})
