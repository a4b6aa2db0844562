import * as Result from "effect/Result"
import type { Account, Balance, Post, Transfer } from "../../ledger/model.ts"
import { divide } from "../../money/rules/round.ts"
import type { BenefitShort } from "../errors.ts"

/** What an order gives when its return window has ended: money in minor units of its currency, whole points, or coupons. */
export type Benefit =
  | { readonly kind: "cashback"; readonly amount: bigint }
  | { readonly kind: "points"; readonly points: bigint }
  | { readonly kind: "coupon"; readonly template: string; readonly quantity: bigint }

/** One benefit of an order, as the ledger knows it. */
export interface Earned {
  readonly order: string
  readonly customer: string
  /** Its place in the list of the quote. */
  readonly index: number
  /** The currency of a cashback, `points`, or the unit of a coupon's template. */
  readonly unit: string
  readonly amount: bigint
}

/** The unit that coupons of a template are counted in, as in `coupon:next-10`. */
export const couponUnit = (template: string): string => `${couponPrefix}${template}`

const couponPrefix = "coupon:"

/** The benefits of an order, in the order of the quote. */
export const earnedBy = (
  order: string,
  customer: string,
  currency: string,
  benefits: ReadonlyArray<Benefit>
): ReadonlyArray<Earned> =>
  benefits.flatMap((benefit, index): ReadonlyArray<Earned> => {
    const [unit, amount] =
      benefit.kind === "coupon"
        ? [couponUnit(benefit.template), benefit.quantity]
        : benefit.kind === "points"
          ? ["points", benefit.points]
          : [currency, benefit.amount]
    return amount > 0n ? [{ order, customer, index, unit, amount }] : []
  })

/** Where points and cashbacks come from and go back to. */
export const benefitSource = (unit: string): Account => ({ id: `issued:benefit:${unit}`, owner: "promotion", unit })

/** Where what has expired of a lot goes: a return may still take back what nobody has spent. */
export const benefitExpired = ({ id, unit }: Account): Account => ({
  id: `expired:${id}`,
  owner: "promotion",
  unit,
  floor: 0n
})

/** Where a benefit waits for the end of the return window. Nothing can be paid from it, its own order least of all. */
export const pendingAccount = ({ order, customer, index, unit }: Earned): Account => ({
  id: `pending:benefit:${order}/${index}`,
  owner: `customer:${customer}`,
  unit,
  floor: 0n
})

/**
 * What a customer may spend until an instant, milliseconds: one account for each owner and expiry. Its id sorts by the
 * expiry, which is the first instant at which it can no longer be spent.
 */
export const lotAccount = (customer: string, unit: string, expires: number): Account => ({
  id: `${lotPrefix(customer, unit)}${String(expires).padStart(15, "0")}`,
  owner: `customer:${customer}`,
  unit,
  floor: 0n
})

const lotPrefix = (customer: string, unit: string): string => `benefit:${unit}:${customer}/`

/** What a customer owes, below zero: reversed after it was spent. Nobody pays more than that, however many pay at once. */
export const debtAccount = (customer: string, unit: string): Account => ({
  id: `debt:benefit:${unit}:${customer}`,
  owner: `customer:${customer}`,
  unit,
  ceiling: 0n
})

const post = (id: string, from: Account, to: Account, amount: bigint): ReadonlyArray<Post> =>
  amount > 0n ? [{ kind: "post", id, from, to, amount }] : []

const name = ({ order, index }: Earned, what: string): string => `benefit/${order}/${index}/${what}`

/** The order is paid: what it gives is the customer's, and waits. */
export const grantBenefit = (earned: Earned): ReadonlyArray<Transfer> =>
  post(name(earned, "grant"), benefitSource(earned.unit), pendingAccount(earned), earned.amount)

/**
 * The return window has ended: what still waits pays what the customer owes of the unit, and the rest can be spent until
 * `expires`.
 *
 * @param owed not below 0
 */
