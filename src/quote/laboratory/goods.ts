import { portion, proportion } from "../../money/rules/proportion.ts"
import type { PriceEntry } from "../../pricing/model.ts"
import { order } from "../../pricing/rules/select.ts"
import type { CostedGood, PricedFor } from "../../promotion/rules/lint/stack/good.ts"
import { fractionFrom } from "../../promotion/rules/number.ts"
import type { Floor, Tax } from "../input.ts"
import { freeIn } from "../rules/prices.ts"
import type { SampleCatalog, SampleGood } from "./cart.ts"

/**
 * Goods for the linter: each at every price that it may have, with whom that is for and when, and with its cost, with tax where
 * the price includes it. Left out are goods without a cost, goods by measure, those with graduated prices or that pass a
 * border, and prices with the taxes of a place.
 */
export const costedGoods = (
  { currency, goods, prices, accounts = {}, policy = {} }: SampleCatalog,
  costs: Readonly<Record<string, bigint>> = {}
): ReadonlyArray<CostedGood> =>
  goods.flatMap((good) => {
    const cost = Object.hasOwn(costs, good.sku) ? costs[good.sku] : undefined
    if (cost === undefined || good.measure !== undefined || good.tax?.customs !== undefined) return []
    const entries = (prices.bySku.get(good.sku) ?? []).filter(
      (entry) =>
        entry.per === undefined && entry.currency === currency && (entry.merchant ?? good.merchant) === good.merchant
    )
    if (entries.some(({ tiers, minQuantity = 1 }) => tiers === "graduated" && minQuantity > 1)) return []
    const ordered = entries.toSorted((a, b) => order(a, b, policy.priceSelection ?? "specific").by)
    return ordered.flatMap((entry, place) => {
      const stock = stockOf(entry, accounts)
      if (stock === 0 || entry.zone !== undefined) return []
      // A price that may run out leaves room for the next.
      const before = ordered.slice(0, place).filter((one) => stockOf(one, accounts) === undefined)
      return spansOf(entry, before).map((span) => goodOf(good, cost, entry, before, span, stock))
    })
  })

/** How many units an entry has its price for; `undefined`: any number. */
const stockOf = ({ stock, perCustomer }: PriceEntry, accounts: SampleCatalog["accounts"] = {}): number | undefined => {
  const free = [stock, perCustomer].flatMap((one) => (one === undefined ? [] : [Number(freeIn(accounts, one.account))]))
  return free.length === 0 ? undefined : Math.max(0, Math.min(...free))
}

interface Span {
  readonly from: number
  readonly until: number
}

/** The stretches of an entry's time between which others that beat it begin or end. */
const spansOf = (
  { from = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY }: PriceEntry,
  before: ReadonlyArray<PriceEntry>
) => {
  const edges = before.flatMap((one) => [one.from, one.until].filter((at) => at !== undefined))
  const cuts = [from, ...new Set(edges.filter((at) => at > from && at < until).toSorted((a, b) => a - b)), until]
  return cuts.slice(1).map((end, index): Span => ({ from: cuts[index] ?? from, until: end }))
}

const goodOf = (
  { sku, merchant, facts = {}, floor, tax }: SampleGood,
  cost: bigint,
  entry: PriceEntry,
  before: ReadonlyArray<PriceEntry>,
  { from, until }: Span,
  stock: number | undefined
): CostedGood => {
  const others = before.filter((one) => (one.from ?? from) <= from && (one.until ?? until) >= until)
  const { amount: price, list, locks } = entry
  return {
    sku,
    merchant,
    facts,
    price,
    ...(tax?.included === true && tax.relief === undefined ? { cost: taxed(cost, tax), withTax: true } : { cost }),
    buyer: pricedFor(entry),
    ...(list === undefined ? {} : { list }),
    ...(floor === undefined ? {} : { floor: floorOf(floor, price) }),
    ...(others.length === 0 ? {} : { others: others.map(pricedFor) }),
    ...(from === Number.NEGATIVE_INFINITY ? {} : { from }),
    ...(until === Number.POSITIVE_INFINITY ? {} : { until }),
    ...(stock === undefined ? {} : { stock }),
    ...(locks === undefined ? {} : { locks })
  }
}

// Prices that include tax are compared with what the goods cost with it; rates that compound make it no less.
const taxed = (cost: bigint, { rates }: Tax): bigint =>
  rates.reduce((sum, { rate }) => {
    const ratio = fractionFrom(rate)
    return ratio === undefined ? sum : sum + (cost * ratio.numerator) / ratio.denominator
  }, cost)

const pricedFor = ({ customerGroup, channel, country, minQuantity }: PriceEntry): PricedFor => ({
  ...(customerGroup === undefined ? {} : { customerGroup }),
  ...(channel === undefined ? {} : { channel }),
  ...(country === undefined ? {} : { country }),
  ...(minQuantity === undefined ? {} : { minQuantity })
})

const floorOf = ({ amount = 0n, percent }: Floor, price: bigint): bigint => {
  const ratio = percent === undefined ? undefined : fractionFrom(percent)
  if (ratio === undefined) return amount
  const part = BigInt(
    portion(Number(price), proportion({ ...ratio, denominator: ratio.denominator * 100n }), "ceiling")
  )
  return part > amount ? part : amount
}
