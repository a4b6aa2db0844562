import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import { next } from "../../src/kernel/machine.ts"
import { ends, followsTable, tableIsRead } from "../../src/kernel/laws.ts"
import { memoryGateway } from "../../src/memory/index.ts"
import {
  type GatewayState,
  heard,
  type Payment,
  type PaymentEvent,
  paymentMachine,
  payments,
  type PaymentState,
  type RefundReport,
  refundMachine,
  refunds,
  reportPayment,
  reportRefund,
  requestRefund,
  retryFailedRefund,
  settleFailedRefund
} from "../../src/payment/index.ts"
import { check, title } from "../../src/testing/index.ts"
import * as Result from "effect/Result"
import {
  cancelOrder,
  eventsOf,
  kept,
  openShop,
  outcome,
  place,
  send,
  type SmallShop,
  story,
  yuan
} from "./small-shop.ts"

const laws = [
  tableIsRead(paymentMachine),
  tableIsRead(refundMachine),
  ends(paymentMachine, ["captured", "closed"]),
  ends(refundMachine, ["succeeded", "retried", "settled"])
]

describe("the machines of payments and refunds", () => {
  for (const law of laws) test(`${title(law)}`, () => check(law))

  const word: { readonly [Event in PaymentEvent]?: GatewayState } = {
    start: "pending",
    capture: "captured",
    decline: "declined",
    closed: "closed"
  }
  const byReport = followsTable(
    paymentMachine,
    // `close` is the shop's own wish and no report brings it about.
    (state, event) => {
      const told = Object.hasOwn(word, event) ? word[event] : undefined
      if (told === undefined) return event === "close" ? next(paymentMachine, state, event) : Result.fail("no report")
      const found = heard(state, told)
      return found === undefined ? Result.fail("behind") : next(paymentMachine, state, found)
    }
  )
  test(`${title(byReport)}: what a report brings about`, () => check(byReport))
})

const reports: ReadonlyArray<{ readonly state: GatewayState; readonly event: PaymentEvent | undefined }> = [
  { state: "unknown", event: undefined },
  { state: "pending", event: "start" },
  { state: "captured", event: "capture" },
  { state: "declined", event: "decline" },
  { state: "closed", event: "closed" }
]

const tell = (shop: SmallShop, { id, amount }: Payment, state: GatewayState) =>
  send(shop, reportPayment, { payment: id, state, amount })

/** Leads a new payment into a state by the road that a real one takes. */
const lead = Effect.fnUntraced(function* (shop: SmallShop, state: PaymentState) {
  const payment = yield* place(shop)
  if (state === "pending" || state === "declined" || state === "captured") yield* tell(shop, payment, state)
  if (state === "closing" || state === "closed") yield* send(shop, cancelOrder, { order: "o1" })
  if (state === "closed") yield* tell(shop, payment, "closed")
  expect((yield* kept(shop, payments, payment.id)).state).toBe(state)
  return payment
})

const bank = () => memoryGateway({ name: "bank" })

