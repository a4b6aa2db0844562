/** The step of a deployment that lays out tables, builds what is missing, and ends. */
import { overPg, postgres } from "@pannier/storage-postgres"
import * as Effect from "effect/Effect"
import pg from "pg"
import { clock } from "./shop.ts"

const [connection = "", schema = "", shapes = ""] = process.argv.slice(2)
// Connections that nobody uses are let go at once, so that they hold no process.
const pool = new pg.Pool({ ...JSON.parse(connection), max: 2, idleTimeoutMillis: 50 })
pool.on("error", () => {})
console.log("begun")
const adapter = postgres(overPg(pool), { clock, schema, indexesFirst: true })
await Effect.runPromise(Effect.scoped(Effect.asVoid(adapter.open(JSON.parse(shapes)))))
await pool.end()
