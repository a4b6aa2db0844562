import * as Effect from "effect/Effect"
import type { Actor } from "../../command/index.ts"
import type { JsonObject } from "../../kernel/json.ts"
import { Client } from "./client.ts"
import { clerk, type Counter, type Known, manager } from "./counter.ts"
import type { Dice } from "./dice.ts"
import { allOf } from "./documents.ts"
import { ebook, online } from "./ebook.ts"
import { shelves, stocked } from "./furniture.ts"
import { list, minor, number, object, text } from "../../shop/questions/reading.ts"
import type { World } from "./world.ts"

/** A clerk looks for an order that waits for its goods. */
export const ship = Effect.fnUntraced(function* (counter: Counter, client: Client) {
  const { orders } = counter
  for (let tries = 0; tries < 3 && orders.length > 0; tries++)
    if (yield* send(counter, client, client.dice.pick(orders.slice(-30)))) return
})

/** A clerk sends all there is of an order, or a part. Answers whether it waited for its goods. */
export const send = Effect.fnUntraced(function* ({ sent }: Counter, { dice, call }: Client, known: Known) {
  const found = object(yield* call("order.get", { order: known.id }))
  if (!["paid", "partlyShipped"].includes(text(found["state"]))) return false
  // Who takes virtual goods for something to pack is refused.
  const all = list(found["lines"]).filter((line) => !isVirtual(line) || dice.happens(0.05))
  if (all.length === 0) return false
  const lines = dice.happens(0.7) ? all : all.slice(0, 1)
  const shipped = yield* call("order.ship", {
    order: known.id,
    carrier: "slowboat",
    place: dice.pick(shelves),
    lines: lines.map((line) => ({
      line: line["id"] ?? "",
      quantity: dice.happens(0.8) ? number(line["quantity"]) : 1
    }))
  })
  if (shipped !== undefined) sent.push(known)
  return true
})

const isVirtual = ({ kind }: JsonObject): boolean => kind === "virtual"

/** A buyer sends some of the goods back that were sent. */
export const sendBack = Effect.fnUntraced(function* (counter: Counter, dice: Dice, as: (actor: Actor) => Client) {
  const { orders, sent } = counter
  if (orders.length === 0) return
  const known = dice.pick(sent.length > 0 && dice.happens(0.8) ? sent.slice(-20) : orders.slice(-30))
  yield* sendBackOf(counter, as(known.buyer), as(clerk), known.id)
})

/** A buyer sends goods of an order back, all at once or parcel by parcel until nothing is left. */
export const sendBackOf = Effect.fnUntraced(function* (counter: Counter, client: Client, desk: Client, order: string) {
  const parcels = client.dice.pick([1, 1, 2, 6])
  const asker = new Client(counter.world, manager, client.dice, `${client.name}-asks-${order}`)
  if (!(yield* arrived(counter, client, order))) {
    yield* client.call("return.request", { order, lines: [{ line: "none", quantity: 1 }], reason: "other" })
    return
  }
  for (let count = 0; count < parcels; count++) {
    if (!(yield* oneParcel(counter, { client, desk, asker }, { order, piecewise: parcels > 2 }))) return
  }
})

/** Who sends goods back has had them: the carrier has been, with every parcel of the order, or they came without one. */
const arrived = Effect.fnUntraced(function* ({ world }: Counter, { call }: Client, order: string) {
  const parcels = (yield* allOf(world, "shipment")).filter((one) => one["order"] === order && one["state"] !== "voided")
  for (const { id } of parcels) {
    for (const carrier of world.carriers) {
      const brought = yield* carrier.advance(text(id), "delivered")
      if (brought === undefined) return false
    }
  }
  if (parcels.length > 0) return true
  return list(object(yield* call("order.get", { order }))["lines"]).some((line) => number(line["delivered"]) > 0)
})

/** Who is there when goods come back: the buyer, the clerk who opens the box, and who asks in the buyer's place. */
interface Returning {
  readonly client: Client
  readonly desk: Client
  readonly asker: Client
}

