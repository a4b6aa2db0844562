import * as Result from "effect/Result"
import { compareText } from "../../kernel/text.ts"
import { fractionFrom } from "../../promotion/rules/number.ts"
import type { Drawn } from "./account.ts"
import type { RecordedCart } from "./cart.ts"
import { amountGiven, costOf } from "./given.ts"
import { mergeCounts, mergeMaps } from "./maps.ts"
import { mergeOffers, type OfferTally, offersOf } from "./offer.ts"
import type { Quoted, Setup } from "./setup.ts"

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
  /** What is given beside discounts, in goods and later. */
  readonly given: bigint
  /** Lines whose cost is known: what they bring net of tax, what they cost, and what is given with carts that have any. */
  readonly costed: { readonly lines: number; readonly net: bigint; readonly cost: bigint; readonly given: bigint }
  readonly offers: ReadonlyMap<string, OfferTally>
  /** What was taken of accounts, by their ids. */
  readonly drawn: ReadonlyMap<string, Drawn>
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
  given: 0n,
  costed: { lines: 0, net: 0n, cost: 0n, given: 0n },
  offers: new Map(),
  drawn: new Map(),
  rates: new Map(),
  discounts: new Map(),
  belowCost: { carts: 0, lines: 0, first: [] },
  belowFloor: { carts: 0, lines: 0, first: [] }
}

/** How many lines that ended too low are kept. */
const mostKept = 20

/** The tally of one cart, of its quote and of what that took of accounts. */
export const tallyOf = (setup: Setup, cart: RecordedCart, quoted: Quoted, drawn: Tally["drawn"]): Tally => {
  const { costs, floor } = setup
  if (Result.isFailure(quoted)) return { ...nothingTried, refused: new Map([[quoted.failure._tag, 1]]) }
  const quote = quoted.success
  const skus = new Map(cart.input.lines.map(({ id, sku }) => [id, sku]))
  let before = 0n
  let units = 0
  const costed = { lines: 0, net: 0n, cost: 0n, given: 0n }
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
  const offers = offersOf(setup, cart, quote)
  let given = 0n
  for (const offer of offers.values()) given += amountGiven(offer.given)
  if (costed.lines > 0) costed.given = given
  const rate = before === 0n ? 0 : Number((quote.discount * 1000n) / before)
  return {
    carts: 1,
    refused: new Map(),
    units,
    before,
    discount: quote.discount,
    grand: quote.grand,
    given,
    costed,
    offers,
    drawn,
    rates: new Map([[rate, 1]]),
    discounts: new Map([[quote.discount, 1]]),
    belowCost: lowOf(dear),
    belowFloor: lowOf(low)
  }
}

const lowOf = (lines: ReadonlyArray<LowLine>): Low => ({
  carts: lines.length > 0 ? 1 : 0,
  lines: lines.length,
  first: lines.toSorted(byPlace).slice(0, mostKept)
})

const byPlace = (a: LowLine, b: LowLine): number => compareText(a.cart, b.cart) || compareText(a.line, b.line)

/** Both together. Law: associative and commutative, and `nothingTried` changes nothing. */
export const mergeTallies = (a: Tally, b: Tally): Tally => ({
  carts: a.carts + b.carts,
  refused: mergeCounts(a.refused, b.refused),
  units: a.units + b.units,
  before: a.before + b.before,
  discount: a.discount + b.discount,
  grand: a.grand + b.grand,
  given: a.given + b.given,
  costed: {
    lines: a.costed.lines + b.costed.lines,
    net: a.costed.net + b.costed.net,
    cost: a.costed.cost + b.costed.cost,
    given: a.costed.given + b.costed.given
  },
  offers: mergeMaps(a.offers, b.offers, mergeOffers),
  drawn: mergeMaps(a.drawn, b.drawn, (one, other) => ({ ...one, amount: one.amount + other.amount })),
  rates: mergeCounts(a.rates, b.rates),
  discounts: mergeCounts(a.discounts, b.discounts),
  belowCost: mergeLow(a.belowCost, b.belowCost),
  belowFloor: mergeLow(a.belowFloor, b.belowFloor)
})

const mergeLow = (a: Low, b: Low): Low => ({
  carts: a.carts + b.carts,
  lines: a.lines + b.lines,
  first: [...a.first, ...b.first].sort(byPlace).slice(0, mostKept)
})
