import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { collection, command, event, InvalidInput, put, query, type Read, text } from "../../command/index.ts"
import { sha256 } from "../../kernel/digest.ts"
import { Id, Instant, ref } from "../../kernel/id.ts"
import { canonical } from "../../kernel/json.ts"
import { allows } from "../../kernel/machine.ts"
import { DeliveryUnavailable } from "../../logistics/errors.ts"
import { AmountOutOfRange, CurrencyMismatch, CurrencyUnknown, DuplicateId } from "../../money/errors.ts"
import { PriceMissing } from "../../pricing/errors.ts"
import { InvalidPromotion, InvalidRules } from "../../promotion/errors.ts"
import {
  CustomsLimitExceeded,
  InvalidQuantity,
  NegativeTotal,
  SearchBudgetExceeded,
  TooLarge
} from "../../quote/errors.ts"
import type { BoundQuote } from "../../quote/bound.ts"
import { Quote } from "../../quote/model.ts"
import { itemized } from "../../quote/rules/by-rate.ts"
import { of as priceOf, type QuoteRefusal } from "../../quote/rules/quote.ts"
import { versionsOf } from "../../quote/rules/token.ts"
import { CartClosed, CartEmpty, NotForSale } from "../errors.ts"
import { cartMachine } from "../machine.ts"
import { Cart, carts, type Spending } from "../model.ts"
import { withSpare } from "./campaign.ts"
import { withoutShelves } from "./gift.ts"
import { methodOf } from "./method.ts"
import { type Circumstances, circumstances, quoteInput, type Unpriceable } from "./price.ts"
import { QuoteTermsKept, quoteTerms, termsOf } from "./terms.ts"

/** How long a quote is held to: 15 minutes, in milliseconds. */
export const quoteValidity = 15 * 60_000

/** A price that the shop holds to until `expiresAt`, whatever changes meanwhile (L16). */
export class CartQuote extends Schema.Opaque<CartQuote>()(
  Schema.Struct({
    id: ref("quote"),
    cart: ref("cart"),
    customer: Id,
    /** Of the content of the cart that was priced, see {@link cartFingerprint}. */
    fingerprint: Schema.String,
    /** The version of the settings it was made under. */
    settings: Schema.Int,
    /** Of the promotions that were asked and their versions; absent on quotes of earlier programs. */
    rules: Schema.optionalKey(Schema.String),
    quote: Quote,
    /** The means of payment that its price rests on. Absent: any will do. */
    paymentMethod: Schema.optionalKey(Id),
    /** Whether its terms are kept, so that a return can test them again. */
    terms: Schema.optionalKey(Schema.Literal(true)),
    quotedAt: Instant,
    /** From this instant on it no longer holds. */
    expiresAt: Instant
  })
) {}

export const quotes = collection<CartQuote>("quote", {
  schema: CartQuote,
  id: ({ id }) => id,
  columns: { cart: text(({ cart }) => cart) },
  indexes: { cart: ["cart"] }
})

export const CartQuoted = event("CartQuoted", Schema.Struct({ quote: ref("quote"), cart: ref("cart") }))

const spendingText = ({ points, credit, cards = [] }: Spending): string =>
  canonical({
    points: points ?? 0,
    credit: credit === undefined ? null : String(credit.most ?? "all"),
    cards: cards.map(({ card, most }) => `${card} ${most ?? "all"}`).toSorted()
  })

/** Tells one content of a cart from another: lines, codes, delivery, means of payment, what is spent, customer and currency. */
export const cartFingerprint = ({
  customer,
  currency,
  lines,
  codes,
  delivery,
  paymentMethod,
  spending
}: Cart): string =>
  sha256(
    canonical({
      customer,
      currency,
      codes: codes.toSorted(),
      lines: lines
        .map(
          ({ id, sku, quantity, addOnOf }) => `${id} ${sku} ${quantity}${addOnOf === undefined ? "" : ` ${addOnOf}`}`
        )
        .toSorted(),
      delivery: delivery === undefined ? null : `${delivery.option} ${delivery.region}`,
      paymentMethod: paymentMethod ?? null,
      ...(spending === undefined ? {} : { spending: spendingText(spending) })
    })
  )

