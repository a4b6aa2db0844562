import * as Result from "effect/Result"
import { cartFingerprint } from "../../cart/commands/quote.ts"
import { CartClosed, NotForSale } from "../../cart/errors.ts"
import { cartMachine } from "../../cart/machine.ts"
import { type Cart, CartOrdered, carts } from "../../cart/model.ts"
import { command, type Moment, put } from "../../command/index.ts"
import { StockShort } from "../../inventory/errors.ts"
import { holdStock, sellStock } from "../../inventory/rules/transfers.ts"
import { next } from "../../kernel/machine.ts"
import type { Transfer } from "../../ledger/model.ts"
import { newPayment } from "../../payment/commands/report.ts"
import { CardShort } from "../../payment/errors.ts"
import { clear } from "../../privacy/index.ts"
import { BenefitShort } from "../../promotion/errors.ts"
import { holdClaim, takeClaim } from "../../promotion/rules/account.ts"
import { CustomsLimitExceeded } from "../../quote/errors.ts"
import {
  AddOnLapsed,
  CouponExhausted,
  DeliveryMismatch,
  GatewayMissing,
  PresaleAlone,
  PriceChanged,
  QuoteExpired,
  QuoteInvalid,
  StepIncomplete,
  TailOver,
  UnpaidLimit
} from "../errors.ts"
import { grantBenefits } from "./benefits.ts"
import { claimable } from "./claimed.ts"
import { claimId } from "./claims.ts"
import { loadPlacing, type PlacedQuote, PlaceOrder, type Placing } from "./placing.ts"
import { delivering } from "./settle.ts"
import { spentParts } from "./spend.ts"
import { orderMachine } from "../machine.ts"
import { ExpireOrder, Order, type OrderLine, OrderPlaced, orders, type SpentPart } from "../model.ts"
import { allocated, isSent, travels, wanted } from "../rules/goods.ts"
import { depositOf, waitsUntil } from "../rules/deposit.ts"
import { holdSpent, takeSpent } from "../rules/spent.ts"
import { countWaiting, mayWait } from "../rules/unpaid.ts"

type Refused =
  | CartClosed
  | QuoteInvalid
  | PriceChanged
  | QuoteExpired
  | PresaleAlone
  | TailOver
  | StepIncomplete
  | DeliveryMismatch
  | AddOnLapsed
  | NotForSale
  | CouponExhausted
  | StockShort
  | BenefitShort
  | CardShort
  | UnpaidLimit
  | GatewayMissing

/** The quote, if it is this cart's and still holds. */
const quoted = (
  { cart, quote, forged, presale, variants, delivers }: Placing,
  input: PlaceOrder,
  now: number
): Result.Result<PlacedQuote, Refused> => {
  if (Result.isFailure(next(cartMachine, cart.state, "order"))) {
    return Result.fail({ _tag: "CartClosed", cart: cart.id })
  }
  if (forged) return Result.fail({ _tag: "QuoteInvalid" })
  const name = input.quote.slice(0, 128)
  const same =
    quote?.cart === cart.id && quote.customer === cart.customer && quote.fingerprint === cartFingerprint(cart)
  if (!same) return Result.fail({ _tag: "PriceChanged", quote: name })
  if (now >= quote.expiresAt) return Result.fail({ _tag: "QuoteExpired", quote: name, expired: quote.expiresAt })
  const deposit = depositOf(quote.quote, presale.value, now)
  const { beside = 0 } = quote.quote.deposit ?? {}
  if (deposit !== undefined && beside > 0) return Result.fail({ _tag: "PresaleAlone", beside })
  if (deposit !== undefined && now >= deposit.until) return Result.fail({ _tag: "TailOver", until: deposit.until })
  const region = cart.delivery?.region
  const sent = travels(cart, quote.quote, variants)
  if (region === undefined && delivers && sent) return Result.fail({ _tag: "StepIncomplete", step: "delivery" })
  if (input.address === undefined && sent) return Result.fail({ _tag: "StepIncomplete", step: "address" })
  const to = input.address?.region
  if (region !== undefined && to !== undefined && region !== to) {
    return Result.fail({ _tag: "DeliveryMismatch", quoted: region, wanted: to })
  }
  const lapsed = (quote.quote.lapsed ?? []).flatMap(({ line, confirm }) => (confirm ? [line] : []))
  if (lapsed.length > 0 && input.accept?.includes("lapsed") !== true) {
    return Result.fail({ _tag: "AddOnLapsed", lines: lapsed })
  }
  return Result.succeed(quote)
}

/**
 * Places an order: one commit that closes the cart, holds goods and coupons, makes the payment, and leaves the intents
 * that start it and wake the order up when its time is over. What is due is what was quoted, whatever changed since (L16).
 */
export const place = command("order.place", {
  summary: "places an order at its quoted price, holding goods and coupons until it is paid",
  input: PlaceOrder,
  reply: Order,
  refusals: [
    CartClosed,
    QuoteInvalid,
    PriceChanged,
    QuoteExpired,
    PresaleAlone,
    TailOver,
    StepIncomplete,
    DeliveryMismatch,
    AddOnLapsed,
    NotForSale,
    CouponExhausted,
    CustomsLimitExceeded,
    StockShort,
    BenefitShort,
    CardShort,
    UnpaidLimit,
    GatewayMissing
  ],
  permission: "order.place",
  load: loadPlacing,
  owner: ({ cart }) => cart.customer,
  decide: (loaded, input, moment) =>
    Result.flatMap(quoted(loaded, input, moment.now), (bound) =>
      Result.flatMap(claimable(loaded.claims, bound.quote), () =>
        Result.flatMap(allocated(wanted(loaded.cart, bound.quote, moment), loaded), (lines) =>
          Result.flatMap(spentParts(bound.quote, loaded.cart.customer, loaded.purse, moment.now), (spent) =>
            Result.flatMap(waits(loaded, bound.quote, lines), () =>
              Result.map(through(bound.quote, input), (gateway) =>
                placed(loaded, bound, { ...input, gateway }, lines, spent, moment)
              )
            )
          )
        )
      )
    )
})

