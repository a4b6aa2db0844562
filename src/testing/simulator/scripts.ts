import * as Effect from "effect/Effect"
import type { Actor } from "../../command/index.ts"
import type { Json } from "../../kernel/json.ts"
import { Client } from "./client.ts"
import { Dice } from "./dice.ts"
import { address, type Delivery, goods, shelves } from "./furniture.ts"
import type { Act } from "./plan.ts"
import { list, minor, number, object, text } from "../../shop/questions/reading.ts"
import { tableCall } from "./random-call.ts"
import type { World } from "./world.ts"

/** Who buys: few, so that they meet themselves. */
const buyers: ReadonlyArray<Actor> = Array.from({ length: 8 }, (_, index) => ({
  id: `buyer-${index + 1}`,
  kind: "customer"
}))
const clerk: Actor = { id: "clerk-chen", kind: "staff" }
const cashier: Actor = { id: "cashier-gu", kind: "staff" }
const manager: Actor = { id: "manager-lin", kind: "staff" }

/** What the people of a simulation share: an order belongs to its buyer. */
export interface Counter {
  readonly world: World
  /** Orders that buyers were told of. */
  readonly orders: Array<{ readonly id: string; readonly buyer: Actor }>
  /** What the warehouse has delivered or means to: its own book. */
  readonly deliveries: Array<Delivery>
  /** How many placed an order. */
  checkouts: number
}

/** Plays one act. */
export const perform = (counter: Counter, act: Act, number: number): Effect.Effect<void> => {
  const dice = new Dice(act.seed)
  const as = (actor: Actor) => new Client(counter.world, actor, dice, `a${number}`)
  switch (act.kind) {
    case "buy":
      return buy(counter, as(dice.pick(buyers)))
    case "ship":
      return ship(counter, as(clerk))
    case "receive":
      return withOrder(counter, dice, (id, buyer) => as(buyer).call("order.receive", { order: id }))
    case "cancel":
      return withOrder(counter, dice, (id, buyer) =>
        as(dice.pick([buyer, manager])).call("order.cancel", { order: id })
      )
    case "return":
      return sendBack(counter, dice, as)
    case "refund":
      return sendMoney(counter, as(cashier))
    case "void":
      return callOff(counter, as(clerk))
    case "restock":
      return restock(counter, as(clerk), number)
    case "table":
      return tableCall(counter.world, as, dice, [
        ...buyers.slice(0, 3),
        clerk,
        cashier,
        { id: "guest-1", kind: "guest" }
      ])
    case "poison":
      return poison(counter.world, dice, number)
  }
}

const withOrder = (
  { orders }: Counter,
  dice: Dice,
  act: (id: string, buyer: Actor) => Effect.Effect<unknown>
): Effect.Effect<void> => {
  if (orders.length === 0) return Effect.void
  const { id, buyer } = dice.pick(orders.slice(-30))
  return Effect.asVoid(act(id, buyer))
}

/** A buyer fills a cart, looks at the price, hesitates, orders, and pays, or not. */
const buy = Effect.fnUntraced(function* (counter: Counter, client: Client) {
  const { world } = counter
  const { dice, call } = client
  const opened = yield* call("cart.open", { currency: "CNY" })
  const cart = text(object(opened)["id"])
  if (cart === "") return
  const lines = dice.pick([1, 1, 2, 3])
  const race = dice.happens(0.3)
  for (let index = 0; index < lines; index++) {
    const sku = race && index === 0 ? "cup" : dice.pick(goods).id
    yield* call("cart.addLine", { cart, sku, quantity: dice.pick([1, 1, 2, 3]) })
  }
  if (dice.happens(0.8)) yield* call("cart.enterCode", { cart, code: "SAVE10" })
  if (dice.happens(0.7)) {
    yield* call("cart.choose", { cart, delivery: { option: "standard", region: "CN-ZJ" }, paymentMethod: "sandbox" })
  }
  if (dice.happens(0.3)) yield* spend(world, client, cart)
  const quoted = object(yield* call("cart.quote", { cart }))
  const quote = text(quoted["id"])
  if (quote === "") return
  yield* hesitate(world, dice, number(quoted["expiresAt"]))
  if (dice.happens(0.03)) yield* call("cart.addLine", { cart, sku: "puer", quantity: 1 })
  const input = { cart, quote, address, gateway: dice.pick(["sandbox", "sandbox", "harbour"]) }
  // Two windows of one browser: at most one of them orders.
  if (dice.happens(0.05))
    yield* Effect.all([order(counter, client, input), order(counter, client, input)], { concurrency: 2 })
  else yield* order(counter, client, input)
})