/** The quote of a cart as things stand, with its taxes by rate, which an order keeps for its invoice. */
export const price = (cart: Cart, all: Circumstances, at: number): Result.Result<Quote, Unpriceable | QuoteRefusal> =>
  Result.map(Result.flatMap(quoteInput(cart, all, at), priceOf), (priced) =>
    withSpare(withoutShelves(itemized(priced)), all.spare)
  )

/** Why a cart cannot be priced, in order of precedence. */
export const priceRefusals = [
  CartEmpty,
  NotForSale,
  DeliveryUnavailable,
  InvalidInput,
  CurrencyUnknown,
  TooLarge,
  InvalidQuantity,
  DuplicateId,
  InvalidPromotion,
  InvalidRules,
  CurrencyMismatch,
  PriceMissing,
  AmountOutOfRange,
  NegativeTotal,
  SearchBudgetExceeded,
  CustomsLimitExceeded
] as const

/** What a quote of a cart binds. */
export const boundOf = (cart: Cart, all: Circumstances, quote: Quote, now: number): BoundQuote<bigint, number> => {
  const paymentMethod = methodOf(cart, all, quote)
  return {
    cart: cart.id,
    customer: cart.customer,
    fingerprint: cartFingerprint(cart),
    settings: all.policy.version,
    rules: versionsOf(
      all.promotions.map(({ promotion }) => promotion),
      sha256
    ),
    quote,
    ...(paymentMethod === undefined ? {} : { paymentMethod }),
    quotedAt: now,
    expiresAt: now + quoteValidity
  }
}

/** Prices a cart and holds to the price for {@link quoteValidity}. */
export const quote = command("cart.quote", {
  summary: "prices a cart and holds to the price for 15 minutes",
  input: Schema.Struct({ cart: ref("cart") }),
  reply: CartQuote,
  refusals: [CartClosed, ...priceRefusals],
  permission: "cart.quote",
  *load({ cart: id }, read: Read, _, now) {
    const cart = yield* read.one(carts, id)
    return { cart, all: yield* circumstances(cart, read, now) }
  },
  owner: ({ cart }) => cart.customer,
  decide: ({ cart, all }, _, { id, now }) => {
    if (!allows(cartMachine, cart.state, "order")) return Result.fail<CartClosed>({ _tag: "CartClosed", cart: cart.id })
    return Result.map(price(cart, all, now), (priced) => {
      const input = all.returns.value.clawback === "retest" ? quoteInput(cart, all, now) : undefined
      const made: CartQuote = {
        id: id("quote"),
        ...boundOf(cart, all, priced, now),
        ...(input === undefined ? {} : { terms: true as const })
      }
      const quoted = put(quotes, made, CartQuoted.of({ quote: made.id, cart: cart.id }))
      if (input === undefined || Result.isFailure(input)) return { reply: made, changes: [quoted] }
      const terms = termsOf(made.id, cart, input.success)
      return { reply: made, changes: [quoted, put(quoteTerms, terms, QuoteTermsKept.of({ quote: made.id }))] }
    })
  }
})

/** The price of a cart as it would be now; or why there is none. */
export const Priced = Schema.Union([
  Schema.TaggedStruct("Priced", { cart: Cart, quote: Quote }),
  Schema.TaggedStruct("NotPriced", { cart: Cart, why: Schema.Union(priceRefusals) })
])

/** A cart with what it costs now. Nothing is held to; see `cart.quote`. */
export const get = query("cart.get", {
  summary: "a cart with what it costs now",
  input: Schema.Struct({ cart: ref("cart") }),
  reply: Priced,
  permission: "cart.get",
  *load({ cart: id }, read: Read, { now }) {
    const cart = yield* read.one(carts, id)
    return { cart, all: yield* circumstances(cart, read, now) }
  },
  owner: ({ cart }) => cart.customer,
  answer: ({ cart, all }, _, { now }) =>
    Result.match(price(cart, all, now), {
      onFailure: (why) => ({ _tag: "NotPriced" as const, cart, why }),
      onSuccess: (priced) => ({ _tag: "Priced" as const, cart, quote: priced })
    })
})
