import * as Effect from "effect/Effect"
import { answer, type AnyErrand, errand, now } from "../../command/index.ts"
import type { Money } from "../../money/model.ts"
import type { GatewayError } from "../errors.ts"
import {
  CheckPayment,
  ClosePayment,
  type Payment,
  payments,
  type Refund,
  refunds,
  SendRefund,
  StartPayment
} from "../model.ts"
import type { GatewayReport, PaymentGateway } from "../ports.ts"
import { asksFirstAfter } from "../rules.ts"
import { reportPayment } from "./report.ts"
import { reportRefund } from "./refund.ts"

/** How the intents of payments are carried, given the shop's gateways. */
export const paymentErrands = (gateways: ReadonlyArray<PaymentGateway>): ReadonlyArray<AnyErrand> => {
  const using = <A>(
    name: string,
    use: (gateway: PaymentGateway) => Effect.Effect<A, GatewayError>
  ): Effect.Effect<A, GatewayError> => {
    const found = gateways.find((gateway) => gateway.name === name)
    if (found !== undefined) return use(found)
    return Effect.fail({ _tag: "GatewayError", gateway: name, reason: "Unreachable", detail: "no such gateway" })
  }
  const told = (
    { id, gateway }: Payment,
    ask: Effect.Effect<GatewayReport & { readonly redirect?: string }, GatewayError>,
    extra: { readonly round?: number } = {}
  ) =>
    Effect.flatMap(ask, (report) =>
      report.payment === id
        ? Effect.succeed(answer(reportPayment, { ...report, ...extra }))
        : Effect.fail(malformed(gateway, "another payment"))
    )

  return [
    errand(StartPayment, {
      *load({ payment }, read) {
        return yield* read.one(payments, payment)
      },
      perform: (payment) => using(payment.gateway, (one) => told(payment, started(one, payment)))
    }),
    errand(CheckPayment, {
      *load({ payment }, read) {
        return yield* read.one(payments, payment)
      },
      perform: (payment, { round }) =>
        using(payment.gateway, (one) => told(payment, one.query(asked(payment)), { round }))
    }),
    errand(ClosePayment, {
      *load({ payment }, read) {
        return yield* read.one(payments, payment)
      },
      perform: (payment) => using(payment.gateway, (one) => told(payment, one.close(asked(payment))))
    }),
    errand(SendRefund, {
      *load({ refund }, read) {
        return yield* read.one(refunds, refund)
      },
      perform: (refund, { round }) => using(refund.gateway, (one) => sent(one, refund, round))
    })
  ]
}

const malformed = (gateway: string, detail: string): GatewayError => ({
  _tag: "GatewayError",
  gateway,
  reason: "Malformed",
  detail
})

const asked = ({ id, amount }: Payment): { readonly payment: string; readonly amount: Money } => ({
  payment: id,
  amount
})

/** Whether a gateway may have forgotten the key under which something was sent first. */
const isOld = (since: number): Effect.Effect<boolean> => Effect.map(now, (at) => at - since >= asksFirstAfter)

/** Starts a payment; what may have been started long ago is asked after first, and is started once. */
const started = Effect.fnUntraced(function* (one: PaymentGateway, payment: Payment) {
  const { id, order, amount, createdAt, expiresAt } = payment
  if (yield* isOld(createdAt)) {
    const report = yield* one.query(asked(payment))
    if (report.state !== "unknown") return report
  }
  return yield* one.start({ payment: id, order, amount, expiresAt })
})

/** Sends a refund; one that was sent before, or may have been long ago, is asked after, and sent where nobody knows it. */
const sent = Effect.fnUntraced(function* (one: PaymentGateway, refund: Refund, round: number) {
  const { id, payment, gateway, amount, requestedAt } = refund
  const request = { refund: id, payment, amount }
  const asks = round > 0 || (yield* isOld(requestedAt))
  const before = asks ? yield* one.queryRefund(request) : undefined
  const report = before === undefined || before.state === "unknown" ? yield* one.refund(request) : before
  const { state, reference } = report
  const right =
    report.refund === id && report.amount.amount === amount.amount && report.amount.currency === amount.currency
  if (!right || state === "unknown") return yield* Effect.fail(malformed(gateway, "another refund"))
  return answer(reportRefund, { refund: id, state, round, ...(reference === undefined ? {} : { reference }) })
})
