import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startServer } from "@pannier/postgres-server"
import { type Driver, overPg, type PostgresStorage, postgres, postgresPortable } from "@pannier/storage-postgres"
import { type SqliteStorage, sqlite, sqlitePortable } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as fc from "fast-check"
import pg from "pg"
import { afterAll, describe, expect, test } from "vitest"
import { sealLog } from "../../src/command/index.ts"
import {
  audit,
  type CollectionShape,
  type CommitRefusal,
  copyStore,
  type Landing,
  type Portable,
  type StorageError,
  verifyChain
} from "../../src/storage/index.ts"
import { everything } from "../../src/storage/laws.ts"
import { type Hand, play } from "../../src/storage/laws/subject.ts"
import { beginning, collections, Trace } from "../../src/storage/laws/trace.ts"
import { arbitrary } from "../../src/testing/index.ts"
import { clock, commit, order, poolOf } from "./shop.ts"

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

type Opened = SqliteStorage | PostgresStorage

/** A place for a store on either storage. */
interface Ground {
  readonly name: string
  readonly portable: Portable
  readonly adapter: (hand: Hand) => {
    readonly open: (shapes: ReadonlyArray<CollectionShape>) => Effect.Effect<Opened, StorageError, Scope.Scope>
  }
}

const inFile = (): Ground => {
  const path = join(folder, `${fresh()}.db`)
  return {
    name: "SQLite",
    portable: sqlitePortable(path),
    adapter: (hand) => sqlite(path, { clock: () => hand.now, synchronous: "off" })
  }
}

const onServer = (schema = "pannier") => {
  const tenant = `copy ${fresh()}`
  return {
    name: "PostgreSQL",
    portable: postgresPortable(overPg(pool), { schema, tenant }),
    on: (driver: Driver) => postgresPortable(driver, { schema, tenant }),
    adapter: (hand: Hand) => postgres(overPg(pool), { schema, tenant, clock: () => hand.now })
  }
}

const opened = <A>(
  ground: Ground,
  hand: Hand,
  body: (storage: Opened) => Effect.Effect<A, CommitRefusal | StorageError | { readonly _tag: string }>
): Promise<A> => Effect.runPromise(Effect.scoped(Effect.flatMap(ground.adapter(hand).open(collections), body)))

