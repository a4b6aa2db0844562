import * as Schema from "effect/Schema"
import { ReturnPolicy } from "../cart/commands/terms.ts"
import { Kind } from "../catalog/model.ts"
import { collection, event, integer, intent, section, text } from "../command/index.ts"
import type { JsonObject } from "../kernel/json.ts"
import { Id, Instant, ref, Text, Wording } from "../kernel/id.ts"
import { isZone } from "../kernel/period.ts"
import type { StateOf } from "../kernel/machine.ts"
import { Address } from "../logistics/model.ts"
import { MinorUnits, Money } from "../money/model.ts"
import { Key } from "../pricing/model.ts"
import { personal } from "../privacy/index.ts"
import { Quote } from "../quote/model.ts"
import { orderMachine, returnMachine } from "./machine.ts"
import { OrderDeposit } from "./presale.ts"

const Count = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000 }))
const Pieces = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))

/** So many pieces at one place. */
const Allotment = Schema.Struct({ place: ref("place"), quantity: Pieces })

/** What was ordered of one article. What was paid for it stands in the order's quote, under the same id. */
export class OrderLine extends Schema.Opaque<OrderLine>()(
  Schema.Struct({
    id: Id,
    sku: ref("variant"),
    merchant: ref("merchant"),
    name: Wording(200),
    kind: Kind,
    weightGrams: Count,
    quantity: Pieces,
    /** From which places it is held, and after payment sold. */
    places: Schema.Array(Allotment),
    /** How many pieces of virtual goods were delivered, without a parcel. Absent: none. */
    delivered: Schema.optionalKey(Pieces),
    /** How many pieces have been paid back, and how much with them, by the cumulative rule of refunds. */
    refunded: Schema.Struct({ quantity: Count, amount: Money }),
    /** The promotion that gives these pieces along; nothing was paid for them. */
    giftOf: Schema.optionalKey(Key),
    /** What of its list value was held back, because the goods came back without it. */
    withheld: Schema.optionalKey(Money)
  })
) {}

/**
 * Whether uses, budgets and limits that a paid order took come back, once: `full` when all of it is cancelled, `whole` also when
 * the last of its pieces has come back and its money with it, `never`. What an unpaid one held comes back always.
 */
export const ReturnClaims = Schema.Literals(["full", "whole", "never"])

const Minor = Schema.BigIntFromString.pipe(Schema.decodeTo(MinorUnits.check(Schema.isGreaterThanOrEqualToBigInt(0n))))
const Spent = Schema.BigIntFromString.pipe(Schema.decodeTo(MinorUnits.check(Schema.isGreaterThanBigInt(0n))))

/** A part of what was paid beside the gateway: whole points, or minor units of the order's currency. */
export const SpentPart = Schema.Union([
  /** Points (unit `points`) or credit (a currency), of the lot that expires so. */
  Schema.Struct({ kind: Schema.Literal("lot"), unit: Id, expires: Instant, amount: Spent }),
  Schema.Struct({ kind: Schema.Literal("card"), card: ref("giftCard"), amount: Spent })
])
export type SpentPart = typeof SpentPart.Type

/** What becomes of a gift when the last of the goods that it came with is sent back: see {@link OrderPolicy}. */
export const GiftReturn = Schema.Literals(["return", "keep"])

/** What came back with one return, in the order in which returns were taken in: what the next one gives depends on it. */
const Returned = Schema.Struct({
  /** Absent: all that came back before an earlier program was replaced. */
  return: Schema.optionalKey(ref("return")),
  lines: Schema.Array(Schema.Struct({ line: Id, quantity: Pieces })),
  /** How many gifts, by line, stopped being with the buyer; below zero where they were sent afterwards. */
  gifts: Schema.optionalKey(Schema.Array(Schema.Struct({ gift: Id, quantity: Schema.Int }))),
  /** Whether the goods were not as they should be. */
  fault: Schema.optionalKey(Schema.Literal(true))
})

/** A drop of prices that was given back (价保). */
const Protection = Schema.Struct({
  at: Instant,
  /** How many returns were taken in before it. */
  after: Count,
  lines: Schema.Array(
    Schema.Struct({
      line: Id,
      /** The drop of each piece that was kept, from the dearest down; minor units. */
      units: Schema.Array(Minor),
      amount: Minor,
      tax: Minor
    })
  ),
  /** What went back, points aside. */
  amount: Money,
  /** What of it went back to credit and gift cards. */
  tendered: Schema.optionalKey(Money),
  /** The points that went back. */
  points: Schema.optionalKey(Count),
  refund: Schema.optionalKey(ref("refund")),
  /** Where the tail of a presale does not suffice, what its deposit gives back. */
  depositRefund: Schema.optionalKey(ref("refund"))
})

