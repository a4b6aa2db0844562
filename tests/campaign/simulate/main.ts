import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import { one } from "./one.ts"
import { harmless, plants } from "./plants.ts"
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
    skip: { type: "string", default: "0" }
  }
})
const count = Number(values.seeds)
const from = Number(values.from)
const checkouts = Number(values.checkouts)
const threads = Number(values.threads)
const seeds = Array.from({ length: count }, (_, index) => from + index)

const progress = (line: string): void => {
  if (process.stdout.isTTY) process.stdout.write(`\r${line}`)
}

/** Many runs; with a fault in the shop, until it is found. */
const campaign = async (plant: string): Promise<{ readonly tally: Tally; readonly minutes: number }> => {
  const tally = new Tally()
  const began = performance.now()
  await inThreads(seeds, { plant, checkouts }, threads, (ran: Ran) => {
    tally.add(ran)
    const bar = "#".repeat(Math.round((30 * tally.runs) / count)).padEnd(30, ".")
    progress(`[${bar}] ${tally.runs}/${count}, ${tally.checkouts} checkouts, ${tally.violations} violations`)
    return plant !== "" && ran.violations.length > 0 ? "stop" : "go on"
  })
  progress(`${" ".repeat(100)}\r`)
  return { tally, minutes: (performance.now() - began) / 60_000 }
}

const many = async (): Promise<number> => {
  console.log(
    `simulation: ${count} seeds from ${from}, ${checkouts} buyers each${values.plant === "" ? "" : `, plant ${values.plant}`}`
  )
  const { tally, minutes } = await campaign(values.plant)
  for (const line of tally.lines(minutes)) console.log(line)
  for (const { seed, violations } of tally.found.slice(0, 10)) {
    for (const wrong of violations.slice(0, 5)) console.log(`seed ${seed}: ${wrong}`)
    console.log(`  npm run simulate -- --seed ${seed} --checkouts ${checkouts}`)
  }
  const little = values.plant === "" ? tally.tooLittle() : []
  for (const what of little) console.log(`too little: ${what}`)
  console.log(`violations: ${tally.violations}`)
  return tally.violations > 0 || little.length > 0 ? 1 : 0
}

/** Every fault, one after the other, as rows of the table in the guide. */
const allPlants = async (
  from: Readonly<Record<string, { readonly is: string }>>,
  shouldFind: boolean
): Promise<number> => {
  const names = Object.keys(from).slice(Number(values.skip))
  let found = 0
  console.log(
    shouldFind
      ? "| Plant | Fault | Found by | After |\n|---|---|---|---|"
      : "| Plant | Fault | Runs that found nothing |\n|---|---|---|"
  )
  for (const name of names) {
    const { tally } = await campaign(name)
    const first = tally.found.toSorted((left, right) => left.seed - right.seed)[0]
    const wrong = first?.violations[0]
    const law = wrong?.split(" ")[0] ?? ""
    if (wrong !== undefined) found++
    const after =
      first === undefined ? "" : ` ${first.seed - seeds[0]! + 1} ${first.seed === seeds[0] ? "run" : "runs"} |`
    const is = from[name]?.is ?? ""
    console.log(
      shouldFind
        ? `| \`${name}\` | ${is} | ${wrong === undefined ? "not found" : law} |${after === "" ? " |" : after}`
        : `| \`${name}\` | ${is} | ${wrong === undefined ? tally.runs : `found: ${wrong}`} |`
    )
  }
  if (shouldFind) console.log(`planted bugs found: ${found} of ${names.length}`)
  else console.log(`harmless bugs that cost nobody anything: ${names.length - found} of ${names.length}`)
  return (shouldFind ? found === names.length : found === 0) ? 0 : 1
}

process.exitCode =
  values.seed !== undefined
    ? await one(Number(values.seed), checkouts, values.out)
    : values.plants
      ? await allPlants(plants, true)
      : values.harmless
        ? await allPlants(harmless, false)
        : await many()