const order = Effect.fnUntraced(function* (counter: Counter, client: Client, input: unknown) {
  const placed = object(yield* client.call("order.place", input))
  const id = text(placed["id"])
  if (id === "") return
  counter.checkouts++
  counter.orders.push({ id, buyer: client.actor })
  if (text(placed["payment"]) !== "") yield* settle(counter.world, client, id, placed)
})

/** How far apart the bells are, in milliseconds. */
const bell = 60_000

// Some are as slow as they can be: exactly at an instant is neither before nor after it.
const hesitate = (world: World, dice: Dice, expiresAt: number): Effect.Effect<void> => {
  const { schedule, outside } = world
  const left = expiresAt - schedule.now
  switch (dice.below(20)) {
    case 0:
      return schedule.sleep(outside, left)
    case 1:
      return schedule.sleep(outside, left - 1)
    case 2:
      return schedule.sleep(outside, dice.delay(2 * left))
    case 3:
    case 4:
    case 5:
      return schedule.sleep(outside, dice.delay(left))
    case 6:
    case 7:
    case 8:
    case 9:
    case 10:
    case 11:
    case 12:
    case 13:
    case 14:
      // When the bell rings, everybody presses at once.
      return schedule.sleep(outside, bell - (schedule.now % bell))
    default:
      return Effect.void
  }
}

const spend = Effect.fnUntraced(function* (world: World, client: Client, cart: string) {
  const { dice, call, actor } = client
  const cards = world.ids("giftCard").slice(-4)
  // A card that is in another cart too, perhaps of somebody else.
  if (cards.length > 0 && dice.happens(0.4)) yield* call("cart.spend", { cart, cards: [{ card: dice.pick(cards) }] })
  else if (dice.happens(0.6)) {
    const cashiers = new Client(world, cashier, dice, `${cart}-card`)
    const amount = dice.pick(["10.00", "39.90", "500.00"])
    const card = object(
      yield* cashiers.call("payment.issueGiftCard", { customer: actor.id, amount: { amount, currency: "CNY" } })
    )
    if (text(card["id"]) !== "") yield* call("cart.spend", { cart, cards: [{ card: card["id"] }] })
  } else if (dice.happens(0.5)) yield* call("cart.spend", { cart, points: dice.pick([1, 50, 100]) })
  else yield* call("cart.spend", { cart, credit: {} })
})

/** A buyer at the gateway: pays, is declined and pays elsewhere, cancels, or goes away. */
const settle = Effect.fnUntraced(function* (world: World, client: Client, id: string, placed: Json) {
  const { dice, call } = client
  const { schedule, outside } = world
  const from = object(placed)
  const payment = text(from["payment"])
  const course = dice.below(20)
  if (course === 0) return
  if (course === 1) yield* call("order.cancel", { order: id })
  if (course === 2) yield* schedule.sleep(outside, number(from["expiresAt"]) - schedule.now - dice.below(2))
  if (course === 3) yield* schedule.sleep(outside, dice.delay(7_200_000))
  if (course === 4) {
    yield* Effect.all([call("order.cancel", { order: id }), pay(world, dice, payment)], { concurrency: 2 })
    return
  }
  if (course === 5) {
    for (const gateway of world.gateways) yield* gateway.decline(payment)
    yield* schedule.sleep(outside, dice.delay(60_000))
  }
  if (course === 5 || course === 6) {
    const again = object(yield* call("order.pay", { order: id, gateway: dice.pick(["sandbox", "harbour"]) }))
    const second = text(again["payment"])
    // Pays on the page that is still open, on the new one, or on both.
    if (dice.happens(0.5)) yield* pay(world, dice, payment)
    if (second !== "" && dice.happens(0.8)) yield* pay(world, dice, second)
    return
  }
  yield* pay(world, dice, payment)
  if (course === 7) yield* call("order.cancel", { order: id })
})

