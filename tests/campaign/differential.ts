/**
 * Random traces on memory, on a SQLite file and on PostgreSQL, until they can be told apart: one trace in five plays commands of
 * the whole table on three shops, the others commits, takes and repeats on three bare stores.
 *
 *     npm run differential -- --traces 10000 --seed 1
 *
 * Ends with what was done beside what went wrong, and exits 1 if anything did or if too little was done. `--plant NAME`
 * spoils the PostgreSQL store, which has to be found.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { startServer } from "@pannier/postgres-server"
import { overPg, postgres } from "@pannier/storage-postgres"
import { sqlite } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import pg from "pg"
import { memory } from "../../src/memory/index.ts"
import type { Adapter, Commit } from "../../src/storage/index.ts"
import { arbitrary, equivalence, type FreshAdapter, playTrace } from "../../src/testing/index.ts"
import { player, traceOf } from "../shop/players.ts"

const { values } = parseArgs({
  options: {
    traces: { type: "string", default: "1000" },
    turns: { type: "string", default: "40" },
    seed: { type: "string", default: "1" },
    plant: { type: "string", default: "" }
  }
})
const [traces, turns, first] = [values.traces, values.turns, values.seed].map(Number) as [number, number, number]

/** Each spoils a commit on its way to PostgreSQL. */
const plants: Readonly<Record<string, (commit: Commit) => Commit>> = {
  "": (commit) => commit,
  "transfers-forgotten": (commit) => ({ ...commit, transfers: commit.transfers.slice(1) }),
  "guards-forgotten": (commit) => ({ ...commit, guards: [] }),
  "claims-forgotten": (commit) => ({ ...commit, claims: [] })
}
const plant = plants[values.plant]
if (plant === undefined) throw new Error(`no plant \`${values.plant}\`: ${Object.keys(plants).join(" ")}`)

const server = await startServer()
const pool = new pg.Pool({ ...server.connection, max: 8 })
// The pool has ended before its last connections have, and the server tells those that it stops.
pool.on("error", () => {})
const folder = mkdtempSync(join(tmpdir(), "pannier-differential-"))
let tenants = 0

/** What furnishes a shop beforehand is left alone. */
const isTurn = ({ key }: Commit): boolean => key.includes("turn-") || key.startsWith("key-")

const spoiled = (adapter: Adapter): Adapter => ({
  name: adapter.name,
  open: (shapes) =>
    Effect.map(adapter.open(shapes), (storage) => ({
      ...storage,
      commit: (one) => storage.commit(isTurn(one) ? plant(one) : one)
    }))
})
// Shops and bare stores have collections of one name and other columns: each kind has a schema of its own.
const onPostgres = (schema: string, clock?: () => number): Adapter =>
  spoiled(postgres(overPg(pool), { schema, tenant: String(tenants++), ...(clock !== undefined && { clock }) }))

const stores = {
  memory: ((clock) => memory({ clock })) satisfies FreshAdapter,
  sqlite: ((clock) => sqlite(":memory:", { clock })) satisfies FreshAdapter,
  postgres: ((clock) => onPostgres("store", clock)) satisfies FreshAdapter
}
const laws = [equivalence(stores.memory, stores.postgres), equivalence(stores.sqlite, stores.postgres)]

const sums = { shops: 0, stores: 0, acknowledged: 0, repeated: 0, vacuous: 0 }
let disagreements = 0

const disagree = (what: string): void => {
  disagreements++
  console.error(`  ${what}`)
}

const shop = async (seed: number): Promise<void> => {
  const file = join(folder, `${seed}.db`)
  const players = [
    await player(memory(), seed),
    await player(sqlite(file, { synchronous: "off" }), seed),
    await player(onPostgres("shop"), seed)
  ]
  const told = await playTrace(players, traceOf(seed, turns))
  for (const one of players) await one.close()
  for (const suffix of ["", "-wal", "-shm"]) rmSync(`${file}${suffix}`, { force: true })
  sums.shops++
  sums.acknowledged += told.acknowledged
  sums.repeated += told.repeated
  for (const wrong of told.wrong) disagree(`shop of seed ${seed}, turn ${wrong}`)
}

const store = async (seed: number): Promise<void> => {
  const law = laws[seed % 2]
  if (law === undefined || !("ast" in law.input)) throw new Error("no traces to draw")
  const [trace] = fc.sample(arbitrary(law.input), { seed, numRuns: 1 })
  if (trace === undefined) throw new Error("no trace")
  const verdict = await law.holds(trace)
  sums.stores++
  if (verdict._tag === "Vacuous") sums.vacuous++
  if (verdict._tag === "Broken") disagree(`store of seed ${seed}: ${verdict.why.slice(0, 400)}`)
}

/** Traces that are played side by side, since each waits for the server half of its time. */
const lanes = 4
/** Traces between two sweeps. */
const batch = 400

for (let next = first; next < first + traces; ) {
  const end = Math.min(next + batch, first + traces)
  const lane = async (): Promise<void> => {
    while (next < end) {
      const seed = next++
      await (seed % 5 === 0 ? shop(seed) : store(seed))
      if ((seed - first + 1) % 100 === 0) console.log(`${seed - first + 1}/${traces}, ${disagreements} disagreements`)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  // Tables that only grow slow the later traces down, and prove nothing.
  await pool.query(`DROP SCHEMA IF EXISTS shop, store CASCADE`)
}
await pool.end()
await server.stop()
rmSync(folder, { recursive: true, force: true })

console.log(
  Object.entries(sums)
    .map(([name, count]) => `${name}: ${count}`)
    .join("  ")
)
const idle = sums.acknowledged < 3 * sums.shops || sums.vacuous * 2 > sums.stores
if (idle) console.log("below its declared minimum")
console.log(`disagreements: ${disagreements}`)
process.exitCode = disagreements > 0 || idle ? 1 : 0
