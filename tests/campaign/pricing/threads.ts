import { Worker } from "node:worker_threads"
import { noCases, type Tally, together } from "./batch.ts"
import type { Work } from "./worker.ts"

const atOnce = 200

/** Threads take batches in order of number, and no more of them once a disagreement is found. */
export const inThreads = (
  cases: number,
  work: Work,
  threads: number,
  progress: (done: number) => void
): Promise<Tally> =>
  new Promise((resolve, reject) => {
    let tally = noCases
    let next = 0
    let open = 0
    const workers = Array.from(
      { length: threads },
      () => new Worker(new URL("./worker.ts", import.meta.url), { workerData: work })
    )
    const end = () => {
      for (const worker of workers) void worker.terminate()
      resolve(tally)
    }
    const give = (worker: Worker) => {
      if (next >= cases || tally.found.length > 0) {
        if (open === 0) end()
        return
      }
      const until = Math.min(cases, next + atOnce)
      worker.postMessage([next, until])
      next = until
      open++
    }
    for (const worker of workers) {
      worker.on("error", reject)
      worker.on("message", (of: Tally) => {
        open--
        tally = together(tally, of)
        progress(tally.cases)
        give(worker)
      })
      give(worker)
    }
  })
