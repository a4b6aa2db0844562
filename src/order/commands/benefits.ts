import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { command, type Consequence, on, put, type Read, readSection } from "../../command/index.ts"
import { ref } from "../../kernel/id.ts"
import type { Balance, Transfer } from "../../ledger/model.ts"
import { ExpireLots } from "../../promotion/commands.ts"
import {
  type Earned,
  earnedBy,
  grantBenefit,
  pendingAccount,
  releaseBenefit,
  reverseBenefit,
  revokeBenefit
} from "../../promotion/rules/benefit.ts"
import { BenefitsReleased, Order, OrderReceived, orderPolicy, orders, ReleaseBenefits } from "../model.ts"
import { returnableUntil } from "./window.ts"

const day = 86_400_000

/** How long cashback and points can be spent if the policy does not say, in days. */
export const usualBenefitDays = 365

const earned = ({ id, customer, quote, couponsCounted }: Order): ReadonlyArray<Earned> =>
  earnedBy(id, customer, quote.currency, quote.after).filter(
    ({ index }) => couponsCounted === true || quote.after[index]?.kind !== "coupon"
  )

const units = (order: Order): ReadonlyArray<string> => [...new Set(earned(order).map(({ unit }) => unit))]

/** A paid order's cashback, points and coupons are the customer's, and wait for the end of the return window. */
export const grantBenefits = (order: Order): ReadonlyArray<Transfer> => earned(order).flatMap(grantBenefit)

/** A cancelled order earns nothing. */
export const revokeBenefits = (order: Order): ReadonlyArray<Transfer> => earned(order).flatMap(revokeBenefit)

/**
 * What goes back with goods worth so much: the share of that in all that was paid for goods, by cumulative difference over
 * the returns of the order.
 *
 * @param by the id of the return
 * @param now minor units
 */
export const reverseBenefits = (order: Order, by: string, now: bigint): ReadonlyArray<Transfer> => {
  const before = order.lines.reduce((sum, { refunded }) => sum + refunded.amount.amount, 0n)
  const refunded = { paid: order.quote.subtotal.gross - (order.quote.points?.amount ?? 0n), before, now }
  return earned(order).flatMap((one) => reverseBenefit(one, refunded, by, order.benefits?.expires))
}

const releaseAt = (order: string, due: number) => ReleaseBenefits.of({ order }, { lane: `${order}/benefits`, due })

/** The goods have arrived: when they can no longer be sent back, cashback, points and coupons can be spent. */
export const received = on(OrderReceived, {
  *load({ data: { order } }, read) {
    return yield* read.all({ order: read.one(orders, order), policy: readSection(orderPolicy) })
  },
  decide: ({ order, policy }, _, { now }): Consequence =>
    order.quote.after.length === 0
      ? {}
      : {
          intents: [releaseAt(order.id, returnableUntil(order.receivedAt ?? now, policy.value))]
        }
})

/**
 * The return window of an order has ended: what it gives can be spent. Again, it changes nothing. Before that it is asked for
 * once more when the window ends, which a change of the policy may have put off.
 */
export const releaseBenefits = command("order.releaseBenefits", {
  summary: "gives out cashback, points and coupons of an order whose return window has ended",
  input: Schema.Struct({ order: ref("order") }),
  reply: Order,
  refusals: [],
  permission: "order.expire",
  *load({ order: id }, read: Read) {
    const order = yield* read.one(orders, id)
    const found = yield* read.all({
      pending: read.balances(earned(order).map(pendingAccount)),
      policy: readSection(orderPolicy)
    })
    return { order, ...found }
  },
  decide: ({ order, pending, policy }, _, { now }) => {
    const { receivedAt, benefits } = order
    if (receivedAt === undefined || benefits !== undefined || order.quote.after.length === 0)
      return Result.succeed({ reply: order })
    const due = returnableUntil(receivedAt, policy.value)
    if (now < due) return Result.succeed({ reply: order, intents: [releaseAt(order.id, due)] })
    // Until the end of a day by UTC, so that a customer has one account a day at most.
    const expires = (Math.floor(now / day) + (policy.value.benefitsLast ?? usualBenefitDays) + 1) * day
    const after: Order = { ...order, benefits: { releasedAt: now, expires } }
    return Result.succeed({
      reply: after,
      changes: [put(orders, after, BenefitsReleased.of({ order: order.id }))],
      transfers: earned(order).flatMap((one, index) => releaseBenefit(one, pending[index] as Balance, expires)),
      intents: units(order).map((unit) =>
        ExpireLots.of({ customer: order.customer, unit }, { lane: `${order.id}/expire/${unit}`, due: expires })
      )
    })
  }
})
