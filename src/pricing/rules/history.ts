import type { PriceContext, Wanted } from "./select.ts"
import { inOrder } from "./select.ts"
import type { PriceEntry } from "../model.ts"

/** All the prices of a sku as they were stated at an instant; they held until the next were stated. */
export interface StatedPrices {
  /** Milliseconds since 1970. */
  readonly from: number
  readonly entries: ReadonlyArray<PriceEntry>
}

/** The price shown from an instant until the next point; without an amount, none was. Minor units. */
export interface PricePoint {
  readonly from: number
  readonly amount?: bigint
  /** Whether it was shown as a reduction: beside a higher price struck through. */
  readonly reduced: boolean
}

/** For how long before a reduction the lowest price counts, in days: Directive 98/6/EC, article 6a(2). */
export const priorDays = 30

const day = 86_400_000

/**
 * The price of one piece that the shop showed to somebody it knows nothing of, as a step function of time: what was stated
 * and when, with the periods of validity inside. A price with stock of its own is not among them, since only a quote can give it.
 *
 * @param stated in any order; those of one instant in the order in which they were stated
 * @param until points after this instant are left out
 * @returns points in ascending order, of which no two neighbours show the same
 */
export const pricePoints = (
  stated: ReadonlyArray<StatedPrices>,
  wanted: Pick<Wanted, "sku" | "merchant" | "measured">,
  context: Omit<PriceContext, "at">,
  until: number
): ReadonlyArray<PricePoint> => {
  const points: Array<PricePoint> = []
  const ordered = stated.filter(({ from }) => from <= until).sort((a, b) => a.from - b.from)
  for (const [index, { from, entries }] of ordered.entries()) {
    const end = ordered[index + 1]?.from ?? until + 1
    const changes = entries.flatMap((entry) => [entry.from ?? from, entry.until ?? from])
    const instants = [...new Set([from, ...changes.filter((at) => from < at && at < end)])].sort((a, b) => a - b)
    for (const at of from < end ? instants : []) {
      const point = shownAt(entries, wanted, { ...context, at })
      const last = points.at(-1)
      if (last?.amount !== point.amount || last?.reduced !== point.reduced) points.push(point)
    }
  }
  return points
}

/** The entry whose price is shown for one piece, if any is. */
export const shownEntry = (
  entries: ReadonlyArray<PriceEntry>,
  { sku, merchant, measured }: Pick<Wanted, "sku" | "merchant" | "measured">,
  context: PriceContext
): PriceEntry | undefined =>
  inOrder(
    entries,
    { sku, merchant, quantity: 1, ...(measured === undefined ? {} : { measured }) },
    context,
    "specific"
  ).find(({ stock, perCustomer }) => stock === undefined && perCustomer === undefined)

const shownAt = (
  entries: ReadonlyArray<PriceEntry>,
  wanted: Pick<Wanted, "sku" | "merchant" | "measured">,
  context: PriceContext
): PricePoint => {
  const entry = shownEntry(entries, wanted, context)
  return entry === undefined
    ? { from: context.at, reduced: false }
    : { from: context.at, amount: entry.amount, reduced: entry.list !== undefined && entry.list > entry.amount }
}

/** A reduction that is announced, and the price it has to be measured by. */
export interface Reduction {
  /** When the reduction was first applied; a later, deeper one goes on from there. */
  readonly since: number
  /** The lowest price of the days before: minor units. Absent if there was none. */
  readonly prior?: bigint
  /** Whether the price is known for all of these days; not for goods that are newer. */
  readonly complete: boolean
  /** By how many whole percent of the prior price it is lower, rounded down; 0 if it is not. */
  readonly percent: number
}

/**
 * The prior price of a reduction: the lowest price in the days before it was first applied. Reductions that follow one another
 * without a break, each deeper, are one, measured by the price before the first.
 *
 * Source: Directive 98/6/EC as amended by (EU) 2019/2161, article 6a(1), (2) and (5); that the percentage is of this
 * price: Court of Justice, C-330/23. In China the lowest price of 7 days before counts where no other base is stated: Order 32
 * (2020) of the State Administration for Market Regulation, article 21.
 *
 * Law: no price of the period is below `prior`, and one is equal to it; without a change after `since`, `prior` does not change.
 *
 * @param points as `pricePoints` gives them
 * @returns undefined if no reduction is announced at this instant
 */
export const reductionAt = (
  points: ReadonlyArray<PricePoint>,
  at: number,
  { days = priorDays, progressive = true }: { readonly days?: number; readonly progressive?: boolean } = {}
): Reduction | undefined => {
  const last = points.findLastIndex(({ from }) => from <= at)
  const now = points[last]
  if (now?.amount === undefined || !now.reduced) return undefined
  let first = last
  for (; progressive && first > 0; first--) {
    const [former, later] = [points[first - 1]!, points[first]!]
    if (!former.reduced || former.amount === undefined || former.amount <= later.amount!) break
  }
  const since = points[first]!.from
  const start = since - days * day
  let prior: bigint | undefined
  let known = false
  let gap = false
  for (let index = first - 1; index >= 0 && !known; index--) {
    const { from, amount } = points[index]!
    if (amount === undefined) gap = true
    else if (prior === undefined || amount < prior) prior = amount
    known = from <= start
  }
  return {
    since,
    ...(prior === undefined ? {} : { prior }),
    complete: known && !gap,
    percent: prior === undefined || prior <= now.amount ? 0 : Number(((prior - now.amount) * 100n) / prior)
  }
}

/**
 * What must be kept of earlier statements so that {@link reductionAt} answers the same: those that held in the last `keep`
 * days, and one more.
 */
export const recentPrices = (
  stated: ReadonlyArray<StatedPrices>,
  at: number,
  keep: number
): ReadonlyArray<StatedPrices> => {
  const start = stated.findLastIndex(({ from }) => from <= at - keep * day)
  return stated.slice(Math.max(0, start))
}
