import * as Result from "effect/Result"
import { amountFrom } from "../../money/amount.ts"
import type { Measure, Offer, Promotion, Reward } from "../../promotion/model.ts"
import type { QuoteInput } from "../input.ts"
import type { Quote } from "../model.ts"
import type { Missing, Refused } from "../quote.ts"
import { takenBy } from "./waterfall.ts"
import { far, gain, type Words } from "./words.ts"

/** An offer that more goods would reach, or the next step of one that is applied. */
export interface NextOffer {
  readonly promotion: string
  /** What is counted. Of sets it is `quantity`: the units of one set. */
  readonly measure: Measure
  /** What it needs in all: minor units of an amount, else a count. */
  readonly at: bigint | number
  /** What is missing. */
  readonly distance: bigint | number
  /** How much of the way is done, from 0 to below 1, for a progress bar. It is drawn, never counted with. */
  readonly fraction: number
  /** What it gives there. For `every`, once more; for `tiers`, in place of what the present step gives. */
  readonly gains: ReadonlyArray<Reward>
  /** What the promotion takes already, minor units. */
  readonly now: bigint
  readonly offer: Offer["kind"]
  /** How many units of a set get the reward, where not all do. */
  readonly rewarded?: number
}

/** The promotions of a quote as they were written. */
export const writtenOf = (madeOf: QuoteInput["promotions"]): ReadonlyMap<string, Promotion> => {
  const promotions = "_tag" in madeOf ? madeOf.rules.map(({ promotion }) => promotion) : madeOf
  return new Map(promotions.map((promotion) => [promotion.id, promotion]))
}

/**
 * The offers that only more goods stand between, nearest first: distances in money ascending, then counts, ties in the
 * order of the quote. Offers that lack anything else (a code, another payment method, a budget) are not among them.
 *
 * @param madeOf the promotions that the quote was made of
 */
export const nextOffers = (quote: Quote, madeOf: QuoteInput["promotions"]): ReadonlyArray<NextOffer> => {
  const written = writtenOf(madeOf)
  const found: Array<NextOffer> = []
  const taken = takenBy(quote, () => true)
  for (const { promotion, next } of quote.steps) {
    const offer = written.get(promotion)?.offer
    if (next === undefined || offer === undefined || !counts(offer)) continue
    const { at, distance, gains } = next
    // By every so much, the way to the next time begins where the last one was reached.
    const whole = offer.kind === "every" ? threshold(offer.each, quote.currency) : at
    const now = taken.get(promotion)?.amount ?? 0n
    found.push(wayTo({ promotion, measure: offer.measure, at, distance, gains, now, offer: offer.kind }, whole))
  }
  for (const refused of quote.refused) {
    const promotion = written.get(refused.promotion)
    const missing = promotion === undefined ? undefined : lacking(refused, promotion, quote.currency)
    if (promotion === undefined || missing === undefined) continue
    const { id, offer } = promotion
    const rewarded = offer.kind === "buyGet" ? { rewarded: offer.get.quantity } : {}
    const next = { promotion: id, ...missing, gains: firstGains(offer), now: 0n, offer: offer.kind, ...rewarded }
    found.push(wayTo(next, missing.at))
  }
  return found
    .map((next, place) => ({ next, place }))
    .sort((a, b) => compareDistance(a.next.distance, b.next.distance) || a.place - b.place)
    .map(({ next }) => next)
}

type Counting = Extract<Offer, { readonly measure: Measure }>

const counts = (offer: Offer): offer is Counting => offer.kind === "tiers" || offer.kind === "every"

/** A threshold as it is compared: minor units of an amount, else a count. A promotion of a quote is read already. */
const threshold = (value: string | number, currency: string): bigint | number =>
  typeof value === "number" ? value : Result.getOrElse(amountFrom(value, currency), () => 0n)

const wayTo = (next: Omit<NextOffer, "fraction">, whole: bigint | number): NextOffer => {
  const done = Number(whole) - Number(next.distance)
  return { ...next, fraction: Number(whole) > 0 ? Math.min(Math.max(done / Number(whole), 0), 0.999) : 0 }
}

interface Lacking {
  readonly measure: Measure
  readonly at: bigint | number
  readonly distance: bigint | number
}

const lacking = (refused: Refused<bigint>, { offer }: Promotion, currency: string): Lacking | undefined => {
  const { reason, distance, measure, missing = [] } = refused
  if (reason === "ConditionUnmet") return furthest(missing, currency)
  if (distance === undefined) return undefined
  if (reason === "SetIncomplete" && typeof distance === "number") {
    return { measure: "quantity", at: Math.max(setOf(offer), distance), distance }
  }
  if (reason !== "ThresholdUnmet" || measure === undefined || !counts(offer)) return undefined
  const first = offer.kind === "every" ? offer.each : offer.steps[0]?.at
  return first === undefined ? undefined : { measure, at: threshold(first, currency), distance }
}

// All leaves are missing together, so the way is as long as the longest of them, if they count the same thing.
const furthest = (missing: ReadonlyArray<Missing<bigint>>, currency: string): Lacking | undefined => {
  let found: Lacking | undefined
  for (const leaf of missing) {
    if (!("distance" in leaf)) return undefined
    const { measure, atLeast, distance } = leaf
    if (found !== undefined && typeof found.distance !== typeof distance) return undefined
    if (found === undefined || distance > found.distance) {
      found = { measure, at: threshold(atLeast, currency), distance }
    }
  }
  return found
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
      return offer.steps.length
    default:
      return 1
  }
}

/** What an offer gives where it is first reached. */
export const firstGains = (offer: Offer): ReadonlyArray<Reward> => {
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
    default:
      return []
  }
}

const compareDistance = (a: bigint | number, b: bigint | number): number => {
  if (typeof a !== typeof b) return typeof a === "bigint" ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}

/** What to do and what it gives: `spend ¥20.00 more to get ¥30.00 off`, `再买 ¥20.00，立减 ¥30.00`. */
export const nextSentence = (words: Words, next: NextOffer): string => {
  const { measure, distance, at, offer, now } = next
  const zh = words.language === "zh"
  const more = far(words, measure, distance)
  const gains = rewardSentence(words, next)
  const again = now > 0n && offer === "every"
  const already = now > 0n && offer === "tiers"
  if (zh) {
    const get =
      offer === "multi" ? `${at} 件${gains}` : gains.startsWith("减") ? `${again ? "再" : "立"}${gains}` : gains
    return `再${measure === "variants" ? "选" : "买"} ${more}，${get}${already ? `（现已减 ${words.money(now)}）` : ""}`
  }
  const todo = typeof distance === "bigint" ? `spend ${more} more` : `add ${more.replace(" ", " more ")}`
  const get = offer === "multi" ? `${at} ${gains}` : `${again ? "another " : ""}${gains}`
  return `${todo} to get ${get}${already ? ` (now ${words.money(now)})` : ""}`
}

const rewardSentence = (words: Words, { gains, rewarded, measure }: NextOffer): string => {
  const said = gain(words, gains)
  if (rewarded === undefined) return said
  const zh = words.language === "zh"
  const units = far(words, measure, rewarded)
  const [reward] = gains
  const free = reward?.kind === "percent" && reward.percent === "100"
  if (free) return zh ? `${units}免费` : `${units} free`
  return zh ? `其中 ${units}${said}` : `${units} ${said}`
}
