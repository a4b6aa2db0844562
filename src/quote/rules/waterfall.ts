import type { Quote } from "../model.ts"
import { unitName } from "../quote.ts"

/** One bar of the waterfall: what it adds (below zero: takes) and where the total stands after it, minor units. */
export interface Bar {
  readonly kind: "list" | "price" | "promotion" | "shipping" | "fee" | "tax" | "total"
  /** The price entry, promotion or fee. */
  readonly id?: string
  /** Of the promotion. */
  readonly version?: number
  readonly amount: bigint
  readonly after: bigint
}

type Line = Quote["lines"][number]

/** The part of a quote that a waterfall is about: a line, one of its units (`l1#2`), or a shipping charge. */
export type Part = { readonly line: string } | { readonly unit: string } | { readonly charge: string }

/**
 * How a price comes about, as data for a chart: list prices, what the price of each entry is below them, promotions on goods
 * one by one, shipping, promotions on shipping, fees, tax on top, total. Bars of nothing are left out, but the first and last.
 *
 * Without a part it is about the whole cart. A part that the quote does not have has no bars. Quotes of earlier programs do not
 * say which unit of a line with several entries has which: there the bar of the difference names none, and a unit begins at
 * its selected price.
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
  readonly prices: (lines: ReadonlyArray<Line>) => void
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
    prices: (lines) => {
      for (const [id, amount] of belowList(lines)) add("price", amount, id === "" ? undefined : { id })
    },
    promotions: (quote, from) => {
      for (const [id, { version, amount }] of takenBy(quote, from)) add("promotion", -amount, { id, version })
    },
    close: (total) => {
      add("tax", total - after)
      return [...bars, { kind: "total", amount: total, after: total }]
    }
  }
}

/** What each price entry is below the list prices of its units, in order of lines; `""` for what no entry is known of. */
const belowList = (lines: ReadonlyArray<Line>): ReadonlyMap<string, bigint> => {
  const sums = new Map<string, bigint>()
  const add = (entry: string, amount: bigint): void => void sums.set(entry, (sums.get(entry) ?? 0n) + amount)
  for (const { price, prices, list, before, units } of lines) {
    if (list === undefined) continue
    if (prices === undefined) {
      add(price, before - list)
      continue
    }
    let left = before - list
    for (const { entry, price: selected, list: stated } of units) {
      if (entry === undefined || stated === undefined) continue
      add(entry, selected - stated)
      left -= selected - stated
    }
    add("", left)
  }
  return sums
}

const barsOfCart = (quote: Quote): ReadonlyArray<Bar> => {
  const bars = drawing()
  bars.add(
    "list",
    quote.lines.reduce((sum, { list, before }) => sum + (list ?? before), 0n)
  )
  bars.prices(quote.lines)
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
  const { list = line.before, gross } = line
  const bars = drawing()
  bars.add("list", list)
  bars.prices([line])
  bars.promotions(quote, (target) => isUnit(target) && lineOf(target) === id)
  return bars.close(gross)
}

const barsOfUnit = (quote: Quote, name: string): ReadonlyArray<Bar> => {
  const line = quote.lines.find(({ id }) => id === lineOf(name))
  const index = line?.units.findIndex((_, place) => unitName(line.id, place) === name) ?? -1
  const unit = line?.units[index]
  if (line === undefined || unit === undefined) return []
  const { entry = line.price, price } = unit
  const list = line.prices === undefined ? (line.list ?? line.before) / BigInt(line.units.length) : (unit.list ?? price)
  const bars = drawing()
  bars.add("list", list)
  bars.add("price", price - list, { id: entry })
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
