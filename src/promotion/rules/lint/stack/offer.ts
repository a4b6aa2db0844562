import type { Condition } from "../../../model.ts"
import type { Given, NthRule, OfferRule, RewardRule, Rule, UnitRule } from "../../compile.ts"
import type { MeasureTest, Test } from "../../match.ts"
import { type CostedGood, subjectOf } from "./good.ts"
import { type Bounds, least, limited, most, onSome, type Pile, rewarded, type Seen, sumSeen } from "./pile.ts"

/** A pile, and what the gifts cost that came with it. */
export interface Outcome {
  readonly pile: Pile
  readonly gifts: bigint
}

/** So many units of one good, and what else is known. */
export interface Setting {
  readonly good: CostedGood
  /** What the gifts of a sku cost each; 0 where nobody knows, or where there may be none to give. */
  readonly giftCost: (sku: string, stock: string | undefined, quantity: bigint) => bigint
  /** Told of an amount that is lacking: so many units would reach it. */
  readonly lacks: (units: bigint) => void
}

const once: Bounds = { least: 1n, most: 1n }

/** What a promotion makes of a pile if it applies; `undefined` where it surely does nothing, or nobody can tell. */
export const offered = (pile: Pile, rule: Rule, seen: Seen, setting: Setting): Outcome | undefined => {
  const found = outcome(pile, rule, seen, setting)
  if (found === undefined) return undefined
  const after = rule.cap === undefined ? found.pile : limited(pile, found.pile, rule.cap)
  return after.most < pile.most || found.gifts > 0n ? { ...found, pile: after } : undefined
}

const outcome = (pile: Pile, rule: Rule, seen: Seen, setting: Setting): Outcome | undefined => {
  const { offer } = rule
  const alone = (after: Pile): Outcome => ({ pile: after, gifts: 0n })
  const some = (picked: bigint, reward: UnitRule): Outcome =>
    alone(onSome(pile, picked, seen.floor, (part) => matching(part, reward, seen, setting, once)))
  const { units } = pile
  switch (offer.kind) {
    case "grant":
      return given(pile, offer, seen, setting, once)
    case "tiers": {
      const counted = counts(pile, rule, offer, seen, setting)
      const surely = offer.steps.findLastIndex(({ at }) => at <= counted.least)
      const perhaps = offer.steps.findLastIndex(({ at }) => at <= counted.most)
      for (const { at } of offer.steps) if (at > counted.least) lacking(pile, counted, at, setting)
      if (surely < 0) return undefined
      return offer.steps
        .slice(surely, perhaps + 1)
        .map((step) => given(pile, step, seen, setting, once))
        .reduce(either)
    }
    case "every": {
      const counted = counts(pile, rule, offer, seen, setting)
      const max = Number.isFinite(offer.max) ? BigInt(offer.max) : counted.most
      const times = { least: least(counted.least / offer.each, max), most: least(counted.most / offer.each, max) }
      if (times.least === 0n) lacking(pile, counted, offer.each, setting)
      return times.least === 0n ? undefined : given(pile, offer, seen, setting, times)
    }
    case "nth":
      return nth(pile, offer, seen, setting)
    case "buyGet": {
      const [buy, get] = offer.parts
      const size = BigInt(buy.quantity + get.quantity)
      const subject = subjectOf(setting.good)
      if (buy.select?.(subject) === false || get.select?.(subject) === false) return undefined
      return some(upTo(units / size, offer.max) * BigInt(get.quantity), offer.reward)
    }
    case "multi":
      return sets(pile, offer, BigInt(offer.quantity), seen, setting)
    case "bundle": {
      const subject = subjectOf(setting.good)
      if (!offer.parts.every(({ select }) => select(subject))) return undefined
      return sets(pile, offer, BigInt(offer.parts.reduce((sum, { quantity }) => sum + quantity, 0)), seen, setting)
    }
    case "deposit": {
      const floor = most(seen.floor, offer.pay)
      const after = rewarded(pile, offer.reward, { ...seen, floor }, once)
      return alone({ ...after, most: least(after.most, pile.most), least: least(after.least, units * offer.pay) })
    }
    default:
      return undefined
  }
}

const upTo = (count: bigint, max: number): bigint => (Number.isFinite(max) ? least(count, BigInt(max)) : count)

interface OfSets {
  readonly reward: UnitRule
  readonly max: number
}

/** Sets of like units, each with its own reward. */
const sets = (pile: Pile, { reward, max }: OfSets, size: bigint, seen: Seen, setting: Setting): Outcome | undefined => {
  const count = upTo(pile.units / size, max)
  if (count === 0n) return undefined
  const each = (part: Pile): Pile => {
    const one: Pile = { units: size, most: part.most / count, least: part.least / count, spread: part.spread }
    const after = matching(one, reward, seen, setting, once)
    return {
      units: part.units,
      most: after.most * count,
      least: after.least * count,
      spread: after.spread === undefined ? undefined : 2n * after.spread
    }
  }
  // Sets differ where units do.
  return pile.spread === 0n ? { pile: onSome(pile, count * size, seen.floor, each), gifts: 0n } : undefined
}

