import type * as Schema from "effect/Schema"
import { refusePersonal } from "../privacy/index.ts"

/** A kind of event: what has happened to a document, told in the past tense. */
export interface EventType<in out Data> {
  readonly type: string
  readonly schema: Schema.Codec<Data, unknown>
  /** An event of this kind. */
  readonly of: (data: Data) => DomainEvent<Data>
}

/** An event as a rule makes it; its stream and sequence come from the document that is written with it. */
export interface DomainEvent<out Data = unknown> {
  readonly type: string
  readonly data: Data
  readonly schema: Schema.Codec<Data, unknown>
}

/** Defines a kind of event, such as `event("OrderPlaced", Schema.Struct({ ... }))`. */
export const event = <Data>(type: string, schema: Schema.Codec<Data, unknown>): EventType<Data> => {
  refusePersonal(`the event ${type}`, schema)
  return { type, schema, of: (data) => ({ type, data, schema }) }
}

/** A kind of intent: what the outside world must do. */
export interface IntentKind<in out Payload> {
  readonly kind: string
  readonly schema: Schema.Codec<Payload, unknown>
  /**
   * An intent of this kind in a lane. Intents of one lane are carried in commit order, one in flight; what must not wait
   * for others, such as a wake-up, has a lane of its own.
   *
   * @param due not before this instant (milliseconds); absent: at once
   */
  readonly of: (payload: Payload, where: { readonly lane: string; readonly due?: number }) => DomainIntent<Payload>
}

/** An intent as a rule makes it. */
export interface DomainIntent<out Payload = unknown> {
  readonly kind: string
  readonly payload: Payload
  readonly lane: string
  readonly due?: number
  readonly schema: Schema.Codec<Payload, unknown>
}

/** Defines a kind of intent, such as `intent("payment.start", Schema.Struct({ payment: ref("payment") }))`. */
export const intent = <Payload>(kind: string, schema: Schema.Codec<Payload, unknown>): IntentKind<Payload> => {
  refusePersonal(`the intent ${kind}`, schema)
  return { kind, schema, of: (payload, where) => ({ kind, payload, schema, ...where }) }
}
