import * as Result from "effect/Result"
import { allocate, amountFrom, divide } from "../../../src/money/index.ts"
import type { QuoteInput } from "../../../src/quote/index.ts"

export const money = (text: string): bigint => Result.getOrThrow(amountFrom(text, "CNY"))

export const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((whole, one) => whole + one, 0n)

export const min = (...amounts: ReadonlyArray<bigint>): bigint =>
  amounts.reduce((least, one) => (one < least ? one : least))

export const max = (...amounts: ReadonlyArray<bigint>): bigint =>
  amounts.reduce((most, one) => (one > most ? one : most))

export const positive = (amount: bigint): bigint => max(amount, 0n)

/** Decimal text as numerator and denominator. */
export const fraction = (text: string): Exact => {
  const [whole = "0", decimals = ""] = text.split(".")
  return [BigInt(whole + decimals), 10n ** BigInt(decimals.length)]
}

/** So many percent of an amount, rounded as discounts are. */
export const percentOf = (input: QuoteInput, amount: bigint, percent: string): bigint => {
  const [n, d] = fraction(percent)
  return divide(amount * n, d * 100n, input.policy?.rounding?.discount ?? "halfUp")
}

/** A number that is no whole one: numerator and denominator, which is above zero. */
export type Exact = readonly [bigint, bigint]

export const plus = ([an, ad]: Exact, [bn, bd]: Exact): Exact => lowest(an * bd + bn * ad, ad * bd)
export const minus = (a: Exact, [bn, bd]: Exact): Exact => plus(a, [-bn, bd])
export const times = ([an, ad]: Exact, [bn, bd]: Exact): Exact => lowest(an * bn, ad * bd)
// Sums over a cart would else come to numbers of thousands of digits.
const lowest = (n: bigint, d: bigint): Exact => {
  if (d < 2n ** 64n) return [n, d]
  let [common, rest] = [d, n < 0n ? -n : n]
  while (rest !== 0n) [common, rest] = [rest, common % rest]
  return [n / common, d / common]
}
export const over = (a: Exact, [bn, bd]: Exact): Exact => times(a, [bd, bn])
export const one: Exact = [1n, 1n]
export const zero: Exact = [0n, 1n]

/** Largest remainder; nothing where there is nothing to weigh by. */
export const split = (total: bigint, weights: ReadonlyArray<bigint>): ReadonlyArray<bigint> =>
  sum(weights) === 0n
    ? weights
    : Result.getOrThrow(
        allocate(
          total,
          weights.map((weight, index) => ({ id: String(index).padStart(6, "0"), weight }))
        )
      )

/** Split by weight, but no part beyond its room: what one cannot give moves to the others. */
export const spilled = (
  total: bigint,
  weights: ReadonlyArray<bigint>,
  rooms: ReadonlyArray<bigint>
): ReadonlyArray<bigint> => {
  const parts = weights.map(() => 0n)
  const open = new Set(weights.keys().filter((index) => weights[index]! > 0n && rooms[index]! > 0n))
  let rest = min(total, sum([...open].map((index) => rooms[index]!)))
  for (;;) {
    const whole = sum([...open].map((index) => weights[index]!))
    const full = [...open].filter((index) => rest * weights[index]! >= rooms[index]! * whole)
    if (rest === 0n || open.size === 0) return parts
    if (full.length === 0) {
      const last = split(
        rest,
        [...open].map((index) => weights[index]!)
      )
      for (const [place, index] of [...open].entries()) parts[index] = last[place]!
      return parts
    }
    for (const index of full) {
      parts[index] = rooms[index]!
      open.delete(index)
    }
    rest -= sum(full.map((index) => rooms[index]!))
  }
}
