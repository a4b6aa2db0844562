import { portion, proportion } from "../../money/rules/proportion.ts"
import type { LaterRule } from "../../promotion/rules/compile.ts"
import type { Quote } from "../model.ts"
import type { QuotedGift, QuotedLater } from "../quote.ts"
import type { Cart } from "./cart.ts"
import type { Outcome } from "./choose.ts"
import { type Paid, paidOf, worthOf } from "./due.ts"
import { upTo } from "./exact.ts"
import { type Move, type Picked, unitsOf } from "./state.ts"
import { type Taxes, taxesOf } from "./totals.ts"

/** Gifts and what comes later, in order of promotion id. */
export type Benefits = Pick<Quote, "gifts" | "after">

const nothing: Benefits = { gifts: [], after: [] }

/** Whether some move gives more than it takes off. */
const gives = ({ presents, later }: Move): boolean => presents.length > 0 || later.length > 0

/**
 * Goods given along at their list value, and cashback and points on what is paid for the selected units after points: pending
 * until the return window has ended.
 */
export const benefitsOf = (cart: Cart, outcome: Outcome, paid: Paid): Benefits => {
  const giving = outcome.moves.filter(gives)
  if (giving.length === 0) return nothing
  const { byId } = cart.rules
  giving.sort((a, b) => byId[a.at]! - byId[b.at]!)
  return {
    gifts: giving.flatMap((move) => giftsOf(cart, move)),
    after: giving.flatMap((move) => laterOf(cart, move, paid))
  }
}

const giftsOf = (cart: Cart, { rule, presents }: Move): ReadonlyArray<QuotedGift<bigint>> =>
  presents.map(({ sku, quantity, short }) => ({
    promotion: rule.id,
    version: rule.version,
    sku,
    ...(rule.merchant === undefined ? {} : { merchant: rule.merchant }),
    quantity: BigInt(quantity),
    value: BigInt(cart.valueOf(sku, rule.merchant)) * BigInt(quantity),
    ...(short === 0 ? {} : { short: BigInt(short) })
  }))

const laterOf = (cart: Cart, { rule: { id, version }, later }: Move, paid: Paid): ReadonlyArray<QuotedLater<bigint>> =>
  later.flatMap(({ rule, on, times }): ReadonlyArray<QuotedLater<bigint>> => {
    let sum = 0
    for (const one of on) {
      const { first } = cart.groups[one.group]!
      for (const unit of unitsOf(cart, one)) sum += paid.gross[first + unit]! - paid.points[first + unit]!
    }
    const by = earnersOf(cart, on)
    switch (rule.kind) {
      case "cashback": {
        const amount = BigInt(cashback(cart, rule, sum, times))
        return amount === 0n ? [] : [{ kind: "cashback", promotion: id, version, amount, ...by }]
      }
      case "points": {
        const points = earned(cart, rule, sum, times)
        return points === 0n ? [] : [{ kind: "points", promotion: id, version, points, ...by }]
      }
      case "coupon": {
        const { template, quantity } = rule
        return [{ kind: "coupon", promotion: id, version, template, quantity: quantity * BigInt(times), ...by }]
      }
    }
  })

/** The lines with goods of which some earned it, by id; absent where all are. Equal goods are told apart by nobody. */
const earnersOf = (cart: Cart, on: ReadonlyArray<Picked>): Pick<QuotedLater<bigint>, "lines"> => {
  const earning = new Set<number>()
  for (const { group, units } of on) {
    if (units?.length === 0) continue
    for (const { line } of cart.groups[group]!.members) earning.add(line)
  }
  if (earning.size === cart.lines.length) return {}
  return { lines: cart.lines.flatMap(({ id }, line) => (earning.has(line) ? [id] : [])) }
}

type CashbackRule = LaterRule & { readonly kind: "cashback" }
type PointsRule = LaterRule & { readonly kind: "points" }

const cashback = (cart: Cart, { gives: given, max }: CashbackRule, paid: number, times: number): number => {
  const back =
    given.kind === "amount"
      ? upTo(given.amount) * times
      : portion(paid, proportion(given.share), cart.policy.discountRounding)
  return max === undefined ? back : Math.min(back, upTo(max))
}

const earned = (cart: Cart, { gives: given, max }: PointsRule, paid: number, times: number): bigint => {
  const one = given.kind === "fixed" ? given.points : onPaid(cart, given, BigInt(paid))
  const points = one * BigInt(times)
  return max === undefined || points < max ? points : max
}

const onPaid = (cart: Cart, given: Exclude<PointsRule["gives"], { readonly kind: "fixed" }>, paid: bigint): bigint => {
  if (given.kind === "per") return (paid / given.per) * given.points
  const worth = worthOf(cart)
  if (worth.numerator === 0n) return 0n
  return (paid * given.share.numerator * worth.denominator) / (given.share.denominator * worth.numerator)
}

/** What gifts and later benefits are worth to the buyer, and how much of it is gifts and cashback; minor units. */
export interface Worth {
  readonly all: number
  readonly tangible: number
}

const worthless: Worth = { all: 0, tangible: 0 }

/**
 * The worth of a plan's benefits: gifts at list value, cashback at face, points at the policy's worth, and each gift and coupon
 * at one minor unit at least, so that an offer which gives something is never dropped in a tie.
 */
export const worthIn = (cart: Cart, outcome: Outcome, taxes?: Taxes): Worth => {
  if (!outcome.moves.some(gives)) return worthless
  const paid = paidOf(cart, outcome, taxes ?? taxesOf(cart, outcome.state))
  const { gifts, after } = benefitsOf(cart, outcome, paid)
  const { numerator, denominator } = worthOf(cart)
  let all = 0n
  let tangible = 0n
  for (const { quantity, value } of gifts) {
    all += value > quantity ? value : quantity
    tangible += value
  }
  for (const one of after) {
    if (one.kind === "cashback") {
      all += one.amount
      tangible += one.amount
    } else all += one.kind === "points" ? (one.points * numerator) / denominator : one.quantity
  }
  return { all: Number(all), tangible: Number(tangible) }
}

/** Add-ons whose promotion does not apply. */
export const lapsedOf = (cart: Cart, { moves }: Outcome): Pick<Quote, "lapsed"> => {
  if (!cart.addOns) return {}
  const applied = new Set(moves.map(({ rule }) => rule.id))
  const lapsed = cart.lines.flatMap(({ id, addOnOf }) =>
    addOnOf === undefined || applied.has(addOnOf)
      ? []
      : [{ line: id, promotion: addOnOf, confirm: cart.policy.addOnLapsed === "confirm" }]
  )
  return lapsed.length === 0 ? {} : { lapsed }
}
