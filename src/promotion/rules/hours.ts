import * as Result from "effect/Result"
import { isZone, type Weekly, weekly } from "../../kernel/period.ts"
import type { Flaw } from "../../kernel/reading.ts"
import type { Schedule } from "../model.ts"

/** Makes a schedule ready: its zone must be known, its times must be times, and no span may be empty. */
export const hoursOf = (schedule: Schedule): Result.Result<Weekly, Flaw> => {
  const unknown = zoneFlaw(schedule.zone)
  if (unknown !== undefined) return Result.fail(unknown)
  for (const [index, hours] of schedule.hours.entries()) {
    if (hours.from === hours.until)
      return Result.fail({ path: `/hours/${index}/until`, why: "until must differ from from" })
    for (const edge of ["from", "until"] as const) {
      // A day that begins at 24:00 is the next one at 00:00; only an end may be said so.
      const time = edge === "from" && hours.from === "24:00" ? "" : hours[edge]
      const read = weekly({ zone: schedule.zone, hours: [{ days: [1], from: time, until: time }] })
      if (Result.isFailure(read)) {
        return Result.fail({ path: `/hours/${index}/${edge}`, why: "expected a time from 00:00 to 24:00" })
      }
    }
  }
  return Result.mapError(weekly(schedule), ({ _tag }): Flaw => ({ path: "/hours", why: _tag }))
}

/** What is wrong with a zone, if anything. */
export const zoneFlaw = (zone: string): Flaw | undefined =>
  isZone(zone) ? undefined : { path: "/zone", why: "expected a time zone such as Asia/Shanghai" }
