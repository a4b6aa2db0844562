import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { broken, every, law, type Verdict, verdict } from "../../kernel/law.ts"
import type { StorageError } from "../errors.ts"
import type { Commit } from "../model.ts"
import type { Storage } from "../ports.ts"
import { atOnce, write } from "./commits.ts"
import { allEntries, type FreshAdapter, onAdapter, plain } from "./subject.ts"
import { accounts, collections, emptyCommit } from "./trace.ts"

/** For each caller, how many steps of other fibers he waits before he goes away. */
const Patience = Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 12 }))).check(
  Schema.isMinLength(2),
  Schema.isMaxLength(40)
)

const commitOf = (number: number): Commit => ({
  ...emptyCommit(`key-${number}`),
  writes: [write(`good-${number}`, 0)],
  transfers: [{ kind: "post", id: `t-${number}`, from: accounts.supply, to: accounts.sold, amount: 1n }],
  intents: [{ id: `i-${number}`, lane: `lane ${number}`, kind: "send", payload: "{}", due: 0 }]
})

/** The laws of callers who do not hear the reply. */
export const interruptionLaws = (fresh: FreshAdapter) => [
  law({
    id: "L38",
    title: "a caller who goes away leaves a whole commit or none, and the same key settles which",
    input: Patience,
    holds: (patience) =>
      onAdapter(fresh, (adapter) =>
        Effect.gen(function* () {
          const storage = yield* adapter.open(collections)
          const leave = (steps: number, number: number) =>
            Effect.gen(function* () {
              const call = yield* Effect.forkChild(storage.commit(commitOf(number)))
              for (let step = 0; step < steps; step++) yield* Effect.yieldNow
              yield* Fiber.interrupt(call)
            })
          yield* Effect.all(patience.map(leave), { concurrency: "unbounded" })
          return yield* settled(storage, patience.length)
        })
      )
  }),
  law({
    id: "L39",
    title: "what was acknowledged before a close stands after it, and what was not is whole or absent",
    input: Schema.Struct({
      patience: Patience,
      steps: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 12 }))
    }),
    holds: ({ patience, steps }) =>
      onAdapter(fresh, (adapter) =>
        Effect.gen(function* () {
          const calls = yield* Effect.scoped(
            Effect.gen(function* () {
              const storage = yield* adapter.open(collections)
              const begun = yield* Effect.forEach(patience.keys(), (number) =>
                Effect.forkDetach(Effect.result(storage.commit(commitOf(number))))
              )
              for (let step = 0; step < steps; step++) yield* Effect.yieldNow
              return begun
            })
          )
          const answers = yield* Effect.forEach(calls, (call) => Fiber.join(call))
          const again = yield* adapter.open(collections)
          const stand = new Set((yield* allEntries(again)).map((entry) => entry.key))
          const lost = answers.flatMap((answer, number) =>
            Result.isSuccess(answer) && !stand.has(commitOf(number).key) ? [number] : []
          )
          if (lost.length > 0) return broken(`acknowledged and lost: ${plain(lost)}`)
          const refused = answers.filter(Result.isFailure).map((answer) => answer.failure)
          const odd = refused.filter((error) => error._tag !== "StorageError" || error.reason !== "Closed")
          if (odd.length > 0) return broken(`refused for another reason than the close: ${plain(odd)}`)
          return yield* settled(again, patience.length)
        })
      )
  })
]

/** Sends every commit once more: each must now stand exactly once, whole. */
const settled = Effect.fnUntraced(function* (storage: Storage, count: number): Effect.fn.Return<Verdict, StorageError> {
  const answers = yield* atOnce(Array.from({ length: count }, (_, number) => storage.commit(commitOf(number))))
  const entries = yield* allEntries(storage)
  const trial = yield* storage.trial
  const waiting = yield* storage.waiting(1_000)
  return every([
    verdict(answers.every(Result.isSuccess), () => `sent again: ${plain(answers)}`),
    verdict(entries.length === count, () => `${entries.length} entries of ${count} commits`),
    verdict(
      entries.every(({ events, lines }) => events.length === 1 && lines.length === 1),
      () => `a commit in part: ${plain(entries)}`
    ),
    verdict(trial[0]?.debit === BigInt(count) && waiting.length === count, () => plain({ trial, waiting }))
  ])
})
