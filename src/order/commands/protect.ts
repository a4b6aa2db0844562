import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Circumstances, circumstances } from "../../cart/commands/price.ts"
import { inputOfTerms, type QuoteTerms, quoteTerms } from "../../cart/commands/terms.ts"
import { priceToday, type TodayOffers } from "../../cart/commands/today.ts"
import { type Cart, carts } from "../../cart/model.ts"
import { command, type Loading, type Moment, put, query, type Read } from "../../command/index.ts"
import { Instant, ref } from "../../kernel/id.ts"
import { Money } from "../../money/model.ts"
import { PriceNotLower, ProtectionEnded } from "../../quote/errors.ts"
import { DropByOffer, NothingKept, OrderNotPaid, PriceNotProtected } from "../errors.ts"
import { Order, OrderPriceProtected, orders } from "../model.ts"
import { type DropRefusal, type PriceDrop, priceDrop } from "../rules/protection.ts"
import { leftOfAll, type Paid, refundFrom, withPaid } from "./deposit.ts"
import { tenderedBack, type Tendered, withSpent } from "./spend.ts"

/** Why nothing goes back, in order of precedence. */
const refusals = [PriceNotProtected, OrderNotPaid, ProtectionEnded, NothingKept, DropByOffer, PriceNotLower] as const

/** An order beside what its goods cost now. */
export interface Compared {
  readonly order: Order
  /** The cart that it was, with the pieces that the buyer keeps; absent where prices are not protected. */
  readonly kept: Cart | undefined
  readonly all: Circumstances | undefined
  readonly terms: QuoteTerms | undefined
}

function* compare(id: string, read: Read, now: number): Loading<Compared> {
  const order = yield* read.one(orders, id)
  if (order.protection?.days === undefined) return { order, kept: undefined, all: undefined, terms: undefined }
  const cart = yield* read.one(carts, order.cart)
  const terms = order.terms === undefined ? undefined : yield* read.one(quoteTerms, order.terms)
  const { spending: _, ...asked } = cart
  const lines = order.lines.flatMap(({ id: line, sku, quantity, refunded, giftOf }) => {
    const addOnOf = cart.lines.find((one) => one.id === line)?.addOnOf
    const left = quantity - refunded.quantity
    if (giftOf !== undefined || left === 0) return []
    return [{ id: line, sku, quantity: left, ...(addOnOf === undefined ? {} : { addOnOf }) }]
  })
  const kept: Cart = { ...asked, lines, codes: [] }
  return { order, kept, all: yield* circumstances(kept, read, now), terms }
}

const dropOf = ({ order, kept, all, terms }: Compared, now: number): Result.Result<PriceDrop, DropRefusal> => {
  const nothing = { currency: order.quote.currency, lines: [] }
  const price = (offers: TodayOffers) =>
    kept === undefined || all === undefined ? nothing : priceToday(kept, all, now, offers, order.quote)
  const counted = price(order.protection?.offers === "none" ? "none" : "claimed")
  return priceDrop(
    order,
    { counted, offered: price("all") },
    now,
    terms === undefined ? undefined : inputOfTerms(terms)
  )
}

/**
 * The buyer asks for the difference, because goods have become cheaper within the days for which their price is protected
 * (价保). Asked again, it gives what they have become cheaper since.
 */
export const protect = command("order.protect", {
  summary: "gives back what goods of an order have become cheaper within the days for which their price is protected",
  input: Schema.Struct({ order: ref("order") }),
  reply: Order,
  refusals,
  permission: "order.protect",
  *load({ order: id }, read: Read, _, now) {
    const compared = yield* compare(id, read, now)
    const { order } = compared
    const paid = yield* withPaid(order, read)
    const spent = order.spent === undefined ? undefined : yield* withSpent(order, read)
    return { ...compared, paid, spent }
  },
  owner: ({ order }) => order.customer,
  decide: (loaded, _, moment) => Result.map(dropOf(loaded, moment.now), (drop) => given(loaded, drop, moment))
})

const given = (
  { order, paid, spent }: Compared & { readonly paid: ReadonlyArray<Paid>; readonly spent: Tendered | undefined },
  drop: PriceDrop,
  moment: Moment
) => {
  const { currency } = order.total
  const times = order.protections?.length ?? 0
  const left = leftOfAll(paid)
  const sent: Money = { amount: drop.money < left ? drop.money : left, currency }
  const wanted = { money: drop.money - sent.amount, points: drop.points }
  const back = tenderedBack(order, spent, wanted, `protection-${times}`)
  const { refunds, ...refunding } = refundFrom(paid, sent.amount, "price protection", moment)
  const [refund, depositRefund] = refunds
  const amount: Money = { amount: sent.amount + back.money, currency }
  const made: NonNullable<Order["protections"]>[number] = {
    at: moment.now,
    after: drop.after,
    lines: drop.lines,
    amount,
    ...(back.money === 0n ? {} : { tendered: { amount: back.money, currency } }),
    ...(back.points === 0n ? {} : { points: Number(back.points) }),
    ...(refund === undefined ? {} : { refund: refund.id }),
    ...(depositRefund === undefined ? {} : { depositRefund: depositRefund.id })
  }
  const after: Order = { ...order, protections: [...(order.protections ?? []), made] }
  return {
    reply: after,
    changes: [put(orders, after, OrderPriceProtected.of({ order: order.id, amount })), ...(refunding.changes ?? [])],
    transfers: [...back.transfers, ...(refunding.transfers ?? [])],
    intents: refunding.intents ?? []
  }
}

/** What would go back if the buyer asked now; or why nothing would. */
const Protected = Schema.Union([
  Schema.TaggedStruct("Protected", { order: ref("order"), amount: Money, points: Schema.Int, until: Instant }),
  Schema.TaggedStruct("NotProtected", { order: ref("order"), why: Schema.Union(refusals) })
])

/** What a buyer gets back because goods of an order have become cheaper, if `order.protect` is asked now. */
export const protection = query("order.protection", {
  summary: "what would go back for goods of an order that have become cheaper",
  input: Schema.Struct({ order: ref("order") }),
  reply: Protected,
  permission: "order.protect",
  *load({ order }, read: Read, { now }) {
    return yield* compare(order, read, now)
  },
  owner: ({ order }) => order.customer,
  answer: (compared, _, { now }) =>
    Result.match(dropOf(compared, now), {
      onFailure: (why) => ({ _tag: "NotProtected" as const, order: compared.order.id, why }),
      onSuccess: ({ money, points, until }) => ({
        _tag: "Protected" as const,
        order: compared.order.id,
        amount: { amount: money, currency: compared.order.quote.currency },
        points: Number(points),
        until
      })
    })
})
