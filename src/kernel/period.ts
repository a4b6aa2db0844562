import { tzOffset } from "@date-fns/tz/tzOffset"
import * as Result from "effect/Result"
import { type EmptyPeriod, type Period, period } from "./instant.ts"

/** What a wall-clock time that the zone skips means: as far behind the gap as it lies inside, as far before it, or nothing. */
export type GapPolicy = "later" | "earlier" | "refuse"

/** Which of the two instants a wall-clock time that occurs twice means. */
export type OverlapPolicy = "first" | "second"

/** A time on the wall clock of a place, with what it means where the clock is changed: recorded, never guessed later. */
export interface LocalTime {
  /** ISO 8601 without offset, to the minute, second or millisecond: `2027-03-14T02:30`. */
  readonly local: string
  /** A zone of the IANA time zone database, such as `Asia/Shanghai`. */
  readonly zone: string
  readonly gap: GapPolicy
  readonly overlap: OverlapPolicy
}

/** The text is no date and time of the proleptic Gregorian calendar. */
export interface LocalTimeMalformed {
  readonly _tag: "LocalTimeMalformed"
  /** The offending text, at most its first 40 characters. */
  readonly text: string
}

/** The zone's clock never showed this time, and the policy is to refuse. */
export interface LocalTimeSkipped {
  readonly _tag: "LocalTimeSkipped"
  readonly local: string
  readonly zone: string
}

/** The platform's time zone data has no such zone. */
export interface ZoneUnknown {
  readonly _tag: "ZoneUnknown"
  /** The offending text, at most its first 40 characters. */
  readonly zone: string
}

/** Why a local time has no instant. */
export type LocalTimeRefusal = ZoneUnknown | LocalTimeMalformed | LocalTimeSkipped

/** Whether the platform knows a zone by this name. */
export const isZone = (zone: string): boolean => {
  const known = zones.get(zone)
  if (known !== undefined) return known
  const found = hasZone(zone)
  if (zones.size < 1000) zones.set(zone, found)
  return found
}

const zones = new Map<string, boolean>()

// The language offers no other way to ask than to try.
const hasZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== ""
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/**
 * The instant that a local time means, in milliseconds. A time in a gap is moved by the length of the gap, as
 * `disambiguation` does in ECMAScript's Temporal (`ZonedDateTime`, section GetPossibleEpochNanoseconds).
 *
 * Law: where the zone's clock runs on evenly, `localTime(resolve(t)) = t` (L59).
 *
 * @returns the instant, or, in this order: `ZoneUnknown`, `LocalTimeMalformed`, `LocalTimeSkipped`
 */
export const resolve = ({ local, zone, gap, overlap }: LocalTime): Result.Result<number, LocalTimeRefusal> => {
  if (!isZone(zone)) return Result.fail({ _tag: "ZoneUnknown", zone: zone.slice(0, 40) })
  const wall = wallClock(local)
  if (wall === undefined) return Result.fail({ _tag: "LocalTimeMalformed", text: local.slice(0, 40) })
  // No zone is further than a day from UTC, so a change that touches this time lies between these two.
  const before = offset(zone, wall - day)
  const after = offset(zone, wall + day)
  const [first, second] = [wall - before, wall - after].filter((instant) => instant + offset(zone, instant) === wall)
  if (first !== undefined) return Result.succeed(overlap === "second" ? Math.max(first, second ?? first) : first)
  if (gap === "refuse") return Result.fail({ _tag: "LocalTimeSkipped", local, zone })
  return Result.succeed(gap === "later" ? wall - before : wall - after)
}

/** The wall-clock time of a known zone at an instant, to the millisecond, without offset. */
export const localTime = (instant: number, zone: string): string =>
  new Date(instant + offset(zone, instant)).toISOString().slice(0, -1)

/**
 * The period between two local times, which may be of different zones.
 *
 * @returns the period, or what is wrong with the start, with the end, or `EmptyPeriod`
 */
export const localPeriod = (from: LocalTime, until: LocalTime): Result.Result<Period, LocalTimeRefusal | EmptyPeriod> =>
  Result.flatMap(resolve(from), (start) => Result.flatMap(resolve(until), (end) => period(start, end)))

/** A day of the calendar, its week (from Monday, ISO 8601) or its month. */
export type CalendarUnit = "day" | "week" | "month"

/**
 * The calendar day, week or month of a known zone in which an instant lies. A day is as long as the clock makes it: 23, 24 or
 * 25 hours; one that begins in a gap begins with the first instant after it.
 */
export const calendarPeriod = (unit: CalendarUnit, at: number, zone: string): Period => {
  const [start, end] = bounds(unit, wallAt(at, zone))
  return { from: beginning(start, zone), until: beginning(end, zone) }
}

/**
 * The name of the calendar day, week, month or year of a known zone in which an instant lies, as ISO 8601 writes it:
 * `2026-11-11`, `2026-W46`, `2026-11`, `2026`.
 */
