import * as Schema from "effect/Schema"
import { collection, event, section } from "../../command/index.ts"
import { Variant } from "../../catalog/model.ts"
import { Id, Instant, ref } from "../../kernel/id.ts"
import { CurrencyCode, MinorUnits } from "../../money/model.ts"
import { Key, PriceEntry } from "../../pricing/model.ts"
import { Promotion } from "../../promotion/model.ts"
import type { QuoteInput } from "../../quote/input.ts"
import { freeIn } from "../../quote/rules/prices.ts"
import { countedOn } from "../../quote/rules/retest.ts"
import { QuotePolicy as Quoting } from "../../quote/model.ts"
import type { Cart } from "../model.ts"

const Freight = Schema.Literals(["never", "withLast", "proportional"])

/**
 * What a return gives back beside the goods' own share; an order keeps what held when it was placed. A gift that stays is
 * `order.policy`'s. Absent: thresholds are not tested again, and freight stays with the shop.
 */
export class ReturnPolicy extends Schema.Opaque<ReturnPolicy>()(
  Schema.Struct({
    /**
     * `none` (default): thresholds are not tested again. `retest`: what remains is priced again under the terms of its quote, and
     * what was paid above that goes back.
     */
    clawback: Schema.optionalKey(Schema.Literals(["none", "retest"])),
    /** The freight of goods that are no longer wanted. Default `never`. */
    shippingRefund: Schema.optionalKey(Freight),
    /**
     * The freight of goods that are damaged, wrong or not as described. Default as `shippingRefund`. The Law of the PRC on the
     * Protection of Consumer Rights, article 24, has the seller bear the transport of goods that are not as they should be.
     */
    faultShippingRefund: Schema.optionalKey(Freight)
  })
) {}

/** The section of the settings with the {@link ReturnPolicy}. */
export const returnPolicy = section<ReturnPolicy>("order.returns", ReturnPolicy, {})

const Tax = Variant.fields.tax
const Facts = Schema.Record(Schema.String, Schema.Array(Schema.String))

/** What a quote was made of, as far as the price of a part of it depends on that: kept where a return may test it again. */
export class QuoteTerms extends Schema.Opaque<QuoteTerms>()(
  Schema.Struct({
    /** That of the quote. */
    id: ref("quoteTerms"),
    cart: ref("cart"),
    currency: CurrencyCode,
    at: Instant,
    lines: Schema.Array(
      Schema.Struct({
        id: Id,
        sku: Key,
        merchant: Key,
        quantity: Schema.Int,
        addOnOf: Schema.optionalKey(Key),
        facts: Facts,
        tax: Tax
      })
    ),
    prices: Schema.Array(PriceEntry),
    promotions: Schema.Array(Promotion),
    charges: Schema.Array(
      Schema.Struct({
        id: Key,
        amount: Schema.BigIntFromString.pipe(Schema.decodeTo(MinorUnits)),
        merchant: Schema.optionalKey(Key),
        method: Schema.optionalKey(Key)
      })
    ),
    codes: Schema.Array(Schema.String),
    policy: Quoting,
    customer: Id,
    facts: Facts,
    customs: Schema.optionalKey(Schema.Struct({ account: Key })),
    /** What the accounts of budgets and of imports had free, minor units or uses. Absent: kept by an earlier program. */
    accounts: Schema.optionalKey(Schema.Record(Schema.String, Schema.BigIntFromString))
  })
) {}

export const quoteTerms = collection<QuoteTerms>("quoteTerms", {
  schema: QuoteTerms,
  id: ({ id }) => id,
  columns: {},
  indexes: {}
})

export const QuoteTermsKept = event("QuoteTermsKept", Schema.Struct({ quote: ref("quote") }))

/** What is kept of the input of a quote. The tax on freight has no part in what goods cost. */
export const termsOf = (
  id: string,
  { id: cart, customer }: Pick<Cart, "id" | "customer">,
  input: QuoteInput
): QuoteTerms => {
  const { currency, at, lines, prices, promotions, charges = [], codes = [], policy = {}, context, customs } = input
  const { accounts = {} } = input
  return {
    id,
    cart,
    customer,
    currency,
    at,
    lines: lines.map(({ id: line, sku, merchant, quantity, addOnOf, facts = {}, tax = untaxed }) => ({
      id: line,
      sku,
      merchant,
      quantity,
      ...(addOnOf === undefined ? {} : { addOnOf }),
      facts,
      tax
    })),
    prices,
    promotions: "_tag" in promotions ? promotions.rules.map(({ promotion }) => promotion) : promotions,
    charges: charges.map(({ id: charge, amount, merchant, method }) => ({
      id: charge,
      amount,
      ...(merchant === undefined ? {} : { merchant }),
      ...(method === undefined ? {} : { method })
    })),
    codes,
    policy,
    facts: context?.facts ?? {},
    ...(customs === undefined ? {} : { customs: { account: customs.account } }),
    accounts: Object.fromEntries(countedOn(input).map((account) => [account, freeIn(accounts, account)]))
  }
}

const untaxed = { included: true, rates: [] }

/** The input that was kept, for pricing a part of it again; how much there is of prices with stock of their own is the retest's to state. */
export const inputOfTerms = (terms: QuoteTerms): QuoteInput => {
  const { currency, at, lines, prices, promotions, charges, codes, policy, customer, facts, customs, accounts } = terms
  const context = { customer, facts }
  return {
    currency,
    at,
    lines,
    prices,
    promotions,
    charges,
    codes,
    policy,
    context,
    ...(customs === undefined ? {} : { customs }),
    ...(accounts === undefined ? {} : { accounts })
  }
}
