import * as Effect from "effect/Effect"
import type { Actor } from "../../command/index.ts"
import type { JsonObject } from "../../kernel/json.ts"
import { list, object, text } from "../../shop/questions/reading.ts"
import type { Client } from "./client.ts"
import { cashier, clerk, manager } from "./counter.ts"
import type { Dice } from "./dice.ts"

type As = (actor: Actor) => Client

const notes = { unreadable: "nobody can read it: nothing was asked for", over: "it has ended meanwhile" } as const

/** Whether an intent is a message that nobody can read. */
const unreadable = (id: string): boolean => id.startsWith("poison")

/**
 * Somebody of the staff looks at what was given up, and the manager sees to one: it is tried again, alone or with all of its
 * kind, or is taken out with a note where there is nothing left to do. Workers are at it all the while, and at times two
 * managers see the same list.
 */
export const seeToParked = Effect.fnUntraced(function* (dice: Dice, as: As) {
  const parked = list(yield* as(dice.pick([clerk, cashier])).call("operations.parked", {}))
  if (parked.length === 0) return
  const one = dice.pick(parked)
  const intent = text(one["id"])
  const desk = as(manager)
  const again = dice.happens(0.5)
    ? desk.call("operations.retryIntent", { intent })
    : desk.call("operations.retryIntents", { kind: text(one["kind"]) })
  const note = unreadable(intent) ? notes.unreadable : (yield* isOver(as, one)) ? notes.over : undefined
  if (note === undefined) {
    yield* dice.happens(0.3) ? Effect.all([again, again], { concurrency: 2, discard: true }) : again
    return
  }
  const resolve = desk.call("operations.resolveIntent", { intent, note })
  const other = dice.pick([Effect.void, resolve, again])
  yield* Effect.all([resolve, other], { concurrency: 2, discard: true })
})

/** A payment that has ended is not asked after any more. */
const isOver = Effect.fnUntraced(function* (as: As, { kind, payload }: JsonObject) {
  if (kind !== "payment.check") return false
  const { payment } = JSON.parse(text(payload)) as { readonly payment: string }
  const found = object(yield* as(cashier).call("payment.get", { payment }))
  return found["state"] === "captured" || found["state"] === "closed"
})

/** All that was given up is seen to, once nothing goes wrong any more. Answers how much it was. */
export const clearParked = Effect.fnUntraced(function* (as: (actor: Actor, what: string) => Client) {
  const parked = list(yield* as(clerk, "parked").call("operations.parked", {}))
  const readable = parked.filter(({ id }) => !unreadable(text(id)))
  for (const { id } of parked) {
    const intent = text(id)
    if (!unreadable(intent)) continue
    yield* as(manager, intent).call("operations.resolveIntent", { intent, note: notes.unreadable })
  }
  for (const kind of new Set(readable.map((one) => text(one["kind"]))))
    yield* as(manager, `retry-${kind}`).call("operations.retryIntents", { kind })
  return parked.length
})
