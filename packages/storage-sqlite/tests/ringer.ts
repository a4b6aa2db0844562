// A worker of its own process: rings what is due until nothing waits, and reports each time that it rings.
import { writeSync } from "node:fs"
import * as Effect from "effect/Effect"
import { work } from "pannier/command"
import { nodeOf, ringing } from "./bells.ts"

const [path = ""] = process.argv.slice(2)
const errands = new Map([["bell.ring", ringing((intent) => writeSync(1, `${intent}\n`))]])

await Effect.runPromise(
  Effect.scoped(
    Effect.gen(function* () {
      const engine = yield* nodeOf(path)
      while ((yield* engine.storage.waiting(1)).length > 0) {
        yield* work(engine, errands, { limit: 4 })
        yield* Effect.sleep(20)
      }
    })
  )
)
