import type { Condition } from "../../../model.ts"
import type { Rule } from "../../compile.ts"
import { isValid, together } from "../moment.ts"
import { agree, concerns, leavePlace, remembered, type StackLimit, standsBeside, stops, validityOf } from "./beside.ts"
import { type CostedGood, payers, subjectOf, touches } from "./good.ts"
import { askedOf, offered, type Setting } from "./offer.ts"
import { divideUp, least, type Pile, type Seen } from "./pile.ts"
import { type Occasion, occasionFor } from "./witness.ts"

/** How low promotions may bring a cart of one good, and which together. */
export interface Deepest {
  /** What is left of one unit on average, minor units rounded up. */
  readonly left: bigint
  readonly promotions: ReadonlyArray<string>
  readonly units: number
  /** What is left of all units at most. */
  readonly total: bigint
  /** What the gifts cost that come along. */
  readonly gifts: bigint
}

/** What bounds promotions beside themselves. What is not given does not. */
export interface StackGround {
  /** The moment from which on offers are looked at, milliseconds. */
  readonly at?: number
  readonly combination?: "best" | "priority"
  readonly limits?: ReadonlyArray<StackLimit>
  readonly accounts?: Readonly<Record<string, bigint | number>>
  /** What a unit given along costs, by sku, minor units. */
  readonly giftCosts?: ReadonlyMap<string, bigint>
}

/** More combinations than these are not tried for one good; the deepest of those that were is told. */
const mostTried = 4096

/** Of how many units carts are tried, and up to how many. */
const mostSizes = 24
const largestCart = 1000n

interface Path {
  readonly chosen: ReadonlyArray<Rule>
  readonly pile: Pile
  readonly level: Pile
  readonly gifts: bigint
  /** What the conditions of those chosen still ask of buyer and time. */
  readonly asks: ReadonlyArray<Condition>
}

/** {@link deepestBy} for one good. */
export const deepest = (rules: ReadonlyArray<Rule>, good: CostedGood, ground: StackGround = {}): Deepest =>
  deepestBy(rules, ground)(good)

/**
 * The lowest average price to which promotions that may stand together bring a cart of one good alone, so many units of it on
 * one line, less what gifts cost that come along. Each is one that a quote gives: for a buyer who enters the codes and
 * meets the conditions, at a moment at which all of them act, whichever way a shop rounds.
 */
export const deepestBy = (rules: ReadonlyArray<Rule>, ground: StackGround): ((good: CostedGood) => Deepest) => {
  const stand = remembered(standsBeside)
  const active = rules.filter(({ state }) => state === "active")
  return (good) => {
    const reach = active.filter((rule) => touches(rule, good))
    let best: Deepest = { left: good.price, promotions: [], units: 1, total: good.price, gifts: 0n }
    const sizes = new Set<bigint>([1n])
    const lacks = (units: bigint): void => {
      if (units <= largestCart && sizes.size < mostSizes) sizes.add(units)
    }
    for (const size of reach.flatMap(sizesOf)) lacks(size)
    const setting: Setting = { good, giftCost: giftCost(ground), lacks }
    let tried = 0
    const go = (units: bigint, at: number, path: Path): void => {
      const [sum, known] = [path.pile.most - path.gifts, best.total - best.gifts]
      if (path.chosen.length > 0 && sum * BigInt(best.units) < known * units && happens(path, units)) {
        best = {
          left: divideUp(path.pile.most, units),
          promotions: path.chosen.map(({ id }) => id),
          units: Number(units),
          total: path.pile.most,
          gifts: path.gifts
        }
      }
      if (++tried > mostTried) return
      for (let index = at; index < reach.length; index++) {
        const rule = reach[index]!
        if (!path.chosen.every((one) => stand(one, rule))) continue
        if (!leavePlace(ground.limits ?? [], path.chosen, rule)) continue
        const next = step(path, rule, setting, ground)
        if (next === undefined) continue
        go(units, index + 1, next)
        // One that stands beside all that follow is hardly ever better left out.
        if (unlimited(ground, rule) && reach.slice(index + 1).every((one) => stand(rule, one))) return
      }
    }
    const happens = (path: Path, units: bigint): boolean => occasionOf(path, units, good, active, ground) !== undefined
    // Sizes found to be lacking on the way are tried too.
    for (const units of sizes) {
      tried = 0
      const sum = units * good.price
      const pile: Pile = { units, most: sum, least: sum, spread: 0n }
      go(units, 0, { chosen: [], pile, level: pile, gifts: 0n, asks: [] })
    }
    return best
  }
}

const unlimited = ({ limits = [] }: StackGround, rule: Rule): boolean => !limits.some((one) => concerns(one, rule))