/** Answers whether it was opened. */
const oneParcel = Effect.fnUntraced(function* (
  { boxes }: Counter,
  { client, desk, asker }: Returning,
  { order, piecewise }: { readonly order: string; readonly piecewise: boolean }
) {
  const { dice } = client
  const found = object(yield* client.call("order.get", { order }))
  const all = list(found["lines"])
  // Virtual goods may be there long before the others.
  const first = all.some((line) => number(line["delivered"]) > 0) && dice.happens(0.5) ? all.filter(isVirtual) : all
  const left = first.flatMap((line) => {
    const pieces = number(line["quantity"]) - number(object(line["refunded"])["quantity"])
    return pieces > 0 ? [{ line: text(line["id"]), quantity: pieces, virtual: isVirtual(line) }] : []
  })
  const back = !piecewise && dice.happens(0.5) ? left : left.slice(0, 1)
  const lines = back.map(({ line, quantity }) => ({
    line,
    quantity: !piecewise && dice.happens(0.6) ? quantity : 1
  }))
  if (lines.length === 0) return false
  const [some, sent] = [back.some(({ virtual }) => virtual), back.some(({ virtual }) => !virtual)]
  // A buyer who has read it needs a fault, and is refused without; whom staff believe does not.
  const reason = some ? dice.pick(["damaged", "not as described", "no longer wanted"]) : "other"
  const by = some && dice.happens(0.3) ? asker : client
  const asked = object(yield* by.call("return.request", { order, lines, reason }))
  const one = text(asked["id"])
  if (one === "") return false
  if (dice.happens(0.1)) {
    yield* client.call("return.withdraw", { return: one })
    return false
  }
  yield* desk.call("return.approve", { return: one })
  const box = {
    ...(sent ? { place: dice.pick(shelves) } : {}),
    scrapped: dice.happens(0.3) ? [{ line: lines[0]?.line ?? "", quantity: 1 }] : []
  }
  if (!boxes.has(one)) boxes.set(one, box)
  const receive = desk.call("return.receive", { return: one, ...box })
  // Two clerks open the same box.
  if (dice.happens(0.1))
    yield* Effect.all([receive, desk.call("return.receive", { return: one, ...box })], { concurrency: 2 })
  else yield* receive
  return true
})

/**
 * A cashier looks at the refunds that failed and sends one once more, or else sends something out of goodwill. Some are
 * impatient, and try with one that is still on its way.
 */
export const sendMoney = Effect.fnUntraced(function* (counter: Counter, client: Client) {
  const { dice, call } = client
  const state = dice.happens(0.2) ? "requested" : "failed"
  const found = list(object(yield* call("payment.refunds", { state }))["items"])
  if (found.length === 0) return yield* goodwill(counter, client)
  const again = call("payment.retryRefund", { refund: dice.pick(found)["id"] })
  // Two cashiers see the same list.
  yield* dice.happens(0.3) ? Effect.all([again, again], { concurrency: 2, discard: true }) : again
})

/** A cashier sends money of an order back; often several of them do, and none knows of the others. */
const goodwill = Effect.fnUntraced(function* ({ orders }: Counter, client: Client) {
  const { dice, call } = client
  for (let tries = 0; tries < 3 && orders.length > 0; tries++) {
    const found = object(yield* call("order.get", { order: dice.pick(orders.slice(-30)).id }))
    const deposit = object(found["deposit"])
    const tail = text(deposit["payment"])
    const second = tail !== "" && dice.happens(0.5)
    const payment = second ? tail : text(found["payment"])
    const paid = number(found["paidAt"]) !== 0 || deposit["paidAt"] !== undefined
    // Once in a while for an order that nobody has paid.
    if (payment === "" || (!paid && dice.happens(0.8))) continue
    const total = minor(second ? deposit["tail"] : (deposit["amount"] ?? found["total"]))
    const whole = `${total / 100n}.${String(total % 100n).padStart(2, "0")}`
    const send = (amount: string) =>
      call("payment.refund", { payment, amount: { amount, currency: "CNY" }, reason: "goodwill" })
    const first = send(dice.happens(0.4) ? whole : "5.00")
    const others = dice.pick([0, 0, 1, 2])
    yield* Effect.all([first, ...Array.from({ length: others }, () => send(whole))], { concurrency: 3 })
    return
  }
})

export const callOff = Effect.fnUntraced(function* ({ world }: Counter, client: Client) {
  const shipments = world.ids("shipment")
  if (shipments.length === 0) return
  yield* client.call("shipment.void", { shipment: client.dice.pick(shipments.slice(-10)) })
})

export const restock = Effect.fnUntraced(function* ({ deliveries }: Counter, client: Client, at: number) {
  const { dice } = client
  const sku = dice.pick([...stocked, ebook]).id
  const delivery = {
    reference: `more-${at}`,
    place: sku === ebook.id ? online : dice.pick(shelves),
    lines: [{ sku, quantity: 1 + dice.below(5) }]
  }
  // The goods are there: whoever gave up would have them on the shelf and in no book.
  if (yield* client.insist("inventory.receive", delivery)) deliveries.push(delivery)
})

/** A message in the queue that nobody can read: of a kind that nobody carries, or no JSON at all. */
export const poison = (world: World, dice: Dice, number: number): Effect.Effect<void> => {
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
