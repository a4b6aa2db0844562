import { mostSafe } from "../../money/rules/proportion.ts"
import { total as sumOf } from "./exact.ts"
import { capacity, giveToLargest, parts, remainders } from "../../money/rules/largest.ts"

/**
 * `allocate` of the money domain for weights that stand in the order of their ids: the floor of each exact share, one more
 * to the largest remainders, ties to the one that stands first. Without ids and refusals, for the loops of a quote: the
 * total is not negative, no weight is, and a total above zero has a weight above zero.
 */
export const share = (total: number, weights: ReadonlyArray<number>, whole = sumOf(weights)): Array<number> => {
  const count = weights.length
  if (count === 1) return [total]
  if (total === 0) return zeros(count)
  if (count > capacity || total * whole > mostSafe) return shareExactly(total, weights)
  let left = total
  for (let index = 0; index < count; index++) {
    const product = total * weights[index]!
    const part = Math.floor(product / whole)
    parts[index] = part
    remainders[index] = product - part * whole
    left -= part
  }
  giveToLargest(count, left, whole, byPlace)
  const shares = Array<number>(count)
  for (let index = 0; index < count; index++) shares[index] = parts[index]!
  return shares
}

const byPlace = (a: number, b: number): number => a - b

/** So many zeros. */
export const zeros = (count: number): Array<number> => Array<number>(count).fill(0)

/** 0, 1, 2 ... below a number. */
export const upwards = (below: number): ReadonlyArray<number> => {
  const places = Array<number>(below)
  for (let place = 0; place < below; place++) places[place] = place
  return places
}

const shareExactly = (total: number, weights: ReadonlyArray<number>): Array<number> =>
  shareByExact(total, weights.map(BigInt))

/** {@link share} by weights of any size. */
export const shareByExact = (total: number, weights: ReadonlyArray<bigint>): Array<number> => {
  const whole = weights.reduce((sum, weight) => sum + weight, 0n)
  if (whole === 0n) return zeros(weights.length)
  const products = weights.map((weight) => BigInt(total) * weight)
  const shares = products.map((product) => Number(product / whole))
  const left = shares.reduce((rest, part) => rest - part, total)
  const order = [...products.keys()].sort((a, b) => compare(products[b]! % whole, products[a]! % whole) || a - b)
  for (let index = 0; index < left; index++) shares[order[index]!]! += 1
  return shares
}

const compare = (left: bigint, right: bigint): number => (left < right ? -1 : left > right ? 1 : 0)

/**
 * Splits a total by weight among places that can each take no more than their capacity; what one cannot take moves to the
 * others, by their original weights. A place without weight takes nothing. What nobody can take is lost. `capacities` may be
 * the very list of weights, as where each can give all that it is seen to have: then one round is always enough.
 *
 * Law: each part is at most its capacity; the parts sum to the total or to all the capacity with weight.
 */
export const spill = (
  total: number,
  weights: ReadonlyArray<number>,
  capacities: ReadonlyArray<number>
): Array<number> => {
  const count = weights.length
  if (capacities === weights) return spillByOwn(total, weights)
  let open = 0
  let whole = 0
  let room = 0
  for (let index = 0; index < count; index++) {
    if (weights[index]! <= 0 || capacities[index]! <= 0) continue
    open++
    whole += weights[index]!
    room += capacities[index]!
  }
  const rest = total < room ? total : room
  if (rest === 0) return zeros(count)
  if (open === count && fits(rest, whole, weights, capacities)) return share(rest, weights, whole)
  return rounds(rest, weights, capacities)
}

const spillByOwn = (total: number, weights: ReadonlyArray<number>): Array<number> => {
  const room = sumOf(weights)
  if (total >= room) return weights.slice()
  return total === 0 ? zeros(weights.length) : share(total, weights, room)
}

/** Whether no exact share reaches its capacity, so that one round is enough. */
const fits = (
  rest: number,
  whole: number,
  weights: ReadonlyArray<number>,
  capacities: ReadonlyArray<number>
): boolean => {
  for (let index = 0; index < weights.length; index++) {
    if (!lessThan(rest, weights[index]!, capacities[index]!, whole)) return false
  }
  return true
}

/** Whether a * b < c * d. */
const lessThan = (a: number, b: number, c: number, d: number): boolean => {
  const left = a * b
  const right = c * d
  return left <= mostSafe && right <= mostSafe ? left < right : BigInt(a) * BigInt(b) < BigInt(c) * BigInt(d)
}

const rounds = (total: number, weights: ReadonlyArray<number>, capacities: ReadonlyArray<number>): Array<number> => {
  const shares = zeros(weights.length)
  let open = [...weights.keys()].filter((index) => weights[index]! > 0 && capacities[index]! > 0)
  let whole = open.reduce((sum, index) => sum + weights[index]!, 0)
  let rest = total
  while (rest > 0 && open.length > 0) {
    const still: Array<number> = []
    let filled = 0
    let left = whole
    for (const index of open) {
      const room = capacities[index]!
      if (lessThan(rest, weights[index]!, room, whole)) {
        still.push(index)
        continue
      }
      shares[index] = room
      filled += room
      left -= weights[index]!
    }
    if (still.length === open.length) {
      const last = share(
        rest,
        open.map((index) => weights[index]!)
      )
      for (const [place, index] of open.entries()) shares[index] = last[place]!
      return shares
    }
    rest -= filled
    whole = left
    open = still
  }
  return shares
}

/** {@link spill} for weights of any size. */
export const spillExactly = (
  total: bigint,
  weights: ReadonlyArray<bigint>,
  capacities: ReadonlyArray<bigint>
): ReadonlyArray<bigint> => {
  const shares = weights.map(() => 0n)
  let open = [...weights.keys()].filter((index) => weights[index]! > 0n && capacities[index]! > 0n)
  const room = open.reduce((sum, index) => sum + capacities[index]!, 0n)
  let rest = total < room ? total : room
  while (rest > 0n && open.length > 0) {
    const whole = open.reduce((sum, index) => sum + weights[index]!, 0n)
    const full = open.filter((index) => rest * weights[index]! >= capacities[index]! * whole)
    if (full.length === 0) {
      const last = shareByExact(
        Number(rest),
        open.map((index) => weights[index]!)
      )
      for (const [place, index] of open.entries()) shares[index] = BigInt(last[place]!)
      return shares
    }
    for (const index of full) {
      shares[index] = capacities[index]!
      rest -= capacities[index]!
    }
    open = open.filter((index) => !full.includes(index))
  }
  return shares
}
