import { parentPort, workerData } from "node:worker_threads"
import { batch, campaignPlans } from "./batch.ts"
import { engineOf } from "./engine.ts"

/** Compares one batch after another, as it is told: `[from, until]`. */
const { seed, plant } = workerData as { readonly seed: number; readonly plant: string }
const engine = await engineOf(plant)
parentPort?.on("message", ([from, until]: readonly [number, number]) => {
  parentPort?.postMessage(batch(engine, seed, from, until, campaignPlans))
})
