import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"

/** When every story begins, in milliseconds: 2027-01-15 in Shanghai. */
export const beginning = 1_800_000_000_000
export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** As long as a command waits at most before it tries again, in milliseconds. */
const moment = 100

/**
 * A clock that stands until a test moves it. Who sleeps for a moment moves it on; who sleeps longer, as on a deadline, sleeps
 * until a test has moved it so far.
 */
export interface Hand extends Clock.Clock {
  now: number
}

export const hand = (start = beginning): Hand => {
  const sleepers = new Set<() => void>()
  let at = start
  const self: Hand = {
    get now() {
      return at
    },
    set now(instant) {
      at = instant
      for (const look of sleepers) look()
    },
    currentTimeMillisUnsafe: () => at,
    currentTimeMillis: Effect.sync(() => at),
    currentTimeNanosUnsafe: () => BigInt(at) * 1_000_000n,
    currentTimeNanos: Effect.sync(() => BigInt(at) * 1_000_000n),
    monotonicTimeNanosUnsafe: () => BigInt(at) * 1_000_000n,
    monotonicTimeNanos: Effect.sync(() => BigInt(at) * 1_000_000n),
    sleep: (duration) =>
      Effect.callback<void>((resume) => {
        const due = at + Math.ceil(Duration.toMillis(duration))
        const look = () => {
          if (at < due) return
          sleepers.delete(look)
          resume(Effect.yieldNow)
        }
        sleepers.add(look)
        if (due - at <= moment) self.now = due
        return Effect.sync(() => void sleepers.delete(look))
      })
  }
  return self
}
