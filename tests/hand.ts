import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"

/** When every story begins, in milliseconds: 2027-01-15 in Shanghai. */
export const beginning = 1_800_000_000_000
export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** A clock that stands until a test moves it. Who sleeps on it moves it on. */
export interface Hand extends Clock.Clock {
  now: number
}

export const hand = (start = beginning): Hand => {
  const self: Hand = {
    now: start,
    currentTimeMillisUnsafe: () => self.now,
    currentTimeMillis: Effect.sync(() => self.now),
    currentTimeNanosUnsafe: () => BigInt(self.now) * 1_000_000n,
    currentTimeNanos: Effect.sync(() => BigInt(self.now) * 1_000_000n),
    monotonicTimeNanosUnsafe: () => BigInt(self.now) * 1_000_000n,
    monotonicTimeNanos: Effect.sync(() => BigInt(self.now) * 1_000_000n),
    sleep: (duration) =>
      Effect.andThen(
        Effect.sync(() => void (self.now += Math.ceil(Duration.toMillis(duration)))),
        Effect.yieldNow
      )
  }
  return self
}
