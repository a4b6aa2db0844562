import * as Effect from "effect/Effect"
import type { Link } from "../storage/model.ts"
import type { Anchor } from "../storage/ports.ts"

/** An anchor that holds as long as this process: for tests, and as the specification of every anchor. */
export const memoryAnchor = (): Anchor => {
  let latest: Link | undefined
  return {
    publish: (head) => Effect.sync(() => void (latest = latest && latest.position > head.position ? latest : head)),
    latest: Effect.sync(() => latest)
  }
}
