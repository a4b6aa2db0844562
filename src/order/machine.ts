import { machine } from "../kernel/machine.ts"

/**
 * The life of an order. How much of it is shipped or returned are amounts on the ledger; the states say what it waits for.
 *
 * A cancelled order is never charged: while a payment may still be taken the order is `cancelling` (the buyer wants out:
 * a payment that arrives goes back) or `expiring` (the time is up: a payment that arrives is honoured), and only the
 * gateway's word that it is closed frees the goods. `lapse` is a payment that arrives after the goods were let go. A
 * parcel that never left is taken back by `unshipPart` and `unshipAll`.
 */
export const orderMachine = machine("order", "placed", {
  placed: { pay: "paid", cancel: "cancelling", expire: "expiring", closed: "cancelled", lapse: "cancelled" },
  cancelling: { pay: "cancelled", closed: "cancelled", lapse: "cancelled" },
  expiring: { pay: "paid", cancel: "cancelling", closed: "cancelled", lapse: "cancelled" },
  paid: { shipPart: "partlyShipped", ship: "shipped", cancel: "cancelled" },
  partlyShipped: { shipPart: "partlyShipped", ship: "shipped", unshipPart: "partlyShipped", unshipAll: "paid" },
  shipped: { receive: "received", unshipPart: "partlyShipped", unshipAll: "paid" },
  received: {},
  cancelled: {}
})

/** The life of a return: asked for, agreed to, sent back and looked at, paid back. */
export const returnMachine = machine("return", "requested", {
  requested: { approve: "approved", decline: "declined", withdraw: "withdrawn" },
  approved: { receive: "received", withdraw: "withdrawn" },
  received: { refund: "refunded", retry: "received" },
  refunded: {},
  declined: {},
  withdrawn: {}
})
