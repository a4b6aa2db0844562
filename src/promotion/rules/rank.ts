import { compareText } from "../../kernel/text.ts"

/** What decides when a promotion has its turn. */
export interface Ranked {
  readonly id: string
  readonly level: number
  readonly lane: number
  readonly priority: number
}

/** Rank: level, then lane ascending, priority descending, id by its bytes. Total, because ids are unique. */
export const compareRank = (left: Ranked, right: Ranked): number =>
  left.level - right.level ||
  compareNumber(left.lane, right.lane) ||
  compareNumber(right.priority, left.priority) ||
  compareText(left.id, right.id)

const compareNumber = (left: number, right: number): number => (left < right ? -1 : left > right ? 1 : 0)
