import * as Result from "effect/Result"
import type { Language } from "../../kernel/language.ts"
import { amountFrom } from "../../money/amount.ts"
import { format } from "../../money/format.ts"
import type {
  FactLeaf,
  Measure,
  PointsReward,
  Reward,
  Schedule,
  ShippingReward,
  UnitReward
} from "../../promotion/model.ts"
import { type Goods, wayOf } from "./goods.ts"
import { type Called, goodsNamed } from "./named.ts"
import type { Missing, ReasonTag, Refused } from "../quote.ts"

/** How things are said in one language: amounts of one currency, promotions by their names. */
export interface Words {
  readonly language: Language
  readonly money: (amount: bigint) => string
  readonly name: (promotion: string) => string
  /** A decimal amount as a promotion has it. */
  readonly stated: (text: string) => string
  readonly called: Called
}

/** Words for a currency; a promotion without a name is called by its id. */
export const wordsIn = (
  language: Language,
  currency: string,
  names: ReadonlyMap<string, { readonly zh: string; readonly en: string }>,
  called: Called = () => undefined
): Words => {
  const money = (amount: bigint) => format({ amount, currency }, language)
  const stated = (text: string) => Result.match(amountFrom(text, currency), { onFailure: () => text, onSuccess: money })
  return { language, money, name: (promotion) => names.get(promotion)?.[language] ?? promotion, stated, called }
}

/** So much of a measure, as in `¥20.00` or `2 items`. */
export const far = (words: Words, measure: Measure, distance: bigint | number): string => {
  if (typeof distance === "bigint") return words.money(distance)
  const kinds = measure === "variants"
  if (words.language === "zh") return `${measure === "ofOneVariant" ? "同款 " : ""}${distance} ${kinds ? "种" : "件"}`
  if (measure === "ofOneVariant") return `${distance} of the same item`
  return `${distance} ${kinds ? "kind" : "item"}${distance === 1 ? "" : "s"}`
}

/**
 * What rewards give, as in `¥30.00 off, free shipping`.
 *
 * @param on what a price is for, as in `3 items`, where an offer says that; else each unit, or all together
 */
export const gain = (words: Words, rewards: ReadonlyArray<Reward>, on?: string): string =>
  rewards.map((reward) => gainOf(words, reward, on)).join(words.language === "zh" ? "、" : ", ")

const gainOf = (words: Words, reward: Reward, on: string | undefined): string => {
  const { language, stated } = words
  const zh = language === "zh"
  switch (reward.kind) {
    case "gift":
      return zh ? `赠 \`${reward.sku}\` ${reward.quantity} 件` : `${reward.quantity} \`${reward.sku}\` free`
    case "coupon":
      return zh
        ? `送 ${reward.quantity ?? 1} 张优惠券`
        : `${reward.quantity ?? 1} coupon${(reward.quantity ?? 1) === 1 ? "" : "s"}`
    case "cashback": {
      const back = reward.percent === undefined ? stated(reward.amount ?? "0") : `${reward.percent}%`
      return (zh ? `返现 ${back}` : `${back} cash back`) + upTo(words, reward.max, stated)
    }
    case "points":
      return pointsOf(words, reward) + upTo(words, reward.max, String)
    case "shipping":
      return shippingOf(words, reward)
    default:
      return offOf(words, reward, on) + upTo(words, reward.max, stated)
  }
}

const upTo = <A>({ language }: Words, max: A | undefined, said: (max: A) => string): string =>
  max === undefined ? "" : language === "zh" ? `（最多 ${said(max)}）` : `, up to ${said(max)}`

const pointsOf = ({ language, stated }: Words, { points = 0, per, percent }: PointsReward): string => {
  const zh = language === "zh"
  if (percent !== undefined) return zh ? `返 ${percent}% 积分` : `${percent}% back in points`
  const many = `${points} point${points === 1 ? "" : "s"}`
  if (per === undefined) return zh ? `送 ${points} 积分` : many
  return zh ? `每 ${stated(per)} 送 ${points} 积分` : `${many} for every ${stated(per)}`
}

