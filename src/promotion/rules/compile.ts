import * as Result from "effect/Result"
import { type Flaw, within } from "../../kernel/reading.ts"
import type { Weekly } from "../../kernel/period.ts"
import type { InvalidPromotion } from "../errors.ts"
import type { Base, Budget, Condition, Level, Promotion } from "../model.ts"
import { listedCodes } from "./campaign/open.ts"
import { fundingShares, type Share } from "./funding.ts"
import { hoursOf, zoneFlaw } from "./hours.ts"
import { type Match, optional, type Test, tester } from "./match.ts"
import { moneyIn } from "./number.ts"
import { givesBeside, type OfferRule, offerRule, rewardsOf } from "./offer.ts"
import { checkPromotion, readPromotion } from "./read.ts"

export type { LaterRule } from "./later.ts"
export * from "./offer.ts"
export type { Given, GiftRule, RewardRule, ShippingRule, UnitRule } from "./reward.ts"

/** The levels in the order in which they act; a rule's `level` is an index into this. */
export const levels: ReadonlyArray<Level> = ["item", "merchant", "platform", "shipping", "payment"]

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
  /** Acts within these hours alone. */
  readonly schedule: Weekly | undefined
  /** In normal form. Absent: automatic. Empty for a campaign of whose codes none was entered. */
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
    const schedule =
      promotion.schedule === undefined
        ? undefined
        : yield* Result.mapError(hoursOf(promotion.schedule), (found) => within("schedule", found))
    const when = promotion.when === undefined ? undefined : yield* testOf(promotion.when, currency)
    const select = yield* optional("select", promotion.select, currency)
    const offer = yield* Result.mapError(offerRule(promotion.offer, promotion.level, currency), (found) =>
      within("offer", found)
    )
    const scope = stack?.scope ?? "cart"
    if (scope === "line" && (givesBeside(offer) || rewardsOf(offer).some(({ kind }) => kind === "shipping"))) {
      return yield* Result.fail({ path: "/stack/scope", why: "line takes rewards on units alone" })
    }
    if (scope === "line" && promotion.onNothing === "claim") {
      return yield* Result.fail({ path: "/onNothing", why: "of scope line it takes from some line or does not apply" })
    }
    const budget = budgetFlaw(promotion.budgets ?? [], offer)
    if (budget !== undefined) return yield* Result.fail(budget)
    const cap = promotion.cap === undefined ? undefined : yield* moneyIn("cap", promotion.cap, currency)
    const funding = yield* fundingShares(promotion.funding, promotion.level)
    const codes = yield* Result.mapError(listedCodes(promotion.codes), (found) => within("codes", found))
    const combines = stack?.combines ?? "all"
    return {
      ...usual,
      ...promotion,
      level: levels.indexOf(promotion.level),
      merchant: promotion.merchant,
      currency,
      from,
      until,
      schedule,
      codes,
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

// A zone says where a period begins, and money bounds what an offer takes off.
const budgetFlaw = (budgets: ReadonlyArray<Budget>, offer: OfferRule): Flaw | undefined => {
  for (const [index, { unit, period, zone }] of budgets.entries()) {
    const at = (key: string, why: string): Flaw => ({ path: `/budgets/${index}/${key}`, why })
    if (zone !== undefined && period === undefined) return at("zone", "goes with a period")
    if (zone !== undefined && zoneFlaw(zone) !== undefined)
      return at("zone", "expected a time zone such as Asia/Shanghai")
    if (unit === "money" && rewardsOf(offer).length === 0) return at("unit", "money bounds what an offer takes off")
  }
  return undefined
}
