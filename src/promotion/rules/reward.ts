import * as Result from "effect/Result"
import { type Flaw, within } from "../../kernel/reading.ts"
import { type Proportion, proportion } from "../../money/rules/proportion.ts"
import type { Level, Pick, Reward, ShippingReward, UnitReward } from "../model.ts"
import { type Match, optional } from "./match.ts"
import { moneyIn, percentIn } from "./number.ts"

interface Narrowed {
  readonly select: Match | undefined
  readonly units: Pick | undefined
  /** The most this reward may take, minor units. */
  readonly max: bigint | undefined
}

/** What takes from units, made ready. */
export type UnitRule = Narrowed &
  (
    | { readonly kind: "percent"; readonly share: Proportion; readonly per: "unit" | "line" | "total" }
    | {
        readonly kind: "amount"
        readonly amount: bigint
        readonly per: "unit" | "line" | "total"
        readonly by: "value" | "quantity" | "even"
      }
    | { readonly kind: "price"; readonly price: bigint; readonly per: "unit" | "total" }
  )

/** What takes from charges, made ready. */
export interface ShippingRule {
  readonly kind: "shipping"
  readonly takes:
    | { readonly kind: "percent"; readonly share: Proportion }
    | { readonly kind: "amount"; readonly amount: bigint }
    | { readonly kind: "price"; readonly price: bigint }
  readonly per: "total" | "charge"
  readonly select: Match | undefined
}

/** What an offer gives, made ready. */
export type RewardRule = UnitRule | ShippingRule

/** Makes the rewards of an offer ready. */
export const rewardRules = (
  rewards: ReadonlyArray<Reward>,
  level: Level,
  currency: string
): Result.Result<ReadonlyArray<RewardRule>, Flaw> => {
  const made: Array<RewardRule> = []
  for (const [index, reward] of rewards.entries()) {
    const one = rewardRule(reward, level, currency)
    if (Result.isFailure(one)) return Result.fail(within("rewards", within(index, one.failure)))
    made.push(one.success)
  }
  return Result.succeed(made)
}

/** Makes one reward ready: a rounding place that is not stated follows from the level. */
export const rewardRule = (reward: Reward, level: Level, currency: string): Result.Result<RewardRule, Flaw> =>
  reward.kind === "shipping" ? shippingRule(reward, currency) : unitReward(reward, level, currency)

const unitReward = (reward: UnitReward, level: Level, currency: string): Result.Result<UnitRule, Flaw> =>
  Result.gen(function* () {
    const select = yield* optional("select", reward.select, currency)
    const max = reward.max === undefined ? undefined : yield* moneyIn("max", reward.max, currency)
    const narrowed = { select, units: reward.units, max }
    switch (reward.kind) {
      case "percent": {
        const share = proportion(yield* percentIn("percent", reward.percent))
        return {
          ...narrowed,
          kind: "percent",
          share,
          per: reward.per ?? (level === "item" ? "line" : "total")
        } as const
      }
      case "amount": {
        const amount = yield* moneyIn("amount", reward.amount, currency)
        const per = reward.per ?? (level === "item" ? "unit" : "total")
        return { ...narrowed, kind: "amount", amount, per, by: reward.by ?? "value" } as const
      }
      case "price": {
        const price = yield* moneyIn("price", reward.price, currency)
        return { ...narrowed, kind: "price", price, per: reward.per ?? "unit" } as const
      }
    }
  })

const shippingRule = (reward: ShippingReward, currency: string): Result.Result<ShippingRule, Flaw> =>
  Result.gen(function* () {
    const select = yield* optional("select", reward.select, currency)
    const stated = [reward.percent, reward.amount, reward.price].filter((one) => one !== undefined)
    if (stated.length !== 1) return yield* Result.fail({ path: "", why: "states one of percent, amount and price" })
    const takes = yield* shippingTakes(reward, currency)
    return { kind: "shipping", takes, per: reward.per ?? "total", select }
  })

const shippingTakes = (
  { percent, amount, price }: ShippingReward,
  currency: string
): Result.Result<ShippingRule["takes"], Flaw> => {
  if (percent !== undefined) return Result.map(percentIn("percent", percent), (ratio) => ({ kind: "percent", share: proportion(ratio) }))
  if (amount !== undefined) {
    return Result.map(moneyIn("amount", amount, currency), (minor) => ({ kind: "amount", amount: minor }))
  }
  return Result.map(moneyIn("price", price ?? "", currency), (minor) => ({ kind: "price", price: minor }))
}
