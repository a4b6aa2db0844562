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

/** Where what has expired goes. */
export const benefitExpired = (unit: string): Account => ({ id: `expired:benefit:${unit}`, owner: "promotion", unit })

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

/** What a customer owes: reversed after it was spent. */
export const debtAccount = (customer: string, unit: string): Account => ({
  id: `owed:benefit:${unit}:${customer}`,
  owner: `customer:${customer}`,
  unit
})

const post = (id: string, from: Account, to: Account, amount: bigint): ReadonlyArray<Post> =>
  amount > 0n ? [{ kind: "post", id, from, to, amount }] : []

const name = ({ order, index }: Earned, what: string): string => `benefit/${order}/${index}/${what}`

/** The order is paid: what it gives is the customer's, and waits. */
export const grantBenefit = (earned: Earned): ReadonlyArray<Transfer> =>
  post(name(earned, "grant"), benefitSource(earned.unit), pendingAccount(earned), earned.amount)

/** The return window has ended: what still waits can be spent until `expires`. */
export const releaseBenefit = (earned: Earned, pending: Balance, expires: number): ReadonlyArray<Transfer> =>
  post(
    name(earned, "due"),
    pendingAccount(earned),
    lotAccount(earned.customer, earned.unit, expires),
    pending.posted - pending.outgoing
  )

/** So much of what earned a benefit was refunded before, and is refunded now, of so much that was paid. Minor units. */
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

/**
 * Takes back the share of a refund, from where it waits; or once it could be spent from its lot, and what was spent of that
 * is owed: a refund is a fact, which no bound refuses.
 *
 * @param by what makes it: the id of the return
 * @param expires of the lot, once it is released
 */
export const reverseBenefit = (
  earned: Earned,
  refunded: Refunded,
  by: string,
  expires: number | undefined
): ReadonlyArray<Transfer> => {
  const { customer, unit } = earned
  const amount = benefitShare(earned.amount, refunded, unit.startsWith(couponPrefix) ? "down" : "halfUp")
  const id = name(earned, `back/${by}`)
  if (expires === undefined) return post(id, pendingAccount(earned), benefitSource(unit), amount)
  return post(id, lotAccount(customer, unit, expires), benefitSource(unit), amount).map((one) => ({
    ...one,
    short: debtAccount(customer, unit)
  }))
}

/** The order is cancelled: nothing was earned. */
export const revokeBenefit = (earned: Earned): ReadonlyArray<Transfer> =>
  post(name(earned, "revoke"), pendingAccount(earned), benefitSource(earned.unit), earned.amount)

/** When a lot expires, by its account; `undefined` for an account that is no lot of this customer and unit. */
export const expiryOf = ({ id }: Account, customer: string, unit: string): number | undefined => {
  const prefix = lotPrefix(customer, unit)
  const expires = id.startsWith(prefix) ? id.slice(prefix.length) : ""
  return /^\d{15}$/.test(expires) ? Number(expires) : undefined
}

/** What can be spent of a unit at an instant. */
export const spendable = (lots: ReadonlyArray<Balance>, customer: string, unit: string, at: number): bigint =>
  aliveLots(lots, customer, unit, at).reduce((sum, { posted, outgoing }) => sum + posted - outgoing, 0n)

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
 * @returns the parts, or `BenefitShort`
 */
export const spendOldest = (
  lots: ReadonlyArray<Balance>,
  customer: string,
  unit: string,
  amount: bigint,
  at: number
): Result.Result<ReadonlyArray<LotPart>, BenefitShort> => {
  const parts: Array<LotPart> = []
  let open = amount
  for (const { account, posted, outgoing } of aliveLots(lots, customer, unit, at)) {
    const free = posted - outgoing
    const part = free < open ? free : open
    if (part <= 0n) continue
    parts.push({ account, expires: expiryOf(account, customer, unit) ?? 0, amount: part })
    open -= part
  }
  return open <= 0n
    ? Result.succeed(parts)
    : Result.fail({ _tag: "BenefitShort", unit, wanted: amount, available: amount - open })
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
    return post(`benefit/expired/${account.id}/${posted}/${at}`, account, benefitExpired(unit), posted - outgoing)
  })