/** Whether today's offers count as a lower price: those that everybody gets, or none. */
export const ProtectionOffers = Schema.Literals(["everybody", "none"])

/** For how long and against what prices are protected (价保); an order keeps what held when it was placed. */
export class PriceProtectionPolicy extends Schema.Opaque<PriceProtectionPolicy>()(
  Schema.Struct({
    /** How many days; the day of the order is day 1. Absent: prices are not protected. */
    days: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 365 }))),
    /** Whose days: a zone of the IANA time zone database. Default `Asia/Shanghai`. */
    zone: Schema.optionalKey(Schema.String.check(Schema.makeFilter((zone) => isZone(zone) || "no time zone"))),
    /** Default `everybody`: offers without a code count, coupons never do. `none`: prices alone do. */
    offers: Schema.optionalKey(ProtectionOffers)
  })
) {}

/** The section of the settings with the {@link PriceProtectionPolicy}. */
export const protectionPolicy = section<PriceProtectionPolicy>("order.protection", PriceProtectionPolicy, {})

/** An order. Its quote is frozen: nothing is ever priced again, but by a return whose policy says so. */
export class Order extends Schema.Opaque<Order>()(
  Schema.Struct({
    id: ref("order"),
    customer: Id,
    cart: ref("cart"),
    state: Schema.Literals(orderMachine.states),
    lines: Schema.Array(OrderLine),
    quote: Quote,
    /** What is due: the grand total of the quote, less what points, credit and gift cards pay. */
    total: Money,
    /** From where points, credit and gift cards come that pay the rest. */
    spent: Schema.optionalKey(Schema.Array(SpentPart)),
    /** Where it goes. Absent where nothing travels, and the buyer has not said it all the same. */
    address: Schema.optionalKey(personal(Address, { of: "customer" })),
    note: Schema.optionalKey(personal(Text(500), { of: "customer" })),
    /** The delivery option chosen; `none` where there is nothing to choose. */
    delivery: Id,
    /** The means of payment that its price rests on, by which alone it is paid. Absent: any will do. */
    paymentMethod: Schema.optionalKey(Id),
    /** The payment that counts; absent where nothing is due. */
    payment: Schema.optionalKey(ref("payment")),
    /** Where it is paid in two parts; `total` is both together, and `payment` the first. */
    deposit: Schema.optionalKey(OrderDeposit),
    placedAt: Instant,
    /** From this instant on the order waits no longer to be paid. */
    expiresAt: Instant,
    /** The goods and coupons are held until this instant, so that a late word of the gateway still finds them. */
    heldUntil: Instant,
    paidAt: Schema.optionalKey(Instant),
    /** When its virtual goods were delivered. */
    deliveredAt: Schema.optionalKey(Instant),
    shippedAt: Schema.optionalKey(Instant),
    receivedAt: Schema.optionalKey(Instant),
    cancelledAt: Schema.optionalKey(Instant),
    /** What becomes of its claims when it is undone, by the policy it was placed under. Absent: `full`. */
    returnClaims: Schema.optionalKey(ReturnClaims),
    /** When its claims came back, because all of it did. */
    claimsReturnedAt: Schema.optionalKey(Instant),
    /** What becomes of its gifts when all goods come back, by the policy it was placed under. Absent: `return`. */
    giftReturn: Schema.optionalKey(GiftReturn),
    /** What its returns give back, by the policy it was placed under. Absent: goods at their own share, and no freight. */
    returns: Schema.optionalKey(ReturnPolicy),
    /** The quote whose terms a return tests again. */
    terms: Schema.optionalKey(ref("quoteTerms")),
    returned: Schema.optionalKey(Schema.Array(Returned)),
    /** The protection of its prices that it was placed under. Absent: none. */
    protection: Schema.optionalKey(PriceProtectionPolicy),
    protections: Schema.optionalKey(Schema.Array(Protection)),
    /** How much freight has gone back. */
    freightRefunded: Schema.optionalKey(Money),
    /** Whether the coupons that it gives are counted on the ledger. Absent: placed under an earlier program, which did not. */
    couponsCounted: Schema.optionalKey(Schema.Literal(true)),
    /** Whether it is counted on the ledger while it waits to be paid. Absent: placed under an earlier program, or nothing was due. */
    waitCounted: Schema.optionalKey(Schema.Literal(true)),
    /** When cashback, points and coupons of it were given out, and the first instant at which they can no longer be spent. */
    benefits: Schema.optionalKey(Schema.Struct({ releasedAt: Instant, expires: Instant })),
    /** Why it was cancelled. */
    cancellation: Schema.optionalKey(Schema.Literals(["buyer", "staff", "unpaid", "lapsed"]))
  })
) {}

