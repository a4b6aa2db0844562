import type * as Result from "effect/Result"
import type { AnyCollection, Loading } from "./question.ts"
import type { Read } from "./read.ts"
import type { AnyCodec, Command, Consequence, Moment } from "./command.ts"
import type { EventType } from "./event.ts"

/** An event of a decision that is not committed yet, with the id of its document. */
export interface Occurred<out Data> {
  readonly type: string
  readonly data: Data
  readonly id: string
}

/**
 * What a floor above adds to a decision from below, in the same commit. It reads what stood before the decision; its reads
 * are guarded like a command's. Two writes of one document in one commit are a defect.
 */
export interface Reaction<in out Data, in out Loaded> {
  readonly on: EventType<Data>
  readonly opens?: ReadonlyArray<AnyCollection>
  load(event: Occurred<Data>, read: Read): Loading<Loaded>
  decide(loaded: Loaded, event: Occurred<Data>, moment: Moment): Consequence
}

/** Defines a reaction: `on(PaymentCaptured, { *load(event, read) { ... }, decide: ... })`. */
export const on = <Data, Loaded>(
  type: EventType<Data>,
  definition: Omit<Reaction<Data, Loaded>, "on">
): Reaction<Data, Loaded> => ({ ...definition, on: type })

/**
 * Why a floor above, or the host, forbids a command. It is asked after the command's own rule has agreed, and told the reply
 * that the command is to have.
 */
export interface Veto<in out Input, in out Loaded, in Reply = any> {
  readonly before: string
  load(input: Input, read: Read): Loading<Loaded>
  decide(loaded: Loaded, input: Input, moment: Moment, reply: Reply): Result.Result<void, { readonly _tag: string }>
}

/** Defines a veto: `before(placeOrder, { *load(input, read) { ... }, decide: ... })`. */
export const before = <Input extends AnyCodec, Reply extends AnyCodec, Loaded>(
  command: Command<Input, Reply, any, any>,
  definition: Omit<Veto<Input["Type"], Loaded, Reply["Type"]>, "before">
): Veto<Input["Type"], Loaded, Reply["Type"]> => ({ ...definition, before: command.name })

/** A reaction whose types do not matter here. */
export type AnyReaction = Reaction<any, any>

/** A veto whose types do not matter here. */
export type AnyVeto = Veto<any, any>
