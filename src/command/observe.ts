import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as Tracer from "effect/Tracer"
import { lastTry } from "../storage/rules.ts"
import { Clock } from "./clock.ts"

/** What spans, metrics and logs may carry: names, tags and numbers. Never an input, a fact's fields or an actor's id (L57). */
export interface Telling {
  readonly [name: string]: string | number | boolean
}

/** Boundaries of times in milliseconds: what a command takes, and what a queue may come to. */
const short = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000]
const long = [100, 1_000, 10_000, 60_000, 600_000, 3_600_000, 86_400_000]

/** A metric for each value of its attributes, made once: a metric that is kept remembers the key of its series. */
const series = <Input>(make: (attributes: Metric.Metric.AttributeSet) => Metric.Metric<Input, unknown>) => {
  const made = new Map<string, Metric.Metric<Input, unknown>>()
  return (attributes: { readonly [name: string]: string }): Metric.Metric<Input, unknown> => {
    const key = Object.values(attributes).join(" ")
    let metric = made.get(key)
    if (metric === undefined) made.set(key, (metric = make(attributes)))
    return metric
  }
}

const counter = (id: string, description: string) =>
  series((attributes) => Metric.counter(id, { description, attributes, incremental: true }))

const histogram = (id: string, description: string, boundaries: ReadonlyArray<number>) =>
  series((attributes) => Metric.histogram(id, { description, attributes, boundaries }))

const calls = counter("pannier.calls", "Commands and queries, by name and how they ended")
const callTime = histogram("pannier.call.milliseconds", "What commands and queries took, retries included", short)
const retries = counter("pannier.call.retries", "Commands that loaded and decided again, by what storage refused")
const errands = counter("pannier.errands", "Intents that were carried, by kind and how that ended")
const errandTime = histogram("pannier.errand.milliseconds", "What carrying an intent took, its answer included", short)
const lag = histogram("pannier.errand.lag.milliseconds", "How long after it was due an intent was carried", long)

/** How something ended: `ok`, the tag of its refusal, or what effect calls the reason. */
export const outcomeOf = (exit: Exit.Exit<unknown, { readonly _tag: string }>): string => {
  if (Exit.isSuccess(exit)) return "ok"
  const [reason] = exit.cause.reasons
  return reason?._tag === "Fail" ? reason.error._tag : (reason?._tag ?? "Empty")
}

/** What is nobody's refusal: somebody who watches wants to see these at a glance. */
const trouble = new Set(["StorageError", "VaultError", "Contention", "ClockSkew", "Die", "Interrupt"])

/**
 * Runs something within a span that tells how it ended by a tag alone. The span itself ends well and with nothing: exporters
 * write out what a span failed with and keep what it ended with, and either may be personal.
 */
export const spanned = <A, E extends { readonly _tag: string }, R>(
  name: string,
  attributes: Telling,
  self: Effect.Effect<A, E, R>,
  told?: (answer: A) => Telling
): Effect.Effect<A, E, R> =>
  Effect.withFiber((fiber) => {
    // The tracer that effect has by itself keeps its spans for nobody.
    if (Context.getOrUndefined(fiber.context, Tracer.Tracer) === undefined) return self
    let ended: Exit.Exit<A, E> = Exit.interrupt()
    const within = Effect.useSpan(name, { attributes }, (span) =>
      Effect.map(Effect.exit(Effect.withParentSpan(self, span, { captureStackTrace: false })), (exit) => {
        ended = exit
        const outcome = outcomeOf(exit)
        span.attribute("pannier.outcome", outcome)
        if (trouble.has(outcome)) span.attribute("error.type", outcome)
        if (told === undefined || !Exit.isSuccess(exit)) return
        for (const [key, value] of Object.entries(told(exit.value))) span.attribute(key, value)
      })
    )
    return Effect.flatMap(within, () => ended)
  })

const measured = <A, E extends { readonly _tag: string }, R>(
  self: Effect.Effect<A, E, R>,
  record: (outcome: string, milliseconds: number, context: Context.Context<never>) => void
): Effect.Effect<A, E, R> =>
  Effect.withFiber((fiber) => {
    const clock = fiber.getRef(Clock)
    const began = clock.monotonicTimeNanosUnsafe()
    return Effect.onExitPrimitive(self, (exit) => {
      record(outcomeOf(exit), Number(clock.monotonicTimeNanosUnsafe() - began) / 1e6, fiber.context)
      return undefined
    })
  })

/** A command or query as a span, counted by how it ended, and its time. */
export const observeCall = <A, E extends { readonly _tag: string }, R>(
  call: { readonly name: string; readonly kind: "command" | "query"; readonly actor: string },
  self: Effect.Effect<A, E, R>,
  told?: (answer: A) => Telling
): Effect.Effect<A, E, R> => {
  const { name, kind, actor } = call
  return measured(
    spanned(`pannier ${name}`, { "pannier.name": name, "pannier.kind": kind, "pannier.actor": actor }, self, told),
    (outcome, milliseconds, context) => {
      calls({ name, kind, outcome }).updateUnsafe(1, context)
      callTime({ name, kind }).updateUnsafe(milliseconds, context)
    }
  )
}

/** A command that loads and decides again, since storage refused. */
export const observeRetry = (name: string, refused: string): Effect.Effect<void> =>
  Metric.update(retries({ name, refused }), 1)

/** An intent on its way: a span, its lag, how it ended; and a word in the log if it failed, loud when it is parked by that. */
export const observeErrand = <A, E extends { readonly _tag: string }, R>(
  lent: { readonly id: string; readonly kind: string; readonly tries: number; readonly since: number },
  at: number,
  self: Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> => {
  const { id, kind, tries, since } = lent
  const about = { "pannier.intent": id, "pannier.kind": kind, "pannier.tries": tries }
  return measured(
    Effect.tapCause(spanned(`pannier errand ${kind}`, about, self), (cause) => {
      const outcome = outcomeOf(Exit.failCause(cause))
      const [log, what] =
        tries >= lastTry
          ? [Effect.logError, "an intent is parked: somebody has to look"]
          : [Effect.logDebug, "an intent comes back"]
      return Effect.annotateLogs(log(what), { ...about, "pannier.outcome": outcome })
    }),
    (outcome, milliseconds, context) => {
      errands({ kind, outcome }).updateUnsafe(1, context)
      errandTime({ kind }).updateUnsafe(milliseconds, context)
      // A retry is late by what its waits were, which says nothing of the queue.
      if (tries === 1) lag({ kind }).updateUnsafe(Math.max(0, at - since), context)
    }
  )
}
