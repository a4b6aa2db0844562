import { mkdirSync, writeFileSync } from "node:fs"
import { drawPlan, play, shrink, story, timeline } from "../../../src/testing/simulator/index.ts"
import { rolloutOf } from "./release.ts"

/** Plays one seed again. If something is wrong, makes it small, prints its story and draws its timeline. */
export const one = async (seed: number, checkouts: number, folder: string, releases: boolean): Promise<number> => {
  const ground = releases ? { rollout: await rolloutOf("") } : {}
  const plan = drawPlan(seed, checkouts)
  const { violations, hash, checkouts: placed, log } = await play(plan, ground)
  console.log(`seed ${seed}: ${placed} checkouts, ${log.length} commits, trace ${hash}`)
  if (violations.length > 0) {
    const shrunk = await shrink(plan, ground)
    if (shrunk !== undefined) {
      const { acts } = shrunk.plan
      console.log(`made small in ${shrunk.tries} tries: ${acts.map(({ kind }) => kind).join(", ")}`)
      console.log(story(shrunk.played))
      mkdirSync(folder, { recursive: true })
      const path = `${folder}/seed-${seed}.svg`
      writeFileSync(path, timeline(shrunk.played))
      console.log(`timeline: ${path}`)
    }
  }
  console.log(`violations: ${violations.length}`)
  return violations.length === 0 ? 0 : 1
}
