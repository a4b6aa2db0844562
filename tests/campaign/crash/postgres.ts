import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { parseArgs } from "node:util"
import { startServer } from "@pannier/postgres-server"
import { overPg, postgres } from "@pannier/storage-postgres"
import * as Effect from "effect/Effect"
import pg from "pg"
import { collections } from "../../../src/shop/index.ts"
import { audit, shopQuestions } from "../../../src/testing/index.ts"
import { childIn } from "./bundle.ts"
import { chanceFrom } from "./chance.ts"

/**
 * Kills PostgreSQL with SIGKILL at random points during concurrent checkouts, lets it recover while the buyers hold on, and
 * then kills the shop; every other time the shop alone. Then it checks by the log that every conservation law holds and that
 * no acknowledged reply is lost. The server waits for the disk at every commit.
 */
const { values: options } = parseArgs({
  options: {
    storage: { type: "string", default: "postgres" },
    points: { type: "string", default: "200" },
    plant: { type: "string", default: "" },
    seed: { type: "string", default: String(process.pid) }
  }
})
const points = Number(options.points)
if (!["", "reply-before-commit"].includes(options.plant)) throw new Error(`no plant \`${options.plant}\``)

const chance = chanceFrom(Number(options.seed))

const work = mkdtempSync(join(tmpdir(), "pannier-crash-"))
const child = await childIn(work)

const server = await startServer(true)
const pool = new pg.Pool({ ...server.connection, max: 2 })
pool.on("error", () => {})
const pause = (milliseconds: number) => new Promise((resume) => setTimeout(resume, milliseconds))
const placeOf = (tenant: string) => JSON.stringify({ connection: server.connection, tenant })

interface Point {
  readonly acknowledged: ReadonlyMap<string, number>
  readonly afterwards: number
  readonly refused: ReadonlyArray<string>
  readonly insideCommit: boolean
}

/** One process of buyers, until it is killed; `wholly` kills the server first, which comes back under them. */
const strike = (folder: string, tenant: string, run: string, wholly: boolean, delay: number): Promise<Point> =>
  new Promise((resolve, reject) => {
    const process_ = spawn(process.execPath, [child, folder, run, options.plant, placeOf(tenant)], {
      stdio: ["ignore", "pipe", "inherit"]
    })
    const acknowledged = new Map<string, number>()
    const refused: Array<string> = []
    let [open, struckInside, back, afterwards] = [false, false, false, 0]
    const kill = async (): Promise<void> => {
      struckInside = open
      if (wholly) {
        await server.kill()
        await server.start()
        back = true
        await pause(900)
      }
      process_.kill("SIGKILL")
    }
    createInterface({ input: process_.stdout }).on("line", (line) => {
      const [mark, key = "", position] = line.split(" ")
      if (mark === "B" || mark === "E") open = mark === "B"
      else if (mark === "<") {
        acknowledged.set(key, Number(position))
        if (back) afterwards++
      } else if (mark === "!") refused.push(key)
      else if (mark === "ready") setTimeout(() => void kill().catch(reject), delay)
    })
    process_.on("error", reject)
    process_.on("close", () => resolve({ acknowledged, afterwards, refused, insideCommit: struckInside }))
  })

const furnished = (folder: string, tenant: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const started = spawn(process.execPath, [child, folder, "furnish", "", placeOf(tenant)], {
      stdio: ["ignore", "ignore", "inherit"]
    })
    started.on("close", (code) => (code === 0 ? resolve() : reject(new Error(`furnishing ended with ${code}`))))
  })

/** A killed shop's last transaction may still end: it is waited for, and then the log is asked everything. */
const examine = async (tenant: string, acknowledged: ReadonlyMap<string, number>): Promise<ReadonlyArray<string>> => {
  const others =
    "SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND state <> 'idle'"
  while (((await pool.query(others)).rowCount ?? 0) > 0) await pause(20)
  return Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const storage = yield* postgres(overPg(pool), { tenant }).open(collections)
        const wrong = [...(yield* storage.integrity), ...(yield* audit(storage, shopQuestions)).violations]
        for (const [key, position] of acknowledged) {
          const receipt = yield* storage.receipt(key)
          if (receipt === undefined) wrong.push(`the reply to ${key} was given and is lost`)
          else if (receipt.position !== position)
            wrong.push(`the reply to ${key} told ${position}, kept is ${receipt.position}`)
        }
        return wrong
      })
    )
  )
}

const violations: Array<string> = []
const refusals = new Map<string, number>()
const sums = { acknowledged: 0, afterwards: 0, inside: 0, servers: 0, shops: 0 }
const began = performance.now()
let [folder, tenant] = ["", ""]
console.log(`crash campaign on PostgreSQL: ${points} points, seed ${options.seed}`)
for (let point = 0; point < points; point++) {
  // A fresh shop now and then, so that small and grown ones are struck.
  if (point % 25 === 0) {
    folder = mkdtempSync(join(work, "shop-"))
    tenant = `shop ${point}`
    await furnished(folder, tenant)
  }
  const wholly = point % 2 === 0
  const found = await strike(folder, tenant, String(point), wholly, 100 + chance() * 500)
  sums.acknowledged += found.acknowledged.size
  sums.afterwards += found.afterwards
  if (found.insideCommit) sums.inside++
  if (wholly) sums.servers++
  else sums.shops++
  for (const tag of found.refused) refusals.set(tag, (refusals.get(tag) ?? 0) + 1)
  for (const wrong of await examine(tenant, found.acknowledged)) violations.push(`point ${point}: ${wrong}`)
  if ((point + 1) % 10 === 0 || point + 1 === points)
    console.log(`${point + 1}/${points}, ${sums.acknowledged} acknowledged, ${violations.length} violations`)
}
await pool.end()
await server.stop()
rmSync(work, { recursive: true, force: true })

const least = points * 10
console.log(`seconds: ${((performance.now() - began) / 1000).toFixed(0)}`)
console.log(
  `killed: ${sums.servers} servers, ${sums.shops} shops; ${sums.inside} inside a commit (at least ${Math.floor(points / 4)})`
)
console.log(
  `acknowledged: ${sums.acknowledged} (at least ${least}), ${sums.afterwards} of them by buyers whose server was killed`
)
console.log(`refused: ${[...refusals].map(([tag, count]) => `${tag} ${count}`).join(", ") || "none"}`)
for (const wrong of violations.slice(0, 20)) console.log(`  ${wrong}`)
const short =
  sums.acknowledged < least || sums.inside < Math.floor(points / 4) || (points >= 10 && sums.afterwards === 0)
if (short) console.log("below its declared minimum")
console.log(`violations: ${violations.length}`)
process.exitCode = violations.length > 0 || short ? 1 : 0
