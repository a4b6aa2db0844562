import { amountText } from "../../../money/amount.ts"
import type { Rule } from "../compile.ts"
import { type Finding, finding, listed } from "./finding.ts"
import { addOnsBelowCost, setsBelowCost } from "./stack/set.ts"
import { type Deepest, deepestBy, type StackGround } from "./stack/deepest.ts"
import { type CostedGood, forWhom } from "./stack/good.ts"

/** Goods that promotions together may bring below their cost: of each set of promotions the good that loses most. */
export const belowCost = (
  rules: ReadonlyArray<Rule>,
  goods: ReadonlyArray<CostedGood>,
  currency: string,
  ground: StackGround
): ReadonlyArray<Finding> => {
  const worst = new Map<string, { readonly good: CostedGood; readonly found: Deepest }>()
  const ours = rules.filter((rule) => rule.currency === currency && rule.state === "active")
  const giftCosts = new Map(goods.map(({ sku, cost }) => [sku, cost]))
  const deepest = deepestBy(ours, { ...ground, giftCosts })
  for (const good of goods) {
    const found = deepest(good)
    const units = BigInt(found.units)
    if (found.promotions.length === 0 || found.total - found.gifts >= good.cost * units) continue
    const key = found.promotions.join("\n")
    const known = worst.get(key)
    if (known === undefined || losesMore({ good, found }, known)) worst.set(key, { good, found })
  }
  const told = [...worst.values()].map(({ good, found }) => ({ sku: good.sku, promotions: found.promotions }))
  const others = [...setsBelowCost(ours, goods, ground), ...addOnsBelowCost(ours, goods, ground)]
  return [
    ...[...worst.values()].map(({ good, found }) => stacked(good, found, currency)),
    ...others
      .filter(({ rule, units }) => !told.some((one) => one.promotions.includes(rule.id) && units.includes(one.sku)))
      .map(({ rule, path, units, from, to, cost }) => {
        const text = (amount: bigint) => amountText(amount, currency)
        const named = { zh: listed(units, "zh"), en: listed(units, "en") }
        return finding("StacksBelowCost", [rule.id], path, {
          zh: `${listed([rule.id], "zh")} 可把 ${named.zh} 从 ${text(from)} 降到 ${text(to)}，低于成本 ${text(cost)}`,
          en: `${listed([rule.id], "en")} brings ${named.en} from ${text(from)} to ${text(to)}, below the cost of ${text(cost)}`
        })
      })
  ]
}

interface Loss {
  readonly good: CostedGood
  readonly found: Deepest
}

// By the share of its cost that is lost.
const losesMore = (one: Loss, other: Loss): boolean => {
  const [cost, left] = [costOf(one), one.found.total - one.found.gifts]
  const [known, before] = [costOf(other), other.found.total - other.found.gifts]
  return (cost - left) * known > (known - before) * cost
}

const costOf = ({ good, found }: Loss): bigint => good.cost * BigInt(found.units)

const stacked = (good: CostedGood, found: Deepest, currency: string): Finding => {
  const { promotions, units, total, gifts } = found
  const [first = "", ...rest] = promotions
  const text = (amount: bigint) => amountText(amount, currency)
  const full = good.price * BigInt(units)
  const percent = full === 0n ? "0" : ((full - total) * 100n) / full
  const buyer = forWhom(good)
  const zh = [
    `${listed(promotions, "zh")} ${rest.length === 0 ? "生效" : "叠加"}后，`,
    units === 1 ? `\`${good.sku}\`` : `${units} 件 \`${good.sku}\``,
    buyer === "" ? "" : `（${buyer} 的价格）`,
    `可从 ${text(full)} 降到 ${text(total)}（共减 ${percent}%），`,
    gifts === 0n ? "" : `另送成本 ${text(gifts)} 的赠品，`,
    `低于${good.withTax === true ? "含税" : ""}成本 ${text(costOf({ good, found }))}`
  ]
  const en = [
    rest.length === 0 ? `\`${first}\` brings ` : `together ${listed(promotions, "en")} bring `,
    units === 1 ? `\`${good.sku}\`` : `${units} of \`${good.sku}\``,
    buyer === "" ? "" : ` (price for ${buyer})`,
    ` from ${text(full)} to ${text(total)} (${percent}% off)`,
    gifts === 0n ? "" : ` with gifts that cost ${text(gifts)}`,
    `, below ${units === 1 ? "its" : "their"} cost of ${text(costOf({ good, found }))}${good.withTax === true ? " with tax" : ""}`
  ]
  return finding("StacksBelowCost", [first, ...rest], "/stack", { zh: zh.join(""), en: en.join("") })
}
