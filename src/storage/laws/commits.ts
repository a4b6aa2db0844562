import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { broken, every, held, law, vacuous, type Verdict, verdict } from "../../kernel/law.ts"
import type { Commit, Write } from "../model.ts"
import { allEntries, everything, type FreshAdapter, isAccepted, on, outcome, plain, play } from "./subject.ts"
import { accounts, emptyCommit, Trace } from "./trace.ts"

/** How many callers come at once. */
const Crowd = Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 64 }))

export const write = (id: string, expected: number, json: string | null = `{"id":"${id}"}`): Write => ({
  collection: "goods",
  id,
  expected,
  json,
  columns: {},
  event: { type: "GoodWritten", data: "{}" },
  change: json === null ? `{"set":{},"unset":["id"]}` : `{"set":${json},"unset":[]}`
})

/** Many at once, as callers that know nothing of one another. */
export const atOnce = <A, E>(effects: Iterable<Effect.Effect<A, E>>) =>
  Effect.all([...effects].map(Effect.result), { concurrency: "unbounded" })

/** The laws of the one atomic commit. */
export const commitLaws = (fresh: FreshAdapter) => [
  law({
    id: "L38",
    title: "a repeated key is answered with its first reply and changes nothing; another input under it is refused",
    input: Trace,
    holds: (trace) =>
      on(fresh, (storage, hand) =>
        Effect.gen(function* () {
          const accepted = (yield* play(storage, hand, trace)).filter(isAccepted)
          if (accepted.length === 0) return vacuous("nothing was committed")
          const before = yield* everything(storage, hand.now)
          // A late repeat is still a repeat: the key is asked before the clock.
          hand.now += 86_400_000
          for (const { commit, answer } of accepted) {
            const again = yield* storage.commit({ ...commit, guards: [], reply: "{}" })
            const first = Result.getOrThrow(answer)
            if (plain(again) !== plain({ ...first, repeated: true })) return broken(`${commit.key}: ${plain(again)}`)
            const other = yield* Effect.result(storage.commit({ ...commit, fingerprint: "other" }))
            if (outcome(other) !== "IdempotencyKeyReuse")
              return broken(`another input under ${commit.key}: ${outcome(other)}`)
          }
          return verdict(before === (yield* everything(storage, hand.now - 86_400_000)), () => "a repeat left a trace")
        })
      )
  }),
  law({
    id: "L38",
    title: "one key sent by many at once commits once, and every caller hears the same reply",
    input: Crowd,
    holds: (crowd) =>
      on(fresh, (storage) =>
        Effect.gen(function* () {
          const { supply, shelf } = accounts
          const commit: Commit = {
            ...emptyCommit("same"),
            writes: [write("one", 0)],
            transfers: [{ kind: "post", id: "stock", from: supply, to: shelf, amount: 1n }]
          }
          const answers = yield* atOnce(Array.from({ length: crowd }, () => storage.commit(commit)))
          const firsts = answers.filter((answer) => Result.isSuccess(answer) && !answer.success.repeated)
          const same = answers.every(
            (answer) =>
              Result.isSuccess(answer) && answer.success.position === 1 && answer.success.reply === commit.reply
          )
          const entries = yield* allEntries(storage)
          return verdict(
            firsts.length === 1 && same && entries.length === 1,
            () => `${firsts.length} first replies, ${entries.length} entries: ${plain(answers)}`
          )
        })
      )
  }),
  law({
    id: "L39",
    title: "a refused commit leaves no trace, not even of its key",
    input: Trace,
    holds: (trace) =>
      on(fresh, (storage, hand) =>
        Effect.gen(function* () {
          const verdicts: Array<Verdict> = []
          let before = yield* everything(storage, 0)
          yield* play(storage, hand, trace, ({ commit, answer, lent }) =>
            Effect.gen(function* () {
              const after = yield* everything(storage, 0)
              const receipt = yield* storage.receipt(commit.key)
              if (Result.isFailure(answer)) {
                const tag = answer.failure._tag
                const remembered = tag !== "IdempotencyKeyReuse" && receipt !== undefined
                // What was lent before the commit shows in the dump, and is not the commit's doing.
                const same = lent.length > 0 || before === after
                verdicts.push(
                  verdict(same && !remembered, () => `${tag} of ${commit.key} left ${after}, was ${before}`)
                )
              } else {
                verdicts.push(verdict(receipt !== undefined, () => `${commit.key} is not remembered`))
              }
              before = after
            })
          )
          return every(verdicts)
        })
      )
  }),
  law({
    id: "L39",
    title: "commits that come together stand or fall alone",
    input: Schema.Array(Schema.Boolean).check(Schema.isMinLength(2), Schema.isMaxLength(64)),
    holds: (fair) =>
      on(fresh, (storage) =>
        Effect.gen(function* () {
          const { supply, sold, shelf } = accounts
          const commits = fair.map((good, number) => ({
            ...emptyCommit(`key-${number}`),
            writes: [write(`good-${number}`, 0)],
            // The shelf is empty, so whoever takes from it is refused with all that he wrote.
            transfers: [
              { kind: "post", id: `first-${number}`, from: supply, to: sold, amount: 1n } as const,
              { kind: "post", id: `second-${number}`, from: good ? supply : shelf, to: sold, amount: 1n } as const
            ]
          }))
          const answers = yield* atOnce(commits.map((commit) => storage.commit(commit)))
          const right = answers.every(
            (answer, number) => outcome(answer) === (fair[number] === true ? "Committed" : "BoundExceeded")
          )
          const entries = yield* allEntries(storage)
          const stand = entries.map(({ key }) => key).toSorted()
          const expected = commits.flatMap(({ key }, number) => (fair[number] === true ? [key] : [])).toSorted()
          const whole = entries.every(({ events, lines }) => events.length === 1 && lines.length === 2)
          return verdict(
            right && whole && plain(stand) === plain(expected),
            () => `stand ${plain(stand)}: ${plain(answers.map(outcome))}`
          )
        })
      )
  }),
  law({
    id: "L42",
    title: "of many that rest on one version one stands, and each stream is numbered 1, 2, 3",
    input: Schema.Array(Crowd).check(Schema.isMinLength(1), Schema.isMaxLength(5)),
    holds: (crowds) =>
      on(fresh, (storage) =>
        Effect.gen(function* () {
          for (const [version, crowd] of crowds.entries()) {
            // Half of them write the document, the others only rest on it and write one of their own.
            const commits = Array.from({ length: crowd }, (_, number) => ({
              ...emptyCommit(`key-${version}-${number}`),
              guards: number % 2 === 0 ? [] : [{ collection: "goods", id: "one", version }],
              writes: number % 2 === 0 ? [write("one", version)] : [write(`own-${version}-${number}`, 0)]
            }))
            const answers = yield* atOnce(commits.map((commit) => storage.commit(commit)))
            const won = answers.filter((answer, number) => number % 2 === 0 && Result.isSuccess(answer)).length
            const lost = answers.filter(Result.isFailure)
            const stale = version === 0 ? ["AlreadyExists", "StaleVersion"] : ["StaleVersion"]
            const typed = lost.every(({ failure }) => stale.includes(failure._tag))
            if (won !== 1 || !typed)
              return broken(`${won} of ${crowd} wrote version ${version + 1}: ${plain(answers.map(outcome))}`)
          }
          return numbered(yield* allEntries(storage))
        })
      )
  }),
  law({
    id: "L42",
    title: "each stream is numbered 1, 2, 3 through removals, and a stale guard or write stops the commit",
    input: Trace,
    holds: (trace) =>
      on(fresh, (storage, hand) =>
        Effect.gen(function* () {
          yield* play(storage, hand, trace)
          const entries = yield* allEntries(storage)
          const last = entries.flatMap(({ events }) => events).at(-1)
          if (last === undefined) return vacuous("no document was written")
          const { collection, id, sequence } = last
          const stale = emptyCommit("stale", hand.now)
          const guarded = yield* Effect.result(
            storage.commit({ ...stale, guards: [{ collection, id, version: sequence + 1 }] })
          )
          const written = yield* Effect.result(storage.commit({ ...stale, writes: [write(id, sequence + 1)] }))
          const refused = outcome(guarded) === "StaleVersion" && outcome(written) === "StaleVersion"
          return refused ? numbered(entries) : broken(`a stale version: ${outcome(guarded)}, ${outcome(written)}`)
        })
      )
  })
]

const numbered = (
  entries: ReadonlyArray<{
    readonly events: ReadonlyArray<{ readonly collection: string; readonly id: string; readonly sequence: number }>
  }>
): Verdict => {
  const last = new Map<string, number>()
  for (const { collection, id, sequence } of entries.flatMap(({ events }) => events)) {
    const name = `${collection}/${id}`
    if (sequence !== (last.get(name) ?? 0) + 1) return broken(`${name} goes from ${last.get(name) ?? 0} to ${sequence}`)
    last.set(name, sequence)
  }
  return last.size === 0 ? vacuous("no document was written") : held
}
