import * as Result from "effect/Result"
import { compareText } from "../../kernel/text.ts"
import type { CurrencyMismatch } from "../../money/errors.ts"
import type { PriceMissing } from "../errors.ts"
import type { PriceEntry, PriceSelection } from "../model.ts"
import type { UnitKind } from "../unit.ts"
import { kindOf, timesOf } from "./measure.ts"

/** Who buys, where and when: what an entry's dimensions are compared with. A buyer may be in several groups. */
export interface PriceContext {
  readonly currency: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly customerGroup: ReadonlyArray<string>
  readonly channel: ReadonlyArray<string>
  readonly country: ReadonlyArray<string>
}

/** How many units of one sku are wanted from one merchant. */
export interface Wanted {
  readonly sku: string
  readonly merchant: string
  readonly quantity: number
  /** What the pieces are measured by; absent for goods that are counted. */
  readonly measured?: UnitKind
}

/** Units `first` to `first + count - 1`, counted from 0 in unit order, have the price of this entry. */
export interface PriceRun {
  readonly entry: PriceEntry
  readonly first: number
  readonly count: number
}

/** Units that have their price from an account of the entry: to be held at checkout. */
export interface PriceClaim {
  readonly price: string
  readonly account: string
  readonly per: "all" | "customer"
  readonly units: number
}

/** The prices of the wanted units, in unit order, and what they take from accounts. */
export interface Selected {
  readonly runs: ReadonlyArray<PriceRun>
  readonly claims: ReadonlyArray<PriceClaim>
}

/** How many units an account has free; `undefined` if nothing bounds it. */
export type FreeUnits = (account: string, per: "all" | "customer") => number | undefined

/** Why an entry of the sku is no candidate. */
export type PassedOver =
  | { readonly _tag: "CurrencyMismatch"; readonly expected: string; readonly found: string }
  | { readonly _tag: "NotStarted"; readonly from: number }
  | { readonly _tag: "Ended"; readonly until: number }
  | { readonly _tag: "OtherDimension"; readonly dimension: Dimension; readonly wanted: string }
  | { readonly _tag: "OtherMeasure"; readonly wanted?: UnitKind; readonly found?: UnitKind }
  | { readonly _tag: "QuantityTooSmall"; readonly distance: number }
  | { readonly _tag: "SoldOut"; readonly account: string }

/** What an entry may be bound to. */
export type Dimension = "customerGroup" | "channel" | "country" | "merchant"

/**
 * The price of every unit. Candidates are the entries whose currency, validity `[from, until)` and stated dimensions
 * hold. Prices by measure are for measured pieces alone. `specific` puts the more specific first (group 8, channel 4,
 * country 2, merchant 1), then dated before undated, the largest
 * reached tier, the lowest amount, the smaller id; `lowest` the lowest amount, then the smaller id. An `override` beats
 * every `base`. An entry with accounts gives its price to as many units as they have free; the rest take the next.
 *
 * @returns runs in unit order, or, in this order: `CurrencyMismatch` (there are prices, none in this currency),
 * `PriceMissing`
 */
export const selectPrice = (
  entries: ReadonlyArray<PriceEntry>,
  wanted: Wanted,
  context: PriceContext,
  policy: PriceSelection,
  free: FreeUnits
): Result.Result<Selected, PriceMissing | CurrencyMismatch> => {
  const candidates = inOrder(entries, wanted, context, policy)
  const first = candidates[0]
  if (first !== undefined && !bounded(first) && !candidates.some(isGraduated)) {
    return Result.succeed({ runs: [{ entry: first, first: 0, count: wanted.quantity }], claims: [] })
  }
  const chosen = Array.from({ length: wanted.quantity }, (): PriceEntry | undefined => undefined)
  const claims: Array<PriceClaim> = []
  let open = wanted.quantity
  for (const entry of candidates) {
    if (open === 0) break
    const most = freeOf(entry, free)
    let given = 0
    for (let unit = reachedFrom(entry); unit < chosen.length && given < most; unit++) {
      if (chosen[unit] !== undefined) continue
      chosen[unit] = entry
      given++
    }
    open -= given
    if (given > 0) claims.push(...claimsOf(entry, given))
  }
  return open === 0 ? Result.succeed({ runs: runsOf(chosen), claims }) : Result.fail(unpriced(entries, wanted, context))
}

/** The price of every wanted unit where the sku has this one entry and nothing bounds it; `undefined` if that is not so. */
export const plainPrice = (entry: PriceEntry, wanted: Wanted, context: PriceContext): PriceEntry | undefined =>
  bounded(entry) || isGraduated(entry) || reasonAgainst(entry, wanted, context) !== undefined ? undefined : entry

/** The candidates of the sku, best first. */
export const inOrder = (
  entries: ReadonlyArray<PriceEntry>,
  wanted: Wanted,
  context: PriceContext,
  policy: PriceSelection
): ReadonlyArray<PriceEntry> => {
  const candidates = entries.filter(
    (entry) => entry.sku === wanted.sku && reasonAgainst(entry, wanted, context) === undefined
  )
  return candidates.length < 2 ? candidates : candidates.sort((a, b) => order(a, b, policy).by)
}

