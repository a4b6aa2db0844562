import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { quotes } from "../../cart/commands/quote.ts"
import { quoteKeysOf, readQuoteKeys } from "../../cart/commands/signed.ts"
import { type ReturnPolicy, returnPolicy } from "../../cart/commands/terms.ts"
import { type Cart, carts } from "../../cart/model.ts"
import { type Variant, variants } from "../../catalog/model.ts"
import { type Actor, type Loading, type Read, readSection, type Stated } from "../../command/index.ts"
import { type Place, places } from "../../inventory/model.ts"
import { shelf } from "../../inventory/rules/accounts.ts"
import { Id, idPattern, ref, refersTo, Text } from "../../kernel/id.ts"
import type { Balance } from "../../ledger/model.ts"
import { Address, deliveryOptions } from "../../logistics/model.ts"
import { free, limitAccount } from "../../promotion/rules/account.ts"
import type { Claim } from "../../promotion/rules/claim.ts"
import type { BoundQuote } from "../../quote/bound.ts"
import { longestToken, open } from "../../quote/rules/token.ts"
import type { QuoteInvalid } from "../errors.ts"
import { type OrderPolicy, orderPolicy, type PriceProtectionPolicy, protectionPolicy } from "../model.ts"
import { type PresalePolicy, presalePolicy } from "../presale.ts"
import { waitingAccounts } from "../rules/unpaid.ts"
import { type UnpaidPolicy, unpaidPolicy } from "../unpaid.ts"
import type { Bounded } from "./claimed.ts"
import { type Bounds, boundsOf, limitOf } from "./claims.ts"
import { type Purse, readPurse } from "./spend.ts"

export class PlaceOrder extends Schema.Opaque<PlaceOrder>()(
  Schema.Struct({
    cart: ref("cart"),
    /** The id of a quote that is kept, or the token of one that is signed. */
    quote: Schema.Union([ref("quote"), Text(longestToken)]).annotate({ [refersTo]: "quote" }),
    /** Where it goes; it may be left out where nothing travels. */
    address: Schema.optionalKey(Address),
    /** The name of the gateway to pay through; it may be left out where nothing is due. */
    gateway: Schema.optionalKey(Id),
    /** What the buyer agrees to: `lapsed`, that add-ons whose promotion does not apply are at their normal price. */
    accept: Schema.optionalKey(Schema.Array(Schema.Literals(["lapsed"])).check(Schema.isMaxLength(1))),
    note: Schema.optionalKey(Text(500))
  })
) {}

/** What a placement needs of a quote, kept or signed. */
export type PlacedQuote = Omit<BoundQuote<bigint, number>, "settings" | "rules" | "quotedAt">

/** What a placement rests on. */
export interface Placing {
  readonly cart: Cart
  /** Absent or somebody else's, it is told in the same words (L50). */
  readonly quote: PlacedQuote | undefined
  /** Whether it is a token, and no token of this shop. */
  readonly forged: boolean
  readonly variants: ReadonlyMap<string, Variant>
  /** Whether there is any way to have goods delivered. */
  readonly delivers: boolean
  readonly places: ReadonlyArray<Place>
  /** By sku: what each place can give. */
  readonly stock: ReadonlyMap<string, ReadonlyArray<Balance>>
  readonly claims: ReadonlyArray<Bounded>
  readonly purse: Purse
  readonly policy: Stated<OrderPolicy>
  readonly returns: Stated<ReturnPolicy>
  readonly protection: Stated<PriceProtectionPolicy>
  readonly presale: Stated<PresalePolicy>
  readonly unpaid: Stated<UnpaidPolicy>
  /** What the buyer has waiting to be paid, in the order of {@link waitingAccounts}. */
  readonly waiting: ReadonlyArray<Balance>
  /** The kept quote whose terms are kept too. */
  readonly terms: string | undefined
}

/** Reads all of it. */
export function* loadPlacing(
  { cart: cartId, quote: named }: PlaceOrder,
  read: Read,
  _: Actor,
  now: number
): Loading<Placing> {
  const signed = !idPattern.test(named)
  const { cart, kept, keys } = yield* read.all({
    cart: read.one(carts, cartId),
    kept: read.some(quotes, signed ? [] : [named]),
    keys: signed ? readQuoteKeys(now) : read.keys([])
  })
  const known: Result.Result<PlacedQuote | undefined, QuoteInvalid> = signed
    ? open(named, quoteKeysOf(now, keys))
    : Result.succeed(kept.get(named))
  const quote: PlacedQuote | undefined = Result.getOrUndefined(known)
  const claimed = quote?.quote.claims ?? []
  const gifts = quote?.quote.gifts ?? []
  const skus = [...new Set([...cart.lines, ...gifts].map(({ sku }) => sku))]
  const around = yield* read.all({
    variants: read.some(variants, skus),
    places: read.page(places, { index: "position", limit: 200 }),
    delivery: readSection(deliveryOptions),
    policy: readSection(orderPolicy),
    returns: readSection(returnPolicy),
    protection: readSection(protectionPolicy),
    presale: readSection(presalePolicy),
    unpaid: readSection(unpaidPolicy)
  })
  const bounds = yield* boundsOf(claimed, skus, read)
  const claims = bounded(claimed, bounds, cart.currency)
  const where = yield* read.rest(places, { index: "position" }, around.places)
  const shelves = skus.flatMap((sku) => where.map((place) => shelf(place.id, sku)))
  const { stock, limits, waiting } = yield* read.all({
    stock: read.balances(shelves),
    limits: read.balances(claims.map(({ limit }) => limitAccount(limit, cart.customer))),
    waiting: read.balances(waitingAccounts(cart.customer, around.unpaid.value))
  })
  const purse = yield* readPurse(quote?.quote ?? { currency: cart.currency }, cart.customer, read)
  return {
    cart,
    quote,
    purse,
    forged: Result.isFailure(known),
    variants: around.variants,
    delivers: around.delivery.value.options.length > 0,
    places: where,
    policy: around.policy,
    returns: around.returns,
    protection: around.protection,
    presale: around.presale,
    unpaid: around.unpaid,
    waiting,
    terms: kept.get(named)?.terms === undefined ? undefined : named,
    stock: new Map(skus.map((sku, index) => [sku, stock.slice(index * where.length, (index + 1) * where.length)])),
    claims: claims.map((one, index) => ({ ...one, free: free(one.limit, limits[index] as Balance) }))
  }
}

const bounded = (claims: ReadonlyArray<Claim>, bounds: Bounds, currency: string) =>
  claims.map((claim) => ({ claim, limit: limitOf(claim, bounds, currency) }))
