import * as Effect from "effect/Effect"
import type { JsonObject } from "../kernel/json.ts"
import type { VaultError } from "../privacy/errors.ts"
import { seal } from "../privacy/index.ts"
import type { KeyVault } from "../privacy/ports.ts"
import type { Commit, Intent, Write } from "../storage/model.ts"
import { difference } from "../storage/rules.ts"
import type { Actor, Consequence, DocumentChange } from "./command.ts"
import { encode } from "./codec.ts"
import type { Session } from "./session.ts"

/** What a commit is known by: its key, what tells its input from another, and the seed of its ids. */
export interface Identity {
  readonly key: string
  readonly fingerprint: string
  readonly seed: string
}

/**
 * The identity of a commit under a key: ids are made of its fingerprint, so that a retry makes the same ones. Another input
 * under the same key is refused, so its ids are never kept.
 */
export const identify = (key: string, fingerprint: string): Identity => ({
  key,
  fingerprint,
  // 80 bits: two of 10^9 keys collide with a chance below one in a million.
  seed: fingerprint.slice(0, 20)
})

/** Ids made of a commit's seed and a counter. */
export const idMaker = (seed: string): ((prefix: string) => string) => {
  let count = 0
  return (prefix) => `${prefix}_${seed}${(count++).toString(36)}`
}

/** Two consequences of one commit as one. */
export const join = (left: Consequence, right: Consequence): Consequence => ({
  changes: [...(left.changes ?? []), ...(right.changes ?? [])],
  claims: [...(left.claims ?? []), ...(right.claims ?? [])],
  transfers: [...(left.transfers ?? []), ...(right.transfers ?? [])],
  intents: [...(left.intents ?? []), ...(right.intents ?? [])]
})

/** The commit of a decision, its documents encoded, sealed and compared with what stood before. */
export const assemble = Effect.fnUntraced(function* (
  vault: KeyVault,
  session: Session,
  consequence: Consequence,
  about: {
    readonly identity: Identity
    readonly at: number
    readonly actor: Actor
    readonly reason: string
    readonly done: ReadonlyArray<string>
    /** Given what each document written was encoded to, since the reply is often one of them. */
    readonly reply: (encoded: ReadonlyMap<unknown, Encoded>) => Effect.Effect<string, VaultError>
  }
) {
  const writes: Array<Write> = []
  const written = new Set<string>()
  const encoded = new Map<unknown, Encoded>()
  for (const change of consequence.changes ?? []) {
    const key = `${change.collection.name}/${change.id}`
    if (written.has(key)) return yield* Effect.die(new Error(`\`${key}\` is written twice in one commit`))
    written.add(key)
    const kept = yield* keep(vault, session, change)
    const write = writeOf(change, kept)
    if (kept.clear !== undefined && write.json !== null) {
      encoded.set(change.document, { clear: kept.clear, text: write.json })
    }
    writes.push(write)
  }
  const commit: Commit = {
    key: about.identity.key,
    fingerprint: about.identity.fingerprint,
    at: about.at,
    actor: about.actor.id,
    reason: about.reason,
    guards: session.guards(written),
    writes,
    claims: consequence.claims ?? [],
    transfers: consequence.transfers ?? [],
    intents: (consequence.intents ?? []).map(
      (one, index): Intent => ({
        id: `int_${about.identity.seed}${index.toString(36)}`,
        lane: one.lane,
        kind: one.kind,
        payload: JSON.stringify(encode(one.schema, one.payload)),
        due: one.due ?? about.at
      })
    ),
    done: about.done,
    reply: yield* about.reply(encoded)
  }
  return commit
})

/** A document as JSON: before its personal values were sealed, and the text that is kept. */
export interface Encoded {
  readonly clear: JsonObject
  readonly text: string
}

/** A document before and after a change, as it is kept; `clear` is the latter before sealing. */
interface Kept {
  readonly expected: number
  readonly before: JsonObject | undefined
  readonly clear: JsonObject | undefined
  readonly after: JsonObject | undefined
}

const keep = Effect.fnUntraced(function* (vault: KeyVault, session: Session, change: DocumentChange) {
  const { collection, id, document } = change
  const seen = session.seen(collection.name, id)
  const before = seen?.stored
  const expected = seen?.version ?? 0
  if (document === undefined) return { expected, before, clear: undefined, after: undefined } satisfies Kept
  const tree = collection.encode(document)
  if (collection.personal.length === 0) return { expected, before, clear: tree, after: tree } satisfies Kept
  const former = before === undefined ? undefined : { stored: before, opened: seen?.opened ?? before }
  const after = yield* seal(vault, collection.personal, { collection: collection.name, id }, tree, former)
  return { expected, before, clear: tree, after } satisfies Kept
})

const writeOf = (change: DocumentChange, { expected, before, after }: Kept): Write => {
  const json = after === undefined ? null : JSON.stringify(after)
  return {
    collection: change.collection.name,
    id: change.id,
    expected,
    json,
    columns: change.document === undefined ? {} : change.collection.columnsOf(change.document),
    event: { type: change.event.type, data: JSON.stringify(encode(change.event.schema, change.event.data)) },
    // What is new is set whole: its text is at hand.
    change:
      before === undefined && json !== null ? `{"set":${json},"unset":[]}` : JSON.stringify(difference(before, after))
  }
}
