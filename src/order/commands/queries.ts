import * as Schema from "effect/Schema"
import { type Loading, query, type Read } from "../../command/index.ts"
import { sold, shipped } from "../../inventory/rules/accounts.ts"
import { Id, ref } from "../../kernel/id.ts"
import type { Account } from "../../ledger/model.ts"
import { Shipment, shipments } from "../../logistics/model.ts"
import { capturedAccount, Payment, payments, Refund, refunds } from "../../payment/model.ts"
import { orderMachine, returnMachine } from "../machine.ts"
import { Order, orders, Return, returns } from "../model.ts"

const Cursor = Schema.optionalKey(Schema.String)
const page = <Item extends Schema.Codec<unknown, unknown>>(of: Item) =>
  Schema.Struct({ items: Schema.Array(of), next: Cursor })

/** One order; its customer may see it. */
export const get = query("order.get", {
  summary: "one order",
  input: Schema.Struct({ order: ref("order") }),
  reply: Order,
  permission: "order.get",
  opens: [orders],
  *load({ order }, read: Read) {
    return yield* read.one(orders, order)
  },
  owner: (order) => order.customer,
  answer: (order) => order
})

/** How much of something stands on an account, in its unit: minor units of money, or pieces. */
const Standing = Schema.Struct({
  account: Schema.String,
  unit: Schema.String,
  posted: Schema.BigIntFromString,
  outgoing: Schema.BigIntFromString,
  incoming: Schema.BigIntFromString
})

/** An order with all that belongs to it. */
export class WholeOrder extends Schema.Opaque<WholeOrder>()(
  Schema.Struct({
    order: Order,
    payments: Schema.Array(Payment),
    refunds: Schema.Array(Refund),
    shipments: Schema.Array(Shipment),
    returns: Schema.Array(Return),
    /** Money and goods of the order, by ledger account. */
    accounts: Schema.Array(Standing)
  })
) {}

function* whole({ order: id }: { readonly order: string }, read: Read): Loading<WholeOrder> {
  const order = yield* read.one(orders, id)
  const of = { index: "order", equals: [id] } as const
  const first = { ...of, limit: 100 }
  const found = yield* read.all({
    payments: read.page(payments, first),
    refunds: read.page(refunds, first),
    shipments: read.page(shipments, first),
    returns: read.page(returns, first)
  })
  const paid = yield* read.rest(payments, of, found.payments)
  const accounts: ReadonlyArray<Account> = [
    ...paid.map(({ id: payment, amount }) => capturedAccount(payment, amount.currency)),
    ...order.lines.flatMap(({ id: line, sku }) => [sold({ order: id, line, sku }), shipped({ order: id, line, sku })])
  ]
  const balances = yield* read.balances(accounts)
  return {
    order,
    payments: paid,
    refunds: yield* read.rest(refunds, of, found.refunds),
    shipments: yield* read.rest(shipments, of, found.shipments),
    returns: yield* read.rest(returns, of, found.returns),
    accounts: balances.map(({ account, posted, outgoing, incoming }) => ({
      account: account.id,
      unit: account.unit,
      posted,
      outgoing,
      incoming
    }))
  }
}

/** An order with its payments, refunds, shipments, returns and accounts. */
export const full = query("order.full", {
  summary: "an order with its payments, refunds, shipments, returns and accounts",
  input: Schema.Struct({ order: ref("order") }),
  reply: WholeOrder,
  permission: "order.get",
  opens: [orders, returns, shipments],
  load: whole,
  owner: ({ order }) => order.customer,
  answer: (found) => found
})

/** The orders of one customer, the newest first. */
export const mine = query("order.mine", {
  summary: "the orders of one customer, the newest first",
  input: Schema.Struct({ customer: Id, after: Cursor }),
  reply: page(Order),
  permission: "order.list",
  *load({ customer, after }, read: Read) {
    return yield* read.page(orders, {
      index: "customer",
      equals: [customer],
      descending: true,
      limit: 50,
      ...(after === undefined ? {} : { after })
    })
  },
  owner: (_, { customer }) => customer,
  answer: (found) => found
})

/** Orders in a state, the oldest first: what waits longest comes first. */
export const list = query("order.list", {
  summary: "orders in a state, the oldest first",
  input: Schema.Struct({ state: Schema.Literals(orderMachine.states), after: Cursor }),
  reply: page(Order),
  permission: "order.list",
  *load({ state, after }, read: Read) {
    return yield* read.page(orders, {
      index: "state",
      equals: [state],
      limit: 50,
      ...(after === undefined ? {} : { after })
    })
  },
  answer: (found) => found
})

/** Returns in a state, the oldest first. */
export const listReturns = query("return.list", {
  summary: "returns in a state, the oldest first",
  input: Schema.Struct({ state: Schema.Literals(returnMachine.states), after: Cursor }),
  reply: page(Return),
  permission: "return.list",
  *load({ state, after }, read: Read) {
    return yield* read.page(returns, {
      index: "state",
      equals: [state],
      limit: 50,
      ...(after === undefined ? {} : { after })
    })
  },
  answer: (found) => found
})

/** One return; its customer may see it. */
export const getReturn = query("return.get", {
  summary: "one return",
  input: Schema.Struct({ return: ref("return") }),
  reply: Return,
  permission: "return.get",
  opens: [returns],
  *load({ return: id }, read: Read) {
    return yield* read.one(returns, id)
  },
  owner: (found) => found.customer,
  answer: (found) => found
})
