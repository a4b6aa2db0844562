/** Trials under way: each is worked at a little at a time between requests, and kept until newer ones push it out. */
import { randomUUID } from "node:crypto"
import type { Finding, Promotion } from "pannier/promotion"
import { Laboratory, type Policy, type Rules } from "pannier/quote"
import type { Costs } from "./ground.ts"
import { type Ground, lintedAside } from "./lint.ts"

export interface Trial {
  readonly id: string
  readonly lab: Laboratory.Lab
  readonly sets: ReadonlyArray<ReadonlyArray<Promotion>>
  /** What the linter is told of the shop. */
  readonly ground: Ground
  /** What was asked, so that it can be asked again. */
  readonly asked: Readonly<Record<string, string>>
  readonly total: number
  readonly done: number
  readonly found: Laboratory.Trial
  /** What the linter says of each set: the last that is found. */
  readonly findings?: ReadonlyArray<ReadonlyArray<Finding>>
}

/** How long carts are priced before requests have their turn again, in milliseconds; one cart at least. */
const turn = 40
const mostKept = 20
const trials = new Map<string, Trial>()

export const trialOf = (id: string): Trial | undefined => trials.get(id)

type CartAt = (place: number) => Laboratory.RecordedCart | undefined

let working: Promise<void> = Promise.resolve()

/** Begins a trial; it goes on by itself, after those that were begun before it. */
export const beginTrial = (
  begun: Omit<Trial, "id" | "done" | "found" | "findings" | "total">,
  carts: { readonly total: number; readonly at: CartAt }
): string => {
  const id = randomUUID().slice(0, 8)
  trials.set(id, { ...begun, id, total: carts.total, done: 0, found: Laboratory.emptyTrial })
  for (const old of [...trials.keys()].slice(0, -mostKept)) trials.delete(old)
  working = working
    .then(() => work(id, carts.at))
    .catch((cause: unknown) => {
      console.error(cause)
      trials.delete(id)
    })
  return id
}

const work = async (id: string, at: CartAt): Promise<void> => {
  const begun = trials.get(id)
  if (begun === undefined) return
  await inTurns(begun.lab, begun.total, at, (done, found) => {
    const trial = trials.get(id)
    if (trial !== undefined) trials.set(id, { ...trial, done, found })
    return trial !== undefined
  })
  if (!trials.has(id)) return
  const findings: Array<ReadonlyArray<Finding>> = []
  for (const promotions of begun.sets) findings.push(await lintedAside(promotions, begun.ground))
  const trial = trials.get(id)
  if (trial !== undefined) trials.set(id, { ...trial, findings })
}

/**
 * Tries carts a little at a time: requests have as long after each turn as it took. A cart is priced at one go, however many offers
 * there are.
 *
 * @param after what is told after each turn; it answers whether to go on
 */
export const inTurns = async (
  lab: Laboratory.Lab,
  total: number,
  at: CartAt,
  after: (done: number, found: Laboratory.Trial) => boolean = () => true
): Promise<Laboratory.Trial> => {
  let found = Laboratory.emptyTrial
  for (let done = 0; done < total; ) {
    const began = performance.now()
    let part = Laboratory.emptyTrial
    do {
      const cart = at(done)
      if (cart !== undefined) part = Laboratory.runTrial(lab, [cart], part)
      done++
    } while (done < total && performance.now() - began < turn)
    // Nothing runs down in them, so carts tried apart are put together as if they had been tried one after the other.
    found = Laboratory.mergeTrials(found, part)
    if (!after(done, found)) return found
    const took = performance.now() - began
    await new Promise((resolve) => setTimeout(resolve, took))
  }
  return found
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
