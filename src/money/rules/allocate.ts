import * as Result from "effect/Result"
import { compareText } from "../../kernel/text.ts"
import type { DuplicateId, NegativeWeight, NothingToAllocate } from "../errors.ts"
import { duplicate } from "./distinct.ts"
import { capacity, giveToLargest, parts, remainders } from "./largest.ts"

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
  const size = Math.abs(toNumber(total))
  const whole = shares.length > capacity ? Number.NaN : readWeights(shares)
  // Within 2^53 every product and remainder below is exact in a double, and some ten times as fast as in a bigint.
  if (!(whole > 0 && size * whole < 2 ** 53)) return allocateExactly(total, shares)
  return Result.succeed(split(size, whole, shares, total < 0n))
}

// Through the bytes of a typed array a bigint becomes a number, and a number a bigint, four times as fast as through Number()
// and BigInt(). Entry i has its upper half at 2i + 1, its lower at 2i, on the little-endian machines that JavaScript runs on.
const bits = /* @__PURE__ */ new BigInt64Array(capacity)
const high = /* @__PURE__ */ new Int32Array(bits.buffer)
const low = /* @__PURE__ */ new Uint32Array(bits.buffer)
const half = 0x1_0000_0000

// NaN for a bigint beyond 64 bits.
const toNumber = (value: bigint): number => {
  bits[0] = value
  return BigInt.asIntN(64, value) === value ? high[1]! * half + low[0]! : Number.NaN
}

/** The sum of the weights, which are left in `parts`; NaN if one is negative or beyond 64 bits. */
const readWeights = (shares: Shares): number => {
  let whole = 0
  for (let index = 0; index < shares.length; index++) {
    const weight = toNumber(shares[index]!.weight)
    if (!(weight >= 0)) return Number.NaN
    parts[index] = weight
    whole += weight
  }
  return whole
}

const split = (size: number, whole: number, shares: Shares, negative: boolean): Parts => {
  const count = shares.length
  let left = size
  for (let index = 0; index < count; index++) {
    const product = size * parts[index]!
    const part = Math.floor(product / whole)
    parts[index] = part
    remainders[index] = product - part * whole
    left -= part
  }
  giveToLargest(count, left, whole, (a, b) => compareText(shares[a]!.id, shares[b]!.id))
  return written(count, negative)
}

// All is stored before any of it is read: a wide read just behind two narrow stores would wait for both.
const written = (count: number, negative: boolean): Parts => {
  for (let index = 0; index < count; index++) {
    const part = parts[index]!
    const upper = Math.floor(part / half)
    high[2 * index + 1] = upper
    low[2 * index] = part - upper * half
  }
  const answer = Array<bigint>(count)
  for (let index = 0; index < count; index++) answer[index] = negative ? -bits[index]! : bits[index]!
  return answer
}

const allocateExactly = (total: bigint, shares: Shares): Result.Result<Parts, NegativeWeight | NothingToAllocate> => {
  let whole = 0n
  for (const { id, weight } of shares) {
    if (weight < 0n) return Result.fail({ _tag: "NegativeWeight", id, weight })
    whole += weight
  }
  if (whole === 0n) {
    return total === 0n ? Result.succeed(shares.map(() => 0n)) : Result.fail({ _tag: "NothingToAllocate", total })
  }
  return Result.succeed(splitExactly(total, whole, shares))
}

const splitExactly = (total: bigint, whole: bigint, shares: Shares): Parts => {
  const sign = total < 0n ? -1n : 1n
  const due = shares.map(({ id, weight }, index) => {
    const product = sign * total * weight
    return { id, index, part: product / whole, remainder: product % whole }
  })
  const left = due.reduce((rest, { part }) => rest - part, sign * total)
  due.sort((a, b) => (a.remainder === b.remainder ? compareText(a.id, b.id) : a.remainder > b.remainder ? -1 : 1))
  const answer: Array<bigint> = []
  for (const [place, { index, part }] of due.entries()) answer[index] = sign * (place < left ? part + 1n : part)
  return answer
}
