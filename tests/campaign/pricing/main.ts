import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import { documentOf } from "./document.ts"
import { engineOf } from "./engine.ts"
import { plants } from "./plants.ts"
import { bar, missed, report } from "./report.ts"
import { shrunk } from "./shrink.ts"
import { inThreads } from "./threads.ts"

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
      best: { type: "string", default: "1" },
      plant: { type: "string", default: "" },
      plants: { type: "boolean", default: false },
      threads: { type: "string", default: String(Math.min(8, availableParallelism())) }
    }
  })
  const [cases, threads] = [whole("cases", values.cases, 1), whole("threads", values.threads, 1)]
  const [seed, best] = [whole("seed", values.seed, 0), whole("best", values.best, 0)]
  const { plant } = values
  if (plant !== "" && plants[plant] === undefined) {
    throw new Error(`no plant \`${plant}\`: ${Object.keys(plants).join(", ")}`)
  }
  if (values.plants) return allPlants(cases, seed, best, threads)
  console.log(`pricing campaign: ${cases} cases, seed ${seed}, ${threads} threads`)
  if (plant !== "") console.log(`plant ${plant}: ${plants[plant]?.is}`)
  const began = performance.now()
  const tally = await inThreads(cases, { seed, plant, best }, threads, bar(cases))
  const seconds = (performance.now() - began) / 1000
  report(tally, seconds)
  const [first] = tally.found
  if (first !== undefined) {
    console.log(`found after ${counted(first.number + 1)}`)
    const small = shrunk(await engineOf(plant), seed, first.number)
    console.log(`case ${first.number} of seed ${seed}, made small:\n  ${small.disagreement}`)
    console.log(JSON.stringify(documentOf(small.cart), null, 2))
  }
  const short = first === undefined ? missed(tally, best) : []
  for (const one of short) console.log(`below its declared minimum: ${one}`)
  console.log(`disagreements: ${tally.found.length}`)
  return first !== undefined || short.length > 0 ? 1 : 0
}

const whole = (name: string, text: string, least: number): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < least) throw new Error(`--${name} is a whole number from ${least} on`)
  return value
}

const counted = (cases: number): string => `${cases} case${cases === 1 ? "" : "s"}`

/** One fault after another, each looked for until it is found: the table of `docs/guide/proof.md`. */
const allPlants = async (cases: number, seed: number, best: number, threads: number): Promise<number> => {
  console.log(`| Plant | Fault | Found after, seed ${seed} |\n|---|---|---|`)
  let missed = 0
  for (const [plant, { is }] of Object.entries(plants)) {
    const { found } = await inThreads(cases, { seed, plant, best }, threads, () => {})
    if (found[0] === undefined) missed++
    const after = found[0] === undefined ? `not within ${cases}` : `${counted(found[0].number + 1)}`
    console.log(`| \`${plant}\` | ${is} | ${after} |`)
  }
  console.log(`plants: ${Object.keys(plants).length}, not found: ${missed}`)
  return missed === 0 ? 0 : 1
}
