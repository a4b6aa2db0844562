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

/** Carts that are priced before requests have their turn again. */
const together = 20
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
  setImmediate(() => goOn(id, carts.at))
  return id
}

const goOn = (id: string, at: (place: number) => Laboratory.RecordedCart | undefined): void => {
  const trial = trials.get(id)
  if (trial === undefined || trial.done >= trial.total) return
  const end = Math.min(trial.done + together, trial.total)
  const part = Array.from({ length: end - trial.done }, (_, index) => at(trial.done + index))
  const carts = part.filter((cart) => cart !== undefined)
  trials.set(id, { ...trial, done: end, found: Laboratory.runTrial(trial.lab, carts, trial.found) })
  setImmediate(() => goOn(id, at))
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
