import type { Reward } from "../../model.ts"
import type { Rule } from "../compile.ts"
import { type Finding, finding, listed } from "./finding.ts"
import { compareDecimals } from "./interval.ts"
import { covers, follows, neverMatches } from "./logic.ts"
import { agree, concerns, leavePlace, standsBeside, stops, takesGoods } from "./stack/beside.ts"
import type { StackGround } from "./stack/deepest.ts"
import { textOf } from "./text.ts"

/** Whether some goods may be within reach of both. */
const overlap = (left: Rule, right: Rule): boolean =>
  (left.merchant === undefined || right.merchant === undefined || left.merchant === right.merchant) &&
  !neverMatches(
    { all: [left.promotion.select ?? { all: [] }, right.promotion.select ?? { all: [] }] },
    "unit",
    left.merchant ?? right.merchant
  )

/**
 * Promotions that another, earlier in rank, always keeps from being applied: with the same or wider goods, condition, codes
 * and window, it closes the door (`stop`) or does not combine. Under `best` it is said only where the later one is never the
 * better choice. Locked prices are left out of account.
 */
export const shadowed = (rules: ReadonlyArray<Rule>, ground: StackGround): ReadonlyArray<Finding> =>
  rules.flatMap((later, at) => {
    const earlier = rules.slice(0, at).find((one) => shadows(one, later, rules, ground))
    if (earlier === undefined || later.state !== "active") return []
    return [
      finding("AlwaysShadowed", [later.id, earlier.id], "", {
        zh: `促销 \`${later.id}\` 总被排在前面的 \`${earlier.id}\` 挡住`,
        en: `\`${later.id}\` is always kept out by \`${earlier.id}\`, which stands before it`
      })
    ]
  })

const shadows = (
  earlier: Rule,
  later: Rule,
  rules: ReadonlyArray<Rule>,
  { combination = "best", limits = [] }: StackGround
): boolean => {
  const exclusive = !agree(earlier, later) && (earlier.scope === "cart" || later.scope === "cart")
  if (!exclusive && !(stops(earlier, later) && combination === "priority")) return false
  if (!appliesWherever(earlier, later)) return false
  if (combination === "best") {
    const alike = limits.every((limit) => concerns(limit, earlier) === concerns(limit, later))
    return alike && sameStanding(earlier, later) && neverLess(earlier, later)
  }
  // What keeps the earlier one out may leave the later one alone.
  const before = rules.slice(0, rules.indexOf(earlier))
  return (
    !limits.some((limit) => concerns(limit, earlier)) &&
    !before.some((one) => one.state === "active" && (stops(one, earlier) || !agree(one, earlier)))
  )
}

/** Whether the earlier one applies to every cart to which the later one would. */
const appliesWherever = (earlier: Rule, later: Rule): boolean =>
  earlier.state === "active" &&
  earlier.currency === later.currency &&
  earlier.budgets.length === 0 &&
  earlier.pool === undefined &&
  earlier.promotion.offer.kind === "grant" &&
  earlier.promotion.offer.rewards.some(takesAnywhere) &&
  (earlier.merchant === undefined || earlier.merchant === later.merchant) &&
  (earlier.codes === undefined ||
    (later.codes !== undefined &&
      later.codes.size > 0 &&
      [...later.codes].every((code) => earlier.codes?.has(code)))) &&
  (earlier.from ?? 0) <= (later.from ?? 0) &&
  (earlier.until ?? Number.POSITIVE_INFINITY) >= (later.until ?? Number.POSITIVE_INFINITY) &&
  (earlier.schedule === undefined || textOf(earlier.schedule) === textOf(later.schedule ?? null)) &&
  covers(earlier.promotion.select, later.promotion.select, "unit") &&
  conditionFollows(earlier, later)

// Measures of goods are taken over the merchant's own, so they compare only where both see the same goods.
const conditionFollows = (earlier: Rule, later: Rule): boolean =>
  earlier.promotion.when === undefined ||
  (earlier.merchant === later.merchant &&
    earlier.testBase === later.testBase &&
    follows(later.promotion.when, earlier.promotion.when, later))

const takesAnywhere = (reward: Reward): boolean =>
  (reward.kind === "percent" && reward.select === undefined && compareDecimals(reward.percent, "0") > 0) ||
  (reward.kind === "amount" && reward.select === undefined && compareDecimals(reward.amount, "0") > 0)

// What may stand beside one may stand beside the other, so nothing speaks for the later one but its own amount.
const sameStanding = (earlier: Rule, later: Rule): boolean => {
  const standing = ({ promotion: { stack } }: Rule) => textOf([stack?.combines ?? "all", stack?.stop ?? null])
  return earlier.class === later.class && standing(earlier) === standing(later)
}

/** Whether the earlier one takes at least as much: the same reward with at least its figure, and no tighter bound. */
const neverLess = (earlier: Rule, later: Rule): boolean => {
  const [one, other] = [earlier.promotion.offer, later.promotion.offer]
  if (one.kind !== "grant" || other.kind !== "grant") return false
  if (one.rewards.length !== 1 || other.rewards.length !== 1) return false
  if (earlier.base !== later.base || earlier.level !== later.level) return false
  const bound = earlier.cap === undefined || (later.cap !== undefined && earlier.cap >= later.cap)
  const [left, right] = [one.rewards[0], other.rewards[0]]
  if (!bound || left === undefined || right === undefined) return false
  if (left.kind === "percent" && right.kind === "percent") {
    return plain(left) && plain(right) && left.per === right.per && compareDecimals(left.percent, right.percent) >= 0
  }
  if (left.kind === "amount" && right.kind === "amount") {
    return plain(left) && plain(right) && left.per === right.per && compareDecimals(left.amount, right.amount) >= 0
  }
  return false
}

const plain = (reward: Reward): boolean =>
  !("units" in reward && reward.units !== undefined) &&
  !("max" in reward && reward.max !== undefined) &&
  !("select" in reward && reward.select !== undefined)

/** Thresholds of amounts that are measured after other promotions have taken, so that a full cart falls below them. */
export const lateThresholds = (rules: ReadonlyArray<Rule>, { limits = [] }: StackGround): ReadonlyArray<Finding> =>
  rules.flatMap((rule, at) => {
    const path = amountThreshold(rule)
    if (path === undefined || rule.state !== "active") return []
    const before = rules
      .slice(0, at)
      .filter(
        (one) =>
          one.state === "active" &&
          takesGoods(one) &&
          standsBeside(one, rule) &&
          leavePlace(limits, [one], rule) &&
          overlap(one, rule)
      )
      .map(({ id }) => id)
    if (before.length === 0) return []
    return [
      finding("ThresholdAfterDiscounts", [rule.id, ...before], path, {
        zh: `促销 \`${rule.id}\` 的门槛按 ${listed(before, "zh")} 减过之后的金额计算`,
        en: `the threshold of \`${rule.id}\` is measured after ${listed(before, "en")} took off`
      })
    ]
  })

const amountThreshold = ({ promotion, testBase }: Rule): string | undefined => {
  const { when, offer } = promotion
  const counts = (offer.kind === "tiers" || offer.kind === "every") && offer.measure === "amount"
  if (counts && testBase === "running") return "/offer"
  const leaf = when !== undefined && "measure" in when ? when : undefined
  return leaf?.measure === "amount" && (leaf.base ?? testBase) === "running" ? "/when" : undefined
}
