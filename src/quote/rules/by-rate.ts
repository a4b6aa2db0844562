import { type Ratio, ratio } from "../../kernel/ratio.ts"
import { compareText } from "../../kernel/text.ts"
import { fractionFrom } from "../../promotion/rules/number.ts"
import type { Tax } from "../input.ts"
import type { Quote } from "../model.ts"
import type { Customs, QuotedCustoms, QuotedRate, QuotedTaxes, TaxedByRate } from "../tax.ts"
import type { Cart } from "./cart.ts"
import { assess } from "./customs/assess.ts"
import { insideOf } from "./result.ts"
import { share, shareByExact } from "./spread.ts"
import type { State } from "./state.ts"
import { exactly } from "./tax.ts"
import { type Taxes, taxesOf, unitTaxes } from "./totals.ts"
import { carriedBy } from "./weighted.ts"

/** One rate, and its part of a tax. */
interface Part {
  readonly id: string
  readonly rate: string
  readonly weight: Ratio
}

type Parts = ReadonlyArray<Part>

/**
 * The tax of a quote by rate, as an invoice states it: of each line, charge and fee, and of all of them. The tax of a group of
 * equal units is split over its rates by largest remainder, ties to the smaller id, and each rate's part over the lines that
 * the group is of, so that splitting a line changes no sum. Compounded, a rate is on the price and on the tax of the rates
 * before it in order of id. What is taxed by weight of goods bears their rates.
 *
 * Law: the rates of a line, a charge or a fee sum to its tax, and those of all to the tax of the quote.
 *
 * @returns the taxes, or `undefined` for a quote that does not have them and is not the very one that `of` answered
 */
export const taxes = (quote: Quote): QuotedTaxes<bigint> | undefined => {
  const inside = quote.taxes === undefined ? insideOf(quote) : undefined
  if (inside === undefined) return quote.taxes
  const { cart, outcome } = inside
  const compound = cart.compound
  const { state } = outcome
  const found = taxesOf(cart, state)
  const goods = goodsOf(cart, state)
  const lines = linesByRate(cart, state, found, goods)
  const charges = cart.charges.map(({ id, tax, stated }, index) => {
    const own = found.ruled === undefined || found.ruled.charges[index] === tax
    const parts = own ? partsOf(stated, compound) : carriedParts(cart, state, found, goods, index)
    return byRate(id, parts, split(found.charges[index]!, parts))
  })
  const fees = cart.fees.map(({ id, stated }, index) => {
    const parts = partsOf(stated, compound)
    return byRate(id, parts, split(found.fees[index]!, parts))
  })
  const rated = [lines, charges, fees].map((list) => list.filter(({ rates }) => rates.length > 0))
  const [ofLines = [], ofCharges = [], ofFees = []] = rated
  return { total: totalOf(rated.flat()), lines: ofLines, charges: ofCharges, fees: ofFees }
}

/** A quote with its taxes by rate, where it has any, so that what is written or kept of it can tell them. */
export const itemized = (quote: Quote): Quote => {
  const found = taxes(quote)
  return found === undefined || found.total.length === 0 ? quote : { ...quote, taxes: found }
}

const byRate = (id: string, parts: Parts, amounts: ReadonlyArray<number>): TaxedByRate<bigint> => ({
  id,
  rates: parts.map(({ id: of, rate }, index) => ({ id: of, rate, amount: BigInt(amounts[index]!) }))
})

const totalOf = (of: ReadonlyArray<TaxedByRate<bigint>>): ReadonlyArray<QuotedRate<bigint>> => {
  const sums = new Map<string, QuotedRate<bigint>>()
  for (const one of of.flatMap(({ rates }) => rates)) {
    const key = keyOf(one)
    sums.set(key, { ...one, amount: one.amount + (sums.get(key)?.amount ?? 0n) })
  }
  return [...sums.values()].sort(byName)
}

type Named = Pick<Part, "id" | "rate">

const keyOf = ({ id, rate }: Named): string => `${id}\u0000${rate}`

const byName = (a: Named, b: Named): number => compareText(a.id, b.id) || compareText(a.rate, b.rate)

const none: Parts = []
const nothing: Ratio = { numerator: 0n, denominator: 1n }
const one: Ratio = { numerator: 1n, denominator: 1n }

const plus = (a: Ratio, b: Ratio): Ratio =>
  ratio(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)

const times = (a: Ratio, b: Ratio): Ratio => ratio(a.numerator * b.numerator, a.denominator * b.denominator)

