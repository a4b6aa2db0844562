import { isObject, type Json, type JsonObject } from "../kernel/json.ts"
import type { Question, Told } from "../storage/audit.ts"
import type { Tally } from "../storage/auditor.ts"
import { claimsComeBack, nothingKept, retriedOnce } from "./questions/kept.ts"
import { all, list, minor, number, object, paidStates, text } from "./questions/reading.ts"

const posted = (tallies: ReadonlyMap<string, Tally>, account: string): bigint => tallies.get(account)?.posted ?? 0n

const unpaid = new Set(["placed", "cancelling", "expiring", "deposited", "payingTail"])

function* paidIffCaptured(told: Told): Iterable<string> {
  const captured = new Map<string, bigint>()
  for (const payment of all(told, "payment"))
    if (payment["state"] === "captured") captured.set(text(payment["id"]), minor(payment["amount"]))
  for (const order of all(told, "order")) {
    const due = minor(order["total"])
    const deposit = isObject(order["deposit"]) ? order["deposit"] : {}
    const state = text(order["state"])
    // Until it is paid or cancelled a presale has its deposit, and nothing of its tail.
    const first = "paidAt" in deposit && unpaid.has(state) ? minor(deposit["amount"]) : 0n
    const parts = [text(order["payment"]), text(deposit["payment"])]
    const got = parts.reduce((sum, id) => sum + (captured.get(id) ?? 0n), 0n) - first
    if (paidStates.has(state) && got !== due)
      yield `order ${text(order["id"])} is ${state}, due ${due}, captured ${got}`
    if (unpaid.has(state) && got !== 0n) yield `order ${text(order["id"])} is ${state} though ${got} is captured`
    if ((state === "deposited" || state === "payingTail") && !("paidAt" in deposit))
      yield `order ${text(order["id"])} is ${state} without its deposit`
  }
}

const taken = ({ state, amount, settlement }: JsonObject): bigint => {
  if (state === "settled") return minor(object(settlement)["amount"])
  return state === "requested" || state === "succeeded" ? minor(amount) : 0n
}

function* refundsWithinCaptured(told: Told, tallies: ReadonlyMap<string, Tally>): Iterable<string> {
  const back = new Map<string, bigint>()
  for (const refund of all(told, "refund")) {
    const payment = text(refund["payment"])
    back.set(payment, (back.get(payment) ?? 0n) + taken(refund))
  }
  const kept = new Map<string, bigint>()
  for (const order of all(told, "order")) kept.set(text(order["payment"]), minor(object(order["deposit"])["kept"]))
  for (const payment of all(told, "payment")) {
    const id = text(payment["id"])
    const amount = (payment["state"] === "captured" ? minor(payment["amount"]) : 0n) - (kept.get(id) ?? 0n)
    const refunded = back.get(id) ?? 0n
    if (refunded > amount) yield `payment ${id} captured ${amount} and gives back ${refunded}`
    const tally = tallies.get(`captured:${id}`)
    const left = (tally?.posted ?? 0n) - (tally?.outgoing ?? 0n)
    if (left !== amount - refunded) yield `payment ${id} has ${left} left, its documents say ${amount - refunded}`
  }
}

function* parcelsMatch(told: Told, tallies: ReadonlyMap<string, Tally>): Iterable<string> {
  const sent = new Map<string, number>()
  for (const shipment of all(told, "shipment")) {
    if (shipment["state"] === "voided") continue
    for (const line of list(shipment["lines"])) {
      const key = `${text(shipment["order"])}/${text(line["line"])}`
      sent.set(key, (sent.get(key) ?? 0) + number(line["quantity"]))
    }
  }
  for (const order of all(told, "order")) {
    const paid = paidStates.has(text(order["state"]))
    for (const line of list(order["lines"])) {
      const key = `${text(order["id"])}/${text(line["id"])}`
      const away = posted(tallies, `shipped/${key}`) + BigInt(number(object(line["refunded"])["quantity"]))
      // Virtual goods that were delivered are in no parcel, and count like those that are.
      const parcels = BigInt((sent.get(key) ?? 0) + number(line["delivered"]))
      if (away !== parcels) yield `line ${key}: ${parcels} in parcels or delivered, ${away} shipped or come back`
      if (number(line["delivered"]) > 0 && line["kind"] !== "virtual")
        yield `line ${key}: ${number(line["delivered"])} were delivered without a parcel, and are no virtual goods`
      const waiting = posted(tallies, `sold/${key}`)
      const owed = paid ? BigInt(number(line["quantity"])) - parcels : 0n
      if (waiting !== owed) yield `line ${key}: ${waiting} wait to be shipped, ${owed} should`
    }
  }
}

