import { divide } from "../../../src/money/index.ts"
import type { PriceEntry } from "../../../src/pricing/index.ts"
import type { QuoteInput } from "../../../src/quote/index.ts"
import { type Exact, fraction, over, times } from "./number.ts"
import { rateOf, taxInside, taxOnTop, withoutRelieved } from "./rate.ts"

type Line = QuoteInput["lines"][number]
type Measure = NonNullable<Line["measure"]>

// What is drawn, in milligrams and tenths of a millimetre.
const sizes: Readonly<Partial<Record<Measure["unit"], readonly [kind: string, Exact]>>> = {
  g: ["mass", [1_000n, 1n]],
  kg: ["mass", [1_000_000n, 1n]],
  jin: ["mass", [500_000n, 1n]],
  oz: ["mass", [28_349_523_125n, 1_000_000n]],
  m: ["length", [10_000n, 1n]],
  ft: ["length", [3_048n, 1n]]
}

const sizeOf = ({ amount, unit }: Measure): Exact => times(fraction(amount), sizes[unit]![1])

/** What a piece is measured by; nothing for goods that are counted. */
export const kindOf = (measure: Measure | undefined): string => (measure === undefined ? "" : sizes[measure.unit]![0])

/** The entry of the tier that the `nth` of so many units has reached, among those for goods measured so. */
export const entryOf = (
  input: QuoteInput,
  sku: string,
  measured: string,
  quantity: number,
  nth: number
): PriceEntry | undefined =>
  input.prices
    .filter((entry) => entry.sku === sku && kindOf(entry.per) === measured)
    .filter(({ minQuantity = 1, tiers }) => minQuantity <= quantity && (tiers !== "graduated" || nth >= minQuantity))
    .sort((a, b) => (b.minQuantity ?? 1) - (a.minQuantity ?? 1) || (a.amount < b.amount ? -1 : 1))[0]

/** An amount of an entry as the price of a piece of a line: its part, in the buyer's zone, without a tax that is relieved. */
export const shown = (input: QuoteInput, { measure, tax }: Line, { per, zone }: PriceEntry, amount: bigint): bigint => {
  const whole = per === undefined || measure === undefined ? amount : partOf(input, amount, measure, per)
  if (zone === undefined) return withoutRelieved(input, whole, tax)
  const facts = input.context?.facts ?? {}
  const theirs = facts["taxZone"]?.[0] ?? facts["country"]?.[0] ?? zone.id
  if (theirs !== zone.id && input.policy?.zonePrice === "keepNet") {
    const net = whole - taxInside(input, whole, rateOf(input, { included: true, rates: zone.rates }))
    return tax?.included === true ? net + taxOnTop(input, net, rateOf(input, tax)) : net
  }
  if (tax === undefined) return whole
  // The shopper sees the entry's amount with tax, whatever is on top of the line.
  if (tax.relief !== undefined) return withoutRelieved(input, whole, { ...tax, included: true })
  return tax.included ? whole : whole - taxInside(input, whole, rateOf(input, tax))
}

const partOf = (input: QuoteInput, amount: bigint, measure: Measure, per: Measure): bigint => {
  const [n, d] = times([amount, 1n], over(sizeOf(measure), sizeOf(per)))
  return divide(n, d, input.policy?.rounding?.price ?? "halfUp")
}