export const releaseBenefit = (
  earned: Earned,
  pending: Balance,
  expires: number,
  owed: bigint
): ReadonlyArray<Post> => {
  const { customer, unit } = earned
  const waiting = pending.posted - pending.outgoing
  const paid = least(waiting, owed)
  return [
    ...post(name(earned, "owed"), pending.account, debtAccount(customer, unit), paid),
    ...post(name(earned, "due"), pending.account, lotAccount(customer, unit, expires), waiting - paid)
  ]
}

/**
 * So much of the goods that earned a benefit came back before, and comes back now, of so much that was paid for them: minor
 * units, or pieces of what cost nothing.
 */
export interface Refunded {
  readonly paid: bigint
  readonly before: bigint
  readonly now: bigint
}

/**
 * What of a benefit goes back with a refund: `R(before + now) - R(before)` with `R(x) = round(earned * x / paid)`. A coupon
 * cannot be parted: it goes back with the last of what earned it, so `R` rounds `down` there.
 *
 * Law: for any partition of the whole into refunds it sums to what was earned, and no part is negative.
 */
export const benefitShare = (
  earned: bigint,
  { paid, before, now }: Refunded,
  rounding: "halfUp" | "down" = "halfUp"
): bigint => {
  if (paid <= 0n) return 0n
  const share = (refunded: bigint) => divide(earned * (refunded > paid ? paid : refunded), paid, rounding)
  return share(before + now) - share(before)
}

/** Where a benefit is: it waits; or it was released to a lot, which has expired or not. */
export type Whereabouts =
  | { readonly pending: Balance }
  | { readonly expires: number }
  /** What nobody holds of the lot, and what was cleared of it. */
  | { readonly expires: number; readonly left: bigint; readonly cleared: bigint }

/**
 * Takes back the share of a refund, from where it waits, so that in all the share of all refunds has gone back; or once it could
 * be spent from its lot, whether or not that has expired. What was spent of it is owed: a refund is a fact, which no bound
 * refuses.
 *
 * @param by what makes it: the id of the return
 */
export const reverseBenefit = (
  earned: Earned,
  refunded: Refunded,
  by: string,
  where: Whereabouts
): ReadonlyArray<Post> => {
  const { customer, unit } = earned
  const rounding = unit.startsWith(couponPrefix) ? "down" : "halfUp"
  const share = (of: Refunded): bigint => benefitShare(earned.amount, of, rounding)
  const [source, id] = [benefitSource(unit), name(earned, `back/${by}`)]
  if ("pending" in where) {
    const { posted } = where.pending
    const due = share({ ...refunded, before: 0n, now: refunded.before + refunded.now }) - (earned.amount - posted)
    return post(id, pendingAccount(earned), source, least(due, posted))
  }
  const amount = share(refunded)
  const [lot, debt] = [lotAccount(customer, unit, where.expires), debtAccount(customer, unit)]
  if (!("left" in where)) return post(id, lot, source, amount).map((one) => ({ ...one, short: debt }))
  const fromLot = least(amount, where.left)
  const cleared = least(amount - fromLot, where.cleared)
  return [
    ...post(id, lot, source, fromLot),
    ...post(`${id}/expired`, benefitExpired(lot), source, cleared),
    ...post(`${id}/owed`, debt, source, amount - fromLot - cleared)
  ]
}

const least = (left: bigint, right: bigint): bigint => (left < right ? left : right)

/** The order is cancelled: nothing was earned. */
export const revokeBenefit = (earned: Earned): ReadonlyArray<Transfer> =>
  post(name(earned, "revoke"), pendingAccount(earned), benefitSource(earned.unit), earned.amount)

/** When a lot expires, by its account; `undefined` for an account that is no lot of this customer and unit. */
export const expiryOf = ({ id }: Account, customer: string, unit: string): number | undefined => {
  const prefix = lotPrefix(customer, unit)
  const expires = id.startsWith(prefix) ? id.slice(prefix.length) : ""
  return /^\d{15}$/.test(expires) ? Number(expires) : undefined
}

/** What a customer owes of a unit, by all that is theirs of it; not below 0. */
export const owedOf = (own: ReadonlyArray<Balance>, customer: string, unit: string): bigint => {
  const { id } = debtAccount(customer, unit)
  const debt = own.find(({ account }) => account.id === id)?.posted ?? 0n
  return debt < 0n ? -debt : 0n
}

