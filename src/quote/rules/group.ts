import * as Result from "effect/Result"
import { compareText } from "../../kernel/text.ts"
import type { CurrencyMismatch } from "../../money/errors.ts"
import { divide } from "../../money/rules/round.ts"
import type { PriceMissing } from "../../pricing/errors.ts"
import type { PriceEntry } from "../../pricing/model.ts"
import { kindOf } from "../../pricing/rules/measure.ts"
import type { FreeUnits, PriceClaim, PriceContext } from "../../pricing/rules/select.ts"
import { selectPrice } from "../../pricing/rules/select.ts"
import type { Facts, Subject } from "../../promotion/rules/match.ts"
import { fractionFrom } from "../../promotion/rules/number.ts"
import type { Line, Policy } from "../input.ts"
import type { CustomsLimits } from "./customs/limits.ts"
import { type PriceTerms, shownPrice } from "./shown.ts"
import type { TaxRule } from "./tax.ts"
import { goodsRule } from "./taxation.ts"

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
export interface Group {
  readonly sku: string
  readonly merchant: string
  readonly entry: PriceEntry
  readonly price: bigint
  readonly list: bigint
  /** No promotion brings a unit below it. */
  readonly floor: bigint
  readonly subject: Subject
  readonly tax: TaxRule
  readonly size: number
  readonly members: ReadonlyArray<Member>
}

/** What the price and the tax of a unit depend on beside its line and entry. */
export interface GroupTerms extends PriceTerms {
  readonly customs: CustomsLimits | undefined
}

/** The groups of a cart and what their prices claim. */
export interface Grouped {
  readonly groups: ReadonlyArray<Group>
  readonly claims: ReadonlyArray<PriceClaim>
}

/**
 * Gives every unit its price and puts equal units together. `lines` are in order of id.
 *
 * @returns the groups, or for the first sku without a price `CurrencyMismatch` or `PriceMissing`
 */
export const groupsOf = (
  lines: ReadonlyArray<Line>,
  prices: ReadonlyArray<PriceEntry>,
  context: PriceContext,
  policy: Policy,
  terms: GroupTerms,
  free: (account: string, per: "all" | "customer", taken: number) => number | undefined
): Result.Result<Grouped, PriceMissing | CurrencyMismatch> => {
  const bySku = Map.groupBy(prices, ({ sku }) => sku)
  const taken = new Map<string, number>()
  const freeUnits: FreeUnits = (account, per) => free(account, per, taken.get(account) ?? 0)
  const groups: Array<Group> = []
  const claims: Array<PriceClaim> = []
  for (const pool of poolsOf(lines)) {
    const { sku, merchant, measure } = lines[pool[0]!]!
    let quantity = 0
    for (const line of pool) quantity += lines[line]!.quantity
    const wanted = { sku, merchant, quantity, ...(measure === undefined ? {} : { measured: kindOf(measure) }) }
    const selected = selectPrice(bySku.get(sku) ?? [], wanted, context, policy.priceSelection ?? "specific", freeUnits)
    if (Result.isFailure(selected)) return Result.fail(selected.failure)
    for (const claim of selected.success.claims) {
      taken.set(claim.account, (taken.get(claim.account) ?? 0) + claim.units)
      claims.push(claim)
    }
    const found = new Map<string, { line: Line; entry: PriceEntry; members: Array<Member> }>()
    let run = 0
    let left = selected.success.runs[0]?.count ?? 0
    for (const { index, content } of byContent(lines, pool)) {
      const line = lines[index]!
      for (let first = 0; first < line.quantity; ) {
        if (left === 0) left = selected.success.runs[++run]!.count
        const count = Math.min(left, line.quantity - first)
        const { entry } = selected.success.runs[run]!
        const key = `${entry.id}\n${content}`
        const known = found.get(key)
        const member = { line: index, first, count }
        if (known === undefined) found.set(key, { line, entry, members: [member] })
        else known.members.push(member)
        first += count
        left -= count
      }
    }
    const ordered = found.size < 2 ? found.entries() : [...found].sort(([a], [b]) => compareText(a, b))
    for (const [, { line, entry, members }] of ordered) groups.push(groupOf(line, entry, members, terms))
  }
  return Result.succeed({ groups, claims })
}

// Lines of one sku and merchant share price tiers and stock, in order of sku, then merchant; what is measured, by its kind.
const poolsOf = (lines: ReadonlyArray<Line>): ReadonlyArray<ReadonlyArray<number>> => {
  const pools = new Map<string, Array<number>>()
  for (const [index, { sku, merchant, measure }] of lines.entries()) {
    const key = `${sku}\u0000${merchant}${measure === undefined ? "" : `\u0000${kindOf(measure)}`}`
    const known = pools.get(key)
    if (known === undefined) pools.set(key, [index])
    else known.push(index)
  }
  return [...pools].sort(([a], [b]) => compareText(a, b)).map(([, pool]) => pool)
}

// Prices of which there are few go by content before line, so that no name of a line decides which tax or floor gets them.
const byContent = (lines: ReadonlyArray<Line>, pool: ReadonlyArray<number>) => {
  if (pool.length === 1) return [{ index: pool[0]!, content: "" }]
  const named = pool.map((index) => ({ index, content: contentOf(lines[index]!) }))
  return named.sort((a, b) => compareText(a.content, b.content) || a.index - b.index)
}

const groupOf = (line: Line, entry: PriceEntry, members: ReadonlyArray<Member>, terms: GroupTerms): Group => {
  const { sku, merchant } = line
  const price = shownPrice(entry.amount, entry, line, terms)
  return {
    sku,
    merchant,
    entry,
    price,
    list: entry.list === undefined ? price : shownPrice(entry.list, entry, line, terms),
    floor: floorOf(line, price),
    subject: { facts: line.facts ?? noFacts, sku, merchant, price },
    tax: goodsRule(line.tax, terms.compound, terms.customs?.share),
    size: members.reduce((sum, { count }) => sum + count, 0),
    members
  }
}

const noFacts: Facts = {}

const floorOf = ({ floor }: Line, price: bigint): bigint => {
  const amount = floor?.amount ?? 0n
  const ratio = floor?.percent === undefined ? undefined : fractionFrom(floor.percent)
  if (ratio === undefined) return amount
  const part = divide(price * ratio.numerator, ratio.denominator * 100n, "ceiling")
  return part > amount ? part : amount
}

/** What two lines of one sku must have in common to share a group, as text; the order of a fact's values does not count. */
const contentOf = ({ facts, floor, measure, tax }: Line): string => {
  const named =
    facts === undefined
      ? []
      : Object.keys(facts)
          .sort()
          .map((name) => [name, [...new Set(facts[name])].sort()])
  const rates = tax?.rates.map(({ id, rate }) => [id, rate]).sort()
  const parts = [named, String(floor?.amount ?? ""), floor?.percent ?? "", tax?.included ?? "", rates ?? ""]
  // Appended only where stated, so that the order of groups without them is what it always was.
  const border = tax?.customs ?? tax?.relief
  const rest = [
    measure?.amount ?? "",
    measure?.unit ?? "",
    ...(border === undefined ? [] : Object.entries(border).sort())
  ]
  return JSON.stringify(measure === undefined && border === undefined ? parts : [...parts, rest])
}
