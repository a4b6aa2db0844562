/**
 * Random commands of the whole table on two shops, one in memory and one on a SQLite file, until they can be told apart.
 *
 *     node --conditions=@pannier/source tests/campaign/traces.ts --traces 10000 --turns 60 --seed 1
 *
 * Ends with what was done beside what went wrong, and exits 1 if anything did or if too little was done.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { sqlite } from "@pannier/storage-sqlite"
import { memory } from "../../src/memory/index.ts"
import { playTrace } from "../../src/testing/index.ts"
import { player, traceOf } from "../shop/players.ts"

const { values } = parseArgs({
  options: {
    traces: { type: "string", default: "1000" },
    turns: { type: "string", default: "60" },
    seed: { type: "string", default: "1" }
  }
})
const [traces, turns, first] = [values.traces, values.turns, values.seed].map(Number) as [number, number, number]
const directory = mkdtempSync(join(tmpdir(), "pannier-traces-"))
const done: Record<string, number> = {}
const refused: Record<string, number> = {}
const sums = { traces: 0, acknowledged: 0, repeated: 0, answered: 0, violations: 0 }

const add = (into: Record<string, number>, counts: Readonly<Record<string, number>>): void => {
  for (const [name, count] of Object.entries(counts)) into[name] = (into[name] ?? 0) + count
}

const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .toSorted(([, left], [, right]) => right - left)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ")

for (let seed = first; seed < first + traces; seed++) {
  const file = join(directory, `${seed}.db`)
  const players = [await player(memory(), seed), await player(sqlite(file, { synchronous: "off" }), seed)]
  const told = await playTrace(players, traceOf(seed, turns))
  for (const one of players) await one.close()
  for (const suffix of ["", "-wal", "-shm"]) rmSync(`${file}${suffix}`, { force: true })
  for (const wrong of told.wrong) console.error(`seed ${seed}, turn ${wrong}`)
  add(done, told.done)
  add(refused, told.refused)
  sums.traces++
  sums.acknowledged += told.acknowledged
  sums.repeated += told.repeated
  sums.answered += told.answered
  sums.violations += told.wrong.length
}
rmSync(directory, { recursive: true, force: true })

console.log(`done: ${listed(done)}`)
console.log(`refused: ${listed(refused)}`)
console.log(
  Object.entries(sums)
    .map(([name, count]) => `${name}: ${count}`)
    .join("  ")
)
if (sums.violations > 0 || sums.acknowledged < 3 * traces || (traces >= 100 && (done["order.place"] ?? 0) === 0))
  process.exitCode = 1
