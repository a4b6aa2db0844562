import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { cartFingerprint, type CartQuote, quotes } from "../../cart/commands/quote.ts"
import { CartClosed, NotForSale } from "../../cart/errors.ts"
import { cartMachine } from "../../cart/machine.ts"
import { type Cart, CartOrdered, carts } from "../../cart/model.ts"
import { type Variant, variants } from "../../catalog/model.ts"
import { command, type Loading, type Moment, put, type Read, readSection, type Stated } from "../../command/index.ts"
import { StockShort } from "../../inventory/errors.ts"
import { type Place, places } from "../../inventory/model.ts"
import { shelf } from "../../inventory/rules/accounts.ts"
import { allocateStock, offersOf, type Pick } from "../../inventory/rules/stock.ts"
import { holdStock, sellStock } from "../../inventory/rules/transfers.ts"
import { Id, ref, Text } from "../../kernel/id.ts"
import { next } from "../../kernel/machine.ts"
import type { Balance, Transfer } from "../../ledger/model.ts"
import { Address } from "../../logistics/model.ts"
import { newPayment } from "../../payment/commands/report.ts"
import { clear } from "../../privacy/index.ts"
import { type PromotionEntry, promotions } from "../../promotion/commands.ts"
import { free, holdClaim, type Limit, limitAccount, takeClaim } from "../../promotion/rules/account.ts"
import type { Claim } from "../../promotion/rules/claim.ts"
import { CustomsLimitExceeded } from "../../quote/errors.ts"
import { isYearlyClaim } from "../../quote/rules/customs/limits.ts"
import { CouponExhausted, DeliveryMismatch, PriceChanged, QuoteExpired } from "../errors.ts"
import { claimId, limitOf } from "./claims.ts"
import { orderMachine } from "../machine.ts"
import { ExpireOrder, Order, type OrderLine, OrderPlaced, type OrderPolicy, orderPolicy, orders } from "../model.ts"

class PlaceOrder extends Schema.Opaque<PlaceOrder>()(
  Schema.Struct({
    cart: ref("cart"),
    quote: ref("quote"),
    address: Address,
    /** The name of the gateway to pay through. */
    gateway: Id,
    note: Schema.optionalKey(Text(500))
  })
) {}

/** A claim of the quote with the limit that bounds it. */
export interface Bounded {
  readonly claim: Claim
  readonly limit: Limit
  readonly free: bigint
}

/** What a placement rests on. */
export interface Placing {
  readonly cart: Cart
  /** Absent or somebody else's, it is told in the same words (L50). */
  readonly quote: CartQuote | undefined
  readonly variants: ReadonlyMap<string, Variant>
  readonly places: ReadonlyArray<Place>
  /** By line: what each place can give. */
  readonly stock: ReadonlyMap<string, ReadonlyArray<Balance>>
  readonly claims: ReadonlyArray<Bounded>
  readonly policy: Stated<OrderPolicy>
}

function* load({ cart: cartId, quote: quoteId }: PlaceOrder, read: Read): Loading<Placing> {
  const { cart, quote } = yield* read.all({ cart: read.one(carts, cartId), quote: read.maybe(quotes, quoteId) })
  const claimed = quote?.quote.claims ?? []
  const around = yield* read.all({
    variants: read.some(
      variants,
      cart.lines.map(({ sku }) => sku)
    ),
    places: read.page(places, { index: "position", limit: 100 }),
    promotions: read.some(
      promotions,
      claimed.map(({ by }) => by)
    ),
    policy: readSection(orderPolicy)
  })
  const claims = bounded(claimed, around.promotions, cart.currency)
  const where = around.places.items
  const shelves = cart.lines.flatMap(({ sku }) => where.map((place) => shelf(place.id, sku)))
  const { stock, limits } = yield* read.all({
    stock: read.balances(shelves),
    limits: read.balances(claims.map(({ limit }) => limitAccount(limit, cart.customer)))
  })
  return {
    cart,
    quote,
    variants: around.variants,
    places: where,
    policy: around.policy,
    stock: new Map(
      cart.lines.map(({ id }, index) => [id, stock.slice(index * where.length, (index + 1) * where.length)])
    ),
    claims: claims.map((one, index) => ({ ...one, free: free(one.limit, limits[index] as Balance) }))
  }
}

const bounded = (claims: ReadonlyArray<Claim>, entries: ReadonlyMap<string, PromotionEntry>, currency: string) =>
  claims.map((claim) => ({ claim, limit: limitOf(claim, entries.get(claim.by), currency) }))

type Refused = CartClosed | PriceChanged | QuoteExpired | DeliveryMismatch | NotForSale | CouponExhausted | StockShort

