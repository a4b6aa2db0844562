import { Worker } from "node:worker_threads"
import type { Sown } from "./sow.ts"

/** Which run is told again. */
export interface Asked extends Sown {
  readonly seed: number
  /** How many buyers come. */
  readonly checkouts: number
  /** Where its timeline is drawn. */
  readonly folder: string
}

/**
 * Plays one seed again, in a thread of its own, so that a fault can be put into the shop before it is loaded. If something
 * is wrong, makes it small, prints its story and draws its timeline.
 */
export const one = (asked: Asked): Promise<number> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(new URL("./retell.ts", import.meta.url), { workerData: asked })
    let violations: number | undefined
    thread.on("message", (count: number) => (violations = count))
    thread.on("error", reject)
    thread.on("exit", () => resolve(violations === 0 ? 0 : 1))
  })
