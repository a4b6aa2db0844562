import { registerHooks } from "node:module"
import { parentPort, workerData } from "node:worker_threads"
import { planted } from "../pricing/engine.ts"
import { harmless } from "./harmless.ts"
import { plants } from "./plants.ts"

/** What a thread is told to do. */
export interface Work {
  readonly plant: string
  /** Buyers in each run. */
  readonly checkouts: number
}

/** What is kept of a run. */
export interface Ran {
  readonly seed: number
  readonly violations: ReadonlyArray<string>
  readonly hash: string
  readonly checkouts: number
  readonly commits: number
  readonly virtual: number
  readonly fired: Readonly<Record<string, number>>
  readonly acted: Readonly<Record<string, number>>
}

const root = new URL("../../../", import.meta.url)

/** Puts a fault into the modules of this thread as they are loaded; the sources stay as they are. */
const sow = (name: string): (() => void) => {
  const plant = { ...plants, ...harmless }[name]
  if (plant === undefined) throw new Error(`no plant \`${name}\``)
  const faulty = new Map([...planted(plant, name)].map(([file, text]) => [new URL(file, root).href, text]))
  const waiting = new Set(faulty.keys())
  registerHooks({
    load: (url, context, next) => {
      const module = next(url, context)
      const text = faulty.get(url)
      if (text === undefined) return module
      waiting.delete(url)
      return { ...module, source: text }
    }
  })
  return () => {
    if (waiting.size > 0) throw new Error(`the plant ${name} is in a file that the simulator does not load`)
  }
}

const { plant, checkouts } = workerData as Work
const sown = plant === "" ? undefined : sow(plant)
const { drawPlan, play } = await import("../../../src/testing/simulator/index.ts")
sown?.()

parentPort?.on("message", (seed: number) => {
  void play(drawPlan(seed, checkouts)).then(
    ({ violations, hash, checkouts: placed, commits, virtual, fired, acted }) => {
      const ran: Ran = { seed, violations, hash, checkouts: placed, commits, virtual, fired, acted }
      parentPort?.postMessage(ran)
    },
    // A run that throws has found something: not even the simulator went on.
    (cause: unknown) => {
      const why = cause instanceof Error ? cause.message : String(cause)
      const ran = {
        seed,
        violations: [`DEFECT ${why}`],
        hash: "",
        checkouts: 0,
        commits: 0,
        virtual: 0,
        fired: {},
        acted: {}
      }
      parentPort?.postMessage(ran)
    }
  )
})
