import { overPg, postgres } from "@pannier/storage-postgres"
import { startServer } from "@pannier/postgres-server"
import { memory } from "pannier/memory"
import { playTrace } from "pannier/testing"
import { afterAll, describe, expect, test } from "vitest"
import { seed } from "../seed.ts"
import { player, traceOf } from "../shop/players.ts"
import { poolOf } from "./shop.ts"

const server = await startServer()
const pool = poolOf(server)
afterAll(async () => {
  await pool.end()
  await server.stop()
})

const seeds = Array.from({ length: 4 }, (_, index) => seed + index)

describe("tenants of one schema", () => {
  test(`L49 at work side by side each hear and keep what a shop alone would, to the byte; seeds from ${seed}`, async () => {
    const played = await Promise.all(
      seeds.map(async (one) => {
        const alone = await player(memory(), one)
        const beside = await player(postgres(overPg(pool), { tenant: `shop ${one}` }), one)
        const told = await playTrace([alone, beside], traceOf(one, 60))
        await alone.close()
        await beside.close()
        return told
      })
    )
    expect(played.flatMap(({ wrong }) => wrong)).toEqual([])
    expect(played.reduce((sum, { acknowledged }) => sum + acknowledged, 0)).toBeGreaterThan(10)
  })
})