/** The quote, if it is this cart's and still holds. */
const quoted = ({ cart, quote }: Placing, input: PlaceOrder, now: number): Result.Result<CartQuote, Refused> => {
  if (Result.isFailure(next(cartMachine, cart.state, "order"))) {
    return Result.fail({ _tag: "CartClosed", cart: cart.id })
  }
  const same =
    quote?.cart === cart.id && quote.customer === cart.customer && quote.fingerprint === cartFingerprint(cart)
  if (!same) return Result.fail({ _tag: "PriceChanged", quote: input.quote })
  if (now >= quote.expiresAt) return Result.fail({ _tag: "QuoteExpired", quote: quote.id, expired: quote.expiresAt })
  const region = cart.delivery?.region
  if (region !== undefined && region !== input.address.region) {
    return Result.fail({ _tag: "DeliveryMismatch", quoted: region, wanted: input.address.region })
  }
  return Result.succeed(quote)
}

const available = ({ claims }: Placing): Result.Result<void, CouponExhausted | CustomsLimitExceeded> => {
  const spent = claims.find(({ claim, free }) => free < claim.amount)
  if (spent === undefined) return Result.succeed(undefined)
  const { claim, free: allowed } = spent
  return isYearlyClaim(claim)
    ? Result.fail({ _tag: "CustomsLimitExceeded", limit: "yearly", value: claim.amount, allowed })
    : Result.fail({ _tag: "CouponExhausted", account: claim.account, promotion: claim.by })
}

const ordered = (loaded: Placing): Result.Result<ReadonlyArray<OrderLine>, NotForSale | StockShort> => {
  const where = loaded.places.map(({ id }) => id)
  const lines: Array<OrderLine> = []
  for (const { id, sku, quantity } of loaded.cart.lines) {
    const variant = loaded.variants.get(sku)
    if (variant === undefined || variant.state !== "active") return Result.fail({ _tag: "NotForSale", sku })
    const picks = allocateStock(sku, quantity, offersOf(where, loaded.stock.get(id) ?? []))
    if (Result.isFailure(picks)) return Result.fail(picks.failure)
    lines.push(lineOf(id, quantity, variant, picks.success, loaded.cart.currency))
  }
  return Result.succeed(lines)
}

const lineOf = (
  id: string,
  quantity: number,
  variant: Variant,
  places: ReadonlyArray<Pick>,
  currency: string
): OrderLine => ({
  id,
  sku: variant.sku,
  merchant: variant.merchant,
  name: variant.name,
  kind: variant.kind,
  weightGrams: variant.weightGrams,
  quantity,
  places,
  refunded: { quantity: 0, amount: { amount: 0n, currency } }
})

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
    PriceChanged,
    QuoteExpired,
    DeliveryMismatch,
    NotForSale,
    CouponExhausted,
    CustomsLimitExceeded,
    StockShort
  ],
  permission: "order.place",
  load,
  owner: ({ cart }) => cart.customer,
  decide: (loaded, input, moment) =>
    Result.flatMap(quoted(loaded, input, moment.now), ({ quote }) =>
      Result.flatMap(available(loaded), () =>
        Result.map(ordered(loaded), (lines) => placed(loaded, quote, input, lines, moment))
      )
    )
})

const placed = (
  loaded: Placing,
  quote: CartQuote["quote"],
  input: PlaceOrder,
  lines: ReadonlyArray<OrderLine>,
  moment: Moment
) => {
  const { cart, claims, policy } = loaded
  const { now } = moment
  const expiresAt = now + policy.value.payWithin * 60_000
  const heldUntil = expiresAt + policy.value.grace * 3_600_000
  const id = moment.id("order")
  const total = { amount: quote.grand, currency: quote.currency }
  const due = { order: id, customer: cart.customer, gateway: input.gateway, amount: total, expiresAt }
  const paying = total.amount > 0n ? newPayment(due, moment) : undefined
  const payment = paying?.payment
  const order: Order = {
    id,
    customer: cart.customer,
    cart: cart.id,
    state: payment === undefined ? "paid" : orderMachine.initial,
    lines,
    quote,
    total,
    address: clear(input.address),
    delivery: cart.delivery?.option ?? "none",
    placedAt: now,
    expiresAt,
    heldUntil,
    ...(input.note === undefined ? {} : { note: clear(input.note) }),
    ...(payment === undefined ? { paidAt: now } : { payment: payment.id })
  }
  const closed: Cart = { ...cart, state: "ordered", changedAt: now }
  const goods = lines.flatMap(({ id: line, sku, places: picks }): ReadonlyArray<Transfer> => {
    const of = { order: id, line, sku }
    // Nothing to wait for where nothing is due.
    return payment === undefined ? sellStock(of, picks) : holdStock(of, picks, heldUntil)
  })
  const uses = claims.map(({ claim, limit }, index) =>
    payment === undefined
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
    transfers: [...goods, ...uses],
    intents: [
      ...(paying?.intents ?? []),
      ...(payment === undefined ? [] : [ExpireOrder.of({ order: id }, { lane: `${id}/expire`, due: expiresAt })])
    ]
  }
}
