import type { AddOnRule, Counted, Given, NthRule, Rule } from "../../promotion/rules/compile.ts"
import type { Reward } from "../../promotion/model.ts"
import type { NextStep } from "../quote.ts"
import type { Cart } from "./cart.ts"
import { measured, shown, unitsSeen } from "./measure.ts"
import { threshold, upTo } from "./exact.ts"
import { buyGet } from "./buy-get.ts"
import { unavailable } from "./gift.ts"
import type { Answer, Granted, Offered } from "./granted.ts"
import { bundle, incomplete, multi, used } from "./sets.ts"
import { extremes, ordered, type Ordered, regroup } from "./order.ts"
import type { Picked, State } from "./state.ts"

/** Whether an offer's thresholds are reached; its units are looked at afterwards. */
export const offered = (cart: Cart, state: State, rule: Rule, qualifying: ReadonlyArray<Picked>): Answer => {
  const { offer } = rule
  switch (offer.kind) {
    case "grant":
      return given(offer, qualifying, 1)
    case "tiers": {
      const found = over(cart, state, rule, offer, qualifying)
      const reached = offer.steps.findLastIndex(({ at }) => threshold(at) <= found)
      const up = offer.steps[reached + 1]
      if (reached < 0) return unmet(offer, up!.at, found)
      const more = up !== undefined && !unavailable(cart, state, rule, up, 1)
      const next = more ? { next: nextStep(offer, up.at, found, up.stated) } : {}
      return { ...given(offer.steps[reached]!, qualifying, 1), step: reached + 1, ...next }
    }
    case "every": {
      const found = over(cart, state, rule, offer, qualifying)
      const times = Math.min(Math.floor(found / threshold(offer.each)), offer.max)
      if (times === 0) return unmet(offer, offer.each, found)
      const at = offer.each * BigInt(times + 1)
      const more = times < offer.max && !unavailable(cart, state, rule, offer, times + 1)
      const next = more ? { next: nextStep(offer, at, found, offer.stated) } : {}
      return { ...given(offer, qualifying, times), times, ...next }
    }
    case "nth":
      return nth(cart, state, rule, offer, qualifying)
    case "buyGet":
      return buyGet(cart, state, rule, offer, qualifying)
    case "multi":
      return multi(cart, state, rule, offer, qualifying)
    case "bundle":
      return bundle(cart, state, rule, offer, qualifying)
    case "addOn":
      return addOn(cart, state, rule, offer, qualifying)
    case "deposit": {
      const pay = upTo(offer.pay)
      return { granted: [{ reward: offer.reward, picked: qualifying, times: 1, leaves: pay }], pay }
    }
  }
}

const given = ({ rewards, gifts, later }: Given, picked: ReadonlyArray<Picked>, times: number): Offered => {
  const granted: Array<Granted> = []
  for (let index = 0; index < rewards.length; index++) granted.push({ reward: rewards[index]!, picked, times })
  return gifts.length === 0 && later.length === 0 ? { granted } : { granted, beside: { gifts, later, times } }
}

/** What a threshold is measured over: the units that qualify, unless the offer names its own. */
export const over = (
  cart: Cart,
  state: State,
  rule: Rule,
  { measure, of }: Counted,
  qualifying: ReadonlyArray<Picked>
): number => measured(cart, state, measure, rule.testBase, of === undefined ? qualifying : unitsSeen(cart, rule, of))

const nextStep = ({ measure }: Counted, at: bigint, found: number, gains: ReadonlyArray<Reward>): NextStep<bigint> => ({
  at: shown(measure, at),
  distance: shown(measure, at - BigInt(found)),
  gains
})

const unmet = ({ measure }: Counted, at: bigint, found: number) => ({
  refused: { reason: "ThresholdUnmet", measure, distance: shown(measure, at - BigInt(found)) } as const
})

const nth = (
  cart: Cart,
  state: State,
  rule: Rule,
  { steps, then, variant, order, wholeSets, max }: NthRule,
  qualifying: ReadonlyArray<Picked>
): Answer => {
  const units = ordered(cart, state, rule, qualifying, order)
  const rows = variant ? [...Map.groupBy(units, ({ group }) => cart.groups[group]!.sku).values()] : [units]
  const bySteps = steps.map((): Array<Ordered> => [])
  const triggers: Array<Ordered> = []
  let room = max
  let longest = 0
  for (const row of rows) {
    longest = Math.max(longest, row.length)
    const counted = wholeSets ? row.length - (row.length % steps.length) : row.length
    for (const [index, unit] of row.slice(0, counted).entries()) {
      const step = stepOf(index, steps.length, then)
      if (step === undefined) continue
      if (steps[step] === undefined) triggers.push(unit)
      else if (room > 0) {
        bySteps[step]!.push(unit)
        room--
      }
    }
  }
  const granted: Array<Granted> = []
  for (const [index, reward] of steps.entries()) {
    if (reward !== undefined && bySteps[index]!.length > 0)
      granted.push({ reward, picked: regroup(bySteps[index]!), times: 1 })
  }
  const needed = (wholeSets ? steps.length : steps.findIndex((step) => step !== undefined) + 1) - longest
  if (granted.length === 0 && needed > 0) return incomplete(needed)
  return { granted, uses: used(cart, rule, triggers, bySteps.flat()) }
}

const stepOf = (index: number, steps: number, then: NthRule["then"]): number | undefined => {
  if (index < steps || then === "cycle") return index % steps
  return then === "last" ? steps - 1 : undefined
}

/** The lines that name the promotion, the dearest units first. */
const addOn = (
  cart: Cart,
  state: State,
  rule: Rule,
  { reward, max }: AddOnRule,
  qualifying: ReadonlyArray<Picked>
): Answer => {
  const chosen = qualifying.filter(({ group }) => cart.groups[group]!.addOnOf === rule.id)
  if (chosen.length === 0) return { refused: { reason: "AddOnNotChosen" } }
  return { granted: [{ reward, picked: extremes(cart, state, rule, chosen, max, "dearest"), times: 1 }] }
}
