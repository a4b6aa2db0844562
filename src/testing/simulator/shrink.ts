import type { Plan } from "./plan.ts"
import { play, type Played } from "./play.ts"
import { kinds, type Rates } from "./rates.ts"
import type { Ground } from "./world.ts"

/** The number of the law that a violation begins with. */
const lawOf = (violation: string | undefined): string => violation?.split(" ")[0] ?? ""

/** A plan with less in it that still breaks the same law, and how it went. */
export interface Shrunk {
  readonly plan: Plan
  readonly played: Played
  /** How many smaller plans were tried. */
  readonly tries: number
}

/**
 * Makes a failing plan small: fewer people, then fewer kinds of faults, as long as the same law is broken first.
 *
 * @param most how many smaller plans are tried at most
 * @returns `undefined` if nothing is wrong with the plan as it is
 */
export const shrink = async (plan: Plan, ground: Ground = {}, most = 200): Promise<Shrunk | undefined> => {
  let played = await play(plan, ground, true)
  const law = lawOf(played.violations[0])
  if (law === "") return undefined
  let now = plan
  let tries = 0
  const keep = async (smaller: Plan): Promise<boolean> => {
    if (tries >= most) return false
    tries++
    const again = await play(smaller, ground, true)
    if (lawOf(again.violations[0]) !== law) return false
    now = smaller
    played = again
    return true
  }
  for (let size = Math.ceil(now.acts.length / 2); size > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = now.acts.length - size; start > -size; start -= size) {
      const from = Math.max(0, start)
      await keep({ ...now, acts: [...now.acts.slice(0, from), ...now.acts.slice(Math.max(0, start + size))] })
    }
  }
  for (const kind of kinds) {
    if (now.rates[kind] === 0) continue
    const rates: Rates = { ...now.rates, [kind]: 0 }
    await keep({ ...now, rates })
  }
  if (now.preempts > 0) await keep({ ...now, preempts: 0 })
  return { plan: now, played, tries }
}
