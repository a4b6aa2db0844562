import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parentPort, workerData } from "node:worker_threads"
import { overPg, postgres } from "@pannier/storage-postgres"
import { sqlite } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import pg from "pg"
import { memory } from "../../../src/memory/index.ts"
import type { Adapter, Commit } from "../../../src/storage/index.ts"
import { arbitrary, equivalence, type FreshAdapter, playTrace } from "../../../src/testing/index.ts"
import { player, traceOf } from "../../shop/players.ts"
import { plants } from "./plants.ts"

/** What a thread is told to do, on a server that all threads share. */
export interface Work {
  readonly connection: pg.PoolConfig
  /** Tells its schemas from those of other threads. */
  readonly name: string
  readonly turns: number
  readonly plant: string
}

/** What came of some traces. */
export interface Sums {
  readonly shops: number
  readonly stores: number
  readonly acknowledged: number
  readonly repeated: number
  readonly vacuous: number
  readonly wrong: ReadonlyArray<string>
}

const { connection, name, turns, plant } = workerData as Work
const spoil = plants[plant] ?? ((commit: Commit) => commit)
const pool = new pg.Pool({ ...connection, max: 8 })
// The server tells its last connections that it stops.
pool.on("error", () => {})
let tenants = 0

/** What furnishes a shop beforehand is left alone. */
const isTurn = ({ key }: Commit): boolean => key.includes("turn-") || key.startsWith("key-")

const spoiled = (adapter: Adapter): Adapter => ({
  name: adapter.name,
  open: (shapes) =>
    Effect.map(adapter.open(shapes), (storage) => ({
      ...storage,
      commit: (one) => storage.commit(isTurn(one) ? spoil(one) : one)
    }))
})

// Shops and bare stores have collections of one name and other columns: each kind has a schema of its own.
const schemas = { shop: `shop_${name}`, store: `store_${name}` }

const onPostgres = (schema: string, clock?: () => number): Adapter =>
  spoiled(postgres(overPg(pool), { schema, tenant: String(tenants++), ...(clock !== undefined && { clock }) }))

const stores = {
  memory: ((clock) => memory({ clock })) satisfies FreshAdapter,
  sqlite: ((clock) => sqlite(":memory:", { clock })) satisfies FreshAdapter,
  postgres: ((clock) => onPostgres(schemas.store, clock)) satisfies FreshAdapter
}
const laws = [equivalence(stores.memory, stores.postgres), equivalence(stores.sqlite, stores.postgres)]

const nothing: Sums = { shops: 0, stores: 0, acknowledged: 0, repeated: 0, vacuous: 0, wrong: [] }

/** Plays traces on one furnished shop, each from where the one before has left it; tells of each as it ends. */
const shop = async (seeds: ReadonlyArray<number>, folder: string, tell: (sums: Sums) => void): Promise<void> => {
  const [first = 0] = seeds
  const file = join(folder, `${first}.db`)
  const players = [
    await player(memory(), first),
    await player(sqlite(file, { synchronous: "off" }), first),
    await player(onPostgres(schemas.shop), first)
  ]
  for (const seed of seeds) {
    const { acknowledged, repeated, wrong } = await playTrace(players, traceOf(seed, turns))
    const told = wrong.map((one) => `shop of seed ${seed}, furnished with ${first}, turn ${one}`)
    tell({ ...nothing, shops: 1, acknowledged, repeated, wrong: told })
  }
  for (const one of players) await one.close()
  for (const suffix of ["", "-wal", "-shm"]) rmSync(`${file}${suffix}`, { force: true })
}

const store = async (seed: number): Promise<Sums> => {
  const law = laws[seed % 2]
  if (law === undefined || !("ast" in law.input)) throw new Error("no traces to draw")
  const [trace] = fc.sample(arbitrary(law.input), { seed, numRuns: 1 })
  if (trace === undefined) throw new Error("no trace")
  const verdict = await law.holds(trace)
  const wrong = verdict._tag === "Broken" ? [`store of seed ${seed}: ${verdict.why.slice(0, 400)}`] : []
  return { ...nothing, stores: 1, vacuous: verdict._tag === "Vacuous" ? 1 : 0, wrong }
}

/** Traces that are played side by side, since each waits for the server half of its time. */
const lanes = 3

const tell = (sums: Sums | "done"): void => parentPort?.postMessage(sums)

/** Whose traces play commands on shops; all others play commits on bare stores. */
const isOfShop = (seed: number): boolean => seed % 5 === 0

/** Traces of shops that share one: to furnish it takes as long as a trace. */
const perShop = 4

/** Plays the traces of some seeds, and tells of each as it ends. */
const play = async (seeds: ReadonlyArray<number>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "pannier-differential-"))
  const together = Map.groupBy(seeds.filter(isOfShop), (_, index) => Math.floor(index / perShop))
  const jobs = [
    ...[...together.values()].map((group) => () => shop(group, folder, tell)),
    ...seeds.filter((seed) => !isOfShop(seed)).map((seed) => async () => tell(await store(seed)))
  ]
  const lane = async (): Promise<void> => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) await job()
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  rmSync(folder, { recursive: true, force: true })
  // Tables that only grow slow the later traces down, and prove nothing.
  await pool.query(`DROP SCHEMA IF EXISTS ${Object.values(schemas).join(", ")} CASCADE`)
  tell("done")
}

parentPort?.on("message", (seeds: ReadonlyArray<number>) => void play(seeds))