/** The rates of a tax in order of id, each once. */
const partsOf = (tax: Tax | undefined, compound: boolean, treatment?: QuotedCustoms<bigint>["treatment"]): Parts => {
  if (tax === undefined || tax.relief !== undefined) return none
  if (tax.customs !== undefined) return customsParts(tax.customs, treatment)
  let before = one
  return merged(
    tax.rates.toSorted(byName).map(({ id, rate }) => {
      const stated = fractionFrom(rate) ?? nothing
      const weight = compound ? times(stated, before) : stated
      before = plus(before, weight)
      return { id, rate, weight }
    })
  )
}

const merged = (parts: Parts): Parts => {
  const found = new Map<string, Part>()
  for (const part of parts) {
    const key = keyOf(part)
    found.set(key, { ...part, weight: plus(part.weight, found.get(key)?.weight ?? nothing) })
  }
  return [...found.values()].sort(byName)
}

/**
 * What duty, consumption tax and value-added tax are of the taxes of a retail import, each on the value with those before it:
 * `d`, `(1 + d) c / (1 - c)` and `(1 + d) v / (1 - c)`, here by `1 - c`; within the limits there is no duty.
 */
const customsParts = (customs: Customs, treatment: QuotedCustoms<bigint>["treatment"] | undefined): Parts => {
  if (treatment === "free") return none
  if (customs.regime === "postal") return [{ id: "customs:postal", rate: customs.rate, weight: one }]
  const { duty, consumption, vat } = customs
  const [d, c, v] = [duty, consumption, vat].map((rate) => fractionFrom(rate) ?? nothing)
  const full = treatment === "full"
  const dutiable = full ? plus(one, d!) : one
  const rest = ratio(c!.denominator - c!.numerator, c!.denominator)
  return [
    { id: "customs:consumption", rate: consumption, weight: times(dutiable, c!) },
    { id: "customs:duty", rate: duty, weight: full ? times(d!, rest) : nothing },
    { id: "customs:vat", rate: vat, weight: times(dutiable, v!) }
  ].filter(({ weight }) => weight.numerator > 0n)
}

/** The rates of each group. */
const goodsOf = (cart: Cart, state: State): ReadonlyArray<Parts> => {
  const treatments = new Map(
    assess(cart, state).consignments.flatMap(({ groups, treatment }) =>
      groups.map((group) => [group, treatment] as const)
    )
  )
  return cart.groups.map(({ members }, group) =>
    partsOf(cart.lines[members[0]!.line]!.tax, cart.compound, treatments.get(group))
  )
}

const linesByRate = (
  cart: Cart,
  state: State,
  found: Taxes,
  goods: ReadonlyArray<Parts>
): ReadonlyArray<TaxedByRate<bigint>> => {
  const parts = cart.lines.map(() => none)
  const amounts = cart.lines.map((): Array<number> => [])
  for (const [group, { members }] of cart.groups.entries()) {
    const own = goods[group]!
    const units = unitTaxes(cart, state, found, group)
    let from = 0
    let open = members.map(({ count }) => units.slice(from, (from += count)).reduce((sum, tax) => sum + tax, 0))
    // Each rate's part is spread over what is not yet told of the lines: so both sum, rates to the group, lines to their tax.
    for (const [place, amount] of split(found.groups[group]!, own).entries()) {
      const shares = share(amount, open)
      for (const [index, { line }] of members.entries()) {
        parts[line] = own
        amounts[line]![place] = (amounts[line]![place] ?? 0) + shares[index]!
      }
      open = open.map((left, index) => left - shares[index]!)
    }
  }
  return cart.lines.map(({ id }, line) => byRate(id, parts[line]!, amounts[line]!))
}

/** The rates of the goods that a charge carries, by the exact tax that each comes to. */
const carriedParts = (cart: Cart, state: State, { ruled }: Taxes, goods: ReadonlyArray<Parts>, charge: number): Parts =>
  merged(
    carriedBy(cart, charge).flatMap((group) => {
      const { tax, denominator } = exactly(ruled?.goods[group] ?? cart.groups[group]!.tax, BigInt(state.left[group]!))
      const whole = goods[group]!.reduce((sum, { weight }) => plus(sum, weight), nothing)
      if (whole.numerator === 0n) return goods[group]!
      const each = ratio(tax * whole.denominator, denominator * whole.numerator)
      return goods[group]!.map((part) => ({ ...part, weight: times(part.weight, each) }))
    })
  )

/** A tax over its rates by largest remainder; that of a fee below zero mirrors the same fee above. */
const split = (tax: number, parts: Parts): ReadonlyArray<number> => {
  const whole = parts.reduce((product, { weight }) => product * weight.denominator, 1n)
  const weights = parts.map(({ weight }) => weight.numerator * (whole / weight.denominator))
  return tax < 0 ? shareByExact(-tax, weights).map((part) => -part) : shareByExact(tax, weights)
}
