import * as Result from "effect/Result"
import { type Flaw, within } from "../../kernel/reading.ts"
import type { InvalidPromotion } from "../errors.ts"
import type { Base, Budget, Condition, Level, Measure, Offer, Promotion, Selector } from "../model.ts"
import { normalCode } from "./code.ts"
import { fundingShares, type Share } from "./funding.ts"
import { type Match, matcher, optional, type Test, tester } from "./match.ts"
import { amountIn, moneyIn } from "./number.ts"
import { checkPromotion, readPromotion } from "./read.ts"
import { type RewardRule, rewardRule, rewardRules, type UnitRule } from "./reward.ts"

export type { RewardRule, ShippingRule, UnitRule } from "./reward.ts"

/** The levels in the order in which they act; a rule's `level` is an index into this. */
export const levels: ReadonlyArray<Level> = ["item", "merchant", "platform", "shipping", "payment"]

/** What is counted, over which units, for a threshold of an offer; without `of`, over the units that qualify. */
export interface Counted {
  readonly measure: Measure
  readonly of: Match | undefined
}

/** An offer made ready: amounts in minor units, selectors as functions. */
export type OfferRule =
  | { readonly kind: "grant"; readonly rewards: ReadonlyArray<RewardRule> }
  | (Counted & { readonly kind: "tiers"; readonly steps: ReadonlyArray<StepRule> })
  | (Counted & {
      readonly kind: "every"
      readonly each: bigint
      readonly max: number
      readonly rewards: ReadonlyArray<RewardRule>
    })
  | NthRule
  | BuyGetRule
  | MultiRule
  | BundleRule

