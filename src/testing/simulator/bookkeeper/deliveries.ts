import type { Json, JsonObject } from "../../../kernel/json.ts"
import { list, minor, number, object, text } from "../../../shop/questions/reading.ts"
import type { FinalLaw } from "./partners.ts"
import type { PrefixLaw } from "./prefixes.ts"
import { isPaid, type Passing, type Told } from "./told.ts"

/** Whether the catalog says of an article that it travels in no parcel. */
export const isVirtual = (told: Told, sku: Json | undefined): boolean =>
  told.document("variant", sku)["kind"] === "virtual"

/** The lines of an order, each with the name by which the ledger counts its pieces. */
const piecesOf = (told: Told, order: JsonObject) =>
  list(order["lines"]).map((line) => ({
    key: `${text(order["id"])}/${text(line["id"])}`,
    quantity: BigInt(number(line["quantity"])),
    said: BigInt(number(line["delivered"])),
    virtual: isVirtual(told, line["sku"])
  }))

const stands = (told: Told, account: string): bigint => told.sums.get(account)?.posted ?? 0n

/** What an entry moves out of what an order waits for to what its buyer has, by line. */
const movedBy = ({ lines }: Passing["entry"]): ReadonlyMap<string, bigint> => {
  const moved = new Map<string, bigint>()
  for (const { kind, from, to, amount } of lines) {
    const key = from.slice("sold/".length)
    if (kind === "post" && from === `sold/${key}` && to === `shipped/${key}`)
      moved.set(key, (moved.get(key) ?? 0n) + amount)
  }
  return moved
}

/** What hosts hear that is delivered, by line: they send the files. */
const heardOf = ({ events }: Passing["entry"]): ReadonlyMap<string, bigint> => {
  const heard = new Map<string, bigint>()
  for (const { collection, id, type, data } of events) {
    if (collection !== "order" || (type !== "OrderDelivered" && type !== "OrderReceived")) continue
    const { lines = [] } = JSON.parse(data) as { readonly lines?: ReadonlyArray<JsonObject> }
    for (const { line, quantity } of lines) heard.set(`${id}/${text(line)}`, BigInt(number(quantity)))
  }
  return heard
}

/** What was taken by now for an order, of the payments that count. */
const taken = (told: Told, order: JsonObject): bigint =>
  [order["payment"], object(order["deposit"])["payment"]].reduce<bigint>((sum, id) => {
    const payment = told.document("payment", id)
    return payment["state"] === "captured" ? sum + minor(payment["amount"]) : sum
  }, 0n)

/** L35 L36 L43: virtual goods go to who has paid for them, once, and whoever is told of it is told how many. */
const given = (told: Told, { entry }: Passing): void => {
  const heard = heardOf(entry)
  const orders = new Set<string>()
  for (const [key, count] of movedBy(entry)) {
    const order = told.document("order", key.split("/", 1)[0])
    const line = piecesOf(told, order).find((one) => one.key === key)
    if (line?.virtual !== true) continue
    const id = text(order["id"])
    const at = `at position ${entry.position}`
    told.act("L43")
    orders.add(id)
    if (told.given.has(key)) told.broken("L35", `${key} is delivered once more, ${at}`)
    told.given.set(key, (told.given.get(key) ?? 0n) + count)
    const due = minor(order["total"])
    const got = taken(told, order)
    if (!isPaid(order) || got !== due)
      told.broken("L36", `${key} is delivered ${at}, and ${got} of ${due} was taken for it`)
    if (heard.get(key) !== count)
      told.broken("L43", `of ${key} ${count} are delivered ${at}, and hosts hear of ${heard.get(key) ?? 0n}`)
  }
  for (const key of heard.keys())
    if (!told.given.has(key)) told.broken("L43", `hosts hear that ${key} is delivered, and it is not`)
  for (const id of orders) {
    const alone = piecesOf(told, told.document("order", id)).every(({ virtual }) => virtual)
    told.got(alone ? "alone" : "mixed")
    if (!entry.key.includes("/answer/")) told.got("byHand")
  }
}

/** L33 L35: what an order says of itself is where its goods are, so that nobody has both the goods and the money. */
const says = (told: Told, before: JsonObject | undefined, order: JsonObject): void => {
  const id = text(order["id"])
  const [was, is] = [text(before?.["state"]), text(order["state"])]
  const lines = piecesOf(told, order)
  const sum = (accounts: "sold" | "shipped"): bigint =>
    lines.reduce((all, { key }) => all + stands(told, `${accounts}/${key}`), 0n)
  for (const { key, said, virtual } of lines) {
    const count = told.given.get(key) ?? 0n
    if (said !== count) told.broken("L43", `of ${key} ${said} are said to be delivered, and ${count} were`)
    if (said > 0n && !virtual) told.broken("L43", `${key} is delivered without a parcel, and is not virtual`)
  }
  // Paid, it may still be cancelled, and cancelled it is paid back.
  if ((is === "paid" || is === "cancelled") && sum("shipped") > 0n)
    told.broken("L35", `order ${id} is ${is}, and its buyer has ${sum("shipped")} pieces of it`)
  if (is === was) return
  if ((is === "shipped" || is === "received") && sum("sold") > 0n)
    told.broken("L33", `order ${id} is ${is}, and ${sum("sold")} pieces of it wait`)
  if (was === "paid" && is === "cancelled" && lines.some(({ virtual }) => virtual)) told.got("cancelled")
}

/** L33 L35 L36 L43: virtual goods are delivered without a parcel, to those who have paid for them. */
export const deliveries: PrefixLaw = (told) => (passing) => {
  given(told, passing)
  for (const { collection, id, before, after } of passing.changes) {
    if (collection === "order") says(told, before, after)
    if (collection === "shipment" && list(after["lines"]).some(({ sku }) => isVirtual(told, sku)))
      told.broken("L43", `parcel ${id} has virtual goods in it`)
    if (collection !== "return" || before?.["receivedAt"] !== undefined || after["receivedAt"] === undefined) continue
    const order = piecesOf(told, told.document("order", after["order"]))
    const back = new Set(list(after["lines"]).map(({ line }) => `${text(after["order"])}/${text(line)}`))
    if (order.some(({ key, virtual }) => virtual && back.has(key))) told.got("back")
  }
}

/** L40: who has paid for virtual goods has them, all of them, and an order of nothing else waits for nothing. */
export const allGiven: FinalLaw = (told) => {
  for (const order of told.all("order")) {
    if (!isPaid(order)) continue
    const id = text(order["id"])
    const lines = piecesOf(told, order)
    for (const { key, quantity, virtual } of lines) {
      if (!virtual) continue
      const count = told.given.get(key) ?? 0n
      told.act("L40")
      if (count < quantity)
        told.broken("L40", `${key} is paid, ${count} of ${quantity} are delivered, and nothing will wake it up`)
    }
    if (order["state"] !== "received" && lines.every(({ virtual }) => virtual))
      told.broken("L40", `order ${id} is still ${text(order["state"])}, and nothing of it travels`)
  }
}
