import * as Result from "effect/Result"
import type { Flaw } from "../../kernel/reading.ts"
import type { Ratio } from "../../kernel/ratio.ts"
import type { CashbackReward, CouponReward, PointsReward } from "../model.ts"
import { type Match, optional } from "./match.ts"
import { moneyIn, percentIn } from "./number.ts"

/** What is given when the return window has ended, made ready: on what was paid for the units that `select` narrows to. */
export type LaterRule =
  | {
      readonly kind: "cashback"
      readonly gives:
        | { readonly kind: "percent"; readonly share: Ratio }
        | { readonly kind: "amount"; readonly amount: bigint }
      readonly select: Match | undefined
      /** Minor units. */
      readonly max: bigint | undefined
    }
  | {
      readonly kind: "points"
      readonly gives:
        | { readonly kind: "fixed"; readonly points: bigint }
        /** So many points for each whole amount, minor units. */
        | { readonly kind: "per"; readonly per: bigint; readonly points: bigint }
        /** Points worth this share of what was paid. */
        | { readonly kind: "percent"; readonly share: Ratio }
      readonly select: Match | undefined
      /** Points. */
      readonly max: bigint | undefined
    }
  | { readonly kind: "coupon"; readonly template: string; readonly quantity: bigint }

/** Makes what is given later ready. */
export const laterRule = (
  reward: CashbackReward | PointsReward | CouponReward,
  currency: string
): Result.Result<LaterRule, Flaw> => {
  switch (reward.kind) {
    case "cashback":
      return cashbackRule(reward, currency)
    case "points":
      return pointsRule(reward, currency)
    case "coupon":
      return Result.succeed({ kind: "coupon", template: reward.template, quantity: BigInt(reward.quantity ?? 1) })
  }
}

const cashbackRule = (
  { percent, amount, select, max }: CashbackReward,
  currency: string
): Result.Result<LaterRule, Flaw> =>
  Result.gen(function* () {
    if ((percent === undefined) === (amount === undefined)) {
      return yield* Result.fail({ path: "", why: "states one of percent and amount" })
    }
    const chosen = yield* optional("select", select, currency)
    const most = max === undefined ? undefined : yield* moneyIn("max", max, currency)
    const gives =
      percent === undefined
        ? { kind: "amount" as const, amount: yield* moneyIn("amount", amount ?? "", currency) }
        : { kind: "percent" as const, share: yield* percentIn("percent", percent) }
    return { kind: "cashback", gives, select: chosen, max: most }
  })

const pointsRule = (
  { points, per, percent, select, max }: PointsReward,
  currency: string
): Result.Result<LaterRule, Flaw> =>
  Result.gen(function* () {
    if ((percent === undefined) === (points === undefined)) {
      return yield* Result.fail({ path: "", why: "states one of percent and points" })
    }
    if (per !== undefined && points === undefined) {
      return yield* Result.fail({ path: "/per", why: "goes with points" })
    }
    const chosen = yield* optional("select", select, currency)
    const each = per === undefined ? undefined : yield* moneyIn("per", per, currency)
    if (each === 0n) return yield* Result.fail({ path: "/per", why: "must be above 0" })
    const share = percent === undefined ? undefined : yield* percentIn("percent", percent)
    const count = BigInt(points ?? 0)
    const gives =
      share !== undefined
        ? { kind: "percent" as const, share }
        : each === undefined
          ? { kind: "fixed" as const, points: count }
          : { kind: "per" as const, per: each, points: count }
    return { kind: "points", gives, select: chosen, max: max === undefined ? undefined : BigInt(max) }
  })
