import { fractionFrom } from "../../promotion/rules/number.ts"
import type { Ratio } from "../../kernel/ratio.ts"
import { exponentOf } from "../../money/currency.ts"
import type { Quote } from "../model.ts"
import type { Cart } from "./cart.ts"
import type { Outcome } from "./choose.ts"
import { share, zeros } from "./spread.ts"
import { feesOf, payableOf, type Taxes, unitTaxes } from "./totals.ts"

/** What a point is worth in minor units. */
export const worthOf = ({
  currency,
  policy
}: {
  readonly currency: string
  readonly policy: Pick<Cart["policy"], "pointWorth">
}): Ratio => {
  const { numerator, denominator } = fractionFrom(policy.pointWorth) ?? none
  return { numerator: numerator * 10n ** BigInt(exponentOf(currency)), denominator }
}

const none: Ratio = { numerator: 0n, denominator: 1n }

/** What is to pay for each unit with its tax, less what points pay of it; by place among all units. */
export interface Paid {
  /** With tax, before points. */
  readonly gross: ReadonlyArray<number>
  /** What points pay of it. */
  readonly points: ReadonlyArray<number>
  readonly spent: bigint
  readonly amount: number
}

/**
 * Points asked to be spent: worth is rounded down, points used are rounded up. They pay at most their share of the goods that are
 * not locked against them, never more than is to pay, and are spread over groups, then units, by what is to pay for each.
 */
export const paidOf = (cart: Cart, { state }: Outcome, taxes: Taxes): Paid => {
  const gross: Array<number> = []
  for (const [index, { first, tax }] of cart.groups.entries()) {
    for (const [unit, taxed] of unitTaxes(cart, state, taxes, index).entries()) {
      gross.push(state.running[first + unit]! + (tax.included ? 0 : taxed))
    }
  }
  const { points: asked } = cart
  if (asked === undefined) return { gross, points: zeros(gross.length), spent: 0n, amount: 0 }
  const open = cart.groups.filter(({ entry: { locks = [] } }) => !locks.includes("points") && !locks.includes("all"))
  const inGroup = ({ first, size }: { readonly first: number; readonly size: number }) =>
    gross.slice(first, first + size)
  const sums = open.map((group) => inGroup(group).reduce((sum, one) => sum + one, 0))
  const goods = BigInt(sums.reduce((sum, one) => sum + one, 0))
  const worth = worthOf(cart)
  const most = fractionFrom(cart.policy.pointShare) ?? none
  const free = BigInt(Math.min(asked.spend, cart.free(asked.account)))
  const could = (free * worth.numerator) / worth.denominator
  const may = (goods * most.numerator) / most.denominator
  // A fee below zero may leave less to pay than the goods come to.
  const due = feesOf(cart) < 0 ? BigInt(Math.max(0, payableOf(cart, state))) : may
  const amount = Number([could, may, due].reduce((least, one) => (one < least ? one : least)))
  const points = zeros(gross.length)
  if (amount === 0) return { gross, points, spent: 0n, amount }
  const parts = share(amount, sums)
  for (const [index, group] of open.entries()) {
    if (parts[index] === 0) continue
    for (const [unit, part] of share(parts[index]!, inGroup(group)).entries()) points[group.first + unit] = part
  }
  const needed = BigInt(amount) * worth.denominator
  const spent = (needed + worth.numerator - 1n) / worth.numerator
  return { gross, points, spent, amount }
}

/** What is due after points and tenders, and what of it at the tail. Absent where nobody asked. */
export type Due = Pick<Quote, "points" | "tenders" | "due" | "deposit">

/**
 * Gift cards and store credit pay what is free on their accounts, in order of id: they lower what is due, never the total. Goods
 * on deposit are due at the tail but for the deposit; with nothing else in the cart, shipping and fees wait for the tail too.
 */
export const dueOf = (cart: Cart, { moves }: Outcome, paid: Paid, grand: bigint): Due => {
  let due = Number(grand) - paid.amount
  const drawn = new Map<string, number>()
  const tenders = cart.tenders?.map(({ id, account, amount }) => {
    const rest = Math.max(0, cart.free(account) - (drawn.get(account) ?? 0))
    const pays = Math.max(0, Math.min(rest, amount === undefined ? rest : Number(amount), due))
    drawn.set(account, (drawn.get(account) ?? 0) + pays)
    due -= pays
    return { id, account, amount: BigInt(pays) }
  })
  const { points } = cart
  const now = depositOf(moves)
  const asked = points !== undefined || tenders !== undefined
  return {
    ...(points === undefined
      ? {}
      : { points: { account: points.account, spent: paid.spent, amount: BigInt(paid.amount) } }),
    ...(tenders === undefined ? {} : { tenders }),
    ...(asked ? { due: BigInt(due) } : {}),
    ...(now.size === 0 ? {} : { deposit: { ...schedule(cart, now, paid, Number(grand), due), ...windowOf(moves) } })
  }
}

/** What of each unit on deposit is due now: the most that any promotion asks. */
const depositOf = (moves: Outcome["moves"]): ReadonlyMap<number, number> => {
  const now = new Map<number, number>()
  for (const { deposits } of moves) {
    for (const unit of deposits?.units ?? []) now.set(unit, Math.max(now.get(unit) ?? 0, deposits!.pay))
  }
  return now
}

/** From the last opening to the last close of those that say: nobody is late before any promotion's own time is over. */
const windowOf = (moves: Outcome["moves"]): { readonly from?: number; readonly until?: number } => {
  const stated = moves.flatMap(({ rule: { offer }, deposits }) =>
    offer.kind === "deposit" && offer.tail !== undefined && deposits !== undefined && deposits.units.length > 0
      ? [offer.tail]
      : []
  )
  if (stated.length === 0) return {}
  return { from: Math.max(...stated.map(({ from }) => from)), until: Math.max(...stated.map(({ until }) => until)) }
}

const schedule = (
  cart: Cart,
  now: ReadonlyMap<number, number>,
  { gross, points, amount }: Paid,
  grand: number,
  due: number
): NonNullable<Due["deposit"]> => {
  const left = (unit: number): number => gross[unit]! - points[unit]!
  let tail = 0
  let goods = 0
  for (let unit = 0; unit < cart.units; unit++) {
    goods += left(unit)
    const pay = now.get(unit)
    if (pay !== undefined) tail += Math.max(0, left(unit) - pay)
  }
  const whole = grand - amount
  const waits = now.size === cart.units ? whole - goods : 0
  // What tenders pay is less to pay at the tail: a deposit that binds is paid in money.
  const first = Math.min(whole - Math.max(0, Math.min(tail + waits, whole)), due)
  const beside = cart.units - now.size
  return { now: BigInt(first), tail: BigInt(due - first), ...(beside === 0 ? {} : { beside }) }
}
