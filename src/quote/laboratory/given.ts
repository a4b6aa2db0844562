import * as Result from "effect/Result"
import { allocate } from "../../money/rules/allocate.ts"
import type { Rule } from "../../promotion/rules/compile.ts"
import type { Quote } from "../model.ts"
import { usualPointWorth } from "../rules/cart.ts"
import { worthOf } from "../rules/due.ts"
import type { RecordedCart } from "./cart.ts"
import type { Setup } from "./setup.ts"

/** What an offer gives beside what it takes off: in goods, or when the return window has ended. Minor units and counts. */
export interface Given {
  readonly pieces: number
  /** What the pieces cost, or their list value where that is not known. */
  readonly gifts: bigint
  readonly cashback: bigint
  readonly points: bigint
  /** What the points pay when they are spent. */
  readonly worth: bigint
  readonly coupons: bigint
  /** What the setup takes the coupons to cost. */
  readonly coupon: bigint
}

/** Nothing given. */
export const nothingGiven: Given = {
  pieces: 0,
  gifts: 0n,
  cashback: 0n,
  points: 0n,
  worth: 0n,
  coupons: 0n,
  coupon: 0n
}

/** All of it in money. */
export const amountGiven = ({ gifts, cashback, worth, coupon }: Given): bigint => gifts + cashback + worth + coupon

/** Both together. */
export const addGiven = (a: Given, b: Given): Given => ({
  pieces: a.pieces + b.pieces,
  gifts: a.gifts + b.gifts,
  cashback: a.cashback + b.cashback,
  points: a.points + b.points,
  worth: a.worth + b.worth,
  coupons: a.coupons + b.coupons,
  coupon: a.coupon + b.coupon
})

/** What each promotion gives beside what it takes off, and who pays it. */
export type GivenBy = ReadonlyMap<string, { readonly given: Given; readonly funders: ReadonlyMap<string, bigint> }>

const nobody: GivenBy = new Map()

/** What the promotions of a quote give beside what they take off. */
export const givenBy = (setup: Setup, cart: RecordedCart, quote: Quote): GivenBy => {
  const { gifts, after, currency } = quote
  if (gifts.length === 0 && after.length === 0) return nobody
  const { pointWorth = usualPointWorth } = setup.policy ?? cart.input.policy ?? {}
  const worth = worthOf({ currency, policy: { pointWorth } })
  const sums = new Map<string, Given>()
  const add = (promotion: string, more: Partial<Given>): void =>
    void sums.set(promotion, addGiven(sums.get(promotion) ?? nothingGiven, { ...nothingGiven, ...more }))
  for (const { promotion, sku, quantity, value } of gifts) {
    const cost = costOf(setup.costs, sku)
    add(promotion, { pieces: Number(quantity), gifts: cost === undefined ? value : cost * quantity })
  }
  for (const one of after) {
    if (one.kind === "cashback") add(one.promotion, { cashback: one.amount })
    else if (one.kind === "points")
      add(one.promotion, { points: one.points, worth: (one.points * worth.numerator) / worth.denominator })
    else {
      const each = costOf(setup.coupons, one.template) ?? 0n
      add(one.promotion, { coupons: one.quantity, coupon: each * one.quantity })
    }
  }
  const rules = new Map(setup.rules.rules.flatMap((rule) => (sums.has(rule.id) ? [[rule.id, rule] as const] : [])))
  return new Map(
    [...sums].map(([promotion, given]) => {
      const rule = rules.get(promotion)
      const amount = amountGiven(given)
      return [promotion, { given, funders: rule === undefined ? new Map() : fundersOf(rule, cart, quote, amount) }]
    })
  )
}

/** What is stated for a sku or a template. */
export const costOf = (costs: Setup["costs"], id: string | undefined): bigint | undefined =>
  costs !== undefined && id !== undefined && Object.hasOwn(costs, id) ? costs[id] : undefined

/** Parties split what is given by their shares; the part of merchants by what is paid for the goods that the rule selects. */
const fundersOf = (rule: Rule, cart: RecordedCart, quote: Quote, amount: bigint): ReadonlyMap<string, bigint> => {
  const paid = new Map<string, bigint>()
  const add = (party: string, part: bigint): void => {
    if (part > 0n) paid.set(party, (paid.get(party) ?? 0n) + part)
  }
  for (const { id, part } of split(
    amount,
    rule.funding.map(({ party, weight }) => ({ id: party, weight }))
  )) {
    if (id !== "merchant") add(id, part)
    else for (const one of split(part, merchantsOf(rule, cart, quote))) add(one.id, one.part)
  }
  return paid
}

const merchantsOf = ({ merchant, select }: Rule, { input }: RecordedCart, { lines }: Quote) => {
  if (merchant !== undefined) return [{ id: merchant, weight: 1n }]
  const lineOf = new Map(input.lines.map((line) => [line.id, line]))
  const weights = new Map<string, bigint>()
  for (const { id, gross, units } of lines) {
    const line = lineOf.get(id)
    if (line === undefined) continue
    const { sku, merchant: owner, facts = {} } = line
    const price = units[0]?.price ?? 0n
    if (select?.({ facts, sku, merchant: owner, price }) === false) continue
    weights.set(owner, (weights.get(owner) ?? 0n) + gross)
  }
  return [...weights].map(([id, weight]) => ({ id, weight }))
}

type Weighted = ReadonlyArray<{ readonly id: string; readonly weight: bigint }>

// Where all is free, everybody pays alike.
const split = (amount: bigint, shares: Weighted) => {
  const weighted = shares.some(({ weight }) => weight > 0n) ? shares : shares.map(({ id }) => ({ id, weight: 1n }))
  const parts = Result.getOrElse(allocate(amount, weighted), () => [])
  return weighted.map(({ id }, index) => ({ id, part: parts[index] ?? 0n }))
}
