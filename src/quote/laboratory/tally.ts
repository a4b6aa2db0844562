import * as Result from "effect/Result"
import { compareText } from "../../kernel/text.ts"
import { fractionFrom } from "../../promotion/rules/number.ts"
import type { Policy, Rules } from "../input.ts"
import type { Quote } from "../model.ts"
import type { ReasonTag, Refused } from "../quote.ts"
import { of } from "../rules/quote.ts"
import type { RecordedCart } from "./cart.ts"

/** What is tried: a rule set, and what its outcome is held against. */
export interface Setup {
  readonly rules: Rules
  /** In place of the policy of each cart. */
  readonly policy?: Policy
  /** What a unit of a sku costs, net of tax, minor units. */
  readonly costs?: Readonly<Record<string, bigint>>
  /** A line below this percentage of its selected price is counted, decimal text. */
  readonly floor?: string
}

/** What one promotion did. Amounts are minor units. */
export interface OfferTally {
  /** Carts to which it was applied. */
  readonly carts: number
  readonly goods: bigint
  readonly shipping: bigint
  /** What each party paid of it. */
  readonly funders: ReadonlyMap<string, bigint>
  /** For the other carts: how often each reason was given. */
  readonly reasons: ReadonlyMap<ReasonTag, number>
  /** Those it gave way to, and in how many carts. */
  readonly beatenBy: ReadonlyMap<string, number>
  /** How far the nearest cart was from it. */
  readonly nearestMoney?: bigint
  readonly nearestCount?: number
}

/** A line that ended below its cost or below the floor. */
export interface LowLine {
  readonly cart: string
  readonly line: string
  /** What is left of it: net of tax beside a cost, as priced beside a floor. */
  readonly left: bigint
  readonly least: bigint
}

/** Lines that ended too low, and the first of them by cart and line. */
export interface Low {
  readonly carts: number
  readonly lines: number
  readonly first: ReadonlyArray<LowLine>
}

/** What a rule set did to carts. Sums, counts and multisets alone, so that any split of the carts gives the same. */
export interface Tally {
  readonly carts: number
  /** Carts that have no quote, by the refusal's tag. */
  readonly refused: ReadonlyMap<string, number>
  readonly units: number
  /** Goods and shipping at selected prices. */
  readonly before: bigint
  readonly discount: bigint
  readonly grand: bigint
  /** Lines whose cost is known: what they bring net of tax, and what they cost. */
  readonly costed: { readonly lines: number; readonly net: bigint; readonly cost: bigint }
  readonly offers: ReadonlyMap<string, OfferTally>
  /** Discounts in tenths of a percent of what there was before, rounded down. */
  readonly rates: ReadonlyMap<number, number>
  readonly discounts: ReadonlyMap<bigint, number>
  readonly belowCost: Low
  readonly belowFloor: Low
}

/** Nothing tried yet. */
export const nothingTried: Tally = {
  carts: 0,
  refused: new Map(),
  units: 0,
  before: 0n,
  discount: 0n,
  grand: 0n,
  costed: { lines: 0, net: 0n, cost: 0n },
  offers: new Map(),
  rates: new Map(),
  discounts: new Map(),
  belowCost: { carts: 0, lines: 0, first: [] },
  belowFloor: { carts: 0, lines: 0, first: [] }
}

/** How many lines that ended too low are kept. */
const mostKept = 20

/** A quote of a recorded cart under a setup. */
export const quoteCart = (
  { rules, policy }: Setup,
  { input }: RecordedCart
): Result.Result<Quote, { readonly _tag: string }> =>
  of({ ...input, promotions: rules, ...(policy === undefined ? {} : { policy }) })

/** The tally of one cart. */
export const tallyOf = (
  { costs, floor }: Setup,
  cart: RecordedCart,
  quoted: Result.Result<Quote, { readonly _tag: string }>
): Tally => {
  if (Result.isFailure(quoted)) return { ...nothingTried, refused: new Map([[quoted.failure._tag, 1]]) }
  const quote = quoted.success
  const skus = new Map(cart.input.lines.map(({ id, sku }) => [id, sku]))
  let before = 0n
  let units = 0
  const costed = { lines: 0, net: 0n, cost: 0n }
  const dear: Array<LowLine> = []
  const low: Array<LowLine> = []
  const share = floor === undefined ? undefined : fractionFrom(floor)
  for (const line of quote.lines) {
    before += line.before
    units += line.units.length
    const unitCost = costOf(costs, skus.get(line.id))
    if (unitCost !== undefined) {
      const cost = unitCost * BigInt(line.units.length)
      costed.lines += 1
      costed.net += line.net
      costed.cost += cost
      if (line.net < cost) dear.push({ cart: cart.id, line: line.id, left: line.net, least: cost })
    }
    if (share === undefined) continue
    // The least amount that is not below the percentage, rounded up to a whole minor unit.
    const whole = share.denominator * 100n
    const least = (line.before * share.numerator + whole - 1n) / whole
    if (line.amount < least) low.push({ cart: cart.id, line: line.id, left: line.amount, least })
  }
  for (const charge of quote.charges) before += charge.before
  const rate = before === 0n ? 0 : Number((quote.discount * 1000n) / before)
  return {
    carts: 1,
    refused: new Map(),
    units,
    before,
    discount: quote.discount,
    grand: quote.grand,
    costed,
    offers: offersOf(quote),
    rates: new Map([[rate, 1]]),
    discounts: new Map([[quote.discount, 1]]),
    belowCost: lowOf(dear),
    belowFloor: lowOf(low)
  }
}