export const calendarName = (unit: CalendarUnit | "year", at: number, zone: string): string => {
  const wall = wallAt(at, zone)
  if (unit === "week") {
    // ISO 8601, section 4.2: a week belongs to the year that has its Thursday.
    const thursday = startOfWeek(wall) + 3 * day
    const year = new Date(thursday).getUTCFullYear()
    const week = Math.floor((thursday - Date.UTC(year, 0)) / (7 * day)) + 1
    return `${String(year).padStart(4, "0")}-W${String(week).padStart(2, "0")}`
  }
  const date = new Date(wall).toISOString().slice(0, 10)
  return unit === "day" ? date : unit === "month" ? date.slice(0, -3) : date.slice(0, -6)
}

// A wall clock is read as if it stood in UTC, where every day has 24 hours.
const bounds = (unit: CalendarUnit, wall: number): readonly [number, number] => {
  if (unit === "month") {
    const date = new Date(wall)
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
    return [Date.UTC(year, month), Date.UTC(year, month + 1)]
  }
  const start = unit === "day" ? startOfDay(wall) : startOfWeek(wall)
  return [start, start + (unit === "day" ? 1 : 7) * day]
}

const startOfDay = (wall: number): number => Math.floor(wall / day) * day

const startOfWeek = (wall: number): number => startOfDay(wall) - (weekday(wall) - 1) * day

// Monday is 1 and Sunday 7.
const weekday = (wall: number): number => new Date(wall).getUTCDay() || 7

// Midnight by the wall clock; where midnight is skipped, both policies of `resolve` would miss the first instant of the day.
const beginning = (wall: number, zone: string): number => {
  const before = offset(zone, wall - day)
  const after = offset(zone, wall + day)
  const shown = [wall - before, wall - after].find((instant) => instant + offset(zone, instant) === wall)
  if (shown !== undefined) return shown
  let low = wall - Math.max(before, after)
  let high = wall - Math.min(before, after)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (middle + offset(zone, middle) < wall) low = middle
    else high = middle
  }
  return high
}

/** Hours on some weekdays: open from `from` until `until`, half-open; an end not after the start is on the next day. */
export interface Hours {
  /** ISO 8601 weekdays: Monday 1 to Sunday 7. */
  readonly days: ReadonlyArray<number>
  /** `HH:MM`, from `00:00` to `24:00`. */
  readonly from: string
  readonly until: string
}

/** Opening hours by the wall clock of a zone. */
export interface WeeklySchedule {
  readonly zone: string
  readonly hours: ReadonlyArray<Hours>
}

/** The text is no time of day. */
export interface TimeOfDayMalformed {
  readonly _tag: "TimeOfDayMalformed"
  /** The offending text, at most its first 40 characters. */
  readonly text: string
}

/** A schedule made ready for questions; {@link weekly} makes it. */
export interface Weekly {
  readonly zone: string
  readonly spans: ReadonlyArray<{ readonly day: number; readonly from: number; readonly until: number }>
}

/**
 * Reads a weekly schedule once, before the loop.
 *
 * @returns the schedule, or, in this order: `ZoneUnknown`, `TimeOfDayMalformed`
 */
export const weekly = ({ zone, hours }: WeeklySchedule): Result.Result<Weekly, ZoneUnknown | TimeOfDayMalformed> => {
  if (!isZone(zone)) return Result.fail({ _tag: "ZoneUnknown", zone: zone.slice(0, 40) })
  const spans: Array<Weekly["spans"][number]> = []
  for (const { days, from, until } of hours) {
    const start = minuteOfDay(from)
    const end = minuteOfDay(until)
    if (start === undefined) return Result.fail({ _tag: "TimeOfDayMalformed", text: from.slice(0, 40) })
    if (end === undefined) return Result.fail({ _tag: "TimeOfDayMalformed", text: until.slice(0, 40) })
    for (const day of days) {
      if (start < end) spans.push({ day, from: start, until: end })
      else spans.push({ day, from: start, until: 1440 }, { day: (day % 7) + 1, from: 0, until: end })
    }
  }
  return Result.succeed({ zone, spans })
}

/**
 * Whether the wall clock of the zone shows a time within the schedule. An hour that the clock shows twice counts twice, one
 * that it skips not at all.
 */
export const isOpen = ({ zone, spans }: Weekly, at: number): boolean => {
  const wall = wallAt(at, zone)
  const today = weekday(wall)
  const minute = Math.floor((wall - startOfDay(wall)) / 60_000)
  return spans.some(({ day, from, until }) => day === today && from <= minute && minute < until)
}

const day = 86_400_000

// Milliseconds to add to UTC for the clock of the zone.
const offset = (zone: string, instant: number): number => tzOffset(zone, new Date(instant)) * 60_000

// What the clock of the zone shows, as the instant at which a clock in UTC shows the same; NaN beyond the last that a Date has.
const wallAt = (at: number, zone: string): number => new Date(at + offset(zone, at)).getTime()

const localPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?$/

// The time that a clock in UTC shows when a wall clock shows the same, or undefined if no calendar has it.
const wallClock = (local: string): number | undefined => {
  const instant = localPattern.test(local) ? Date.parse(`${local}Z`) : Number.NaN
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(local.slice(0, 16)) ? instant : undefined
}

const minuteOfDay = (text: string): number | undefined => {
  const [, hour, minute] = /^(\d{2}):([0-5]\d)$/.exec(text) ?? []
  const minutes = Number(hour) * 60 + Number(minute)
  return minutes <= 1440 ? minutes : undefined
}
