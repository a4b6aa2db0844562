/** Trials under way: each is worked at a little at a time between requests, and kept until newer ones push it out. */
import { randomUUID } from "node:crypto"
import type { Promotion } from "pannier/promotion"
import { Laboratory, type Policy, type Rules } from "pannier/quote"
import type { Costs } from "./ground.ts"

export interface Trial {
  readonly id: string
  readonly lab: Laboratory.Lab
  readonly sets: ReadonlyArray<ReadonlyArray<Promotion>>
  /** What was asked, so that it can be asked again. */
  readonly asked: Readonly<Record<string, string>>
  readonly total: number
  readonly done: number
  readonly found: Laboratory.Trial
}

/** Carts that are priced before requests have their turn again, at first; and how long that may take, in milliseconds. */
const together = 20
const turn = 40
const mostKept = 20
const trials = new Map<string, Trial>()

export const trialOf = (id: string): Trial | undefined => trials.get(id)

/** Begins a trial; it goes on by itself. */
export const beginTrial = (
  begun: Omit<Trial, "id" | "done" | "found" | "total">,
  carts: { readonly total: number; readonly at: (place: number) => Laboratory.RecordedCart | undefined }
): string => {
  const id = randomUUID().slice(0, 8)
  trials.set(id, { ...begun, id, total: carts.total, done: 0, found: Laboratory.emptyTrial })
  for (const old of [...trials.keys()].slice(0, -mostKept)) trials.delete(old)
  setImmediate(() => goOn(id, carts.at, together))
  return id
}

/** Rule sets of thousands of offers take long over one cart: then there are fewer in a turn, and requests have as long after it. */
const goOn = (id: string, at: (place: number) => Laboratory.RecordedCart | undefined, many: number): void => {
  const trial = trials.get(id)
  if (trial === undefined || trial.done >= trial.total) return
  const began = performance.now()
  const end = Math.min(trial.done + many, trial.total)
  const part = Array.from({ length: end - trial.done }, (_, index) => at(trial.done + index))
  const carts = part.filter((cart) => cart !== undefined)
  trials.set(id, { ...trial, done: end, found: Laboratory.runTrial(trial.lab, carts, trial.found) })
  const took = performance.now() - began
  if (took <= turn) setImmediate(() => goOn(id, at, together))
  else setTimeout(() => goOn(id, at, Math.max(1, Math.floor(many / 2))), took)
}

/** What a trial holds a rule set against: lines below 60 percent of their price are counted. */
const floorPercent = "60"

/** Budgets and gifts never run out, so that what is found is said of the rules alone. */
export const setupOf = (rules: Rules, policy: Policy | undefined, costs: Costs | undefined): Laboratory.Setup => ({
  rules,
  floor: floorPercent,
  accounts: "unlimited",
  ...(costs === undefined ? {} : { costs }),
  ...(policy === undefined ? {} : { policy })
})
