import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Json, JsonObject } from "../kernel/json.ts"
import { sha256 } from "../kernel/digest.ts"
import type { VaultError } from "../privacy/errors.ts"
import { seal } from "../privacy/index.ts"
import type { KeyVault } from "../privacy/ports.ts"
import type { Commit, Intent, Write } from "../storage/model.ts"
import { difference } from "../storage/rules.ts"
import type { Actor, Consequence, DocumentChange } from "./command.ts"
import type { Session } from "./session.ts"

/** What a commit is known by: its key, what tells its input from another, and the seed of its ids. */
export interface Identity {
  readonly key: string
  readonly fingerprint: string
  readonly seed: string
}

/** The identity of a commit under a key: ids are made of the key, so that a retry makes the same ones. */
export const identify = (key: string, fingerprint: string): Identity => ({
  key,
  fingerprint,
  // 80 bits: two of 10^9 keys collide with a chance below one in a million.
  seed: sha256(key).slice(0, 20)
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
export const assemble = Effect.fnUntraced(function*(
  vault: KeyVault,
  session: Session,
  consequence: Consequence,
  about: {
    readonly identity: Identity
    readonly at: number
    readonly actor: Actor
    readonly reason: string
    readonly done: ReadonlyArray<string>
    readonly reply: (encoded: ReadonlyMap<unknown, JsonObject>) => Effect.Effect<string, VaultError>
  }
) {
  const writes: Array<Write> = []
  const written = new Set<string>()
  const encoded = new Map<unknown, JsonObject>()
  for (const change of consequence.changes ?? []) {
    const key = `${change.collection.name}/${change.id}`
    if (written.has(key)) return yield* Effect.die(new Error(`\`${key}\` is written twice in one commit`))
    written.add(key)
    const kept = yield* keep(vault, session, change)
    if (kept.after !== undefined) encoded.set(change.document, kept.after)
    writes.push(writeOf(change, kept))
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
    intents: (consequence.intents ?? []).map((one, index): Intent => ({
      id: `int_${about.identity.seed}${index.toString(36)}`,
      lane: one.lane,
      kind: one.kind,
      payload: JSON.stringify(Schema.encodeUnknownSync(one.schema)(one.payload)),
      due: one.due ?? about.at
    })),
    done: about.done,
    reply: yield* about.reply(encoded)
  }
  return commit
})

/** A document before and after a change, as it is kept. */
interface Kept {
  readonly expected: number
  readonly before: JsonObject | undefined
  readonly after: JsonObject | undefined
}

const keep = Effect.fnUntraced(function*(vault: KeyVault, session: Session, change: DocumentChange) {
  const { collection, id, document } = change
  const seen = session.seen(collection.name, id)
  const before = seen?.stored
  const expected = seen?.version ?? 0
  if (document === undefined) return { expected, before, after: undefined } satisfies Kept
  const tree = collection.encode(document)
  if (collection.personal.length === 0) return { expected, before, after: tree } satisfies Kept
  const former = before === undefined ? undefined : { stored: before, opened: seen?.opened ?? before }
  const after = yield* seal(vault, collection.personal, { collection: collection.name, id }, tree, former)
  return { expected, before, after } satisfies Kept
})

const writeOf = (change: DocumentChange, { expected, before, after }: Kept): Write => ({
  collection: change.collection.name,
  id: change.id,
  expected,
  json: after === undefined ? null : JSON.stringify(after),
  columns: change.document === undefined ? {} : change.collection.columnsOf(change.document),
  event: {
    type: change.event.type,
    data: JSON.stringify(Schema.encodeUnknownSync(change.event.schema)(change.event.data) as Json)
  },
  change: JSON.stringify(difference(before, after))
})