/** Agrees on the gateway's page, as soon as there is one. */
const pay = Effect.fnUntraced(function* (world: World, dice: Dice, payment: string) {
  const { schedule, outside } = world
  yield* schedule.sleep(outside, dice.delay(300_000))
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

/** A clerk sends goods of a paid order: all there is, or a part. */
const ship = Effect.fnUntraced(function* ({ orders }: Counter, client: Client) {
  const { dice, call } = client
  if (orders.length === 0) return
  const { id } = dice.pick(orders.slice(-30))
  const found = object(yield* call("order.get", { order: id }))
  if (!["paid", "partlyShipped"].includes(text(found["state"]))) return
  const all = list(found["lines"])
  const lines = dice.happens(0.6) ? all : all.slice(0, 1)
  yield* call("order.ship", {
    order: id,
    carrier: "slowboat",
    place: dice.pick(shelves),
    lines: lines.map((line) => ({
      line: line["id"] ?? "",
      quantity: dice.happens(0.7) ? number(line["quantity"]) : 1
    }))
  })
})

/** A buyer sends goods back, a clerk agrees, or not, and looks at what came. */
const sendBack = Effect.fnUntraced(function* ({ orders }: Counter, dice: Dice, as: (actor: Actor) => Client) {
  if (orders.length === 0) return
  const { id, buyer } = dice.pick(orders.slice(-30))
  const client = as(buyer)
  const found = object(yield* client.call("order.get", { order: id }))
  const all = list(found["lines"])
  const lines = (dice.happens(0.5) ? all : all.slice(0, 1)).map((line) => ({
    line: text(line["id"]),
    quantity: dice.happens(0.5) ? number(line["quantity"]) : 1
  }))
  if (lines.length === 0) return
  const asked = object(yield* client.call("return.request", { order: id, lines, reason: "other" }))
  const one = text(asked["id"])
  if (one === "") return
  const desk = as(clerk)
  if (dice.happens(0.1)) {
    yield* client.call("return.withdraw", { return: one })
    return
  }
  yield* desk.call("return.approve", { return: one })
  const receive = {
    return: one,
    place: dice.pick(shelves),
    scrapped: dice.happens(0.3) ? [{ line: lines[0]?.line ?? "", quantity: 1 }] : []
  }
  // Two clerks open the same box.
  if (dice.happens(0.1)) {
    yield* Effect.all([desk.call("return.receive", receive), desk.call("return.receive", receive)], { concurrency: 2 })
  } else yield* desk.call("return.receive", receive)
})

/**
 * A cashier looks at the refunds that failed and sends one once more, or else sends something out of goodwill. Some are
 * impatient, and try with one that is still on its way.
 */
const sendMoney = Effect.fnUntraced(function* (counter: Counter, client: Client) {
  const { dice, call } = client
  const state = dice.happens(0.2) ? "requested" : "failed"
  const found = list(object(yield* call("payment.refunds", { state }))["items"])
  if (found.length === 0) return yield* goodwill(counter, client)
  const again = call("payment.retryRefund", { refund: dice.pick(found)["id"] })
  // Two cashiers see the same list.
  yield* dice.happens(0.3) ? Effect.all([again, again], { concurrency: 2, discard: true }) : again
})

const goodwill = Effect.fnUntraced(function* ({ orders }: Counter, client: Client) {
  const { dice, call } = client
  if (orders.length === 0) return
  const { id, buyer: _ } = dice.pick(orders.slice(-30))
  const found = object(yield* call("order.get", { order: id }))
  const payment = text(found["payment"])
  if (payment === "") return
  const whole = minor(found["total"])
  const amount = dice.happens(0.4) ? `${whole / 100n}.${String(whole % 100n).padStart(2, "0")}` : "5.00"
  yield* call("payment.refund", { payment, amount: { amount, currency: "CNY" }, reason: "goodwill" })
})

const callOff = Effect.fnUntraced(function* ({ world }: Counter, client: Client) {
  const shipments = world.ids("shipment")
  if (shipments.length === 0) return
  yield* client.call("shipment.void", { shipment: client.dice.pick(shipments.slice(-10)) })
})

const restock = Effect.fnUntraced(function* ({ deliveries }: Counter, client: Client, at: number) {
  const { dice } = client
  const delivery = {
    reference: `more-${at}`,
    place: dice.pick(shelves),
    lines: [{ sku: dice.pick(goods).id, quantity: 1 + dice.below(5) }]
  }
  deliveries.push(delivery)
  yield* client.call("inventory.receive", delivery)
})

/** A message in the queue that nobody can read: of a kind that nobody carries, or no JSON at all. */
const poison = (world: World, dice: Dice, number: number): Effect.Effect<void> => {
  const { schedule, faults } = world
  faults.fired["F14"] = (faults.fired["F14"] ?? 0) + 1
  world.note("fault", "F14", "a message that nobody can read")
  const [kind, payload] = dice.pick([
    ["nobody.knows", "{}"],
    ["payment.check", "{"],
    ["order.expire", '{"order":1}']
  ] as const)
  return Effect.asVoid(
    Effect.exit(
      world.storage.commit({
        key: `poison/${number}`,
        fingerprint: "",
        at: schedule.now,
        actor: "host",
        reason: "poison",
        guards: [],
        writes: [],
        claims: [],
        transfers: [],
        intents: [{ id: `poison-${number}`, lane: `poison-${number}`, kind, payload, due: schedule.now }],
        done: [],
        reply: "{}"
      })
    )
  )
}
