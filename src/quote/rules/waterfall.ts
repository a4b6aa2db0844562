import type { Quote } from "../model.ts"
import { unitName } from "../quote.ts"

/** One bar of the waterfall: what it adds (below zero: takes) and where the total stands after it, minor units. */
export interface Bar {
  readonly kind: "list" | "price" | "promotion" | "shipping" | "fee" | "tax" | "total"
  /** The promotion or fee. */
  readonly id?: string
  /** Of the promotion. */
  readonly version?: number
  readonly amount: bigint
  readonly after: bigint
}

/** The part of a quote that a waterfall is about: a line, one of its units (`l1#2`), or a shipping charge. */
export type Part = { readonly line: string } | { readonly unit: string } | { readonly charge: string }

/**
 * How a price comes about, as data for a chart: list prices, what selected prices are below them, promotions on goods one
 * by one, shipping, promotions on shipping, fees, tax on top, total. Bars of nothing are left out, but the first and last.
 *
 * Without a part it is about the whole cart. A unit has its share of the line's list prices where all units of the line
 * have one price entry, and else begins at its selected price, because a quote keeps list prices by line. A part that the
 * quote does not have has no bars.
 *
 * Law: each bar's `after` is the former one's plus its amount, and the last is the total, the line's gross, or what the unit
 * or charge costs with tax. Kind by kind, the bars of a line are the sum of its units', those of the cart the sum of its
 * lines', charges' and fees'.
 */
export const waterfall = (quote: Quote, part?: Part): ReadonlyArray<Bar> => {
  if (part === undefined) return barsOfCart(quote)
  if ("line" in part) return barsOfLine(quote, part.line)
  return "unit" in part ? barsOfUnit(quote, part.unit) : barsOfCharge(quote, part.charge)
}

interface Bars {
  readonly add: (kind: Bar["kind"], amount: bigint, of?: { readonly id: string; readonly version?: number }) => void
  readonly promotions: (quote: Quote, from: (target: string) => boolean) => void
  /** Tax on top is whatever is left to the total. */
  readonly close: (total: bigint) => ReadonlyArray<Bar>
}

const drawing = (): Bars => {
  const bars: Array<Bar> = []
  let after = 0n
  const add: Bars["add"] = (kind, amount, of) => {
    if (amount === 0n && bars.length > 0) return
    after += amount
    bars.push({ kind, ...of, amount, after })
  }
  return {
    add,
    promotions: (quote, from) => {
      for (const [id, { version, amount }] of takenBy(quote, from)) add("promotion", -amount, { id, version })
    },
    close: (total) => {
      add("tax", total - after)
      return [...bars, { kind: "total", amount: total, after: total }]
    }
  }
}

const barsOfCart = (quote: Quote): ReadonlyArray<Bar> => {
  const bars = drawing()
  let list = 0n
  let price = 0n
  for (const line of quote.lines) {
    list += line.list ?? line.before
    price += line.before
  }
  bars.add("list", list)
  bars.add("price", price - list)
  bars.promotions(quote, isUnit)
  let shipping = 0n
  for (const { before } of quote.charges) shipping += before
  bars.add("shipping", shipping)
  bars.promotions(quote, (target) => !isUnit(target))
  for (const { id, amount } of quote.fees) bars.add("fee", amount, { id })
  return bars.close(quote.grand)
}

const barsOfLine = (quote: Quote, id: string): ReadonlyArray<Bar> => {
  const line = quote.lines.find((one) => one.id === id)
  if (line === undefined) return []
  const { list = line.before, before, gross } = line
  const bars = drawing()
  bars.add("list", list)
  bars.add("price", before - list)
  bars.promotions(quote, (target) => isUnit(target) && lineOf(target) === id)
  return bars.close(gross)
}

const barsOfUnit = (quote: Quote, name: string): ReadonlyArray<Bar> => {
  const line = quote.lines.find(({ id }) => id === lineOf(name))
  const index = line?.units.findIndex((_, place) => unitName(line.id, place) === name) ?? -1
  const unit = line?.units[index]
  if (line === undefined || unit === undefined) return []
  const list = line.prices === undefined ? (line.list ?? line.before) / BigInt(line.units.length) : unit.price
  const bars = drawing()
  bars.add("list", list)
  bars.add("price", unit.price - list)
  bars.promotions(quote, (target) => target === name)
  return bars.close(unit.amount + (line.gross === line.amount ? 0n : unit.tax))
}

const barsOfCharge = (quote: Quote, id: string): ReadonlyArray<Bar> => {
  const charge = quote.charges.find((one) => one.id === id)
  if (charge === undefined) return []
  const bars = drawing()
  bars.add("shipping", charge.before)
  bars.promotions(quote, (target) => target === id)
  return bars.close(charge.gross)
}

/** Whether a target of a step is a unit; else it is a shipping charge. */
export const isUnit = (target: string): boolean => target.includes("#")

/** The line of a unit, `l1` of `l1#2`. */
export const lineOf = (target: string): string => target.slice(0, Math.max(0, target.lastIndexOf("#")))

/** What a promotion took from some targets, and the version that took it. */
export interface Taking {
  readonly version: number
  readonly amount: bigint
}

/** What each promotion took from some targets, in order of effect. */
export const takenBy = (quote: Quote, from: (target: string) => boolean): ReadonlyMap<string, Taking> => {
  const sums = new Map<string, Taking>()
  for (const { promotion, version, target, amount } of quote.steps) {
    if (from(target)) sums.set(promotion, { version, amount: (sums.get(promotion)?.amount ?? 0n) + amount })
  }
  return sums
}
