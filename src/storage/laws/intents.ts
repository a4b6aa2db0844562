import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { broken, every, law, vacuous, type Verdict, verdict } from "../../kernel/law.ts"
import type { Commit, Intent, Lent } from "../model.ts"
import type { Storage } from "../ports.ts"
import { lastTry, nextTry } from "../rules.ts"
import { atOnce } from "./commits.ts"
import { type FreshAdapter, isAccepted, on, plain, play } from "./subject.ts"
import { beginning, emptyCommit, Trace } from "./trace.ts"

const intent = (id: string, lane: string, due: number = beginning): Intent => ({
  id,
  lane,
  kind: "send",
  payload: `{"id":"${id}"}`,
  due
})

const join = (storage: Storage, key: string, intents: ReadonlyArray<Intent>, at?: number) =>
  storage.commit({ ...emptyCommit(key, at), intents })

/** The laws of the outbox. */
export const intentLaws = (fresh: FreshAdapter) => [
  law({
    id: "L40",
    title: "every committed intent is lent until it is done, nothing else is, and each lane goes in commit order",
    input: Trace,
    holds: (trace) =>
      on(fresh, (storage, hand) =>
        Effect.gen(function* () {
          const played = yield* play(storage, hand, trace)
          const accepted = played.filter(isAccepted).map(({ commit }) => commit)
          const committed = accepted.flatMap(({ intents }) => intents)
          if (committed.length === 0) return vacuous("no intent was committed")
          const waits = yield* storage.waiting(1_000)
          const expected = waitingAfter(accepted)
          const ids = waits.map(({ id }) => id)
          if (plain(ids) !== plain(expected)) return broken(`waiting are ${plain(ids)}, not ${plain(expected)}`)
          const lentBefore = played.flatMap(({ lent }) => lent)
          const unknown = lentBefore.filter(({ id }) => !committed.some((one) => one.id === id))
          if (unknown.length > 0) return broken(`never committed: ${plain(unknown)}`)
          // From here on everything is due again within the hour, and each take is answered at once.
          const verdicts: Array<Verdict> = []
          const lentOf = new Map<string, Array<string>>()
          for (let round = 0; (yield* storage.waiting(1)).length > 0; round++) {
            if (round > committed.length) return broken(`still waiting: ${plain(yield* storage.waiting(1_000))}`)
            hand.now += 3_600_001
            const lent = yield* storage.take(hand.now, 1_000)
            verdicts.push(oneEachLane(lent))
            for (const { id, lane } of lent) lentOf.set(lane, [...(lentOf.get(lane) ?? []), id])
            yield* storage.commit({ ...emptyCommit(`done-${round}`, hand.now), done: lent.map(({ id }) => id) })
          }
          for (const [lane, carried] of lentOf) {
            const queue = waits.filter((one) => one.lane === lane).map(({ id }) => id)
            verdicts.push(
              verdict(
                plain(carried) === plain(queue),
                () => `${lane} was carried as ${plain(carried)}, not ${plain(queue)}`
              )
            )
          }
          return waits.length === 0 ? vacuous("everything was answered in the trace") : every(verdicts)
        })
      )
  }),
  law({
    id: "L40",
    title: "workers that take at once never hold the same intent, nor two of one lane",
    input: Schema.Struct({
      lanes: Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 9 }))).check(
        Schema.isMinLength(1),
        Schema.isMaxLength(40)
      ),
      workers: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 8 }))
    }),
    holds: ({ lanes, workers }) =>
      on(fresh, (storage) =>
        Effect.gen(function* () {
          yield* join(
            storage,
            "all",
            lanes.map((lane, number) => intent(`i-${number}`, `lane ${lane}`))
          )
          const taken = yield* atOnce(Array.from({ length: workers }, () => storage.take(beginning, 3)))
          const lent = taken.filter(Result.isSuccess).flatMap(({ success }) => success)
          const expected = Math.min(new Set(lanes).size, workers * 3)
          return every([
            verdict(taken.every(Result.isSuccess), () => `a take failed: ${plain(taken)}`),
            oneEachLane(lent),
            verdict(lent.length === expected, () => `${lent.length} lent, not ${expected}`)
          ])
        })
      )
  }),
  law({
    id: "L40",
    title:
      "an intent that nobody answers comes back at its next try, is parked with the last, and holds up its lane alone",
    input: [0, 1, 60_000],
    holds: (delay) =>
      on(fresh, (storage, hand) =>
        Effect.gen(function* () {
          const first = beginning + delay
          yield* join(storage, "two lanes", [
            intent("stuck", "a", first),
            intent("behind", "a"),
            intent("free", "b", first)
          ])
          let at = first
          for (let tries = 1; tries <= lastTry; tries++) {
            hand.now = at
            const early = yield* storage.take(at - 1, 9)
            const lent = yield* storage.take(at, 9)
            const next = nextTry(at, tries)
            const whole = { ...intent("stuck", "a", next), tries, since: at }
            if (early.length > 0) return broken(`lent before it was due: ${plain(early)}`)
            if (plain(lent[0]) !== plain(whole)) return broken(`try ${tries} lent ${plain(lent)}, not ${plain(whole)}`)
            if (tries === 1) yield* storage.commit({ ...emptyCommit("free done", at), done: ["free"] })
            const alone = tries === 1 ? plain(lent.map(({ id }) => id)) === plain(["stuck", "free"]) : lent.length === 1
            if (!alone) return broken(`try ${tries} lent ${plain(lent)}`)
            at = next
          }
          const states = (yield* storage.waiting(9)).map(({ id, state }) => `${id} ${state}`)
          if (plain(states) !== plain(["stuck parked", "behind waiting"])) return broken(plain(states))
          const late = (hand.now = at + 864_000_000)
          const blocked = yield* storage.take(late, 9)
          yield* join(storage, "other lane", [intent("other", "c")], late)
          const other = yield* storage.take(late, 9)
          yield* storage.commit({ ...emptyCommit("stuck done", late), done: ["stuck", "nobody"] })
          const behind = yield* storage.take(late, 9)
          hand.now = nextTry(late, 1)
          const both = yield* storage.take(hand.now, 9)
          const ids = [blocked, other, behind, both].map((lent) => lent.map(({ id }) => id).join())
          return verdict(plain(ids) === plain(["", "other", "behind", "behind,other"]), () => plain(ids))
        })
      )
  }),
  law({
    id: "L60",
    title: "nothing is lent at an instant that no commit can be of: whoever could not answer is not asked",
    input: [1, 60_000, 864_000_000],
    holds: (off) =>
      on(fresh, (storage, hand) =>
        Effect.gen(function* () {
          const { skew } = storage.limits
          yield* join(storage, "all", [intent("waits", "a")])
          const story: Array<string> = []
          const take = Effect.fnUntraced(function* (at: number) {
            const lent = yield* Effect.result(storage.take(at, 9))
            story.push(Result.isSuccess(lent) ? lent.success.map(({ id }) => id).join() : lent.failure._tag)
          })
          yield* take(beginning + skew + off)
          yield* take(beginning - skew - off)
          yield* take(Number.NaN)
          // Storage's own clock has jumped back too, and the log is ahead of both.
          hand.now = beginning - skew - off
          yield* take(hand.now)
          hand.now = beginning
          const [untouched] = yield* storage.waiting(9)
          if (untouched?.tries !== 0) return broken(`a refused worker used up a try: ${plain(untouched)}`)
          // Within what clocks may differ it counts.
          yield* take(beginning - skew)
          yield* take(beginning + skew)
          const expected = ["ClockSkew", "ClockSkew", "ClockSkew", "ClockSkew", "", "waits"]
          return verdict(plain(story) === plain(expected), () => plain(story))
        })
      )
  }),
  law({
    id: "L40",
    title: "those due longest are lent first, and no more than are asked for; a loan says since when",
    input: Schema.Struct({
      dues: Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: -3, maximum: 1 }))).check(
        Schema.isMinLength(1),
        Schema.isMaxLength(12)
      ),
      limit: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 4 }))
    }),
    holds: ({ dues, limit }) =>
      on(fresh, (storage) =>
        Effect.gen(function* () {
          const intents = dues.map((due, number) =>
            intent(`i-${String(number).padStart(2, "0")}`, `lane ${number}`, beginning + due)
          )
          yield* join(storage, "all", intents)
          const due = intents.filter((one) => one.due <= beginning)
          const expected = due
            .toSorted((left, right) => left.due - right.due || (left.id < right.id ? -1 : 1))
            .map(({ id, due: since }) => ({ id, since }))
          const lent: Array<{ readonly id: string; readonly since: number }> = []
          for (;;) {
            const some = yield* storage.take(beginning, limit)
            if (some.length > limit) return broken(`${some.length} lent of ${limit}`)
            if (some.length === 0) break
            lent.push(...some.map(({ id, since }) => ({ id, since })))
          }
          if (due.length === 0) return lent.length === 0 ? vacuous("nothing is due") : broken(`lent ${plain(lent)}`)
          return verdict(plain(lent) === plain(expected), () => `lent ${plain(lent)}, not ${plain(expected)}`)
        })
      )
  })
]

/** The ids that commits leave in the log, in its order. */
const waitingAfter = (commits: ReadonlyArray<Commit>): ReadonlyArray<string> => {
  const waiting = new Set<string>()
  for (const { done, intents } of commits) {
    for (const id of done) waiting.delete(id)
    for (const { id } of intents) waiting.add(id)
  }
  return [...waiting]
}

const oneEachLane = (lent: ReadonlyArray<Lent>): Verdict => {
  const lanes = lent.map(({ lane }) => lane)
  return verdict(new Set(lanes).size === lanes.length, () => `two of one lane: ${plain(lent)}`)
}
