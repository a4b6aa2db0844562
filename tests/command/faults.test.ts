import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { execute, work } from "../../src/command/index.ts"
import { memory } from "../../src/memory/index.ts"
import type { Storage } from "../../src/storage/index.ts"
import { hand } from "../hand.ts"
import { ann, ask, bell, boss, dump, fill, getJar, openJar, openToy, supply } from "./toy.ts"

type Fault = "none" | "lostBefore" | "lostAfter" | "stale"

/** A storage whose next commits fail in stated ways: lost on the way, lost on the way back, or beaten by a stranger. */
const faulty =
  (faults: Array<Fault>) =>
  (storage: Storage): Storage => ({
    ...storage,
    commit: (commit) => {
      const fault = faults.shift() ?? "none"
      const unknown = Effect.fail({ _tag: "Unknown", key: commit.key } as const)
      if (fault === "lostBefore") return unknown
      if (fault === "lostAfter") return Effect.andThen(storage.commit(commit), unknown)
      if (fault === "stale") {
        return Effect.fail({ _tag: "StaleVersion", collection: "jar", id: "x", expected: 1, actual: 2 } as const)
      }
      return storage.commit(commit)
    }
  })

const faults = fc.array(fc.constantFrom<Fault>("none", "lostBefore", "lostAfter", "stale"), { maxLength: 7 })

describe("commands under faults", () => {
  it("L38 L39 whatever is lost on the way, a command has one effect and one reply", async () => {
    await fc.assert(
      fc.asyncProperty(faults, fc.boolean(), async (drawn, keyed) => {
        const queue: Array<Fault> = []
        const program = Effect.gen(function* () {
          const engine = yield* openToy(memory(), { around: faulty(queue) })
          yield* execute(engine, supply, { amount: 50 }, { actor: boss })
          const { reply: jar } = yield* execute(engine, openJar, { label: "plums" }, { actor: ann })
          queue.push(...drawn)
          const key = keyed ? "the-key" : undefined
          const { reply } = yield* execute(engine, fill, { jar: jar.id, amount: 50 }, { actor: ann, key })
          expect(reply.filled).toBe(50)
          const { filled } = yield* ask(engine, getJar, { jar: jar.id }, { actor: ann })
          expect(filled).toBe(50)
        })
        await Effect.runPromise(Effect.scoped(program))
      }),
      { numRuns: 30 }
    )
  })

  it("after eight strangers in a row it says so, and nothing has changed", () =>
    Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const queue: Array<Fault> = []
          const engine = yield* openToy(memory(), { around: faulty(queue) })
          const { reply: jar } = yield* execute(engine, openJar, { label: "plums" }, { actor: ann })
          yield* execute(engine, supply, { amount: 50 }, { actor: boss })
          const former = yield* dump(engine.storage)
          queue.push(...Array.from({ length: 8 }, () => "stale" as const))
          const found = yield* Effect.flip(execute(engine, fill, { jar: jar.id, amount: 1 }, { actor: ann }))
          expect(found).toEqual({ _tag: "Contention", tries: 8 })
          expect(yield* dump(engine.storage)).toEqual(former)
        })
      )
    ))

  /** A jar filled while the storage makes its next commits wait: how it ends, and how much it holds. */
  const filled = (waits: ReadonlyArray<number>, ahead = 0) => {
    // The supply and the jar come first, and wait for nothing.
    const left = [0, 0, ...waits]
    const clock = hand()
    const waiting = (storage: Storage): Storage => ({
      ...storage,
      commit: (commit) =>
        Effect.suspend(() => {
          clock.now += left.shift() ?? 0
          return storage.commit(commit)
        })
    })
    let behind = 0
    const program = Effect.gen(function* () {
      const adapter = memory({ clock: () => clock.currentTimeMillisUnsafe() - behind })
      const engine = yield* openToy(adapter, { around: waiting })
      yield* execute(engine, supply, { amount: 50 }, { actor: boss })
      const { reply: jar } = yield* execute(engine, openJar, { label: "plums" }, { actor: ann })
      behind = ahead
      const ended = yield* Effect.result(execute(engine, fill, { jar: jar.id, amount: 5 }, { actor: ann }))
      return [
        Result.isSuccess(ended) ? ended.success.reply.filled : ended.failure._tag,
        (yield* ask(engine, getJar, { jar: jar.id }, { actor: ann })).filled
      ]
    })
    return Effect.runPromise(Effect.provideService(Effect.scoped(program), Clock.Clock, clock))
  }

  it("a commit that waited for its storage until it was of the past is decided once more, and no oftener", async () => {
    expect(await filled([60_000])).toEqual([5, 5])
    expect(await filled([60_000, 60_000])).toEqual(["ClockSkew", 0])
    // A clock that runs ahead is no better the second time.
    expect(await filled([], 60_000)).toEqual(["ClockSkew", 0])
  })
})

