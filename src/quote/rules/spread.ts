import { divide, type Rounding } from "../../money/rules/round.ts"

/**
 * `allocate` of the money domain for weights that stand in the order of their ids: the floor of each exact share, one more
 * to the largest remainders, ties to the one that stands first. Without ids and refusals, for the loops of a quote: the
 * total is not negative, no weight is, and a total above zero has a weight above zero.
 */
export const share = (total: bigint, weights: ReadonlyArray<bigint>): Array<bigint> => {
  if (total === 0n) return weights.map(() => 0n)
  if (weights.length === 1) return [total]
  let whole = 0n
  for (const weight of weights) whole += weight
  const parts: Array<bigint> = []
  const remainders: Array<bigint> = []
  let left = total
  for (const weight of weights) {
    const product = total * weight
    const part = product / whole
    parts.push(part)
    remainders.push(product - part * whole)
    left -= part
  }
  if (left === 0n) return parts
  const order = parts.map((_, index) => index).sort((a, b) => compare(remainders[b]!, remainders[a]!) || a - b)
  for (let index = 0; index < Number(left); index++) parts[order[index]!]! += 1n
  return parts
}

/**
 * Splits a total by weight among places that can each take no more than their capacity; what one cannot take moves to the
 * others, by their original weights. A place without weight takes nothing. What nobody can take is lost.
 *
 * Law: each part is at most its capacity; the parts sum to the total or to all the capacity with weight.
 */
export const spill = (
  total: bigint,
  weights: ReadonlyArray<bigint>,
  capacities: ReadonlyArray<bigint>
): Array<bigint> => {
  const parts = weights.map(() => 0n)
  let open: Array<number> = []
  let whole = 0n
  let room = 0n
  for (const [index, weight] of weights.entries()) {
    const capacity = capacities[index]!
    if (weight <= 0n || capacity <= 0n) continue
    open.push(index)
    whole += weight
    room += capacity
  }
  let rest = total < room ? total : room
  while (rest > 0n && open.length > 0) {
    const still: Array<number> = []
    let filled = 0n
    let left = whole
    for (const index of open) {
      const capacity = capacities[index]!
      if (rest * weights[index]! < capacity * whole) {
        still.push(index)
        continue
      }
      parts[index] = capacity
      filled += capacity
      left -= weights[index]!
    }
    if (still.length === open.length) {
      const last = share(
        rest,
        open.map((index) => weights[index]!)
      )
      for (const [place, index] of open.entries()) parts[index] = last[place]!
      return parts
    }
    rest -= filled
    whole = left
    open = still
  }
  return parts
}

/** So many times the same amount. */
export const filled = (length: number, amount: bigint): Array<bigint> => {
  const amounts: Array<bigint> = []
  for (let index = 0; index < length; index++) amounts.push(amount)
  return amounts
}

/** A ratio of an amount, rounded as named. */
export const portion = (
  amount: bigint,
  ratio: { readonly numerator: bigint; readonly denominator: bigint },
  mode: Rounding
): bigint => divide(amount * ratio.numerator, ratio.denominator, mode)

const compare = (left: bigint, right: bigint): number => (left < right ? -1 : left > right ? 1 : 0)
