/**
 * Random traces on memory, on a SQLite file and on PostgreSQL, until they can be told apart: one trace in five plays commands of
 * the whole table on three shops, the others commits, takes and repeats on three bare stores.
 *
 *     npm run differential -- --traces 10000 --seed 1
 *
 * Ends with what was done beside what went wrong, and exits 1 if anything did or if too little was done. `--plant NAME`
 * spoils the PostgreSQL store, which has to be found.
 */
import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import { Worker } from "node:worker_threads"
import { startServer } from "@pannier/postgres-server"
import { plants } from "./plants.ts"
import type { Sums, Work } from "./worker.ts"

const { values } = parseArgs({
  options: {
    traces: { type: "string", default: "1000" },
    turns: { type: "string", default: "40" },
    seed: { type: "string", default: "1" },
    threads: { type: "string", default: String(Math.min(4, availableParallelism())) },
    plant: { type: "string", default: "" }
  }
})
const { plant } = values
const [traces, turns, first, threads] = [values.traces, values.turns, values.seed, values.threads].map(Number) as [
  number,
  number,
  number,
  number
]
if (plant !== "" && plants[plant] === undefined) {
  throw new Error(`no plant \`${plant}\`: ${Object.keys(plants).join(" ")}`)
}

/** Seeds that a thread plays between two sweeps of its schemas. */
const batch = Math.min(400, Math.ceil(traces / threads))

const server = await startServer()
const sums = { shops: 0, stores: 0, acknowledged: 0, repeated: 0, vacuous: 0 }
let disagreements = 0
let next = first
let told = performance.now()

const add = ({ wrong, ...of }: Sums): void => {
  for (const [name, count] of Object.entries(of)) sums[name as keyof typeof sums] += count
  for (const what of wrong) console.error(`  ${what}`)
  disagreements += wrong.length
  if (performance.now() - told < 10_000) return
  told = performance.now()
  console.log(`${sums.shops + sums.stores}/${traces}, ${disagreements} disagreements`)
}

const run = (name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const workerData: Work = { connection: server.connection, name, turns, plant }
    const thread = new Worker(new URL("./worker.ts", import.meta.url), { workerData })
    const give = (): void => {
      const count = Math.min(batch, first + traces - next)
      if (count <= 0) return void thread.terminate().then(() => resolve())
      thread.postMessage(Array.from({ length: count }, (_, index) => next + index))
      next += count
    }
    thread.on("error", reject)
    thread.on("message", (heard: Sums | "done") => (heard === "done" ? give() : add(heard)))
    give()
  })

await Promise.all(Array.from({ length: threads }, (_, thread) => run(String(thread))))
await server.stop()

console.log(
  Object.entries(sums)
    .map(([name, count]) => `${name}: ${count}`)
    .join("  ")
)
const idle = sums.acknowledged < 3 * sums.shops || sums.vacuous * 2 > sums.stores
if (idle) console.log("below its declared minimum")
console.log(`disagreements: ${disagreements}`)
process.exitCode = disagreements > 0 || idle ? 1 : 0
