import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import { Worker } from "node:worker_threads"
import { noCases, type Tally, together } from "./batch.ts"
import { documentOf } from "./document.ts"
import { engineOf } from "./engine.ts"
import { plants } from "./plants.ts"
import { shrunk } from "./shrink.ts"

/**
 * Random carts and rule sets, priced by the engine and by the naive second evaluator that is its specification, compared on
 * every figure. Prints the work beside the zero, and ends with 1 on a disagreement, which it makes small first, or where it
 * has seen less than it should.
 */
export const run = async (argv: ReadonlyArray<string>): Promise<number> => {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      cases: { type: "string", default: "100000" },
      seed: { type: "string", default: String(process.pid) },
      plant: { type: "string", default: "" },
      threads: { type: "string", default: String(Math.min(8, availableParallelism())) }
    }
  })
  const [cases, seed, threads] = [Number(values.cases), Number(values.seed), Number(values.threads)]
  for (const [name, given] of Object.entries({ cases, seed, threads })) {
    if (!Number.isSafeInteger(given) || given < (name === "seed" ? 0 : 1))
      throw new Error(`--${name} is a whole number`)
  }
  const { plant } = values
  if (plant !== "" && plants[plant] === undefined) {
    throw new Error(`no plant \`${plant}\`: ${Object.keys(plants).join(", ")}`)
  }
  console.log(`pricing campaign: ${cases} cases, seed ${seed}, ${threads} threads`)
  if (plant !== "") console.log(`plant ${plant}: ${plants[plant]?.is}`)
  const began = performance.now()
  const tally = await inThreads(cases, seed, plant, threads)
  const seconds = (performance.now() - began) / 1000
  report(tally, seconds)
  const [first] = tally.found
  if (first !== undefined) {
    console.log(`found after ${first.number + 1} cases`)
    const small = shrunk(await engineOf(plant), seed, first.number)
    console.log(`case ${first.number} of seed ${seed}, made small:\n  ${small.disagreement}`)
    console.log(JSON.stringify(documentOf(small.cart), null, 2))
  }
  const short = first === undefined ? missed(tally) : []
  for (const one of short) console.log(`below its declared minimum: ${one}`)
  console.log(`disagreements: ${tally.found.length}`)
  return first !== undefined || short.length > 0 ? 1 : 0
}

const atOnce = 200

/** Threads take batches in order of number, and no more of them once a disagreement is found. */
const inThreads = (cases: number, seed: number, plant: string, threads: number): Promise<Tally> =>
  new Promise((resolve, reject) => {
    let tally = noCases
    let next = 0
    let open = 0
    const progress = bar(cases)
    const workers = Array.from(
      { length: threads },
      () => new Worker(new URL("./worker.ts", import.meta.url), { workerData: { seed, plant } })
    )
    const end = () => {
      for (const worker of workers) void worker.terminate()
      resolve(tally)
    }
    const give = (worker: Worker) => {
      if (next >= cases || tally.found.length > 0) {
        if (open === 0) end()
        return
      }
      const until = Math.min(cases, next + atOnce)
      worker.postMessage([next, until])
      next = until
      open++
    }
    for (const worker of workers) {
      worker.on("error", reject)
      worker.on("message", (of: Tally) => {
        open--
        tally = together(tally, of)
        progress(tally.cases)
        give(worker)
      })
      give(worker)
    }
  })

const bar = (cases: number) => {
  const began = performance.now()
  let tenths = 0
  return (done: number): void => {
    const share = done / cases
    const line = `[${"#".repeat(Math.round(share * 30)).padEnd(30, ".")}] ${done}/${cases}, ${((performance.now() - began) / 1000).toFixed(0)} s`
    if (process.stdout.isTTY) process.stdout.write(`\r${line}`)
    else if (Math.floor(share * 10) > tenths) {
      tenths = Math.floor(share * 10)
      console.log(line)
    }
  }
}

const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `${name} ${count}`)
    .join(", ")

const report = (tally: Tally, seconds: number): void => {
  console.log(`\nseconds: ${seconds.toFixed(1)}, ${((1e6 * seconds) / tally.cases).toFixed(0)} us a case`)
  console.log(`cases: ${tally.cases}`)
  console.log(`offers applied: ${listed(tally.applied)}`)
  console.log(`offers refused: ${listed(tally.refused)}`)
  console.log(`best differed from priority: ${tally.differs}`)
  console.log(
    `best proven exact: ${tally.exact}, cut short: ${tally.best - tally.exact}, every plan tried: ${tally.tried}`
  )
}

/** Of so many cases, each kind of offer is applied in one at least, each reason seen in one. */
const minimums = {
  applied: { grant: 20, tiers: 50, every: 100, nth: 60, buyGet: 60, multi: 150, bundle: 150, shipping: 60 },
  refused: {
    CodeMissing: 0,
    ConditionUnmet: 20,
    ThresholdUnmet: 50,
    NothingSelected: 10,
    Locked: 200,
    SetIncomplete: 20,
    NothingLeft: 100,
    UsesExhausted: 100,
    BudgetSpent: 100,
    Stopped: 200,
    NotCombinable: 20,
    LimitReached: 200
  }
} as const

const missed = (tally: Tally): ReadonlyArray<string> => {
  const of = (seen: Readonly<Record<string, number>>, wanted: Readonly<Record<string, number>>) =>
    Object.entries(wanted).flatMap(([name, oneIn]) => {
      const least = oneIn === 0 ? 0 : Math.floor(tally.cases / oneIn)
      return (seen[name] ?? 0) < least ? [`${name} ${seen[name] ?? 0} of ${least}`] : []
    })
  const least = (name: string, count: number, oneIn: number) =>
    count < Math.floor(tally.cases / oneIn) ? [`${name} ${count} of ${Math.floor(tally.cases / oneIn)}`] : []
  return [
    ...of(tally.applied, minimums.applied),
    ...of(tally.refused, minimums.refused),
    ...least("best differed", tally.differs, 40),
    ...least("proven exact", tally.exact, 2),
    ...least("every plan tried", tally.tried, 20)
  ]
}
