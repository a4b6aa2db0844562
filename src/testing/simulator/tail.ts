import * as Effect from "effect/Effect"
import { number, object, text } from "../../shop/questions/reading.ts"
import { Client } from "./client.ts"
import { clerk, type Counter, manager } from "./counter.ts"
import { agree, declined } from "./page.ts"
import { send, sendBackOf } from "./staff.ts"
import type { World } from "./world.ts"

/** The order of a presale, and when its tail is paid. */
interface Awaited {
  readonly id: string
  readonly from: number
  readonly until: number
}

/** What a buyer of a presale may do about its tail, each as likely as the others but for the last. */
const courses = [
  "never",
  "never",
  "too early",
  "too early",
  "cancels",
  "the shop cancels",
  "last moment",
  "last moment",
  "too late",
  "two windows",
  "declined",
  "cancels while paying",
  "cancels after paying",
  "goes away",
  "open page",
  ...Array.from({ length: 8 }, () => "pays" as const)
] as const

/** A buyer comes back for the tail of a presale: in time, at the last moment, twice, too late, or never. */
export const payTail = Effect.fnUntraced(function* (counter: Counter, client: Client, of: Awaited) {
  const { world } = counter
  const { dice, call } = client
  const { schedule, outside } = world
  const cancel = call("order.cancel", { order: of.id })
  const course = dice.pick(courses)
  if (course === "never") return
  if (course === "too early") {
    yield* schedule.sleep(outside, dice.delay(Math.max(0, of.from - schedule.now)))
    yield* press(client, of)
  }
  if (!(yield* comesBack(world, client, of))) return
  if (course === "cancels") {
    yield* cancel
    return
  }
  if (course === "the shop cancels") {
    yield* new Client(world, manager, dice, `${client.name}-desk`).call("order.cancel", { order: of.id })
    return
  }
  const left = of.until - schedule.now
  const hurried = course === "last moment"
  if (hurried) yield* schedule.sleep(outside, left - dice.pick([1, 1, 2, 1_000, 10_000]))
  else if (course === "too late") yield* schedule.sleep(outside, left + dice.pick([0, 0, 1, 60_000]))
  else yield* schedule.sleep(outside, dice.delay(left))
  if (course === "two windows") return yield* twice(world, client, of)
  const payment = yield* press(client, of)
  if (payment === "") return
  const pay = agree(world, dice, payment, hurried ? 0 : undefined)
  switch (course) {
    case "goes away":
      return
    case "declined":
      return yield* elsewhere(world, client, of, payment)
    case "cancels while paying":
      return yield* Effect.all([cancel, pay], { concurrency: 2, discard: true })
    case "open page":
      yield* schedule.sleep(outside, of.until - schedule.now - dice.pick([1, 1, 2, 1_000]))
      return yield* agree(world, dice, payment, 0)
  }
  yield* pay
  if (course === "cancels after paying") yield* cancel
  else yield* receives(counter, client, of)
})

// The clerks look at the last orders, and that of a presale is older: it is sent for itself, and some of it comes back.
const receives = Effect.fnUntraced(function* (counter: Counter, client: Client, { id }: Awaited) {
  const { dice, actor } = client
  const { schedule, outside } = counter.world
  yield* schedule.sleep(outside, dice.delay(1_800_000))
  if (dice.happens(0.2)) return
  const desk = new Client(counter.world, clerk, dice, `${client.name}-desk`)
  yield* send(counter, desk, { id, buyer: actor })
  yield* schedule.sleep(outside, 120_000 + dice.delay(1_800_000))
  if (dice.happens(0.8)) yield* sendBackOf(counter, client, desk, id)
})

/** Presses the button that pays the tail. Answers the payment, or nothing where it was refused. */
const press = Effect.fnUntraced(function* ({ dice, call }: Client, { id }: Awaited) {
  const paying = object(yield* call("order.payTail", { order: id, gateway: dice.pick(["sandbox", "harbour"]) }))
  return text(object(paying["deposit"])["payment"])
})

// The shop may hear of the deposit late, and the window opens when it opens.
const comesBack = Effect.fnUntraced(function* (world: World, { dice, call }: Client, { id, from, until }: Awaited) {
  const { schedule, outside } = world
  yield* schedule.sleep(outside, Math.max(0, from - schedule.now))
  while (schedule.now < until) {
    const state = text(object(yield* call("order.get", { order: id }))["state"])
    if (state === "deposited") return true
    if (state !== "placed" && state !== "expiring") return false
    const left = until - schedule.now
    yield* schedule.sleep(outside, Math.min(left, 60_000 + dice.delay(Math.max(left / 4, 600_000))))
  }
  return false
})

// Two windows of one browser, and who waits for the one pays in the other too.
const twice = Effect.fnUntraced(function* (world: World, client: Client, of: Awaited) {
  const { dice } = client
  const pressed = yield* Effect.all([press(client, of), press(client, of)], { concurrency: 2 })
  const pages = pressed.filter((payment) => payment !== "" && dice.happens(0.8))
  yield* Effect.forEach(pages, (payment) => agree(world, dice, payment), { concurrency: 2, discard: true })
})

// Pays on the page that is still open, on the new one, or on both.
const elsewhere = Effect.fnUntraced(function* (world: World, client: Client, of: Awaited, payment: string) {
  const { dice } = client
  yield* declined(world, dice, payment)
  const second = yield* press(client, of)
  if (dice.happens(0.5)) yield* agree(world, dice, payment)
  if (second !== "" && dice.happens(0.8)) yield* agree(world, dice, second)
})

/** Of an order as it was placed: what is to come of it, if it is a presale. */
export const awaitedTail = (placed: ReturnType<typeof object>): Awaited | undefined => {
  const deposit = object(placed["deposit"])
  const until = number(deposit["until"])
  return until === 0 ? undefined : { id: text(placed["id"]), from: number(deposit["from"]), until }
}
