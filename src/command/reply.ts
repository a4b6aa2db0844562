import type * as Schema from "effect/Schema"
import { isObject, type Json } from "../kernel/json.ts"
import type { VaultError } from "../privacy/errors.ts"
import { open, personalFields, seal, withhold } from "../privacy/index.ts"
import type { KeyVault } from "../privacy/ports.ts"
import type { Receipt } from "../storage/model.ts"
import { parseDocument } from "../storage/rules.ts"
import type { Encoded } from "./assemble.ts"
import { decode, encode, encodeText } from "./codec/codec.ts"
import type { Step } from "./session.ts"

/** A reply in both of its forms. */
export interface Worded<out Reply> {
  readonly reply: Reply
  /** The reply as JSON. */
  readonly wire: Json
}

/** How a command ended. */
export interface Outcome<out Reply> extends Worded<Reply> {
  /** The position of its commit in the log. */
  readonly position: number
  /** Whether the commit stood already, under the caller's key. */
  readonly repeated: boolean
  /** Whether it left intents that are due at once. */
  readonly intents: boolean
}

/** A reply as the caller is shown it, and as it is kept under its key. */
interface Shown<out Reply> {
  readonly reply: Reply
  /** The same as JSON, where it is not the text that is kept. */
  readonly wire: Json | undefined
  readonly text: string
}

/** A reply that is not kept yet, as a value and as JSON. */
export const worded = <Reply>(shown: Shown<Reply>): Worded<Reply> => ({
  reply: shown.reply,
  get wire() {
    return wireOf(shown)
  }
})

// A caller in the same program asks for no JSON, so it is read from the text by those who do.
const wireOf = ({ wire, text }: Shown<unknown>): Json => wire ?? JSON.parse(text)

export class Told<out Reply> implements Outcome<Reply> {
  readonly reply: Reply
  readonly position: number
  readonly repeated = false
  readonly intents: boolean
  readonly #shown: Shown<Reply>

  constructor(shown: Shown<Reply>, position: number, intents: boolean) {
    this.reply = shown.reply
    this.position = position
    this.intents = intents
    this.#shown = shown
  }

  get wire(): Json {
    return wireOf(this.#shown)
  }
}

/**
 * A reply that was given before, word for word. As a value it is read only by those who ask for it: another release may have
 * given it, by another Schema.
 */
class Repeated<out Reply> implements Outcome<Reply> {
  readonly wire: Json
  readonly position: number
  readonly repeated = true
  readonly intents = false
  readonly #schema: Schema.Codec<Reply, unknown>

  constructor(schema: Schema.Codec<Reply, unknown>, wire: Json, position: number) {
    this.#schema = schema
    this.wire = wire
    this.position = position
  }

  get reply(): Reply {
    return decode(this.#schema, this.wire)
  }
}

interface Replying<out Reply> {
  readonly reply: Schema.Codec<Reply, unknown>
}

/**
 * Encodes a reply, once: one that is a document just written was encoded a moment ago. Boxes that the rule only passed on
 * are shown empty, now and when the call is repeated; what is personal and clear is kept sealed.
 */
export function* showReply<Reply>(
  vault: KeyVault,
  command: Replying<Reply>,
  reply: Reply,
  key: string,
  encoded: ReadonlyMap<unknown, Encoded>
): Step<Shown<Reply>, VaultError> {
  const known = encoded.get(reply)
  const fields = personalFields(command.reply)
  if (fields.length === 0) {
    return { reply, wire: known?.clear, text: known?.text ?? encodeText(command.reply, reply) }
  }
  const wire = known?.clear ?? encode(command.reply, reply)
  if (!isObject(wire)) return { reply, wire, text: JSON.stringify(wire) }
  const bare = withhold(fields, wire)
  const text = JSON.stringify(yield* seal(vault, fields, { collection: "reply", id: key }, bare))
  return { reply: bare === wire ? reply : decode(command.reply, bare), wire: bare, text }
}

export function* repeat<Reply>(
  vault: KeyVault,
  command: Replying<Reply>,
  { key, position, reply: text }: Pick<Receipt, "key" | "position" | "reply">
): Step<Outcome<Reply>, VaultError> {
  const fields = personalFields(command.reply)
  const wire: Json =
    fields.length === 0
      ? JSON.parse(text)
      : yield* open(vault, fields, { collection: "reply", id: key }, parseDocument(text))
  return new Repeated(command.reply, wire, position)
}
