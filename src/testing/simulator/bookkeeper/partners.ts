import type { Booked } from "../../../memory/desk.ts"
import type { JsonObject } from "../../../kernel/json.ts"
import { list, minor, number, object, text } from "../../../shop/questions/reading.ts"
import { type Books, type ExpectedPresale, isPaid, type Told } from "./told.ts"

/** A law that is asked once, when the shop has come to rest. */
export type FinalLaw = (told: Told, books: Books) => void

const refundsOf = (told: Told): ReadonlyMap<string, ReadonlyArray<JsonObject>> => {
  const found = new Map<string, Array<JsonObject>>()
  for (const refund of told.all("refund")) {
    const payment = text(refund["payment"])
    found.set(payment, [...(found.get(payment) ?? []), refund])
  }
  return found
}

const summed = (refunds: ReadonlyArray<JsonObject>, state: string): bigint =>
  refunds.reduce((sum, one) => (one["state"] === state ? sum + minor(one["amount"]) : sum), 0n)

/** L36 L37: what the gateways wrote down is what the shop did, payment by payment and in all. */
export const gateways: FinalLaw = (told, { gateways: all }) => {
  const refunds = refundsOf(told)
  for (const { name, book } of all) {
    const booked = new Map(book.map((one) => [one.payment, one]))
    let net = 0n
    for (const one of book) {
      net += one.captured - one.refunded
      if (one.charges > 0) told.act("L37")
      if (one.charges > 1) told.broken("L37", `${one.payment} was charged ${one.charges} times`)
      if (one.refunded > one.captured) told.broken("L35", `${one.payment} gave back more than was taken`)
    }
    for (const payment of told.all("payment")) {
      if (payment["gateway"] !== name) continue
      const id = text(payment["id"])
      told.act("L36")
      compare(told, payment, booked.get(id), summed(refunds.get(id) ?? [], "succeeded"))
    }
    const stands = [...told.sums].reduce(
      (sum, [account, { posted }]) => (account.startsWith(`gateway:${name}:`) ? sum + posted : sum),
      0n
    )
    if (stands !== -net) told.broken("L36", `${name} has ${net} of the shop, whose books say ${-stands}`)
  }
}

const compare = (told: Told, payment: JsonObject, booked: Booked | undefined, refunded: bigint): void => {
  const id = text(payment["id"])
  const state = text(payment["state"])
  const captured = state === "captured" ? minor(payment["amount"]) : 0n
  if (captured !== (booked?.captured ?? 0n)) {
    told.broken("L36", `payment ${id} is ${state} with ${captured}, its gateway took ${booked?.captured ?? 0n}`)
  }
  if (refunded !== (booked?.refunded ?? 0n)) {
    told.broken("L36", `payment ${id} gave back ${refunded}, its gateway ${booked?.refunded ?? 0n}`)
  }
}

/** L36 L37: who has the goods has paid for them, once; who has not, has everything back. */
export const money: FinalLaw = (told, { gateways: all }) => {
  const booked = new Map(all.flatMap(({ book }) => book.map((one) => [one.payment, one] as const)))
  // What a refund was to give and could not is a task of the staff as long as it is `failed`, and paid once it is settled.
  const open = new Map<string, bigint>()
  const settled = new Map<string, bigint>()
  for (const [payment, refunds] of refundsOf(told)) {
    open.set(payment, summed(refunds, "failed"))
    settled.set(
      payment,
      refunds.reduce((sum, one) => sum + minor(object(one["settlement"])["amount"]), 0n)
    )
  }
  const payments = new Map<string, Array<JsonObject>>()
  for (const payment of told.all("payment")) {
    const order = text(payment["order"])
    payments.set(order, [...(payments.get(order) ?? []), payment])
  }
  for (const order of told.all("order")) {
    const id = text(order["id"])
    const presale = told.presales.get(id)
    // What each of the payments has taken that the order was paid with, and what is kept of a deposit without its tail.
    const counts = isPaid(order) ? dueOf(order, presale) : new Map<string, bigint>()
    const keeps = new Map([[text(order["payment"]), presale?.kept ?? 0n]])
    if (isPaid(order)) {
      told.act("L36")
      for (const [of, due] of counts) {
        const taken = booked.get(of)?.captured ?? 0n
        if (taken !== due)
          told.broken("L36", `order ${id} is ${text(order["state"])}, and ${taken} of ${due} was taken`)
      }
    }
    for (const payment of payments.get(id) ?? []) {
      const of = text(payment["id"])
      const at = booked.get(of)
      const net = (at?.captured ?? 0n) - (at?.refunded ?? 0n) - (settled.get(of) ?? 0n)
      if (counts.has(of)) continue
      const right = keeps.get(of) ?? 0n
      if (net < right || net > right + (open.get(of) ?? 0n)) {
        told.broken("L37", `order ${id} is ${text(order["state"])}, and ${net} of ${of} was kept, not ${right}`)
      } else if (at !== undefined && at.charges > 0) told.act("L37")
    }
  }
}

/** The payments that paid an order, and what each has taken: of a presale its deposit and its tail. */
const dueOf = (order: JsonObject, presale: ExpectedPresale | undefined): ReadonlyMap<string, bigint> => {
  const first = presale === undefined ? minor(order["total"]) : presale.first
  return new Map([
    ...(first === 0n ? [] : [[text(order["payment"]), first] as const]),
    ...(presale === undefined ? [] : [[text(object(order["deposit"])["payment"]), presale.tail] as const])
  ])
}

