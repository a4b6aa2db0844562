import { parentPort, workerData } from "node:worker_threads"
import { batch, plansOf } from "./batch.ts"
import { engineOf } from "./engine.ts"

/** What a thread is told to do. */
export interface Work {
  readonly seed: number
  readonly plant: string
  /** `best` is asked on every so many cases. */
  readonly best: number
}

/** Compares one batch after another, as it is told: `[from, until]`. */
const { seed, plant, best } = workerData as Work
const engine = await engineOf(plant)
parentPort?.on("message", ([from, until]: readonly [number, number]) => {
  parentPort?.postMessage(batch(engine, seed, from, until, plansOf(best)))
})
