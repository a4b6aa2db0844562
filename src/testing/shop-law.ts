import { broken, type Law, law, type Verdict } from "../kernel/law.ts"
import type { Entry } from "../storage/model.ts"
import { type Ground, drawPlan, play } from "./simulator/index.ts"

/** What a host promises of its shop, asked of the whole log of a simulated one. */
export interface ShopPromise {
  readonly id: string
  readonly title: string
  readonly holds: (log: ReadonlyArray<Entry>) => Verdict
  /** So many runs, from seeds 1 and up. The default is 8. */
  readonly runs?: number
  /** Buyers who come in each; the default is 20. */
  readonly buyers?: number
}

/**
 * A promise as a law over simulated shops, each from a seed, with what the host adds or on its adapter: crashes, lost replies, late
 * payments and races are in it. The laws of the core are asked first, and then the promise. The input that broke it is a seed:
 * `play(drawPlan(seed, buyers), ground, true)` and `story` tell what happened, and `shrink` makes it small.
 */
export const shopLaw = (ground: Ground, { id, title, holds, runs = 8, buyers = 20 }: ShopPromise): Law<number> =>
  law({
    id,
    title,
    input: Array.from({ length: runs }, (_, run) => run + 1),
    holds: async (seed) => {
      const { violations, log } = await play(drawPlan(seed, buyers), ground)
      return violations[0] === undefined ? holds(log) : broken(violations[0])
    }
  })
