import type { Reward } from "../../model.ts"
import { levels, type Rule } from "../compile.ts"
import { type Finding, finding, listed } from "./finding.ts"
import { compareDecimals } from "./interval.ts"
import { covers, follows, neverMatches } from "./logic.ts"
import { textOf } from "./text.ts"

/** Whether two classes admit each other; two that do not may not stand together on the same goods. */
export const agree = (left: Rule, right: Rule): boolean => admits(left, right.class) && admits(right, left.class)

const admits = ({ combines }: Rule, other: string): boolean =>
  combines === "all" || (combines !== "none" && combines.has(other))

/** Whether there is a moment at which both are valid. */
export const meet = (left: Rule, right: Rule): boolean =>
  (left.from ?? 0) < (right.until ?? Number.POSITIVE_INFINITY) &&
  (right.from ?? 0) < (left.until ?? Number.POSITIVE_INFINITY)

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
export const shadowed = (rules: ReadonlyArray<Rule>, combination: "best" | "priority"): ReadonlyArray<Finding> =>
  rules.flatMap((later, at) => {
    const earlier = rules.slice(0, at).find((one) => shadows(one, later, combination))
    if (earlier === undefined || later.state !== "active") return []
    return [
      finding("AlwaysShadowed", [later.id, earlier.id], "", {
        zh: `促销 \`${later.id}\` 总被排在前面的 \`${earlier.id}\` 挡住`,
        en: `\`${later.id}\` is always kept out by \`${earlier.id}\`, which stands before it`
      })
    ]
  })

const shadows = (earlier: Rule, later: Rule, combination: "best" | "priority"): boolean => {
  const exclusive = !agree(earlier, later) && (earlier.scope === "cart" || later.scope === "cart")
  const stopped = earlier.stop === "all" || (earlier.stop === "level" && earlier.level === later.level)
  if (!exclusive && !(stopped && combination === "priority")) return false
  if (!appliesWherever(earlier, later)) return false
  return combination === "priority" || (sameStanding(earlier, later) && neverLess(earlier, later))
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
    (later.codes !== undefined && [...later.codes].every((code) => earlier.codes?.has(code)))) &&
  (earlier.from ?? 0) <= (later.from ?? 0) &&
  (earlier.until ?? Number.POSITIVE_INFINITY) >= (later.until ?? Number.POSITIVE_INFINITY) &&
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

/** What is left between two sales of one series if it is at most this long was hardly meant: a day. */
const shortGap = 86_400_000

/** Sales of one series (the same goods, level and kind of offer) that meet, or leave a short gap between them. */
export const windows = (rules: ReadonlyArray<Rule>): ReadonlyArray<Finding> => {
  const series = new Map<string, Array<Rule>>()
  for (const rule of rules) {
    if (rule.state === "paused" || rule.codes !== undefined || (rule.from ?? rule.until) === undefined) continue
    const { level, merchant = null, select = null, offer } = rule.promotion
    const key = textOf([level, merchant, select, offer.kind])
    series.set(key, [...(series.get(key) ?? []), rule])
  }
  return [...series.values()].flatMap((sales) => {
    const ordered = sales.toSorted((a, b) => (a.from ?? 0) - (b.from ?? 0))
    return ordered.flatMap((sale, at) => {
      const before = ordered[at - 1]
      if (before === undefined) return []
      const end = before.until ?? Number.POSITIVE_INFINITY
      const gap = (sale.from ?? 0) - end
      if (gap > 0 && gap <= shortGap) return [gapped(sale, before)]
      return gap < 0 && agree(before, sale) ? [doubled(sale, before)] : []
    })
  })
}

const gapped = ({ id }: Rule, before: Rule): Finding =>
  finding("WindowGap", [id, before.id], "/from", {
    zh: `\`${before.id}\` 结束后，\`${id}\` 要过一段时间才开始`,
    en: `\`${before.id}\` ends before \`${id}\` begins: there is a gap between them`
  })

const doubled = ({ id }: Rule, before: Rule): Finding =>
  finding("WindowOverlap", [id, before.id], "/from", {
    zh: `\`${id}\` 开始时 \`${before.id}\` 尚未结束，两者会同时生效`,
    en: `\`${id}\` begins before \`${before.id}\` has ended: both take off at once`
  })

/** Thresholds of amounts that are measured after other promotions have taken, so that a full cart falls below them. */
export const lateThresholds = (rules: ReadonlyArray<Rule>): ReadonlyArray<Finding> =>
  rules.flatMap((rule, at) => {
    const path = amountThreshold(rule)
    if (path === undefined || rule.state !== "active") return []
    const before = rules
      .slice(0, at)
      .filter(
        (one) => one.state === "active" && takesGoods(one) && agree(one, rule) && meet(one, rule) && overlap(one, rule)
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

const takesGoods = ({ level, promotion: { offer } }: Rule): boolean =>
  level < levels.indexOf("shipping") &&
  !(offer.kind === "grant" && offer.rewards.every(({ kind }) => kind === "shipping"))