const toldOf = (ground: Ground, hand: Hand) =>
  opened(ground, hand, (storage) =>
    Effect.gen(function* () {
      yield* sealLog(storage, { limit: 1_000 })
      const { head } = yield* verifyChain(storage)
      const wrong = [...(yield* audit(storage)).violations, ...(yield* storage.integrity)]
      return { everything: yield* everything(storage, hand.now), head, wrong }
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

/** A landing that waits before a step, named by its section, until it is told to go on. */
const pausedAt = (to: Portable, at: string) => {
  const [reached, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const before = <A>(step: string, effect: Effect.Effect<A, StorageError>) =>
    Effect.suspend(() => {
      if (step !== at) return effect
      reached.resolve()
      return Effect.andThen(
        Effect.promise(() => gate.promise),
        effect
      )
    })
  const portable: Portable = {
    ...to,
    landing: (shapes) =>
      Effect.map(
        to.landing(shapes),
        (landing): Landing => ({
          ...landing,
          enterLog: (rows) => before("log", landing.enterLog(rows)),
          clear: (sections, note) => before("clear", landing.clear(sections, note)),
          enter: (section, rows, note) => before(section.name, landing.enter(section, rows, note)),
          finish: before("finish", landing.finish)
        })
      )
  }
  return { portable, reached: reached.promise, goOn: () => gate.resolve() }
}

/** Cuts off every transaction that is open on the server. */
const cutOff = () =>
  pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction' AND pid <> pg_backend_pid()"
  )

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

  test("that is not finished is no store, also for a role that lays out no tables, and goes on afterwards", async () => {
    const hand: Hand = { now: beginning }
    const [from, to] = [inFile(), onServer()]
    await opened(from, hand, (storage) => play(storage, hand, fc.sample(arbitrary(Trace), 3).flat()))
    await Effect.runPromiseExit(copyStore(from.portable, dyingAt(to.portable, 4)))
    await pool.query("CREATE ROLE till LOGIN; GRANT USAGE ON SCHEMA pannier TO till")
    await pool.query("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pannier TO till")
    const tills = new pg.Pool({ ...server.connection, user: "till", max: 2 })
    tills.on("error", () => {})
    const till = (tenant: string) =>
      Effect.runPromise(
        Effect.result(
          Effect.scoped(Effect.asVoid(postgres(overPg(tills), { tenant, rowSecurity: true }).open(collections)))
        )
      )
    const unfinished = { failure: { reason: "Unavailable", detail: expect.stringMatching(/is not finished/) } }
    expect(await till(`copy ${stores}`)).toMatchObject(unfinished)
    await pool.query("REVOKE SELECT ON pannier.copying FROM till")
    const unknown = { failure: { reason: "Unavailable", detail: expect.stringMatching(/this role may not read/) } }
    expect(await till(`copy ${stores}`)).toMatchObject(unknown)
    await Effect.runPromise(copyStore(from.portable, to.portable))
    expect(await toldOf(to, hand)).toEqual(await toldOf(from, hand))
    expect(await till(`copy ${stores}`)).toMatchObject({ _tag: "Success" })
    await tills.end()
  })

  test("adds the columns that the tables of other tenants lack, and marks those that it brings nothing for", async () => {
    const shape = (...columns: ReadonlyArray<string>) => [
      { name: "thing", columns: Object.fromEntries(columns.map((column) => [column, "text" as const])), indexes: {} }
    ]
    const on = (schema: string, tenant: string, ...columns: ReadonlyArray<string>) =>
      Effect.runPromise(
        Effect.scoped(
          Effect.gen(function* () {
            const storage = yield* postgres(overPg(pool), { schema, tenant, clock }).open(shape(...columns))
            if ((yield* storage.events(0, 1)).length === 0) {
              const write = { ...order("one"), collection: "thing", columns: { [columns[0] ?? ""]: "x" } }
              yield* storage.commit(commit("one", { writes: [write] }))
            }
            return (yield* storage.building).map(({ column }) => column)
          })
        )
      )
    expect(await on("theirs", "from", "kind", "new")).toEqual([])
    expect(await on("ours", "old", "kind", "other")).toEqual([])
    const place = (schema: string, tenant: string) => postgresPortable(overPg(pool), { schema, tenant })
    await Effect.runPromise(copyStore(place("theirs", "from"), place("ours", "to")))
    // Nobody has written `new` for the tenant that was there, nor `other` for the one that came.
    expect(await on("ours", "old", "kind", "other")).toEqual(["new"])
    expect(await on("ours", "to", "kind", "new", "other")).toEqual(["other"])
  })

  test("of several tenants at once fails none of them", async () => {
    const hand: Hand = { now: beginning }
    const from = inFile()
    await opened(from, hand, (storage) => play(storage, hand, fc.sample(arbitrary(Trace), 2).flat()))
    for (let round = 0; round < 6; round++) {
      const copies = Array.from({ length: 4 }, () =>
        Effect.result(copyStore(from.portable, onServer("several").portable))
      )
      const answers = await Effect.runPromise(Effect.all(copies, { concurrency: "unbounded" }))
      expect(answers).toEqual(answers.map(() => expect.objectContaining({ _tag: "Success" })))
    }
  })

  test("of one store twice at once: one goes on, and the other tells so", async () => {
    const hand: Hand = { now: beginning }
    const from = onServer()
    await opened(from, hand, (storage) => play(storage, hand, fc.sample(arbitrary(Trace), 4).flat()))
    const pairs = [
      ["log", "log"],
      ["clear", "log"],
      ["receipt", "clear"],
      ["hold", "claim"],
      ["hold", "finish"],
      ["finish", "intent"]
    ] as const
    for (const [one, other] of pairs) {
      const to = onServer("twice")
      const [a, b] = [pausedAt(to.portable, one), pausedAt(to.portable, other)]
      const copies = [Effect.runPromise(Effect.result(copyStore(from.portable, a.portable)))]
      await a.reached
      // What is sold in between makes the second one longer.
      const sale = { ...commit(`sale ${stores}`), at: hand.now }
      await opened(from, hand, (storage) => storage.commit(sale))
      copies.push(Effect.runPromise(Effect.result(copyStore(from.portable, b.portable))))
      await Promise.race([b.reached, copies[1]])
      a.goOn()
      await copies[0]
      b.goOn()
      const answers = await Promise.all(copies)
      const done = answers.filter((answer) => answer._tag === "Success").map(({ success }) => success.entries)
      const told = { reason: "Unavailable", detail: expect.stringMatching(/another copy .* (under way|finished)/) }
      expect({ one, other, done: done.length }).toEqual({ one, other, done: 1 })
      expect(answers).toContainEqual(expect.objectContaining({ failure: expect.objectContaining(told) }))
      const { everything, head, wrong } = await toldOf(to, hand)
      expect({ one, other, wrong, entries: head.position }).toEqual({ one, other, wrong: [], entries: done[0] })
      const now = await toldOf(from, hand)
      if (done[0] === now.head.position) expect(everything).toEqual(now.everything)
    }
  })

  test("F2 whose COMMIT was carried out and its answer lost goes on, whichever it was", async () => {
    const hand: Hand = { now: beginning }
    const from = onServer()
    await opened(from, hand, (storage) => play(storage, hand, fc.sample(arbitrary(Trace), 3).flat()))
    const expected = await toldOf(from, hand)
    const driver = overPg(pool)
    for (const where of ["from", "to"]) {
      for (let nth = 1, lost = true; lost; nth++) {
        lost = false
        let transactions = 0
        const losing: Driver = {
          ...driver,
          transaction: async (body) => {
            const own = ++transactions
            const answer = await driver.transaction(body)
            if (own !== nth) return answer
            lost = true
            throw new Error("Connection terminated unexpectedly")
          }
        }
        const to = onServer("lost")
        const origin = where === "from" ? from.on(losing) : from.portable
        const landing = where === "to" ? to.on(losing) : to.portable
        const copied = await Effect.runPromise(Effect.exit(copyStore(origin, landing)))
        expect({ where, nth, copied }).toMatchObject({ where, nth, copied: { _tag: "Success" } })
        expect(await toldOf(to, hand)).toEqual(expected)
      }
    }
  })

  test("F3 whose original is out of reach in its midst fails, and the connection is no defect afterwards", async () => {
    const hand: Hand = { now: beginning }
    const [from, to] = [onServer(), inFile()]
    await opened(from, hand, (storage) => play(storage, hand, fc.sample(arbitrary(Trace), 2).flat()))
    const cutting = pausedAt(to.portable, "claim")
    const copy = Effect.runPromise(Effect.flip(copyStore(from.portable, cutting.portable)))
    await cutting.reached
    await cutOff()
    cutting.goOn()
    expect(await copy).toMatchObject({ _tag: "StorageError", reason: "Unavailable" })
    await Effect.runPromise(copyStore(from.portable, to.portable))
    expect(await toldOf(to, hand)).toEqual(await toldOf(from, hand))
  })
})
