import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { sqlite, sqlitePortable } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { afterAll, describe, expect, test } from "vitest"
import { sealLog } from "../../src/command/index.ts"
import { memory } from "../../src/memory/index.ts"
import {
  audit,
  type CollectionShape,
  copyStore,
  type Landing,
  type Portable,
  type Storage,
  verifyChain
} from "../../src/storage/index.ts"
import { everything } from "../../src/storage/laws.ts"
import { type Hand, play } from "../../src/storage/laws/subject.ts"
import { beginning, collections, Trace } from "../../src/storage/laws/trace.ts"
import { arbitrary } from "../../src/testing/index.ts"

const folder = mkdtempSync(join(tmpdir(), "pannier-copy-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0
const file = (): string => join(folder, `${++files}.db`)

const inFile = (path: string, hand: Hand) => sqlite(path, { clock: () => hand.now, synchronous: "off" })

/** What a store is, told by the port alone, its chain with it. */
const toldOf = (storage: Storage, hand: Hand) =>
  Effect.gen(function* () {
    yield* sealLog(storage, { limit: 1_000 })
    const { head } = yield* verifyChain(storage)
    return { everything: yield* everything(storage, hand.now), head }
  })

/** A landing that dies before its step of a number, as a power cut would end it. */
const dyingAt = (to: Portable, step: number): Portable => ({
  ...to,
  landing: (shapes) =>
    Effect.map(to.landing(shapes), (landing): Landing => {
      let steps = 0
      const once = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
        Effect.suspend(() => (steps++ === step ? Effect.die(new Error("the power failed")) : effect))
      return {
        ...landing,
        enterLog: (rows) => once(landing.enterLog(rows)),
        enter: (section, rows, note) => once(landing.enter(section, rows, note)),
        clear: (sections, note) => once(landing.clear(sections, note)),
        finish: once(landing.finish)
      }
    })
})

describe("a copy of a store", () => {
  test("L61 is told from its original by nothing, however often it was broken off, and goes on like it", async () => {
    let broken = 0
    await fc.assert(
      fc.asyncProperty(arbitrary(Trace), arbitrary(Trace), fc.nat({ max: 16 }), async (trace, more, step) => {
        const hand: Hand = { now: beginning }
        const [from, to] = [file(), file()]
        const opened = <A, E>(path: string, body: (storage: Storage) => Effect.Effect<A, E>) =>
          Effect.runPromise(Effect.scoped(Effect.flatMap(inFile(path, hand).open(collections), body)))
        // The specification, in memory, goes the same way.
        const specification = await Effect.runPromise(
          Effect.scoped(
            Effect.gen(function* () {
              const storage = yield* memory({ clock: () => hand.now }).open(collections)
              yield* play(storage, hand, trace)
              return yield* toldOf(storage, hand)
            })
          )
        )
        hand.now = beginning
        // A part of it is chained already.
        await opened(from, (storage) =>
          Effect.andThen(play(storage, hand, trace), sealLog(storage, { limit: 1 + (step % 4) }))
        )
        const first = await Effect.runPromiseExit(copyStore(sqlitePortable(from), dyingAt(sqlitePortable(to), step)))
        if (first._tag === "Failure") {
          broken++
          expect(existsSync(to)).toBe(false)
          const { entries } = await Effect.runPromise(copyStore(sqlitePortable(from), sqlitePortable(to)))
          expect(entries).toBe(specification.head.position)
        }
        const copied = await opened(to, (storage) => toldOf(storage, hand))
        expect(copied).toEqual(specification)
        expect((await opened(to, (storage) => audit(storage))).violations).toEqual([])
        // Claims, holds and receipts are there too, so what comes later is decided alike.
        const now = hand.now
        const on = (path: string) => {
          hand.now = now
          return opened(path, (storage) =>
            Effect.map(play(storage, hand, more), (played) => played.map(({ answer, lent }) => ({ answer, lent })))
          )
        }
        expect(await on(to)).toEqual(await on(from))
      }),
      { numRuns: 20 }
    )
    expect(broken).toBeGreaterThan(5)
  })

  test("what was sold between two attempts is copied, and a store of another shop is not gone on with", async () => {
    const hand: Hand = { now: beginning }
    const [from, other, to] = [file(), file(), file()]
    const sell = (path: string, names: ReadonlyArray<string>) =>
      Effect.runPromise(
        Effect.scoped(
          Effect.flatMap(inFile(path, hand).open(collections), (storage) =>
            Effect.forEach(names, (name) => storage.commit({ ...bare, key: name, fingerprint: name }))
          )
        )
      )
    await sell(from, ["a", "b"])
    await sell(other, ["x", "y"])
    await Effect.runPromiseExit(copyStore(sqlitePortable(from), dyingAt(sqlitePortable(to), 3)))
    const refused = await Effect.runPromise(Effect.flip(copyStore(sqlitePortable(other), sqlitePortable(to))))
    expect(refused).toMatchObject({ _tag: "StorageError", reason: "Unsupported" })
    await sell(from, ["c"])
    expect(await Effect.runPromise(copyStore(sqlitePortable(from), sqlitePortable(to)))).toEqual({
      entries: 3,
      resumed: 2
    })
    const again = await Effect.runPromise(Effect.result(copyStore(sqlitePortable(from), sqlitePortable(to))))
    expect(Result.isFailure(again) && again.failure.reason).toBe("Unavailable")
  })

  test("of two at once to one file the second is refused and spoils nothing, and a copy that was broken off holds nothing", async () => {
    const hand: Hand = { now: beginning }
    const [from, to] = [file(), file()]
    const sell = (name: string) =>
      Effect.runPromise(
        Effect.scoped(
          Effect.flatMap(inFile(from, hand).open(collections), (storage) =>
            storage.commit({ ...bare, key: name, fingerprint: name })
          )
        )
      )
    const second = {
      _tag: "StorageError",
      reason: "Unavailable",
      detail: `another copy or backup to \`${to}\` is under way`
    }
    await sell("a")
    for (const name of ["b", "c", "d"]) {
      // The first one is in its midst, and dies there but for the last time.
      const first = copyStore(sqlitePortable(from), sqlitePortable(to), () => {
        expect(Effect.runSync(Effect.flip(copyStore(sqlitePortable(from), sqlitePortable(to))))).toEqual(second)
        expect(existsSync(to)).toBe(false)
        if (name !== "d") throw new Error("the power failed")
      })
      await sell(name)
      expect((await Effect.runPromise(Effect.exit(first)))._tag).toBe(name === "d" ? "Success" : "Failure")
    }
    const told = (path: string) =>
      Effect.runPromise(
        Effect.scoped(Effect.flatMap(inFile(path, hand).open(collections), (storage) => toldOf(storage, hand)))
      )
    expect(await told(to)).toEqual(await told(from))
    expect(readdirSync(folder).filter((name) => name.startsWith(`${basename(to)}.`))).toEqual([])
  })

  test("S13 a column that is being built is still being built in the copy", async () => {
    const hand: Hand = { now: beginning }
    const [from, to] = [file(), file()]
    const inShape = <A, E>(
      path: string,
      columns: CollectionShape["columns"],
      body: (storage: Storage) => Effect.Effect<A, E>
    ) =>
      Effect.runPromise(
        Effect.scoped(Effect.flatMap(inFile(path, hand).open([{ name: "wares", columns, indexes: {} }]), body))
      )
    const write = {
      collection: "wares",
      id: "cup",
      expected: 0,
      json: "{}",
      columns: {},
      event: { type: "W", data: "{}" }
    }
    await inShape(from, {}, (storage) =>
      storage.commit({ ...bare, key: "k", fingerprint: "k", writes: [{ ...write, change: "{}" }] })
    )
    const building = [{ collection: "wares", column: "colour" }]
    expect(await inShape(from, { colour: "text" }, (storage) => storage.building)).toEqual(building)
    await Effect.runPromise(copyStore(sqlitePortable(from), sqlitePortable(to)))
    expect(await inShape(to, { colour: "text" }, (storage) => storage.building)).toEqual(building)
  })
})

const bare = {
  at: beginning,
  actor: "staff",
  reason: "test",
  guards: [],
  writes: [],
  claims: [],
  transfers: [],
  intents: [],
  done: [],
  reply: "{}"
}
