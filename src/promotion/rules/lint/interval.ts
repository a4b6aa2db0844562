import type { FactLeaf } from "../../model.ts"
import { fractionFrom } from "../number.ts"

/** Compares two decimals exactly: below zero, zero or above. A text that is none counts as zero. */
export const compareDecimals = (left: string | number, right: string | number): number => {
  const a = fractionFrom(String(left)) ?? { numerator: 0n, denominator: 1n }
  const b = fractionFrom(String(right)) ?? { numerator: 0n, denominator: 1n }
  const difference = a.numerator * b.denominator - b.numerator * a.denominator
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** The numbers from a limit on, or up to it; without the limit itself if it is open. */
export interface Half {
  readonly side: "above" | "below"
  readonly limit: string
  readonly open: boolean
}

/** The numbers for which one of the four numeric comparisons holds. */
export const halfOf = ({ op, values }: FactLeaf): Half | undefined => {
  const [limit] = values
  if (limit === undefined) return undefined
  switch (op) {
    case "atLeast":
      return { side: "above", limit, open: false }
    case "above":
      return { side: "above", limit, open: true }
    case "atMost":
      return { side: "below", limit, open: false }
    case "below":
      return { side: "below", limit, open: true }
    default:
      return undefined
  }
}

/** The numbers that are not in a half. */
export const otherHalf = ({ side, limit, open }: Half): Half => ({
  side: side === "above" ? "below" : "above",
  limit,
  open: !open
})

/** Whether every number of one half is in the other. */
export const inside = (inner: Half, outer: Half): boolean => {
  if (inner.side !== outer.side) return false
  const order = compareDecimals(inner.limit, outer.limit) * (inner.side === "above" ? 1 : -1)
  return order > 0 || (order === 0 && (inner.open || !outer.open))
}

/** Whether no number is in both halves. */
export const apart = (one: Half, other: Half): boolean => {
  if (one.side === other.side) return false
  const [low, high] = one.side === "above" ? [one, other] : [other, one]
  const order = compareDecimals(low.limit, high.limit)
  return order > 0 || (order === 0 && (low.open || high.open))
}