function* usesMatch(told: Told, tallies: ReadonlyMap<string, Tally>): Iterable<string> {
  const used = new Map<string, bigint>()
  for (const order of all(told, "order")) {
    // A paid order that was placed under `never` keeps its claims, cancelled too.
    const stays = order["returnClaims"] === "never" && order["paidAt"] !== undefined
    if ((order["state"] === "cancelled" && !stays) || order["claimsReturnedAt"] !== undefined) continue
    for (const claim of list(object(order["quote"])["claims"])) {
      if (claim["unit"] !== "uses" || claim["per"] !== "all") continue
      const account = text(claim["account"])
      used.set(account, (used.get(account) ?? 0n) + 1n)
    }
  }
  for (const [id, { posted: spent, incoming }] of tallies) {
    if (!id.startsWith("spent:") || !used.has(id.slice(6))) continue
    const live = used.get(id.slice(6)) ?? 0n
    if (spent + incoming !== live)
      yield `code ${id.slice(6)}: ${spent + incoming} uses are spent or held, ${live} orders live`
  }
}

function* spentMatches(told: Told, tallies: ReadonlyMap<string, Tally>): Iterable<string> {
  const back = new Map<string, bigint>()
  const add = (key: string, amount: bigint) => back.set(key, (back.get(key) ?? 0n) + amount)
  for (const one of all(told, "return")) {
    const order = text(one["order"])
    if (isObject(one["tendered"])) add(`${text(one["tendered"]["currency"])}:${order}`, minor(one["tendered"]))
    add(`points:${order}`, BigInt(number(one["points"])))
  }
  for (const order of all(told, "order")) {
    const id = text(order["id"])
    const currency = text(object(order["total"])["currency"])
    for (const one of list(order["protections"])) {
      if (isObject(one["tendered"])) add(`${currency}:${id}`, minor(one["tendered"]))
      add(`points:${id}`, BigInt(number(one["points"])))
    }
    const spent = new Map<string, bigint>()
    for (const part of list(order["spent"])) {
      const unit = part["kind"] === "lot" ? text(part["unit"]) : currency
      spent.set(unit, (spent.get(unit) ?? 0n) + BigInt(text(part["amount"])))
    }
    for (const [unit, amount] of spent) {
      const key = `${unit}:${id}`
      const due = paidStates.has(text(order["state"])) ? amount - (back.get(key) ?? 0n) : 0n
      const has = posted(tallies, `tendered:${key}`)
      if (has !== due) yield `order ${id} spent ${due} ${unit} that have not gone back, its account has ${has}`
    }
  }
}

function* returnsAddUp(told: Told): Iterable<string> {
  const back = new Map<string, bigint>()
  for (const one of all(told, "return")) {
    const order = text(one["order"])
    back.set(order, (back.get(order) ?? 0n) + minor(one["amount"]))
  }
  for (const order of all(told, "order")) {
    const id = text(order["id"])
    const quote = object(order["quote"])
    const within = (amount: Json | undefined) => minor({ amount: amount ?? "0", currency: quote["currency"] ?? "" })
    const grossOf = (part: Json | undefined) => within(object(part)["gross"])
    const lines = list(order["lines"])
    const refunded = lines.map((line) => object(line["refunded"]))
    const goods = refunded.reduce((sum, one) => sum + minor(one["amount"]), 0n)
    const points = within(object(quote["points"])["amount"])
    const paid = grossOf(quote["subtotal"]) - points
    const freight = minor(order["freightRefunded"])
    const whole = lines.every((line, at) => "giftOf" in line || number(refunded[at]?.["quantity"]) === line["quantity"])
    const drops = list(order["protections"])
    const dropped = drops
      .flatMap((one) => list(one["lines"]))
      .reduce((sum, one) => sum + BigInt(text(one["amount"])), 0n)
    const inPoints = drops.some((one) => "points" in one)
    // What points paid of a drop has no amount of money here.
    const right = goods + dropped <= paid + points && (inPoints || goods + dropped <= paid)
    if (!right || (whole && !inPoints && goods + dropped !== paid))
      yield `order ${id}: ${goods} of ${paid} for goods came back`
    if (freight > grossOf(quote["shipping"])) yield `order ${id}: ${freight} freight came back, more than was paid`
    const given = back.get(id) ?? 0n
    for (const one of drops) {
      const parts = [text(one["refund"]), text(one["depositRefund"])]
      const sent = parts.reduce((sum, part) => sum + minor(object(told.get(`refund/${part}`))["amount"]), 0n)
      if (sent + minor(one["tendered"]) !== minor(one["amount"]))
        yield `order ${id}: a drop of prices and its refund differ`
    }
    if (given > goods + freight) yield `order ${id}: returns gave ${given} back, ${goods + freight} were due`
  }
}

/**
 * What must be true of every shop, asked of the log alone: an order is paid if and only if what was captured is what is due
 * (L36); no more went back than was captured (L35); what an order does not owe is on its way back or an open task (L37); goods shipped are goods in parcels (L43); a limited code was used by
 * as many live orders as its account has spent (L27); points, credit and gift cards have paid what a paid order spent of them;
 * returns and drops of
 * prices gave back what was paid for goods and freight, no more, and all of it once everything is back (L21).
 */
export const shopQuestions: ReadonlyArray<Question> = [
  paidIffCaptured,
  refundsWithinCaptured,
  nothingKept,
  retriedOnce,
  claimsComeBack,
  parcelsMatch,
  usesMatch,
  spentMatches,
  returnsAddUp
]
