import { isOpen, localTime, type Weekly } from "../../../kernel/period.ts"

/** When something is valid: from an instant until another, half-open, and then only within all of these hours and none of those. */
export interface Validity {
  readonly from?: number | undefined
  readonly until?: number | undefined
  readonly open?: ReadonlyArray<Weekly>
  readonly shut?: ReadonlyArray<Weekly>
}

const minute = 60_000
const day = 86_400_000

/** How far ahead a moment is looked for in the hours of a week, and how long a window is looked through: days. */
const daysAhead = 42
const longestWindow = 400

/** The moments at which all are valid. */
export const together = (all: ReadonlyArray<Validity>): Validity => {
  const from = Math.max(...all.map((one) => one.from ?? Number.NEGATIVE_INFINITY))
  const until = Math.min(...all.map((one) => one.until ?? Number.POSITIVE_INFINITY))
  return {
    from: from === Number.NEGATIVE_INFINITY ? undefined : from,
    until: until === Number.POSITIVE_INFINITY ? undefined : until,
    open: all.flatMap((one) => one.open ?? []),
    shut: all.flatMap((one) => one.shut ?? [])
  }
}

/** Whether something is valid at a moment. */
export const isValid = ({ from, until, open = [], shut = [] }: Validity, at: number): boolean =>
  (from === undefined || at >= from) &&
  (until === undefined || at < until) &&
  open.every((hours) => isOpen(hours, at)) &&
  !shut.some((hours) => isOpen(hours, at))

/** A moment at which something is valid and that passes a test, from now on; `undefined` if none was found. */
export const momentIn = (
  validity: Validity,
  now: number | undefined,
  passes: (at: number) => boolean = () => true,
  more: ReadonlyArray<number> = []
): number | undefined => {
  const { from, until, open = [], shut = [] } = validity
  const first = Math.max(now ?? from ?? 0, from ?? 0)
  const edges = [...open, ...shut].flatMap((hours) => edgesOf(hours, first))
  const right = (at: number): boolean => at >= first && isValid({ from, until, open, shut }, at) && passes(at)
  return [first, ...more, ...edges.toSorted((a, b) => a - b)].find(right)
}

/** The instants of the next weeks at which hours begin or end, by the offset that the zone has at the first of them. */
const edgesOf = ({ zone, spans }: Weekly, first: number): ReadonlyArray<number> => {
  const offset = offsetOf(zone, first)
  const today = startOfDay(first + offset)
  return days(today, today + daysAhead * day).flatMap((date) =>
    spans
      .filter((span) => span.day === weekday(date))
      .flatMap(({ from, until }) => [date + from * minute - offset, date + until * minute - offset])
  )
}

/**
 * Whether nothing can be valid at any moment. `false` may also mean that it could not be told: hours of several zones are
 * compared within a window of at most 400 days.
 */
export const neverValid = ({ from, until, open = [], shut = [] }: Validity): boolean => {
  if (from !== undefined && until !== undefined && until <= from) return true
  const [first] = open
  if (first === undefined) return false
  const zones = new Set([...open, ...shut].map(({ zone }) => zone))
  if (zones.size === 1 && weekOf(open, shut).length === 0) return true
  if (from === undefined || until === undefined || until - from > longestWindow * day) return false
  return open.map((hours) => spansIn(hours, from, until)).reduce(common).length === 0
}

interface Span {
  readonly from: number
  readonly until: number
}

/** The minutes of a week, by one wall clock, that lie in all of these hours and in none of those. */
const weekOf = (open: ReadonlyArray<Weekly>, shut: ReadonlyArray<Weekly>): ReadonlyArray<Span> => {
  const within = ({ spans }: Weekly): ReadonlyArray<Span> =>
    spans.map((span) => ({ from: (span.day - 1) * 1440 + span.from, until: (span.day - 1) * 1440 + span.until }))
  return shut.map(within).reduce(without, open.map(within).reduce(common))
}

/** Where hours are open within a window; where the clock is changed, perhaps more. */
const spansIn = ({ zone, spans }: Weekly, from: number, until: number): ReadonlyArray<Span> => {
  const found: Array<Span> = []
  for (const date of days(startOfDay(from) - day, until + 2 * day)) {
    const offsets = [date - 2 * day, date, date + day, date + 2 * day].map((at) => offsetOf(zone, at))
    for (const span of spans) {
      if (span.day !== weekday(date)) continue
      const begins = date + span.from * minute - Math.max(...offsets)
      const ends = date + span.until * minute - Math.min(...offsets)
      if (begins < until && ends > from) found.push({ from: Math.max(begins, from), until: Math.min(ends, until) })
    }
  }
  return found
}

const common = (left: ReadonlyArray<Span>, right: ReadonlyArray<Span>): ReadonlyArray<Span> =>
  left.flatMap((one) =>
    right.flatMap((other) => {
      const [from, until] = [Math.max(one.from, other.from), Math.min(one.until, other.until)]
      return from < until ? [{ from, until }] : []
    })
  )

/** What is left of spans outside others. */
export const without = (spans: ReadonlyArray<Span>, others: ReadonlyArray<Span>): ReadonlyArray<Span> =>
  others.reduce<ReadonlyArray<Span>>(
    (left, { from, until }) =>
      left.flatMap((one) =>
        [
          { from: one.from, until: Math.min(one.until, from) },
          { from: Math.max(one.from, until), until: one.until }
        ].filter((part) => part.from < part.until)
      ),
    spans
  )

// A wall clock is read as if it stood in UTC, where every day has 24 hours.
const offsetOf = (zone: string, at: number): number => Date.parse(`${localTime(at, zone)}Z`) - at

const startOfDay = (wall: number): number => Math.floor(wall / day) * day

const weekday = (wall: number): number => new Date(wall).getUTCDay() || 7

const days = (from: number, until: number): ReadonlyArray<number> =>
  Array.from({ length: Math.max(0, Math.ceil((until - from) / day)) }, (_, index) => from + index * day)
