import { parentPort, workerData } from "node:worker_threads"
import type { Presales, Rolled, Staffed, Virtuals } from "../../../src/testing/index.ts"
import { type Sown, sown } from "./sow.ts"

/** What a thread is told to do. */
export interface Work extends Sown {
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
  /** What presales came to; nothing, where the run broke down. */
  readonly presales: Presales | undefined
  /** What the staff did about intents that were given up; nothing, where the run broke down. */
  readonly staffed: Staffed | undefined
  /** What became of virtual goods; nothing, where the run broke down. */
  readonly virtuals: Virtuals | undefined
  /** What happened in the rolling deployment, if there was one. */
  readonly rolled: Rolled | undefined
}

const { checkouts, ...work } = workerData as Work
const {
  simulator: { drawPlan, play },
  ground
} = await sown(work)

parentPort?.on("message", (seed: number) => {
  void play(drawPlan(seed, checkouts), ground).then(
    ({ violations, hash, checkouts: placed, commits, virtual, fired, acted, presales, staffed, virtuals, rolled }) => {
      const ran: Ran = {
        seed,
        violations,
        hash,
        checkouts: placed,
        commits,
        virtual,
        fired,
        acted,
        presales,
        staffed,
        virtuals,
        rolled
      }
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
        staffed: undefined,
        virtuals: undefined,
        rolled: undefined
      }
      parentPort?.postMessage(ran)
    }
  )
})
