import { writeFileSync } from "node:fs"
import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import { campaign as soFar, campaignFile, joined } from "./acted.ts"
import { type Found, foundBy, median, type Record, recorded, recordFile } from "./found.ts"
import { one } from "./one.ts"
import { harmless } from "./harmless.ts"
import { plants } from "./plants.ts"
import { releasePlants } from "./release-plants.ts"
import { Tally } from "./report.ts"
import { inThreads } from "./threads.ts"
import type { Ran } from "./worker.ts"

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "100" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
    out: { type: "string", default: "simulated" },
    checkouts: { type: "string", default: "100" },
    threads: { type: "string", default: String(Math.min(4, availableParallelism())) },
    plant: { type: "string", default: "" },
    plants: { type: "boolean", default: false },
    harmless: { type: "boolean", default: false },
    releases: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    record: { type: "boolean", default: false }
  }
})
const count = Number(values.seeds)
const from = Number(values.from)
const checkouts = Number(values.checkouts)
const { releases } = values
const threads = Number(values.threads)
const seeds = Array.from({ length: count }, (_, index) => from + index)

// A campaign takes hours: what is recorded may be played in parts, each from where the last one ended.
if (values.record && from !== 1 && values.plant === "" && !releases && !values.plants && !values.harmless) {
  const { runs, buyers } = soFar()
  if (from !== runs + 1 || checkouts !== buyers)
    throw new Error(`the record goes on with \`--from ${runs + 1} --checkouts ${buyers}\`, or anew with \`--from 1\``)
}

let told = performance.now()

/** A line that is written over; where it cannot be, as in a file, one a minute. */
const progress = (line: string): void => {
  if (process.stdout.isTTY) process.stdout.write(`\r${line}`)
  else if (performance.now() - told > 60_000) {
    told = performance.now()
    console.log(line)
  }
}

// Whoever breaks off a long campaign wants to hear what it came to.
let stopped = false
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => (stopped = true))

/** Many runs; with a fault in the shop, until it was found so many times. */
const campaign = async (plant: string, most = 1): Promise<{ readonly tally: Tally; readonly minutes: number }> => {
  const tally = new Tally()
  const began = performance.now()
  await inThreads(seeds, { plant, checkouts, releases }, threads, (ran: Ran) => {
    tally.add(ran)
    if (plant === "" && ran.violations.length > 0) console.log(`seed ${ran.seed}: ${ran.violations[0]}`)
    const bar = "#".repeat(Math.round((30 * tally.runs) / count)).padEnd(30, ".")
    progress(`[${bar}] ${tally.runs}/${count}, ${tally.checkouts} checkouts, ${tally.violations} violations`)
    return stopped || (plant !== "" && tally.found.length >= most) ? "stop" : "go on"
  })
  if (process.stdout.isTTY) process.stdout.write(`\r${" ".repeat(100)}\r`)
  return { tally, minutes: (performance.now() - began) / 60_000 }
}

const many = async (): Promise<number> => {
  console.log(
    `simulation: ${count} seeds from ${from}, ${checkouts} buyers each${releases ? ", two releases" : ""}${values.plant === "" ? "" : `, plant ${values.plant}`}`
  )
  const { tally, minutes } = await campaign(values.plant)
  if (stopped) console.log(`broken off after ${tally.runs} of ${count} seeds`)
  for (const line of tally.lines(minutes)) console.log(line)
  for (const { seed, violations } of tally.found.slice(0, 10)) {
    for (const wrong of violations.slice(0, 5)) console.log(`seed ${seed}: ${wrong}`)
    const as = `${releases ? " --releases" : ""}${values.plant === "" ? "" : ` --plant ${values.plant}`}`
    console.log(`  npm run simulate -- --seed ${seed} --checkouts ${checkouts}${as}`)
  }
  const little = values.plant === "" ? tally.tooLittle() : []
  for (const what of little) console.log(`too little: ${what}`)
  if (values.record && values.plant === "" && !releases) {
    const played = tally.campaign(checkouts, minutes)
    const whole = from === 1 ? played : joined(soFar(), played)
    writeFileSync(campaignFile, `${JSON.stringify(whole, null, 2)}\n`)
  }
  console.log(`violations: ${tally.violations}`)
  // A long campaign shows as well that it would have seen a fault, had there been one.
  const blind = count >= long && values.plant === "" && !stopped ? await allPlants(1) : 0
  return tally.violations > 0 || little.length > 0 ? 1 : blind
}

