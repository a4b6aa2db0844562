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
import { Underway } from "./underway.ts"

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
  /**
   * How long one try may take, in milliseconds; 30,000 if absent. It is never longer than the lease: the first try has 8
   * seconds, the second 18, the third 38, and so on.
   */
  readonly longest?: number
  load(payload: Payload, read: Read): Loading<Loaded>
  /**
   * Asks the outside world, under a key of the intent's own: it may be asked again after a crash. A failure leaves the
   * intent in the log for its next try. What takes too long is interrupted, and that is a failure too (`TimedOut`).
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
  /**
   * Stop lending at this instant, milliseconds. What has begun by then is waited for: 30 seconds at most, or `longest` of its
   * errand, and the commit of its answer. Absent: stop when nothing is due.
   */
  readonly until?: number
  /** Lend at most so many. */
  readonly limit: number
}

/** Most errands under way at once: no more are lent, since a lease that waits for its turn may be over when it comes. */
const places = 32

/** So many are lent anew at once, where many end quickly: to ask the storage for each would cost more than it gains. */
const handful = places / 2

/** How long a handful is waited for, in milliseconds, before places that are free are filled all the same. */
const gathering = 125

/** After how long it is asked again whether anything is due, in milliseconds, while errands take their time. */
const patience = 1_000

/**
 * So long before its lease is over an errand is given up, in milliseconds: by then its answer is to be committed, and the clock
 * of whoever is lent it next may be a little ahead.
 */
const margin = 2_000

/** How long an errand may take in milliseconds, if it says nothing of it. */
const usuallyLongest = 30_000

/**
 * Performs due intents and takes their answers in as commands, lane by lane: a loop in a server, a cron route, a queue's
 * consumer. It may die at any moment: what was lent comes back, and the answer's key is the intent's own, so it is taken
 * in once. One that takes its time holds up its own lane and no other.
 */
export const work = Effect.fnUntraced(function* (
  engine: Engine,
  errands: ReadonlyMap<string, AnyErrand>,
  { until, limit }: WorkOptions
): Effect.fn.Return<Worked, ClockSkew | StorageError> {
  let answered = 0
  let lent = 0
  const failed: Array<Failed> = []
  const underway = new Underway()
  const allEnded = underway.wait(() => underway.running === 0)
  while (lent < limit) {
    const at = yield* now
    if (until !== undefined && at >= until) break
    underway.ended = 0
    const free = Math.min(limit - lent, places - underway.running)
    // Whatever storage says, what is under way is carried to its end.
    const round = yield* Effect.tapError(engine.storage.take(at, free), () => allEnded)
    if (round.length === 0 && underway.running + underway.ended === 0) break
    lent += round.length
    for (const one of round) {
      underway.begins()
      const carried = Effect.map(carry(engine, errands, one, at), (outcome) => {
        if (outcome === undefined) answered++
        else failed.push(outcome)
      })
      const fiber = yield* Effect.forkChild(carried, { startImmediately: true })
      fiber.addObserver(() => underway.ends())
    }
    yield* underway.wait(() => underway.ended > 0, underway.running < places ? patience : undefined)
    yield* underway.wait(() => underway.ended >= handful || underway.running === 0, gathering)
    // Storage commits a group at once: whoever was in it has ended too when it is asked again.
    yield* Effect.yieldNow
  }
  yield* allEnded
  return { answered, failed }
})

const carry = Effect.fnUntraced(function* (
  engine: Engine,
  errands: ReadonlyMap<string, AnyErrand>,
  lent: Lent,
  at: number
): Effect.fn.Return<Failed | undefined> {
  const carried = Effect.flatMap(perform(engine, errands.get(lent.kind), lent, at), ({ command, input }) =>
    execute(engine, command, input, { actor: system, key: `answer/${lent.id}`, done: [lent.id] })
  )
  const exit = yield* Effect.exit(observeErrand(lent, at, carried))
  if (Exit.isSuccess(exit)) return undefined
  return { intent: lent.id, kind: lent.kind, tries: lent.tries, cause: outcomeOf(exit) }
})

/** Why nothing was asked, or no answer was waited for any longer: the intent comes back by itself. */
const left = (_tag: "TooEarly" | "NoErrand" | "TooLate" | "TimedOut") => Effect.fail({ _tag })

/** Performs an errand while its lease holds: what is not begun by then is left, what is not answered is given up. */
const perform = Effect.fnUntraced(function* (
  engine: Engine,
  found: AnyErrand | undefined,
  lent: Lent,
  at: number
): Effect.fn.Return<Answered, { readonly _tag: string }> {
  const instant = yield* now
  // A clock that ran ahead lends what is not due, and is right again by now.
  if (instant < lent.since) return yield* left("TooEarly")
  if (found === undefined) return yield* left("NoErrand")
  // A clock that was set back makes no lease longer than it was.
  const holds = Math.min(lent.due - instant, lent.due - at) - margin
  if (holds <= 0) return yield* left("TooLate")
  return yield* Effect.timeoutOrElse(ask(engine, found, lent), {
    duration: Math.min(holds, found.longest ?? usuallyLongest),
    orElse: () => left("TimedOut")
  })
})

const ask = Effect.fnUntraced(function* (
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
