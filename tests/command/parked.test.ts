import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, test } from "vitest"
import { ask, execute, IntentNotParked, interventions, parkedCommands, system } from "../../src/command/index.ts"
import { nodeOn } from "../../src/command/laws/node.ts"
import { message } from "../../src/kernel/refusal.ts"
import { memory } from "../../src/memory/index.ts"
import { type Commit, lastTry } from "../../src/storage/index.ts"

const { parked, retryIntent, retryIntents, resolveIntent } = parkedCommands
const as = { actor: system }

const joined = (at: number): Commit => ({
  key: "join",
  fingerprint: "join",
  at,
  actor: "staff",
  reason: "test",
  guards: [],
  writes: [],
  claims: [],
  transfers: [],
  intents: [],
  done: [],
  reply: "null"
})

/** A shop in which one of two intents of a lane was given up. */
const stuck = Effect.gen(function* () {
  let at = Date.now() - lastTry * 7_200_000
  const storage = yield* memory({ clock: () => at }).open([interventions])
  const intents = ["first", "second"].map((id) => ({ id, lane: "gate", kind: "k", payload: `{"n":1}`, due: at }))
  yield* storage.commit({ ...joined(at), intents })
  for (let tries = 0; tries < lastTry; tries++, at += 7_200_000) yield* storage.take(at, 1)
  return nodeOn(storage)
})

/** A shop in which intents of so many lanes were given up. */
const stuckOf = Effect.fnUntraced(function* (ids: ReadonlyArray<string>) {
  let at = Date.now() - lastTry * 7_200_000
  const storage = yield* memory({ clock: () => at }).open([interventions])
  yield* storage.commit({
    ...joined(at),
    intents: ids.map((id) => ({ id, lane: id, kind: "k", payload: "{}", due: at }))
  })
  for (let tries = 0; tries < lastTry; tries++, at += 7_200_000) yield* storage.take(at, ids.length)
  return nodeOn(storage)
})

const run = <A, E>(effect: Effect.Effect<A, E, import("effect/Scope").Scope>) =>
  Effect.runPromise(Effect.scoped(effect))

describe("intents that were given up", () => {
  test("are listed; tried again they stand in their old place, and it is written down who wanted it", () =>
    run(
      Effect.gen(function* () {
        const engine = yield* stuck
        expect(yield* ask(engine, parked, {}, as)).toMatchObject([{ id: "first", lane: "gate", tries: lastTry }])
        const once = yield* execute(engine, retryIntent, { intent: "first" }, { ...as, key: "k" })
        const again = yield* execute(engine, retryIntent, { intent: "first" }, { ...as, key: "k" })
        expect(again.repeated).toBe(true)
        expect(once.reply).toMatchObject({ id: "first", ending: "retried", by: "system", times: 1 })
        expect(yield* ask(engine, parked, {}, as)).toEqual([])
        const lent = yield* engine.storage.take(Date.now(), 10)
        expect(lent.map(({ id, tries }) => [id, tries])).toEqual([["first", 1]])
      })
    ))

  test("resolved they leave, with a note, and the lane goes on", () =>
    run(
      Effect.gen(function* () {
        const engine = yield* stuck
        const { reply } = yield* execute(engine, resolveIntent, { intent: "first", note: "done by telephone" }, as)
        expect(reply).toMatchObject({ ending: "resolved", note: "done by telephone" })
        const lent = yield* engine.storage.take(Date.now(), 10)
        expect(lent.map(({ id }) => id)).toEqual(["second"])
      })
    ))

  test("are all tried again at once, of one kind or of all, and the last of very many can be named", () =>
    run(
      Effect.gen(function* () {
        const engine = yield* stuckOf(Array.from({ length: 620 }, (_, index) => `i-${String(index).padStart(3, "0")}`))
        expect((yield* ask(engine, parked, {}, as)).length).toBe(500)
        const { reply } = yield* execute(engine, retryIntent, { intent: "i-619" }, as)
        expect(reply).toMatchObject({ id: "i-619", times: 1 })
        const tryAll = (kind?: string) => execute(engine, retryIntents, kind === undefined ? {} : { kind }, as)
        expect((yield* tryAll("other")).reply).toEqual({ retried: 0 })
        expect((yield* tryAll("k")).reply).toEqual({ retried: 500 })
        expect((yield* tryAll()).reply).toEqual({ retried: 119 })
        expect((yield* tryAll()).reply).toEqual({ retried: 0 })
        expect((yield* engine.storage.take(Date.now(), 1000)).length).toBe(620)
      })
    ))

  type Node = ReturnType<typeof nodeOn>
  const one = (engine: Node) => Effect.asVoid(execute(engine, retryIntent, { intent: "first" }, as))
  const all = (engine: Node) =>
    Effect.map(execute(engine, retryIntents, {}, as), ({ reply }) => expect(reply).toEqual({ retried: 0 }))
  const retries: ReadonlyArray<
    readonly [string, (engine: Node) => Effect.Effect<void, { readonly _tag: string }>, number]
  > = [
    ["retryIntent", one, 1],
    ["retryIntents", all, 1],
    ["retryIntents", all, 2]
  ]
  test.each(retries)(
    "L40 %s comes too late for one that is taken out meanwhile, and does not say that it was tried again",
    (_, retry, read) =>
      run(
        Effect.gen(function* () {
          const engine = yield* stuck
          let reads = 0
          const resolve = execute(engine, resolveIntent, { intent: "first", note: "done by telephone" }, as)
          const overtaken = nodeOn({
            ...engine.storage,
            waiting: (limit, state) =>
              Effect.tap(engine.storage.waiting(limit, state), () =>
                ++reads === read ? Effect.orDie(resolve) : Effect.void
              )
          })
          const answered = yield* Effect.result(retry(overtaken))
          if (Result.isFailure(answered)) expect(answered.failure).toEqual({ _tag: "IntentNotParked", intent: "first" })
          const log = yield* engine.storage.events(0, 10)
          expect(log.flatMap(({ events }) => events.map(({ type }) => type))).toEqual(["IntentResolved"])
        })
      )
  )

  test("one that is not parked is refused, and nothing changes", () =>
    run(
      Effect.gen(function* () {
        const engine = yield* stuck
        for (const intent of ["second", "nobody"]) {
          const refused = yield* Effect.result(execute(engine, retryIntent, { intent }, as))
          expect(Result.isFailure(refused) && refused.failure).toEqual({ _tag: "IntentNotParked", intent })
        }
        expect((yield* engine.storage.events(0, 10)).length).toBe(1)
        const fact = { _tag: "IntentNotParked", intent: "i" } as const
        expect(message(IntentNotParked, fact)).toEqual({
          zh: "外联 `i` 并未停靠",
          en: "intent `i` is not parked"
        })
      })
    ))
})
