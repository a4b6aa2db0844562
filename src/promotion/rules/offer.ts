import * as Result from "effect/Result"
import { type Flaw, within } from "../../kernel/reading.ts"
import type { Level, Measure, Offer, Reward, Selector, TailWindow } from "../model.ts"
import { type Match, matcher, optional } from "./match.ts"
import { amountIn, moneyIn } from "./number.ts"
import { type Given, givenRule, type RewardRule, type UnitRule, unitRule } from "./reward.ts"

/** What is counted, over which units, for a threshold of an offer; without `of`, over the units that qualify. */
export interface Counted {
  readonly measure: Measure
  readonly of: Match | undefined
}

/** An offer made ready: amounts in minor units, selectors as functions. */
export type OfferRule =
  | (Given & { readonly kind: "grant" })
  | (Counted & { readonly kind: "tiers"; readonly steps: ReadonlyArray<StepRule> })
  | (Counted & Given & { readonly kind: "every"; readonly each: bigint; readonly max: number })
  | NthRule
  | BuyGetRule
  | MultiRule
  | BundleRule
  | AddOnRule
  | DepositRule

/** One step of `tiers`. */
export interface StepRule extends Given {
  readonly at: bigint
}

export interface NthRule {
  readonly kind: "nth"
  readonly steps: ReadonlyArray<UnitRule | undefined>
  readonly then: "cycle" | "last" | "stop"
  readonly variant: boolean
  readonly order: "cheapest" | "dearest"
  readonly wholeSets: boolean
  readonly max: number
}

/** So many units that a set takes. */
export interface PartRule {
  readonly select: Match | undefined
  /** The same as it was written. */
  readonly of: Selector | undefined
  readonly quantity: number
}

export interface BuyGetRule {
  readonly kind: "buyGet"
  readonly parts: readonly [buy: PartRule, get: PartRule]
  readonly reward: UnitRule
  readonly pick: "cheapest" | "dearest" | "eachSet"
  readonly max: number
}

export interface MultiRule {
  readonly kind: "multi"
  readonly quantity: number
  readonly reward: UnitRule
  readonly pick: "cheapest" | "dearest"
  readonly max: number
}

export interface BundleRule {
  readonly kind: "bundle"
  readonly parts: ReadonlyArray<PartRule & { readonly select: Match }>
  readonly reward: UnitRule
  readonly pick: "cheapest" | "dearest"
  readonly max: number
}

/** The reward, a price for each unit, on at most `max` units of lines that name the promotion, the dearest. */
export interface AddOnRule {
  readonly kind: "addOn"
  readonly reward: UnitRule
  readonly max: number
}

/** The reward, `counts - pay` off each unit; it leaves no unit less than `pay`, minor units, which is due now. */
export interface DepositRule {
  readonly kind: "deposit"
  readonly pay: bigint
  readonly reward: UnitRule
  /** When the tail is paid, milliseconds; undefined: as the shop says. */
  readonly tail: TailWindow | undefined
}

/** Every reward that an offer may take off with. */
export const rewardsOf = (offer: OfferRule): ReadonlyArray<RewardRule> => {
  switch (offer.kind) {
    case "grant":
    case "every":
      return offer.rewards
    case "tiers":
      return offer.steps.flatMap(({ rewards }) => rewards)
    case "nth":
      return offer.steps.filter((step) => step !== undefined)
    default:
      return [offer.reward]
  }
}

/** Whether an offer gives something beside what it takes off: gifts, what comes later, or time to pay. */
export const givesBeside = (offer: OfferRule): boolean => {
  if (offer.kind === "deposit") return true
  const given = offer.kind === "tiers" ? offer.steps : offer.kind === "grant" || offer.kind === "every" ? [offer] : []
  return given.some(({ gifts, later }) => gifts.length > 0 || later.length > 0)
}

