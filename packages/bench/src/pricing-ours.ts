import * as Result from "effect/Result"
import type { Promotion } from "pannier/promotion"
import {
  type BookedInput,
  compile,
  type Policy,
  type PriceBook,
  priceBook,
  type Quote,
  of as quoteOf
} from "pannier/quote"
import { buyerGroup, type CartRule, type Deal, type Problem, taxPercent } from "./pricing-problem.ts"

/**
 * How a peer does the job where traders differ, so that ours does the same: what a line percentage sees, over which lines an
 * amount is spread, which offers go first, whether a unit serves one set only, and how it rounds.
 */
export interface Custom {
  readonly currency: string
  /** Minor units of our currency in one hundredth. */
  readonly scale: bigint
  readonly percentBase: "price" | "running"
  readonly acrossTaxKind: boolean
  readonly rank: (deals: ReadonlyArray<Deal>) => ReadonlyArray<Deal>
  readonly onceInSets: boolean
  readonly rounding: NonNullable<Policy["rounding"]>
}

/** The moment of every quote here. */
export const at = 1_750_000_000_000

/** The problem in our words, its rules made ready. */
export const inputOf = (
  { goods, deals }: Problem,
  custom: Custom,
  combination: "best" | "priority" = "priority"
): BookedInput => {
  const { currency, scale, rounding } = custom
  const digits = scale === 1n ? 2 : 4
  const money = (hundredths: number): string => (hundredths / 100).toFixed(digits)
  const promotions = custom.rank(deals).map((deal, lane) => promotionOf(deal, lane, custom, money))
  return {
    currency,
    at,
    lines: goods.map(({ id, brand, quantity, included }) => ({
      id,
      sku: id,
      merchant: "shop",
      quantity,
      facts: { brand: [brand], taxKind: [included ? "included" : "excluded"] },
      tax: { included, rates: [{ id: "vat", rate: String(taxPercent / 100) }] }
    })),
    prices: bookOf(
      goods.map(({ id, price }) => ({ id, amount: BigInt(price) * scale })),
      currency
    ),
    promotions: Result.getOrThrow(compile(promotions, currency)),
    context: { facts: { customerGroup: [buyerGroup] } },
    policy: { combination, rounding }
  }
}

/** Prices made ready, as the peers have theirs on the line. */
export const bookOf = (
  prices: ReadonlyArray<{ readonly id: string; readonly amount: bigint }>,
  currency: string
): PriceBook =>
  Result.getOrThrow(priceBook(prices.map(({ id, amount }) => ({ id: `price-${id}`, sku: id, currency, amount }))))

const promotionOf = (
  { id, rule, gift }: Deal,
  lane: number,
  { percentBase, acrossTaxKind, onceInSets }: Custom,
  money: (hundredths: number) => string
): Promotion => {
  const common = { id, level: "merchant", lane, when: whenOf(rule, money) } as const
  switch (gift.kind) {
    case "percent on lines":
      return {
        ...common,
        base: percentBase,
        select: { fact: "brand", op: "in", values: [gift.brand] },
        offer: { kind: "grant", rewards: [{ kind: "percent", percent: String(gift.percent), per: "line" }] }
      }
    case "amount across":
      return {
        ...common,
        ...(acrossTaxKind
          ? { select: { fact: "taxKind", op: "in", values: [gift.included ? "included" : "excluded"] } }
          : {}),
        offer: { kind: "grant", rewards: [{ kind: "amount", amount: money(gift.amount), per: "total" }] }
      }
    case "percent on the order":
      return {
        ...common,
        offer: { kind: "grant", rewards: [{ kind: "percent", percent: String(gift.percent), per: "total" }] }
      }
    case "buy 2 get 1":
      return {
        ...common,
        base: "price",
        ...(onceInSets ? { pool: "sets" } : {}),
        offer: {
          kind: "buyGet",
          buy: { quantity: 2, select: { fact: "sku", op: "in", values: [gift.buy] } },
          get: {
            quantity: 1,
            select: { fact: "sku", op: "in", values: [gift.get] },
            reward: { kind: "percent", percent: String(gift.percent), per: "line" }
          },
          max: 1
        }
      }
  }
}

const whenOf = (rule: CartRule, money: (hundredths: number) => string): NonNullable<Promotion["when"]> =>
  "group" in rule
    ? { fact: "customerGroup", op: "in", values: [rule.group] }
    : { measure: "amount", atLeast: money(rule.atLeast) }

/** Prices a cart. */
export const priced = (input: BookedInput): Quote => Result.getOrThrow(quoteOf(input))

interface Read {
  readonly grand: bigint
  readonly lines: ReadonlyArray<
    Pick<Quote["lines"][number], "amount" | "net" | "gross" | "tax"> & {
      readonly adjustments: ReadonlyArray<{ readonly amount: bigint }>
    }
  >
}

/** Reads a quote as a shop shows it: every line with every adjustment. Adding them up would be work of its own. */
export const readLines = ({ grand, lines }: Read): ReadonlyArray<bigint> => {
  let read = [grand]
  for (const { amount, net, gross, tax, adjustments } of lines) {
    read = [amount, net, gross, tax]
    for (const adjustment of adjustments) read[0] = adjustment.amount
  }
  return read
}

/** Reads what every promotion took from every unit. */
export const readSteps = ({ steps }: Quote): bigint => {
  let read = 0n
  for (const { amount, running, funding } of steps) {
    read += amount + running
    for (const share of funding) read += share.amount
  }
  return read
}

/** Reads why the others do not apply, and how far they are. */
export const readReasons = ({ refused }: Quote): number => {
  let read = 0
  for (const { reason, distance } of refused) read += reason.length + (distance === undefined ? 0 : 1)
  return read
}
