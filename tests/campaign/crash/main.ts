import { spawn, spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { parseArgs } from "node:util"
import { sqlite } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import { collections } from "../../../src/shop/index.ts"
import { audit, shopQuestions } from "../../../src/testing/index.ts"
import { childIn } from "./bundle.ts"
import { chanceFrom } from "./chance.ts"
import { readSyncs, type Syncs } from "./syncs.ts"

/**
 * Kills a shop with SIGKILL at random points during concurrent checkouts, every other time at the transaction that comes
 * next, opens its file again, and checks by the log alone that every conservation law holds and that no acknowledged reply
 * is lost. A killed process does not prove that the disk was told, so some runs are watched from outside by strace.
 */
const { values: options } = parseArgs({
  options: {
    storage: { type: "string", default: "sqlite" },
    points: { type: "string", default: "200" },
    plant: { type: "string", default: "" },
    seed: { type: "string", default: String(process.pid) }
  }
})
const points = Number(options.points)
const plants = ["", "no-sync", "reply-before-commit"]
if (!plants.includes(options.plant)) throw new Error(`no plant \`${options.plant}\``)

const chance = chanceFrom(Number(options.seed))

const work = mkdtempSync(join(tmpdir(), "pannier-crash-"))
const child = await childIn(work)

const traced = spawnSync("strace", ["-V"]).status === 0

interface Point {
  readonly acknowledged: ReadonlyMap<string, number>
  readonly refused: ReadonlyArray<string>
  readonly insideCommit: boolean
  readonly syncs: Syncs | undefined
}

/** Kills after a delay, or, aimed, as soon after it as a transaction is told to have begun: many of those are struck before their end. */
const strike = (folder: string, run: string, watch: boolean, aimed: boolean, delay: number): Promise<Point> =>
  new Promise((resolve, reject) => {
    const node = [process.execPath, child, folder, run, options.plant]
    const trace = join(folder, "strace.txt")
    const calls = ["-f", "-y", "-qq", "-s", "256", "-e", "trace=write,pwrite64,fsync,fdatasync", "-o", trace]
    const [program = "", ...rest] = watch ? ["strace", ...calls, ...node] : node
    const process_ = spawn(program, rest, { stdio: ["ignore", "pipe", "inherit"], detached: true })
    const acknowledged = new Map<string, number>()
    const refused: Array<string> = []
    let inside = false
    let due = false
    // The whole group: under strace the shop is a child of strace.
    const kill = (): void => {
      due = false
      if (process_.pid !== undefined && process_.exitCode === null) process.kill(-process_.pid, "SIGKILL")
    }
    createInterface({ input: process_.stdout }).on("line", (line) => {
      const [mark, key = "", position] = line.split(" ")
      if (mark === "B") {
        inside = true
        if (due) kill()
      } else if (mark === "E") inside = false
      else if (mark === "<") acknowledged.set(key, Number(position))
      else if (mark === "!") refused.push(key)
      else if (mark === "ready") setTimeout(() => (aimed ? (due = true) : kill()), delay)
    })
    process_.on("error", reject)
    process_.on("close", () => {
      const syncs = watch ? readSyncs(readFileSync(trace, "utf8")) : undefined
      resolve({ acknowledged, refused, insideCommit: inside, syncs })
    })
  })

const furnished = (folder: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const started = spawn(process.execPath, [child, folder, "furnish"], { stdio: ["ignore", "ignore", "inherit"] })
    started.on("close", (code) => (code === 0 ? resolve() : reject(new Error(`furnishing ended with ${code}`))))
  })

/** Opens the file as the next start would, and asks it everything. */
const examine = (folder: string, acknowledged: ReadonlyMap<string, number>): Promise<ReadonlyArray<string>> =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const storage = yield* sqlite(join(folder, "shop.db")).open(collections)
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

const violations: Array<string> = []
const refusals = new Map<string, number>()
let acknowledgedInAll = 0
let insideCommit = 0
let counted: Syncs = { replies: 0, syncs: 0, ahead: [] }
const began = performance.now()
let folder = ""
console.log(
  `crash campaign: ${points} points, seed ${options.seed}${options.plant === "" ? "" : `, plant ${options.plant}`}`
)
for (let point = 0; point < points; point++) {
  // A fresh file now and then, so that small and grown ones are struck.
  if (point % 25 === 0) {
    if (folder !== "") rmSync(folder, { recursive: true, force: true })
    folder = mkdtempSync(join(work, "shop-"))
    await furnished(folder)
  }
  const watch = traced && point % 10 === 3
  const found = await strike(folder, String(point), watch, point % 2 === 0, 200 + chance() * 800 + (watch ? 600 : 0))
  acknowledgedInAll += found.acknowledged.size
  if (found.insideCommit) insideCommit++
  for (const tag of found.refused) refusals.set(tag, (refusals.get(tag) ?? 0) + 1)
  if (found.syncs !== undefined) {
    const { replies, syncs, ahead } = found.syncs
    counted = { replies: counted.replies + replies, syncs: counted.syncs + syncs, ahead: [...counted.ahead, ...ahead] }
  }
  for (const wrong of await examine(folder, found.acknowledged)) violations.push(`point ${point}: ${wrong}`)
  const bar = "#".repeat(Math.round((30 * (point + 1)) / points)).padEnd(30, ".")
  const line = `[${bar}] ${point + 1}/${points}, ${acknowledgedInAll} acknowledged, ${insideCommit} inside a commit, ${violations.length} violations`
  if (process.stdout.isTTY) process.stdout.write(`\r${line}`)
  else if ((point + 1) % 10 === 0 || point + 1 === points) console.log(line)
}
rmSync(work, { recursive: true, force: true })
for (const key of counted.ahead) violations.push(`the reply to ${key} went out ahead of its sync`)

const leastAcknowledged = points * 25
const leastInside = Math.floor(points / 4)
console.log(`\nseconds: ${((performance.now() - began) / 1000).toFixed(0)}`)
console.log(`acknowledged: ${acknowledgedInAll} (at least ${leastAcknowledged})`)
console.log(`refused: ${[...refusals].map(([tag, count]) => `${tag} ${count}`).join(", ") || "none"}`)
console.log(`kills inside a commit: ${insideCommit} (at least ${leastInside})`)
console.log(traced ? `syncs: ${counted.syncs} counted before ${counted.replies} replies` : "syncs: not counted")
for (const wrong of violations.slice(0, 20)) console.log(`  ${wrong}`)
const short = acknowledgedInAll < leastAcknowledged || insideCommit < leastInside
if (short) console.log("below its declared minimum")
if (traced && counted.replies === 0) console.log("no watched reply")
const blind = !traced && options.plant === "no-sync"
if (blind) console.log("the plant no-sync cannot be found without strace: syncs: not counted")
console.log(`violations: ${violations.length}`)
process.exitCode = violations.length > 0 || short || blind || (traced && counted.replies === 0) ? 1 : 0
