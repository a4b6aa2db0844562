import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { idMaker, type Identity, identify } from "../../src/command/identity.ts"
import { compareText } from "../../src/kernel/text.ts"

const clockAt = (instant: number): Clock.Clock => {
  const nanoseconds = BigInt(instant) * 1_000_000n
  return {
    currentTimeMillisUnsafe: () => instant,
    currentTimeMillis: Effect.succeed(instant),
    currentTimeNanosUnsafe: () => nanoseconds,
    currentTimeNanos: Effect.succeed(nanoseconds),
    monotonicTimeNanosUnsafe: () => nanoseconds,
    monotonicTimeNanos: Effect.succeed(nanoseconds),
    sleep: () => Effect.void
  }
}

const identityAt = (clock: number, key: string | undefined, input = "{}"): Identity =>
  Effect.runSync(
    Effect.gen(function* () {
      return yield* identify("order.place/ann", key, () => input)
    }).pipe(Effect.provideService(Clock.Clock, clockAt(clock)))
  )

const instant = fc.integer({ min: 0, max: 32 ** 9 - 1 })
const uuid = (at: number): string => {
  const digits = at.toString(16).padStart(12, "0")
  return `${digits.slice(0, 8)}-${digits.slice(8)}-7abc-9def-0123456789ab`
}

describe("the identity of a call", () => {
  test("a retry makes the same ids, however late", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\x21-\x7e]{1,40}$/), instant, instant, (key, early, late) => {
        expect(identityAt(late, key)).toEqual(identityAt(early, key))
      })
    )
  })

  test("another input, and another key, make other ids", () => {
    const seeds = [identityAt(0, "k"), identityAt(0, "k", "[]"), identityAt(0, "l"), identityAt(0, uuid(0))]
    expect(new Set(seeds.map(({ seed }) => seed)).size).toBe(seeds.length)
  })

  test("under a UUID of version 7 ids are in the order of its instants", () => {
    fc.assert(
      fc.property(instant, instant, (left, right) => {
        fc.pre(left !== right)
        const [first, second] = [left, right].map((at) => idMaker(identityAt(0, uuid(at)).seed)("order"))
        expect(Math.sign(compareText(first ?? "", second ?? ""))).toBe(Math.sign(left - right))
      })
    )
  })

  test("without a key ids are in the order of the clock, and no two are the same", () => {
    fc.assert(
      fc.property(instant, instant, (left, right) => {
        const [first, second] = [identityAt(left, undefined).seed, identityAt(right, undefined).seed]
        expect(first).not.toBe(second)
        if (left !== right) expect(Math.sign(compareText(first, second))).toBe(Math.sign(left - right))
      })
    )
  })

  test("an id that is part of a key hands its instant on, as in the answer to an intent", () => {
    const { seed } = identityAt(0, uuid(1_790_000_000_000))
    const answered = identityAt(0, `answer/int_${seed}3`)
    expect(answered.seed.slice(0, 9)).toBe(seed.slice(0, 9))
    expect(answered.seed).not.toBe(seed)
  })

  test("a key that tells no instant, or one after the year 3084, makes ids of its hash alone", () => {
    for (const key of ["place-1", "0195e3a0-0000-4abc-9def-0123456789ab", uuid(2 ** 48 - 1)]) {
      expect(identityAt(1_790_000_000_000, key).seed).toMatch(/^[0-9a-v]{16}$/)
    }
  })
})
