import type { Rule } from "../compile.ts"
import { type Finding, finding, listed } from "./finding.ts"
import { covers } from "./logic.ts"
import { isValid, together, without } from "./moment.ts"
import { leavePlace, standsBeside, takesGoods, validityOf } from "./stack/beside.ts"
import type { StackGround } from "./stack/deepest.ts"
import { occasionFor } from "./stack/witness.ts"
import { textOf } from "./text.ts"

/** What is left between two sales of one series if it is at most this long was hardly meant: a day. */
const shortGap = 86_400_000

/** Sales that act at once with another offer on the same goods, and short gaps between those of one series. */
export const windows = (rules: ReadonlyArray<Rule>, ground: StackGround): ReadonlyArray<Finding> => {
  const offers = rules.filter(({ state, codes }) => state !== "paused" && codes === undefined)
  return [...gaps(offers), ...overlaps(offers, ground)]
}

const isSale = ({ from, until }: Rule): boolean => (from ?? until) !== undefined

const seriesOf = (rules: ReadonlyArray<Rule>, keyOf: (rule: Rule) => unknown): ReadonlyArray<ReadonlyArray<Rule>> => [
  ...Map.groupBy(rules, (rule) => textOf(keyOf(rule))).values()
]

/** Stretches of at most a day in which no offer of a series acts, between one that ends and one that begins. */
const gaps = (offers: ReadonlyArray<Rule>): ReadonlyArray<Finding> =>
  seriesOf(offers, ({ currency, promotion: { level, merchant = null, select = null, when = null, offer } }) => [
    currency,
    level,
    merchant,
    select,
    when,
    offer.kind
  ]).flatMap((series) => {
    const begins = series.filter((sale) => sale.from !== undefined && isValid(validityOf(sale), sale.from))
    return begins.flatMap((sale) => {
      const from = sale.from ?? 0
      const before = series
        .filter((one) => one.until !== undefined && one.until < from && isValid(validityOf(one), one.until - 1))
        .toSorted((a, b) => (b.until ?? 0) - (a.until ?? 0))[0]
      if (before?.until === undefined || from - before.until > shortGap) return []
      const gap = { from: before.until, until: from }
      const others = series.map((one) => ({
        from: one.from ?? Number.NEGATIVE_INFINITY,
        until: one.until ?? Number.POSITIVE_INFINITY
      }))
      const left = without([gap], others)[0]
      return left?.from === gap.from && left.until === gap.until ? [gapped(sale, before)] : []
    })
  })

/** Sales, each with the offers that may take off the same goods at some moment of it; of two sales the later one is told. */
const overlaps = (offers: ReadonlyArray<Rule>, ground: StackGround): ReadonlyArray<Finding> =>
  seriesOf(offers.filter(takesGoods), ({ currency, level, merchant }) => [currency, level, merchant ?? null]).flatMap(
    (series) =>
      series.flatMap((sale, at) => {
        const others = series.filter((other, place) => {
          if (other === sale || !isSale(sale) || (isSale(other) && isBefore(sale, other, at < place))) return false
          const [earlier, later] = at < place ? [sale, other] : [other, sale]
          return sameGoods(earlier, later) && actTogether(earlier, later, ground)
        })
        return others.length === 0 ? [] : [doubled(sale, others)]
      })
  )

const isBefore = (one: Rule, other: Rule, ranksBefore: boolean): boolean => {
  const [from, until] = [one.from ?? 0, other.from ?? 0]
  return from < until || (from === until && ranksBefore)
}

const sameGoods = ({ promotion: one }: Rule, { promotion: other }: Rule): boolean =>
  covers(one.select, other.select, "unit") && covers(other.select, one.select, "unit")

const actTogether = (earlier: Rule, later: Rule, { limits = [], at }: StackGround): boolean => {
  if (!standsBeside(earlier, later) || !leavePlace(limits, [earlier], later)) return false
  const asks = [earlier, later].map(({ promotion }) => promotion.when ?? { all: [] })
  return occasionFor(asks, together([validityOf(earlier), validityOf(later)]), at) !== undefined
}

const gapped = ({ id }: Rule, before: Rule): Finding =>
  finding("WindowGap", [id, before.id], "/from", {
    zh: `\`${before.id}\` 结束后，\`${id}\` 要过一段时间才开始`,
    en: `\`${before.id}\` ends before \`${id}\` begins: there is a gap between them`
  })

const doubled = ({ id, from }: Rule, others: ReadonlyArray<Rule>): Finding => {
  const ids = others.map((one) => one.id)
  return finding("WindowOverlap", [id, ...ids], from === undefined ? "/until" : "/from", {
    zh: `\`${id}\` 与 ${listed(ids, "zh")} 有一段时间同时有效，可能叠加优惠同样的商品`,
    en: `\`${id}\` acts at once with ${listed(ids, "en")} for a while: they may take off the same goods together`
  })
}