/** From so many seeds on every planted fault is hunted at the end. */
const long = 1_000

/** How often each plant is to be found where it is recorded, so that how soon is no accident. */
const thrice = 3

/** Every fault, one after the other, each until it was found so many times. */
const hunt = async (times: number): Promise<Record["plants"]> => {
  const found: { [name: string]: Found } = {}
  for (const name of named(releases ? releasePlants : plants)) {
    const { tally } = await campaign(name, times)
    // What was not hunted to its end says nothing, and is not recorded.
    if (stopped) break
    const of = foundBy(tally.found.slice(0, times), from)
    found[name] = of
    const laws = [...new Set(of.laws)].join(" ")
    console.log(
      `${name.padEnd(28)}${laws === "" ? `not found in ${tally.runs} runs` : `${laws} after ${of.runs.join(", ")}`}`
    )
  }
  return found
}

/** Every fault that nobody should notice. */
const spare = async (): Promise<{ readonly harmless: Record["harmless"]; readonly noticed: number }> => {
  const runs: { [name: string]: number } = {}
  let noticed = 0
  for (const name of named(harmless)) {
    const { tally } = await campaign(name, 1)
    runs[name] = tally.runs
    const wrong = tally.found[0]
    if (wrong !== undefined) noticed++
    console.log(
      `${name.padEnd(28)}${wrong === undefined ? `harmless in ${tally.runs} runs` : `seed ${wrong.seed}: ${wrong.violations[0]}`}`
    )
  }
  return { harmless: runs, noticed }
}

const named = (all: Readonly<{ [name: string]: unknown }>): ReadonlyArray<string> =>
  Object.keys(all).filter((name) => values.only === "" || values.only.split(",").includes(name))

const allPlants = async (times: number): Promise<number> => {
  const found = await hunt(times)
  const hits = Object.values(found).filter(({ laws }) => laws.length > 0)
  if (hits.length > 0) console.log(`median seeds to find: ${median(hits.flatMap(({ runs }) => runs))}`)
  const hunted = named(releases ? releasePlants : plants).length
  if (stopped) console.log(`broken off after ${Object.keys(found).length} of ${hunted} plants`)
  console.log(`planted bugs found: ${hits.length} of ${hunted}`)
  if (values.record && times === thrice)
    keep({ ...recorded(), checkouts, ...(releases ? { releases: found } : { plants: found }) })
  return hits.length === hunted ? 0 : 1
}

const allHarmless = async (): Promise<number> => {
  const { harmless: runs, noticed } = await spare()
  console.log(
    `harmless bugs that cost nobody anything: ${Object.keys(runs).length - noticed} of ${Object.keys(runs).length}`
  )
  if (values.record && noticed === 0 && !stopped) keep({ ...recorded(), harmless: runs })
  return noticed === 0 ? 0 : 1
}

// A hunt for some of them adds to what was recorded before.
const keep = (hunted: Record): void => {
  const before = recorded()
  const inOrder = <A>(all: object, ...from: ReadonlyArray<Readonly<{ [name: string]: A }>>): { [name: string]: A } => {
    const known = Object.assign({}, ...from) as { [name: string]: A }
    return Object.fromEntries(Object.keys(all).flatMap((name) => (name in known ? [[name, known[name] as A]] : [])))
  }
  const whole: Record = {
    checkouts: hunted.checkouts,
    plants: inOrder(plants, before.plants, hunted.plants),
    harmless: inOrder(harmless, before.harmless, hunted.harmless),
    releases: inOrder(releasePlants, before.releases, hunted.releases)
  }
  // Lists in one line each, as the formatter has them.
  const json = JSON.stringify(whole, null, 2).replaceAll(
    /\[\s+([^[\]]*?)\s+\]/g,
    (_, inner: string) => `[${inner.replaceAll(/\s+/g, " ")}]`
  )
  writeFileSync(recordFile, `${json}\n`)
}

process.exitCode =
  values.seed !== undefined
    ? await one({ seed: Number(values.seed), checkouts, folder: values.out, releases, plant: values.plant })
    : values.plants
      ? await allPlants(thrice)
      : values.harmless
        ? await allHarmless()
        : await many()
