import type { Plant } from "../pricing/plants.ts"
import { change, order, plant } from "./change.ts"

/** Faults of goods that no parcel brings: each must be found. */
export const virtualPlants: Readonly<Record<string, Plant>> = {
  "delivered-unpaid": plant(
    "an order in which nothing travels counts as paid when it is placed, and is delivered",
    order(
      "place",
      "const free = payment === undefined && deposit === undefined",
      "const free = (payment === undefined && deposit === undefined) || !lines.some(isSent)"
    )
  ),
  "delivered-twice": plant(
    "whoever delivers what was delivered before delivers it once more: the ledger has it once, and the buyer twice",
    order("deliver", "const quantity = left[index] ?? 0", "const { quantity } = line"),
    order(
      "deliver",
      "transfers: waiting.map((",
      "transfers: waiting.filter((one) => left[order.lines.findIndex(({ id }) => id === one.line)] !== 0).map(("
    )
  ),
  "cancelled-after-delivery": plant(
    "a mixed order is cancelled and paid back in whole after its virtual goods were delivered, which stay with the buyer",
    change("order")(
      "machine",
      'deliverPart: "partlyShipped",\n    deliver: "received"',
      'deliverPart: "paid",\n    deliver: "received"'
    ),
    order(
      "settle",
      "...order.lines.flatMap((line) => unsellStock(",
      "...order.lines.filter(({ delivered }) => delivered === undefined).flatMap((line) => unsellStock("
    )
  ),
  "delivery-lost": plant(
    "nobody is told to deliver the virtual goods of an order that is paid",
    order("settle", "intents: delivering(order)\n", "intents: delivering(order).slice(1)\n")
  ),
  "free-delivery-lost": plant(
    "nobody is told to deliver the virtual goods of an order that a gift card has paid",
    order("place", "...(free ? delivering(order) : [])", "...(free ? delivering(order).slice(1) : [])")
  ),
  "mixed-as-shipped": plant(
    "an order of which virtual goods were delivered counts as shipped, whatever else waits",
    order("deliver", "isSent(line) && (left[index] ?? 0) > 0)", "isSent(line) && (left[index] ?? 0) < 0)")
  ),
  "virtual-in-parcel": plant(
    "virtual goods are put into a parcel where an address is known",
    order("ship", "if (!isSent(found)) return", "if (!isSent(found) && order.address === undefined) return")
  ),
  "delivery-not-counted": plant(
    "virtual goods are delivered and the books do not hear of it",
    order("deliver", "transfers: waiting.map((", "transfers: waiting.slice(waiting.length).map((")
  ),
  "delivery-told-short": plant(
    "hosts hear that one piece was delivered, whatever was",
    order(
      "deliver",
      "const lines = waiting.map(({ line, quantity }) => ({ line, quantity }))",
      "const lines = waiting.map(({ line }) => ({ line, quantity: 1 }))"
    )
  ),
  "licence-misplaced": plant(
    "virtual goods that come back count again where the parcel was opened that came with them",
    order("return", "isSent(from) ? place :", "isSent(from) || place !== undefined ? place :")
  )
}
