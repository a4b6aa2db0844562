import * as Result from "effect/Result"
import type { Variant } from "../../catalog/model.ts"
import { variants } from "../../catalog/model.ts"
import { type Loading, type Read, readSection, type Stated } from "../../command/index.ts"
import { type Balance } from "../../ledger/model.ts"
import type { DeliveryUnavailable } from "../../logistics/errors.ts"
import { deliveryOptions, type DeliveryOptions } from "../../logistics/model.ts"
import { freight } from "../../logistics/rules/freight.ts"
import { type PriceSheet, prices, unitLimits } from "../../pricing/commands.ts"
import { limitsOf, type PromotionEntry, promotions } from "../../promotion/commands.ts"
import { free as freeOn, type Limit, limitAccount } from "../../promotion/rules/account.ts"
import type { Charge, Line, QuoteInput } from "../../quote/input.ts"
import { customsAccount, yearlyLimit } from "../../quote/rules/customs/limits.ts"
import type { CartEmpty, NotForSale } from "../errors.ts"
import type { Cart, CartLine } from "../model.ts"
import { enteredCodes, opened, spare } from "./campaign.ts"
import { giftsFree, giftSkus, giveable, onShelf, pieces } from "./gift.ts"
import { purseOf, spendingOf } from "./spend.ts"
import { quotePolicy, type QuotePolicy } from "./policy.ts"
import { type ReturnPolicy, returnPolicy } from "./terms.ts"

/** Everything a cart's price depends on, as it stands. */
export interface Circumstances {
  readonly variants: ReadonlyMap<string, Variant>
  readonly prices: ReadonlyMap<string, PriceSheet>
  readonly promotions: ReadonlyArray<PromotionEntry>
  readonly free: NonNullable<QuoteInput["accounts"]>
  /** Codes of campaigns that were entered beside one that is spent, each with its promotion. */
  readonly spare: ReadonlyMap<string, string>
  readonly delivery: Stated<DeliveryOptions>
  readonly policy: Stated<QuotePolicy>
  readonly returns: Stated<ReturnPolicy>
}

/** Reads what a cart's price depends on at an instant. */
export function* circumstances(cart: Cart, read: Read, now: number): Loading<Circumstances> {
  const entries = yield* read.every(promotions, { index: "state", equals: ["active"] })
  const gifts = giftSkus(entries)
  const skus = [...new Set([...cart.lines.map(({ sku }) => sku), ...gifts])]
  const found = yield* read.all({
    variants: read.some(variants, skus),
    prices: read.some(prices, skus),
    delivery: readSection(deliveryOptions),
    policy: readSection(quotePolicy),
    returns: readSection(returnPolicy)
  })
  const onShelves = yield* pieces(gifts, read)
  const entered = yield* enteredCodes(entries, cart.codes, read)
  const purse = yield* purseOf(cart, read, now)
  const limits: ReadonlyArray<Limit> = [
    ...entries.flatMap((entry) => limitsOf(entry, now)),
    ...entered.flatMap((of) => of.limits),
    ...[...found.prices.values()].flatMap((sheet) => unitLimits(sheet, cart.currency)),
    ...importLimits(found.variants, now)
  ]
  const balances = yield* read.balances(limits.map((limit) => limitAccount(limit, cart.customer)))
  const left = limits.map((limit, index) => {
    const amount = freeOn(limit, balances[index] as Balance)
    // The quote counts uses and units as numbers, money as minor units.
    return [limit.account, limit.unit === "money" ? amount : Number(amount)]
  })
  const counted: Circumstances["free"] = Object.fromEntries(left)
  const toGive = giveable(cart, found.variants, onShelves)
  const free: Circumstances["free"] = { ...counted, ...giftsFree(entries, counted, toGive), ...purse }
  const offered = entries.map((entry) => onShelf(opened(entry, entered, free)))
  return { ...found, promotions: offered, free, spare: spare(entered, free) }
}

// What the buyer may still import this year, if something in the cart passes the border.
const importLimits = (found: Circumstances["variants"], now: number): ReadonlyArray<Limit> =>
  [...found.values()].some(({ tax }) => tax.customs !== undefined) ? [yearlyLimit(customsAccount(now))] : []

/** Why a cart cannot be priced at all, in order of precedence. */
export type Unpriceable = CartEmpty | NotForSale | DeliveryUnavailable

/** The question that a cart puts to the quote. */
export const quoteInput = (cart: Cart, all: Circumstances, at: number): Result.Result<QuoteInput, Unpriceable> => {
  if (cart.lines.length === 0) return Result.fail({ _tag: "CartEmpty", cart: cart.id })
  const gone = cart.lines.find(({ sku }) => all.variants.get(sku)?.state !== "active")
  if (gone !== undefined) return Result.fail({ _tag: "NotForSale", sku: gone.sku })
  return Result.map(charges(cart, all), (charged) => ({
    currency: cart.currency,
    at,
    lines: cart.lines.flatMap((line) => {
      const variant = all.variants.get(line.sku)
      return variant === undefined ? [] : [lineOf(line, variant)]
    }),
    prices: [...all.prices.values()].flatMap(({ entries }) => entries),
    promotions: all.promotions.map(({ promotion }) => promotion),
    charges: charged,
    codes: cart.codes,
    accounts: all.free,
    policy: all.policy.value,
    ...spendingOf(cart),
    customs: { account: customsAccount(at) },
    context: {
      customer: cart.customer,
      facts: {
        ...(cart.paymentMethod === undefined ? {} : { paymentMethod: [cart.paymentMethod] }),
        ...(cart.delivery === undefined
          ? {}
          : {
              delivery: [cart.delivery.option],
              region: [cart.delivery.region],
              country: [country(cart.delivery.region)]
            })
      }
    }
  }))
}

// ISO 3166-2: the part before the hyphen is the country's code of ISO 3166-1.
const country = (region: string): string => region.split("-", 1)[0] ?? region

const lineOf = ({ id, quantity, addOnOf }: CartLine, variant: Variant): Line => ({
  id,
  sku: variant.sku,
  merchant: variant.merchant,
  quantity,
  ...(addOnOf === undefined ? {} : { addOnOf }),
  facts: {
    ...variant.attributes,
    sku: [variant.sku],
    product: [variant.product],
    category: variant.categories,
    tags: variant.tags,
    kind: [variant.kind],
    ...(variant.brand === undefined ? {} : { brand: [variant.brand] })
  },
  tax: variant.tax
})

const charges = (cart: Cart, all: Circumstances): Result.Result<ReadonlyArray<Charge>, DeliveryUnavailable> => {
  const weighed = cart.lines.map(({ sku, quantity }) => ({ quantity, variant: all.variants.get(sku) }))
  const shipped = weighed.filter(({ variant }) => variant !== undefined && variant.kind !== "virtual")
  if (cart.delivery === undefined || shipped.length === 0) return Result.succeed([])
  const weightGrams = shipped.reduce((sum, { quantity, variant }) => sum + quantity * (variant?.weightGrams ?? 0), 0)
  return freight(all.delivery.value, { ...cart.delivery, weightGrams, currency: cart.currency })
}
