import { DatabaseSync } from "node:sqlite"
import { sqlite } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { sealLog } from "pannier/command"
import { memoryAnchor } from "pannier/memory"
import { type Storage, verifyChain } from "pannier/storage"
import { describe, expect, test } from "vitest"
import { folder } from "./folder.ts"
import { clock, collections, commit, order, run, sell, stock } from "./shop.ts"

const file = folder()
const sales = 8
/** `stock`, then the sales, then one order that changes. */
const entries = sales + 2

/** A file whose log is chained, with the head that was anchored. */
const sold = async (path: string) => {
  const anchor = memoryAnchor()
  const head = await run(
    Effect.gen(function* () {
      const storage = yield* sqlite(path, { clock, synchronous: "off" }).open(collections)
      yield* storage.commit(stock(100n))
      for (let number = 0; number < sales; number++) yield* storage.commit(sell(`order-${number}`))
      yield* storage.commit(commit("again", { writes: [order("order-1", 1), order("order-2", 1)] }))
      return (yield* sealLog(storage, { limit: 1_000, anchor })).head
    })
  )
  return { head, anchor }
}

const opened = <A, E>(path: string, body: (storage: Storage) => Effect.Effect<A, E>): Promise<A> =>
  run(Effect.flatMap(sqlite(path, { clock, synchronous: "off" }).open(collections), body))

/** Changes a file behind its program's back. */
const raw = (path: string, ...statements: ReadonlyArray<string>): void => {
  const database = new DatabaseSync(path)
  try {
    for (const sql of statements) database.exec(sql)
  } finally {
    database.close()
  }
}

/** Every entry behind a position is moved by one place, in every table of the log. */
const moved = (behind: number, by: 1 | -1): ReadonlyArray<string> =>
  ["log", "event", "transfer"].flatMap((table) => [
    `UPDATE ${table} SET position = -(position + ${by}) WHERE position > ${behind}`,
    `UPDATE ${table} SET position = -position WHERE position < 0`
  ])

const gone = (position: number): ReadonlyArray<string> =>
  ["log", "event", "transfer"].map((table) => `DELETE FROM ${table} WHERE position = ${position}`)

const swapped = (left: number, right: number): ReadonlyArray<string> =>
  ["log", "event", "transfer"].flatMap((table) => [
    `UPDATE ${table} SET position = -position WHERE position IN (${left}, ${right})`,
    `UPDATE ${table} SET position = CASE position WHEN -${left} THEN ${right} ELSE ${left} END WHERE position < 0`
  ])

/** Each leaves the entry at `one` as the first bad one. */
const tampers: Readonly<Record<string, (one: number, two: number) => ReadonlyArray<string>>> = {
  "the actor": (one) => [`UPDATE log SET actor = actor || '.' WHERE position = ${one}`],
  "the instant": (one) => [`UPDATE log SET at = at - 1 WHERE position = ${one}`],
  "the reason": (one) => [`UPDATE log SET reason = '' WHERE position = ${one}`],
  "the key": (one) => [`UPDATE log SET key = 'forged' WHERE position = ${one}`],
  "an event made up": (one) => [
    `INSERT INTO event (position, collection, id, sequence, type, data, change) VALUES (${one}, 'order', 'x', 1, 'x', '{}', '{}')`
  ],
  "a line made up": (one) => [
    `INSERT INTO transfer VALUES (${one}, 99, 'x', 'post', 'supply', 'shelf', 'variant:tea', 1)`
  ],
  "an entry taken away": gone,
  "an entry taken away and the gap closed": (one) => [...gone(one), ...moved(one, -1)],
  "an entry put between": (one) => [
    ...moved(one - 1, 1),
    `INSERT INTO log VALUES (${one}, 'forged', 1800000000000, 'staff', 'test')`
  ],
  "two entries swapped": (one, two) => swapped(one, two),
  "a link changed": (one) => [`UPDATE link SET hash = '' WHERE position = ${one}`],
  "a link taken away": (one) => [`DELETE FROM link WHERE position = ${one}`],
  "the tail cut off with its links": (one) =>
    ["log", "event", "transfer", "link"].map((table) => `DELETE FROM ${table} WHERE position >= ${one}`)
}

describe("the chain of a file", () => {
  test("is sound where nothing was touched, and goes on where it stopped", async () => {
    const path = file()
    const { head, anchor } = await sold(path)
    expect(head.position).toBe(entries)
    const verified = await opened(path, (storage) =>
      Effect.gen(function* () {
        yield* storage.commit(sell("late"))
        const before = yield* verifyChain(storage, { anchored: yield* anchor.latest })
        const sealed = yield* sealLog(storage, { limit: 1_000, anchor })
        return { before, sealed, latest: yield* anchor.latest, after: yield* verifyChain(storage, { anchored: head }) }
      })
    )
    expect(verified.before.head).toEqual(head)
    expect(verified.sealed.entries).toBe(1)
    expect(verified.latest).toEqual(verified.sealed.head)
    expect(verified.after.head.position).toBe(entries + 1)
  })

  test.each(Object.entries(tampers))("L58 %s is found at its entry", async (_, tamper) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: entries - 1 }), fc.nat(), async (one, further) => {
        const two = one + 1 + (further % (entries - one))
        const path = file()
        const { head } = await sold(path)
        raw(path, ...tamper(one, two))
        const found = await opened(path, (storage) => Effect.result(verifyChain(storage, { anchored: head })))
        expect(Result.isFailure(found) ? found.failure : found.success).toMatchObject({
          _tag: "ChainBroken",
          position: one
        })
      }),
      { numRuns: 8 }
    )
  })

  test("L58 an edit of what events and lines say is found", async () => {
    for (const [sql, position] of [
      ["UPDATE event SET data = '{\"x\":1}' WHERE position = 4", 4],
      ["UPDATE event SET change = change || ' ' WHERE position = 5", 5],
      ["UPDATE transfer SET amount = 2 WHERE position = 6", 6],
      ["UPDATE transfer SET to_account = 'me' WHERE position = 7", 7],
      // The two events of one commit change places.
      [`UPDATE event SET number = -number WHERE position = ${entries}`, entries]
    ] as const) {
      const path = file()
      await sold(path)
      raw(path, sql)
      const found = await opened(path, (storage) => Effect.flip(verifyChain(storage)))
      expect(found, sql).toEqual({ _tag: "ChainBroken", position, why: "changed" })
    }
  })

  test("a past that was written anew, links and all, is found by the anchor, and the sealer leaves the anchor as it is", async () => {
    const path = file()
    const { head, anchor } = await sold(path)
    raw(path, "UPDATE log SET actor = 'me' WHERE position = 3", "DELETE FROM link")
    const found = await opened(path, (storage) =>
      Effect.gen(function* () {
        const sealed = yield* Effect.flip(sealLog(storage, { limit: 1_000, anchor }))
        const alone = yield* verifyChain(storage)
        return { sealed, alone, held: yield* Effect.flip(verifyChain(storage, { anchored: yield* anchor.latest })) }
      })
    )
    const replaced = { _tag: "ChainBroken", position: entries, why: "replaced" }
    expect(found.sealed).toEqual(replaced)
    expect(found.held).toEqual(replaced)
    expect(found.alone.head.hash).not.toBe(head.hash)
    expect(await Effect.runPromise(anchor.latest)).toEqual(head)
  })
})
