import { amountText } from "../../../money/amount.ts"
import { levels, type OfferRule, type RewardRule, type Rule, type UnitRule } from "../compile.ts"
import type { Facts } from "../match.ts"
import { type Finding, finding, listed } from "./finding.ts"
import { agree, meet } from "./together.ts"

/** A good with its price and what it costs, minor units; no promotion brings it below `floor`. */
export interface CostedGood {
  readonly sku: string
  readonly merchant: string
  readonly facts: Facts
  readonly price: bigint
  readonly list?: bigint
  readonly cost: bigint
  readonly floor?: bigint
}

/** How low promotions may bring one unit, and which together. */
export interface Deepest {
  readonly left: bigint
  readonly promotions: ReadonlyArray<string>
}

/** More combinations than these are not tried; the deepest of those that were is told. */
const mostTried = 4096

/**
 * The lowest price to which promotions that may stand together can bring one unit, all codes and conditions granted. An
 * amount off a cart counts as its share of the threshold that earns it; sets are taken to be of this good alone.
 */
export const deepest = (rules: ReadonlyArray<Rule>, good: CostedGood): Deepest => {
  const reach = rules.filter((rule) => rule.state === "active" && touches(rule, good))
  let best: Deepest = { left: good.price, promotions: [] }
  let tried = 0
  const go = (at: number, left: bigint, chosen: ReadonlyArray<Rule>): void => {
    if (left < best.left) best = { left, promotions: chosen.map(({ id }) => id) }
    if (++tried > mostTried) return
    for (let index = at; index < reach.length; index++) {
      const rule = reach[index]!
      if (!chosen.every((one) => stand(one, rule))) continue
      const taken = takes(rule, good, left)
      if (taken > 0n) go(index + 1, left - taken, [...chosen, rule])
      // One that stands beside all that follow is never better left out.
      if (taken > 0n && reach.slice(index + 1).every((one) => stand(rule, one))) return
    }
  }
  go(0, good.price, [])
  return best
}

const stand = (one: Rule, other: Rule): boolean => {
  const stopped = one.stop === "all" || (one.stop === "level" && one.level === other.level)
  return !stopped && agree(one, other) && meet(one, other)
}

const touches = ({ level, merchant, select }: Rule, { sku, merchant: owner, facts, price }: CostedGood): boolean =>
  level !== levels.indexOf("shipping") &&
  (merchant === undefined || merchant === owner) &&
  (select === undefined || select({ facts, sku, merchant: owner, price }))

/** What one promotion takes of a unit at most. */
const takes = (rule: Rule, good: CostedGood, left: bigint): bigint => {
  const base = rule.base === "list" ? (good.list ?? good.price) : rule.base === "price" ? good.price : left
  const wanted = wantedBy(rule, good, base, left)
  const capped = rule.cap !== undefined && wanted > rule.cap ? rule.cap : wanted
  const open = left - (good.floor ?? 0n)
  return open <= 0n ? 0n : capped < open ? capped : open
}

const wantedBy = (rule: Rule, good: CostedGood, base: bigint, left: bigint): bigint => {
  const off = (reward: RewardRule, threshold: bigint, repeats = false): bigint =>
    reward.kind === "shipping" ? 0n : offUnit(reward, good, base, left, threshold, repeats)
  const all = (rewards: ReadonlyArray<RewardRule>, threshold: bigint, repeats = false): bigint =>
    rewards.reduce((sum, reward) => sum + off(reward, threshold, repeats), 0n)
  const { offer } = rule
  const money = amountOf(offer)
  switch (offer.kind) {
    case "grant":
      return all(offer.rewards, requiredAmount(rule))
    case "tiers":
      return largest(offer.steps.map(({ at, rewards }) => all(rewards, money ? at : requiredAmount(rule))))
    case "every":
      return all(offer.rewards, money ? offer.each : requiredAmount(rule), money)
    case "nth":
      return largest(offer.steps.map((step) => (step === undefined ? 0n : off(step, 0n))))
    case "buyGet":
      return off(offer.reward, 0n)
    case "deposit":
      return off(offer.reward, 0n)
    case "multi":
      return ofSet(offer.reward, left, BigInt(offer.quantity))
    default:
      return 0n
  }
}

const amountOf = (offer: OfferRule): boolean => "measure" in offer && offer.measure === "amount"

const largest = (amounts: ReadonlyArray<bigint>): bigint => amounts.reduce((most, one) => (one > most ? one : most), 0n)

// The amount that a condition asks for, where it asks for one alone.
const requiredAmount = ({ when }: Rule): bigint =>
  when?.kind === "measure" && when.measure === "amount" ? when.atLeast : 0n

