import * as Result from "effect/Result"
import { type Flaw, within } from "../../kernel/reading.ts"
import { type Proportion, proportion } from "../../money/rules/proportion.ts"
import type { Basis, GiftReward, Level, Pick, Reward, ShippingReward, UnitReward } from "../model.ts"
import { type LaterRule, laterRule } from "./later.ts"
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
        readonly basis: Basis
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

/** What an offer takes off, made ready. */
export type RewardRule = UnitRule | ShippingRule

/** Goods given along, made ready. */
export interface GiftRule {
  readonly sku: string
  readonly quantity: bigint
  readonly mode: "add" | "topUp"
  /** The account of what there is to give; `undefined`: plenty. */
  readonly stock: string | undefined
}

/** What an offer gives, made ready: first it takes off, then come gifts, then what is given later; each in the order stated. */
export interface Given {
  /** All of them as they were written. */
  readonly stated: ReadonlyArray<Reward>
  readonly rewards: ReadonlyArray<RewardRule>
  readonly gifts: ReadonlyArray<GiftRule>
  readonly later: ReadonlyArray<LaterRule>
}

/** Makes the rewards of an offer ready. */
export const givenRule = (
  rewards: ReadonlyArray<Reward>,
  level: Level,
  currency: string
): Result.Result<Given, Flaw> => {
  const takes: Array<RewardRule> = []
  const gifts: Array<GiftRule> = []
  const later: Array<LaterRule> = []
  for (const [index, reward] of rewards.entries()) {
    const here = (flaw: Flaw): Flaw => within("rewards", within(index, flaw))
    if (reward.kind === "gift") gifts.push(giftRule(reward))
    else if (reward.kind === "cashback" || reward.kind === "points" || reward.kind === "coupon") {
      const one = laterRule(reward, currency)
      if (Result.isFailure(one)) return Result.fail(here(one.failure))
      later.push(one.success)
    } else {
      const one: Result.Result<RewardRule, Flaw> =
        reward.kind === "shipping" ? shippingRule(reward, currency) : unitRule(reward, level, currency)
      if (Result.isFailure(one)) return Result.fail(here(one.failure))
      takes.push(one.success)
    }
  }
  return Result.succeed({ stated: rewards, rewards: takes, gifts, later })
}

const giftRule = ({ sku, quantity, mode, stock }: GiftReward): GiftRule => ({
  sku,
  quantity: BigInt(quantity),
  mode,
  stock: stock?.account
})

/** Makes a reward on units ready: a rounding place that is not stated follows from the level. */
export const unitRule = (reward: UnitReward, level: Level, currency: string): Result.Result<UnitRule, Flaw> =>
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
        return {
          ...narrowed,
          kind: "amount",
          amount,
          per,
          by: reward.by ?? "value",
          basis: reward.basis ?? "asPriced"
        } as const
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
  if (percent !== undefined)
    return Result.map(percentIn("percent", percent), (ratio) => ({ kind: "percent", share: proportion(ratio) }))
  if (amount !== undefined) {
    return Result.map(moneyIn("amount", amount, currency), (minor) => ({ kind: "amount", amount: minor }))
  }
  return Result.map(moneyIn("price", price ?? "", currency), (minor) => ({ kind: "price", price: minor }))
}