/**
 * What can be spent of a unit at an instant: what is in lots that have not expired, beyond what is owed.
 *
 * @param own all that the customer has of the unit, with what is owed
 */
export const spendable = (own: ReadonlyArray<Balance>, customer: string, unit: string, at: number): bigint => {
  const free = aliveLots(own, customer, unit, at).reduce((sum, { posted, outgoing }) => sum + posted - outgoing, 0n)
  const owed = owedOf(own, customer, unit)
  return free > owed ? free - owed : 0n
}

/** A part of a payment, from one lot. */
export interface LotPart {
  readonly account: Account
  /** Of the lot: the first instant at which it can no longer be spent. */
  readonly expires: number
  readonly amount: bigint
}

/**
 * From which lots so much is spent: those that expire first, and none that has expired, whether or not anybody has cleared
 * it away.
 *
 * Law: parts sum to the amount, no lot gives more than it has free, and a later lot gives only if every earlier one is spent.
 *
 * @param own all that the customer has of the unit, with what is owed
 * @returns the parts, or `BenefitShort`
 */
export const spendOldest = (
  own: ReadonlyArray<Balance>,
  customer: string,
  unit: string,
  amount: bigint,
  at: number
): Result.Result<ReadonlyArray<LotPart>, BenefitShort> => {
  const available = spendable(own, customer, unit, at)
  return amount > available
    ? Result.fail({ _tag: "BenefitShort", unit, wanted: amount, available })
    : Result.succeed(oldestParts(own, customer, unit, amount, at))
}

const oldestParts = (
  own: ReadonlyArray<Balance>,
  customer: string,
  unit: string,
  amount: bigint,
  at: number
): ReadonlyArray<LotPart> => {
  const parts: Array<LotPart> = []
  let open = amount
  for (const { account, posted, outgoing } of aliveLots(own, customer, unit, at)) {
    const part = least(posted - outgoing, open)
    if (part <= 0n) continue
    parts.push({ account, expires: expiryOf(account, customer, unit) ?? 0, amount: part })
    open -= part
  }
  return parts
}

/**
 * Pays what a customer owes with what can be spent, from the lots that expire first.
 *
 * Law: afterwards nothing is owed, or nothing can be spent.
 *
 * @param own all that the customer has of the unit, with what is owed
 */
export const payOwed = (
  own: ReadonlyArray<Balance>,
  customer: string,
  unit: string,
  at: number
): ReadonlyArray<Transfer> => {
  const owed = owedOf(own, customer, unit)
  return oldestParts(own, customer, unit, owed, at).flatMap(({ account, amount }) =>
    // What was owed stands in the name, so paying twice is paying once.
    post(`benefit/paid/${account.id}/${owed}/${at}`, account, debtAccount(customer, unit), amount)
  )
}

/** The lots of a customer that have not expired at an instant, those that expire first in front. */
export const aliveLots = (
  lots: ReadonlyArray<Balance>,
  customer: string,
  unit: string,
  at: number
): ReadonlyArray<Balance> =>
  lots
    .flatMap((lot) => {
      const expires = expiryOf(lot.account, customer, unit)
      return expires === undefined || expires <= at ? [] : [{ lot, expires }]
    })
    .toSorted((left, right) => left.expires - right.expires)
    .map(({ lot }) => lot)

/**
 * Clears what has expired. What is held of it stays until the hold is resolved, so it is cleared the next time.
 *
 * Law: what expires in all does not depend on how often this is done (L29), since nothing is spent from a lot that has
 * expired.
 */
export const expireLots = (
  lots: ReadonlyArray<Balance>,
  customer: string,
  unit: string,
  at: number
): ReadonlyArray<Transfer> =>
  lots.flatMap(({ account, posted, outgoing }) => {
    const expires = expiryOf(account, customer, unit)
    if (expires === undefined || expires > at) return []
    // What was cleared before stands in the name, so clearing twice is clearing once.
    return post(`benefit/expired/${account.id}/${posted}/${at}`, account, benefitExpired(account), posted - outgoing)
  })