const isZero = (text: string): boolean => Number(text) === 0

const shippingOf = ({ language, stated }: Words, { percent, amount, price = "0" }: ShippingReward): string => {
  const zh = language === "zh"
  const off = percent === undefined ? amount && stated(amount) : `${percent}%`
  if (off === undefined ? isZero(price) : Number(percent) === 100) return zh ? "免运费" : "free shipping"
  if (off === undefined) return zh ? `运费只要 ${stated(price)}` : `shipping for ${stated(price)}`
  return zh ? `运费减 ${off}` : `${off} off shipping`
}

const offOf = (words: Words, reward: UnitReward, on: string | undefined): string => {
  const { language, stated } = words
  const zh = language === "zh"
  const some = narrowedTo(words, reward)
  if (reward.kind === "price") {
    const [each, all] = zh ? ["每件", "合计"] : ["each at", "all for"]
    const of = on ?? some
    const what = of === "" ? (reward.per === "total" ? all : each) : zh ? of : `${of} for`
    return zh ? `${spaced(what)}只要 ${stated(reward.price)}` : `${what} ${stated(reward.price)}`
  }
  const off = reward.kind === "percent" ? `${reward.percent}%` : stated(reward.amount)
  const each = reward.kind === "amount" && reward.per === "unit" ? (zh ? "每件" : " each") : ""
  return zh ? `${spaced(some)}${each}减 ${off}` : `${off} off${each}${some === "" ? "" : ` on ${some}`}`
}

const spaced = (goods: string): string => (goods.endsWith("`") ? `${goods} ` : goods)

/** The goods, and how many of them, that a reward is kept to; empty for whatever the offer is for. */
const narrowedTo = (words: Words, { select, units }: UnitReward): string => {
  const goods = select === undefined ? "" : goodsNamed(words, select)
  if (units === undefined) return goods
  const many = far(words, "quantity", units.max)
  const each = units.per === "variant"
  if (words.language === "zh") return `${spaced(goods)}${each ? "每款 " : ""}${many}`
  return `${many}${each ? " of each kind" : ""}${goods === "" ? "" : ` of ${goods}`}`
}

/** So much more of some goods, as in ``¥20.00 more of `tea` ``. */
const lackOf = (words: Words, measure: Measure, { select, distance }: Goods): string => {
  const more = far(words, measure, distance)
  const of = select === undefined ? "" : goodsNamed(words, select)
  if (words.language === "zh") return `${spaced(of)}还差 ${more}`
  return `${more} more${of === "" ? "" : ` of ${of}`}`
}

const lacking = (words: Words, leaf: Missing<bigint>): string => {
  const zh = words.language === "zh"
  if ("distance" in leaf) return lackOf(words, leaf.measure, leaf)
  if ("hours" in leaf) return hoursText(words, leaf)
  if ("charge" in leaf) return zh ? "没有符合的配送方式" : "no such delivery"
  const values = leaf.values.join(zh ? "、" : ", ")
  return `${zh ? "需要" : "needs"} \`${leaf.fact}\` ${signs[leaf.op]} ${values}`
}

/** The hours of a schedule, as in `Mon, Tue 09:00-18:00 (Asia/Shanghai)`. */
const hoursText = ({ language }: Pick<Words, "language">, { zone, hours }: Schedule): string => {
  const zh = language === "zh"
  const spans = hours.map(({ days, from, until }) => {
    const named = days.map((day) => weekdays[zh ? "zh" : "en"][day - 1]).join(zh ? "、" : ", ")
    return `${named} ${from}–${until}`
  })
  const all = spans.join(zh ? "；" : "; ")
  return zh ? `仅限${all}（${zone}）` : `only ${all} (${zone})`
}

const weekdays = {
  zh: ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
  en: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
} as const

const signs: Readonly<Record<FactLeaf["op"], string>> = {
  in: "=",
  all: "⊆",
  notIn: "≠",
  atLeast: "≥",
  atMost: "≤",
  above: ">",
  below: "<"
}

