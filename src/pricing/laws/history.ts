import * as Schema from "effect/Schema"
import { every, law, type Law, vacuous, verdict } from "../../kernel/law.ts"
import type { PriceEntry } from "../model.ts"
import { pricePoints, recentPrices, reductionAt, shownEntry, type StatedPrices } from "../rules/history.ts"

const int = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))

/** What a shop stated on some days: one price, perhaps struck through, and perhaps another for a while. */
export const HistoryCase = Schema.Struct({
  stated: Schema.Array(
    Schema.Struct({
      day: int(0, 80),
      amount: Schema.NullOr(int(1, 20)),
      list: Schema.NullOr(int(1, 30)),
      sale: Schema.NullOr(Schema.Struct({ from: int(0, 80), days: int(1, 10), amount: int(1, 15) }))
    })
  ).check(Schema.isMinLength(1), Schema.isMaxLength(6)),
  now: int(0, 100)
})
export type HistoryCase = typeof HistoryCase.Type

const day = 86_400_000
const wanted = { sku: "tea", merchant: "m" }
const context = { currency: "CNY", customerGroup: [], channel: [], country: [] }

const entriesOf = ({ amount, list, sale }: HistoryCase["stated"][number]): ReadonlyArray<PriceEntry> => [
  ...(amount === null ? [] : [{ id: "base", ...struck(amount, list) }]),
  ...(sale === null
    ? []
    : [{ id: "sale", ...struck(sale.amount, 30), from: sale.from * day, until: (sale.from + sale.days) * day }])
]

const struck = (amount: number, list: number | null) => ({
  sku: "tea",
  currency: "CNY",
  amount: BigInt(amount),
  ...(list === null ? {} : { list: BigInt(list) })
})

const statedIn = ({ stated }: HistoryCase): ReadonlyArray<StatedPrices> =>
  stated.map((one) => ({ from: one.day * day, entries: entriesOf(one) })).sort((a, b) => a.from - b.from)

// What was shown at an instant, asked of the statements one by one.
const shown = (stated: ReadonlyArray<StatedPrices>, at: number): PriceEntry | undefined => {
  const held = stated.findLast(({ from }) => from <= at)
  return held && shownEntry(held.entries, wanted, { ...context, at })
}

/** The points are the price of every day. */
export const pointsAreShown: Law<HistoryCase> = law({
  id: "L15",
  title:
    "the history of a price says of every moment what was shown then, in ascending order and without repeating itself",
  input: HistoryCase,
  holds: (drawn) => {
    const stated = statedIn(drawn)
    const points = pricePoints(stated, wanted, context, drawn.now * day)
    const ascending = points.every(({ from, amount, reduced }, index) => {
      const before = points[index - 1]
      return before === undefined || (before.from < from && (before.amount !== amount || before.reduced !== reduced))
    })
    const days = Array.from({ length: drawn.now + 1 }, (_, index) => index * day)
    const wrong = days.find((at) => shown(stated, at)?.amount !== points.findLast(({ from }) => from <= at)?.amount)
    return verdict(ascending && wrong === undefined, () => `day ${(wrong ?? 0) / day}`)
  }
})

/** The prior price is the lowest of its days. */
export const priorIsLowest: Law<HistoryCase> = law({
  id: "L15",
  title:
    "the price that a reduction is measured by was shown in the 30 days before it began, and none of them was lower",
  input: HistoryCase,
  holds: (drawn) => {
    const stated = statedIn(drawn)
    const at = drawn.now * day
    const found = reductionAt(pricePoints(stated, wanted, context, at), at)
    const entry = shown(stated, at)
    const announced = entry?.list !== undefined && entry.list > entry.amount
    if (found === undefined)
      return announced ? verdict(false, () => "a reduction is not seen") : vacuous("no reduction")
    const first = Math.max(0, found.since / day - 30)
    const days = Array.from({ length: found.since / day - first }, (_, index) => (first + index) * day)
    const prices = days.flatMap((one) => shown(stated, one)?.amount ?? [])
    const lowest = prices.reduce<bigint | undefined>(
      (low, one) => (low === undefined || one < low ? one : low),
      undefined
    )
    const whole = found.since / day >= 30 && prices.length === 30
    const percent = found.prior === undefined ? 0n : ((found.prior - entry!.amount) * 100n) / found.prior
    return every([
      verdict(announced, () => "no reduction was announced"),
      verdict(found.prior === lowest, () => `prior ${found.prior}, lowest ${lowest}`),
      verdict(found.complete === whole, () => `complete ${found.complete}, ${prices.length} days`),
      verdict(BigInt(found.percent) === (percent > 0n ? percent : 0n), () => `${found.percent} percent`)
    ])
  }
})

/** What is kept is enough. */
export const recentIsEnough: Law<HistoryCase> = law({
  id: "L15",
  title: "what is kept of earlier statements gives the same points of the days for which they are kept",
  input: HistoryCase,
  holds: (drawn) => {
    const stated = statedIn(drawn)
    const at = drawn.now * day
    const known = stated.filter(({ from }) => from <= at)
    const kept = recentPrices(known, at, 40)
    if (kept.length === known.length) return vacuous("all is kept")
    const days = Array.from({ length: 40 }, (_, index) => at - index * day)
    const wrong = days.find((one) => one >= 0 && shown(kept, one)?.amount !== shown(known, one)?.amount)
    return verdict(wrong === undefined, () => `day ${(wrong ?? 0) / day}`)
  }
})

/** The laws of what was shown. */
export const historyLaws = [pointsAreShown, priorIsLowest, recentIsEnough] as const
