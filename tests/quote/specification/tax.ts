import { divide } from "../../../src/money/index.ts"
import type { QuoteInput } from "../../../src/quote/index.ts"
import { contains, ratesIn } from "./border.ts"
import { type Exact, split, sum } from "./number.ts"
import { partInside, rateOf, taxInside, taxOnTop } from "./rate.ts"
import { type Charge, groupsOf, type Unit, type World } from "./world.ts"

export interface Taxed {
  readonly of: ReadonlyMap<Unit | Charge, bigint>
  readonly fees: ReadonlyArray<{ readonly amount: bigint; readonly tax: bigint; readonly included: boolean }>
}

/** The tax of what is left. */
export const taxed = (input: QuoteInput, world: World): Taxed => {
  const { units, charges } = world
  const mode = input.policy?.rounding?.tax ?? "halfUp"
  const rates = ratesIn(input, world)
  const shareOf = (one: Unit | Charge): Exact => {
    const rate = rates.get(one)!
    return contains(one.tax) ? partInside(rate) : rate
  }
  const exact = (amount: bigint, [n, d]: Exact) => divide(amount * n, d, mode)
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
  if (rounding === "unit") for (const of of places.flat()) taxes.set(of, exact(of.running, shareOf(of)))
  if (rounding === "line") for (const place of places) spread(place, exact(left(place), shareOf(place[0]!)))
  if (rounding === "order") {
    for (const included of [true, false]) {
      const own = places.filter(([first]) => contains(first!.tax) === included)
      const whole = own.reduce((product, [first]) => product * shareOf(first!)[1], 1n)
      const parts = own.map((place) => (left(place) * shareOf(place[0]!)[0] * whole) / shareOf(place[0]!)[1])
      const shares = split(divide(sum(parts), whole, mode), parts)
      for (const [index, place] of own.entries()) spread(place, shares[index]!)
    }
  }
  const fees = (input.fees ?? []).map(({ amount, tax }) => {
    const included = contains(tax)
    const rate = rateOf(input, tax)
    return { amount, tax: included ? taxInside(input, amount, rate) : taxOnTop(input, amount, rate), included }
  })
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
