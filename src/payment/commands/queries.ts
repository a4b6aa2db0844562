import * as Schema from "effect/Schema"
import { query, type Read } from "../../command/index.ts"
import { ref } from "../../kernel/id.ts"
import { Payment, payments, Refund, refunds } from "../model.ts"
import { paymentMachine, refundMachine } from "../machine.ts"

/** One payment; its customer may see it. */
export const getPayment = query("payment.get", {
  summary: "one payment",
  input: Schema.Struct({ payment: ref("payment") }),
  reply: Payment,
  permission: "payment.get",
  *load({ payment }, read: Read) {
    return yield* read.one(payments, payment)
  },
  owner: ({ customer }) => customer,
  answer: (payment) => payment
})

const listed = { limit: 100, descending: true } as const

/** Payments in a state, the newest first. */
export const listPayments = query("payment.list", {
  summary: "payments in a state, the newest first",
  input: Schema.Struct({
    state: Schema.Literals(paymentMachine.states),
    after: Schema.optionalKey(Schema.String)
  }),
  reply: Schema.Struct({ items: Schema.Array(Payment), next: Schema.optionalKey(Schema.String) }),
  permission: "payment.list",
  *load({ state, after }, read: Read) {
    return yield* read.page(payments, {
      index: "state",
      equals: [state],
      ...listed,
      ...(after === undefined ? {} : { after })
    })
  },
  answer: (page) => page
})

/** Refunds in a state, the newest first. */
export const listRefunds = query("payment.refunds", {
  summary: "refunds in a state, the newest first",
  input: Schema.Struct({
    state: Schema.Literals(refundMachine.states),
    after: Schema.optionalKey(Schema.String)
  }),
  reply: Schema.Struct({ items: Schema.Array(Refund), next: Schema.optionalKey(Schema.String) }),
  permission: "payment.list",
  *load({ state, after }, read: Read) {
    return yield* read.page(refunds, {
      index: "state",
      equals: [state],
      ...listed,
      ...(after === undefined ? {} : { after })
    })
  },
  answer: (page) => page
})