/** L21: what went back for the pieces of a line is their share of what was paid, and all of it for all of them. */
export const returned: FinalLaw = (told) => {
  for (const order of told.all("order")) {
    const quoted = new Map(list(object(order["quote"])["lines"]).map((line) => [text(line["id"]), line]))
    const currency = text(object(order["total"])["currency"])
    for (const line of list(order["lines"])) {
      const { quantity = 0, amount } = object(line["refunded"])
      const pieces = number(quantity)
      if (pieces === 0) continue
      told.act("L21")
      const of = quoted.get(text(line["id"]))
      const paid =
        of === undefined
          ? 0n
          : minor({ amount: of["gross"] ?? "0", currency }) - minor({ amount: of["points"] ?? "0", currency })
      const whole = BigInt(number(line["quantity"]))
      const off = minor(amount) * whole - paid * BigInt(pieces)
      // A sum of shares of single pieces is at most a minor unit off for each.
      if (BigInt(pieces) > whole) told.broken("L35", `${pieces} of ${whole} pieces of ${text(line["id"])} came back`)
      if (BigInt(pieces) === whole ? off !== 0n : off >= whole * BigInt(pieces) || -off >= whole * BigInt(pieces)) {
        told.broken(
          "L21",
          `for ${pieces} of ${whole} pieces of ${text(line["id"])}, paid ${paid}, ${minor(amount)} went back`
        )
      }
    }
  }
  for (const one of told.all("return")) {
    if (one["refund"] === undefined) continue
    const parts = [one["refund"], one["depositRefund"]]
    const sent = parts.reduce<bigint>((sum, id) => sum + minor(told.document("refund", id)["amount"]), 0n)
    const tendered = minor(one["tendered"])
    told.act("L21")
    if (sent + tendered !== minor(one["amount"]))
      told.broken("L21", `return ${text(one["id"])} is worth another amount than was sent back`)
  }
}

/** L21: who sent goods back has what they were worth, or all that the shop still had of the order. */
export const paidBack: FinalLaw = (told, { gateways: all }) => {
  const given = new Map<string, bigint>()
  for (const one of told.all("return")) {
    const order = text(one["order"])
    if (one["receivedAt"] !== undefined) given.set(order, (given.get(order) ?? 0n) + minor(one["amount"]))
  }
  const left = new Map<string, bigint>()
  const add = (order: string, amount: bigint) => left.set(order, (left.get(order) ?? 0n) + amount)
  for (const { book } of all)
    for (const { payment, captured, refunded } of book)
      add(text(told.document("payment", payment)["order"]), captured - refunded)
  for (const refund of told.all("refund")) add(text(refund["order"]), -minor(object(refund["settlement"])["amount"]))
  for (const [id, back] of given) {
    const order = told.document("order", id)
    // Drops of prices that were given back are no longer there to give.
    if (order["protections"] !== undefined) continue
    const worth = list(order["lines"]).reduce((sum, line) => sum + minor(object(line["refunded"])["amount"]), 0n)
    told.act("L21")
    if (back < worth && (left.get(id) ?? 0n) > 0n)
      told.broken("L21", `goods of order ${id} worth ${worth} came back, and ${back} was paid for them`)
  }
}

const ranks: Readonly<Record<string, number>> = {
  expected: 0,
  pickedUp: 2,
  inTransit: 3,
  outForDelivery: 3,
  exception: 3,
  delivered: 4,
  returning: 5,
  returned: 6
}

/** L43: parcels are where their carrier says they are, and none that was called off was fetched without its being known. */
export const parcels: FinalLaw = (told, { carriers }) => {
  for (const { name, parcels: all } of carriers) {
    const carried = new Map(all.map((one) => [one.shipment, one]))
    for (const shipment of told.all("shipment")) {
      if (shipment["carrier"] !== name) continue
      const id = text(shipment["id"])
      const state = text(shipment["state"])
      const parcel = carried.get(id)
      told.act("L43")
      if (parcel === undefined) {
        if (state !== "voided") told.broken("L43", `parcel ${id} is ${state}, and ${name} has never heard of it`)
        continue
      }
      const furthest = parcel.events.reduce((most, { status }) => Math.max(most, ranks[status] ?? 0), 0)
      if (state === "voided") {
        if (parcel.state === "fetched" && shipment["cancelled"] !== "tooLate")
          told.broken("L43", `parcel ${id} was called off and is on its way`)
        if (parcel.state === "expected")
          told.broken("L43", `parcel ${id} was called off, and ${name} still means to fetch it`)
      } else if (parcel.state === "cancelled")
        told.broken("L43", `parcel ${id} is ${state}, and ${name} will not bring it`)
      else if (furthest > 0 && (ranks[state] ?? 1) !== furthest)
        told.broken("L43", `parcel ${id} is ${state}, ${name} says otherwise`)
    }
    for (const { shipment } of all) {
      if (told.documents.get(`shipment/${shipment}`) === undefined)
        told.broken("L43", `${name} has a parcel ${shipment} that nobody sent`)
    }
  }
}