/** Makes an offer ready. */
export const offerRule = (offer: Offer, level: Level, currency: string): Result.Result<OfferRule, Flaw> => {
  const unbounded = Number.POSITIVE_INFINITY
  switch (offer.kind) {
    case "grant":
      return Result.map(givenRule(offer.rewards, level, currency), (given) => ({ kind: "grant", ...given }))
    case "tiers":
      return Result.gen(function* () {
        const steps: Array<StepRule> = []
        for (const [index, step] of offer.steps.entries()) {
          const at = yield* inStep(index, amountIn("at", offer.measure, step.at, currency))
          const before = steps.at(-1)
          if (before !== undefined && at <= before.at) {
            return yield* Result.fail({ path: `/steps/${index}/at`, why: "steps must ascend" })
          }
          steps.push({ at, ...(yield* inStep(index, givenRule(step.rewards, level, currency))) })
        }
        const of = yield* optional("of", offer.of, currency)
        return { kind: "tiers", measure: offer.measure, of, steps } as const
      })
    case "every":
      return Result.gen(function* () {
        const each = yield* amountIn("each", offer.measure, offer.each, currency)
        if (each === 0n) return yield* Result.fail({ path: "/each", why: "must be above 0" })
        const fixed = offer.rewards.findIndex((reward) => !scales(reward))
        if (fixed >= 0) return yield* Result.fail({ path: `/rewards/${fixed}`, why: "only amounts scale with every" })
        const given = yield* givenRule(offer.rewards, level, currency)
        const of = yield* optional("of", offer.of, currency)
        return { kind: "every", measure: offer.measure, of, each, max: offer.max ?? unbounded, ...given } as const
      })
    case "nth":
      return Result.gen(function* () {
        const steps: Array<UnitRule | undefined> = []
        for (const [index, step] of offer.steps.entries()) {
          steps.push(step === null ? undefined : yield* inStep(index, unitRule(step, level, currency)))
        }
        return {
          kind: "nth",
          steps,
          then: offer.then,
          variant: offer.per === "variant",
          order: offer.order ?? "dearest",
          wholeSets: offer.wholeSets ?? false,
          max: offer.max ?? unbounded
        } as const
      })
    case "buyGet":
      return Result.gen(function* () {
        const pick = offer.pick ?? "cheapest"
        if (pick === "eachSet" && !same(offer.buy.select, offer.get.select)) {
          return yield* Result.fail({ path: "/pick", why: "eachSet needs the same units to buy and to get" })
        }
        const buy = yield* under("buy", partRule(offer.buy, currency))
        const get = yield* under("get", partRule(offer.get, currency))
        const reward = yield* under("get", under("reward", unitRule(offer.get.reward, level, currency)))
        return {
          kind: "buyGet",
          parts: [buy, get],
          reward,
          pick,
          max: offer.max ?? unbounded
        } as const
      })
    case "multi":
      return Result.map(
        unitRule({ kind: "price", price: offer.price, per: "total" }, level, currency),
        (reward): OfferRule => ({
          kind: "multi",
          quantity: offer.quantity,
          reward,
          pick: offer.pick ?? "dearest",
          max: offer.max ?? unbounded
        })
      )
    case "bundle":
      return Result.gen(function* () {
        const parts: Array<BundleRule["parts"][number]> = []
        for (const [index, part] of offer.parts.entries()) {
          const select = yield* under("parts", under(index, under("select", matcher(part.select, currency))))
          parts.push({ select, of: part.select, quantity: part.quantity })
        }
        const whole = offer.reward.per === undefined ? { ...offer.reward, per: "total" as const } : offer.reward
        const reward = yield* under("reward", unitRule(whole, level, currency))
        return { kind: "bundle", parts, reward, pick: offer.pick ?? "dearest", max: offer.max ?? unbounded } as const
      })
    case "addOn":
      return Result.map(
        unitRule({ kind: "price", price: offer.price, per: "unit" }, level, currency),
        (reward): OfferRule => ({ kind: "addOn", reward, max: offer.max ?? unbounded })
      )
    case "deposit":
      return Result.gen(function* () {
        const pay = yield* moneyIn("pay", offer.pay, currency)
        const counts = yield* moneyIn("counts", offer.counts, currency)
        if (pay === 0n) return yield* Result.fail({ path: "/pay", why: "must be above 0" })
        if (counts < pay) return yield* Result.fail({ path: "/counts", why: "a deposit counts for no less than it is" })
        const { tail } = offer
        if (tail !== undefined && tail.until <= tail.from) {
          return yield* Result.fail({ path: "/tail/until", why: "must be after `from`" })
        }
        const off = { kind: "amount", amount: counts - pay, per: "unit", by: "value", basis: "asPriced" } as const
        return {
          kind: "deposit",
          pay,
          tail,
          reward: { ...off, select: undefined, units: undefined, max: undefined }
        } as const
      })
  }
}

// A percentage, a price and points for each amount see for themselves how much there is.
const scales = (reward: Reward): boolean => {
  switch (reward.kind) {
    case "amount":
    case "gift":
    case "coupon":
      return true
    case "shipping":
    case "cashback":
      return reward.amount !== undefined
    case "points":
      return reward.per === undefined && reward.percent === undefined
    default:
      return false
  }
}

const partRule = (
  { select: of, quantity }: { readonly select?: Selector; readonly quantity: number },
  currency: string
): Result.Result<PartRule, Flaw> => Result.map(optional("select", of, currency), (select) => ({ select, of, quantity }))

const same = (left: Selector | undefined, right: Selector | undefined): boolean =>
  JSON.stringify(left) === JSON.stringify(right)

const under = <A>(key: string | number, result: Result.Result<A, Flaw>): Result.Result<A, Flaw> =>
  Result.mapError(result, (found) => within(key, found))

const inStep = <A>(index: number, result: Result.Result<A, Flaw>): Result.Result<A, Flaw> =>
  under("steps", under(index, result))