describe("the worker", () => {
  it("L40 every intent is carried until its answer is committed, once, whatever fails on the way", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { maxLength: 6 }),
        fc.integer({ min: 1, max: 5 }),
        async (fails, count) => {
          const rings: Array<string> = []
          const script = [...fails]
          const clock = hand()
          const program = Effect.gen(function* () {
            const engine = yield* openToy(memory())
            const errands = new Map([["jar.ring", bell(rings, () => script.shift() ?? false)]])
            for (let index = 0; index < count; index++) {
              yield* execute(engine, openJar, { label: `jar ${index}` }, { actor: ann })
            }
            let answered = 0
            for (let round = 0; round < 10; round++) {
              answered += (yield* work(engine, errands, { limit: 100 })).answered
              clock.now += 3_600_000
            }
            expect(answered).toBe(count)
            expect(new Set(rings).size).toBe(count)
            expect(rings.length).toBe(count)
            expect(yield* engine.storage.waiting(10)).toEqual([])
          })
          await Effect.runPromise(Effect.provideService(Effect.scoped(program), Clock.Clock, clock))
        }
      ),
      { numRuns: 30 }
    )
  })

  it("L40 an errand that never succeeds is parked after ten tries, and says why", async () => {
    const clock = hand()
    const program = Effect.gen(function* () {
      const engine = yield* openToy(memory())
      yield* execute(engine, openJar, { label: "plums" }, { actor: ann })
      const causes: Array<string> = []
      for (let round = 0; round < 20; round++) {
        const { failed } = yield* work(engine, new Map([["jar.ring", bell([], () => true)]]), { limit: 100 })
        causes.push(...failed.map(({ cause }) => cause))
        clock.now += 3_600_000
      }
      expect(causes).toEqual(Array.from({ length: 10 }, () => "BellBroken"))
      expect((yield* engine.storage.waiting(10)).map(({ state, tries }) => ({ state, tries }))).toEqual([
        { state: "parked", tries: 10 }
      ])
    })
    await Effect.runPromise(Effect.provideService(Effect.scoped(program), Clock.Clock, clock))
  })

  it("L40 an answer that was committed without being heard of is not taken in twice", async () => {
    const rings: Array<string> = []
    const clock = hand()
    const program = Effect.gen(function* () {
      const adapter = memory()
      const queue: Array<Fault> = []
      const engine = yield* openToy(adapter, { around: faulty(queue) })
      const { reply: jar } = yield* execute(engine, openJar, { label: "plums" }, { actor: ann })
      queue.push("lostAfter", "lostBefore")
      const errands = new Map([["jar.ring", bell(rings)]])
      yield* work(engine, errands, { limit: 10 })
      clock.now += 60_000
      yield* work(engine, errands, { limit: 10 })
      const { label } = yield* ask(engine, getJar, { jar: jar.id }, { actor: ann })
      expect(label).toBe("plums!")
    })
    await Effect.runPromise(Effect.provideService(Effect.scoped(program), Clock.Clock, clock))
  })
})
