/** A process that sells from the shelf until nothing is left, 8 at a time. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import pg from "pg"
import { atOnce, onStore, sell } from "./shop.ts"

const [connection = "", name = ""] = process.argv.slice(2)
const pool = new pg.Pool({ ...JSON.parse(connection), max: 3 })
// The server may stop before the last of the pool's connections has ended.
pool.on("error", () => {})
await onStore(pool, { tenant: "processes" }, (storage) =>
  Effect.gen(function* () {
    for (let round = 0; ; round++) {
      const answers = yield* atOnce(
        Array.from({ length: 8 }, (_, number) => storage.commit(sell(`${name}-${round}-${number}`)))
      )
      const refused = answers.filter(Result.isFailure)
      const odd = refused.find(({ failure }) => failure._tag !== "BoundExceeded")
      if (odd !== undefined) throw new Error(JSON.stringify(odd.failure))
      if (refused.length > 0) return
    }
  })
)
await pool.end()