describe("every state against every command", () => {
  const pairs = paymentMachine.states.flatMap((state) => reports.map((report) => ({ state, report })))
  test.each(pairs)(
    "L32 payment.report: `$report.state` in `$state` does what the table says, and else nothing",
    ({ state, report }) =>
      story((clock) =>
        Effect.gen(function* () {
          const shop = yield* openShop(clock, bank())
          const payment = yield* lead(shop, state)
          const before = yield* kept(shop, payments, payment.id)
          const told = yield* eventsOf(shop, payment.id)
          const target = report.event === undefined ? undefined : paymentMachine.table[state][report.event]
          yield* tell(shop, payment, report.state)
          const after = yield* kept(shop, payments, payment.id)
          const more = (yield* eventsOf(shop, payment.id)).length - told.length
          if (target === undefined) expect({ after, more }).toEqual({ after: before, more: 0 })
          else expect({ state: after.state, more }).toEqual({ state: target, more: 1 })
        })
      )
  )

  test.each(paymentMachine.states)("L32 a payment in `%s` is closed exactly where the table says so", (state) =>
    story((clock) =>
      Effect.gen(function* () {
        const shop = yield* openShop(clock, bank())
        const payment = yield* lead(shop, state)
        const before = yield* kept(shop, payments, payment.id)
        yield* outcome(send(shop, cancelOrder, { order: "o1" }))
        const after = yield* kept(shop, payments, payment.id)
        const target = paymentMachine.table[state].close
        if (target === undefined) expect(after).toEqual(before)
        else expect(after.state).toBe(target)
      })
    )
  )

  test.each(paymentMachine.states)("L32 a payment in `%s` is refunded only if it was captured", (state) =>
    story((clock) =>
      Effect.gen(function* () {
        const shop = yield* openShop(clock, bank())
        const payment = yield* lead(shop, state)
        const before = yield* shop.engine.storage.events(0, 1_000)
        const answer = yield* outcome(
          send(shop, requestRefund, { payment: payment.id, amount: yuan(1n), reason: "goodwill" })
        )
        const after = yield* shop.engine.storage.events(0, 1_000)
        expect(answer._tag).toBe(state === "captured" ? "Done" : "RefundExceedsCaptured")
        if (state !== "captured") expect(after).toEqual(before)
      })
    )
  )

  const answers: ReadonlyArray<Exclude<RefundReport["state"], "unknown">> = ["pending", "succeeded", "failed"]
  const ended = refundMachine.states.flatMap((state) => answers.map((report) => ({ state, report })))
  test.each(ended)(
    "L32 payment.reportRefund: `$report` in `$state` does what the table says, and else nothing",
    ({ state, report }) =>
      story((clock) =>
        Effect.gen(function* () {
          const shop = yield* openShop(clock, bank())
          const payment = yield* lead(shop, "captured")
          const { id } = yield* send(shop, requestRefund, { payment: payment.id, amount: yuan(60n), reason: "return" })
          if (state === "succeeded" || state === "failed") yield* send(shop, reportRefund, { refund: id, state })
          if (state === "retried" || state === "settled")
            yield* send(shop, reportRefund, { refund: id, state: "failed" })
          if (state === "retried") yield* send(shop, retryFailedRefund, { refund: id })
          if (state === "settled") yield* send(shop, settleFailedRefund, { refund: id, reference: "bank-1" })
          const before = yield* kept(shop, refunds, id)
          const event = report === "pending" ? undefined : report === "succeeded" ? "succeed" : "fail"
          const target = event === undefined ? undefined : refundMachine.table[state][event]
          yield* send(shop, reportRefund, { refund: id, state: report })
          const after = yield* kept(shop, refunds, id)
          if (target === undefined) expect(after).toEqual(before)
          else expect(after.state).toBe(target)
        })
      )
  )

  const acts = [
    ["retry", (shop: SmallShop, refund: string) => send(shop, retryFailedRefund, { refund })],
    ["settle", (shop: SmallShop, refund: string) => send(shop, settleFailedRefund, { refund, reference: "bank-2" })]
  ] as const
  test.each(refundMachine.states.flatMap((state) => acts.map(([event, act]) => ({ state, event, act }))))(
    "L32 a refund that is `$state` does on `$event` what the table says and nothing else",
    ({ state, event, act }) =>
      story((clock) =>
        Effect.gen(function* () {
          const shop = yield* openShop(clock, bank())
          const payment = yield* lead(shop, "captured")
          const { id } = yield* send(shop, requestRefund, { payment: payment.id, amount: yuan(60n), reason: "return" })
          if (state !== "requested")
            yield* send(shop, reportRefund, { refund: id, state: state === "succeeded" ? state : "failed" })
          if (state === "retried" || state === "settled") yield* acts[state === "retried" ? 0 : 1][1](shop, id)
          const before = yield* shop.engine.storage.events(0, 1_000)
          const target = next(refundMachine, state, event)
          const answer = yield* outcome(act(shop, id))
          if (Result.isSuccess(target)) {
            expect(answer._tag).toBe("Done")
            expect((yield* kept(shop, refunds, id)).state).toBe(target.success)
          } else {
            expect(answer).toEqual(target.failure)
            expect(yield* shop.engine.storage.events(0, 1_000)).toEqual(before)
          }
        })
      )
  )
})
