// A shop of its own process: sells until it is told that nothing is left, and reports each sale once it is acknowledged.
import { writeSync } from "node:fs"
import { sqlite } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { clock, collections, run, sell } from "./shop.ts"

const [path = "", name = "", callers = "1"] = process.argv.slice(2)

const one = (caller: number) =>
  Effect.gen(function* () {
    const storage = yield* sqlite(path, { clock, busyTimeout: 20_000 }).open(collections)
    for (let number = 0; ; number++) {
      const key = `${name}-${caller}-${number}`
      const answer = yield* Effect.result(storage.commit(sell(key)))
      if (Result.isFailure(answer)) return writeSync(1, `ended ${JSON.stringify(answer.failure, asText)}\n`)
      writeSync(1, `sold ${key}\n`)
    }
  })

const asText = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value)

await run(
  Effect.forEach(
    Array.from({ length: Number(callers) }, (_, caller) => caller),
    one,
    { concurrency: "unbounded" }
  )
)
