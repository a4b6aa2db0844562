import { TZDate } from "@date-fns/tz"
import { endOfDay, endOfISOWeek, endOfMonth, format, startOfDay, startOfISOWeek, startOfMonth } from "date-fns"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { contains, instantFrom, instantText, overlaps, type Period, period } from "../../src/kernel/instant.ts"
import {
  calendarName,
  calendarPeriod,
  type GapPolicy,
  isOpen,
  localPeriod,
  localTime,
  type OverlapPolicy,
  resolve,
  type Weekly,
  weekly
} from "../../src/kernel/period.ts"

const zones = [
  "America/New_York",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Asia/Kathmandu",
  "Asia/Shanghai",
  "America/Sao_Paulo",
  "Africa/Casablanca",
  "Europe/Dublin",
  "UTC"
]
const zone = fc.constantFrom(...zones)
const at = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2037, 0, 1) })
const hour = 3_600_000

const read = (text: string): number => Result.getOrThrow(instantFrom(text))
const local = (text: string, of: string, gap: GapPolicy = "refuse", overlap: OverlapPolicy = "first") => ({
  local: text,
  zone: of,
  gap,
  overlap
})

describe("periods", () => {
  test("L59 a period is half-open: on at its start, off at its end", () => {
    fc.assert(
      fc.property(at, fc.integer({ min: 1, max: 10 * hour }), (from, length) => {
        const window = Result.getOrThrow(period(from, from + length))
        expect([from - 1, from, from + length - 1, from + length].map((instant) => contains(window, instant))).toEqual([
          false,
          true,
          true,
          false
        ])
      })
    )
  })

  test("L59 of two periods that touch, one ends where the other begins", () => {
    const [a, b, c] = [read("2026-11-10T16:00:00Z"), read("2026-11-11T16:00:00Z"), read("2026-11-12T16:00:00Z")]
    expect(overlaps({ from: a, until: b }, { from: b, until: c })).toBe(false)
    expect(overlaps({ from: a, until: b + 1 }, { from: b, until: c })).toBe(true)
    expect(overlaps({}, { from: b, until: c })).toBe(true)
    expect(overlaps({ until: b }, { from: b })).toBe(false)
  })

  test.each([
    [5, 5],
    [6, 5]
  ])("H092 a period from %d until %d is empty", (from, until) => {
    expect(period(from, until)).toEqual(Result.fail({ _tag: "EmptyPeriod", from, until }))
  })
})

describe("instants", () => {
  test("the text of an instant reads back as the same instant", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(9999, 0, 1) }), (instant) => {
        expect(instantFrom(instantText(instant))).toEqual(Result.succeed(instant))
      })
    )
  })

  test.each([
    "",
    "2026-11-11",
    "2026-11-11T02:00:00",
    "2026-11-11T02:00:00+08:00",
    "2026-11-11t02:00:00z",
    "2026-02-30T00:00:00Z",
    "2026-11-11T24:00:00Z",
    "2026-11-11T02:00:60Z",
    "1969-12-31T23:59:59Z",
    "+012026-11-11T02:00:00Z"
  ])("`%s` is no instant in UTC since 1970", (text) => {
    expect(instantFrom(text)).toEqual(Result.fail({ _tag: "InstantMalformed", text }))
  })
})

