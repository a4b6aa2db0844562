import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { VaultError } from "../privacy/errors.ts"
import type { ClockSkew, StorageError } from "../storage/errors.ts"
import type { Lent } from "../storage/model.ts"
import { now } from "./clock.ts"
import { decode } from "./codec/codec.ts"
import type { Actor, AnyCodec, AnyCommand, Command } from "./command.ts"
import type { NotFound, VersionAhead } from "./errors.ts"
import type { IntentKind } from "./event.ts"
import { type Engine, execute } from "./execute.ts"
import { observeErrand, outcomeOf } from "./observe.ts"
import type { AnyCollection, Loading } from "./question.ts"
import { read, type Read } from "./read.ts"
import { Session } from "./session.ts"

/** What an errand came back with: the command that takes its answer into the shop. */
export interface Answered {
  readonly command: AnyCommand
  readonly input: unknown
}

/** An answer: `answer(recordCapture, { payment, amount })`. */
export const answer = <Input extends AnyCodec>(
  command: Command<Input, any, any, any>,
  input: Input["Type"]
): Answered => ({ command, input })

/** How intents of one kind are carried: what is read for it, and what is asked of the outside world. */
export interface Errand<in out Payload, in out Loaded> {
  readonly kind: IntentKind<Payload>
  readonly opens?: ReadonlyArray<AnyCollection>
  load(payload: Payload, read: Read): Loading<Loaded>
  /**
   * Asks the outside world, under a key of the intent's own: it may be asked again after a crash. A failure leaves the
   * intent in the log for its next try.
   */
  perform(
    loaded: Loaded,
    payload: Payload,
    intent: { readonly id: string; readonly tries: number }
  ): Effect.Effect<Answered, { readonly _tag: string }>
}

/** Defines an errand. */
export const errand = <Payload, Loaded>(
  kind: IntentKind<Payload>,
  definition: Omit<Errand<Payload, Loaded>, "kind">
): Errand<Payload, Loaded> => ({ ...definition, kind })

/** An errand whose types do not matter here. */
export type AnyErrand = Errand<any, any>

/** An errand that failed this time, and why; it comes back by itself. */
export interface Failed {
  readonly intent: string
  readonly kind: string
  readonly tries: number
  /** The tag of the failure, or `Defect`; never its contents, which may be personal. */
  readonly cause: string
}

/** What one call of {@link work} did. */
export interface Worked {
  readonly answered: number
  readonly failed: ReadonlyArray<Failed>
}

/** The actor in whose name answers are taken in. */
export const system: Actor = { id: "system", kind: "system" }

/** How long to work. */
export interface WorkOptions {
  /** Stop lending at this instant, milliseconds. Absent: stop when nothing is due. */
  readonly until?: number
  /** Lend at most so many. */
  readonly limit: number
}

/**
 * Performs due intents and takes their answers in as commands, lane by lane: a loop in a server, a cron route, a queue's
 * consumer. It may die at any moment: what was lent comes back, and the answer's key is the intent's own, so it is taken
 * in once.
 */
export const work = Effect.fnUntraced(function* (
  engine: Engine,
  errands: ReadonlyMap<string, AnyErrand>,
  { until, limit }: WorkOptions
): Effect.fn.Return<Worked, ClockSkew | StorageError> {
  let answered = 0
  let lent = 0
  const failed: Array<Failed> = []
  while (lent < limit) {
    const at = yield* now
    if (until !== undefined && at >= until) break
    const round = yield* engine.storage.take(at, Math.min(limit - lent, 64))
    if (round.length === 0) break
    lent += round.length
    const outcomes = yield* Effect.forEach(round, (one) => carry(engine, errands, one, at), { concurrency: 16 })
    for (const outcome of outcomes) {
      if (outcome === undefined) answered++
      else failed.push(outcome)
    }
  }
  return { answered, failed }
})

const carry = Effect.fnUntraced(function* (
  engine: Engine,
  errands: ReadonlyMap<string, AnyErrand>,
  lent: Lent,
  at: number
): Effect.fn.Return<Failed | undefined> {
  const found = errands.get(lent.kind)
  // A clock that ran ahead lends what is not due; if it is right again by now, the intent comes back by itself.
  const early = (yield* now) < lent.since
  const carried =
    found === undefined || early
      ? Effect.fail({ _tag: early ? "TooEarly" : "NoErrand" } as const)
      : Effect.flatMap(perform(engine, found, lent), ({ command, input }) =>
          execute(engine, command, input, { actor: system, key: `answer/${lent.id}`, done: [lent.id] })
        )
  const exit = yield* Effect.exit(observeErrand(lent, at, carried))
  if (Exit.isSuccess(exit)) return undefined
  return { intent: lent.id, kind: lent.kind, tries: lent.tries, cause: outcomeOf(exit) }
})

const perform = Effect.fnUntraced(function* (
  engine: Engine,
  found: AnyErrand,
  lent: Lent
): Effect.fn.Return<Answered, { readonly _tag: string } | NotFound | VersionAhead | StorageError | VaultError> {
  const payload: unknown = decode(found.kind.schema, JSON.parse(lent.payload))
  const session = new Session(
    engine.storage,
    engine.vault,
    new Set((found.opens ?? []).map(({ name }) => name)),
    yield* now
  )
  const loaded = yield* session.load(found.load(payload, read))
  return yield* found.perform(loaded, payload, { id: lent.id, tries: lent.tries })
})