/** A path with one more promotion, if it surely takes or gives something there. */
const step = (path: Path, rule: Rule, setting: Setting, ground: StackGround): Path | undefined => {
  const { good } = setting
  if (ground.combination === "priority" && picksBest(ground, rule)) return undefined
  const last = path.chosen.at(-1)
  const level = last?.level === rule.level ? path.level : path.pile
  const seen: Seen = {
    base: rule.base,
    price: good.price,
    list: good.list ?? good.price,
    level,
    floor: least(good.floor ?? 0n, good.price)
  }
  const asks = rule.when === undefined ? { all: [] } : askedOf(rule.when, path.pile, rule, seen, setting)
  if (asks === undefined) return undefined
  const found = offered(path.pile, rule, seen, setting)
  if (found === undefined || !affords(rule, path.pile, found.pile, ground)) return undefined
  return {
    chosen: [...path.chosen, rule],
    pile: found.pile,
    level,
    gifts: path.gifts + found.gifts,
    asks: [...path.asks, asks]
  }
}

const picksBest = ({ limits = [] }: StackGround, rule: Rule): boolean =>
  limits.some((limit) => limit.pick === "best" && concerns(limit, rule))

/** Whether its budgets surely have what it takes, as far as it is known what they have. */
const affords = ({ budgets }: Rule, before: Pile, after: Pile, { accounts }: StackGround): boolean =>
  budgets.every(({ account, unit, period }) => {
    if (accounts === undefined || period !== undefined || !Object.hasOwn(accounts, account)) return true
    return BigInt(accounts[account] ?? 0) >= (unit === "uses" ? 1n : before.most - after.least)
  })

const giftCost =
  ({ giftCosts, accounts }: StackGround): Setting["giftCost"] =>
  (sku, stock, quantity) => {
    const has = stock === undefined ? quantity : BigInt(accounts?.[stock] ?? 0)
    return has < quantity ? 0n : (giftCosts?.get(sku) ?? 0n)
  }

/** The numbers of units that an offer or its condition speaks of. */
const sizesOf = ({ offer, when }: Rule): ReadonlyArray<bigint> => {
  const asked = (test: Rule["when"]): ReadonlyArray<bigint> => {
    if (test === undefined) return []
    if (test.kind === "all" || test.kind === "any") return test.of.flatMap(asked)
    if (test.kind === "not") return asked(test.of)
    return test.kind === "measure" && test.measure !== "amount" ? [test.atLeast] : []
  }
  const own = (): ReadonlyArray<bigint> => {
    switch (offer.kind) {
      case "tiers":
        return offer.measure === "amount" ? [] : offer.steps.map(({ at }) => at)
      case "every":
        return offer.measure === "amount" ? [] : [offer.each]
      case "nth":
        return [BigInt(offer.steps.length)]
      case "multi":
        return [BigInt(offer.quantity)]
      case "buyGet":
      case "bundle":
        return [BigInt(offer.parts.reduce((sum, { quantity }) => sum + quantity, 0))]
      default:
        return []
    }
  }
  return [...own(), ...asked(when)].filter((size) => size > 0n)
}

/** When, and by whom, the promotions of a path are taken together. */
const occasionOf = (
  { chosen, asks }: Path,
  units: bigint,
  good: CostedGood,
  active: ReadonlyArray<Rule>,
  { at: now, combination }: StackGround
): Occasion | undefined => {
  const buyer = payers(good, Number(units))
  if (buyer === undefined) return undefined
  const validity = together([{ from: good.from, until: good.until }, ...chosen.map(validityOf)])
  const others = combination === "priority" ? rivalsOf(chosen, good, active) : []
  return occasionFor(
    [buyer, ...asks],
    validity,
    now,
    ({ at }) => others.every((rule) => !isValid(validityOf(rule), at)),
    others.flatMap(({ until }) => (until === undefined ? [] : [until]))
  )
}

/** What `priority` takes before the last of them whether or not a buyer wants it. */
const rivalsOf = (chosen: ReadonlyArray<Rule>, good: CostedGood, active: ReadonlyArray<Rule>): ReadonlyArray<Rule> => {
  const last = chosen.at(-1)
  const before = active.slice(0, last === undefined ? 0 : active.indexOf(last))
  return before.filter(
    (rule, place) =>
      !chosen.includes(rule) &&
      (rule.codes === undefined || chosen.some(({ codes }) => share(codes, rule.codes))) &&
      (rule.merchant === undefined || rule.merchant === good.merchant) &&
      rule.select?.(subjectOf(good)) !== false &&
      !chosen.some((one) => active.indexOf(one) < place && (stops(one, rule) || !agree(one, rule)))
  )
}

const share = (one: ReadonlySet<string> = new Set(), other: ReadonlySet<string> = new Set()): boolean =>
  [...one].some((code) => other.has(code))
