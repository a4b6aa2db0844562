import type { Quote } from "../model.ts"

/** One bar of the waterfall: what it adds (below zero: takes) and where the total stands after it, minor units. */
export interface Bar {
  readonly kind: "list" | "price" | "promotion" | "shipping" | "fee" | "tax" | "total"
  /** The promotion or fee. */
  readonly id?: string
  readonly amount: bigint
  readonly after: bigint
}

/**
 * How the total comes about, as data for a chart: list prices, what selected prices are below them, promotions on goods one
 * by one, shipping, promotions on shipping, fees, tax on top, total. Bars of nothing are left out, but the first and last.
 *
 * Law: each bar's `after` is the former one's plus its amount, and the last is the grand total.
 */
export const waterfall = (quote: Quote): ReadonlyArray<Bar> => {
  const bars: Array<Bar> = []
  let after = 0n
  const add = (kind: Bar["kind"], amount: bigint, id?: string): void => {
    if (amount === 0n && kind !== "list") return
    after += amount
    bars.push({ kind, ...(id === undefined ? {} : { id }), amount, after })
  }
  let list = 0n
  let price = 0n
  for (const line of quote.lines) {
    list += line.list ?? line.before
    price += line.before
  }
  add("list", list)
  add("price", price - list)
  for (const [promotion, amount] of taken(quote, isUnit)) add("promotion", -amount, promotion)
  let shipping = 0n
  for (const { before } of quote.charges) shipping += before
  add("shipping", shipping)
  for (const [promotion, amount] of taken(quote, (target) => !isUnit(target))) add("promotion", -amount, promotion)
  for (const { id, amount } of quote.fees) add("fee", amount, id)
  add("tax", quote.grand - after)
  bars.push({ kind: "total", amount: quote.grand, after: quote.grand })
  return bars
}

const isUnit = (target: string): boolean => target.includes("#")

/** What each promotion took from some targets, in order of effect. */
export const taken = (quote: Quote, from: (target: string) => boolean): ReadonlyMap<string, bigint> => {
  const sums = new Map<string, bigint>()
  for (const { promotion, target, amount } of quote.steps) {
    if (from(target)) sums.set(promotion, (sums.get(promotion) ?? 0n) + amount)
  }
  return sums
}
