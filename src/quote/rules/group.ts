import { portion, proportion } from "../../money/rules/proportion.ts"
import * as Result from "effect/Result"
import { compareText } from "../../kernel/text.ts"
import type { CurrencyMismatch } from "../../money/errors.ts"
import type { PriceMissing } from "../../pricing/errors.ts"
import type { PriceEntry } from "../../pricing/model.ts"
import { kindOf } from "../../pricing/rules/measure.ts"
import type { FreeUnits, PriceClaim, PriceContext, PriceRun } from "../../pricing/rules/select.ts"
import { plainPrice, selectPrice } from "../../pricing/rules/select.ts"
import type { Facts, Subject } from "../../promotion/rules/match.ts"
import { fractionFrom } from "../../promotion/rules/number.ts"
import type { Line, Policy, PriceBook } from "../input.ts"
import { upTo } from "./exact.ts"
import { upwards } from "./spread.ts"
import { type PriceTerms, shownEntry } from "./shown.ts"
import type { TaxReader, TaxRule } from "./tax.ts"

/** Units `first` to `first + count - 1` of the line at `line` in the list of lines. */
export interface Member {
  readonly line: number
  readonly first: number
  readonly count: number
}

/**
 * All units equal in everything but line: what is rounded, taxed and spread first, so that splitting a line changes nothing
 * (L11). Groups stand in order of sku, merchant and content, never of line ids; units in order of line and place.
 */
export interface Group extends Subject {
  readonly sku: string
  readonly merchant: string
  readonly entry: PriceEntry
  /** Minor units. */
  readonly price: number
  readonly list: number
  /** No promotion brings a unit below it. */
  readonly floor: number
  readonly facts: Facts
  /** The promotion whose add-on its units are. */
  readonly addOnOf: string | undefined
  readonly tax: TaxRule
  /** Where its units begin among all units of the cart. */
  readonly first: number
  readonly size: number
  readonly members: ReadonlyArray<Member>
}

/** The groups of a cart and what their prices claim. */
export interface Grouped {
  readonly groups: ReadonlyArray<Group>
  readonly units: number
  readonly claims: ReadonlyArray<PriceClaim>
}

/** Puts groups together, one behind the other. */
class Grouping {
  readonly groups: Array<Group> = []
  units = 0
  readonly #taxOf: TaxReader
  readonly #terms: PriceTerms

  constructor(taxOf: TaxReader, terms: PriceTerms) {
    this.#taxOf = taxOf
    this.#terms = terms
  }