/** Units in order, each with the reward of its step: like units need no order. */
const nth = (pile: Pile, offer: NthRule, seen: Seen, setting: Setting): Outcome | undefined => {
  const { steps, then, wholeSets } = offer
  if (pile.spread !== 0n) return undefined
  const size = BigInt(steps.length)
  const counted = wholeSets ? pile.units - (pile.units % size) : pile.units
  let room = upTo(counted, offer.max)
  let left: Pile = { ...pile, units: 0n, most: 0n, least: 0n, spread: pile.units === 1n ? 0n : undefined }
  let rest = pile.units
  const add = (count: bigint, reward: UnitRule | undefined): void => {
    const part: Pile = {
      units: count,
      most: (pile.most / pile.units) * count,
      least: (pile.least / pile.units) * count,
      spread: 0n
    }
    const after = reward === undefined ? part : matching(part, reward, seen, setting, once)
    left = {
      ...left,
      units: left.units + count,
      most: left.most + after.most,
      least: left.least + after.least
    }
    rest -= count
  }
  for (const [index, reward] of steps.entries()) {
    const place = BigInt(index)
    if (reward === undefined || place >= counted) continue
    const again = counted - place - 1n
    const all = then === "cycle" ? 1n + again / size : then === "last" && place === size - 1n ? counted - place : 1n
    // Which steps the room is for is told where there is one place alone that has a reward.
    const count = least(all, room)
    if (count < all && steps.filter((step) => step !== undefined).length > 1) return undefined
    room -= count
    if (count > 0n) add(count, reward)
  }
  if (rest === pile.units) return undefined
  if (rest > 0n) add(rest, undefined)
  return { pile: left, gifts: 0n }
}

/** The rewards of an offer one after the other, each on what the former left, and its gifts. */
const given = (pile: Pile, { rewards, gifts }: Given, seen: Seen, setting: Setting, times: Bounds): Outcome => {
  const after = rewards.reduce((left, reward) => matching(left, reward, seen, setting, times), pile)
  let cost = 0n
  for (const { sku, quantity, mode, stock } of gifts) {
    // Units of the cart that become free are the cart's own.
    if (mode === "topUp" && sku === setting.good.sku) continue
    const count = quantity * times.least
    cost += count * setting.giftCost(sku, stock, count)
  }
  const free = gifts.some(({ sku, mode }) => mode === "topUp" && sku === setting.good.sku)
  return {
    pile: free ? { ...after, least: after.units * seen.floor, spread: undefined } : after,
    gifts: cost
  }
}

const matching = (pile: Pile, reward: RewardRule, seen: Seen, { good }: Setting, times: Bounds): Pile =>
  reward.kind === "shipping" || reward.select?.(subjectOf(good)) === false ? pile : rewarded(pile, reward, seen, times)

const either = (one: Outcome, other: Outcome): Outcome => ({
  pile: {
    units: one.pile.units,
    most: most(one.pile.most, other.pile.most),
    least: least(one.pile.least, other.pile.least),
    spread: undefined
  },
  gifts: least(one.gifts, other.gifts)
})

type Counting = Extract<OfferRule, { readonly kind: "tiers" | "every" }>

const counts = (pile: Pile, rule: Rule, { measure, of }: Counting, seen: Seen, { good }: Setting): Bounds =>
  of?.(subjectOf(good)) === false ? nothing : measuredBy(pile, measure, sumSeen(pile, rule.testBase, seen))

const nothing: Bounds = { least: 0n, most: 0n }

const measuredBy = ({ units }: Pile, measure: MeasureTest["measure"], sum: Bounds): Bounds => {
  if (measure === "amount") return sum
  const count = measure === "variants" ? 1n : units
  return { least: count, most: count }
}

// What is left grows with the units, as far as anybody can tell.
const lacking = ({ units }: Pile, { least: has }: Bounds, at: bigint, { lacks }: Setting): void => {
  if (has > 0n && at > has) lacks((at * units + has - 1n) / has)
}

/**
 * A condition with its measures taken of a pile: what is left of it asks of the context and of the time alone. There is no
 * charge. `undefined` where a measure cannot be told.
 */
export const askedOf = (test: Test, pile: Pile, rule: Rule, seen: Seen, setting: Setting): Condition | undefined => {
  switch (test.kind) {
    case "all":
    case "any": {
      const of = test.of.map((one) => askedOf(one, pile, rule, seen, setting))
      const told = of.filter((one) => one !== undefined)
      if (told.length < of.length) return undefined
      return test.kind === "all" ? { all: told } : { any: told }
    }
    case "not": {
      const not = askedOf(test.of, pile, rule, seen, setting)
      return not === undefined ? undefined : { not }
    }
    case "charge":
      return { any: [] }
    case "measure": {
      const sees = test.select?.(subjectOf(setting.good)) !== false
      const sum = sumSeen(pile, test.base ?? rule.testBase, seen)
      const found = sees ? measuredBy(pile, test.measure, sum) : nothing
      if (found.least >= test.atLeast) return { all: [] }
      lacking(pile, found, test.atLeast, setting)
      return found.most < test.atLeast ? { any: [] } : undefined
    }
    default:
      return test.leaf
  }
}
