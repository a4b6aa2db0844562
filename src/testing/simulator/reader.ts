import * as Effect from "effect/Effect"
import { list, object, paidStates, text } from "../../shop/questions/reading.ts"
import { Client } from "./client.ts"
import { clerk, type Counter } from "./counter.ts"
import { ebook } from "./ebook.ts"
import { sendBackOf } from "./staff.ts"

/** What may become of an e-book, each as likely as the others but for the last. */
const courses = [
  "cancels",
  "cancels",
  "cancels",
  "staff deliver",
  "staff deliver twice",
  "cancels while staff deliver",
  "staff pack",
  "comes back",
  "comes back",
  "comes back",
  ...Array.from({ length: 3 }, () => "is read" as const)
] as const

/**
 * A buyer has ordered an e-book. Once it is paid it is delivered by itself, which takes a moment: in that it is cancelled, delivered by
 * hand, or both. Once it is there, it is read, or something is wrong with it.
 */
export const expectBook = Effect.fnUntraced(function* (counter: Counter, client: Client, order: string) {
  const { dice, call } = client
  const { schedule, outside } = counter.world
  const course = dice.pick(courses)
  if (course === "is read" || !(yield* isPaidSoon(counter, client, order))) return
  const desk = new Client(counter.world, clerk, dice, `${client.name}-book-${order}`)
  const cancel = call("order.cancel", { order })
  const deliver = desk.call("order.deliver", { order })
  switch (course) {
    case "cancels":
      return yield* cancel
    case "staff deliver":
      return yield* deliver
    case "staff deliver twice":
      return yield* Effect.all([deliver, deliver], { concurrency: 2 })
    case "cancels while staff deliver":
      return yield* Effect.all([cancel, deliver], { concurrency: 2 })
    case "staff pack":
      return yield* pack(client, desk, order)
    case "comes back":
      yield* schedule.sleep(outside, 60_000 + dice.delay(3_600_000))
      return yield* sendBackOf(counter, client, desk, order)
  }
})

// Who has just paid looks again every few seconds, and not for ever.
const isPaidSoon = Effect.fnUntraced(function* ({ world }: Counter, { dice, call }: Client, order: string) {
  for (let tries = 0; tries < 15; tries++) {
    const state = text(object(yield* call("order.get", { order }))["state"])
    if (paidStates.has(state)) return true
    if (state === "cancelled") return false
    yield* world.schedule.sleep(world.outside, 200 + dice.delay(6_000))
  }
  return false
})

// A clerk who takes an e-book for something to pack is refused.
const pack = Effect.fnUntraced(function* ({ call }: Client, desk: Client, order: string) {
  const books = list(object(yield* call("order.get", { order }))["lines"]).filter(({ sku }) => sku === ebook.id)
  const lines = books.map(({ id }) => ({ line: text(id), quantity: 1 }))
  yield* desk.call("order.ship", { order, carrier: "slowboat", place: "hangzhou", lines })
})