const plain: Readonly<Partial<Record<ReasonTag, readonly [zh: string, en: string]>>> = {
  NotActive: ["未启用", "is not active"],
  CurrencyMismatch: ["货币不同", "is in another currency"],
  NotStarted: ["尚未开始", "has not started"],
  Ended: ["已结束", "has ended"],
  OutsideSchedule: ["不在活动时段内", "is outside its hours"],
  CodeMissing: ["需要优惠码", "needs a code"],
  NothingSelected: ["没有适用的商品", "nothing in the cart takes part"],
  Locked: ["商品的价格不再参加此类优惠", "these goods take no further offer"],
  AddOnNotChosen: ["没有选择换购商品", "no add-on is chosen"],
  GiftUnavailable: ["赠品已送完", "its gift is out of stock"],
  NothingLeft: ["没有可减的金额", "nothing is left to take off"],
  UsesExhausted: ["已被用完", "is used up"],
  CustomerLimitReached: ["使用次数已满", "you have used it up"],
  BudgetSpent: ["活动预算已用完", "its budget is spent"]
}

// More goods alone do not make the condition hold, and what else it wants has no name, as what stands under `not`.
const unnamed = (zh: boolean, { missing = [] }: Refused<bigint>): ReadonlyArray<string> =>
  missing.every((leaf) => "distance" in leaf) ? [zh ? "另有条件不符" : "another condition does not hold"] : []

/** Why a promotion is not applied, in a sentence without its name. */
export const because = (words: Words, refused: Refused<bigint>): string => {
  const zh = words.language === "zh"
  const { blocked } = refused
  if (blocked === undefined) return reasonFor(words, refused)
  const then =
    plain[blocked]?.[zh ? 0 : 1] ?? (zh ? "不能与已用的优惠同用" : "does not combine with the present offers")
  return `${reasonFor(words, refused)}${zh ? "；" : "; "}${then}`
}

const reasonFor = (words: Words, refused: Refused<bigint>): string => {
  const { reason, missing = [], measure = "quantity", distance = 0, by = [], limit = "", saves = 0n } = refused
  const zh = words.language === "zh"
  const { lacks } = refused
  if (lacks !== undefined) {
    const said = [...Map.groupBy(lacks, ({ measure }) => measure)].flatMap(
      ([of, some]) => wayOf(some)?.goods.map((one) => lackOf(words, of, one)) ?? []
    )
    return said.join(zh ? "；" : "; ")
  }
  const known = plain[reason]
  if (known !== undefined) return known[zh ? 0 : 1]
  const list = (ids: ReadonlyArray<string>) => ids.map(words.name).join(zh ? "、" : ", ")
  switch (reason) {
    case "ConditionUnmet":
      if (missing.length === 0) return zh ? "条件不符" : "its condition does not hold"
      return [...missing.map((leaf) => lacking(words, leaf)), ...unnamed(zh, refused)].join(zh ? "；" : "; ")
    case "Stopped":
      return zh ? `${list(by)} 之后不再优惠` : `nothing follows ${list(by)}`
    case "NotCombinable": {
      const others = list(refused.with ?? [])
      return zh ? `不能与 ${others} 同用` : `does not combine with ${others}`
    }
    case "LimitReached":
      return zh ? `已达 \`${limit}\` 的上限` : `limit \`${limit}\` is reached`
    case "Beaten": {
      const lost = words.money(saves < 0n ? -saves : saves)
      if (saves === 0n) return zh ? "用上也不会更省" : "would save nothing more"
      // The buyer would pay less, and lose more of what is given beside the price.
      if (saves > 0n)
        return zh ? `改用会少付 ${lost}，但已有的优惠更值` : `would save ${lost}, but the present offers give more`
      return zh ? `已有更省的组合，改用会多付 ${lost}` : `the present offers are better by ${lost}`
    }
    default: {
      const more = far(words, measure, distance)
      return zh ? `还差 ${more}` : `${more} more`
    }
  }
}