/** The states of an order. */
export type OrderState = StateOf<typeof orderMachine>

/** Goods on their way back, and the money for them. */
export class Return extends Schema.Opaque<Return>()(
  Schema.Struct({
    id: ref("return"),
    order: ref("order"),
    customer: Id,
    state: Schema.Literals(returnMachine.states),
    lines: Schema.Array(Schema.Struct({ line: Id, quantity: Pieces })).check(Schema.isBetweenLength(1, 200)),
    reason: Schema.Literals(["no longer wanted", "damaged", "wrong item", "not as described", "other"]),
    /** What the buyer says of it. */
    remark: Schema.optionalKey(personal(Text(500), { of: "customer" })),
    requestedAt: Instant,
    receivedAt: Schema.optionalKey(Instant),
    /** Which pieces went back on the shelf, and which could not. */
    inspection: Schema.optionalKey(
      Schema.Array(Schema.Struct({ line: Id, place: ref("place"), restocked: Count, scrapped: Count }))
    ),
    refund: Schema.optionalKey(ref("refund")),
    /** Where the tail of a presale does not suffice, what its deposit gives back. */
    depositRefund: Schema.optionalKey(ref("refund")),
    /** What goes back in all, points aside. */
    amount: Schema.optionalKey(Money),
    /** What of it is freight. */
    freight: Schema.optionalKey(Money),
    /** What of it goes back to credit and gift cards. */
    tendered: Schema.optionalKey(Money),
    /** The points that go back. */
    points: Schema.optionalKey(Count)
  })
) {}

/** The states of a return. */
export type ReturnState = StateOf<typeof returnMachine>

export const orders = collection<Order>("order", {
  schema: Order,
  id: ({ id }) => id,
  columns: {
    customer: text(({ customer }) => customer),
    state: text(({ state }) => state),
    placedAt: integer(({ placedAt }) => placedAt),
    total: integer(({ total }) => Number(total.amount))
  },
  indexes: { customer: ["customer", "placedAt"], state: ["state", "placedAt"], placedAt: ["placedAt"] },
  // Virtual goods have a road of their own: a former program reads no order without an address, and would forget what was delivered.
  revisions: [{ up: (before) => before, down: (after) => (isOnline(after) ? undefined : after), early: true }]
})

const isOnline = ({ address, deliveredAt }: JsonObject): boolean => address === undefined || deliveredAt !== undefined

export const returns = collection<Return>("return", {
  schema: Return,
  id: ({ id }) => id,
  columns: {
    order: text(({ order }) => order),
    customer: text(({ customer }) => customer),
    state: text(({ state }) => state),
    requestedAt: integer(({ requestedAt }) => requestedAt)
  },
  indexes: { order: ["order", "requestedAt"], state: ["state", "requestedAt"] }
})

const About = Schema.Struct({ order: ref("order"), total: Money })
const AboutReturn = Schema.Struct({ return: ref("return"), order: ref("order") })

export const OrderPlaced = event("OrderPlaced", About)
export const OrderDeposited = event("OrderDeposited", About)
export const OrderPayingTail = event("OrderPayingTail", Schema.Struct({ order: ref("order"), payment: ref("payment") }))
/** The gateway has closed the payment of a tail without money. */
export const OrderTailClosed = event("OrderTailClosed", About)
export const OrderPaid = event("OrderPaid", About)
export const OrderCancelling = event("OrderCancelling", About)
export const OrderExpiring = event("OrderExpiring", About)
export const OrderCancelled = event("OrderCancelled", About)
export const OrderShipped = event(
  "OrderShipped",
  Schema.Struct({ order: ref("order"), shipment: ref("shipment"), whole: Schema.Boolean })
)
export const OrderUnshipped = event("OrderUnshipped", Schema.Struct({ order: ref("order"), shipment: ref("shipment") }))
/** Pieces of virtual goods that are with the buyer from now on. */
const DeliveredLines = Schema.Array(Schema.Struct({ line: Id, quantity: Pieces }))

