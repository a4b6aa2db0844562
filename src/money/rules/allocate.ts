import * as Result from "effect/Result"
import { compareText } from "../../kernel/text.ts"
import type { DuplicateId, NegativeWeight, NothingToAllocate } from "../errors.ts"
import { duplicate } from "./distinct.ts"
import { giveToLargest, type Workspace, workspace } from "./largest.ts"

/** One who takes part in a split: `weight` in any unit, the same for all. */
export interface Share {
  readonly id: string
  readonly weight: bigint
}

/** Why a total cannot be split. */
export type AllocationRefusal = DuplicateId | NegativeWeight | NothingToAllocate

type Shares = ReadonlyArray<Share>
type Parts = ReadonlyArray<bigint>

/**
 * Splits a total by weight: the floor of each exact share, then one unit each to the largest remainders, ties to the
 * smaller id. A negative total is the mirror image. The parts stand in the order of the shares.
 *
 * Law: the parts sum to the total; |part - total * weight / sum of weights| < 1; a part has the total's sign or is zero; a
 * weight of zero gets nothing; the parts depend on ids, not on the order of the list (L03).
 *
 * @returns the parts, or, in this order: `DuplicateId`, `NegativeWeight`, `NothingToAllocate` (every weight is zero, and
 * the total is not)
 */
export const allocate = (total: bigint, shares: Shares): Result.Result<Parts, AllocationRefusal> => {
  const twice = duplicate(shares)
  if (twice !== undefined) return Result.fail({ _tag: "DuplicateId", id: twice })
  const space = workspace(shares.length)
  const size = Number(total < 0n ? -total : total)
  const whole = readWeights(shares, space)
  // Within 2^53 every product and remainder below is exact in a double, and some ten times as fast as in a bigint.
  if (!(whole > 0 && size * whole < 2 ** 53)) return allocateExactly(total, shares, space)
  return Result.succeed(split(size, whole, shares, space, total < 0n))
}

// Through the bytes of a typed array a bigint becomes a number four times as fast as through Number(); of one beyond 64 bits, NaN.
const readNumber = (value: bigint, { bits, high, low }: Workspace): number => {
  bits[0] = value
  return BigInt.asIntN(64, value) === value ? high[1]! * 0x1_0000_0000 + low[0]! : Number.NaN
}

/** The sum of the weights, which are left in `space.parts`; NaN if one is negative or beyond 64 bits. */
const readWeights = (shares: Shares, space: Workspace): number => {
  const { parts } = space
  let whole = 0
  for (let index = 0; index < shares.length; index++) {
    const weight = readNumber(shares[index]!.weight, space)
    if (!(weight >= 0)) return Number.NaN
    parts[index] = weight
    whole += weight
  }
  return whole
}

const split = (size: number, whole: number, shares: Shares, space: Workspace, negative: boolean): Parts => {
  const { parts, remainders } = space
  const count = shares.length
  let left = size
  for (let index = 0; index < count; index++) {
    const product = size * parts[index]!
    const part = Math.floor(product / whole)
    parts[index] = part
    remainders[index] = product - part * whole
    left -= part
  }
  giveToLargest(space, count, left, (a, b) => compareText(shares[a]!.id, shares[b]!.id))
  return written(space, count, negative)
}

// The way back from numbers to bigints, again through the bytes.
const written = ({ parts, bits, high, low }: Workspace, count: number, negative: boolean): Parts => {
  for (let index = 0; index < count; index++) {
    const part = parts[index]!
    if (part < 0x1_0000_0000) {
      high[2 * index + 1] = 0
      low[2 * index] = part
    } else {
      const upper = Math.floor(part / 0x1_0000_0000)
      high[2 * index + 1] = upper
      low[2 * index] = part - upper * 0x1_0000_0000
    }
  }
  const answer = Array<bigint>(count)
  if (negative) for (let index = 0; index < count; index++) answer[index] = -bits[index]!
  else for (let index = 0; index < count; index++) answer[index] = bits[index]!
  return answer
}

const allocateExactly = (
  total: bigint,
  shares: Shares,
  space: Workspace
): Result.Result<Parts, NegativeWeight | NothingToAllocate> => {
  let whole = 0n
  for (const { id, weight } of shares) {
    if (weight < 0n) return Result.fail({ _tag: "NegativeWeight", id, weight })
    whole += weight
  }
  if (whole === 0n) {
    return total === 0n ? Result.succeed(shares.map(() => 0n)) : Result.fail({ _tag: "NothingToAllocate", total })
  }
  return Result.succeed(splitExactly(total, whole, shares, space))
}

const splitExactly = (total: bigint, whole: bigint, shares: Shares, space: Workspace): Parts => {
  const size = total < 0n ? -total : total
  const parts: Array<bigint> = []
  const exact: Array<bigint> = []
  let left = size
  for (let index = 0; index < shares.length; index++) {
    const product = size * shares[index]!.weight
    const part = product / whole
    const remainder = product - part * whole
    parts.push(part)
    exact.push(remainder)
    // Rounding keeps order, so only remainders that are equal as numbers need be compared as bigints.
    space.remainders[index] = Number(remainder)
    space.parts[index] = 0
    left -= part
  }
  giveToLargest(space, shares.length, Number(left), (a, b) => {
    const difference = exact[b]! - exact[a]!
    return difference === 0n ? compareText(shares[a]!.id, shares[b]!.id) : difference < 0n ? -1 : 1
  })
  return parts.map((part, index) => {
    const full = space.parts[index] === 0 ? part : part + 1n
    return total < 0n ? -full : full
  })
}
