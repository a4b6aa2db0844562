/** The thread of the linter: it is given rule sets, and answers what it found in each. */
import { parentPort } from "node:worker_threads"
import { lint } from "pannier/promotion"
import type { Answer, Question } from "./lint.ts"

parentPort?.on("message", ({ number, promotions, ground }: Question) => {
  const answer: Answer = { number, findings: lint(promotions, ground) }
  parentPort?.postMessage(answer)
})