const dueOf = ({ grand, due }: PlacedQuote["quote"]): bigint => due ?? grand

/** Whether nothing is to be paid, now or later. */
const isFree = (quote: PlacedQuote["quote"]): boolean => (quote.deposit?.tail ?? 0n) === 0n && dueOf(quote) <= 0n

/** Whether the buyer may have one more order waiting to be paid, if it has to be. */
const waits = (
  { unpaid, waiting }: Placing,
  quote: PlacedQuote["quote"],
  lines: ReadonlyArray<OrderLine>
): Result.Result<void, UnpaidLimit> =>
  isFree(quote) ? Result.succeed(undefined) : mayWait(lines, unpaid.value, waiting)

/** Through which gateway what is due is paid. */
const through = (quote: PlacedQuote["quote"], { gateway = "" }: PlaceOrder): Result.Result<string, GatewayMissing> => {
  const due = { amount: quote.deposit?.now ?? dueOf(quote), currency: quote.currency }
  return due.amount > 0n && gateway === "" ? Result.fail({ _tag: "GatewayMissing", due }) : Result.succeed(gateway)
}

/** The policies of returns and of prices that the order is placed under; nothing where the shop has stated none. */
const returning = ({ returns: { value }, protection, terms }: Placing): Partial<Order> => ({
  ...(protection.value.days === undefined ? {} : { protection: protection.value }),
  ...(Object.keys(value).length === 0 ? {} : { returns: value }),
  ...(value.clawback === "retest" && terms !== undefined ? { terms } : {})
})

const placed = (
  loaded: Placing,
  { quote, paymentMethod }: PlacedQuote,
  input: PlaceOrder & { readonly gateway: string },
  lines: ReadonlyArray<OrderLine>,
  spent: ReadonlyArray<SpentPart>,
  moment: Moment
) => {
  const { cart, claims, policy, presale, unpaid } = loaded
  const { now } = moment
  const deposit = depositOf(quote, presale.value, now)
  const waits = now + policy.value.payWithin * 60_000
  const expiresAt = deposit === undefined ? waits : Math.min(waits, deposit.until)
  const heldUntil = (deposit?.until ?? expiresAt) + policy.value.grace * 3_600_000
  const id = moment.id("order")
  const total = { amount: dueOf(quote), currency: quote.currency }
  const due = {
    order: id,
    customer: cart.customer,
    gateway: input.gateway,
    amount: deposit?.amount ?? total,
    expiresAt
  }
  const paying = due.amount.amount > 0n ? newPayment(due, moment) : undefined
  const payment = paying?.payment
  const free = payment === undefined && deposit === undefined
  const order: Order = {
    id,
    customer: cart.customer,
    cart: cart.id,
    state: free ? "paid" : payment === undefined ? "deposited" : orderMachine.initial,
    lines,
    quote,
    total,
    ...(spent.length === 0 ? {} : { spent }),
    ...(input.address === undefined ? {} : { address: clear(input.address) }),
    delivery: lines.some(isSent) ? (cart.delivery?.option ?? "none") : "none",
    placedAt: now,
    expiresAt,
    heldUntil,
    ...(paymentMethod === undefined ? {} : { paymentMethod }),
    ...(input.note === undefined ? {} : { note: clear(input.note) }),
    returnClaims: policy.value.returnClaims ?? "whole",
    ...(quote.after.some(({ kind }) => kind === "coupon") ? { couponsCounted: true as const } : {}),
    ...(policy.value.giftReturn === undefined ? {} : { giftReturn: policy.value.giftReturn }),
    ...returning(loaded),
    ...(deposit === undefined ? {} : { deposit }),
    ...(free ? {} : { waitCounted: true as const }),
    ...(free ? { paidAt: now } : payment === undefined ? {} : { payment: payment.id })
  }
  const closed: Cart = { ...cart, state: "ordered", changedAt: now }
  const goods = lines.flatMap(({ id: line, sku, places: picks }): ReadonlyArray<Transfer> => {
    const of = { order: id, line, sku }
    // Nothing to wait for where nothing is due.
    return free ? sellStock(of, picks) : holdStock(of, picks, heldUntil)
  })
  const uses = claims.map(({ claim, limit }, index) =>
    free
      ? takeClaim(limit, claim, cart.customer, claimId(id, index))
      : holdClaim(limit, claim, cart.customer, claimId(id, index), heldUntil)
  )
  return {
    reply: order,
    changes: [
      put(orders, order, OrderPlaced.of({ order: id, total })),
      put(carts, closed, CartOrdered.of({ cart: cart.id, order: id })),
      ...(paying?.changes ?? [])
    ],
    transfers: [
      ...goods,
      ...uses,
      ...(free ? takeSpent(order) : holdSpent(order, heldUntil)),
      ...(free ? grantBenefits(order) : countWaiting(order, unpaid.value))
    ],
    intents: [
      ...(paying?.intents ?? []),
      ...(free ? [] : [ExpireOrder.of({ order: id }, { lane: `${id}/expire`, due: waitsUntil(order) })]),
      ...(free ? delivering(order) : [])
    ]
  }
}
