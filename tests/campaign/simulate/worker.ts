import { registerHooks } from "node:module"
import { parentPort, workerData } from "node:worker_threads"
import type { Presales, Rolled, Rollout } from "../../../src/testing/index.ts"
import { planted } from "../pricing/engine.ts"
import type { Plant } from "../pricing/plants.ts"
import { harmless } from "./harmless.ts"
import { plants } from "./plants.ts"
import { releasePlants } from "./release-plants.ts"

/** What a thread is told to do. */
export interface Work {
  readonly plant: string
  /** Buyers in each run. */
  readonly checkouts: number
  /** Whether another release follows this one in the midst of each run. */
  readonly releases: boolean
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
  /** What presales came to; nothing, where the run broke down. */
  readonly presales: Presales | undefined
  /** What happened in the rolling deployment, if there was one. */
  readonly rolled: Rolled | undefined
}

const root = new URL("../../../", import.meta.url)

/** Puts a fault into the modules of this thread as they are loaded; the sources stay as they are. */
const sow = (name: string, plant: Plant): (() => void) => {
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

const plantOf = (name: string, releases: boolean): Plant => {
  if (!releases) return { ...plants, ...harmless }[name] ?? unknown(name)
  const { is, former } = releasePlants[name] ?? unknown(name)
  return { is, changes: former }
}

const unknown = (name: string): never => {
  throw new Error(`no plant \`${name}\``)
}

const { plant, checkouts, releases } = workerData as Work
const sown = plant === "" ? undefined : sow(plant, plantOf(plant, releases))
const { drawPlan, play } = await import("../../../src/testing/simulator/index.ts")
sown?.()
const rolledOut = async (): Promise<{ readonly rollout?: Rollout }> => {
  if (!releases) return {}
  const { rolloutOf } = await import("./release.ts")
  return { rollout: await rolloutOf(plant) }
}
const ground = await rolledOut()

parentPort?.on("message", (seed: number) => {
  void play(drawPlan(seed, checkouts), ground).then(
    ({ violations, hash, checkouts: placed, commits, virtual, fired, acted, presales, rolled }) => {
      const ran: Ran = { seed, violations, hash, checkouts: placed, commits, virtual, fired, acted, presales, rolled }
      parentPort?.postMessage(ran)
    },
    // A run that throws has found something: not even the simulator went on.
    (cause: unknown) => {
      const why = cause instanceof Error ? cause.message : String(cause)
      const ran: Ran = {
        seed,
        violations: [`DEFECT ${why}`],
        hash: "",
        checkouts: 0,
        commits: 0,
        virtual: 0,
        fired: {},
        acted: {},
        presales: undefined,
        rolled: undefined
      }
      parentPort?.postMessage(ran)
    }
  )
})
