import * as Effect from "effect/Effect"
import { answer, type AnyErrand, errand } from "../../command/index.ts"
import type { GatewayError } from "../errors.ts"
import { CheckPayment, ClosePayment, payments, refunds, SendRefund, StartPayment } from "../model.ts"
import type { GatewayReport, PaymentGateway } from "../ports.ts"
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
  const told = (report: GatewayReport, extra: { readonly redirect?: string; readonly round?: number } = {}) =>
    answer(reportPayment, { ...report, ...extra })

  return [
    errand(StartPayment, {
      *load({ payment }, read) {
        return yield* read.one(payments, payment)
      },
      perform: ({ id, order, gateway, amount, expiresAt }) =>
        using(gateway, (one) =>
          Effect.map(one.start({ payment: id, order, amount, expiresAt }), (report) => told(report))
        )
    }),
    errand(CheckPayment, {
      *load({ payment }, read) {
        return yield* read.one(payments, payment)
      },
      perform: ({ id, gateway, amount }, { round }) =>
        using(gateway, (one) => Effect.map(one.query({ payment: id, amount }), (report) => told(report, { round })))
    }),
    errand(ClosePayment, {
      *load({ payment }, read) {
        return yield* read.one(payments, payment)
      },
      perform: ({ id, gateway, amount }) =>
        using(gateway, (one) => Effect.map(one.close({ payment: id, amount }), (report) => told(report)))
    }),
    errand(SendRefund, {
      *load({ refund }, read) {
        return yield* read.one(refunds, refund)
      },
      perform: ({ id, payment, gateway, amount }, { round }) =>
        using(gateway, (one) =>
          Effect.map(one.refund({ refund: id, payment, amount }), (report) =>
            answer(reportRefund, { ...report, round })
          )
        )
    })
  ]
}
