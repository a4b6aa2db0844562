import { divide } from "../../../src/money/index.ts"
import type { QuoteInput, Tax } from "../../../src/quote/index.ts"
import { rateOf, split, sum } from "./number.ts"
import { type Charge, groupsOf, type Unit, type World } from "./world.ts"

export interface Taxed {
  readonly of: ReadonlyMap<Unit | Charge, bigint>
  readonly fees: ReadonlyArray<{ readonly amount: bigint; readonly tax: bigint; readonly included: boolean }>
}

/** The tax of what is left. */
export const taxed = (input: QuoteInput, { units, charges }: World): Taxed => {
  const mode = input.policy?.rounding?.tax ?? "halfUp"
  const ratio = (tax: Tax | undefined): readonly [bigint, bigint] => {
    const [n, d] = rateOf(input, tax)
    return tax?.included === false ? [n, d] : [n, d + n]
  }
  const exact = (amount: bigint, tax: Tax | undefined) => divide(amount * ratio(tax)[0], ratio(tax)[1], mode)
  const taxes = new Map<Unit | Charge, bigint>()
  const places: ReadonlyArray<ReadonlyArray<Unit | Charge>> = [...groupsOf(units), ...charges.map((charge) => [charge])]
  const left = (place: ReadonlyArray<Unit | Charge>) => sum(place.map(({ running }) => running))
  const spread = (place: ReadonlyArray<Unit | Charge>, total: bigint) => {
    const parts = split(
      total,
      place.map(({ running }) => running)
    )
    for (const [index, of] of place.entries()) taxes.set(of, parts[index]!)
  }
  const rounding = input.policy?.tax?.rounding ?? "line"
  if (rounding === "unit") for (const of of places.flat()) taxes.set(of, exact(of.running, of.tax))
  if (rounding === "line") for (const place of places) spread(place, exact(left(place), place[0]!.tax))
  if (rounding === "order") {
    for (const included of [true, false]) {
      const own = places.filter(([first]) => (first!.tax?.included ?? true) === included)
      const whole = own.reduce((product, [first]) => product * ratio(first!.tax)[1], 1n)
      const parts = own.map((place) => (left(place) * ratio(place[0]!.tax)[0] * whole) / ratio(place[0]!.tax)[1])
      const shares = split(divide(sum(parts), whole, mode), parts)
      for (const [index, place] of own.entries()) spread(place, shares[index]!)
    }
  }
  const fees = (input.fees ?? []).map(({ amount, tax }) => ({
    amount,
    tax: exact(amount, tax),
    included: tax?.included ?? true
  }))
  return { of: taxes, fees }
}

/** With tax, whether it is in the price or on top of it. */
export const grossOf = ({ of }: Taxed, one: Unit | Charge): bigint =>
  one.running + (one.tax?.included === false ? of.get(one)! : 0n)

/** The total: what is left of goods, charges and fees, and the tax on top. */
export const grandOf = (input: QuoteInput, now: World): bigint => {
  const found = taxed(input, now)
  return (
    sum([...now.units, ...now.charges].map((one) => grossOf(found, one))) +
    sum(found.fees.map(({ amount, tax, included }) => amount + (included ? 0n : tax)))
  )
}
