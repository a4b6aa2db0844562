import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"

/** What tells the time; a simulator provides one of its own. */
export { Clock } from "effect/Clock"

/** The instant, in milliseconds since 1970-01-01T00:00:00Z. Tests provide effect's `Clock` with one of their own. */
export const now: Effect.Effect<number> = Clock.currentTimeMillis

/** Where chance comes from: the one source of unpredictable ids and keys. */
export interface Chance {
  /** `length` unpredictable lower-case hexadecimal digits; two of them are one byte. */
  readonly hexadecimal: (length: number) => string
  /** A number in [0, 1), for the spread of retries. */
  readonly fraction: () => number
}

/** The platform's cryptographic generator; a simulator provides a seeded one. */
export const Chance: Context.Reference<Chance> = Context.Reference<Chance>("pannier/command/Chance", {
  defaultValue: () => ({ hexadecimal, fraction: () => Number.parseInt(hexadecimal(8), 16) / 0x1_0000_0000 })
})

// One call fills a pool: asking the generator for 10 bytes costs as much as asking for 640.
const pool = new Uint8Array(640)
let used = pool.length

const hexadecimal = (length: number): string => {
  let digits = ""
  while (digits.length < length) {
    if (used === pool.length) {
      globalThis.crypto.getRandomValues(pool)
      used = 0
    }
    digits += (pool[used++] ?? 0).toString(16).padStart(2, "0")
  }
  return digits.slice(0, length)
}
