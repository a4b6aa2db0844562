import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Id, Instant, Text } from "../kernel/id.ts"
import { refusal } from "../kernel/refusal.ts"
import type { Waiting } from "../storage/model.ts"
import { collection, integer } from "./collection.ts"
import { command, put, query } from "./command.ts"
import { event } from "./event.ts"
import type { Loading } from "./question.ts"
import type { Read } from "./read.ts"

/** The intent is not parked: it was answered, or it is still tried. */
export const IntentNotParked = refusal(
  "IntentNotParked",
  { intent: Schema.String },
  {
    status: 409,
    zh: ({ intent }) => `外联 \`${intent}\` 并未停靠`,
    en: ({ intent }) => `intent \`${intent}\` is not parked`
  }
)
export type IntentNotParked = typeof IntentNotParked.Type

/** What staff did about an intent that was given up. */
export class Intervention extends Schema.Opaque<Intervention>()(
  Schema.Struct({
    /** The intent. */
    id: Schema.String,
    kind: Schema.String,
    lane: Schema.String,
    /** Tried once more, or taken out since its matter was seen to otherwise. */
    ending: Schema.Literals(["retried", "resolved"]),
    by: Id,
    at: Instant,
    /** How often staff intervened, this time included. */
    times: Schema.Int,
    note: Schema.optionalKey(Text(500))
  })
) {}

/** The collection of interventions. */
export const interventions = collection<Intervention>("intervention", {
  schema: Intervention,
  id: ({ id }) => id,
  columns: { at: integer(({ at }) => at) },
  indexes: { at: ["at"] }
})

export const IntentRetried = event("IntentRetried", Schema.Struct({ lane: Schema.String }))
export const IntentResolved = event("IntentResolved", Schema.Struct({ lane: Schema.String }))

/** An intent that was given up after its last try; those behind it in its lane wait for it. */
export class ParkedIntent extends Schema.Opaque<ParkedIntent>()(
  Schema.Struct({
    id: Schema.String,
    lane: Schema.String,
    kind: Schema.String,
    /** JSON text. */
    payload: Schema.String,
    tries: Schema.Int,
    due: Instant
  })
) {}

/** How many parked intents are listed, and tried again at once; the oldest first. */
export const mostParked = 500

// Whoever knows the id of one is not to be told that it is not parked because many are.
const everyParked = 1_000_000

const Retry = Schema.Struct({ intent: Schema.String })
const RetryAll = Schema.Struct({ kind: Schema.optionalKey(Schema.String) })
const RetriedAll = Schema.Struct({ retried: Schema.Int })
const Resolve = Schema.Struct({ intent: Schema.String, note: Text(500) })

/** What is known of a parked intent before somebody sees to it. */
export interface ParkedFound {
  readonly parked: Waiting | undefined
  readonly before: Intervention | undefined
}

// The list is not guarded and the intervention is: whoever sees to the intent after the list was read has this decided once more.
function* find({ intent }: { readonly intent: string }, read: Read): Loading<ParkedFound> {
  const before = yield* read.maybe(interventions, intent)
  const all = yield* read.parked(everyParked)
  return { parked: all.find(({ id }) => id === intent), before }
}

const interventionOf = (
  { id, kind, lane }: Waiting,
  before: Intervention | undefined,
  ending: Intervention["ending"],
  { actor, now }: { readonly actor: { readonly id: string }; readonly now: number }
): Intervention => ({ id, kind, lane, ending, by: actor.id, at: now, times: (before?.times ?? 0) + 1 })

/** What staff can do about intents that were given up. */
export const parkedCommands = {
  parked: query("operations.parked", {
    summary: "the oldest intents that were given up after their last try, each of which holds up its lane",
    input: Schema.Struct({}),
    reply: Schema.Array(ParkedIntent),
    permission: "operations.parked",
    *load(_: object, read: Read) {
      return yield* read.parked(mostParked)
    },
    answer: (parked) =>
      parked.map(({ id, lane, kind, payload, tries, due }) => ({ id, lane, kind, payload, tries, due }))
  }),
  retryIntent: command("operations.retryIntent", {
    summary: "tries a parked intent again, in its old place in its lane",
    input: Retry,
    reply: Intervention,
    refusals: [IntentNotParked],
    permission: "operations.retryIntent",
    load: find,
    decide: ({ parked, before }, { intent }, moment) => {
      if (parked === undefined) return notParked(intent)
      const retried = interventionOf(parked, before, "retried", moment)
      const told = IntentRetried.of({ lane: parked.lane })
      return Result.succeed({ reply: retried, changes: [put(interventions, retried, told)], revived: [intent] })
    }
  }),
  retryIntents: command("operations.retryIntents", {
    summary: "tries the oldest parked intents again, of all kinds or of one, as after a gateway that did not answer",
    input: RetryAll,
    reply: RetriedAll,
    refusals: [],
    permission: "operations.retryIntents",
    *load({ kind }, read: Read) {
      const all = yield* read.parked(mostParked)
      const listed = kind === undefined ? all : all.filter((one) => one.kind === kind)
      const before = yield* read.some(
        interventions,
        listed.map(({ id }) => id)
      )
      // Whoever saw to one of them before its intervention was read is not overwritten.
      const still = new Set((yield* read.parked(mostParked)).map(({ id }) => id))
      return { stuck: listed.filter(({ id }) => still.has(id)), before }
    },
    decide: ({ stuck, before }, _, moment) =>
      Result.succeed({
        reply: { retried: stuck.length },
        changes: stuck.map((one) => {
          const retried = interventionOf(one, before.get(one.id), "retried", moment)
          return put(interventions, retried, IntentRetried.of({ lane: one.lane }))
        }),
        revived: stuck.map(({ id }) => id)
      })
  }),
  resolveIntent: command("operations.resolveIntent", {
    summary: "takes a parked intent out of its lane, with a note on how its matter was seen to",
    input: Resolve,
    reply: Intervention,
    refusals: [IntentNotParked],
    permission: "operations.resolveIntent",
    load: find,
    decide: ({ parked, before }, { intent, note }, moment) => {
      if (parked === undefined) return notParked(intent)
      const resolved: Intervention = { ...interventionOf(parked, before, "resolved", moment), note }
      const told = IntentResolved.of({ lane: parked.lane })
      return Result.succeed({ reply: resolved, changes: [put(interventions, resolved, told)], answered: [intent] })
    }
  })
} as const

const notParked = (intent: string): Result.Result<never, IntentNotParked> =>
  Result.fail({ _tag: "IntentNotParked", intent })
