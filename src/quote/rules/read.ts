import * as Result from "effect/Result"
import type { InvalidInput } from "../../command/errors.ts"
import { longestDecimal } from "../../kernel/ratio.ts"
import {
  closed,
  type Flaw,
  flaw,
  isRecord,
  list,
  oneOf,
  type Reader,
  record,
  text,
  truth,
  whole,
  within
} from "../../kernel/reading.ts"
import { amountFrom } from "../../money/amount.ts"
import type { InvalidPromotion } from "../../promotion/errors.ts"
import type { Promotion } from "../../promotion/model.ts"
import { longestCode } from "../../promotion/rules/code.ts"
import { currency as currencyCode, decimal, key, moment, readPromotion } from "../../promotion/rules/read.ts"
import type { InvalidQuantity } from "../errors.ts"
import type { Context, Free, Limit, Policy, QuoteInput } from "../input.ts"
import { mostLines } from "../input.ts"
import { customsPolicy, measure, relief, tax, zone } from "./read-tax.ts"

/** Why a document is no input of a quote. */
export type ReadingRefusal = InvalidInput | InvalidQuantity | InvalidPromotion

const facts = record(list(key, 1000), 1000)
const anything: Reader<unknown> = (value) => Result.succeed(value)
const many = 1_000_000

const limit: Reader<Limit> = closed(
  { id: key, max: whole(0, many), per: oneOf("cart", "merchant", "line") },
  {
    pick: oneOf("first", "best"),
    classes: (value: unknown) => (value === "*" ? Result.succeed("*" as const) : list(key, 1000)(value)),
    promotions: list(key, 1000)
  }
)

const rounding = oneOf("halfUp", "halfEven", "halfDown", "down", "up")

const policy: Reader<Policy> = closed(
  {},
  {
    combination: oneOf("best", "priority"),
    objective: oneOf("payable", "afterBenefits"),
    priceSelection: oneOf("specific", "lowest"),
    rounding: closed({}, { discount: rounding, tax: rounding, price: rounding }),
    tax: closed({}, { rounding: oneOf("line", "unit", "order"), compound: truth, shipping: oneOf("own", "weighted") }),
    zonePrice: oneOf("keepGross", "keepNet"),
    limits: list(limit, 1000),
    search: closed({}, { nodes: whole(1, many) }),
    onSearchBudget: oneOf("bestFound", "refuse"),
    unknownCustomer: oneOf("provisional", "refuse"),
    giftShort: oneOf("skip", "refuse"),
    addOnLapsed: oneOf("confirm", "keep"),
    pointWorth: decimal,
    points: closed({}, { share: decimal })
  }
)

const context: Reader<Context> = (value) => {
  if (!isRecord(value)) return flaw("expected an object")
  const { customer, ...rest } = value
  const read = facts(rest)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  if (customer === undefined) return Result.succeed({ facts: read.success })
  const known = key(customer)
  return Result.isFailure(known)
    ? Result.fail(within("customer", known.failure))
    : Result.succeed({ customer: known.success, facts: read.success })
}

const amountReader =
  (currency: string): Reader<bigint> =>
  (value) => {
    if (typeof value !== "string" || value.length > longestDecimal)
      return flaw("expected an amount such as 19.90, in quotes")
    const amount = amountFrom(value, currency)
    return Result.isFailure(amount) ? flaw(amount.failure._tag) : Result.succeed(amount.success)
  }

const freeReader =
  (amount: Reader<bigint>): Reader<Free> =>
  (value) =>
    typeof value === "number" ? whole(0, Number.MAX_SAFE_INTEGER)(value) : amount(value)

const priceReader = (currency: string, amount: Reader<bigint>) =>
  closed(
    { id: key, sku: key, amount },
    {
      list: amount,
      per: measure,
      zone,
      kind: oneOf("base", "override"),
      minQuantity: whole(1, many),
      tiers: oneOf("volume", "graduated"),
      customerGroup: key,
      channel: key,
      country: key,
      merchant: key,
      from: moment,
      until: moment,
      stock: closed({ account: key }),
      perCustomer: closed({ account: key }),
      locks: list(oneOf("item", "merchant", "platform", "shipping", "payment", "points", "all"), 7),
      currency: (value: unknown) =>
        value === currency ? Result.succeed(currency) : flaw("a price in a quote has the currency of the quote")
    }
  )

const documentReader = (currency: string) => {
  const amount = amountReader(currency)
  const line = closed(
    { id: key, sku: key, merchant: key, quantity: anything },
    { facts, floor: closed({}, { amount, percent: decimal }), measure, addOnOf: key, tax }
  )
  const charge = closed({ id: key, amount }, { merchant: key, method: key, facts, tax })
  const fee = closed({ id: key, amount }, { merchant: key, tax })
  return closed(
    {
      currency: currencyCode,
      at: moment,
      lines: list(line, mostLines),
      prices: list(priceReader(currency, amount), many),
      promotions: list(anything, many)
    },
    {
      charges: list(charge, mostLines),
      fees: list(fee, mostLines),
      context,
      codes: list(text(longestCode * 8), 1000),
      accounts: record(freeReader(amount), many),
      policy,
      relief,
      customs: customsPolicy(amount),
      points: closed({ account: key, spend: whole(0, Number.MAX_SAFE_INTEGER) }),
      tenders: list(closed({ id: key, account: key }, { amount }), 100)
    }
  )
}

/**
 * Reads the input of a quote from JSON. Amounts are decimal text of the document's currency; unknown keys are refused.
 *
 * @returns the input, or, in this order: `InvalidInput`, `InvalidQuantity`, `InvalidPromotion`
 */
export const read = (json: unknown): Result.Result<QuoteInput, ReadingRefusal> => {
  const currency = currencyIn(json)
  if (Result.isFailure(currency)) return Result.fail(invalid(currency.failure))
  const document = documentReader(currency.success)(json)
  if (Result.isFailure(document)) return Result.fail(invalid(document.failure))
  const lines: Array<QuoteInput["lines"][number]> = []
  for (const { quantity, ...line } of document.success.lines) {
    if (typeof quantity !== "number") {
      // What is nested is not shown: it may be deeper than anything that writes it can go.
      const shown = typeof quantity === "string" ? JSON.stringify(quantity).slice(0, 40) : typeof quantity
      return Result.fail({ _tag: "InvalidQuantity", line: line.id, quantity: shown })
    }
    lines.push({ ...line, quantity })
  }
  const promotions: Array<Promotion> = []
  for (const one of document.success.promotions) {
    const promotion = readPromotion(one)
    if (Result.isFailure(promotion)) return Result.fail(promotion.failure)
    promotions.push(promotion.success)
  }
  const prices = document.success.prices.map((price) => ({ ...price, currency: currency.success }))
  return Result.succeed({ ...document.success, lines, prices, promotions })
}

const currencyIn = (json: unknown): Result.Result<string, Flaw> =>
  isRecord(json)
    ? Result.mapError(currencyCode(json["currency"]), (found) => within("currency", found))
    : flaw("expected an object")

const invalid = ({ path, why }: Flaw): InvalidInput => ({ _tag: "InvalidInput", path, reason: why })
