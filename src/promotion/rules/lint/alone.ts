import type { Promotion, Selector } from "../../model.ts"
import type { Rule } from "../compile.ts"
import { type Finding, finding } from "./finding.ts"
import { neverHolds, neverMatches } from "./logic.ts"
import { rewardsIn } from "./rewards.ts"
import { validityOf } from "./stack/beside.ts"
import { textOf } from "./text.ts"

/** Conditions that never hold and selectors that select nothing, whatever the cart. */
export const contradictions = (rule: Rule): ReadonlyArray<Finding> => {
  const { id, merchant, testBase, promotion } = rule
  const found: Array<Finding> = []
  if (promotion.when !== undefined && neverHolds(promotion.when, { testBase, merchant, ...validityOf(rule) })) {
    found.push(
      finding("ConditionNeverHolds", [id], "/when", {
        zh: `促销 \`${id}\` 的条件自相矛盾，永远不会成立`,
        en: `the condition of \`${id}\` contradicts itself and never holds`
      })
    )
  }
  for (const { path, select, asked } of selectorsOf(promotion)) {
    if (!neverMatches(select, asked, merchant)) continue
    found.push(
      finding("NothingSelectable", [id], path, {
        zh: `促销 \`${id}\` 的 \`${path}\` 选不中任何${asked === "unit" ? "商品" : "运费"}`,
        en: `\`${path}\` of \`${id}\` can select no ${asked === "unit" ? "goods" : "charge"}`
      })
    )
  }
  return found
}

interface Stated {
  readonly path: string
  readonly select: Selector
  readonly asked: "unit" | "charge"
}

/** Every selector of a promotion, with all that has to hold beside it. */
const selectorsOf = ({ select, offer }: Promotion): ReadonlyArray<Stated> => {
  const all = select ?? { all: [] }
  const own: ReadonlyArray<Stated> = select === undefined ? [] : [{ path: "/select", select, asked: "unit" }]
  const within = (path: string, narrower: Selector | undefined): ReadonlyArray<Stated> =>
    narrower === undefined ? [] : [{ path, select: { all: [all, narrower] }, asked: "unit" }]
  const of: ReadonlyArray<Stated> =
    "of" in offer && offer.of !== undefined ? [{ path: "/offer/of", select: offer.of, asked: "unit" }] : []
  const parts =
    offer.kind === "buyGet"
      ? [...within("/offer/buy/select", offer.buy.select), ...within("/offer/get/select", offer.get.select)]
      : offer.kind === "bundle"
        ? offer.parts.flatMap((part, index) => within(`/offer/parts/${index}/select`, part.select))
        : []
  const rewards = rewardsIn(offer).flatMap(({ path, reward }): ReadonlyArray<Stated> => {
    if (!("select" in reward) || reward.select === undefined) return []
    if (reward.kind === "shipping") return [{ path: `${path}/select`, select: reward.select, asked: "charge" }]
    return within(`${path}/select`, reward.select)
  })
  return [...own, ...of, ...parts, ...rewards]
}

/** A code that anybody may use any number of times. Each code of a campaign has its own uses. */
export const unlimitedCode = ({ id, promotion, budgets }: Rule): ReadonlyArray<Finding> =>
  promotion.codes === undefined || "campaign" in promotion.codes || budgets.length > 0
    ? []
    : [
        finding("CodeWithoutLimit", [id], "/codes", {
          zh: `促销 \`${id}\` 的优惠码没有次数或预算上限`,
          en: `the codes of \`${id}\` have no limit of uses and no budget`
        })
      ]

/** A promotion that is over, and still says it is active. */
export const ended = ({ id, state, until }: Rule, at: number | undefined): ReadonlyArray<Finding> =>
  at === undefined || state !== "active" || until === undefined || until > at
    ? []
    : [
        finding("EndedAlready", [id], "/until", {
          zh: `促销 \`${id}\` 已经结束`,
          en: `\`${id}\` has ended already`
        })
      ]

/** A party that pays and that nobody knows. */
export const unknownFunding = (
  { id, promotion }: Rule,
  parties: ReadonlyArray<string> | undefined
): ReadonlyArray<Finding> =>
  (parties === undefined ? [] : (promotion.funding ?? [])).flatMap(({ party }, index) =>
    party === "merchant" || party === "platform" || parties?.includes(party) === true
      ? []
      : [
          finding("FundingUnknown", [id], `/funding/${index}/party`, {
            zh: `促销 \`${id}\` 由不认识的一方 \`${party}\` 出资`,
            en: `\`${id}\` is funded by \`${party}\`, whom nobody knows`
          })
        ]
  )

/** The same offer under two ids: it is given twice where it may be. */
export const duplicates = (rules: ReadonlyArray<Rule>): ReadonlyArray<Finding> => {
  const known = new Map<string, string>()
  return rules.flatMap(({ promotion }) => {
    const { id, version: _version, name: _name, note: _note, ...rest } = promotion
    const text = textOf(rest)
    const other = known.get(text)
    if (other === undefined) {
      known.set(text, id)
      return []
    }
    return [
      finding("Duplicate", [id, other], "", {
        zh: `促销 \`${id}\` 与 \`${other}\` 内容相同`,
        en: `\`${id}\` says the same as \`${other}\``
      })
    ]
  })
}
