import { machine } from "../kernel/machine.ts"

/**
 * The life of an order. How much of it is shipped or returned are amounts on the ledger; the states say what it waits for.
 *
 * A cancelled order is never charged: while a payment may still be taken the order is `cancelling` (the buyer wants out:
 * a payment that arrives goes back) or `expiring` (the time is up: a payment that arrives is honoured), and only the
 * gateway's word that it is closed frees the goods. `lapse` is a payment that arrives after the goods were let go. A
 * parcel that never left is taken back by `unshipPart` and `unshipAll`.
 *
 * Virtual goods need no parcel: they are delivered as soon as the order is paid. Where nothing travels it is `received` with that
 * (`deliver`); else a part of it is with the buyer (`deliverPart`), and `shipped` says that all is on its way or there.
 *
 * A presale (定金预售) is `deposited` once its deposit is paid, and `payingTail` while a payment of the tail may be taken; one
 * that the gateway closed (`closed`) leaves it `deposited`. `retry` is another payment of what an order was placed with.
 */
export const orderMachine = machine("order", "placed", {
  placed: {
    pay: "paid",
    deposit: "deposited",
    retry: "placed",
    cancel: "cancelling",
    expire: "expiring",
    closed: "cancelled",
    lapse: "cancelled"
  },
  cancelling: { pay: "cancelled", deposit: "cancelled", closed: "cancelled", lapse: "cancelled" },
  expiring: { pay: "paid", deposit: "deposited", cancel: "cancelling", closed: "cancelled", lapse: "cancelled" },
  deposited: { payTail: "payingTail", cancel: "cancelled", expire: "cancelled" },
  payingTail: {
    pay: "paid",
    payTail: "payingTail",
    closed: "deposited",
    cancel: "cancelling",
    expire: "expiring",
    lapse: "cancelled"
  },
  paid: {
    shipPart: "partlyShipped",
    ship: "shipped",
    deliverPart: "partlyShipped",
    deliver: "received",
    cancel: "cancelled"
  },
  partlyShipped: {
    shipPart: "partlyShipped",
    ship: "shipped",
    deliverPart: "partlyShipped",
    unshipPart: "partlyShipped",
    unshipAll: "paid"
  },
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
