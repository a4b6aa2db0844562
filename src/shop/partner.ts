import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type AnyCodec, before, type Command, type Veto } from "../command/index.ts"
import { refusal } from "../kernel/refusal.ts"
import type { Order, PaymentMethodMismatch } from "../order/index.ts"
import { offers, type PaymentGateway } from "../payment/index.ts"

/** The shop deals with nobody of this name. */
export const PartnerUnknown = refusal(
  "PartnerUnknown",
  { partner: Schema.Literals(["gateway", "carrier"]), name: Schema.String },
  {
    status: 422,
    zh: ({ partner, name }) => `没有${partner === "gateway" ? "支付方式" : "承运商"} \`${name}\``,
    en: ({ partner, name }) => `no ${partner} \`${name}\``
  }
)
export type PartnerUnknown = typeof PartnerUnknown.Type

/**
 * Forbids a command that would have an order paid in another way than its price was quoted for: the gateway named must offer
 * that means of payment.
 */
export const paidAsQuoted = <Input extends Schema.Codec<{ readonly gateway?: string }, unknown>>(
  command: Command<Input, typeof Order, any, any>,
  gateways: ReadonlyArray<Pick<PaymentGateway, "name" | "methods">>
): Veto<Input["Type"], void, Order> =>
  before(command, {
    *load() {},
    decide: (_, { gateway }, _moment, { paymentMethod: quoted }) => {
      const found = gateways.find(({ name }) => name === gateway)
      if (found === undefined || quoted === undefined || offers(found, quoted)) return Result.succeed(undefined)
      return Result.fail<PaymentMethodMismatch>({ _tag: "PaymentMethodMismatch", quoted, gateway: found.name })
    }
  })

/** Forbids a command that names a partner whom the shop does not have; one that names none is left to decide for itself. */
export const known = <Input extends AnyCodec>(
  command: Command<Input, any, any, any>,
  partners: ReadonlyArray<{ readonly name: string }>,
  partner: PartnerUnknown["partner"],
  named: (input: Input["Type"]) => string | undefined
): Veto<Input["Type"], void> =>
  before(command, {
    *load() {},
    decide: (_, input) => {
      const name = named(input)
      if (name === undefined) return Result.succeed(undefined)
      if (partners.some((one) => one.name === name)) return Result.succeed(undefined)
      return Result.fail<PartnerUnknown>({ _tag: "PartnerUnknown", partner, name })
    }
  })
