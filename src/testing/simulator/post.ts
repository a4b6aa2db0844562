import * as Effect from "effect/Effect"
import { system } from "../../command/index.ts"
import { amountText } from "../../money/amount.ts"
import type { World } from "./world.ts"

/** Takes what gateways and carriers have to tell by now to the shop, as a host's webhooks do. Answers how much it was. */
export const deliver = Effect.fnUntraced(function* (world: World): Effect.fn.Return<number> {
  let count = 0
  for (const gateway of world.gateways) {
    for (const callback of yield* gateway.callbacks) {
      count++
      const exit = yield* Effect.exit(gateway.verify(callback, world.schedule.now))
      if (exit._tag === "Failure") continue
      const { amount, ...told } = exit.value
      const money = { amount: amountText(amount.amount, amount.currency), currency: amount.currency }
      yield* tell(world, "payment.report", { ...told, amount: money })
    }
  }
  for (const carrier of world.carriers) {
    for (const callback of yield* carrier.callbacks) {
      count++
      const exit = yield* Effect.exit(carrier.verify(callback, world.schedule.now))
      if (exit._tag === "Success") yield* tell(world, "shipment.track", { ...exit.value })
    }
  }
  return count
})

// What is not acknowledged is told again, three times in all; a lost acknowledgement is as good as none.
const tell = Effect.fnUntraced(function* (world: World, name: string, input: unknown) {
  for (let tries = 0; tries < 3; tries++) {
    const answer = yield* world.ask(system, name, input, undefined)
    if (answer._tag !== "Lost" && !world.faults.strikes("F10", "acknowledgement lost")) return
  }
})
