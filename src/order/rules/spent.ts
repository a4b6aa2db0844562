import { orderOwner } from "../../inventory/rules/accounts.ts"
import type { Account, Post, Transfer } from "../../ledger/model.ts"
import { divide } from "../../money/rules/round.ts"
import { cardAccount } from "../../payment/rules.ts"
import { lotAccount } from "../../promotion/rules/benefit.ts"
import type { Order, SpentPart } from "../model.ts"

type Spender = Pick<Order, "id" | "customer" | "spent"> & { readonly quote: Pick<Order["quote"], "currency"> }

/** What points, credit and gift cards have paid for an order and has not gone back: it cannot give what it does not have. */
export const tenderedAccount = (order: string, unit: string): Account => ({
  id: `tendered:${unit}:${order}`,
  owner: orderOwner(order),
  unit,
  floor: 0n
})

const unitOf = (part: SpentPart, currency: string): string => (part.kind === "lot" ? part.unit : currency)

const legs = (order: Spender, part: SpentPart): { readonly from: Account; readonly to: Account } => {
  const { currency } = order.quote
  const from =
    part.kind === "lot" ? lotAccount(order.customer, part.unit, part.expires) : cardAccount(part.card, currency)
  return { from, to: tenderedAccount(order.id, unitOf(part, currency)) }
}

const spendId = (order: Spender, index: number): string => `spend/${order.id}/${index}`

const each = <A>(order: Spender, transfer: (part: SpentPart, id: string) => A): ReadonlyArray<A> =>
  (order.spent ?? []).map((part, index) => transfer(part, spendId(order, index)))

/** Holds what an order spends until its payment is known. */
export const holdSpent = (order: Spender, until: number): ReadonlyArray<Transfer> =>
  each(order, (part, id) => ({ kind: "hold", id, ...legs(order, part), amount: part.amount, until }))

/** Takes it at once, where there is nothing to wait for. */
export const takeSpent = (order: Spender): ReadonlyArray<Transfer> =>
  each(order, (part, id) => ({ kind: "post", id, ...legs(order, part), amount: part.amount }))

/** The order is paid. */
export const settleSpent = (order: Spender): ReadonlyArray<Transfer> =>
  each(order, (_, hold) => ({ kind: "settle", hold }))

/** The order was never paid. */
export const releaseSpent = (order: Spender): ReadonlyArray<Transfer> =>
  each(order, (_, hold) => ({ kind: "release", hold }))

const back = (order: Spender, part: SpentPart, id: string, amount: bigint): Post => {
  const { from, to } = legs(order, part)
  return { kind: "post", id, from: to, to: from, amount }
}

/**
 * A part of it goes back, to the parts in the order in which they paid. What has expired meanwhile stays expired.
 *
 * Law: however it is divided no part is given more than it paid.
 *
 * @param before how much of the unit has gone back already
 * @param by what makes it: the id of a return, say
 */
export const giveBackSpent = (
  order: Spender,
  unit: string,
  { before, now }: { readonly before: bigint; readonly now: bigint },
  by: string
): ReadonlyArray<Transfer> => {
  const posts: Array<Post> = []
  let start = 0n
  for (const [index, part] of (order.spent ?? []).entries()) {
    if (unitOf(part, order.quote.currency) !== unit) continue
    const end = start + part.amount
    const from = before > start ? before : start
    const to = before + now < end ? before + now : end
    if (to > from) posts.push(back(order, part, `${spendId(order, index)}/back/${by}`, to - from))
    start = end
  }
  return posts
}

/** How much of a unit an order spent. */
export const spentIn = ({ spent = [], quote }: Pick<Order, "spent" | "quote">, unit: string): bigint =>
  spent.reduce((sum, part) => (unitOf(part, quote.currency) === unit ? sum + part.amount : sum), 0n)

/**
 * How many points go back with goods that points paid so much of, minor units: `P(before + now) - P(before)` with
 * `P(x) = floor(spent * x / paid)`.
 *
 * Law: for any partition of the goods into returns the parts sum to what was spent.
 */
export const pointsShare = (
  { spent, amount: paid }: { readonly spent: bigint; readonly amount: bigint },
  before: bigint,
  now: bigint
): bigint => {
  if (paid === 0n) return 0n
  const share = (worth: bigint) => divide(spent * worth, paid, "down")
  return share(before + now) - share(before)
}
