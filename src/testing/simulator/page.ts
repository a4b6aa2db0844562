import * as Effect from "effect/Effect"
import type { Dice } from "./dice.ts"
import type { World } from "./world.ts"

/** A buyer agrees on the gateway's page within some milliseconds, as soon as there is one. */
export const agree = Effect.fnUntraced(function* (world: World, dice: Dice, payment: string, within = 300_000) {
  const { schedule, outside } = world
  yield* schedule.sleep(outside, dice.delay(within))
  for (let tries = 0; tries < 6; tries++) {
    for (const gateway of world.gateways) {
      const state = yield* gateway.pay(payment)
      if (state === "unknown") continue
      world.note("world", gateway.name, `the buyer agrees to ${payment}: ${state}`)
      return
    }
    yield* schedule.sleep(outside, 30_000)
  }
})

/** The buyer's bank refuses, whichever gateway has the payment. */
export const declined = Effect.fnUntraced(function* (world: World, dice: Dice, payment: string) {
  for (const gateway of world.gateways) yield* gateway.decline(payment)
  yield* world.schedule.sleep(world.outside, dice.delay(60_000))
})
