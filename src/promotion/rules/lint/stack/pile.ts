import type { Base } from "../../../model.ts"
import type { UnitRule } from "../../compile.ts"

/**
 * What so many like units have left in all, minor units: surely not more than `most` and not less than `least`, however a shop
 * rounds. No two of them differ by more than `spread`; `undefined` where nobody knows.
 */
export interface Pile {
  readonly units: bigint
  readonly most: bigint
  readonly least: bigint
  readonly spread: bigint | undefined
}

/** What a promotion sees beside what is left: the prices of one unit, the sums as its level began, and how low a unit may come. */
export interface Seen {
  readonly base: Base
  readonly price: bigint
  readonly list: bigint
  readonly level: Pile
  readonly floor: bigint
}

/** Something between two bounds. */
export interface Bounds {
  readonly least: bigint
  readonly most: bigint
}

export const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)
export const most = (a: bigint, b: bigint): bigint => (a > b ? a : b)
export const divideUp = (value: bigint, by: bigint): bigint => (value + by - 1n) / by

/** The sum that a base sees of a pile. */
export const sumSeen = (pile: Pile, base: Base, { price, list, level }: Seen): Bounds => {
  if (base === "price" || base === "list") {
    const sum = pile.units * (base === "price" ? price : list)
    return { least: sum, most: sum }
  }
  if (base === "running") return pile
  return level.units === pile.units ? level : { least: 0n, most: pile.units * price }
}

/** A pile after one reward on all of it. `times` multiplies amounts. */
export const rewarded = (pile: Pile, reward: UnitRule, seen: Seen, times: Bounds): Pile => {
  const picked = reward.units === undefined ? pile.units : least(BigInt(reward.units.max), pile.units)
  if (picked < pile.units) {
    return onSome(pile, picked, seen.floor, (part) => rewarded(part, { ...reward, units: undefined }, seen, times))
  }
  const after = unbounded(pile, reward, seen, times)
  return reward.max === undefined ? after : limited(pile, after, reward.max)
}

/** A pile of which no more than a limit was taken. */
export const limited = (before: Pile, after: Pile, limit: bigint): Pile => {
  const exact = before.least === before.most && after.least === after.most
  if (exact && before.most - after.most <= limit) return after
  const { units, spread } = after
  return {
    units,
    most: most(after.most, before.most - limit),
    least: most(after.least, before.least - limit),
    spread: settled(units, spread === undefined ? undefined : doubled(before.spread, spread + 2n))
  }
}

/** A pile of which something happens to some like units. */
export const onSome = (pile: Pile, some: bigint, floor: bigint, act: (part: Pile) => Pile): Pile => {
  const { units } = pile
  if (some === 0n) return pile
  if (some === units) return act(pile)
  // Which ones are picked is not known where they differ.
  if (pile.spread !== 0n) return { ...pile, least: units * floor, spread: undefined }
  const [high, low] = [pile.most / units, divideUp(pile.least, units)]
  const part = act({ units: some, most: high * some, least: low * some, spread: 0n })
  return {
    units,
    most: part.most + high * (units - some),
    least: part.least + low * (units - some),
    spread: undefined
  }
}

const unbounded = (pile: Pile, reward: UnitRule, seen: Seen, times: Bounds): Pile => {
  switch (reward.kind) {
    case "percent":
      return percentOff(pile, reward.share.ratio, reward.per === "unit", seen)
    case "price":
      return reward.per === "unit" ? priceEach(pile, reward.price, seen) : priceOfAll(pile, reward.price, seen)
    default: {
      const stated = { least: reward.amount * times.least, most: reward.amount * times.most }
      const amount = {
        // With tax, an amount takes less of a price without it; without tax, more of a price that includes it.
        least: reward.basis === "gross" ? 0n : stated.least,
        most: reward.basis === "net" ? pile.most : stated.most
      }
      return reward.per === "unit" ? amountEach(pile, amount, seen.floor) : amountOfAll(pile, amount, seen)
    }
  }
}

interface Part {
  readonly numerator: bigint
  readonly denominator: bigint
}

const percentOff = (pile: Pile, { numerator, denominator }: Part, each: boolean, seen: Seen): Pile => {
  const { units, spread } = pile
  const sum = sumSeen(pile, seen.base, seen)
  const running = seen.base === "running"
  // What is left of more is never less, so that bounds of what is left follow from bounds of what there was.
  const [low, high] = running ? [pile.most, pile.least] : [sum.least, sum.most]
  if (!each) {
    return amountOfAll(
      pile,
      { least: (low * numerator) / denominator, most: divideUp(high * numerator, denominator) },
      seen
    )
  }
  if (spread === 0n) {
    const part = {
      least: ((low / units) * numerator) / denominator,
      most: divideUp(divideUp(high, units) * numerator, denominator)
    }
    return amountEach(pile, part, seen.floor)
  }
  const sure = running && seen.floor === 0n
  const taken = sure ? most(0n, (low * numerator) / denominator - units) : 0n
  return {
    units,
    most: pile.most - taken,
    least: most(units * seen.floor, pile.least - divideUp(high * numerator, denominator) - units),
    spread: sure ? grown(spread, 1n) : undefined
  }
}

const amountEach = (pile: Pile, amount: Bounds, floor: bigint): Pile => {
  const { units, spread } = pile
  const bottom = units * floor
  const taken =
    spread === undefined ? pile.most : most(pile.most - units * amount.least, least(pile.most, bottom + units * spread))
  return {
    units,
    most: most(bottom, taken),
    least: most(bottom, pile.least - units * amount.most),
    spread
  }
}

// What a unit cannot give the others give.
const amountOfAll = (pile: Pile, amount: Bounds, { base, floor }: Seen): Pile => {
  const { units } = pile
  const bottom = units * floor
  const even = pile.spread === 0n && amount.least === amount.most && amount.least % units === 0n
  return {
    units,
    most: most(bottom, pile.most - amount.least),
    least: most(bottom, pile.least - amount.most),
    spread: even ? 0n : settled(units, base === "running" ? grown(pile.spread, 1n) : doubled(pile.spread, 1n))
  }
}

const priceEach = (pile: Pile, price: bigint, { floor }: Seen): Pile => {
  const { units, spread } = pile
  const all = units * most(price, floor)
  return {
    units,
    most: least(pile.most, all),
    least: spread === undefined ? units * floor : most(units * floor, least(pile.least, all) - units * spread),
    spread
  }
}

const priceOfAll = (pile: Pile, price: bigint, { base, floor }: Seen): Pile => {
  const all = most(price, pile.units * floor)
  return {
    units: pile.units,
    most: least(pile.most, all),
    least: least(pile.least, all),
    spread: settled(pile.units, base === "running" ? grown(pile.spread, 1n) : doubled(pile.spread, 1n))
  }
}

// One unit does not differ from itself.
const settled = (units: bigint, spread: bigint | undefined): bigint | undefined => (units === 1n ? 0n : spread)

const grown = (spread: bigint | undefined, by: bigint): bigint | undefined =>
  spread === undefined ? undefined : spread + by

const doubled = (spread: bigint | undefined, by: bigint): bigint | undefined =>
  spread === undefined ? undefined : 2n * spread + by
