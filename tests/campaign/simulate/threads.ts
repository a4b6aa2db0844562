import { Worker } from "node:worker_threads"
import type { Ran, Work } from "./worker.ts"

/** Threads take seeds in order of number; where `stop` is said to a run, no more are begun. */
export const inThreads = (
  seeds: ReadonlyArray<number>,
  work: Work,
  threads: number,
  heard: (ran: Ran) => "go on" | "stop"
): Promise<void> =>
  new Promise((resolve, reject) => {
    let next = 0
    let open = 0
    let stopped = false
    const workers = Array.from(
      { length: threads },
      () => new Worker(new URL("./worker.ts", import.meta.url), { workerData: work })
    )
    const end = (): void => {
      void Promise.all(workers.map((worker) => worker.terminate())).then(() => resolve())
    }
    const give = (worker: Worker): void => {
      const seed = stopped ? undefined : seeds[next++]
      if (seed === undefined) {
        if (open === 0) end()
        return
      }
      open++
      worker.postMessage(seed)
    }
    for (const worker of workers) {
      worker.on("error", reject)
      worker.on("message", (ran: Ran) => {
        open--
        if (heard(ran) === "stop") stopped = true
        give(worker)
      })
      give(worker)
    }
  })
