import * as Effect from "effect/Effect"
import { work } from "pannier/command"
import type { Json } from "pannier/kernel"
import type { Kernel } from "pannier/shop"

/** A route that lets the worker work, for those who have a timer and no process that stays. */
export interface CronOptions {
  /** Whether a request may do so, such as one with the secret of the platform's timer. */
  readonly allow: (request: Request) => boolean | Promise<boolean>
  /** Most intents of one request. The default is 100. */
  readonly limit?: number
  /**
   * How long one request may go on lending, in milliseconds; what has begun by then is waited for. The default is 20,000.
   */
  readonly within?: number
}

/** Performs due intents, as many as one request may, and tells what came of them; never what they were about. */
export const workOnce = (
  { engine, errands, hear }: Kernel,
  { limit = 100, within = 20_000 }: Pick<CronOptions, "limit" | "within">
) =>
  Effect.gen(function* () {
    yield* hear
    const clock = yield* Effect.clockWith((one) => one.currentTimeMillis)
    const { answered, failed } = yield* work(engine, errands, { limit, until: clock + within })
    return { answered, failed: failed.map(({ intent, kind, tries, cause }) => ({ intent, kind, tries, cause })) }
  })

/** Whether the shop can serve: its storage answers. What is parked is told, and keeps nobody from being served. */
export const readiness = ({ engine }: Kernel) =>
  Effect.map(
    Effect.all([engine.storage.waiting(1, "parked"), engine.storage.building]),
    ([parked, building]): Json => ({ status: "ready", parked: parked.length > 0, building: building.length > 0 })
  )
