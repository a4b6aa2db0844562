import { type Driver, postgres } from "@pannier/storage-postgres"
import * as Effect from "effect/Effect"
import { afterEach, describe, expect, test, vi } from "vitest"
import { collections } from "./shop.ts"

afterEach(() => void vi.useRealTimers())

/** A server that has no answer: each statement fails after a while, in milliseconds. */
const failing = (after: number, code: string | undefined) => {
  const asked: Array<number> = []
  const fail = async (): Promise<never> => {
    asked.push(performance.now())
    await new Promise((resume) => setTimeout(resume, after))
    throw Object.assign(new Error("planted"), code === undefined ? {} : { code })
  }
  const driver: Driver = { query: fail, transaction: fail }
  return { asked, driver }
}

describe("what may pass is asked again for seven seconds", () => {
  test.each([
    // Pauses of 5, 10, 20 ms lie between tries of 2 s: the fourth begins at 6,035 ms and is the last.
    ["a lock that is not to be had, with a lock_timeout of 2 s", "55P03", 2_000, [0, 2_005, 4_015, 6_035]],
    ["a lock that is not to be had, with a lock_timeout of 10 s", "55P03", 10_000, [0]],
    ["a connection that is not to be had for 5 s", undefined, 5_000, [0, 5_005]],
    // Work that was not only waited for is begun anew three times at least.
    ["a deadlock that is found after 8 s", "40P01", 8_000, [0, 8_005, 16_015, 24_035]],
    ["a right that is missing", "42501", 100, [0]]
  ] as const)("%s", async (_, code, after, expected) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "performance"] })
    const { asked, driver } = failing(after, code)
    const begun = performance.now()
    const answer = Effect.runPromise(Effect.flip(Effect.scoped(postgres(driver).open(collections))))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await answer).toMatchObject({ _tag: "StorageError", reason: "Unavailable" })
    expect(asked.map((time) => Math.round(time - begun))).toEqual(expected)
  })

  test("of a server that refuses at once the last try begins when they are over", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "performance"] })
    const { asked, driver } = failing(0, "57P03")
    const begun = performance.now()
    const answer = Effect.runPromise(Effect.flip(Effect.scoped(postgres(driver).open(collections))))
    await vi.advanceTimersByTimeAsync(60_000)
    await answer
    // 5, 10, 20 ... 640 ms, then seconds: eight pauses of 1,275 ms in all, five of a second, and the rest.
    expect(asked.length).toBe(15)
    expect(Math.round((asked.at(-1) ?? 0) - begun)).toBe(7_000)
  })
})
