import type { Reward } from "../../model.ts"
import type { Rule } from "../compile.ts"
import { type Finding, finding } from "./finding.ts"
import { compareDecimals } from "./interval.ts"
import { neverValid } from "./moment.ts"
import { rewardsIn } from "./rewards.ts"
import { validityOf } from "./stack/beside.ts"

/** Rewards that give nothing, whatever the cart. */
export const emptyRewards = ({ id, promotion }: Rule): ReadonlyArray<Finding> => {
  const { offer, cap } = promotion
  if (offer.kind === "nth" && offer.steps.every((step) => step === null)) return [nothing(id, "/offer/steps")]
  const rewards = rewardsIn(offer)
  const takes = offer.kind === "deposit" || rewards.some(({ reward }) => givesBeside(reward))
  if (cap !== undefined && isZero(cap) && !takes) return [nothing(id, "/cap")]
  return rewards.filter(({ reward }) => isEmpty(reward)).map(({ path }) => nothing(id, path))
}

const givesBeside = ({ kind }: Reward): boolean =>
  kind === "gift" || kind === "cashback" || kind === "points" || kind === "coupon"

const isEmpty = (reward: Reward): boolean => {
  if (reward.kind === "gift" || reward.kind === "coupon") return false
  if ("max" in reward && typeof reward.max === "string" && isZero(reward.max)) return true
  return (
    ("percent" in reward && reward.percent !== undefined && isZero(reward.percent)) ||
    ("amount" in reward && reward.amount !== undefined && isZero(reward.amount))
  )
}

const isZero = (text: string): boolean => compareDecimals(text, "0") === 0

const nothing = (id: string, path: string): Finding =>
  finding("GivesNothing", [id], path, {
    zh: `促销 \`${id}\` 的 \`${path}\` 什么也不给`,
    en: `\`${path}\` of \`${id}\` gives nothing`
  })

/** Hours that never come within the dates of a promotion. */
export const neverOpen = (rule: Rule): ReadonlyArray<Finding> =>
  rule.schedule === undefined || !neverValid(validityOf(rule))
    ? []
    : [
        finding("NeverOpen", [rule.id], "/schedule", {
          zh: `促销 \`${rule.id}\` 的有效期内没有它的时段`,
          en: `the hours of \`${rule.id}\` never come within its dates`
        })
      ]
