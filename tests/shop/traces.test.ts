import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sqlite } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import { afterAll, describe, expect, it } from "vitest"
import { memory } from "../../src/memory/index.ts"
import type { Adapter, Commit } from "../../src/storage/index.ts"
import { playTrace, type Traced } from "../../src/testing/index.ts"
import { seed } from "../seed.ts"
import { player, traceOf } from "./players.ts"

const directory = mkdtempSync(join(tmpdir(), "pannier-traces-"))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const traces = Number(process.env["TRACES"] ?? 40)
const turns = 45
const first = seed

const both = async (seed: number): Promise<Traced> => {
  const players = [
    await player(memory(), seed),
    await player(sqlite(join(directory, `${seed}.db`), { synchronous: "off" }), seed)
  ]
  try {
    return await playTrace(players, traceOf(seed, turns))
  } finally {
    for (const one of players) await one.close()
  }
}

describe("random commands of the whole table", () => {
  it(`L61 L38 L39 memory and SQLite cannot be told apart, a refusal is declared and leaves no trace, a repeat has no effect; seeds from ${first}`, async () => {
    const sum: {
      acknowledged: number
      repeated: number
      answered: number
      done: Record<string, number>
      refused: Record<string, number>
    } = {
      acknowledged: 0,
      repeated: 0,
      answered: 0,
      done: {},
      refused: {}
    }
    for (let seed = first; seed < first + traces; seed++) {
      const told = await both(seed)
      expect(told.wrong, `seed ${seed}`).toEqual([])
      sum.acknowledged += told.acknowledged
      sum.repeated += told.repeated
      sum.answered += told.answered
      for (const [name, count] of Object.entries(told.done)) sum.done[name] = (sum.done[name] ?? 0) + count
      for (const [tag, count] of Object.entries(told.refused)) sum.refused[tag] = (sum.refused[tag] ?? 0) + count
    }
    // A law that nothing acted on would prove nothing.
    expect(sum.acknowledged).toBeGreaterThan(4 * traces)
    expect(sum.repeated).toBeGreaterThan(0)
    expect(sum.answered).toBeGreaterThan(0)
    expect(Object.keys(sum.refused).length).toBeGreaterThan(5)
    expect(sum.done["order.place"] ?? 0).toBeGreaterThan(0)
  }, 300_000)

  /** A storage that spoils commits, once the shop is furnished: those under the keys of a trace's own turns. */
  const planted = (spoil: (commit: Commit) => Partial<Commit>): Adapter => {
    return {
      name: "planted",
      open: (shapes) =>
        Effect.map(memory().open(shapes), (storage) => ({
          ...storage,
          commit: (one) => storage.commit(one.key.includes("turn-") ? { ...one, ...spoil(one) } : one)
        }))
    }
  }

  // Which trace comes upon it changes with the table of commands; one of the first few dozen always does.
  it.each<[string, () => Adapter]>([
    ["forgets keys", () => planted(({ key, at }) => ({ key: `${key}/${at}`, fingerprint: "" }))],
    ["forgets transfers", () => planted(() => ({ transfers: [] }))],
    ["is a millisecond late", () => planted(({ at }) => ({ at: at + 1 }))]
  ])("L61 a storage that %s is found out", { timeout: 120_000 }, async (_, adapter) => {
    for (let seed = 1, found = 0; found === 0; seed++) {
      expect(seed).toBeLessThan(60)
      const players = [await player(memory(), seed), await player(adapter(), seed)]
      found = (await playTrace(players, traceOf(seed, turns))).wrong.length
      for (const one of players) await one.close()
    }
  })
})