describe("local times", () => {
  test("L59 the wall-clock time of any instant leads back to it, by the first or the second policy", () => {
    fc.assert(
      fc.property(at, zone, (instant, of) => {
        const shown = localTime(instant, of)
        const answers = (["first", "second"] as const).map((overlap) => resolve(local(shown, of, "refuse", overlap)))
        expect(answers).toContainEqual(Result.succeed(instant))
      }),
      { numRuns: 1000 }
    )
  })

  test("L59 a window is on for exactly end - start, whatever the clocks do inside it", () => {
    const campaign = Result.getOrThrow(
      localPeriod(local("2027-03-13T12:00", "America/New_York"), local("2027-03-14T12:00", "America/New_York"))
    )
    expect(campaign.until! - campaign.from!).toBe(23 * hour)
  })

  // Instants worked out by hand from the IANA database's rules for each zone.
  test.each([
    ["New York, spring gap", "2027-03-14T02:30", "America/New_York", "later", "first", "2027-03-14T07:30:00Z"],
    ["New York, spring gap", "2027-03-14T02:30", "America/New_York", "earlier", "first", "2027-03-14T06:30:00Z"],
    [
      "New York, the minute before the gap",
      "2027-03-14T01:59",
      "America/New_York",
      "refuse",
      "first",
      "2027-03-14T06:59:00Z"
    ],
    [
      "New York, the minute after the gap",
      "2027-03-14T03:00",
      "America/New_York",
      "refuse",
      "first",
      "2027-03-14T07:00:00Z"
    ],
    ["New York, autumn overlap", "2027-11-07T01:30", "America/New_York", "refuse", "first", "2027-11-07T05:30:00Z"],
    ["New York, autumn overlap", "2027-11-07T01:30", "America/New_York", "refuse", "second", "2027-11-07T06:30:00Z"],
    [
      "Lord Howe, gap of 30 minutes",
      "2026-10-04T02:15",
      "Australia/Lord_Howe",
      "later",
      "first",
      "2026-10-03T15:45:00Z"
    ],
    [
      "Lord Howe, gap of 30 minutes",
      "2026-10-04T02:15",
      "Australia/Lord_Howe",
      "earlier",
      "first",
      "2026-10-03T15:15:00Z"
    ],
    [
      "Lord Howe, overlap of 30 minutes",
      "2026-04-05T01:45",
      "Australia/Lord_Howe",
      "refuse",
      "first",
      "2026-04-04T14:45:00Z"
    ],
    [
      "Lord Howe, overlap of 30 minutes",
      "2026-04-05T01:45",
      "Australia/Lord_Howe",
      "refuse",
      "second",
      "2026-04-04T15:15:00Z"
    ],
    ["Apia, the day that was not", "2011-12-30T12:00", "Pacific/Apia", "later", "first", "2011-12-30T22:00:00Z"],
    ["Apia, the day that was not", "2011-12-30T12:00", "Pacific/Apia", "earlier", "first", "2011-12-29T22:00:00Z"],
    ["Kathmandu, +05:45", "2026-11-11T00:00", "Asia/Kathmandu", "refuse", "first", "2026-11-10T18:15:00Z"],
    ["Shanghai, +08:00", "2026-11-11T00:00", "Asia/Shanghai", "refuse", "first", "2026-11-10T16:00:00Z"],
    [
      "Shanghai, to the millisecond",
      "2026-11-11T00:00:00.001",
      "Asia/Shanghai",
      "refuse",
      "first",
      "2026-11-10T16:00:00.001Z"
    ]
  ] as const)("L59 %s: %s in %s (%s, %s) is %6$s", (_, text, of, gap, overlap, expected) => {
    const answer = resolve(local(text, of, gap, overlap))
    expect(instantText(Result.getOrThrow(answer))).toBe(expected)
  })

  test.each([
    ["H092 a time in a gap", "2027-03-14T02:30", "America/New_York"],
    ["a time on the day that was not", "2011-12-30T12:00", "Pacific/Apia"]
  ])("%s is refused where that is the policy", (_, text, of) => {
    expect(resolve(local(text, of))).toEqual(Result.fail({ _tag: "LocalTimeSkipped", local: text, zone: of }))
  })

  test("refusals in order: the zone, the text, the gap, the empty period", () => {
    expect(resolve(local("nonsense", "Mars/Olympus"))).toEqual(
      Result.fail({ _tag: "ZoneUnknown", zone: "Mars/Olympus" })
    )
    expect(resolve(local("nonsense", "UTC"))).toEqual(Result.fail({ _tag: "LocalTimeMalformed", text: "nonsense" }))
    expect(resolve(local("2026-02-30T00:00", "UTC"))).toEqual(
      Result.fail({ _tag: "LocalTimeMalformed", text: "2026-02-30T00:00" })
    )
    const noon = local("2026-11-11T12:00", "UTC")
    expect(Result.isFailure(localPeriod(noon, noon))).toBe(true)
  })

  test.each(["", "UTC+25", "evil+05", "../etc/passwd", "A".repeat(10_000)])("`%s` is no zone", (of) => {
    const answer = resolve(local("2026-11-11T12:00", of))
    expect(answer).toEqual(Result.fail({ _tag: "ZoneUnknown", zone: of.slice(0, 40) }))
  })
})

