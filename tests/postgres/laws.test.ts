import { overPg, postgres } from "@pannier/storage-postgres"
import { sqlite } from "@pannier/storage-sqlite"
import { memory } from "pannier/memory"
import { batchLaws, check, equivalence, type FreshAdapter, storageLaws, title, versionLaws } from "pannier/testing"
import pg from "pg"
import { afterAll, describe, test } from "vitest"
import { startServer } from "@pannier/postgres-server"

const server = await startServer()
const pool = new pg.Pool({ ...server.connection, max: 4 })
pool.on("error", () => {})
afterAll(async () => {
  await pool.end()
  await server.stop()
})

let tenants = 0
// Every run of a law is a tenant of its own in the same tables.
const fresh: FreshAdapter = (clock) => postgres(overPg(pool), { clock, tenant: `tenant ${tenants++}` })
const inMemory: FreshAdapter = (clock) => memory({ clock })
const inFile: FreshAdapter = (clock) => sqlite(":memory:", { clock })

describe("postgres", () => {
  for (const law of [...storageLaws(fresh), ...versionLaws(fresh), ...batchLaws(fresh)])
    test(title(law), () => check(law, { runs: 25 }))
  for (const [other, name] of [
    [inMemory, "memory"],
    [inFile, "SQLite"]
  ] as const) {
    const law = equivalence(other, fresh)
    test(`${title(law)} (${name})`, () => check(law, { runs: 25 }))
  }
})
