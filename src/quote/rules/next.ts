import type { Measure, Offer, Promotion, Reward } from "../../promotion/model.ts"
import type { QuoteInput } from "../input.ts"
import type { Quote } from "../model.ts"
import type { NextStep, Refused } from "../quote.ts"
import type { Goods } from "./goods.ts"
import { bounded, least, mostOf, promisedBy, threshold } from "./promise.ts"
import { takenBy } from "./waterfall.ts"

/** An offer that more goods would reach, or the next step of one that is applied. */
export interface NextOffer {
  readonly promotion: string
  /** What is counted. Of sets it is `quantity`: the units of one set. */
  readonly measure: Measure
  /** What it needs in all: minor units of an amount, else a count. */
  readonly at: bigint | number
  /** What is missing. */
  readonly distance: bigint | number
  /** The same by the goods it has to be bought of, all of them. */
  readonly goods: ReadonlyArray<Goods>
  /** Only goods of this merchant count. */
  readonly merchant?: string
  /** How much of the way is done, from 0 to below 1, for a progress bar. It is drawn, never counted with. */
  readonly fraction: number
  /**
   * What it gives there, cut at what caps and budgets leave. For `every`, once more; for `tiers`, in place of what the present
   * step gives.
   */
  readonly gains: ReadonlyArray<Reward>
  /** What the promotion takes already, minor units. */
  readonly now: bigint
  /** What others take now beside which it may not stand, minor units: it gives more, in their place. */
  readonly instead?: bigint
  readonly offer: Offer["kind"]
  /** How many units of a set get the reward. */
  readonly rewarded?: number
}

/** The promotions of a quote as they were written. */
export const writtenOf = (madeOf: QuoteInput["promotions"]): ReadonlyMap<string, Promotion> => {
  const promotions = "_tag" in madeOf ? madeOf.rules.map(({ promotion }) => promotion) : madeOf
  return new Map(promotions.map((promotion) => [promotion.id, promotion]))
}

/**
 * The offers that only more goods stand between, nearest first: distances in money ascending, then counts, ties in the
 * order of the quote. Offers that lack anything else (a code, another payment method, a budget, a place beside the others) are
 * not among them, nor are those that have nothing more to give.
 *
 * @param madeOf the promotions that the quote was made of
 */
export const nextOffers = (quote: Quote, madeOf: QuoteInput["promotions"]): ReadonlyArray<NextOffer> => {
  const written = writtenOf(madeOf)
  const found: Array<NextOffer> = []
  const taken = takenBy(quote, () => true)
  const applied = [
    ...quote.steps.flatMap(({ promotion, next }) => (next === undefined ? [] : [{ ...next, promotion }])),
    ...(quote.next ?? [])
  ]
  for (const { promotion: id, ...next } of applied) {
    const promotion = written.get(id)
    if (promotion === undefined) continue
    const one = furtherOf(promotion, next, taken.get(id)?.amount ?? 0n, quote.currency)
    if (one !== undefined) found.push(one)
  }
  for (const refused of quote.refused) {
    const promotion = written.get(refused.promotion)
    const one = promotion === undefined ? undefined : firstOf(promotion, refused, quote.currency)
    if (one !== undefined) found.push(one)
  }
  return found
    .map((next, place) => ({ next, place }))
    .sort((a, b) => compareDistance(a.next.distance, b.next.distance) || a.place - b.place)
    .map(({ next }) => next)
}

/** The next step of an offer that is applied; `undefined` if it gives nothing more. */
const furtherOf = (
  { id, offer, level, cap, select, merchant }: Promotion,
  { at, distance, gains: stated, most }: NextStep<bigint>,
  now: bigint,
  currency: string
): NextOffer | undefined => {
  if (offer.kind !== "tiers" && offer.kind !== "every") return undefined
  const again = offer.kind === "every"
  const whole = again ? threshold(offer.each, currency) : BigInt(at)
  const capped = least(cap === undefined ? undefined : threshold(cap, currency), most)
  const bound = again ? least(capped, mostOfAll(stated, currency)) : capped
  const open = bound === undefined || !again ? bound : bound - now
  const before = again ? BigInt(at) / whole - 1n : 0n
  const gains = bounded(stated, { currency, level, open, before })
  const gained = again ? undefined : mostOf(gains, currency)
  if (gains.length === 0 || (gained !== undefined && gained <= now)) return undefined
  const of = offer.of ?? select
  const goods = [{ ...(of === undefined ? {} : { select: of }), distance }]
  const { kind, measure } = offer
  return {
    promotion: id,
    measure,
    at,
    distance,
    goods,
    ...(merchant === undefined ? {} : { merchant }),
    // By every so much, the way to the next time begins where the last one was reached.
    fraction: fractionOf(whole, distance),
    gains,
    now,
    offer: kind
  }
}

/** The most that amounts take however often they are given; `undefined` where one does not say. */
const mostOfAll = (rewards: ReadonlyArray<Reward>, currency: string): bigint | undefined => {
  let sum = 0n
  for (const reward of rewards) {
    if (reward.kind !== "amount" || reward.max === undefined) return undefined
    sum += threshold(reward.max, currency)
  }
  return sum
}

/** An offer that is not applied; `undefined` if goods alone do not lead there. */
const firstOf = (promotion: Promotion, refused: Refused<bigint>, currency: string): NextOffer | undefined => {
  const { id, offer, merchant } = promotion
  const { way, gains } = promisedBy(refused, promotion, currency)
  if (way === undefined || gains.length === 0) return undefined
  const { measure, distance, goods, found } = way
  const far = BigInt(distance)
  const inSet = refused.reason === "SetIncomplete" ? BigInt(setOf(offer)) : 0n
  const at = inSet > found + far ? inSet : found + far
  const rewarded = rewardedIn(offer)
  return {
    promotion: id,
    measure,
    at: measure === "amount" ? at : Number(at),
    distance,
    goods,
    ...(merchant === undefined ? {} : { merchant }),
    fraction: fractionOf(at, distance),
    gains,
    now: 0n,
    ...(refused.instead === undefined ? {} : { instead: refused.instead }),
    offer: offer.kind,
    ...(rewarded === undefined ? {} : { rewarded })
  }
}

const fractionOf = (whole: bigint, distance: bigint | number): number => {
  const done = Number(whole) - Number(distance)
  return whole > 0n ? Math.min(Math.max(done / Number(whole), 0), 0.999) : 0
}

/** How many units one set of an offer has. */
const setOf = (offer: Offer): number => {
  switch (offer.kind) {
    case "buyGet":
      return offer.buy.quantity + offer.get.quantity
    case "multi":
      return offer.quantity
    case "bundle":
      return offer.parts.reduce((sum, { quantity }) => sum + quantity, 0)
    case "nth":
      return offer.steps.findIndex((step) => step !== null) + 1
    default:
      return 1
  }
}

const rewardedIn = (offer: Offer): number | undefined => {
  if (offer.kind === "buyGet") return offer.get.quantity
  if (offer.kind === "multi") return offer.quantity
  return offer.kind === "nth" ? 1 : undefined
}

const compareDistance = (a: bigint | number, b: bigint | number): number => {
  if (typeof a !== typeof b) return typeof a === "bigint" ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}
