import { divide } from "../../money/rules/round.ts"
import type { PolicyRounding } from "../input.ts"
import type { QuotedLine } from "../quote.ts"

/** A part of what was paid for a line: `amount` with tax, the `tax` in it and the `net` beside it, minor units. */
export interface RefundShare {
  readonly amount: bigint
  readonly tax: bigint
  readonly net: bigint
}

/** What was paid for so many units, tax included in `paid`. */
export interface Paid {
  readonly paid: bigint
  readonly tax: bigint
  readonly quantity: number
}

/**
 * The refund of `now` units after `before` have come back: `R(before + now) - R(before)` with `R(k) = round(paid * k / n)`,
 * and tax likewise with `T(k) = round(tax * R(k) / paid)`, so that tax follows the money.
 *
 * Law: for any partition of the units into returns, amounts sum to what was paid and taxes to the tax (L21); no part is
 * negative.
 */
export const refundShare = (
  { paid, tax, quantity }: Paid,
  before: number,
  now: number,
  mode: PolicyRounding = "halfUp"
): RefundShare => {
  const money = (units: number): bigint => divide(paid * BigInt(units), BigInt(quantity), mode)
  const taxOf = (amount: bigint): bigint => (paid === 0n ? 0n : divide(tax * amount, paid, mode))
  const first = money(before)
  const last = money(before + now)
  const amount = last - first
  const part = taxOf(last) - taxOf(first)
  return { amount, tax: part, net: amount - part }
}

/** An amount with the tax in it, minor units. */
export interface Refunded {
  readonly amount: bigint
  readonly tax: bigint
}

/** What is refunded in all for the units of a line that are back: their average share, or what each was paid. */
export const refunded = (
  line: QuotedLine<bigint>,
  back: ReadonlySet<number>,
  by: "average" | "unit",
  mode: PolicyRounding
): Refunded => {
  if (by === "unit") return refundUnits(line, [...back])
  return back.size === 0 ? { amount: 0n, tax: 0n } : refundShare(paidFor(line), 0, back.size, mode)
}

/**
 * What counts as paid for the rest of a line after some units have come back, or some of the price has: the basis of
 * {@link refundShare} from then on.
 */
export const paidAfter = ({ paid, tax, quantity }: Paid, given: Refunded, unitsBack: number): Paid => ({
  paid: paid - given.amount,
  tax: tax - given.tax,
  quantity: quantity - unitsBack
})

/** What was paid for a line of a quote, for {@link refundShare}. */
export const paidFor = ({ gross, tax, units }: QuotedLine<bigint>): Paid => ({
  paid: gross,
  tax,
  quantity: units.length
})

/** The refund of certain units, counted from 0, at exactly what each was paid: for goods told apart by serial number. */
export const refundUnits = (line: QuotedLine<bigint>, units: ReadonlyArray<number>): RefundShare => {
  const onTop = line.gross > line.amount
  let amount = 0n
  let tax = 0n
  for (const index of units) {
    const unit = line.units[index]
    if (unit === undefined) continue
    amount += unit.amount + (onTop ? unit.tax : 0n)
    tax += unit.tax
  }
  return { amount, tax, net: amount - tax }
}
