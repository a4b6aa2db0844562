import type { Measure, MeasureLeaf, Reward, Selector, Tiers } from "../../model.ts"
import type { OfferRule, Rule } from "../compile.ts"
import { fractionFrom } from "../number.ts"
import { type Finding, finding, listed } from "./finding.ts"
import { compareDecimals } from "./interval.ts"
import { measuresIn, mostSkus, outgrows } from "./logic.ts"
import { textOf } from "./text.ts"

/** What an offer counts for its thresholds, and over which goods. */
interface Counted {
  readonly measure: Measure
  readonly over: Selector | undefined
  /** Counted over the goods that qualify, so without locked ones and those that a pool has used. */
  readonly qualifying: boolean
}

/** Steps that are never reached, never the highest, or never better than the one before. */
export const tiers = (rule: Rule): ReadonlyArray<Finding> => {
  const { offer, select } = rule.promotion
  if (offer.kind !== "tiers" && offer.kind !== "every") return []
  const counted: Counted = {
    measure: offer.measure,
    over: offer.of ?? select,
    qualifying: offer.of === undefined
  }
  if (offer.kind === "every") return beyond(rule, counted, offer.each) ? [unreachable(rule, "/offer/each")] : []
  return offer.steps.flatMap(({ at, rewards }, index): ReadonlyArray<Finding> => {
    const path = `/offer/steps/${index}`
    if (beyond(rule, counted, at)) return [unreachable(rule, path)]
    const next = offer.steps[index + 1]
    const overtaken = next === undefined ? undefined : required(rule, counted, next.at)
    if (overtaken === "surely") return [unreachable(rule, path)]
    if (overtaken === "unlocked") return [lowered(rule, path)]
    const former = offer.steps
      .slice(0, index)
      .find((one) => noBetter(rule, rewards, one.rewards) || bounded(rule, { at, rewards }, one))
    return former === undefined ? [] : [notBetter(rule, path, String(former.at))]
  })
}

/** Whether the condition keeps the measure below a threshold, or the goods have too few skus to reach it. */
const beyond = ({ promotion, testBase }: Rule, { measure, over }: Counted, atLeast: string | number): boolean => {
  const most = measure === "variants" ? mostSkus(over) : undefined
  if (most !== undefined && compareDecimals(atLeast, String(most)) > 0) return true
  const step: MeasureLeaf = { measure, ...(over === undefined ? {} : { select: over }), base: testBase, atLeast }
  const ways = measuresIn(promotion.when ?? { all: [] })
  return ways?.every((way) => way.some(({ leaf, holds }) => !holds && outgrows(step, leaf, { testBase }))) ?? false
}

/** Whether the condition requires what reaches a threshold anyway: surely, or unless some goods are locked or used. */
const required = (
  { promotion, testBase }: Rule,
  { measure, over, qualifying }: Counted,
  atLeast: string | number
): "surely" | "unlocked" | undefined => {
  const step: MeasureLeaf = { measure, ...(over === undefined ? {} : { select: over }), base: testBase, atLeast }
  const ways = measuresIn(promotion.when ?? { all: [] })
  const all =
    ways !== undefined &&
    ways.length > 0 &&
    ways.every((way) => way.some(({ leaf, holds }) => holds && outgrows(leaf, step, { testBase })))
  return all ? (qualifying ? "unlocked" : "surely") : undefined
}

/** Whether rewards give no more than others of the same form, the caps of the promotion and of each reward considered. */
const noBetter = ({ promotion }: Rule, rewards: ReadonlyArray<Reward>, former: ReadonlyArray<Reward>): boolean => {
  if (rewards.length !== former.length) return false
  const within = (amount: string): string => lesser(promotion.cap, amount) ?? amount
  return rewards.every((reward, index) => {
    const other = former[index]
    if (other === undefined || form(reward) !== form(other)) return false
    const [now, before] = [worth(reward), worth(other)]
    if (now === undefined || before === undefined) return false
    const [max, most] = [maxOf(reward), maxOf(other)]
    if (most !== undefined && (max === undefined || compareDecimals(max, most) > 0)) return false
    if (reward.kind === "percent" || now.of === "percent") return compareDecimals(now.text, before.text) <= 0
    if (now.of === "price") return compareDecimals(now.text, before.text) >= 0
    return compareDecimals(within(now.text), within(before.text)) <= 0
  })
}

const lesser = (one: string | undefined, other: string | undefined): string | undefined =>
  one === undefined || (other !== undefined && compareDecimals(other, one) < 0) ? other : one

const maxOf = (reward: Reward): string | undefined =>
  "max" in reward && reward.max !== undefined ? String(reward.max) : undefined

/**
 * Whether at a threshold a former step would already give as much as this one ever does: an amount, or a share of what was
 * measured, each within its bounds.
 */