const costOf = (costs: Setup["costs"], sku: string | undefined): bigint | undefined =>
  costs !== undefined && sku !== undefined && Object.hasOwn(costs, sku) ? costs[sku] : undefined

const lowOf = (lines: ReadonlyArray<LowLine>): Low => ({
  carts: lines.length > 0 ? 1 : 0,
  lines: lines.length,
  first: lines.toSorted(byPlace).slice(0, mostKept)
})

const byPlace = (a: LowLine, b: LowLine): number => compareText(a.cart, b.cart) || compareText(a.line, b.line)

const offersOf = (quote: Quote): ReadonlyMap<string, OfferTally> => {
  const offers = new Map<string, OfferTally>()
  for (const id of quote.applied) offers.set(id, { ...untouched, carts: 1 })
  for (const { promotion, target, amount, funding } of quote.steps) {
    const known = offers.get(promotion) ?? untouched
    const unit = target.includes("#")
    const funders = new Map(known.funders)
    for (const part of funding) funders.set(part.party, (funders.get(part.party) ?? 0n) + part.amount)
    offers.set(promotion, {
      ...known,
      goods: known.goods + (unit ? amount : 0n),
      shipping: known.shipping + (unit ? 0n : amount),
      funders
    })
  }
  for (const refused of quote.refused) offers.set(refused.promotion, { ...untouched, ...refusalOf(quote, refused) })
  return offers
}

const untouched: OfferTally = {
  carts: 0,
  goods: 0n,
  shipping: 0n,
  funders: new Map(),
  reasons: new Map(),
  beatenBy: new Map()
}

const refusalOf = (quote: Quote, refused: Refused<bigint>): Partial<OfferTally> => {
  const { reason, by = [], distance, missing = [] } = refused
  // Beaten with nobody named: by all that is applied together.
  const lost = reason === "Beaten" && by.length === 0 ? quote.applied : [...by, ...(refused.with ?? [])]
  const far = missing.flatMap((leaf) => ("distance" in leaf ? [leaf.distance] : []))
  const near =
    reason === "ConditionUnmet" ? (far.length === missing.length && far.length === 1 ? far[0] : undefined) : distance
  const nearest =
    reason === "BudgetSpent" || near === undefined
      ? {}
      : typeof near === "bigint"
        ? { nearestMoney: near }
        : { nearestCount: near }
  return { reasons: new Map([[reason, 1]]), beatenBy: new Map(lost.map((id) => [id, 1])), ...nearest }
}

/** Both together. Law: associative and commutative, and `nothingTried` changes nothing. */
export const mergeTallies = (a: Tally, b: Tally): Tally => ({
  carts: a.carts + b.carts,
  refused: mergeCounts(a.refused, b.refused),
  units: a.units + b.units,
  before: a.before + b.before,
  discount: a.discount + b.discount,
  grand: a.grand + b.grand,
  costed: {
    lines: a.costed.lines + b.costed.lines,
    net: a.costed.net + b.costed.net,
    cost: a.costed.cost + b.costed.cost
  },
  offers: mergeMaps(a.offers, b.offers, mergeOffers),
  rates: mergeCounts(a.rates, b.rates),
  discounts: mergeCounts(a.discounts, b.discounts),
  belowCost: mergeLow(a.belowCost, b.belowCost),
  belowFloor: mergeLow(a.belowFloor, b.belowFloor)
})

const mergeOffers = (a: OfferTally, b: OfferTally): OfferTally => {
  const money = least(a.nearestMoney, b.nearestMoney)
  const count = least(a.nearestCount, b.nearestCount)
  return {
    carts: a.carts + b.carts,
    goods: a.goods + b.goods,
    shipping: a.shipping + b.shipping,
    funders: mergeMaps(a.funders, b.funders, (one, other) => one + other),
    reasons: mergeCounts(a.reasons, b.reasons),
    beatenBy: mergeCounts(a.beatenBy, b.beatenBy),
    ...(money === undefined ? {} : { nearestMoney: money }),
    ...(count === undefined ? {} : { nearestCount: count })
  }
}

const least = <A extends bigint | number>(a: A | undefined, b: A | undefined): A | undefined =>
  a === undefined ? b : b === undefined || a < b ? a : b

const mergeLow = (a: Low, b: Low): Low => ({
  carts: a.carts + b.carts,
  lines: a.lines + b.lines,
  first: [...a.first, ...b.first].sort(byPlace).slice(0, mostKept)
})

/** Two multisets in one. */
export const mergeCounts = <K>(a: ReadonlyMap<K, number>, b: ReadonlyMap<K, number>): ReadonlyMap<K, number> =>
  mergeMaps(a, b, (one, other) => one + other)

const mergeMaps = <K, V>(
  a: ReadonlyMap<K, V>,
  b: ReadonlyMap<K, V>,
  both: (one: V, other: V) => V
): ReadonlyMap<K, V> => {
  const [few, many] = a.size < b.size ? [a, b] : [b, a]
  if (few.size === 0) return many
  const merged = new Map(many)
  for (const [key, value] of few) {
    const known = merged.get(key)
    merged.set(key, known === undefined ? value : both(known, value))
  }
  return merged
}
