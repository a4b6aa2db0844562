import { mkdirSync, writeFileSync } from "node:fs"
import { parentPort, workerData } from "node:worker_threads"
import type { Asked } from "./one.ts"
import { sown } from "./sow.ts"

const { seed, checkouts, folder, ...work } = workerData as Asked
const {
  simulator: { drawPlan, play, shrink, story, timeline },
  ground
} = await sown(work)

const plan = drawPlan(seed, checkouts)
const { violations, hash, checkouts: placed, log } = await play(plan, ground)
console.log(`seed ${seed}: ${placed} checkouts, ${log.length} commits, trace ${hash}`)
const shrunk = violations.length === 0 ? undefined : await shrink(plan, ground)
if (shrunk !== undefined) {
  const { acts } = shrunk.plan
  console.log(`made small in ${shrunk.tries} tries: ${acts.map(({ kind }) => kind).join(", ")}`)
  console.log(story(shrunk.played))
  mkdirSync(folder, { recursive: true })
  const path = `${folder}/seed-${seed}${work.plant === "" ? "" : `-${work.plant}`}.svg`
  writeFileSync(path, timeline(shrunk.played))
  console.log(`timeline: ${path}`)
}
console.log(`violations: ${violations.length}`)
parentPort?.postMessage(violations.length)