const bounded = (rule: Rule, step: Step, former: Step): boolean => {
  const { offer, cap, stack } = rule.promotion
  const alike = offer.kind === "tiers" && offer.of === undefined && rule.base === rule.testBase
  if (!alike || offer.measure !== "amount" || stack?.scope === "line") return false
  const [now, before] = [onlyOne(rule, step.rewards), onlyOne(rule, former.rewards)]
  if (now === undefined || before === undefined || typeof step.at !== "string") return false
  const most = lesser(cap, lesser(maxOf(now), now.kind === "amount" ? now.amount : undefined))
  if (most === undefined) return false
  const bound = lesser(cap, maxOf(before))
  const given = before.kind === "amount" ? before.amount : shareOf(before.percent, step.at)
  return compareDecimals(lesser(bound, given) ?? given, most) >= 0
}

type Step = Tiers["steps"][number]

/** A reward on all that the promotion selects, in one amount. */
const onlyOne = (
  { promotion: { level } }: Rule,
  [reward, ...more]: ReadonlyArray<Reward>
): Extract<Reward, { readonly kind: "percent" | "amount" }> | undefined => {
  if (reward === undefined || more.length > 0 || (reward.kind !== "percent" && reward.kind !== "amount"))
    return undefined
  if (reward.units !== undefined || reward.select !== undefined) return undefined
  if (reward.kind === "amount" && (reward.basis ?? "asPriced") !== "asPriced") return undefined
  return (reward.per ?? (level === "item" ? "unit" : "total")) === "total" ? reward : undefined
}

// Rounded down to whole units of the currency, so that it is never more than what a quote gives.
const shareOf = (percent: string, amount: string): string => {
  const [share, whole] = [fractionFrom(percent), fractionFrom(amount)]
  if (share === undefined || whole === undefined) return "0"
  return String((share.numerator * whole.numerator) / (share.denominator * whole.denominator * 100n))
}

// Two rewards compare where all but their figure and bound is the same.
const form = (reward: Reward): string =>
  textOf({ ...reward, percent: 0, amount: 0, price: 0, max: 0, of: worth(reward)?.of ?? null })

interface Worth {
  readonly of: "percent" | "amount" | "price"
  readonly text: string
}

const worth = (reward: Reward): Worth | undefined => {
  for (const figure of ["percent", "amount", "price"] as const) {
    const text: unknown = figure in reward ? Reflect.get(reward, figure) : undefined
    if (typeof text === "string") return { of: figure, text }
  }
  return undefined
}

const unreachable = ({ id }: Rule, path: string): Finding =>
  finding("TierUnreachable", [id], path, {
    zh: `促销 \`${id}\` 的 \`${path}\` 永远轮不到`,
    en: `\`${path}\` of \`${id}\` is never the step that is given`
  })

const lowered = ({ id }: Rule, path: string): Finding =>
  finding("TierOvertaken", [id], path, {
    zh: `促销 \`${id}\` 的条件已要求更高一档，\`${path}\` 只在有商品锁价时才会用到`,
    en: `the condition of \`${id}\` asks for the next step already: \`${path}\` is given only where goods are locked`
  })

const notBetter = ({ id }: Rule, path: string, at: string): Finding =>
  finding("TierNotBetter", [id], path, {
    zh: `促销 \`${id}\` 的 \`${path}\` 不比 ${at} 那一档更优惠`,
    en: `\`${path}\` of \`${id}\` gives no more than the step at ${at}`
  })

/** A cap that keeps a stated amount from being given in full. */
export const caps = (rule: Rule): ReadonlyArray<Finding> => {
  const { id, cap, offer } = rule
  if (cap === undefined) return []
  return statedAmounts(offer).flatMap(({ path, amount }) =>
    amount <= cap
      ? []
      : [
          finding("CapBelowStep", [id], path, {
            zh: `促销 ${listed([id], "zh")} 的上限低于 \`${path}\` 写明的金额`,
            en: `the cap of ${listed([id], "en")} is below the amount stated at \`${path}\``
          })
        ]
  )
}

const statedAmounts = (offer: OfferRule): ReadonlyArray<{ readonly path: string; readonly amount: bigint }> => {
  const amounts = (rewards: ReadonlyArray<{ readonly kind: string }>, path: string) =>
    rewards.flatMap((reward, index) =>
      reward.kind === "amount" && "amount" in reward && typeof reward.amount === "bigint"
        ? [{ path: `${path}/rewards/${index}`, amount: reward.amount }]
        : []
    )
  if (offer.kind === "grant" || offer.kind === "every") return amounts(offer.rewards, "/offer")
  return offer.kind === "tiers"
    ? offer.steps.flatMap(({ rewards }, index) => amounts(rewards, `/offer/steps/${index}`))
    : []
}