  add(line: Line, selected: PriceEntry, members: ReadonlyArray<Member>, size: number): void {
    const { sku, merchant } = line
    const entry = shownEntry(selected, line, this.#terms)
    const price = upTo(entry.amount)
    this.groups.push({
      sku,
      merchant,
      entry,
      price,
      list: entry.list === undefined ? price : upTo(entry.list),
      floor: line.floor === undefined ? 0 : floorOf(line.floor, price),
      facts: line.facts ?? noFacts,
      addOnOf: line.addOnOf,
      tax: this.#taxOf(line.tax)!,
      first: this.units,
      size,
      members
    })
    this.units += size
  }
}

/**
 * Gives every unit its price and puts equal units together. `lines` are in order of id.
 *
 * @returns the groups, or for the first sku without a price `CurrencyMismatch` or `PriceMissing`
 */
export const groupsOf = (
  lines: ReadonlyArray<Line>,
  { bySku }: PriceBook,
  context: PriceContext,
  policy: Policy,
  free: (account: string, per: "all" | "customer", taken: number) => number | undefined,
  taxOf: TaxReader,
  terms: PriceTerms
): Result.Result<Grouped, PriceMissing | CurrencyMismatch> => {
  const taken = new Map<string, number>()
  const freeUnits: FreeUnits = (account, per) => free(account, per, taken.get(account) ?? 0)
  const grouping = new Grouping(taxOf, terms)
  const claims: Array<PriceClaim> = []
  const order = bySkuAndMerchant(lines)
  for (let from = 0; from < order.length; ) {
    const first = lines[order[from]!]!
    const { sku, merchant } = first
    const measured = first.measure && kindOf(first.measure)
    let to = from
    let quantity = 0
    while (to < order.length) {
      const line = lines[order[to]!]!
      if (line.sku !== sku || line.merchant !== merchant || (line.measure && kindOf(line.measure)) !== measured) break
      quantity += line.quantity
      to++
    }
    const wanted = measured === undefined ? { sku, merchant, quantity } : { sku, merchant, quantity, measured }
    const entries = bySku.get(sku) ?? none
    const plain = entries.length === 1 ? plainPrice(entries[0]!, wanted, context) : undefined
    if (plain !== undefined && to - from === 1) {
      grouping.add(first, plain, [{ line: order[from]!, first: 0, count: quantity }], quantity)
      from = to
      continue
    }
    const selected = selectPrice(entries, wanted, context, policy.priceSelection ?? "specific", freeUnits)
    if (Result.isFailure(selected)) return Result.fail(selected.failure)
    const { runs } = selected.success
    for (const claim of selected.success.claims) {
      taken.set(claim.account, (taken.get(claim.account) ?? 0) + claim.units)
      claims.push(claim)
    }
    if (to - from === 1 && runs.length === 1) {
      grouping.add(first, runs[0]!.entry, [{ line: order[from]!, first: 0, count: quantity }], quantity)
    } else {
      groupPool(grouping, lines, order.slice(from, to), runs)
    }
    from = to
  }
  return Result.succeed({ groups: grouping.groups, units: grouping.units, claims })
}

const none: ReadonlyArray<PriceEntry> = []

// Lines of one sku and merchant share price tiers and stock; what is measured, by its kind. Lines often come in this order already.
const bySkuAndMerchant = (lines: ReadonlyArray<Line>): ReadonlyArray<number> => {
  const order = upwards(lines.length)
  let sorted = true
  for (let index = 1; sorted && index < lines.length; index++) {
    sorted = compareSku(lines[index - 1]!, lines[index]!) <= 0
  }
  return sorted ? order : order.toSorted((a, b) => compareSku(lines[a]!, lines[b]!) || a - b)
}

const compareSku = (left: Line, right: Line): number =>
  compareText(left.sku, right.sku) ||
  compareText(left.merchant, right.merchant) ||
  (left.measure === right.measure ? 0 : compareText(kindIn(left), kindIn(right)))

const kindIn = ({ measure }: Line): string => (measure === undefined ? "" : kindOf(measure))

/** Several lines of one sku and merchant, or units with several prices. */
const groupPool = (
  grouping: Grouping,
  lines: ReadonlyArray<Line>,
  pool: ReadonlyArray<number>,
  runs: ReadonlyArray<PriceRun>
): void => {
  const found = new Map<string, { line: Line; entry: PriceEntry; members: Array<Member>; size: number }>()
  let run = 0
  let left = runs[0]?.count ?? 0
  for (const { index, content } of byContent(lines, pool)) {
    const line = lines[index]!
    for (let first = 0; first < line.quantity; ) {
      if (left === 0) left = runs[++run]!.count
      const count = Math.min(left, line.quantity - first)
      const { entry } = runs[run]!
      const key = `${entry.id}\n${content}`
      const known = found.get(key)
      const member = { line: index, first, count }
      if (known === undefined) found.set(key, { line, entry, members: [member], size: count })
      else {
        known.members.push(member)
        known.size += count
      }
      first += count
      left -= count
    }
  }
  const ordered = found.size < 2 ? found.entries() : [...found].sort(([a], [b]) => compareText(a, b))
  for (const [, { line, entry, members, size }] of ordered) grouping.add(line, entry, members, size)
}

// Prices of which there are few go by content before line, so that no name of a line decides which tax or floor gets them.
const byContent = (lines: ReadonlyArray<Line>, pool: ReadonlyArray<number>) => {
  if (pool.length === 1) return [{ index: pool[0]!, content: "" }]
  const named = pool.map((index) => ({ index, content: contentOf(lines[index]!) }))
  return named.sort((a, b) => compareText(a.content, b.content) || a.index - b.index)
}

const noFacts: Facts = {}

const floorOf = (floor: NonNullable<Line["floor"]>, price: number): number => {
  const amount = upTo(floor.amount ?? 0n)
  const ratio = floor.percent === undefined ? undefined : fractionFrom(floor.percent)
  if (ratio === undefined) return amount
  const part = portion(price, proportion({ ...ratio, denominator: ratio.denominator * 100n }), "ceiling")
  return part > amount ? part : amount
}

/** What two lines of one sku must have in common to share a group, as text; the order of a fact's values does not count. */
const contentOf = ({ facts, floor, measure, tax, addOnOf }: Line): string => {
  const named =
    facts === undefined
      ? []
      : Object.keys(facts)
          .sort()
          .map((name) => [name, [...new Set(facts[name])].sort()])
  const rates = tax?.rates.map(({ id, rate }) => [id, rate]).sort()
  const bounds = [String(floor?.amount ?? ""), floor?.percent ?? ""]
  const parts = [named, ...bounds, tax?.included ?? "", rates ?? "", addOnOf ?? ""]
  // Appended only where there is any, so that groups without them stand as they always stood.
  const { customs, relief } = tax ?? {}
  const plain = measure === undefined && customs === undefined && relief === undefined
  return JSON.stringify(plain ? parts : [...parts, sorted(measure), sorted(customs), sorted(relief)])
}

const sorted = (of: object | undefined): ReadonlyArray<unknown> =>
  of === undefined ? [] : Object.entries(of).sort(([a], [b]) => compareText(a, b))
