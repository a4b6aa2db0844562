import * as Result from "effect/Result"

/** The text is no instant in UTC, or one before 1970. */
export interface InstantMalformed {
  readonly _tag: "InstantMalformed"
  /** The offending text, at most its first 40 characters. */
  readonly text: string
}

/** The period would hold no instant: its end is not after its start. */
export interface EmptyPeriod {
  readonly _tag: "EmptyPeriod"
  readonly from: number
  readonly until: number
}

/** Half-open, in milliseconds since 1970-01-01T00:00:00Z: `from <= at < until`. An absent end is open. */
export interface Period {
  readonly from?: number
  readonly until?: number
}

/**
 * Milliseconds since 1970 of an instant written in UTC, such as `2026-11-11T02:00:00Z`, with up to three decimals of a second.
 *
 * Source: RFC 3339, section 5.6, of which only `T` and `Z` in upper case are read, and no leap second.
 */
export const instantFrom = (text: string): Result.Result<number, InstantMalformed> => {
  const instant = instantPattern.test(text) ? Date.parse(text) : Number.NaN
  // Date.parse reads February 30th as March 2nd; what is not written back as it came was no date.
  return instant >= 0 && instantText(instant).slice(0, 19) === text.slice(0, 19)
    ? Result.succeed(instant)
    : Result.fail({ _tag: "InstantMalformed", text: text.slice(0, 40) })
}

const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/

/** An instant as text in UTC, without decimals where it is a whole second: `2026-11-11T02:00:00Z`. */
export const instantText = (instant: number): string => new Date(instant).toISOString().replace(".000Z", "Z")

/** The period between two instants: `EmptyPeriod` unless the end is after the start. */
export const period = (from: number, until: number): Result.Result<Period, EmptyPeriod> =>
  from < until ? Result.succeed({ from, until }) : Result.fail({ _tag: "EmptyPeriod", from, until })

/** Whether an instant lies in a period: at `from` it does, at `until` it does not. */
export const contains = (of: Period, at: number): boolean =>
  (of.from === undefined || of.from <= at) && (of.until === undefined || at < of.until)

/** Whether some instant lies in both periods. */
export const overlaps = (left: Period, right: Period): boolean =>
  startsBeforeEnd(left, right) && startsBeforeEnd(right, left)

const startsBeforeEnd = (one: Period, other: Period): boolean =>
  one.from === undefined || other.until === undefined || one.from < other.until
