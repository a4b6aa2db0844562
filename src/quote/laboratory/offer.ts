import type { Quote } from "../model.ts"
import type { ReasonTag, Refused } from "../quote.ts"
import { wayOf } from "../rules/goods.ts"
import type { RecordedCart } from "./cart.ts"
import { addGiven, type Given, givenBy, nothingGiven } from "./given.ts"
import { mergeCounts, mergeMaps } from "./maps.ts"
import type { Setup } from "./setup.ts"

/** What a party pays: of what was taken off, and of what is given in goods or later. Minor units. */
export interface Funding {
  readonly off: bigint
  readonly given: bigint
}

/** What one promotion did. Amounts are minor units. */
export interface OfferTally {
  /** Carts to which it was applied. */
  readonly carts: number
  readonly goods: bigint
  readonly shipping: bigint
  /** What it gave beside that. */
  readonly given: Given
  /** What each party paid of it. */
  readonly funders: ReadonlyMap<string, Funding>
  /** For the other carts: how often each reason was given. */
  readonly reasons: ReadonlyMap<ReasonTag, number>
  /** Those it gave way to, and in how many carts. */
  readonly beatenBy: ReadonlyMap<string, number>
  /** How far the nearest cart was from it. */
  readonly nearestMoney?: bigint
  readonly nearestCount?: number
}

/** What each promotion of a set did to one cart. */
export const offersOf = (setup: Setup, cart: RecordedCart, quote: Quote): ReadonlyMap<string, OfferTally> => {
  const offers = new Map<string, OfferTally>()
  for (const id of quote.applied) offers.set(id, { ...untouched, carts: 1 })
  for (const { promotion, target, amount, funding } of quote.steps) {
    const known = offers.get(promotion) ?? untouched
    const unit = target.includes("#")
    const funders = new Map(known.funders)
    for (const part of funding) pay(funders, part.party, { off: part.amount, given: 0n })
    offers.set(promotion, {
      ...known,
      goods: known.goods + (unit ? amount : 0n),
      shipping: known.shipping + (unit ? 0n : amount),
      funders
    })
  }
  for (const [promotion, { given, funders: parts }] of givenBy(setup, cart, quote)) {
    const known = offers.get(promotion) ?? untouched
    const funders = new Map(known.funders)
    for (const [party, amount] of parts) pay(funders, party, { off: 0n, given: amount })
    offers.set(promotion, { ...known, given, funders })
  }
  for (const refused of quote.refused) offers.set(refused.promotion, { ...untouched, ...refusalOf(quote, refused) })
  return offers
}

const pay = (funders: Map<string, Funding>, party: string, more: Funding): void => {
  const known = funders.get(party)
  funders.set(party, known === undefined ? more : addFunding(known, more))
}

/** Both together. */
export const addFunding = (a: Funding, b: Funding): Funding => ({ off: a.off + b.off, given: a.given + b.given })

const untouched: OfferTally = {
  carts: 0,
  goods: 0n,
  shipping: 0n,
  given: nothingGiven,
  funders: new Map(),
  reasons: new Map(),
  beatenBy: new Map()
}

const refusalOf = (quote: Quote, refused: Refused<bigint>): Partial<OfferTally> => {
  const { reason, by = [], lacks = [] } = refused
  // Beaten with nobody named: by all that is applied together.
  const lost = reason === "Beaten" && by.length === 0 ? quote.applied : [...by, ...(refused.with ?? [])]
  const near = wayOf(lacks)?.distance
  const nearest = near === undefined ? {} : typeof near === "bigint" ? { nearestMoney: near } : { nearestCount: near }
  return { reasons: new Map([[reason, 1]]), beatenBy: new Map(lost.map((id) => [id, 1])), ...nearest }
}

/** Both together. */
export const mergeOffers = (a: OfferTally, b: OfferTally): OfferTally => {
  const money = least(a.nearestMoney, b.nearestMoney)
  const count = least(a.nearestCount, b.nearestCount)
  return {
    carts: a.carts + b.carts,
    goods: a.goods + b.goods,
    shipping: a.shipping + b.shipping,
    given: addGiven(a.given, b.given),
    funders: mergeMaps(a.funders, b.funders, addFunding),
    reasons: mergeCounts(a.reasons, b.reasons),
    beatenBy: mergeCounts(a.beatenBy, b.beatenBy),
    ...(money === undefined ? {} : { nearestMoney: money }),
    ...(count === undefined ? {} : { nearestCount: count })
  }
}

const least = <A extends bigint | number>(a: A | undefined, b: A | undefined): A | undefined =>
  a === undefined ? b : b === undefined || a < b ? a : b
