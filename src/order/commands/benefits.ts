import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import {
  type AnyReaction,
  command,
  type Consequence,
  type EventType,
  type Loading,
  on,
  put,
  type Read,
  readSection
} from "../../command/index.ts"
import { ref } from "../../kernel/id.ts"
import type { Account, Balance, Transfer } from "../../ledger/model.ts"
import { ExpireLots } from "../../promotion/commands.ts"
import {
  benefitExpired,
  debtAccount,
  type Earned,
  earnedBy,
  grantBenefit,
  lotAccount,
  owedOf,
  pendingAccount,
  releaseBenefit,
  reverseBenefit,
  revokeBenefit,
  type Whereabouts
} from "../../promotion/rules/benefit.ts"
import {
  BenefitsReleased,
  Order,
  OrderCancelled,
  OrderPriceProtected,
  OrderReceived,
  OrderRefunded,
  orderPolicy,
  orders,
  ReleaseBenefits,
  type Return
} from "../model.ts"
import { earningBack } from "../rules/earned.ts"
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

/** Where the benefits of an order are, beside those that have not expired. */
type Given = ReadonlyMap<string, Balance>

/** Reads what of the benefits of an order waits, or has expired. */
export function* withBenefits(order: Order, read: Read): Loading<Given> {
  const accounts = earned(order).flatMap((one) => {
    if (order.benefits === undefined) return [pendingAccount(one)]
    const lot = lotAccount(one.customer, one.unit, order.benefits.expires)
    return [lot, benefitExpired(lot)]
  })
  const balances = yield* read.balances(accounts)
  return new Map(accounts.map(({ id }, index) => [id, balances[index] as Balance]))
}

/**
 * What goes back with a return: the share of its goods in those that earned it, by cumulative difference over the returns of the
 * order.
 *
 * @param order before the return is counted
 */
export const reverseBenefits = (
  order: Order,
  { id: by, lines }: Return,
  given: Given,
  now: number
): ReadonlyArray<Transfer> => {
  const taken = new Map<string, bigint>()
  const free = (account: Account): bigint => {
    const balance = given.get(account.id)
    return balance === undefined ? 0n : balance.posted - balance.outgoing - (taken.get(account.id) ?? 0n)
  }
  const whereabouts = (one: Earned): Whereabouts => {
    if (order.benefits === undefined) return { pending: given.get(pendingAccount(one).id) as Balance }
    const { expires } = order.benefits
    const lot = lotAccount(one.customer, one.unit, expires)
    return now < expires ? { expires } : { expires, left: free(lot), cleared: free(benefitExpired(lot)) }
  }
  return earned(order).flatMap((one) => {
    const back = earningBack(order, order.quote.after[one.index]?.lines, lines)
    const transfers = reverseBenefit(one, back, by, whereabouts(one))
    // Two benefits of a unit are in one lot.
    for (const { from, amount } of transfers) taken.set(from.id, (taken.get(from.id) ?? 0n) + amount)
    return transfers
  })
}

/**
 * Something of an order came back. What went back to a lot that has expired is cleared, and what is owed now is paid with what
 * can still be spent.
 */
const cameBack = <Data extends { readonly order: string }>(event: EventType<Data>) =>
  on(event, {
    *load({ data: { order: id } }, read) {
      const order = yield* read.one(orders, id)
      const lots = (order.spent ?? []).flatMap((part) => (part.kind === "lot" ? [part] : []))
      const spent = [...new Set(lots.map(({ unit }) => unit))]
      return { order, lots, debts: yield* read.balances(spent.map((unit) => debtAccount(order.customer, unit))) }
    },
    decide: ({ order, lots, debts }, _, { now }): Consequence => {
      const expired = lots.flatMap(({ unit, expires }) => (expires <= now ? [unit] : []))
      const owed = debts.flatMap(({ account, posted }) => (posted < 0n ? [account.unit] : []))
      // What this very return makes owed is posted with it, and not to be read yet.
      const reversed = order.benefits === undefined ? [] : units(order)
      return {
        intents: [...new Set([...expired, ...owed, ...reversed])].map((unit) =>
          ExpireLots.of({ customer: order.customer, unit }, { lane: `${order.id}/back/${unit}` })
        )
      }
    }
  })

/** After what comes back to points, credit and coupons. */
export const tidying: ReadonlyArray<AnyReaction> = [
  cameBack(OrderRefunded),
  cameBack(OrderCancelled),
  cameBack(OrderPriceProtected)
]

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
      debts: read.balances(earned(order).map(({ customer, unit }) => debtAccount(customer, unit))),
      policy: readSection(orderPolicy)
    })
    return { order, ...found }
  },
  decide: ({ order, pending, debts, policy }, _, { now }) => {
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
      transfers: released(order, pending, debts, expires),
      intents: units(order).map((unit) =>
        ExpireLots.of({ customer: order.customer, unit }, { lane: `${order.id}/expire/${unit}`, due: expires })
      )
    })
  }
})

const released = (
  order: Order,
  pending: ReadonlyArray<Balance>,
  debts: ReadonlyArray<Balance>,
  expires: number
): ReadonlyArray<Transfer> => {
  const paid = new Map<string, bigint>()
  return earned(order).flatMap((one, index) => {
    // What the first of a unit has paid is not owed to the next.
    const before = paid.get(one.unit) ?? 0n
    const owed = owedOf(debts.slice(index, index + 1), one.customer, one.unit) - before
    const transfers = releaseBenefit(one, pending[index] as Balance, expires, owed)
    const debt = debtAccount(one.customer, one.unit).id
    const now = transfers.reduce((sum, { to, amount }) => (to.id === debt ? sum + amount : sum), 0n)
    paid.set(one.unit, before + now)
    return transfers
  })
}