const offUnit = (
  reward: UnitRule,
  { sku, merchant, facts, price }: CostedGood,
  base: bigint,
  left: bigint,
  threshold: bigint,
  repeats: boolean
): bigint => {
  if (reward.select !== undefined && !reward.select({ facts, sku, merchant, price })) return 0n
  const wanted = (): bigint => {
    switch (reward.kind) {
      case "percent":
        return divideUp(base * reward.share.ratio.numerator, reward.share.ratio.denominator)
      case "price":
        return left > reward.price ? left - reward.price : 0n
      default: {
        if (reward.per === "unit") return reward.amount
        // Of an amount off a cart that just reaches its threshold, a unit has the share of its price.
        if (left < threshold) return divideUp(reward.amount * left, threshold)
        return repeats && threshold > 0n ? reward.amount * (left / threshold) : reward.amount
      }
    }
  }
  const amount = wanted()
  return reward.max !== undefined && amount > reward.max ? reward.max : amount
}

const ofSet = (reward: UnitRule, left: bigint, quantity: bigint): bigint => {
  if (reward.kind !== "price") return 0n
  const each = reward.price / quantity
  return left > each ? left - each : 0n
}

const divideUp = (value: bigint, by: bigint): bigint => (value + by - 1n) / by

/** Goods that promotions together may bring below their cost: of each set of promotions the good that loses most. */
export const belowCost = (
  rules: ReadonlyArray<Rule>,
  goods: ReadonlyArray<CostedGood>,
  currency: string
): ReadonlyArray<Finding> => {
  const worst = new Map<string, { readonly good: CostedGood; readonly found: Deepest }>()
  for (const good of goods) {
    const found = deepest(rules, good)
    if (found.left >= good.cost || found.promotions.length === 0) continue
    const key = found.promotions.join("\n")
    const known = worst.get(key)
    const loses = (one: CostedGood, left: bigint) => (one.cost - left) * 1_000_000n * (one.cost > 0n ? 1n : 0n)
    const share = (one: CostedGood, left: bigint) => (one.cost === 0n ? 0n : loses(one, left) / one.cost)
    if (known === undefined || share(good, found.left) > share(known.good, known.found.left))
      worst.set(key, { good, found })
  }
  return [...worst.values()].map(({ good, found: { left, promotions } }) => {
    const [first = "", ...rest] = promotions
    const text = (amount: bigint) => amountText(amount, currency)
    const percent = good.price === 0n ? "0" : ((good.price - left) * 100n) / good.price
    return finding("StacksBelowCost", [first, ...rest], "/stack", {
      zh: `${listed(promotions, "zh")} 叠加后，\`${good.sku}\` 可从 ${text(good.price)} 降到 ${text(left)}（共减 ${percent}%），低于成本 ${text(good.cost)}`,
      en: `together ${listed(promotions, "en")} bring \`${good.sku}\` from ${text(good.price)} to ${text(left)} (${percent}% off), below its cost of ${text(good.cost)}`
    })
  })
}

/** Budgets of money that one cart alone may use up: nothing bounds what it takes, or not below what there is. */
export const thinBudgets = (
  rule: Rule,
  accounts: Readonly<Record<string, bigint | number>> | undefined
): ReadonlyArray<Finding> =>
  rule.budgets.flatMap(({ account, unit }, index) => {
    if (unit !== "money") return []
    const most = mostTaken(rule)
    const has = accounts !== undefined && Object.hasOwn(accounts, account) ? accounts[account] : undefined
    if (most !== undefined && (has === undefined || most < BigInt(has))) return []
    return [
      finding("BudgetOfOneCart", [rule.id], `/budgets/${index}`, {
        zh: `一个购物车就可能用完促销 \`${rule.id}\` 的预算 \`${account}\``,
        en: `one cart alone may use up the budget \`${account}\` of \`${rule.id}\``
      })
    ]
  })

/** The most a promotion takes from one cart, minor units; `undefined` where nothing bounds it. */
const mostTaken = ({ cap, offer }: Rule): bigint | undefined => {
  const of = (rewards: ReadonlyArray<RewardRule>, times: bigint): bigint | undefined => {
    let sum = 0n
    for (const reward of rewards) {
      const whole = reward.kind === "amount" && reward.per === "total" ? reward.amount * times : undefined
      const most = reward.kind === "shipping" ? undefined : (reward.max ?? whole)
      if (most === undefined) return undefined
      sum += most
    }
    return sum
  }
  const stated = (): bigint | undefined => {
    if (offer.kind === "grant") return of(offer.rewards, 1n)
    if (offer.kind === "every") return Number.isFinite(offer.max) ? of(offer.rewards, BigInt(offer.max)) : undefined
    if (offer.kind !== "tiers") return undefined
    const steps = offer.steps.map(({ rewards }) => of(rewards, 1n))
    return steps.includes(undefined) ? undefined : largest(steps.filter((one) => one !== undefined))
  }
  const most = stated()
  return cap !== undefined && (most === undefined || cap < most) ? cap : most
}
