import type { JsonObject } from "../../../kernel/json.ts"
import { list, minor, number, object, text } from "../../../shop/questions/reading.ts"
import { isVirtual } from "./deliveries.ts"
import { type Books, isPaid, livesByClaims, quoteOf, type Told } from "./told.ts"
import type { FinalLaw } from "./partners.ts"
import type { PrefixLaw } from "./prefixes.ts"

/** L23: what was delivered is on its shelf, or with those who paid for it, or came back broken. */
export const shelves: FinalLaw = (told, { deliveries, boxes }) => {
  const there = new Map<string, bigint>()
  const add = (place: string, sku: string, count: number): void => {
    const key = `shelf/${place}/${sku}`
    there.set(key, (there.get(key) ?? 0n) + BigInt(count))
  }
  for (const { place, lines } of deliveries) for (const { sku, quantity } of lines) add(place, sku, quantity)
  const lineOf = new Map<string, JsonObject>()
  for (const order of told.all("order")) {
    for (const line of list(order["lines"])) {
      lineOf.set(text(line["id"]), line)
      if (!isPaid(order)) continue
      for (const pick of list(line["places"])) add(text(pick["place"]), text(line["sku"]), -number(pick["quantity"]))
    }
  }
  for (const one of told.all("return")) {
    if (one["receivedAt"] === undefined) continue
    const box = boxes.get(text(one["id"]))
    if (box === undefined) {
      told.broken("L23", `return ${text(one["id"])} is received, and nobody has opened its box`)
      continue
    }
    for (const { line, quantity } of list(one["lines"])) {
      const bad = box.scrapped.find((broken) => broken.line === line)?.quantity ?? 0
      const from = lineOf.get(text(line)) ?? {}
      // Virtual goods are in no box: they count again where they were taken from.
      const place = isVirtual(told, from["sku"]) ? text(list(from["places"])[0]?.["place"]) : (box.place ?? "")
      add(place, text(from["sku"]), number(quantity) - bad)
    }
  }
  for (const [account, { posted, outgoing }] of told.sums) {
    if (!account.startsWith("shelf/")) continue
    told.act("L23")
    const expected = there.get(account) ?? 0n
    there.delete(account)
    if (posted !== expected) told.broken("L23", `${account} has ${posted}, and there should be ${expected}`)
    // A hold that is dead waits for the next who looks at its account; one of a living order does not.
    if (outgoing < 0n) told.broken("L23", `${account} promises ${outgoing}`)
  }
  for (const [account, expected] of there)
    if (expected !== 0n) told.broken("L23", `${account} is nowhere, and there should be ${expected}`)
}

/** L24: of a shelf is held at least what was promised to those orders that may still be paid. */
export const promised: PrefixLaw = (told) => {
  const waiting = new Map<string, Map<string, JsonObject>>()
  return ({ entry: { at, position }, changes }) => {
    for (const { collection, id, after } of changes) {
      if (collection !== "order") continue
      for (const { shelf } of picksOf(after)) {
        const orders = waiting.get(shelf) ?? new Map<string, JsonObject>()
        waiting.set(shelf, orders)
        if (isPaid(after) || after["state"] === "cancelled") orders.delete(id)
        else orders.set(id, after)
        let count = 0n
        for (const one of orders.values()) {
          if (at >= number(one["heldUntil"])) continue
          for (const pick of picksOf(one)) if (pick.shelf === shelf) count += pick.quantity
        }
        told.act("L24")
        const held = told.sums.get(shelf)?.outgoing ?? 0n
        if (held < count)
          told.broken(
            "L24",
            `${shelf} holds ${held} at position ${position}, and ${count} are promised to unpaid orders`
          )
      }
    }
  }
}

const picksOf = (order: JsonObject) =>
  list(order["lines"]).flatMap((line) =>
    list(line["places"]).map((pick) => ({
      shelf: `shelf/${text(pick["place"])}/${text(line["sku"])}`,
      quantity: BigInt(number(pick["quantity"]))
    }))
  )

/** L35 L43: of every line, what is to be sent or delivered, what is with the buyer and what came back are what was paid for. */
export const pieces: FinalLaw = (told) => {
  const sent = new Map<string, bigint>()
  for (const shipment of told.all("shipment")) {
    if (shipment["state"] === "voided") continue
    for (const line of list(shipment["lines"])) {
      const key = `${text(shipment["order"])}/${text(line["line"])}`
      sent.set(key, (sent.get(key) ?? 0n) + BigInt(number(line["quantity"])))
    }
  }
  for (const order of told.all("order")) {
    for (const line of list(order["lines"])) {
      const key = `${text(order["id"])}/${text(line["id"])}`
      const back = BigInt(number(object(line["refunded"])["quantity"]))
      const waits = told.sums.get(`sold/${key}`)?.posted ?? 0n
      const away = told.sums.get(`shipped/${key}`)?.posted ?? 0n
      const virtual = isVirtual(told, line["sku"])
      const gone = (virtual ? told.given.get(key) : sent.get(key)) ?? 0n
      const how = virtual ? "delivered" : "in parcels"
      const owed = isPaid(order) ? BigInt(number(line["quantity"])) : 0n
      told.act("L35")
      if (away + back !== gone) told.broken("L43", `of ${key} ${gone} are ${how}, ${away} away and ${back} back`)
      if (waits + gone !== owed) told.broken("L35", `of ${key} ${waits} wait and ${gone} are ${how}, of ${owed} paid`)
    }
  }
}