/** Virtual goods of an order are with the buyer, and others are not yet; `whole` where nothing waits to be sent any more. */
export const OrderDelivered = event(
  "OrderDelivered",
  Schema.Struct({ order: ref("order"), lines: DeliveredLines, whole: Schema.Boolean })
)
/** The buyer has all of it. An order in which nothing travels is received when its goods, these `lines`, are delivered. */
export const OrderReceived = event(
  "OrderReceived",
  Schema.Struct({ ...About.fields, lines: Schema.optionalKey(DeliveredLines) })
)
export const OrderPaymentRetried = event(
  "OrderPaymentRetried",
  Schema.Struct({ order: ref("order"), payment: ref("payment") })
)
/** Another refund stands in the place of one that failed. */
export const OrderRefundRetried = event(
  "OrderRefundRetried",
  Schema.Struct({ order: ref("order"), refund: ref("refund") })
)
export const OrderRefunded = event("OrderRefunded", Schema.Struct({ order: ref("order"), amount: Money }))
export const OrderPriceProtected = event("OrderPriceProtected", Schema.Struct({ order: ref("order"), amount: Money }))
export const ReturnRequested = event("ReturnRequested", AboutReturn)
export const ReturnApproved = event("ReturnApproved", AboutReturn)
export const ReturnDeclined = event("ReturnDeclined", AboutReturn)
export const ReturnWithdrawn = event("ReturnWithdrawn", AboutReturn)
export const ReturnReceived = event("ReturnReceived", AboutReturn)
export const ReturnRefunded = event("ReturnRefunded", AboutReturn)

/** All of an order has come back, and with it the uses, budgets and limits that it took. */
export const OrderClaimsReturned = event("OrderClaimsReturned", Schema.Struct({ order: ref("order") }))

/** Cashback, points and coupons of an order can be spent. */
export const BenefitsReleased = event("BenefitsReleased", Schema.Struct({ order: ref("order") }))

/** Wake up when an order's time to be paid is over. */
export const ExpireOrder = intent("order.expire", Schema.Struct({ order: ref("order") }))
/** Deliver the virtual goods of an order, which is paid. */
export const DeliverOrder = intent("order.deliver", Schema.Struct({ order: ref("order") }))
/** Wake up when a delivered order counts as received. */
export const ReceiveOrder = intent("order.receive", Schema.Struct({ order: ref("order") }))

/** Wake up when goods can no longer be sent back. */
export const ReleaseBenefits = intent("order.benefits", Schema.Struct({ order: ref("order") }))

/** How orders are handled. */
export class OrderPolicy extends Schema.Opaque<OrderPolicy>()(
  Schema.Struct({
    /** How long an order waits to be paid, in minutes. */
    payWithin: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_080 })),
    /** How long after that a late word of the gateway still finds the goods held, in hours; 72 is the latest known. */
    grace: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 720 })),
    /** After how many days a delivered order counts as received. */
    receivedAfter: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 90 })),
    /**
     * For how many days after receipt goods may be sent back. Seven from the day after receipt is the least that the
     * Law of the PRC on the Protection of Consumer Rights, article 25, gives a buyer at a distance.
     */
    returnWithin: Schema.Int.check(Schema.isBetween({ minimum: 7, maximum: 365 })),
    /** Whether coupons and budgets come back when a paid order is cancelled, or all of it returned. Default `whole`. */
    returnClaims: Schema.optionalKey(ReturnClaims),
    /**
     * A gift whose goods have all come back: `return` (default) holds its list value back until it comes back too, `keep` leaves
     * it to the buyer.
     */
    giftReturn: Schema.optionalKey(GiftReturn),
    /** For how many days cashback and points can be spent. Default 365. */
    benefitsLast: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 36_500 })))
  })
) {}

/** The section of the settings with the {@link OrderPolicy}. */
export const orderPolicy = section<OrderPolicy>("order.policy", OrderPolicy, {
  payWithin: 30,
  grace: 72,
  receivedAfter: 10,
  returnWithin: 7
})
