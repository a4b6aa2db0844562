import * as Result from "effect/Result"
import { compareText } from "../../kernel/text.ts"
import type { DuplicateId, NegativeWeight, NothingToAllocate } from "../errors.ts"

/** One who takes part in a split: `weight` in any unit, the same for all. */
export interface Share {
  readonly id: string
  readonly weight: bigint
}

/** Why a total cannot be split. */
export type AllocationRefusal = DuplicateId | NegativeWeight | NothingToAllocate

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
export const allocate = (
  total: bigint,
  shares: ReadonlyArray<Share>
): Result.Result<ReadonlyArray<bigint>, AllocationRefusal> => {
  const twice = duplicate(shares)
  if (twice !== undefined) return Result.fail({ _tag: "DuplicateId", id: twice })
  let whole = 0n
  for (const { id, weight } of shares) {
    if (weight < 0n) return Result.fail({ _tag: "NegativeWeight", id, weight })
    whole += weight
  }
  if (whole === 0n) {
    return total === 0n ? Result.succeed(shares.map(() => 0n)) : Result.fail({ _tag: "NothingToAllocate", total })
  }
  const size = total < 0n ? -total : total
  const parts = exactly(size, whole, shares)
  return Result.succeed(total < 0n ? parts.map((part) => -part) : parts)
}

const duplicate = (shares: ReadonlyArray<Share>): string | undefined => {
  const seen = new Set<string>()
  for (const { id } of shares) {
    if (seen.has(id)) return id
    seen.add(id)
  }
  return undefined
}

const exactly = (total: bigint, whole: bigint, shares: ReadonlyArray<Share>): Array<bigint> => {
  const parts: Array<bigint> = []
  const remainders: Array<bigint> = []
  let left = total
  for (const { weight } of shares) {
    const product = total * weight
    const part = product / whole
    parts.push(part)
    remainders.push(product - part * whole)
    left -= part
  }
  const order = shares
    .map((_, index) => index)
    .sort((a, b) => {
      const difference = remainders[b]! - remainders[a]!
      return difference === 0n ? compareText(shares[a]!.id, shares[b]!.id) : difference < 0n ? -1 : 1
    })
  for (let index = 0; index < Number(left); index++) parts[order[index]!]! += 1n
  return parts
}