describe("calendar periods", () => {
  const nextTo = (left: Period, right: Period) => left.until === right.from

  test.each(["day", "week", "month"] as const)(
    "L59 every instant lies in one %s, and the next begins where it ends",
    (unit) => {
      fc.assert(
        fc.property(at, zone, (instant, of) => {
          const now = calendarPeriod(unit, instant, of)
          expect(contains(now, instant)).toBe(true)
          expect(nextTo(now, calendarPeriod(unit, now.until!, of))).toBe(true)
          expect(nextTo(calendarPeriod(unit, now.from! - 1, of), now)).toBe(true)
          expect(calendarPeriod(unit, now.from!, of)).toEqual(now)
        }),
        { numRuns: 500 }
      )
    }
  )

  // Where midnight is skipped, date-fns means another instant by the start of a day.
  const midnights = fc.constantFrom("Asia/Shanghai", "Asia/Kathmandu", "America/New_York", "Europe/Dublin", "UTC")

  test("they begin and end where those of date-fns do", () => {
    fc.assert(
      fc.property(at, midnights, (instant, of) => {
        const date = new TZDate(instant, of)
        const until = (last: TZDate) => last.getTime() + 1
        expect((["day", "week", "month"] as const).map((unit) => calendarPeriod(unit, instant, of))).toEqual([
          { from: startOfDay(date).getTime(), until: until(endOfDay(date)) },
          { from: startOfISOWeek(date).getTime(), until: until(endOfISOWeek(date)) },
          { from: startOfMonth(date).getTime(), until: until(endOfMonth(date)) }
        ])
      }),
      { numRuns: 500 }
    )
  })

  test("their names are those that date-fns writes", () => {
    fc.assert(
      fc.property(at, zone, (instant, of) => {
        const date = new TZDate(instant, of)
        expect((["day", "week", "month", "year"] as const).map((unit) => calendarName(unit, instant, of))).toEqual(
          ["yyyy-MM-dd", "RRRR-'W'II", "yyyy-MM", "yyyy"].map((pattern) => format(date, pattern))
        )
      }),
      { numRuns: 500 }
    )
  })

  test.each([
    ["2024-12-30T00:00:00Z", "2025-W01"],
    ["2026-12-31T00:00:00Z", "2026-W53"],
    ["2027-01-03T00:00:00Z", "2026-W53"],
    ["2027-01-04T00:00:00Z", "2027-W01"]
  ])("the week of %s is %s: it belongs to the year of its Thursday", (instant, week) => {
    expect(calendarName("week", read(instant), "UTC")).toBe(week)
  })

  test.each([
    ["a common day in Shanghai", "day", "2026-11-10T16:00:00Z", "Asia/Shanghai", 24],
    ["the shorter day in New York", "day", "2027-03-14T12:00:00Z", "America/New_York", 23],
    ["the longer day in New York", "day", "2027-11-07T12:00:00Z", "America/New_York", 25],
    ["a day without midnight in Sao Paulo", "day", "2018-11-04T12:00:00Z", "America/Sao_Paulo", 23],
    ["the shorter day on Lord Howe", "day", "2026-10-04T00:00:00Z", "Australia/Lord_Howe", 23.5],
    ["the week in which Apia lost a day", "week", "2011-12-28T12:00:00Z", "Pacific/Apia", 144],
    ["February in Kathmandu", "month", "2028-02-10T00:00:00Z", "Asia/Kathmandu", 29 * 24]
  ] as const)("L59 %s lasts %5$d hours", (_, unit, instant, of, hours) => {
    const found = calendarPeriod(unit, read(instant), of)
    expect((found.until! - found.from!) / hour).toBe(hours)
  })
})

describe("weekly schedules", () => {
  const ready = (schedule: Parameters<typeof weekly>[0]): Weekly => Result.getOrThrow(weekly(schedule))
  const mornings = ready({ zone: "Asia/Shanghai", hours: [{ days: [1, 2, 3, 4, 5], from: "09:00", until: "12:00" }] })
  const nights = ready({ zone: "America/New_York", hours: [{ days: [5, 6], from: "22:00", until: "02:00" }] })

  test.each([
    ["Wednesday 09:00 in Shanghai", mornings, "2026-11-11T01:00:00Z", true],
    ["Wednesday 11:59:59", mornings, "2026-11-11T03:59:59Z", true],
    ["Wednesday 12:00", mornings, "2026-11-11T04:00:00Z", false],
    ["Wednesday 08:59:59", mornings, "2026-11-11T00:59:59Z", false],
    ["Sunday 10:00", mornings, "2026-11-15T02:00:00Z", false],
    ["Friday 23:00 in New York", nights, "2026-11-14T04:00:00Z", true],
    ["Sunday 01:59, the night of Saturday", nights, "2026-11-15T06:59:00Z", true],
    ["Sunday 02:00", nights, "2026-11-15T07:00:00Z", false],
    ["Friday 01:00, the night of Thursday", nights, "2026-11-13T06:00:00Z", false],
    ["the first 01:30 of the autumn change", nights, "2027-11-07T05:30:00Z", true],
    ["the second 01:30 of the autumn change", nights, "2027-11-07T06:30:00Z", true]
  ])("L59 %s", (_, schedule, instant, expected) => {
    expect(isOpen(schedule, read(instant))).toBe(expected)
  })

  test("every hour of every day is always open", () => {
    const always = ready({
      zone: "America/New_York",
      hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "00:00", until: "24:00" }]
    })
    fc.assert(
      fc.property(at, (instant) => {
        expect(isOpen(always, instant)).toBe(true)
      })
    )
  })

  test("refusals in order: the zone, the time of day", () => {
    const hours = [{ days: [1], from: "9:00", until: "25:00" }]
    expect(weekly({ zone: "Nowhere", hours })).toEqual(Result.fail({ _tag: "ZoneUnknown", zone: "Nowhere" }))
    expect(weekly({ zone: "UTC", hours })).toEqual(Result.fail({ _tag: "TimeOfDayMalformed", text: "9:00" }))
    expect(weekly({ zone: "UTC", hours: [{ days: [1], from: "09:00", until: "24:01" }] })).toEqual(
      Result.fail({ _tag: "TimeOfDayMalformed", text: "24:01" })
    )
  })
})
