import * as Result from "effect/Result"
import { amountFrom, amountText } from "../../money/amount.ts"
import type { Level, Offer, Promotion, Reward } from "../../promotion/model.ts"
import type { Refused } from "../quote.ts"
import { boughtOf, type Way, wayOf } from "./goods.ts"

/** A threshold as it is compared: minor units of an amount, else a count. A promotion of a quote is read already. */
export const threshold = (value: string | number, currency: string): bigint =>
  typeof value === "number" ? BigInt(value) : Result.getOrElse(amountFrom(value, currency), () => 0n)

interface Bounds {
  readonly currency: string
  readonly level: Level
  /** What may still be taken; `undefined`: anything. */
  readonly open: bigint | undefined
  /** How many times amounts are given, and how many times they were given before. */
  readonly times?: bigint
  readonly before?: bigint
}

/** Rewards as far as they can be had: amounts cut at what may still be taken, the others with that as their `max`. */
export const bounded = (
  rewards: ReadonlyArray<Reward>,
  { currency, level, open, times = 1n, before = 0n }: Bounds
): ReadonlyArray<Reward> => {
  let left = open
  return rewards.flatMap((reward): ReadonlyArray<Reward> => {
    if (reward.kind !== "percent" && reward.kind !== "amount" && reward.kind !== "price") return [reward]
    const own = reward.max === undefined ? undefined : threshold(reward.max, currency)
    if (reward.kind !== "amount" || (reward.per ?? (level === "item" ? "unit" : "total")) !== "total") {
      const max = least(own, left)
      if (max !== undefined && max <= 0n) return []
      const cut = max === undefined ? {} : { max: amountText(max, currency) }
      return [reward.kind === "amount" ? { ...reward, per: reward.per ?? "unit", ...cut } : { ...reward, ...cut }]
    }
    const amount = threshold(reward.amount, currency)
    const most = least(own === undefined ? undefined : own - amount * before, left)
    const given = least(amount * times, most) ?? 0n
    if (given <= 0n) return []
    if (left !== undefined) left -= given
    const { max: _, ...rest } = reward
    return [{ ...rest, amount: amountText(given, currency) }]
  })
}

/** The lower of two bounds, either of which may be missing. */
export const least = (one: bigint | undefined, other: bigint | undefined): bigint | undefined =>
  one === undefined ? other : other === undefined || one < other ? one : other

/** The most that rewards take, where all of them say; `undefined` where one does not, or gives something else. */
export const mostOf = (rewards: ReadonlyArray<Reward>, currency: string): bigint | undefined => {
  let sum = 0n
  for (const reward of rewards) {
    if (reward.kind !== "percent" && reward.kind !== "amount" && reward.kind !== "price") return undefined
    const most = reward.kind === "amount" && reward.per !== "unit" && reward.per !== "line" ? reward.amount : reward.max
    if (most === undefined) return undefined
    sum += threshold(most, currency)
  }
  return sum
}

/** What a promotion that lacks goods gives once it has them, and the way there. */
interface Promised {
  readonly gains: ReadonlyArray<Reward>
  /** `undefined` where goods alone do not lead there, or not by one measure. */
  readonly way: Way | undefined
}

/** What a refused promotion would give. */
export const promisedBy = (
  { lacks = [], most, blocked }: Refused<bigint>,
  { offer, level, cap }: Promotion,
  currency: string
): Promised => {
  const way = blocked === undefined ? wayOf(lacks) : undefined
  const [own] = lacks
  let [rewards, times] = [firstGains(offer, currency), 1n]
  if ((offer.kind === "tiers" || offer.kind === "every") && own !== undefined) {
    const bought = way === undefined || way.measure !== offer.measure ? BigInt(own.distance) : boughtOf(way, own.select)
    const reached = BigInt(own.at) - BigInt(own.distance) + bought
    if (offer.kind === "every") {
      const whole = reached / threshold(offer.each, currency)
      times = least(whole, offer.max === undefined ? undefined : BigInt(offer.max)) ?? whole
    } else rewards = offer.steps.findLast(({ at }) => threshold(at, currency) <= reached)?.rewards ?? rewards
  }
  const open = least(cap === undefined ? undefined : threshold(cap, currency), most)
  return { way, gains: bounded(rewards, { currency, level, open, times }) }
}

/** What an offer gives where it is first reached. */
const firstGains = (offer: Offer, currency: string): ReadonlyArray<Reward> => {
  switch (offer.kind) {
    case "tiers":
      return offer.steps[0]?.rewards ?? []
    case "every":
    case "grant":
      return offer.rewards
    case "buyGet":
      return [offer.get.reward]
    case "bundle":
      return [offer.reward]
    case "multi":
      return [{ kind: "price", price: offer.price, per: "total" }]
    case "nth":
      return offer.steps.filter((step) => step !== null).slice(0, 1)
    case "addOn":
      return [{ kind: "price", price: offer.price, per: "unit" }]
    case "deposit": {
      const off = threshold(offer.counts, currency) - threshold(offer.pay, currency)
      return [{ kind: "amount", amount: amountText(off, currency), per: "unit" }]
    }
  }
}
