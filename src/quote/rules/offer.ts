import type {
  BundleRule,
  BuyGetRule,
  Counted,
  MultiRule,
  NthRule,
  RewardRule,
  Rule,
  UnitRule
} from "../../promotion/rules/compile.ts"
import type { Reward } from "../../promotion/model.ts"
import type { NextStep } from "../quote.ts"
import type { Cart } from "./cart.ts"
import { measured, shown, unitsSeen } from "./measure.ts"
import { cheaper, ordered, type Ordered, regroup } from "./reward.ts"
import type { Picked, Reason, State, Use } from "./state.ts"

/** One reward and the units it is given on. */
export interface Gift {
  readonly reward: RewardRule
  readonly picked: ReadonlyArray<Picked>
  readonly times: bigint
}

/** What an offer comes to before anything is taken. */
export interface Offered {
  readonly gifts: ReadonlyArray<Gift>
  readonly step?: number
  readonly times?: number
  readonly next?: NextStep<bigint>
  /** Units that triggered and units that are rewarded, for offers that use units whole. */
  readonly uses?: ReadonlyArray<Use>
}

/** Whether an offer's thresholds are reached; its units are looked at afterwards. */
export const offered = (
  cart: Cart,
  state: State,
  rule: Rule,
  qualifying: ReadonlyArray<Picked>
): Offered | { readonly refused: Reason } => {
  const { offer } = rule
  const written = rule.promotion.offer
  switch (offer.kind) {
    case "grant":
      return { gifts: given(offer.rewards, qualifying, 1n) }
    case "tiers": {
      const found = over(cart, state, rule, offer, qualifying)
      const reached = offer.steps.findLastIndex(({ at }) => at <= found)
      const up = offer.steps[reached + 1]
      if (reached < 0) return unmet(offer, up!.at - found)
      const gains = written.kind === "tiers" ? written.steps[reached + 1]?.rewards : undefined
      const next = up === undefined || gains === undefined ? {} : { next: nextStep(offer, up.at, found, gains) }
      return { gifts: given(offer.steps[reached]!.rewards, qualifying, 1n), step: reached + 1, ...next }
    }
    case "every": {
      const found = over(cart, state, rule, offer, qualifying)
      const times = Math.min(Number(found / offer.each), offer.max)
      if (times === 0) return unmet(offer, offer.each - found)
      const at = offer.each * BigInt(times + 1)
      const more = written.kind === "every" && times < offer.max
      const next = more ? { next: nextStep(offer, at, found, written.rewards) } : {}
      return { gifts: given(offer.rewards, qualifying, BigInt(times)), times, ...next }
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
    case "deposit":
      return { refused: { reason: "NothingLeft" } }
  }
}

const given = (rewards: ReadonlyArray<RewardRule>, picked: ReadonlyArray<Picked>, times: bigint): ReadonlyArray<Gift> =>
  rewards.map((reward) => ({ reward, picked, times }))

// What a threshold is measured over: the units that qualify, unless the offer names its own.
const over = (
  cart: Cart,
  state: State,
  rule: Rule,
  { measure, of }: Counted,
  qualifying: ReadonlyArray<Picked>
): bigint => measured(cart, state, measure, rule.testBase, of === undefined ? qualifying : unitsSeen(cart, rule, of))

const nextStep = ({ measure }: Counted, at: bigint, found: bigint, gains: ReadonlyArray<Reward>): NextStep<bigint> => ({
  at: shown(measure, at),
  distance: shown(measure, at - found),
  gains
})

const unmet = ({ measure }: Counted, distance: bigint) => ({
  refused: { reason: "ThresholdUnmet", measure, distance: shown(measure, distance) } as const
})

const incomplete = (distance: number) => ({ refused: { reason: "SetIncomplete", distance } as const })

const nth = (
  cart: Cart,
  state: State,
  rule: Rule,
  { steps, then, variant, order, wholeSets, max }: NthRule,
  qualifying: ReadonlyArray<Picked>
): Offered | { readonly refused: Reason } => {
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
  const gifts: Array<Gift> = []
  for (const [index, reward] of steps.entries()) {
    if (reward !== undefined && bySteps[index]!.length > 0)
      gifts.push({ reward, picked: regroup(bySteps[index]!), times: 1n })
  }
  const needed = (wholeSets ? steps.length : steps.findIndex((step) => step !== undefined) + 1) - longest
  if (gifts.length === 0 && needed > 0) return incomplete(needed)
  return { gifts, uses: used(rule, triggers, bySteps.flat()) }
}

const stepOf = (index: number, steps: number, then: NthRule["then"]): number | undefined => {
  if (index < steps || then === "cycle") return index % steps
  return then === "last" ? steps - 1 : undefined
}

const buyGet = (
  cart: Cart,
  state: State,
  rule: Rule,
  { buy, buyQuantity: x, get, getQuantity: y, reward, pick, max }: BuyGetRule,
  qualifying: ReadonlyArray<Picked>
): Offered | { readonly refused: Reason } => {
  const dearest = ordered(cart, state, rule, qualifying, "dearest")
  const cheapest = pick === "eachSet" ? dearest : dearest.toSorted(cheaper)
  const buys = ({ group }: Ordered) => buy === undefined || buy(cart.groups[group]!.subject)
  const gets = ({ group }: Ordered) => get === undefined || get(cart.groups[group]!.subject)
  const buying = dearest.filter(buys)
  const getting = dearest.filter(gets)
  const either = dearest.filter((unit) => buys(unit) || gets(unit)).length
  const fits = [buying.length / x, getting.length / y, either / (x + y), max]
  const sets = Math.floor(Math.min(...fits))
  if (sets === 0) return incomplete(Math.max(x - buying.length, y - getting.length, x + y - either))
  const rewarded = new Set<Ordered>()
  if (pick === "eachSet") {
    for (const [place, unit] of buying.slice(0, sets * (x + y)).entries()) if (place % (x + y) >= x) rewarded.add(unit)
  } else {
    let spare = buying.length - sets * x
    for (const unit of pick === "dearest" ? dearest : cheapest) {
      if (rewarded.size === sets * y) break
      if (!gets(unit) || (buys(unit) && spare === 0)) continue
      if (buys(unit)) spare--
      rewarded.add(unit)
    }
  }
  // Triggers are the dearest left, or with `dearest` the cheapest, those first that could not be rewarded.
  const left = (pick === "dearest" ? cheapest : dearest).filter((unit) => buys(unit) && !rewarded.has(unit))
  const triggers = [...left.filter((unit) => !gets(unit)), ...left.filter(gets)].slice(0, sets * x)
  const given = [...rewarded]
  return { gifts: [{ reward, picked: regroup(given), times: 1n }], times: sets, uses: used(rule, triggers, given) }
}

const multi = (
  cart: Cart,
  state: State,
  rule: Rule,
  { quantity, reward, pick, max }: MultiRule,
  qualifying: ReadonlyArray<Picked>
): Offered | { readonly refused: Reason } => {
  const units = ordered(cart, state, rule, qualifying, pick)
  const sets = Math.min(Math.floor(units.length / quantity), max)
  if (sets === 0) return incomplete(quantity - units.length)
  return setsOf(
    rule,
    reward,
    Array.from({ length: sets }, (_, set) => units.slice(set * quantity, (set + 1) * quantity))
  )
}

const bundle = (
  cart: Cart,
  state: State,
  rule: Rule,
  { parts, reward, pick, max }: BundleRule,
  qualifying: ReadonlyArray<Picked>
): Offered | { readonly refused: Reason } => {
  const open = new Set(ordered(cart, state, rule, qualifying, pick))
  const sets: Array<ReadonlyArray<Ordered>> = []
  let lacking = 0
  while (sets.length < max) {
    const kit: Array<Ordered> = []
    lacking = 0
    for (const { select, quantity } of parts) {
      let wanted = quantity
      for (const unit of open) {
        if (wanted === 0) break
        if (!select(cart.groups[unit.group]!.subject)) continue
        kit.push(unit)
        open.delete(unit)
        wanted--
      }
      lacking += wanted
    }
    if (lacking > 0) break
    sets.push(kit)
  }
  return sets.length === 0 ? incomplete(lacking) : setsOf(rule, reward, sets)
}

const setsOf = (rule: Rule, reward: UnitRule, sets: ReadonlyArray<ReadonlyArray<Ordered>>): Offered => ({
  gifts: sets.map((set) => ({ reward, picked: regroup(set), times: 1n })),
  times: sets.length,
  uses: used(rule, [], sets.flat())
})

const used = (rule: Rule, triggers: ReadonlyArray<Ordered>, rewarded: ReadonlyArray<Ordered>): ReadonlyArray<Use> => {
  if (rule.pool === undefined) return []
  const units = rule.consumes === "all" ? [...triggers, ...rewarded] : rewarded
  return regroup(units).map(({ group, units: spent }) => ({ group, units: spent ?? [] }))
}
