import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { describe, expect, test } from "vitest"
import {
  answer,
  type AnyErrand,
  type Engine,
  errand,
  execute,
  work,
  type WorkOptions
} from "../../src/command/index.ts"
import { memory } from "../../src/memory/index.ts"
import type { Storage } from "../../src/storage/index.ts"
import { beginning, type Hand, hand } from "../hand.ts"
import { ann, openJar, openToy, Ring, rung } from "./toy.ts"

/** What was asked of a bell: when each ringing began and, if it came to that, when it was heard. */
class Belfry {
  readonly rings: Array<{ readonly intent: string; readonly from: number; to?: number }> = []
  readonly #clock: Hand

  constructor(clock: Hand) {
    this.#clock = clock
  }

  /** A bell that rings as long as it is told to; whoever asks twice is heard twice. */
  bell(takes: (jar: string) => Effect.Effect<unknown>, longest?: number): AnyErrand {
    return errand(Ring, {
      ...(longest === undefined ? {} : { longest }),
      *load() {},
      perform: (_, { jar }, { id }) =>
        Effect.gen({ self: this }, function* () {
          const ring: (typeof this.rings)[number] = { intent: id, from: this.#clock.now }
          this.rings.push(ring)
          yield* takes(jar)
          ring.to = this.#clock.now
          return answer(rung, { jar })
        })
    })
  }

  get heard(): number {
    return this.rings.filter(({ to }) => to !== undefined).length
  }
}

interface Tower {
  readonly clock: Hand
  readonly engine: Engine
  readonly belfry: Belfry
  /** Opens so many jars, each with a bell to ring; answers their ids. */
  readonly open: (count: number) => Effect.Effect<ReadonlyArray<string>>
  /** How often the storage was asked what is due. */
  readonly asked: () => number
}

/** Lets whatever can go on do so. */
const others = Effect.promise(async () => {
  for (let turn = 0; turn < 4; turn++) await new Promise((done) => setTimeout(done, 0))
})

const inTower = <A>(
  tell: (tower: Tower) => Effect.Effect<A>,
  around: (storage: Storage, clock: Hand) => Storage = (storage) => storage
) => {
  const clock = hand()
  let asked = 0
  const counting = (storage: Storage): Storage => ({
    ...storage,
    take: (at, limit) =>
      Effect.andThen(
        Effect.sync(() => void asked++),
        storage.take(at, limit)
      )
  })
  const told = Effect.gen(function* () {
    const engine = yield* openToy(memory(), { around: (storage) => counting(around(storage, clock)) })
    const open = (count: number) =>
      Effect.orDie(
        Effect.forEach(Array.from({ length: count }), () =>
          Effect.map(execute(engine, openJar, { label: "plums" }, { actor: ann }), ({ reply }) => reply.id)
        )
      )
    return yield* tell({ clock, engine, belfry: new Belfry(clock), open, asked: () => asked })
  })
  return Effect.runPromise(Effect.provideService(Effect.scoped(told), Clock.Clock, clock))
}

const working = ({ engine }: Tower, bell: AnyErrand, options: WorkOptions = { limit: 1000 }) =>
  Effect.forkChild(work(engine, new Map([["jar.ring", bell]]), options), { startImmediately: true })

/** Moves the clock until all of it has ended, or for so long; answers how long that took. */
const passing = Effect.fnUntraced(function* (
  clock: Hand,
  fibers: ReadonlyArray<Fiber.Fiber<unknown, unknown>>,
  most = 600_000,
  step = 250
) {
  const from = clock.now
  const runs = () => fibers.length === 0 || fibers.some((fiber) => fiber.pollUnsafe() === undefined)
  yield* others
  while (runs() && clock.now - from < most) {
    clock.now += step
    yield* others
  }
  return clock.now - from
})

describe("L40 an intent on loan", () => {
  test("is carried by one worker at a time, however slow the outside world", () =>
    inTower(
      Effect.fnUntraced(function* (tower) {
        const { clock, belfry, open, engine } = tower
        yield* open(70)
        const errands = new Map([["jar.ring", belfry.bell(() => Effect.sleep(4_000))]])
        const untilDone = Effect.gen(function* () {
          const failed: Array<string> = []
          while ((yield* engine.storage.waiting(1)).length > 0) {
            failed.push(...(yield* work(engine, errands, { limit: 1000 })).failed.map(({ cause }) => cause))
            yield* Effect.sleep(300)
          }
          return failed
        })
        const fibers = [yield* Effect.forkChild(untilDone), yield* Effect.forkChild(untilDone)]
        yield* passing(clock, fibers)
        expect(yield* Effect.orDie(Fiber.joinAll(fibers))).toEqual([[], []])
        expect(belfry.rings.length).toBe(70)
      })
    ))

  test("is not begun when its lease is over, and comes back", () =>
    inTower(
      Effect.fnUntraced(function* (tower) {
        const { clock, belfry, open, engine } = tower
        yield* open(3)
        const bell = belfry.bell(() => Effect.void)
        const late = yield* Effect.orDie(Fiber.join(yield* working(tower, bell, { limit: 3 })))
        expect(late.failed.map(({ cause, tries }) => [cause, tries])).toEqual(Array(3).fill(["TooLate", 1]))
        expect(belfry.rings).toEqual([])
        clock.now += 10_000
        // The storage takes as long again, and of the second lease there is something left.
        expect(yield* Effect.orDie(Fiber.join(yield* working(tower, bell, { limit: 3 })))).toMatchObject({
          answered: 3
        })
        expect(yield* engine.storage.waiting(10)).toEqual([])
      }, Effect.orDie),
      (storage, clock) => ({
        ...storage,
        take: (at, limit) => Effect.tap(storage.take(at, limit), () => Effect.sync(() => void (clock.now += 9_000)))
      })
    ))

  test("is given up before its lease is over, and no later than its errand says", () =>
    inTower(
      Effect.fnUntraced(function* (tower) {
        const { clock, belfry, open } = tower
        yield* open(1)
        for (const longest of [undefined, 60_000, 1_000]) {
          for (let tries = 0; tries < 3; tries++) {
            const fiber = yield* working(
              tower,
              belfry.bell(() => Effect.never, longest),
              { limit: 1 }
            )
            const took = yield* passing(clock, [fiber], 600_000, 1_000)
            const { failed } = yield* Effect.orDie(Fiber.join(fiber))
            expect(failed).toMatchObject([{ cause: "TimedOut", tries: expect.any(Number) }])
            belfry.rings.push({ intent: `try ${failed[0]?.tries}`, from: took })
            clock.now += 3_600_000
          }
        }
        const took = belfry.rings.flatMap(({ intent, from }) => (intent.startsWith("try") ? [[intent, from]] : []))
        expect(took).toEqual([
          ["try 1", 8_000],
          ["try 2", 18_000],
          ["try 3", 30_000],
          ["try 4", 60_000],
          ["try 5", 60_000],
          ["try 6", 60_000],
          ["try 7", 1_000],
          ["try 8", 1_000],
          ["try 9", 1_000]
        ])
      })
    ))
})

describe("a worker", () => {
  test("is not held up by an errand that never ends: only its lane is", () =>
    inTower(
      Effect.fnUntraced(function* (tower) {
        const { clock, belfry, open } = tower
        const [stuck] = yield* open(20)
        const fiber = yield* working(
          tower,
          belfry.bell((jar) => (jar === stuck ? Effect.never : Effect.sleep(250)))
        )
        yield* passing(clock, [], 3_000)
        expect(belfry.heard).toBe(19)
        yield* open(2)
        yield* passing(clock, [], 2_000)
        expect(belfry.heard).toBe(21)
        yield* passing(clock, [fiber])
        const { answered, failed } = yield* Effect.orDie(Fiber.join(fiber))
        expect([answered, failed.map(({ cause }) => cause)]).toEqual([21, ["TimedOut"]])
        expect(clock.now - beginning).toBeLessThan(9_000)
      })
    ))

  test("fills the place of what has ended beside what takes its time", () =>
    inTower(
      Effect.fnUntraced(function* (tower) {
        const { clock, belfry, open } = tower
        const slow = yield* open(31)
        yield* open(60)
        const fiber = yield* working(
          tower,
          belfry.bell((jar) => Effect.sleep(slow.includes(jar) ? 7_000 : 100))
        )
        yield* passing(clock, [], 6_900)
        expect(belfry.heard).toBeGreaterThan(31)
        yield* passing(clock, [fiber])
        expect(yield* Effect.orDie(Fiber.join(fiber))).toEqual({ answered: 91, failed: [] })
      })
    ))

  test("begins nothing from the instant on that it was told, and ends with what is under way", () =>
    inTower(
      Effect.fnUntraced(function* (tower) {
        const { clock, belfry, open } = tower
        yield* open(64)
        const options = { limit: 1000, until: clock.now + 2_000 }
        const fiber = yield* working(
          tower,
          belfry.bell(() => Effect.sleep(3_000)),
          options
        )
        expect(yield* passing(clock, [fiber])).toBe(3_000)
        expect(yield* Effect.orDie(Fiber.join(fiber))).toEqual({ answered: 32, failed: [] })
      })
    ))

  test("asks the storage once for a handful where many end quickly", () =>
    inTower(
      Effect.fnUntraced(function* (tower) {
        const { belfry, open, asked } = tower
        yield* open(200)
        const done = yield* Effect.orDie(
          Fiber.join(
            yield* working(
              tower,
              belfry.bell(() => others)
            )
          )
        )
        expect(done).toEqual({ answered: 200, failed: [] })
        expect(asked()).toBeLessThanOrEqual(26)
      })
    ))

  test("carries to its end what is under way when the storage lends no more, and says so then", () => {
    let takes = 0
    return inTower(
      Effect.fnUntraced(function* (tower) {
        const { clock, belfry, open, engine } = tower
        yield* open(36)
        const fiber = yield* working(
          tower,
          belfry.bell(() => Effect.sleep(3_000))
        )
        expect(yield* passing(clock, [fiber])).toBe(3_000)
        expect(yield* Effect.flip(Fiber.join(fiber))).toMatchObject({ reason: "Unavailable" })
        expect((yield* engine.storage.waiting(100)).length).toBe(4)
      }, Effect.orDie),
      (storage) => ({
        ...storage,
        take: (at, limit) =>
          takes++ === 0
            ? storage.take(at, limit)
            : Effect.fail({ _tag: "StorageError", reason: "Unavailable", detail: "gone" } as const)
      })
    )
  })

  test("that is interrupted leaves nothing under way", () =>
    inTower(
      Effect.fnUntraced(function* (tower) {
        const { belfry, open } = tower
        let interrupted = 0
        yield* open(3)
        const bell = belfry.bell(() => Effect.onInterrupt(Effect.never, () => Effect.sync(() => void interrupted++)))
        const fiber = yield* working(tower, bell)
        yield* Fiber.interrupt(fiber)
        expect(interrupted).toBe(3)
      })
    ))
})
