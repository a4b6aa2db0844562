import * as Effect from "effect/Effect"
import type { JsonObject } from "../kernel/json.ts"
import type { VaultError } from "../privacy/errors.ts"
import { type Former, seal } from "../privacy/index.ts"
import type { KeyVault } from "../privacy/ports.ts"
import type { Commit, Intent, Write } from "../storage/model.ts"
import type { Actor, Consequence, DocumentChange } from "./command.ts"
import { encodeText } from "./codec/codec.ts"
import { changeText, type Fields, fieldsOf, objectText } from "./codec/fields.ts"
import type { VersionAhead } from "./errors.ts"
import type { Identity } from "./identity.ts"
import { downcast, marked, markedFields, markedText } from "./revision.ts"
import type { Seen, Session, Step } from "./session.ts"

/** Two consequences of one commit as one. */
export const join = (left: Consequence, right: Consequence): Consequence => ({
  changes: [...(left.changes ?? []), ...(right.changes ?? [])],
  claims: [...(left.claims ?? []), ...(right.claims ?? [])],
  transfers: [...(left.transfers ?? []), ...(right.transfers ?? [])],
  intents: [...(left.intents ?? []), ...(right.intents ?? [])],
  answered: [...(left.answered ?? []), ...(right.answered ?? [])],
  revived: [...(left.revived ?? []), ...(right.revived ?? [])],
  built: [...(left.built ?? []), ...(right.built ?? [])]
})

/** What a commit is about, beside what it changes. */
export interface About {
  readonly identity: Identity
  readonly at: number
  readonly actor: Actor
  readonly reason: string
  readonly done: ReadonlyArray<string>
  /** JSON text of the reply. */
  readonly reply: string
}

/** The commit of a decision whose documents are written. */
export const assemble = (
  session: Session,
  consequence: Consequence,
  writes: ReadonlyArray<Write>,
  { identity, at, actor, reason, done, reply }: About
): Commit => ({
  key: identity.key,
  fingerprint: identity.fingerprint,
  at,
  actor: actor.id,
  reason,
  guards: session.guards(writes),
  writes,
  claims: consequence.claims ?? [],
  transfers: consequence.transfers ?? [],
  intents: (consequence.intents ?? []).map(
    (one, index): Intent => ({
      id: `int_${identity.seed}${index.toString(36)}`,
      lane: one.lane,
      kind: one.kind,
      payload: encodeText(one.schema, one.payload),
      due: one.due ?? at
    })
  ),
  done: consequence.answered === undefined ? done : [...done, ...consequence.answered],
  // Hardly any commit has these, and none is to be larger for them.
  ...(consequence.revived?.length ? { revived: consequence.revived } : {}),
  ...(consequence.built?.length ? { built: consequence.built } : {}),
  reply
})

/** What a document was encoded to, since the reply is often one of those just written. */
export interface Encoded {
  /** Before its personal values were sealed; `undefined`: it has none, and was written straight to text. */
  readonly clear: JsonObject | undefined
  /** The text that is kept. */
  readonly text: string
}

/** What a decision writes, and what each document of it was encoded to. */
export interface Written {
  readonly writes: ReadonlyArray<Write>
  readonly encoded: ReadonlyMap<unknown, Encoded>
}

/** The documents of a decision: encoded, sealed and compared with what stood before. */
export function* write(
  vault: KeyVault,
  session: Session,
  { changes = [] }: Consequence
): Step<Written, VersionAhead | VaultError> {
  const writes: Array<Write> = []
  const encoded = new Map<unknown, Encoded>()
  for (const change of changes) {
    const { collection, id, document } = change
    if (writes.some((one) => one.id === id && one.collection === collection.name)) {
      return yield* Effect.die(new Error(`\`${collection.name}/${id}\` is written twice in one commit`))
    }
    const seen = session.seen(collection.name, id)
    if (document === undefined) {
      writes.push(writeOf(change, seen, null, changeText(seen?.stored ?? {}, none)))
      continue
    }
    const { personal } = collection
    const version = session.writable(collection)
    const older = version < collection.version
    const clear = personal.length === 0 && !older ? undefined : collection.encode(document)
    const lowered = clear && older ? downcast(collection.revisions, clear, version) : { json: clear, version }
    if (lowered === undefined) return yield* Effect.fail(unsaid(change, version))
    const { json } = lowered
    const kept = json && (yield* seal(vault, personal, { collection: collection.name, id }, json, formerOf(seen)))
    const { text, told } = keptAs(change, seen?.stored, kept, lowered.version)
    // A reply that is the document is shown as its Schema states it: without its version, and in the newest.
    if (lowered.version === 1 && json === clear) encoded.set(document, { clear, text })
    writes.push(writeOf(change, seen, text, told))
  }
  return { writes, encoded }
}

const unsaid = ({ collection, id }: DocumentChange, highest: number): VersionAhead => ({
  _tag: "VersionAhead",
  collection: collection.name,
  id,
  version: collection.version,
  highest
})

const none: Fields = { names: [], texts: [] }

const formerOf = (seen: Seen | undefined): Former | undefined =>
  seen?.stored && { stored: seen.stored, opened: seen.opened ?? seen.stored }

/** The text of a document, and what its event tells of it. What is new is set whole: its text is at hand. */
const keptAs = (
  { collection, document }: DocumentChange,
  before: JsonObject | undefined,
  kept: JsonObject | undefined,
  version: number
): { readonly text: string; readonly told: string } => {
  if (before === undefined) {
    const text =
      kept === undefined ? markedText(collection.text(document), version) : JSON.stringify(marked(kept, version))
    return { text, told: `{"set":${text},"unset":[]}` }
  }
  const fields = markedFields(kept === undefined ? collection.fields(document) : fieldsOf(kept), version)
  return { text: objectText(fields), told: changeText(before, fields) }
}

const writeOf = (
  { collection, id, document, event }: DocumentChange,
  seen: Seen | undefined,
  json: string | null,
  change: string
): Write => ({
  collection: collection.name,
  id,
  expected: seen?.version ?? 0,
  json,
  columns: document === undefined ? {} : collection.columnsOf(document),
  event: { type: event.type, data: encodeText(event.schema, event.data) },
  change
})
