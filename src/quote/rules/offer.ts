import type {
  AddOnRule,
  BundleRule,
  BuyGetRule,
  Counted,
  GiftRule,
  Given,
  LaterRule,
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
import { threshold, upTo } from "./exact.ts"
import { cheaper, extremes, ordered, type Ordered, regroup } from "./order.ts"
import { countOf, type Picked, type Reason, type State } from "./state.ts"

/** One reward and the units it is given on. */
export interface Granted {
  readonly reward: RewardRule
  readonly picked: ReadonlyArray<Picked>
  readonly times: number
  /** It leaves no unit less than this, minor units. */
  readonly leaves?: number
}

/** Gifts, and what comes later, so many times. */
export interface Beside {
  readonly gifts: ReadonlyArray<GiftRule>
  readonly later: ReadonlyArray<LaterRule>
  readonly times: number
}

/** What an offer comes to before anything is taken. */
export interface Offered {
  readonly granted: ReadonlyArray<Granted>
  readonly beside?: Beside
  /** What of each unit is due now, for a deposit. */
  readonly pay?: number
  readonly step?: number
  readonly times?: number
  readonly next?: NextStep<bigint>
  /** Units that triggered and units that are rewarded, for offers that use units whole. */
  readonly uses?: ReadonlyArray<number>
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
      return given(offer, qualifying, 1)
    case "tiers": {
      const found = over(cart, state, rule, offer, qualifying)
      const reached = offer.steps.findLastIndex(({ at }) => threshold(at) <= found)
      const up = offer.steps[reached + 1]
      if (reached < 0) return unmet(offer, up!.at, found)
      const gains = written.kind === "tiers" ? written.steps[reached + 1]?.rewards : undefined
      const next = up === undefined || gains === undefined ? {} : { next: nextStep(offer, up.at, found, gains) }
      return { ...given(offer.steps[reached]!, qualifying, 1), step: reached + 1, ...next }
    }
    case "every": {
      const found = over(cart, state, rule, offer, qualifying)
      const times = Math.min(Math.floor(found / threshold(offer.each)), offer.max)
      if (times === 0) return unmet(offer, offer.each, found)
      const at = offer.each * BigInt(times + 1)
      const more = written.kind === "every" && times < offer.max
      const next = more ? { next: nextStep(offer, at, found, written.rewards) } : {}
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

// What a threshold is measured over: the units that qualify, unless the offer names its own.
const over = (
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

const buyGet = (
  cart: Cart,
  state: State,
  rule: Rule,
  { buy, buyQuantity: x, get, getQuantity: y, reward, pick, max }: BuyGetRule,
  qualifying: ReadonlyArray<Picked>
): Offered | { readonly refused: Reason } => {
  if (buy === undefined && get === undefined && pick !== "eachSet" && rule.pool === undefined) {
    return ofOneKind(cart, state, rule, { x, y, reward, pick, max }, qualifying)
  }
  // Groups are asked once, and units of those that neither buy nor get are not looked at.
  const [canBuy, canGet] = [new Set<number>(), new Set<number>()]
  const concerned = qualifying.filter(({ group }) => {
    const one = cart.groups[group]!
    const buys = buy === undefined || buy(one)
    const gets = get === undefined || get(one)
    if (buys) canBuy.add(group)
    if (gets) canGet.add(group)
    return buys || gets
  })
  const dearest = ordered(cart, state, rule, concerned, "dearest")
  const cheapest = pick === "eachSet" ? dearest : dearest.toSorted(cheaper)
  const buys = ({ group }: Ordered) => canBuy.has(group)
  const gets = ({ group }: Ordered) => canGet.has(group)
  const buying = dearest.filter(buys)
  const getting = dearest.filter(gets)
  const either = dearest.length
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
  return {
    granted: [{ reward, picked: regroup(given), times: 1 }],
    times: sets,
    uses: used(cart, rule, triggers, given)
  }
}

interface OneKind {
  readonly x: number
  readonly y: number
  readonly reward: UnitRule
  readonly pick: "cheapest" | "dearest"
  readonly max: number
}

/** Where every unit both buys and gets, and nobody asks which of them bought. */
const ofOneKind = (
  cart: Cart,
  state: State,
  rule: Rule,
  { x, y, reward, pick, max }: OneKind,
  qualifying: ReadonlyArray<Picked>
): Offered | { readonly refused: Reason } => {
  let units = 0
  for (const one of qualifying) units += countOf(cart, one)
  const sets = Math.min(Math.floor(units / (x + y)), max)
  if (sets === 0) return incomplete(x + y - units)
  return {
    granted: [{ reward, picked: extremes(cart, state, rule, qualifying, sets * y, pick), times: 1 }],
    times: sets
  }
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
    cart,
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
        if (!select(cart.groups[unit.group]!)) continue
        kit.push(unit)
        open.delete(unit)
        wanted--
      }
      lacking += wanted
    }
    if (lacking > 0) break
    sets.push(kit)
  }
  return sets.length === 0 ? incomplete(lacking) : setsOf(cart, rule, reward, sets)
}

/** The lines that name the promotion, the dearest units first. */
const addOn = (
  cart: Cart,
  state: State,
  rule: Rule,
  { reward, max }: AddOnRule,
  qualifying: ReadonlyArray<Picked>
): Offered | { readonly refused: Reason } => {
  const chosen = qualifying.filter(({ group }) => cart.groups[group]!.addOnOf === rule.id)
  if (chosen.length === 0) return { refused: { reason: "AddOnNotChosen" } }
  return { granted: [{ reward, picked: extremes(cart, state, rule, chosen, max, "dearest"), times: 1 }] }
}

const setsOf = (cart: Cart, rule: Rule, reward: UnitRule, sets: ReadonlyArray<ReadonlyArray<Ordered>>): Offered => ({
  granted: sets.map((set) => ({ reward, picked: regroup(set), times: 1 })),
  times: sets.length,
  uses: used(cart, rule, [], sets.flat())
})

/** The places of used units among all units of the cart. */
const used = (
  cart: Cart,
  rule: Rule,
  triggers: ReadonlyArray<Ordered>,
  rewarded: ReadonlyArray<Ordered>
): ReadonlyArray<number> => {
  if (rule.pool === undefined) return []
  const units = rule.consumes === "all" ? [...triggers, ...rewarded] : rewarded
  return units.map(({ group, unit }) => cart.groups[group]!.first + unit)
}
