import type { Language } from "../../kernel/language.ts"
import type { LabReport, SetReport } from "./model.ts"
import { bars, columns, type Plot, points } from "./plot.ts"

/** What the drawings call promotions, parties and rule sets. */
export interface Names {
  readonly promotion?: (id: string) => string
  readonly party?: (id: string) => string
  readonly sets?: readonly [first: string, second: string]
}

/**
 * The drawings of a report: uptake by offer and cost by funder of each rule set, carts by their rate of discount, and, of two
 * sets, what each cart pays under both.
 */
export const charts = (report: LabReport, language: Language, names: Names = {}): ReadonlyArray<Plot> => {
  const zh = language === "zh"
  const { sets, difference, currency } = report
  const called = names.sets ?? (zh ? ["规则集甲", "规则集乙"] : ["rule set A", "rule set B"])
  const name = names.promotion ?? ((id: string) => id)
  const each = sets.flatMap((set, index) => {
    const whose = sets.length === 1 ? "" : `${zh ? "：" : ": "}${called[index] ?? ""}`
    return [
      bars(`${zh ? "各优惠的使用率" : "Uptake by offer"}${whose}`, uptake(set, name)),
      bars(
        `${zh ? `各方承担的金额（${currency}）` : `Cost by funder (${currency})`}${whose}`,
        cost(set, names.party ?? ((id: string) => id), zh)
      )
    ]
  })
  const rates = columns(
    zh ? "购物车按优惠率分布（%）" : "Carts by rate of discount (%)",
    (sets[0]?.histogram ?? []).map(({ from }, step) => ({
      label: String(from),
      values: sets.map(({ histogram }) => histogram[step]?.carts ?? 0)
    })),
    sets.length === 1 ? [] : called
  )
  if (difference === undefined) return [...each, rates]
  const drawn = difference.drawn.map(({ from, to }) => [Number(from), Number(to)] as const)
  const most = Math.max(0, ...drawn.flat())
  const pays = points(zh ? "同一购物车在两套规则下的应付" : "What a cart pays under both sets", drawn, {
    x: called[0],
    y: called[1],
    most: most.toFixed(2)
  })
  return [...each, rates, pays]
}

const uptake = ({ offers }: SetReport, name: (id: string) => string) =>
  offers
    .toSorted((a, b) => b.carts - a.carts)
    .map(({ promotion, carts, uptake: share }) => ({
      label: name(promotion),
      value: carts,
      text: `${carts} · ${share}%`
    }))

const cost = ({ funders }: SetReport, name: (id: string) => string, zh: boolean) =>
  funders.map(({ party, amount, given }) => ({
    label: name(party),
    value: Number(amount),
    text: /[1-9]/.test(given) ? `${amount}${zh ? `（其中赠送 ${given}）` : ` (given: ${given})`}` : amount
  }))