/** Why this entry cannot price the wanted units, or `undefined` if it can. */
export const reasonAgainst = (entry: PriceEntry, wanted: Wanted, context: PriceContext): PassedOver | undefined => {
  if (entry.currency !== context.currency) {
    return { _tag: "CurrencyMismatch", expected: context.currency, found: entry.currency }
  }
  if (entry.from !== undefined && context.at < entry.from) return { _tag: "NotStarted", from: entry.from }
  if (entry.until !== undefined && context.at >= entry.until) return { _tag: "Ended", until: entry.until }
  if (entry.merchant !== undefined && entry.merchant !== wanted.merchant) return other("merchant", entry.merchant)
  if (entry.customerGroup !== undefined && !context.customerGroup.includes(entry.customerGroup)) {
    return other("customerGroup", entry.customerGroup)
  }
  if (entry.channel !== undefined && !context.channel.includes(entry.channel)) return other("channel", entry.channel)
  if (entry.country !== undefined && !context.country.includes(entry.country)) return other("country", entry.country)
  const found = entry.per === undefined ? undefined : kindOf(entry.per)
  if (found !== wanted.measured) {
    return {
      _tag: "OtherMeasure",
      ...(wanted.measured === undefined ? {} : { wanted: wanted.measured }),
      ...(found === undefined ? {} : { found })
    }
  }
  const least = entry.minQuantity ?? 1
  return wanted.quantity < least ? { _tag: "QuantityTooSmall", distance: least - wanted.quantity } : undefined
}

const other = (dimension: Dimension, wanted: string): PassedOver => ({ _tag: "OtherDimension", dimension, wanted })

/** What decided between two candidates. */
export type Deciding = "override" | "specificity" | "dated" | "minQuantity" | "amount" | "id"

/** The order of two candidates and what decided it: `by` is negative if the left one is better. */
export const order = (
  left: PriceEntry,
  right: PriceEntry,
  policy: PriceSelection
): { readonly by: number; readonly decided: Deciding } => {
  for (const [decided, rank] of policy === "specific" ? specific : lowest) {
    const by = rank(right) - rank(left)
    if (by !== 0) return { by, decided }
  }
  const [one, other] = comparable(left, right)
  if (one !== other) return { by: one < other ? -1 : 1, decided: "amount" }
  return { by: compareText(left.id, right.id), decided: "id" }
}

// 18.00 for 1 斤 is less than 40.00 for 1 kg: prices by measure compare for the same measure.
const comparable = (left: PriceEntry, right: PriceEntry): readonly [bigint, bigint] => {
  if (left.per === undefined || right.per === undefined) return [left.amount, right.amount]
  const times = timesOf(left.per, right.per)
  return Result.isFailure(times)
    ? [left.amount, right.amount]
    : [left.amount * times.success.denominator, right.amount * times.success.numerator]
}

type Criterion = readonly [decided: Deciding, rank: (entry: PriceEntry) => number]

const lowest: ReadonlyArray<Criterion> = [["override", ({ kind }) => Number(kind === "override")]]
const specific: ReadonlyArray<Criterion> = [
  ...lowest,
  [
    "specificity",
    ({ customerGroup, channel, country, merchant }) =>
      (customerGroup === undefined ? 0 : 8) +
      (channel === undefined ? 0 : 4) +
      (country === undefined ? 0 : 2) +
      (merchant === undefined ? 0 : 1)
  ],
  ["dated", ({ from, until }) => Number(from !== undefined || until !== undefined)],
  ["minQuantity", ({ minQuantity = 1 }) => minQuantity]
]

const isGraduated = (entry: PriceEntry): boolean => entry.tiers === "graduated" && (entry.minQuantity ?? 1) > 1
const bounded = (entry: PriceEntry): boolean => entry.stock !== undefined || entry.perCustomer !== undefined

const reachedFrom = (entry: PriceEntry): number => (isGraduated(entry) ? (entry.minQuantity ?? 1) - 1 : 0)

const freeOf = (entry: PriceEntry, free: FreeUnits): number => {
  const stock = entry.stock === undefined ? undefined : free(entry.stock.account, "all")
  const person = entry.perCustomer === undefined ? undefined : free(entry.perCustomer.account, "customer")
  return Math.min(stock ?? Number.POSITIVE_INFINITY, person ?? Number.POSITIVE_INFINITY)
}

const claimsOf = ({ id: price, stock, perCustomer }: PriceEntry, units: number): ReadonlyArray<PriceClaim> => [
  ...(stock === undefined ? [] : [{ price, account: stock.account, per: "all" as const, units }]),
  ...(perCustomer === undefined ? [] : [{ price, account: perCustomer.account, per: "customer" as const, units }])
]

const runsOf = (chosen: ReadonlyArray<PriceEntry | undefined>): ReadonlyArray<PriceRun> => {
  const runs: Array<{ entry: PriceEntry; first: number; count: number }> = []
  for (const [unit, entry] of chosen.entries()) {
    const last = runs.at(-1)
    if (last !== undefined && last.entry === entry) last.count++
    else if (entry !== undefined) runs.push({ entry, first: unit, count: 1 })
  }
  return runs
}

const unpriced = (
  entries: ReadonlyArray<PriceEntry>,
  { sku, merchant }: Wanted,
  { currency }: PriceContext
): PriceMissing | CurrencyMismatch => {
  const ofSku = entries.filter((entry) => entry.sku === sku)
  const foreign = ofSku[0]
  return foreign !== undefined && ofSku.every((entry) => entry.currency !== currency)
    ? { _tag: "CurrencyMismatch", expected: currency, found: foreign.currency }
    : { _tag: "PriceMissing", sku, merchant }
}
