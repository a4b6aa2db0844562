/** The linter in a thread of its own: a set of many offers takes it seconds, and requests do not wait for that. */
import { Worker } from "node:worker_threads"
import type { Finding, lint, Promotion } from "pannier/promotion"

export type Ground = Parameters<typeof lint>[1]

/** What the thread is asked, and what it answers to the same number. */
export interface Question {
  readonly number: number
  readonly promotions: ReadonlyArray<Promotion>
  readonly ground: Ground
}
export interface Answer {
  readonly number: number
  readonly findings: ReadonlyArray<Finding>
}

interface Asked {
  readonly resolve: (findings: ReadonlyArray<Finding>) => void
  readonly reject: (cause: unknown) => void
}

/** The thread stands ready once it has been needed. */
let thread: Worker | undefined
const asked = new Map<number, Asked>()
let number = 0

const begun = (): Worker => {
  const worker = new Worker(new URL("./lint-thread.ts", import.meta.url), {
    execArgv: ["--conditions=@pannier/source"]
  })
  // It keeps no process alive that has nothing else to do.
  worker.unref()
  worker.on("message", (answer: Answer) => {
    asked.get(answer.number)?.resolve(answer.findings)
    asked.delete(answer.number)
  })
  worker.on("error", (cause) => {
    for (const { reject } of asked.values()) reject(cause)
    asked.clear()
    thread = undefined
  })
  return worker
}

/** What is wrong with a rule set, found beside the requests. */
export const lintedAside = (promotions: ReadonlyArray<Promotion>, ground: Ground): Promise<ReadonlyArray<Finding>> =>
  new Promise((resolve, reject) => {
    thread ??= begun()
    const question: Question = { number: number++, promotions, ground }
    asked.set(question.number, { resolve, reject })
    thread.postMessage(question)
  })
