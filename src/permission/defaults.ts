import type { Policy } from "./model.ts"

/** What anyone may see of a shop, and do with a cart and an order of their own. */
const buyer = {
  allow: [
    "cart.open",
    "catalog.browse",
    "catalog.categories",
    "catalog.category",
    "catalog.product",
    "catalog.tree",
    "delivery.choices",
    "permission.mine",
    "pricing.shown"
  ],
  own: [
    "cart.change",
    "cart.get",
    "cart.quote",
    "order.cancel",
    "order.get",
    "order.list",
    "order.pay",
    "order.place",
    "order.protect",
    "order.receive",
    "payment.get",
    "payment.giftCard",
    "promotion.purse",
    "return.get",
    "return.list",
    "return.request",
    "return.withdraw",
    "shipment.get"
  ]
}

/** Sends orders, takes returns in and keeps the stock. */
const clerk = [
  "catalog.products",
  "inventory.count",
  "inventory.list",
  "inventory.movements",
  "inventory.places",
  "inventory.receive",
  "inventory.sendBack",
  "inventory.stock",
  "inventory.writeOff",
  "operations.parked",
  "order.get",
  "order.list",
  "order.ship",
  "return.approve",
  "return.decline",
  "return.get",
  "return.list",
  "return.receive",
  "shipment.create",
  "shipment.get",
  "shipment.list",
  "shipment.void"
]

/**
 * Rights that no command asks for: what a host shows beside the commands. `books.read` is for the trial balance and the
 * journals, which are read from the storage; `promotion.try` for trying offers on carts, which is arithmetic. A page asks for
 * them with `permission.mine`.
 */
export const hostRights = ["books.read", "promotion.try"] as const

/** Sends money back, and reads the books. */
const cashier = [
  "books.read",
  "operations.parked",
  "order.get",
  "order.list",
  "payment.get",
  "payment.giftCard",
  "payment.issueGiftCard",
  "payment.list",
  "payment.refund",
  "return.get",
  "return.list"
]

/** States goods, prices, offers and settings, and gives roles. A manager has the rights of all whom a manager appoints. */
const manager = [
  ...clerk,
  ...cashier,
  "catalog.*",
  "inventory.*",
  "operations.*",
  "order.cancel",
  "order.protect",
  "order.receive",
  "payment.settleRefund",
  "permission.*",
  "pricing.*",
  "promotion.*",
  "return.request",
  "return.withdraw",
  "settings.*"
]

/** What nobody asks for: reports of gateways and carriers, and what time brings. They stand beside `*` to be known. */
const reports = ["batch.step", "order.expire", "payment.report", "shipment.report"]

/**
 * The roles of a small shop. Buyers, signed in or not, have what is public and what is their own; the staff see what is
 * public and get the rest by role. What gateways, carriers and wake-ups report comes in as `system`.
 */
export const defaultPolicy: Policy = {
  roles: {
    guest: buyer,
    customer: buyer,
    staff: { allow: buyer.allow },
    clerk: { allow: clerk },
    cashier: { allow: cashier },
    manager: { allow: manager },
    system: { allow: ["*", ...reports] }
  }
}
