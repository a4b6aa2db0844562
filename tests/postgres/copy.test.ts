import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startServer } from "@pannier/postgres-server"
import { overPg, postgres, postgresPortable } from "@pannier/storage-postgres"
import { sqlite, sqlitePortable } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { afterAll, describe, expect, test } from "vitest"
import { sealLog } from "../../src/command/index.ts"
import {
  type Adapter,
  audit,
  type CommitRefusal,
  copyStore,
  type Landing,
  type Portable,
  type Storage,
  type StorageError,
  verifyChain
} from "../../src/storage/index.ts"
import { everything } from "../../src/storage/laws.ts"
import { type Hand, play } from "../../src/storage/laws/subject.ts"
import { beginning, collections, Trace } from "../../src/storage/laws/trace.ts"
import { arbitrary } from "../../src/testing/index.ts"
import { poolOf } from "./shop.ts"

const folder = mkdtempSync(join(tmpdir(), "pannier-copy-"))
const server = await startServer()
const pool = poolOf(server)
afterAll(async () => {
  await pool.end()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

let stores = 0
const fresh = (): number => ++stores

/** A place for a store on either storage. */
interface Ground {
  readonly name: string
  readonly portable: Portable
  readonly adapter: (hand: Hand) => Adapter
}

const inFile = (): Ground => {
  const path = join(folder, `${fresh()}.db`)
  return {
    name: "SQLite",
    portable: sqlitePortable(path),
    adapter: (hand) => sqlite(path, { clock: () => hand.now, synchronous: "off" })
  }
}

const onServer = (schema = "pannier"): Ground => {
  const tenant = `copy ${fresh()}`
  return {
    name: "PostgreSQL",
    portable: postgresPortable(overPg(pool), { schema, tenant }),
    adapter: (hand) => postgres(overPg(pool), { schema, tenant, clock: () => hand.now })
  }
}

const opened = <A>(
  ground: Ground,
  hand: Hand,
  body: (storage: Storage) => Effect.Effect<A, CommitRefusal | StorageError | { readonly _tag: string }>
): Promise<A> => Effect.runPromise(Effect.scoped(Effect.flatMap(ground.adapter(hand).open(collections), body)))

const toldOf = (ground: Ground, hand: Hand) =>
  opened(ground, hand, (storage) =>
    Effect.gen(function* () {
      yield* sealLog(storage, { limit: 1_000 })
      const { head } = yield* verifyChain(storage)
      return { everything: yield* everything(storage, hand.now), head, wrong: (yield* audit(storage)).violations }
    })
  )

const dyingAt = (to: Portable, step: number): Portable => ({
  ...to,
  landing: (shapes) =>
    Effect.map(to.landing(shapes), (landing): Landing => {
      let steps = 0
      return {
        ...landing,
        enter: (section, rows, note) =>
          Effect.suspend(() =>
            steps++ === step ? Effect.die(new Error("the power failed")) : landing.enter(section, rows, note)
          )
      }
    })
})

describe("a copy between storages", () => {
  test.each([
    ["SQLite", "PostgreSQL", inFile, onServer],
    ["PostgreSQL", "SQLite", onServer, inFile],
    ["PostgreSQL", "PostgreSQL", onServer, () => onServer("another")]
  ] as const)(
    "from %s to %s has the same chain, state and future, though it was broken off",
    async (_, __, from, to) => {
      await fc.assert(
        fc.asyncProperty(arbitrary(Trace), arbitrary(Trace), fc.nat({ max: 9 }), async (trace, more, step) => {
          const hand: Hand = { now: beginning }
          const [origin, landing] = [from(), to()]
          await opened(origin, hand, (storage) =>
            Effect.andThen(play(storage, hand, trace), sealLog(storage, { limit: 2 }))
          )
          const now = hand.now
          await Effect.runPromiseExit(copyStore(origin.portable, dyingAt(landing.portable, step)))
          const unfinished = await Effect.runPromiseExit(
            Effect.scoped(landing.name === "SQLite" ? Effect.void : landing.adapter(hand).open(collections))
          )
          if (landing.name !== "SQLite" && step < 8) expect(unfinished._tag).toBe("Failure")
          await Effect.runPromise(copyStore(origin.portable, landing.portable)).catch((cause: unknown) => {
            // The first attempt may have lived to its end.
            if (step < 8) throw cause
          })
          const expected = await toldOf(origin, hand)
          const found = await toldOf(landing, hand)
          expect(expected.wrong).toEqual([])
          expect(found).toEqual(expected)
          const on = (ground: Ground) => {
            hand.now = now
            return opened(ground, hand, (storage) =>
              Effect.map(play(storage, hand, more), (played) => played.map(({ answer, lent }) => ({ answer, lent })))
            )
          }
          expect(await on(landing)).toEqual(await on(origin))
          expect((await toldOf(landing, hand)).head).toEqual((await toldOf(origin, hand)).head)
        }),
        { numRuns: 12 }
      )
    }
  )

  test("there and back again is the same file of rows, and a tenant that has a store is not written over", async () => {
    const hand: Hand = { now: beginning }
    const [first, server, last] = [inFile(), onServer(), inFile()]
    const trace = fc.sample(arbitrary(Trace), 8).flat()
    await opened(first, hand, (storage) => play(storage, hand, trace))
    await Effect.runPromise(copyStore(first.portable, server.portable))
    await Effect.runPromise(copyStore(server.portable, last.portable))
    expect(await toldOf(last, hand)).toEqual(await toldOf(first, hand))
    const refused = await Effect.runPromise(Effect.flip(copyStore(first.portable, server.portable)))
    expect(refused).toMatchObject({ _tag: "StorageError", reason: "Unavailable" })
  })
})