/** L27: the uses of a code that are spent are those of the orders that live by it. */
export const codes: FinalLaw = (told) => {
  const live = new Map<string, bigint>()
  for (const order of told.all("order")) {
    for (const claim of list(quoteOf(order)["claims"])) {
      if (claim["unit"] !== "uses" || claim["per"] !== "all") continue
      const account = text(claim["account"])
      live.set(account, (live.get(account) ?? 0n) + (livesByClaims(order) ? 1n : 0n))
    }
  }
  for (const [account, orders] of live) {
    told.act("L27")
    const spent = told.sums.get(`spent:${account}`)?.posted ?? 0n
    if (spent !== orders) told.broken("L27", `${spent} uses of ${account} are spent, and ${orders} orders live by it`)
  }
}

/** L28: a gift card has what it was issued with, less what living orders were paid of it, and what came back. */
export const cards: FinalLaw = (told) => {
  const left = new Map<string, bigint>()
  for (const card of told.all("giftCard")) left.set(text(card["id"]), minor(card["amount"]))
  const orders = new Map<string, JsonObject>()
  let all = 0n
  for (const order of told.all("order")) {
    orders.set(text(order["id"]), order)
    if (!isPaid(order)) continue
    for (const part of list(order["spent"])) {
      if (part["kind"] !== "card") continue
      const card = text(part["card"])
      left.set(card, (left.get(card) ?? 0n) - BigInt(text(part["amount"])))
    }
  }
  let credit = 0n
  for (const one of told.all("return")) {
    const back = minor(one["tendered"])
    if (back === 0n) continue
    const order = orders.get(text(one["order"])) ?? {}
    if (list(order["spent"]).some((part) => part["kind"] === "lot" && part["unit"] !== "points")) credit += back
    else all += back
  }
  let stands = 0n
  let expected = all
  for (const [card, amount] of left) {
    told.act("L28")
    stands += told.sums.get(`giftCard:${card}`)?.posted ?? 0n
    expected += amount
  }
  // Where credit and a card paid together, either may have had its share back.
  if (stands < expected || stands > expected + credit)
    told.broken("L28", `gift cards have ${stands}, and there should be ${expected}`)
}

const ended: Readonly<Record<string, ReadonlyArray<string>>> = {
  order: ["paid", "partlyShipped", "shipped", "received", "cancelled"],
  payment: ["captured", "closed"],
  refund: ["succeeded", "retried", "settled"],
  return: ["received", "refunded", "declined", "withdrawn"],
  shipment: ["delivered", "returned", "voided"]
}

/** L40: every intent was carried, and nothing waits for what will never come. */
export const waits: FinalLaw = (told, { waiting }) => {
  for (const [collection, states] of Object.entries(ended)) {
    for (const document of told.all(collection)) {
      told.act("L40")
      const state = text(document["state"])
      if (!states.includes(state))
        told.broken("L40", `${collection} ${text(document["id"])} is still ${state}, and nothing will wake it up`)
      const parts = [document["refund"], document["depositRefund"]].filter((id) => id !== undefined)
      const arrived = parts.length > 0 && parts.every((id) => told.document("refund", id)["state"] === "succeeded")
      if (collection === "return" && state === "received" && arrived) {
        told.broken("L40", `return ${text(document["id"])} waits for money that has arrived`)
      }
    }
  }
  for (const order of told.all("order")) {
    if (order["state"] !== "received" || list(quoteOf(order)["after"]).length === 0) continue
    if (order["benefits"] === undefined)
      told.broken("L28", `order ${text(order["id"])} was received long ago, and what it gives is not given`)
  }
  for (const { id, kind, state } of waiting) told.broken("L40", `intent ${id} of ${kind} is ${state}`)
}

/** L38 L39: what was acknowledged stands, once; what was refused left no trace. */
export const words = (told: Told, { acknowledged, refused }: Books, keys: ReadonlySet<string>): void => {
  for (const key of acknowledged.keys()) {
    told.act("L38")
    if (!keys.has(key)) told.broken("L38", `${key} was acknowledged and is not in the log`)
  }
  for (const key of refused) {
    told.act("L39")
    if (keys.has(key)) told.broken("L39", `${key} was refused and is in the log`)
  }
}