/** One step of `tiers`. */
export interface StepRule {
  readonly at: bigint
  readonly rewards: ReadonlyArray<RewardRule>
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

export interface BuyGetRule {
  readonly kind: "buyGet"
  readonly buy: Match | undefined
  readonly buyQuantity: number
  readonly get: Match | undefined
  readonly getQuantity: number
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
  readonly parts: ReadonlyArray<{ readonly select: Match; readonly quantity: number }>
  readonly reward: UnitRule
  readonly pick: "cheapest" | "dearest"
  readonly max: number
}

/** A promotion made ready once, to act on any number of quotes. Every default is filled in. */
export interface Rule {
  readonly id: string
  readonly version: number
  readonly level: number
  readonly lane: number
  readonly priority: number
  readonly merchant: string | undefined
  readonly currency: string
  readonly state: "draft" | "active" | "paused"
  readonly from: number | undefined
  readonly until: number | undefined
  /** In normal form. Absent: automatic. */
  readonly codes: ReadonlySet<string> | undefined
  readonly when: Test | undefined
  readonly select: Match | undefined
  readonly offer: OfferRule
  readonly base: Base
  readonly testBase: Base
  readonly class: string
  readonly combines: "all" | "none" | ReadonlySet<string>
  readonly scope: "cart" | "line"
  readonly stop: "level" | "all" | undefined
  readonly pool: string | undefined
  readonly consumes: "all" | "rewards"
  readonly cap: bigint | undefined
  readonly budgets: ReadonlyArray<Budget>
  readonly claimsNothing: boolean
  readonly funding: ReadonlyArray<Share>
  /** As it was written. */
  readonly promotion: Promotion
}

/**
 * Tests a promotion from JSON and makes it ready. `currency` is the one it has if it states none.
 *
 * @returns the rule, or `InvalidPromotion` with the first thing wrong
 */
export const define = (json: unknown, currency: string): Result.Result<Rule, InvalidPromotion> =>
  Result.flatMap(readPromotion(json), (promotion) => ready(promotion, currency))

/** The same for a value, whoever made it: its shape is tested before what it means. */
export const compilePromotion = (promotion: Promotion, currency: string): Result.Result<Rule, InvalidPromotion> =>
  Result.flatMap(checkPromotion(promotion), (checked) => ready(checked, currency))

const ready = (promotion: Promotion, fallback: string): Result.Result<Rule, InvalidPromotion> =>
  Result.mapError(rule(promotion, promotion.currency ?? fallback), ({ path, why }) => ({
    _tag: "InvalidPromotion",
    promotion: promotion.id,
    path,
    why
  }))

const rule = (promotion: Promotion, currency: string): Result.Result<Rule, Flaw> =>
  Result.gen(function* () {
    const { from, until, stack } = promotion
    if (from !== undefined && until !== undefined && until <= from) {
      return yield* Result.fail({ path: "/until", why: "until must be after from" })
    }
    const when = promotion.when === undefined ? undefined : yield* testOf(promotion.when, currency)
    const select = yield* optional("select", promotion.select, currency)
    const offer = yield* Result.mapError(offerRule(promotion.offer, promotion.level, currency), (found) =>
      within("offer", found)
    )
    const scope = stack?.scope ?? "cart"
    if (scope === "line" && rewardsOf(offer).some(({ kind }) => kind === "shipping")) {
      return yield* Result.fail({ path: "/stack/scope", why: "line takes rewards on units alone" })
    }
    const cap = promotion.cap === undefined ? undefined : yield* moneyIn("cap", promotion.cap, currency)
    const funding = yield* fundingShares(promotion.funding, promotion.level)
    const combines = stack?.combines ?? "all"
    return {
      ...usual,
      ...promotion,
      level: levels.indexOf(promotion.level),
      merchant: promotion.merchant,
      currency,
      from,
      until,
      codes: promotion.codes && new Set(promotion.codes.map(normalCode)),
      when,
      select,
      offer,
      class: stack?.class ?? promotion.level,
      combines: typeof combines === "string" ? combines : new Set(combines),
      scope,
      stop: stack?.stop,
      pool: promotion.pool,
      cap,
      claimsNothing: promotion.onNothing === "claim",
      funding,
      promotion
    }
  })

// What a promotion that does not say has.
const usual = {
  version: 1,
  lane: 0,
  priority: 0,
  state: "active",
  base: "running",
  testBase: "running",
  consumes: "all",
  budgets: []
} as const

const testOf = (when: Condition, currency: string): Result.Result<Test, Flaw> =>
  Result.mapError(tester(when, currency), (found) => within("when", found))

/** Every reward that an offer may give. */
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

const offerRule = (offer: Offer, level: Level, currency: string): Result.Result<OfferRule, Flaw> => {
  const unbounded = Number.POSITIVE_INFINITY
  switch (offer.kind) {
    case "grant":
      return Result.map(rewardRules(offer.rewards, level, currency), (rewards) => ({ kind: "grant", rewards }))
    case "tiers":
      return Result.gen(function* () {
        const steps: Array<StepRule> = []
        for (const [index, step] of offer.steps.entries()) {
          const at = yield* inStep(index, amountIn("at", offer.measure, step.at, currency))
          const before = steps.at(-1)
          if (before !== undefined && at <= before.at) {
            return yield* Result.fail({ path: `/steps/${index}/at`, why: "steps must ascend" })
          }
          steps.push({ at, rewards: yield* inStep(index, rewardRules(step.rewards, level, currency)) })
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
        const rewards = yield* rewardRules(offer.rewards, level, currency)
        const of = yield* optional("of", offer.of, currency)
        return { kind: "every", measure: offer.measure, of, each, max: offer.max ?? unbounded, rewards } as const
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
        const buy = yield* under("buy", optional("select", offer.buy.select, currency))
        const get = yield* under("get", optional("select", offer.get.select, currency))
        const reward = yield* under("get", under("reward", unitRule(offer.get.reward, level, currency)))
        return {
          kind: "buyGet",
          buy,
          buyQuantity: offer.buy.quantity,
          get,
          getQuantity: offer.get.quantity,
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
          parts.push({ select, quantity: part.quantity })
        }
        const whole = offer.reward.per === undefined ? { ...offer.reward, per: "total" as const } : offer.reward
        const reward = yield* under("reward", unitRule(whole, level, currency))
        return { kind: "bundle", parts, reward, pick: offer.pick ?? "dearest", max: offer.max ?? unbounded } as const
      })
  }
}

const scales = (reward: { readonly kind: string; readonly amount?: string }): boolean =>
  reward.kind === "amount" || (reward.kind === "shipping" && reward.amount !== undefined)

const same = (left: Selector | undefined, right: Selector | undefined): boolean =>
  JSON.stringify(left) === JSON.stringify(right)

const unitRule = (
  reward: Parameters<typeof rewardRule>[0],
  level: Level,
  currency: string
): Result.Result<UnitRule, Flaw> =>
  Result.flatMap(rewardRule(reward, level, currency), (made) =>
    made.kind === "shipping" ? Result.fail({ path: "/kind", why: "must take from units" }) : Result.succeed(made)
  )

const under = <A>(key: string | number, result: Result.Result<A, Flaw>): Result.Result<A, Flaw> =>
  Result.mapError(result, (found) => within(key, found))

const inStep = <A>(index: number, result: Result.Result<A, Flaw>): Result.Result<A, Flaw> =>
  under("steps", under(index, result))
