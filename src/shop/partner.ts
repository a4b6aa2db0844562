import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type AnyCodec, before, type Command, type Veto } from "../command/index.ts"
import { refusal } from "../kernel/refusal.ts"

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
