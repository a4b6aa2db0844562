import { machine } from "../kernel/machine.ts"

/**
 * The life of one payment as the gateway tells it. What was captured and what went back are amounts on the ledger, not
 * states. `captured` and `closed` end it; the gateway promises that a closed payment is never charged, and until it has
 * said so the payment is only `closing` (L37). A gateway closes one by itself when its time is over.
 */
export const paymentMachine = machine("payment", "created", {
  created: { start: "pending", capture: "captured", decline: "declined", close: "closing", closed: "closed" },
  pending: { capture: "captured", decline: "declined", close: "closing", closed: "closed" },
  declined: { capture: "captured", close: "closing", closed: "closed" },
  closing: { capture: "captured", closed: "closed" },
  captured: {},
  closed: {}
})

/**
 * The life of one refund: money is on its way back from `requested` on, and free again if it failed. One that `failed` is an
 * open task of the staff, until it is `retried` (another refund sends the money, under an id of its own) or `settled` (the
 * buyer has it in another way). It ends once, so it is never followed by two.
 */
export const refundMachine = machine("refund", "requested", {
  requested: { succeed: "succeeded", fail: "failed" },
  succeeded: {},
  failed: { retry: "retried", settle: "settled" },
  retried: {},
  settled: {}
})
