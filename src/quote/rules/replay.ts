import type { Quote } from "../model.ts"
import { unitName } from "../quote.ts"

/**
 * Replays the steps from the selected prices: what is left of every unit and charge, by name.
 *
 * Law: it is what the quote says of each (L15).
 */
export const replay = (quote: Quote): ReadonlyMap<string, bigint> => {
  const left = new Map<string, bigint>()
  for (const { id, units } of quote.lines) {
    for (const [index, { price }] of units.entries()) left.set(unitName(id, index), price)
  }
  for (const { id, before } of quote.charges) left.set(id, before)
  for (const { target, amount } of quote.steps) left.set(target, (left.get(target) ?? 0n) - amount)
  return left
}

/** What each party pays of the discounts, by party. */
export const bills = (quote: Quote): ReadonlyMap<string, bigint> => {
  const sums = new Map<string, bigint>()
  for (const { funding } of quote.steps) {
    for (const { party, amount } of funding) sums.set(party, (sums.get(party) ?? 0n) + amount)
  }
  return sums
}
