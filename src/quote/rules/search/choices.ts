/**
 * What offers of scope `line` can do to each line by itself: for every permitted set of them what it takes there. Lines are
 * then coupled by caps and limits alone, and a plan is one choice a line. Amounts are whole minor units.
 */
export interface Choices {
  readonly lines: number
  /** The choices of line `l` are those from `first[l]` to `first[l + 1] - 1`. */
  readonly first: Int32Array
  /** The offers that touch the line under a choice, one bit each. */
  readonly offers: Int32Array
  /** What they take from the line, were none of them capped. */
  readonly takes: Float64Array
  /** Of that, what capped offers take: the parts of choice `k` are those from `part[k]` to `part[k + 1] - 1`. */
  readonly part: Int32Array
  readonly partCap: Int32Array
  readonly partTakes: Float64Array
  /** The most that each capped offer takes in all. */
  readonly caps: Float64Array
  /** Of these offers a plan uses at most so many. */
  readonly limits: ReadonlyArray<Limited>
}

/** Offers, one bit each, of which at most `most` are used. */
export interface Limited {
  readonly offers: number
  readonly most: number
}

/** One choice of each line. */
export type Chosen = Int32Array

/** More offers than bits of a number are not searched this way. */
export const mostOffers = 31

/** How many offers a set has. */
export const size = (offers: number): number => {
  let count = 0
  for (let left = offers; left !== 0; left &= left - 1) count++
  return count
}

/** What each capped offer would take under a plan, were it not capped. */
export const cappedBy = ({ lines, part, partCap, partTakes, caps }: Choices, plan: Chosen): Float64Array => {
  const capped = new Float64Array(caps.length)
  for (let line = 0; line < lines; line++) {
    const choice = plan[line]!
    for (let at = part[choice]!; at < part[choice + 1]!; at++) capped[partCap[at]!]! += partTakes[at]!
  }
  return capped
}

/** What a plan takes: of each line what its choice takes, less what caps cut. */
export const takenBy = (choices: Choices, plan: Chosen): number => {
  const capped = cappedBy(choices, plan)
  let taken = 0
  for (let line = 0; line < choices.lines; line++) taken += choices.takes[plan[line]!]!
  for (let cap = 0; cap < capped.length; cap++) taken -= Math.max(0, capped[cap]! - choices.caps[cap]!)
  return taken
}

/** The offers that a plan uses. */
export const usedBy = ({ lines, offers }: Choices, plan: Chosen): number => {
  let used = 0
  for (let line = 0; line < lines; line++) used |= offers[plan[line]!]!
  return used
}

/** Whether a set of used offers is within every limit. */
export const within = ({ limits }: Choices, used: number): boolean =>
  limits.every(({ offers, most }) => size(used & offers) <= most)
