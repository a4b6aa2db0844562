import * as Result from "effect/Result"
import type { PriceEntry } from "../../src/pricing/index.ts"
import type { Promotion } from "../../src/promotion/index.ts"
import * as Quote from "../../src/quote/index.ts"

/** The value of a success; a failure fails the test with what it says. */
export const succeeds = <A, E>(result: Result.Result<A, E>): A => {
  if (Result.isSuccess(result)) return result.success
  throw new Error(
    `refused: ${JSON.stringify(result.failure, (_, value) => (typeof value === "bigint" ? `${value}n` : value))}`
  )
}

/** The refusal of a failure. */
export const refuses = <A, E>(result: Result.Result<A, E>): E => {
  if (Result.isFailure(result)) return result.failure
  throw new Error("accepted")
}

/** 2026-11-11T02:00:00Z. */
export const at = Date.UTC(2026, 10, 11, 2)

/** So many units at a price in yuan and fen, such as `3 x 118.00`, of sku `sku`. */
export const line = (sku: string, quantity: number, more: Partial<Quote.Line> = {}): Quote.Line => ({
  id: `l-${sku}`,
  sku,
  merchant: "m1",
  quantity,
  ...more
})

/** A price in minor units. */
export const price = (sku: string, amount: bigint, more: Partial<PriceEntry> = {}): PriceEntry => ({
  id: `p-${sku}`,
  sku,
  currency: "CNY",
  amount,
  ...more
})

/** A cart of skus `a`, `b`, ... at these prices, one line each. */
export const cartOf = (
  lines: ReadonlyArray<readonly [price: bigint, quantity: number, more?: Partial<Quote.Line>]>,
  promotions: ReadonlyArray<Promotion>,
  more: Partial<Quote.QuoteInput> = {}
): Quote.QuoteInput => {
  const skus = lines.map((_, index) => String.fromCharCode(97 + index))
  return {
    currency: "CNY",
    at,
    lines: lines.map(([, quantity, rest], index) => line(skus[index]!, quantity, rest)),
    prices: lines.map(([amount], index) => price(skus[index]!, amount)),
    promotions,
    ...more
  }
}

/** Quotes it and fails the test if it is refused. */
export const quoted = (input: Quote.QuoteInput): Quote.Quote => succeeds(Quote.of(input))

/** What each line has left, in order of id. */
export const amounts = (quote: Quote.Quote): ReadonlyArray<bigint> => quote.lines.map(({ amount }) => amount)

/** What each line lost, in order of id. */
export const discounts = (quote: Quote.Quote): ReadonlyArray<bigint> => quote.lines.map(({ discount }) => discount)

/** The reason a promotion is not applied, without its id. */
export const reasonOf = (
  quote: Quote.Quote,
  promotion: string
): Omit<Quote.Refused<bigint>, "promotion"> | undefined => {
  const found = quote.refused.find((one) => one.promotion === promotion)
  if (found === undefined) return undefined
  const { promotion: _, ...reason } = found
  return reason
}
