import { compareText } from "../../../src/kernel/text.ts"
import type { QuotedRate, QuotedTaxes, QuoteInput, Tax } from "../../../src/quote/index.ts"
import { carriedTax, consignmentsOf, ratesIn } from "./border.ts"
import { type Exact, fraction, minus, one, over, plus, split, sum, times, zero } from "./number.ts"
import type { Taxed } from "./tax.ts"
import { type Charge, groupsOf, type Unit, type World } from "./world.ts"

/** A rate, and what it comes to beside the other rates of the same tax. */
interface Part {
  readonly id: string
  readonly rate: string
  readonly weight: Exact
}

type Parts = ReadonlyArray<Part>
type Rates = ReadonlyArray<QuotedRate<bigint>>

/** The tax of lines, charges and fees by rate, and of all of them together. */
export const byRate = (input: QuoteInput, world: World, taxed: Taxed): QuotedTaxes<bigint> => {
  const treatments = new Map(
    consignmentsOf(input, world).flatMap(({ units, treatment }) => units.map((unit) => [unit, treatment] as const))
  )
  const partsOf = (unit: Unit): Parts => partsIn(input, unit.tax, treatments.get(unit))
  const ofLines = new Map<string, Rates>()
  for (const group of groupsOf(world.units)) {
    const units = Map.groupBy(group, ({ line }) => line)
    let left = [...units.values()].map((own) => sum(own.map((unit) => taxed.of.get(unit)!)))
    // Rate by rate over what is not yet told of the lines that share a group.
    for (const { id, rate, amount } of divided(sum(left), partsOf(group[0]!))) {
      const shares = split(amount, left)
      left = left.map((tax, index) => tax - shares[index]!)
      for (const [index, line] of [...units.keys()].entries()) {
        ofLines.set(line, summed([...(ofLines.get(line) ?? []), { id, rate, amount: shares[index]! }]))
      }
    }
  }
  const rates = ratesIn(input, world)
  const ofCharge = (charge: Charge): Parts => {
    const carried = carriedTax(input, world, rates, charge)
    return carried === undefined
      ? partsIn(input, charge.tax)
      : merged([...carried].flatMap(([unit, tax]) => scaled(partsOf(unit), tax)))
  }
  const lines = [...ofLines].map(([id, found]) => ({ id, rates: found }))
  const charges = world.charges.map((charge) => ({
    id: charge.id,
    rates: divided(taxed.of.get(charge)!, ofCharge(charge))
  }))
  const fees = (input.fees ?? []).map(({ id, tax }, index) => ({
    id,
    rates: divided(taxed.fees[index]!.tax, partsIn(input, tax))
  }))
  const told = [lines, charges, fees].map((list) =>
    list.filter(({ rates: found }) => found.length > 0).toSorted((a, b) => compareText(a.id, b.id))
  )
  return {
    total: summed(told.flat().flatMap(({ rates: found }) => found)),
    lines: told[0]!,
    charges: told[1]!,
    fees: told[2]!
  }
}

/** The rates of a tax, each once, in order of id; compounded, each is on the price and on the tax of those before it. */
const partsIn = (input: QuoteInput, tax: Tax | undefined, treatment?: string): Parts => {
  if (tax === undefined || tax.relief !== undefined || treatment === "free") return []
  if (tax.customs !== undefined) return atBorder(tax.customs, treatment === "full")
  let before = one
  return merged(
    tax.rates.toSorted(byName).map(({ id, rate }) => {
      const weight = input.policy?.tax?.compound === true ? times(fraction(rate), before) : fraction(rate)
      before = plus(before, weight)
      return { id, rate, weight }
    })
  )
}

/** Consumption tax is part of the value that it and value-added tax are on, and so is duty; within the limits there is none. */
const atBorder = (customs: NonNullable<Tax["customs"]>, full: boolean): Parts => {
  if (customs.regime === "postal") return [{ id: "customs:postal", rate: customs.rate, weight: one }]
  const { duty, consumption, vat } = customs
  const value = over(full ? plus(one, fraction(duty)) : one, minus(one, fraction(consumption)))
  return [
    { id: "customs:consumption", rate: consumption, weight: times(value, fraction(consumption)) },
    { id: "customs:duty", rate: duty, weight: full ? fraction(duty) : zero },
    { id: "customs:vat", rate: vat, weight: times(value, fraction(vat)) }
  ].filter(({ weight: [n] }) => n > 0n)
}

/** Parts that sum to a tax; those of no tax weigh nothing. */
const scaled = (parts: Parts, tax: Exact): Parts => {
  const whole = parts.map(({ weight }) => weight).reduce(plus, zero)
  return parts.map((part) => ({ ...part, weight: whole[0] === 0n ? zero : over(times(part.weight, tax), whole) }))
}

const byName = (a: Omit<Part, "weight">, b: Omit<Part, "weight">): number =>
  compareText(a.id, b.id) || compareText(a.rate, b.rate)

const named = <A extends Omit<Part, "weight">>(of: ReadonlyArray<A>): ReadonlyArray<ReadonlyArray<A>> => [
  ...Map.groupBy(of.toSorted(byName), ({ id, rate }) => `${id} ${rate}`).values()
]

const merged = (parts: Parts): Parts =>
  named(parts).map((same) => ({ ...same[0]!, weight: same.map(({ weight }) => weight).reduce(plus, zero) }))

const summed = (rates: Rates): Rates =>
  named(rates).map((same) => ({ ...same[0]!, amount: sum(same.map(({ amount }) => amount)) }))

/** A tax over its rates by largest remainder; below zero as above. */
const divided = (tax: bigint, parts: Parts): Rates => {
  const whole = parts.reduce((product, { weight: [, d] }) => product * d, 1n)
  const amounts = split(
    tax < 0n ? -tax : tax,
    parts.map(({ weight: [n, d] }) => (n * whole) / d)
  )
  return parts.map(({ id, rate }, index) => ({ id, rate, amount: tax < 0n ? -amounts[index]! : amounts[index]! }))
}
