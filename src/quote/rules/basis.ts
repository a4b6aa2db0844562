import type { Ratio } from "../../kernel/ratio.ts"
import { divide } from "../../money/rules/round.ts"
import type { Basis } from "../../promotion/model.ts"
import type { PolicyRounding } from "../input.ts"
import { spillExactly } from "./spread.ts"
import type { TaxRule } from "./tax.ts"

const same: Ratio = { numerator: 1n, denominator: 1n }

/** By what a price is multiplied to state it with or without tax. */
export const basis = ({ included, share: { ratio } }: TaxRule, stated: Basis): Ratio => {
  const { numerator, denominator } = ratio
  if (stated === "net" && included) return { numerator: denominator - numerator, denominator }
  return stated === "gross" && !included ? { numerator: denominator + numerator, denominator } : same
}

/** An amount in a basis as the goods are priced, rounded once. */
export const asPriced = (amount: number, { numerator, denominator }: Ratio, mode: PolicyRounding): number =>
  numerator === denominator ? amount : Number(divide(BigInt(amount) * denominator, numerator, mode))

/**
 * Splits an amount in its own basis by what is seen of each place, as priced where it is a value, each cut at what it can give.
 * In bigints: ratios of different taxes have no common denominator that a double would hold.
 */
export const sharesInBasis = (
  amount: number,
  seen: ReadonlyArray<number>,
  capacities: ReadonlyArray<number>,
  bases: ReadonlyArray<Ratio>,
  byValue: boolean
): ReadonlyArray<number> => {
  const common = bases.reduce((product, { denominator }) => product * denominator, 1n)
  const weights = seen.map((one, index) => {
    const { numerator, denominator } = bases[index]!
    return byValue ? BigInt(one) * numerator * (common / denominator) : BigInt(one)
  })
  const rooms = capacities.map((one, index) => (BigInt(one) * bases[index]!.numerator) / bases[index]!.denominator)
  return spillExactly(BigInt(amount), weights, rooms).map(Number)
}
