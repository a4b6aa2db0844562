import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { broken, every, held, law, vacuous, verdict } from "../../kernel/law.ts"
import type { Commit, Entry } from "../model.ts"
import { atOnce, write } from "./commits.ts"
import { allEntries, everything, type FreshAdapter, on, onAdapter, once, outcome, plain, play } from "./subject.ts"
import { accounts, beginning, collections, emptyCommit, Trace } from "./trace.ts"

const { supply, shelf, sold } = accounts

/** The laws of the log, of time, and of opening and closing. */
export const logLaws = (fresh: FreshAdapter) => [
  law({
    id: "S05",
    title: "positions are 1, 2, 3 in commit order, time never goes back, and pages join to the whole log",
    input: Schema.Struct({ trace: Trace, limit: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 5 })) }),
    holds: ({ trace, limit }) =>
      on(fresh, (storage, hand) =>
        Effect.gen(function* () {
          const played = yield* play(storage, hand, trace)
          const entries = yield* allEntries(storage)
          const paged: Array<Entry> = []
          for (;;) {
            const page = yield* storage.events(paged.length, limit)
            if (page.length > limit) return broken(`a page of ${page.length} for ${limit}`)
            if (page.length === 0) break
            paged.push(...page)
          }
          if (entries.length === 0) return vacuous("nothing was committed")
          const positions = played.flatMap(({ answer }) =>
            Result.isSuccess(answer) && !answer.success.repeated ? [answer.success.position] : []
          )
          return every([
            verdict(
              plain(paged) === plain(entries),
              () => `${paged.length} entries by pages, ${entries.length} at once`
            ),
            verdict(
              entries.every(({ position }, index) => position === index + 1),
              () => "positions have a gap"
            ),
            verdict(
              plain(positions) === plain(entries.map(({ position }) => position)),
              () => `replies say ${plain(positions)}`
            ),
            verdict(
              entries.every(({ at }, index) => at >= (entries[index - 1]?.at ?? 0)),
              () => `time goes back: ${plain(entries.map(({ at }) => at))}`
            )
          ])
        })
      )
  }),
  law({
    id: "S05",
    title: "commits that race are given positions without a gap, each under its own key",
    input: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 64 })),
    holds: (crowd) =>
      on(fresh, (storage) =>
        Effect.gen(function* () {
          const answers = yield* atOnce(
            Array.from({ length: crowd }, (_, number) =>
              storage.commit({ ...emptyCommit(`key-${number}`), writes: [write(`g-${number}`, 0)] })
            )
          )
          const entries = yield* allEntries(storage)
          const right = answers.every(
            (answer, number) =>
              Result.isSuccess(answer) && entries[answer.success.position - 1]?.key === `key-${number}`
          )
          return verdict(
            right && entries.length === crowd && entries.every(({ position }, index) => position === index + 1),
            () => plain(entries)
          )
        })
      )
  }),
  law({
    id: "L60",
    title: "a clock that jumps is refused, what has died never revives, and positions go on",
    input: Schema.Struct({
      jump: Schema.Int.check(Schema.isBetween({ minimum: 5_001, maximum: 315_360_000_000 })),
      back: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 5_000 }))
    }),
    holds: ({ jump, back }) =>
      on(fresh, (storage, hand) =>
        Effect.gen(function* () {
          const until = beginning + 10_000
          yield* storage.commit({
            ...emptyCommit("stock"),
            transfers: [
              { kind: "post", id: "stock", from: supply, to: shelf, amount: 2n },
              { kind: "hold", id: "h", from: shelf, to: sold, amount: 1n, until }
            ]
          })
          hand.now = until
          yield* storage.commit({ ...emptyCommit("time passes", until), writes: [write("one", 0)] })
          const say = (key: string, at: number) =>
            Effect.result(storage.commit({ ...emptyCommit(key, at), transfers: [{ kind: "settle", hold: "h" }] }))
          const story = [
            // One node's clock is off, then storage's own has jumped with it.
            outcome(yield* say("ahead", until + jump)),
            outcome(yield* say("behind", until - jump)),
            outcome(yield* ((hand.now = until - jump), say("both behind", until - jump))),
            // Within what clocks may differ the commit counts, but the hold is dead by the log's own time.
            outcome(yield* ((hand.now = until), say("a little behind", until - back))),
            outcome(
              yield* Effect.result(storage.commit({ ...emptyCommit("next", until - back), writes: [write("two", 0)] }))
            )
          ]
          const expected = ["ClockSkew", "ClockSkew", "ClockSkew", "HoldResolved", "Committed"]
          if (plain(story) !== plain(expected)) return broken(plain(story))
          const entries = yield* allEntries(storage)
          const last = entries.at(-1)
          return verdict(last?.position === 3 && last.at === until, () => plain(last))
        })
      )
  }),
  law({
    id: "S08",
    title: "what is too large or unknown is refused before anything is asked, and leaves no trace",
    input: once,
    holds: () =>
      on(fresh, (storage) =>
        Effect.gen(function* () {
          const { items, document } = storage.limits
          const base = emptyCommit("large")
          const many = <A>(make: (number: number) => A) =>
            Array.from({ length: items + 1 }, (_, number) => make(number))
          const cases: ReadonlyArray<readonly [string, Commit]> = [
            [
              "TooLarge",
              { ...base, guards: many((number) => ({ collection: "goods", id: `g-${number}`, version: 0 })) }
            ],
            ["TooLarge", { ...base, writes: many((number) => write(`g-${number}`, 0)) }],
            [
              "TooLarge",
              { ...base, claims: many((number) => ({ kind: "claim", scope: "s", value: `${number}`, holder: "h" })) }
            ],
            [
              "TooLarge",
              {
                ...base,
                transfers: many((number) => ({ kind: "post", id: `${number}`, from: supply, to: sold, amount: 1n }))
              }
            ],
            [
              "TooLarge",
              { ...base, intents: many((number) => ({ id: `${number}`, lane: "l", kind: "k", payload: "{}", due: 0 })) }
            ],
            ["TooLarge", { ...base, done: many(String) }],
            ["TooLarge", { ...base, writes: [write("big", 0, `{"text":"${"x".repeat(document)}"}`)] }],
            ["Unsupported", { ...base, guards: [{ collection: "nowhere", id: "a", version: 0 }] }],
            ["Unsupported", { ...base, writes: [{ ...write("a", 0), collection: "constructor" }] }],
            ["Unsupported", { ...base, writes: [{ ...write("a", 0), columns: { colour: "red" } }] }],
            ["Unsupported", { ...base, writes: [{ ...write("a", 0), columns: { rank: "first" } }] }],
            ["Unsupported", { ...base, writes: [{ ...write("a", 0), columns: { rank: 1.5 } }] }],
            ["Unsupported", { ...base, writes: [{ ...write("a", 0), columns: { name: 7 } }] }]
          ]
          for (const [index, [reason, commit]] of cases.entries()) {
            const answer = yield* Effect.result(storage.commit({ ...commit, at: 0 }))
            const actual =
              Result.isFailure(answer) && answer.failure._tag === "StorageError"
                ? answer.failure.reason
                : outcome(answer)
            if (actual !== reason) return broken(`case ${index + 1}: ${actual}, not ${reason}`)
          }
          if ((yield* allEntries(storage)).length > 0) return broken("a refused commit stands")
          const largest = { ...base, reply: "x".repeat(document), done: Array.from({ length: items }, String) }
          const answer = outcome(yield* Effect.result(storage.commit(largest)))
          return verdict(answer === "Committed", () => `as much as the limits allow: ${answer}`)
        })
      )
  }),
  law({
    id: "S09",
    title: "a storage that is closed answers nothing, and opened again it has everything",
    input: Trace,
    holds: (trace) =>
      onAdapter(fresh, (adapter, hand) =>
        Effect.gen(function* () {
          const [before, old] = yield* Effect.scoped(
            Effect.gen(function* () {
              const storage = yield* adapter.open(collections)
              yield* play(storage, hand, trace)
              return [yield* everything(storage, hand.now), storage] as const
            })
          )
          const answers = [
            yield* Effect.result(old.trial),
            yield* Effect.result(old.events(0, 1)),
            yield* Effect.result(old.take(hand.now, 1)),
            yield* Effect.result(old.receipt("a")),
            yield* Effect.result(old.commit(emptyCommit("late", hand.now)))
          ]
          const closed = answers.every((answer) => plain(answer).includes(`"reason":"Closed"`))
          if (!closed) return broken(`a closed storage answered ${plain(answers)}`)
          const again = yield* adapter.open(collections)
          const after = yield* everything(again, hand.now)
          return before === after ? held : broken(`opened again: ${after}, was ${before}`)
        })
      )
  }),
  law({
    id: "S10",
    title: "a commit that is wrong in many ways is refused for the first of them in the order of the port",
    input: once,
    holds: () =>
      on(fresh, (storage) =>
        Effect.gen(function* () {
          yield* storage.commit({
            ...emptyCommit("before"),
            writes: [write("one", 0)],
            claims: [{ kind: "claim", scope: "s", value: "v", holder: "somebody" }],
            intents: [{ id: "i", lane: "l", kind: "k", payload: "{}", due: beginning }]
          })
          let wrong: Commit = {
            ...emptyCommit("before", 0),
            fingerprint: "other",
            guards: [{ collection: "goods", id: "one", version: 2 }],
            writes: [write("one", 0), write("one", 5)],
            claims: [{ kind: "claim", scope: "s", value: "v", holder: "h" }],
            transfers: [{ kind: "post", id: "t", from: shelf, to: sold, amount: 1n }],
            intents: [{ id: "i", lane: "l", kind: "k", payload: "{}", due: 0 }]
          }
          const story: Array<string> = []
          const mendings: ReadonlyArray<Partial<Commit>> = [
            { key: "fresh" },
            { at: beginning },
            { guards: [] },
            { writes: [write("two", 0), write("one", 5)] },
            { writes: [] },
            { claims: [] },
            { transfers: [] },
            { done: ["i"] }
          ]
          for (const mending of mendings) {
            story.push(outcome(yield* Effect.result(storage.commit(wrong))))
            wrong = { ...wrong, ...mending }
          }
          story.push(outcome(yield* Effect.result(storage.commit(wrong))))
          const expected = [
            "IdempotencyKeyReuse",
            "ClockSkew",
            "StaleVersion",
            "AlreadyExists",
            "StaleVersion",
            "Taken",
            "BoundExceeded",
            "AlreadyExists",
            "Committed"
          ]
          return verdict(plain(story) === plain(expected), () => plain(story))
        })
      )
  })
]
